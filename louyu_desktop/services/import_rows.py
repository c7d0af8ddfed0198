"""The rows of a book: which lines are rows about somebody, read when they are asked for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, islice, zip_longest
from typing import Any, overload

from louyu_desktop.errors import FileRefusedError
from louyu_desktop.exchange.book import Book, Cell, Sheet, as_typed, is_blank
from louyu_desktop.exchange.headings import Heading
from louyu_desktop.exchange.ledger import Header, Line, carry_down, split
from louyu_desktop.services.import_cells import DITTO
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import LeftOutRow, Options, Proposal, SheetProposal
from louyu_desktop.services.import_quick import Noted
from louyu_desktop.services.import_reader import RowReader
from louyu_desktop.services.ledgers import UID, LedgerColumn, columns_of
from louyu_desktop.text import _

_NUMBERED = re.compile(r"^\s*(?:\d{1,4}\s*[.、．,，]|[(（]\d{1,4}[)）])\s*(?=[^\d\s])")
_VACANT = re.compile(
    r"^[(（【]?(?:空置?|闲置|空房|空铺|空关|空单元|待租|待招商|招租中?|招商中|未出租|未租|无企业|无租户|无人|已?退租|装修中|清退中)(?:单元|房屋?|中|状态)?[)）】]?$"
)


_AT_ONCE = 250
"""Lines that are read together."""

_TOGETHER = 1000


class SheetRows:
    """The lines of one sheet, read when one of those around it is first asked for."""

    def __init__(self, reader: RowReader, lines: Sequence[Line]) -> None:
        self.reader = reader
        self._blocks = [lines[start : start + _AT_ONCE] for start in range(0, len(lines), _AT_ONCE)]
        self._known: list[dict[int, list[Any]]] = [{} for _block in self._blocks]
        self._read: list[list[Parsed] | None] = [None] * len(self._blocks)

    def __len__(self) -> int:
        return sum(map(len, self._blocks))

    def __iter__(self) -> Iterator[Parsed]:
        return chain.from_iterable(map(self._block, range(len(self._blocks))))

    def __getitem__(self, place: int) -> Parsed:
        return self._block(place // _AT_ONCE)[place % _AT_ONCE]

    def _block(self, number: int) -> list[Parsed]:
        found = self._read[number]
        if found is None:
            found = self._read[number] = self.reader.read_many(self._blocks[number], self._known[number])
            self._known[number] = {}
        return found

    def values(self, name: str) -> list[Any]:
        """A column's values in all rows, which need not be read for it where its cells say all."""
        if name not in self.reader.may_have:
            return [None] * len(self)
        if not self.reader.is_settled(name):
            return [row.values.get(name) for row in self]
        index, found = self.reader.index_of(name), list[Any]()
        for number, lines in enumerate(self._blocks):
            read = None
            if not any(line.sections or line.filled for line in lines):
                read = self.reader.read_column(index, cells_of(lines, index))
            if read is None:
                found += [row.values.get(name) for row in self._block(number)]
            else:
                if self._read[number] is None:
                    self._known[number][index] = read
                found += [value.value if type(value) is Noted else value for value in read]
        return found


class Rows(Sequence[Parsed]):
    """The rows of a file, one sheet after the other."""

    def __init__(self, sheets: Sequence[SheetRows]) -> None:
        self._sheets = sheets
        self._starts = list(accumulate(map(len, sheets), initial=0))

    @property
    def readers(self) -> list[RowReader]:
        """What reads the sheets."""
        return [sheet.reader for sheet in self._sheets]

    def values(self, name: str) -> list[Any]:
        """A column's values in all rows."""
        return [value for sheet in self._sheets for value in sheet.values(name)]

    def __len__(self) -> int:
        return self._starts[-1]

    def __iter__(self) -> Iterator[Parsed]:
        return chain.from_iterable(self._sheets)

    @overload
    def __getitem__(self, place: int) -> Parsed: ...

    @overload
    def __getitem__(self, place: slice) -> list[Parsed]: ...

    def __getitem__(self, place: int | slice) -> Parsed | list[Parsed]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]
        at = range(len(self))[place]
        sheet = bisect_right(self._starts, at) - 1
        return self._sheets[sheet][at - self._starts[sheet]]


@dataclass(frozen=True, slots=True)
class Source:
    """Everything read out of a book: rows and what is none."""

    rows: Rows
    left_out: tuple[LeftOutRow, ...]


