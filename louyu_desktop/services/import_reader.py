"""The lines of one sheet as parsed values, by the mapping of its columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import zip_longest
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.exchange.book import Cell, as_typed, is_blank
from louyu_desktop.exchange.ledger import Line
from louyu_desktop.exchange.no_record import is_uid
from louyu_desktop.fields import Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.services.import_cells import GIVEN, REMARK, SPECIAL, in_full, name_and_number, not_filled, take
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_quick import ODD, UNREAD, CellMemo, Noted, Several, as_is, quick, whole
from louyu_desktop.services.import_sections import said_by
from louyu_desktop.services.ledgers import UID, LedgerColumn
from louyu_desktop.text import _

_ALWAYS = ("building", "unit.floor", "membership.organisation_id", "business", "venue_id")
"""Columns that rows may have although their sheet has none: sections and other cells say them."""


class RowReader:
    """Reads the lines of one sheet by its mapping."""

    def __init__(
        self, sheet: str, wanted: Mapping[int, LedgerColumn], headings: Mapping[str, str], constants: Mapping[str, str],
        fixes: Mapping[tuple[str, int, str], str], epoch1904: bool, columns: Mapping[str, LedgerColumn],
        keys: Sequence[int],
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
        self._keys = keys
        self._places = {column.name: index for index, column in wanted.items()}
        self._memos = {index: self._memo(column) for index, column in wanted.items()}

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

    def read_many(self, lines: Sequence[Line], known: Mapping[int, Sequence[Any]]) -> list[Parsed]:
        """Lines as parsed values: column by column what is as it should be, the rest row by row.

        `known` are columns that were read before, by their index.
        """
        if UID in self._places:
            place = self._places[UID]
            return [self._exact(line) if is_uid(line.cell(place)) else self.read(line) for line in lines]
        columns = list(zip_longest(*(line.cells for line in lines)))
        empty = (None,) * len(lines)
        read = [
            known[index] if index in known else memo.read(columns[index] if index < len(columns) else empty)
            for index, memo in self._memos.items()
        ]
        names = [column.name for column in self.wanted.values()]
        odd = any(memo.odd for memo in self._memos.values())
        plain = self._several if any(memo.several for memo in self._memos.values()) else self._plain
        found = []
        for line, row in zip(lines, zip(*read, strict=True), strict=True):
            close = line.sections or line.filled or line.number in self._mended or (odd and ODD in row)
            found.append(self.read(line) if close else plain(line, names, row))
        return found

    def read_column(self, index: int, cells: Sequence[Cell]) -> list[Any] | None:
        """The values of many cells of a column as `read_many` takes them; None where a row has a say in one."""
        read = self._memos[index].read(cells)
        return None if any(value is ODD or type(value) is Several for value in read) else read

    def is_settled(self, name: str) -> bool:
        """Whether the values of a column are what its own cells say, but for lines that are read closely."""
        return name in self._places and UID not in self._places and name not in self.constants and not self._mended

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

    def read(self, line: Line) -> Parsed:
        """One line as parsed values, each cell looked at closely."""
        row = Parsed(self, line)
        row.continued = bool(self._keys) and all(index in line.filled for index in self._keys)
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
