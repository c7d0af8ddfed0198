"""From the cells of a row to parsed values, and to problems where a cell cannot be taken."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from louyu_desktop.errors import FileRefusedError, UserError
from louyu_desktop.exchange.book import Book, Cell, Sheet, as_typed, is_blank
from louyu_desktop.exchange.headings import Heading
from louyu_desktop.exchange.ledger import Header, Line, carry_down, split
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import parse_partial, parse_range
from louyu_desktop.services.import_places import floor_of, place_of, room_of
from louyu_desktop.services.import_plan import LeftOutRow, Options, Problem, Proposal, SheetProposal
from louyu_desktop.services.ledgers import LedgerColumn, columns_of
from louyu_desktop.text import N_, _

_SEPARATORS = re.compile(r"[、;；/，,\n]+|\s{2,}|(?<=\d{7})\s+(?=1\d{10}$|0\d)")
_ENDS = frozenset({"occupancy.lease_end", "occupancy.ended_on", "contact.until", "term_end", "retention_until"})
_OPEN_END = re.compile(r"^(?:长期|永久|不定期|无固定期限|无期限|自有(?:房产|产权|物业|房屋)?|自购|至今|长租|业主自用|自用)")
_AGREES = re.compile(r"^(?:本人|我|已|完全|均)?(?:已)?(?:同意|是|愿意|知情|授权|可以|接受|确认|勾选)")
_DURATION = re.compile(r"^[\d一二三四五六七八九十]+(?:\.5|半)?\s*(?:年|个月)(?:半)?$")
_MONTH = r"[\d０-９]{4}\s*[.．/年-]\s*[\d０-９]{1,2}\s*月?"
_MONTHS = re.compile(rf"^({_MONTH})\s*(?:-+|—+|–|~|～|至|到)\s*({_MONTH})$")
_ALONE = re.compile(r"^(?:至|到|截至|截止到?)?\s*([\d０-９]{4}\D+[\d０-９]{1,2}\D+[\d０-９]{1,2}日?)\s*(?:止|到期)?$")
_LEASE_END = Field(label=N_("到期日期"), kind=Kind.DATE, name="lease_end")


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
                found = special(raw)
                row.values.update(found)
                if not found:
                    self._open_ended(row, column, raw)
                return
            value: Any
            if column.field.kind in {Kind.PHONE, Kind.MOBILE}:
                value = self._phone(row, column, raw)
            elif column.field.kind is Kind.DATE:
                value = self._day(row, column, raw)
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

    def _day(self, row: Parsed, column: LedgerColumn, raw: Cell) -> dt.date | None:
        """A day; where only the month is written, its first or (for an end) its last day, with a word of doubt."""
        if isinstance(raw, str) and column.name in _ENDS and _OPEN_END.match(raw.strip()):
            self._open_ended(row, column, raw)
            return None
        try:
            found: dt.date | None = plain.parse(column.field, raw, epoch1904=self.epoch1904)
        except UserError:
            found = month_as_day(raw, last=column.name in _ENDS)
            if found is None:
                raise
            row.warnings.append(_("{label}：只写到月，按 {day} 记").format(label=column.label, day=found))
        return found

    def _open_ended(self, row: Parsed, column: LedgerColumn, raw: Cell) -> None:
        row.blank.add(column.name)
        row.warnings.append(_("{label}：「{text}」不是日期，按空着处理").format(label=column.label, text=as_typed(raw).strip()))

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


def month_as_day(raw: Cell, *, last: bool) -> dt.date | None:
    """The first (or last) day of a month that is written without a day; None for anything else."""
    try:
        text = parse_partial(raw)
    except UserError:
        return None
    if len(text) != 7:
        return None
    year, month = int(text[:4]), int(text[5:])
    return dt.date(year, month, monthrange(year, month)[1] if last else 1)


def _lease(raw: Cell) -> dict[str, Any]:
    """A lease of one cell: two days or months; one day alone is its end; 长期 or 3 年 say neither."""
    if not isinstance(raw, str):
        return {"occupancy.lease_end": plain.parse(_LEASE_END, raw)}
    text = raw.strip()
    if _OPEN_END.match(text) or _DURATION.match(text):
        return {}
    try:
        start, end = parse_range(text)
    except UserError:
        months = _MONTHS.match(text)
        first = month_as_day(months[1], last=False) if months else None
        last = month_as_day(months[2], last=True) if months else None
        if first is not None and last is not None and first <= last:
            return {"occupancy.lease_start": first, "occupancy.lease_end": last}
        alone = _ALONE.match(text)
        if alone is None:
            raise
        return {"occupancy.lease_end": plain.parse(_LEASE_END, alone[1])}
    return {"occupancy.lease_start": start, "occupancy.lease_end": end}


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
    if text in {"true", "y", "yes", "1", "√", "✓", "✔"} or _AGREES.match(text):
        return {"consent": True}
    if "同意" in text and not re.search(r"不|未|拒", text):
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
