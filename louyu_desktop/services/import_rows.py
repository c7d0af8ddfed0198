"""From the cells of a row to parsed values, and to problems where a cell cannot be taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice, zip_longest
from typing import Any

from louyu_desktop.errors import FileRefusedError, UserError
from louyu_desktop.exchange.book import Book, Cell, Sheet, as_typed, is_blank
from louyu_desktop.exchange.headings import Heading
from louyu_desktop.exchange.ledger import Header, Line, carry_down, split
from louyu_desktop.exchange.no_record import is_uid
from louyu_desktop.fields import Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.services.import_cells import (
    DITTO,
    GIVEN,
    REMARK,
    SPECIAL,
    in_full,
    name_and_number,
    not_filled,
    take,
)
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_plan import LeftOutRow, Options, Proposal, SheetProposal
from louyu_desktop.services.import_quick import ODD, UNREAD, CellMemo, Noted, Several, as_is, quick, whole
from louyu_desktop.services.import_sections import said_by
from louyu_desktop.services.ledgers import UID, LedgerColumn, columns_of
from louyu_desktop.text import _

_NUMBERED = re.compile(r"^\s*(?:\d{1,4}\s*[.、．,，]|[(（]\d{1,4}[)）])\s*(?=[^\d\s])")
_VACANT = re.compile(
    r"^[(（【]?(?:空置?|闲置|空房|空铺|空关|空单元|待租|待招商|招租中?|招商中|未出租|未租|无企业|无租户|无人|已?退租|装修中|清退中)(?:单元|房屋?|中|状态)?[)）】]?$"
)


_AT_ONCE = 250
_TOGETHER = 1000
_ALWAYS = ("building", "unit.floor", "membership.organisation_id", "business", "venue_id")
"""Columns that rows may have although their sheet has none: sections and other cells say them."""


@dataclass(frozen=True, slots=True)
class Source:
    """Everything read out of a book: rows and what is none."""

    rows: tuple[Parsed, ...]
    left_out: tuple[LeftOutRow, ...]


def read_source(book: Book, proposal: Proposal, options: Options) -> Source:
    """Every row of the sheets in use.

    FileRefusedError when no sheet has the column that says what a row is about.
    """
    rows: list[Parsed] = []
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
        rows += found
        left_out += out
    if not read_any:
        raise FileRefusedError(
            _("「{name}」里没找到「{column}」这一列：看看是不是选错了类别，或在对列时指定").format(
                name=book.name, column=keys[0].label
            )
        )
    return Source(tuple(rows), tuple(left_out))


def _read_sheet(
    sheet: Sheet, chosen: SheetProposal, columns: Mapping[str, LedgerColumn], options: Options, epoch1904: bool
) -> tuple[list[Parsed], list[LeftOutRow]]:
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
    reader = RowReader(sheet.name, wanted, titles, chosen.constants, options.fixes, epoch1904, columns)
    rows = reader.read_all(occupied, keys)
    out = [LeftOutRow(sheet.name, out.row, out.reason) for out in body.left_out]
    out += [LeftOutRow(sheet.name, line.number, _("空置")) for line in vacant]
    return rows, sorted(out, key=lambda one: one.row)


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


class RowReader:
    """Reads the lines of one sheet by its mapping."""

    def __init__(
        self, sheet: str, wanted: Mapping[int, LedgerColumn], headings: Mapping[str, str], constants: Mapping[str, str],
        fixes: Mapping[tuple[str, int, str], str], epoch1904: bool, columns: Mapping[str, LedgerColumn],
    ) -> None:  # fmt: skip
        self.sheet = sheet
        self.wanted = wanted
        self.headings = headings
        self.constants = {name: text for name, text in constants.items() if text and name in columns}
        self.fixes = fixes
        self.epoch1904 = epoch1904
        self.columns = columns
        self._mended = {row for name, row, _column in fixes if name == sheet}
        given = {name for column in wanted.values() for name in GIVEN.get(column.name, ())}
        beside = {name for column in wanted.values() for name in _numbers_of(column)} if wanted else set[str]()
        own = {column.name for column in wanted.values()}
        self.may_have = frozenset({*own, *given, *beside, *self.constants, *_ALWAYS})
        self._places = {column.name: index for index, column in wanted.items()}

    def index_of(self, name: str) -> int:
        """Where the column `name` stands; KeyError when the sheet has none."""
        return self._places[name]

    def raw(self, line: Line, index: int, name: str) -> Cell:
        """A cell, as the file or a person who mended it has it."""
        return self.fixes.get((self.sheet, line.number, name), line.cell(index)) if self.fixes else line.cell(index)

    def blank_in(self, line: Line) -> set[str]:
        """The columns that a line leaves blank, also those whose words say nothing."""
        blank: set[str] = set()
        self._values(Parsed(self, line), blank)
        return blank

    def read_all(self, lines: Sequence[Line], keys: Sequence[int]) -> list[Parsed]:
        """All lines as parsed values: column by column what is as it should be, the rest row by row."""
        if UID in self._places:
            place = self._places[UID]
            return [self._exact(line) if is_uid(line.cell(place)) else self.read(line, keys) for line in lines]
        memos = {index: self._memo(column) for index, column in self.wanted.items()}
        names = [column.name for column in self.wanted.values()]
        found: list[Parsed] = []
        for start in range(0, len(lines), _AT_ONCE):
            part = lines[start : start + _AT_ONCE]
            columns = list(zip_longest(*(line.cells for line in part)))
            empty = (None,) * len(part)
            read = [memo.read(columns[index] if index < len(columns) else empty) for index, memo in memos.items()]
            odd = any(memo.odd for memo in memos.values())
            plain = self._several if any(memo.several for memo in memos.values()) else self._plain
            for line, row in zip(part, zip(*read, strict=True), strict=True):
                close = line.sections or line.filled or line.number in self._mended or (odd and ODD in row)
                found.append(self.read(line, keys) if close else plain(line, names, row))
        return found

    def _plain(self, line: Line, names: Sequence[str], row: Sequence[Any]) -> Parsed:
        values = dict(zip(names, row, strict=True))
        if None in row:
            values = {name: value for name, value in values.items() if value is not None}
        for name, text in self.constants.items():
            values.setdefault(name, text)
        return Parsed(self, line, values)

    def _several(self, line: Line, names: Sequence[str], row: Sequence[Any]) -> Parsed:
        parsed = Parsed(self, line)
        for name, value in zip(names, row, strict=True):
            if value is None:
                continue
            kind = type(value)
            if kind is Several:
                parsed.values.update(value)
            elif kind is not Noted:
                parsed.values[name] = value
            else:
                parsed.warnings += value.words
                if value.value is not None:
                    parsed.values[name] = value.value
        for name, text in self.constants.items():
            parsed.values.setdefault(name, text)
        return parsed

    def _exact(self, line: Line) -> Parsed:
        """A line that we wrote ourselves: its texts are what they are, and mean nothing else."""
        row = Parsed(self, line, exact=True)
        for index, column in self.wanted.items():
            raw = self.raw(line, index, column.name)
            if raw is None or raw == "":
                continue
            ordinary = column.name not in SPECIAL or column.name == "unit.floor"
            value = as_is(column.field, raw) if ordinary else UNREAD
            if value is UNREAD:
                self._value(row, column, raw, set())
            else:
                row.values[column.name] = value
        return row

    def _memo(self, column: LedgerColumn) -> CellMemo:
        in_tens = "万" in self.headings.get(column.name, "")
        if in_tens or column.name in SPECIAL:
            return CellMemo(None, partial(self._alone, column))
        return CellMemo(quick(column.field), partial(self._alone, column), whole(column.field))

    def read(self, line: Line, keys: Sequence[int]) -> Parsed:
        """One line as parsed values, each cell looked at closely."""
        row = Parsed(self, line)
        row.continued = bool(keys) and all(index in line.filled for index in keys)
        self._values(row, set())
        self._give_numbers(row)
        said = said_by([column.name for column in self.wanted.values()], line.sections) if line.sections else {}
        if row.values.get("place", ("", ""))[0]:
            said.pop("unit.floor", None)
        for name, text in {**self.constants, **said}.items():
            if text and name in self.columns and name not in row.values:
                row.values[name] = text
        return row

    def _values(self, row: Parsed, blank: set[str]) -> None:
        for index, column in self.wanted.items():
            raw = self.raw(row.line, index, column.name)
            if is_blank(raw) or not_filled(raw):
                blank.add(column.name)
            else:
                self._value(row, column, raw, blank)

    def _alone(self, column: LedgerColumn, raw: Cell) -> Any:
        """What a cell means wherever it stands: a value, None, several values, or ODD where its row has a say."""
        row = Parsed(self, Line(0, ()))
        if is_blank(raw) or not_filled(raw):
            return None
        self._value(row, column, raw, set())
        if row.problems or row.beside or REMARK in row.values:
            return ODD
        if row.warnings:
            own = row.values.keys() <= {column.name}
            return Noted(row.values.get(column.name), tuple(row.warnings)) if own else ODD
        return row.values.get(column.name) if row.values.keys() <= {column.name} else Several(row.values)

    def _value(self, row: Parsed, column: LedgerColumn, raw: Cell, blank: set[str]) -> None:
        if column.attribute == UID and not is_uid(raw):
            blank.add(column.name)
            return
        if column.field.kind is Kind.PERSON_NAME:
            raw = self._name_alone(row, column, raw)
            if not raw:
                blank.add(column.name)
                return
        try:
            taken = take(column.name, column.label, column.field, raw, epoch1904=self.epoch1904)
        except UserError as refused:
            row.refuse(column.name, refused.sentence)
            return
        row.warnings += taken.doubts
        for name, value in (taken.others or {}).items():
            if name.endswith(("mobile+", REMARK)):
                words = value if name == REMARK else _("另有电话：{numbers}").format(numbers=value)
                row.values[REMARK] = "；".join(filter(None, (row.values.get(REMARK), words)))
            elif not name.endswith("?"):
                row.values[name] = value
            elif name[:-1] not in self.headings:
                row.values[name[:-1]] = value
        if taken.value is None or taken.value == ():
            if not taken.others:
                blank.add(column.name)
            return
        row.values[column.name] = in_full(taken.value, self.headings.get(column.name, ""))
        row.warnings += [f"{column.label}：{odd}" for odd in plain.warnings(column.field, taken.value)]

    def _name_alone(self, row: Parsed, column: LedgerColumn, raw: Cell) -> Cell:
        """The name of a cell that holds a name and a number; the number is kept for `_give_numbers`."""
        found = name_and_number(as_typed(raw)) if isinstance(raw, str) else None
        phone = next((name for name in _numbers_of(column) if name in self.columns), None)
        if found is None or phone is None:
            return raw
        row.beside = {**(row.beside or {}), phone: (column.name, found[1])}
        return found[0]

    def _give_numbers(self, row: Parsed) -> None:
        """A number in the cell of a name is the number of that person, where no other cell has one."""
        for phone, (name, number) in (row.beside or {}).items():
            if phone not in row.values:
                try:
                    row.values[phone] = plain.parse(self.columns[phone].field, number)
                except UserError as refused:
                    row.refuse(name, refused.sentence)


def _numbers_of(column: LedgerColumn) -> tuple[str, str]:
    """The columns for the number of the person whom `column` names."""
    before = f"{column.part}." if column.part else ""
    return f"{before}phone", f"{before}mobile"
