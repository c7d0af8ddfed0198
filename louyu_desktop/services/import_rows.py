"""From the cells of a row to parsed values, and to problems where a cell cannot be taken."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from louyu_desktop.errors import FileRefusedError, UserError
from louyu_desktop.exchange.book import Book, Cell, Sheet, as_typed, is_blank
from louyu_desktop.exchange.headings import Heading
from louyu_desktop.exchange.ledger import Header, Line, carry_down, split
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import parse_range
from louyu_desktop.services.import_places import floor_of, place_of, room_of
from louyu_desktop.services.import_plan import LeftOutRow, Options, Problem, Proposal, SheetProposal
from louyu_desktop.services.ledgers import LedgerColumn, columns_of
from louyu_desktop.text import _

_SEPARATORS = re.compile(r"[、;；/，,\n]+|\s{2,}|(?<=\d{7})\s+(?=1\d{10}$|0\d)")


@dataclass(slots=True)
class Parsed:
    """One row read: values by column name (blank ones absent), and what was wrong with it."""

    sheet: str
    row: int
    values: dict[str, Any] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    typed: dict[str, str] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    continued: bool = False
    section: str = ""

    def refuse(self, name: str, reason: str, *, also: tuple[str, ...] = ()) -> None:
        """Note a problem with the column `name`, or with the first of `also` that the file has."""
        chosen = next((one for one in (name, *also) if one in self.headings), name)
        self.problems.append(Problem(self.headings.get(chosen, ""), chosen, self.typed.get(chosen, ""), reason))

    def get(self, name: str) -> Any:
        """A value, None when blank or absent."""
        return self.values.get(name)

    def maps(self, name: str) -> bool:
        """Whether the file has this column."""
        return name in self.headings


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
    body = split(sheet, Header(chosen.first_header, chosen.last_header, headings), keys)
    lines = body.lines
    for index, column in wanted.items():
        if column.carry:
            lines = carry_down(lines, index)
    titles = {c.field: c.heading.strip() for c in chosen.columns if c.field}
    reader = RowReader(sheet.name, wanted, titles, chosen.constants, options.fixes, epoch1904)
    rows = [reader.read(line, keys) for line in lines]
    return rows, [LeftOutRow(sheet.name, out.row, out.reason) for out in body.left_out]


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads the lines of one sheet by its mapping."""

    sheet: str
    wanted: Mapping[int, LedgerColumn]
    headings: Mapping[str, str]
    constants: Mapping[str, str]
    fixes: Mapping[tuple[str, int, str], str]
    epoch1904: bool

    def read(self, line: Line, keys: list[int]) -> Parsed:
        """One line as parsed values."""
        row = Parsed(self.sheet, line.number, headings=dict(self.headings), section=line.section)
        row.continued = bool(keys) and all(index in line.filled for index in keys)
        for index, column in self.wanted.items():
            raw: Cell = self.fixes.get((self.sheet, line.number, column.name), line.cell(index))
            row.typed[column.name] = as_typed(raw).strip()
            if is_blank(raw):
                row.blank.add(column.name)
                continue
            self._value(row, column, raw)
        for name, text in self.constants.items():
            if text and name not in row.values:
                row.values[name] = text
        return row

    def _value(self, row: Parsed, column: LedgerColumn, raw: Cell) -> None:
        try:
            special = _SPECIAL.get(column.name)
            if special is not None:
                row.values.update(special(raw))
                return
            if column.field.kind in {Kind.PHONE, Kind.MOBILE}:
                value = self._phone(row, column, raw)
            else:
                value = plain.parse(column.field, _settled(column.field, raw), epoch1904=self.epoch1904)
        except UserError as refused:
            row.refuse(column.name, refused.sentence)
            return
        if value is None or value == ():
            row.blank.add(column.name)
            return
        row.values[column.name] = value
        row.warnings += [f"{column.label}：{odd}" for odd in plain.warnings(column.field, value)]

    def _phone(self, row: Parsed, column: LedgerColumn, raw: Cell) -> str | None:
        """The first number of a cell; further ones go to the remark beside it."""
        try:
            value: str | None = plain.parse(column.field, raw)
        except UserError:
            parts = [part.strip() for part in _SEPARATORS.split(as_typed(raw)) if part.strip()]
            if len(parts) < 2:
                raise
            numbers = [plain.parse(column.field, part) for part in parts]
            row.warnings.append(_("{label}：一格里有 {count} 个号码，用第一个").format(label=column.label, count=len(parts)))
            row.values[f"{column.name}+"] = "、".join(str(number) for number in numbers[1:])
            return numbers[0]  # type: ignore[no-any-return]
        return value


def _settled(found: Field, raw: Cell) -> Cell:
    """Text and codes read from a date cell stay as people see them."""
    if isinstance(raw, dt.time) and found.kind is not Kind.TEXT:
        return raw.strftime("%H:%M")
    return raw


def _lease(raw: Cell) -> dict[str, Any]:
    """A lease of one cell; an open end or a single day is the end of the lease."""
    text = as_typed(raw).strip()
    if isinstance(raw, str):
        start, end = parse_range(text)
        return {"occupancy.lease_start": start, "occupancy.lease_end": end}
    raise UserError(_("应写成 2023.3.1-2026.2.28"))


def _floor(raw: Cell) -> dict[str, Any]:
    return {"unit.floor": floor_of(as_typed(raw))[:20]}


def _place(raw: Cell) -> dict[str, Any]:
    floor, room = place_of(as_typed(raw))
    return {"place": (floor[:20], room[:40])}


def consent_of(raw: Cell) -> dict[str, Any]:
    """Whether someone agreed, out of what a questionnaire or a person wrote; UserError for anything else."""
    text = re.sub(r"^[A-Za-z\d]\s*[.、:：]\s*", "", as_typed(raw).strip()).casefold()
    if text in {"false", "n", "no", "x", "×", "0"} or re.match(r"^(?:本人|我)?(?:不|否|拒|未|没|反对)", text):
        return {"consent": False}
    if text in {"true", "y", "yes", "1", "√", "✓", "✔"} or re.match(r"^(?:本人|我|已|完全|均)?(?:已)?(?:同意|是|愿意|知情|授权|可以|接受|确认|勾选)", text):
        return {"consent": True}
    raise UserError(_("只认 同意 或 不同意"))


_SPECIAL: Mapping[str, Callable[[Cell], dict[str, Any]]] = {
    "lease": _lease,
    "place": _place,
    "unit.floor": _floor,
    "consent": consent_of,
}


def unit_of(row: Parsed) -> tuple[str, str]:
    """The floor and room of a row, out of one column or two."""
    floor, room = row.values.get("place", ("", ""))
    floor = row.values.get("unit.floor", floor)
    typed = row.values.get("unit.room")
    if typed is not None:
        if not floor:
            return place_of(str(typed))
        room = room_of(str(typed), floor)
    return floor, room


def with_fixes(options: Options, fixes: Mapping[tuple[str, int, str], str]) -> Options:
    """The same options with further cells mended."""
    return replace(options, fixes={**options.fixes, **fixes})