def read_source(book: Book, proposal: Proposal, options: Options) -> Source:
    """Every row of the sheets in use.

    FileRefusedError when no sheet has the column that says what a row is about.
    """
    sheets: list[SheetRows] = []
    left_out: list[LeftOutRow] = []
    columns = {column.name: column for column in columns_of(proposal.kind)}
    keys = [column for column in columns.values() if column.key]
    read_any = False
    for sheet in book.sheets:
        chosen = proposal.sheet(sheet.name)
        named = any(column.field in columns and columns[column.field].key for column in chosen.columns)
        if not chosen.used or not named:
            reason = chosen.reason or _("这张表没有选用")
            if sheet.rows:
                left_out.append(LeftOutRow(sheet.name, sheet.rows[0][0], reason))
            continue
        read_any = True
        found, out = _read_sheet(sheet, chosen, columns, options, book.epoch1904)
        sheets.append(found)
        left_out += out
    if not read_any:
        raise FileRefusedError(
            _("「{name}」里没找到「{column}」这一列：看看是不是选错了类别，或在对列时指定").format(
                name=book.name, column=keys[0].label
            )
        )
    return Source(Rows(sheets), tuple(left_out))


def _read_sheet(
    sheet: Sheet, chosen: SheetProposal, columns: Mapping[str, LedgerColumn], options: Options, epoch1904: bool
) -> tuple[SheetRows, list[LeftOutRow]]:
    headings = tuple(Heading(c.index, c.heading, (c.heading,)) for c in chosen.columns)
    wanted = {c.index: columns[c.field] for c in chosen.columns if c.field in columns}
    keys = [index for index, column in wanted.items() if column.key]
    proof = next((index for index, column in wanted.items() if column.name == UID), None)
    body = split(sheet, Header(chosen.first_header, chosen.last_header, headings), keys, proof)
    lines, occupied, vacant = body.lines, list(body.lines), list[Line]()
    if proof is None:  # what we exported has every cell it means to have
        lines = _dittoed(lines, wanted)
        for index, column in wanted.items():
            lines = carry_down(lines, index) if column.carry else lines
        occupied, vacant = _occupied(_unnumbered(lines, keys), keys)
    titles = {c.field: c.heading.strip() for c in chosen.columns if c.field}
    reader = RowReader(sheet.name, wanted, titles, chosen.constants, options.fixes, epoch1904, columns, keys)
    out = [LeftOutRow(sheet.name, out.row, out.reason) for out in body.left_out]
    out += [LeftOutRow(sheet.name, line.number, _("空置")) for line in vacant]
    return SheetRows(reader, occupied), sorted(out, key=lambda one: one.row)


def _with_cell(line: Line, index: int, cell: Cell) -> Line:
    row = list(line.cells) + [None] * (index + 1 - len(line.cells))
    row[index] = cell
    return line._replace(cells=tuple(row))


def _dittoed(lines: tuple[Line, ...], wanted: Mapping[int, LedgerColumn]) -> tuple[Line, ...]:
    """The lines with 同上 and 〃 replaced by what stands above them."""
    found: set[int] = set()
    for start in range(0, len(lines), _TOGETHER):
        columns = zip_longest(*(line.cells for line in lines[start : start + _TOGETHER]))
        found.update(index for index, column in enumerate(columns) if not DITTO.isdisjoint(_stripped(column)))
    meant = [index for index in wanted if index in found]
    above: dict[int, Cell] = {}
    done = []
    for one in lines if meant else ():
        line = one
        for index in meant:
            cell = one.cell(index)
            if _is_ditto(cell) and index in above:
                line = _with_cell(line, index, above[index])
            elif not is_blank(cell):
                above[index] = cell
        done.append(line)
    return tuple(done) if meant else lines


def _stripped(cells: Sequence[Cell]) -> set[str]:
    return {cell.strip() for cell in cells if type(cell) is str}


def _is_ditto(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip() in DITTO


def cells_of(lines: Sequence[Line], index: int) -> list[Cell]:
    """One column of the lines."""
    return [line.cells[index] if index < len(line.cells) else None for line in lines]


def _is_vacant(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_VACANT.match(cell.strip()))


def _unnumbered(lines: Sequence[Line], keys: Sequence[int]) -> tuple[Line, ...]:
    """The lines without the numbers before their names, where (nearly) every name has one."""
    for index in keys:
        names = [cell for cell in cells_of(lines, index) if not is_blank(cell)]
        bare = (None for name in names if not _NUMBERED.match(as_typed(name)))
        if len(names) > 1 and sum(1 for _name in islice(bare, len(names) // 10 + 1)) * 10 <= len(names):
            lines = [_with_cell(line, index, _NUMBERED.sub("", as_typed(line.cell(index)))) for line in lines]
    return tuple(lines)


def _occupied(lines: Sequence[Line], keys: Sequence[int]) -> tuple[list[Line], list[Line]]:
    """The lines about somebody, and those about a place that stands empty (空置, 待租)."""
    occupied: list[Line] = []
    vacant: list[Line] = []
    if not any(_is_vacant(cell) for index in keys for cell in cells_of(lines, index)):
        return list(lines), vacant
    for line in lines:
        empty = any(map(_is_vacant, [line.cell(index) for index in keys]))
        (vacant if empty else occupied).append(line)
    return occupied, vacant
