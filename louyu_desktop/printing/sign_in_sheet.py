"""签到表, the sign-in sheet (FIELD.md 3.1): twenty rows to a page, never a full phone number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import INK, INK_FAINT, INK_SOFT
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.printing.sheet import (
    BOX,
    TICK,
    Column,
    Grid,
    Heading,
    Line,
    SheetDesign,
    page_count,
    place,
    write_sheet,
)
from louyu_desktop.text import N_, _

ROWS = 20
_LEFT, _WIDTH = 18.0, 174.0
FIRST = Grid(left=_LEFT, top=54.0, head=9.8, row=9.6, rows=ROWS)
FOLLOWING = Grid(left=_LEFT, top=31.0, head=9.8, row=10.75, rows=ROWS)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone expected: of the phone only the last four digits ever come here."""

    name: str
    unit: str = ""
    phone_tail: str = ""
    is_party_member: bool = False
    note: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    """What a sheet says; `attendees` stand in the order they are to be printed in.

    `columns` are keys of `COLUMNS`; the number and the room to sign are always there.  `grouped`
    puts a line with name and count before each run of equal `group`.
    """

    activity: str
    time: str
    place: str
    organiser: str
    attendees: tuple[Attendee, ...] = ()
    columns: tuple[str, ...] = ("name", "unit", "party", "note")
    grouped: bool = False
    blank_rows: int = 5
    privacy_line: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class _Spec:
    label: str
    width: float
    stretch: float
    align: str
    cell: Callable[[Attendee], str]
    on_blank: str = ""


_NUMBER = _Spec(N_("序号"), 12, 0, "center", lambda _a: "")
_SIGN = _Spec(N_("签名"), 36, 3, "left", lambda _a: "")
_SPECS = {
    "name": _Spec(N_("姓名"), 25, 0, "left", lambda a: a.name),
    "unit": _Spec(N_("单位"), 54, 1, "left", lambda a: a.unit),
    "phone_tail": _Spec(N_("手机尾号"), 17, 0, "center", lambda a: _digits(a.phone_tail)),
    "party": _Spec(N_("党员"), 12, 0, "center", lambda a: TICK if a.is_party_member else "", BOX),
    "note": _Spec(N_("备注"), 18, 1, "left", lambda a: a.note),
}

COLUMNS: dict[str, str] = {key: spec.label for key, spec in _SPECS.items()}
"""The columns a person may choose, by key; 序号 and 签名 are always printed."""


def _digits(tail: str) -> str:
    """At most the last four digits, whatever was handed over."""
    return "".join(sign for sign in tail if sign.isdigit())[-4:]


def texts_of(sheet: SignInSheet) -> tuple[str, ...]:
    """Every text that the sheet prints, cleaned: for the preflight."""
    found = [sheet.activity, sheet.time, sheet.place, sheet.organiser, sheet.privacy_line]
    for one in sheet.attendees:
        found += [one.name, one.unit, one.note, one.group]
    return tuple(map(clean, found))


def write(sheet: SignInSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    columns = columns_of(sheet.columns)
    design = SheetDesign(columns=columns, first=FIRST, following=FOLLOWING, size=9.5, head_size=9.5, cell_lines=3)
    lines = _lines(sheet, design)
    pages = page_count(len(lines), design)
    lines += [()] * (ROWS * pages - len(lines))
    lines = _numbered(lines, _specs(sheet.columns))
    title = _("签到表")
    with Paper(target, A4, f"{title}：{clean(sheet.activity)}", faces, subject=title) as paper:
        write_sheet(paper, design, lines, lambda pen, page: _furnish(pen, sheet, page, pages))
        paper.next_page()
    return pages


def _specs(chosen: Sequence[str]) -> list[_Spec]:
    """The columns in their fixed order: people look for the room to sign at the same place."""
    before = [_SPECS[key] for key in ("name", "unit", "phone_tail", "party") if key in chosen]
    after = [_SPECS["note"]] if "note" in chosen else []
    return [_NUMBER, *before, _SIGN, *after]


def columns_of(chosen: Sequence[str]) -> tuple[Column, ...]:
    """The columns with their widths in millimetres: what is left out gives its room to the signature first."""
    specs = _specs(chosen)
    spare = _WIDTH - sum(spec.width for spec in specs)
    total = sum(spec.stretch for spec in specs)
    return tuple(Column(_(s.label), s.width + spare * s.stretch / total, s.align) for s in specs)


def _lines(sheet: SignInSheet, design: SheetDesign) -> list[Line]:
    """All lines without their numbers: people by group or in one run, then the blank ones."""
    specs = _specs(sheet.columns)

    def cells(one: Attendee) -> tuple[str, ...]:
        return tuple(spec.cell(one) for spec in specs)

    if sheet.grouped:
        runs = [(name, list(people)) for name, people in groupby(sheet.attendees, lambda one: one.group)]
        groups = [
            (Heading(name or _("未填"), _("{count} 人").format(count=len(people))), [cells(one) for one in people])
            for name, people in runs
        ]
        if groups and sheet.blank_rows:
            groups.append((Heading(_("现场报名")), [() for _row in range(sheet.blank_rows)]))
            return place(groups, design)
    else:
        groups = [(None, [cells(one) for one in sheet.attendees])]  # type: ignore[list-item]
    return [*place(groups, design), *[() for _row in range(sheet.blank_rows)]]


def _numbered(lines: Sequence[Line], specs: Sequence[_Spec]) -> list[Line]:
    """The lines with running numbers; rows for walk-ins get their numbers and boxes too."""
    found: list[Line] = []
    number = 0
    last = max((index for index, line in enumerate(lines) if line), default=-1)
    for index, line in enumerate(lines):
        if isinstance(line, Heading) or (not line and index < last):
            found.append(line)
            continue
        number += 1
        cells = tuple(line) or tuple(spec.on_blank for spec in specs)
        found.append((str(number), *cells[1:]))
    return found


def _furnish(pen: Pen, sheet: SignInSheet, page: int, pages: int) -> None:
    if page == 1:
        _title_block(pen, sheet)
    else:
        _running_title(pen, sheet)
    _foot(pen, sheet, page, pages)
    if sheet.is_demonstration:
        _demonstration(pen)


def _y(millimetres: float) -> float:
    return A4[1] - millimetres * MM


def _title_block(pen: Pen, sheet: SignInSheet) -> None:
    pen.text(A4[0] / 2, _y(22.5), _("签到表"), 18, bold=True, align="center", spacing=4)
    first, second, third = (_y(35.5 + 6.9 * index) for index in range(3))
    _fact(pen, _LEFT + 2, first, _("活动名称"), sheet.activity, room=150)
    _fact(pen, _LEFT + 2, second, _("时间"), sheet.time, room=76)
    _fact(pen, _LEFT + 102, second, _("地点"), sheet.place, room=50)
    _fact(pen, _LEFT + 2, third, _("主办"), sheet.organiser, room=76)
    expected = _("{count} 人").format(count=len(sheet.attendees)) if sheet.attendees else ""
    _fact(pen, _LEFT + 102, third, _("应到"), expected, room=20)
    if not expected:
        _count_to_fill(pen, _LEFT + 123, third, 10)
    pen.text((_LEFT + 142) * MM, third, _("实到"), 9.5, bold=True)
    _count_to_fill(pen, _LEFT + 152, third, 15)


def _fact(pen: Pen, x: float, y: float, label: str, value: str, *, room: float) -> None:
    """A bold label spread over four characters, and its value in at most two lines."""
    pen.spread(x * MM, y, 38, label, 9.5, bold=True)
    fitted = fit(clean(value, limit=200), room * MM, 9.5, pen.font().width)
    step = fitted.size * 1.15
    y += (len(fitted.lines) - 1) * step / 2
    for line in fitted.lines:
        pen.text((x + 22) * MM, y, line, fitted.size)
        y -= step


def _count_to_fill(pen: Pen, x: float, y: float, width: float) -> None:
    pen.line(x * MM, y - 2, (x + width) * MM, y - 2, width=0.5)
    pen.text((x + width + 1.5) * MM, y, _("人"), 9.5)


def _running_title(pen: Pen, sheet: SignInSheet) -> None:
    left, right = _LEFT * MM, (_LEFT + _WIDTH) * MM
    pen.text(left, _y(20.5), _("签到表（续）"), 11, bold=True)
    pen.text(right, _y(26.5), clean(sheet.time, limit=60), 9, colour=INK_SOFT, align="right")
    room = right - left - pen.width(clean(sheet.time, limit=60), 9) - 12
    title = fit(clean(sheet.activity, limit=200), room, 9.5, pen.font().width, repeated=True)
    y = _y(26.5) + (len(title.lines) - 1) * title.size * 0.6
    for line in title.lines:
        pen.text(left, y, line, title.size, colour=INK_SOFT)
        y -= title.size * 1.2


def _foot(pen: Pen, sheet: SignInSheet, page: int, pages: int) -> None:
    left, right = _LEFT * MM, (_LEFT + _WIDTH) * MM
    y = _y(269)
    pen.text(left, y, _("记录人"), 9.5)
    start = left + pen.width(_("记录人"), 9.5) + 6
    pen.line(start, y - 2, start + 36 * MM, y - 2, colour=INK, width=0.5)
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    pen.text(right, _y(279), number, 9, colour=INK_SOFT, align="right")
    room = right - left - pen.width(number, 9) - 20
    notice = fit(clean(sheet.privacy_line, limit=300), room, 8, pen.font().width)
    y = _y(279) + (len(notice.lines) - 1) * notice.size * 0.65
    for line in notice.lines:
        pen.text(left, y, line, notice.size, colour=INK_FAINT)
        y -= notice.size * 1.3


def _demonstration(pen: Pen) -> None:
    """The mark of a demonstration station: its sheets are no records."""
    text = _("演示")
    width = pen.width(text, 9, bold=True) + 12
    x, y = (_LEFT + _WIDTH) * MM - width, _y(15.5)
    pen.rect(x, y - 4.5, width, 16, edge=INK_SOFT, line=0.6, radius=3)
    pen.text(x + width / 2, y, text, 9, bold=True, colour=INK_SOFT, align="center")

