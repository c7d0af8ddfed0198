"""签到表, the sign-in sheet (FIELD.md 3.1): rows to sign in, before or after, never a full phone number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.paper import A4, A4_LANDSCAPE, Paper, Size
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
from louyu_desktop.printing.sign_in_frame import LEFT, Frame, furnish
from louyu_desktop.text import N_, _

ROWS = 20
_FIRST_TOP, _TOP, _HEAD, _BELOW = 54.0, 31.0, 9.8, 41.2
_SIGN_LEAST = 30.0

ROW_HEIGHTS = {"dense": 9.0, "usual": 9.6, "wide": 12.0, "widest": 15.0}
"""The least height of a row in millimetres, by preset: nobody signs in less than nine."""

Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""A signature: the points of each stroke, from the upper left corner of the pad, in any measure."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone expected: of the phone only the last four digits ever come here.

    `signed_at` and `left_at` are times of the day in words, `strokes` what was drawn at the desk.
    """

    name: str
    unit: str = ""
    phone_tail: str = ""
    is_party_member: bool = False
    note: str = ""
    group: str = ""
    branch: str = ""
    floor: str = ""
    signed_at: str = ""
    left_at: str = ""
    strokes: Strokes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    """What a sheet says; `attendees` stand in the order they are to be printed in.

    `columns` are keys of `COLUMNS`; the number and the room to sign are always there.  `grouped`
    puts a line with name and count before each run of equal `group`.  `expected` and `signed` are printed where
    they are known, else there is room to write them.  `code` with the page's number behind it is the page's QR.
    """

    activity: str
    time: str
    place: str
    organiser: str
    attendees: tuple[Attendee, ...] = ()
    columns: tuple[str, ...] = ("name", "unit", "party", "note")
    grouped: bool = False
    blank_rows: int = 5
    row_height: str = "usual"
    landscape: bool = False
    expected: int | None = None
    signed: int | None = None
    code: str = ""
    privacy_line: str = ""
    is_demonstration: bool = False


@dataclass(frozen=True, slots=True)
class _Spec:
    label: str
    width: float
    least: float
    stretch: float
    align: str
    cell: Callable[[Attendee], str]
    on_blank: str = ""


_NUMBER = _Spec(N_("序号"), 12, 10, 0, "center", lambda _a: "")
_SIGN = _Spec(N_("签名"), 36, _SIGN_LEAST, 3, "left", lambda _a: "")
_SPECS = {
    "name": _Spec(N_("姓名"), 25, 20, 0, "left", lambda a: a.name),
    "unit": _Spec(N_("单位"), 54, 52, 1, "left", lambda a: a.unit),
    "branch": _Spec(N_("党支部"), 38, 24, 0.5, "left", lambda a: a.branch),
    "floor": _Spec(N_("楼层"), 24, 15, 0.2, "left", lambda a: a.floor),
    "phone_tail": _Spec(N_("手机尾号"), 17, 13, 0, "center", lambda a: _digits(a.phone_tail)),
    "party": _Spec(N_("党员"), 12, 10, 0, "center", lambda a: TICK if a.is_party_member else "", BOX),
    "signed_at": _Spec(N_("签到时间"), 18, 13, 0, "center", lambda a: a.signed_at),
    "left_at": _Spec(N_("签退时间"), 18, 13, 0, "center", lambda a: a.left_at),
    "note": _Spec(N_("备注"), 18, 14, 1, "left", lambda a: a.note),
}
_BEFORE = ("name", "unit", "branch", "floor", "phone_tail", "party", "signed_at")
_AFTER = ("left_at", "note")

COLUMNS: dict[str, str] = {key: spec.label for key, spec in _SPECS.items()}
"""The columns a person may choose, by key; 序号 and 签名 are always printed."""


def _digits(tail: str) -> str:
    """At most the last four digits, whatever was handed over."""
    return "".join(sign for sign in tail if sign.isdigit())[-4:]


def texts_of(sheet: SignInSheet) -> tuple[str, ...]:
    """Every text that the sheet prints, cleaned: for the preflight."""
    found = [sheet.activity, sheet.time, sheet.place, sheet.organiser, sheet.privacy_line]
    for one in sheet.attendees:
        found += [one.name, one.unit, one.note, one.group, one.branch, one.floor]
    return tuple(map(clean, found))


def write(sheet: SignInSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    return write_all((sheet,), target, faces, f"{_('签到表')}：{clean(sheet.activity)}")


def write_all(sheets: Sequence[SignInSheet], target: Path, faces: Typeface, title: str) -> int:
    """Sheets of several activities in one file, each with page numbers of its own and a bookmark.

    They have the direction of the first one.  Gives the number of pages.
    """
    total = 0
    size = A4_LANDSCAPE if sheets and sheets[0].landscape else A4
    with Paper(target, size, title, faces, subject=_("签到表")) as paper:
        for number, sheet in enumerate(sheets):
            if len(sheets) > 1:
                _bookmark(paper, f"sheet{number}", clean(sheet.activity, limit=100))
            total += _write_one(paper, sheet, size)
    return total


def _bookmark(paper: Paper, key: str, title: str) -> None:
    paper.canvas.bookmarkPage(key)
    paper.canvas.addOutlineEntry(title, key, 0)


def _write_one(paper: Paper, sheet: SignInSheet, size: Size) -> int:
    first, following = grids(sheet.row_height, size)
    columns = columns_of(sheet.columns, size[0] / MM - 2 * LEFT)
    design = SheetDesign(columns=columns, first=first, following=following, size=9.5, head_size=9.5, cell_lines=3)
    lines = _lines(sheet, design)
    pages = page_count(len(lines), design)
    if sheet.signed is None or not lines:  # nobody signs any more on one that says who came
        lines += [()] * (first.rows + following.rows * (pages - 1) - len(lines))
    lines = _numbered(lines, _specs(sheet.columns))
    frame = Frame(
        size=size, activity=sheet.activity, time=sheet.time, place=sheet.place, organiser=sheet.organiser,
        expected=sheet.expected if sheet.expected is not None else len(sheet.attendees) or None, signed=sheet.signed,
        code=sheet.code, privacy_line=sheet.privacy_line, is_demonstration=sheet.is_demonstration, pages=pages,
    )  # fmt: skip
    signed = _signatures(sheet, lines, design)

    def around(pen: Pen, page: int) -> None:
        furnish(pen, frame, page)
        for box, strokes in signed.get(page, ()):
            draw_signature(pen, box, strokes)

    write_sheet(paper, design, lines, around)
    paper.next_page()
    return pages


def grids(row_height: str, size: Size) -> tuple[Grid, Grid]:
    """The table on the first page and on the others: rows of about the preset's height fill the room."""
    bottom = size[1] / MM - _BELOW
    least = ROW_HEIGHTS[row_height]
    found = []
    for top in (_FIRST_TOP, _TOP):
        room = bottom - top - _HEAD
        rows = ROWS if row_height == "usual" and size == A4 else int(room / least + 1e-6)
        found.append(Grid(left=LEFT, top=top, head=_HEAD, row=room / rows, rows=rows))
    return found[0], found[1]


FIRST, FOLLOWING = grids("usual", A4)


def _specs(chosen: Sequence[str]) -> list[_Spec]:
    """The columns in their fixed order: people look for the room to sign at the same place."""
    before, after = ([_SPECS[key] for key in part if key in chosen] for part in (_BEFORE, _AFTER))
    return [_NUMBER, *before, _SIGN, *after]


def columns_of(chosen: Sequence[str], room: float = A4[0] / MM - 2 * LEFT) -> tuple[Column, ...]:
    """The columns with their widths in millimetres: what is left out gives its room to the signature first.

    Where there are too many they become narrower, the room to sign never below thirty millimetres.
    """
    specs = _specs(chosen)
    wanted, least = sum(spec.width for spec in specs), sum(spec.least for spec in specs)
    stretch = sum(spec.stretch for spec in specs)
    if wanted <= room:
        widths = [spec.width + (room - wanted) * spec.stretch / stretch for spec in specs]
    elif least <= room:
        share = (room - least) / (wanted - least)
        widths = [spec.least + (spec.width - spec.least) * share for spec in specs]
    else:
        share = (room - _SIGN_LEAST) / (least - _SIGN_LEAST)
        widths = [spec.least * (1.0 if spec is _SIGN else share) for spec in specs]
    return tuple(Column(_(spec.label), width, spec.align) for spec, width in zip(specs, widths, strict=True))


def _lines(sheet: SignInSheet, design: SheetDesign) -> list[Line]:
    """All lines without their numbers: people by group or in one run, then the blank ones."""
    specs = _specs(sheet.columns)

    def cells(one: Attendee) -> tuple[str, ...]:
        return tuple(spec.cell(one) for spec in specs)

    if not sheet.grouped:
        return [*place([(None, [cells(one) for one in sheet.attendees])], design), *[()] * sheet.blank_rows]
    groups: list[tuple[Heading | None, Sequence[Line]]] = []
    for name, run in groupby(sheet.attendees, lambda one: one.group):
        people = list(run)
        groups.append((Heading(name or _("未填"), _subtotal(sheet, people)), [cells(one) for one in people]))
    if groups and sheet.blank_rows:
        groups.append((Heading(_("现场报名")), [()] * sheet.blank_rows))
        return place(groups, design)
    return [*place(groups, design), *[()] * sheet.blank_rows]


def _subtotal(sheet: SignInSheet, people: Sequence[Attendee]) -> str:
    """小计 9 人，党员 3 人，签到 8 人: what the sheet's own columns tell of a group."""
    parts = [_("小计 {count} 人").format(count=len(people))]
    if "party" in sheet.columns:
        parts.append(_("党员 {count} 人").format(count=sum(one.is_party_member for one in people)))
    if sheet.signed is not None:
        parts.append(_("签到 {count} 人").format(count=sum(bool(one.signed_at) for one in people)))
    return _("，").join(parts)


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
        cells = tuple(line) or tuple(spec.on_blank for spec in specs)  # type: ignore[arg-type]
        found.append((str(number), *cells[1:]))
    return found


# what was drawn at the desk

Box = tuple[float, float, float, float]
"""Left, bottom, width and height in points."""


def _signatures(sheet: SignInSheet, lines: Sequence[Line], design: SheetDesign) -> dict[int, list[tuple[Box, Strokes]]]:
    """Of each page the cells that hold a signature."""
    found: dict[int, list[tuple[Box, Strokes]]] = {}
    if not any(one.strokes for one in sheet.attendees):
        return found
    height = (A4_LANDSCAPE if sheet.landscape else A4)[1]
    before = len([key for key in _BEFORE if key in sheet.columns]) + 1
    left = design.first.left + sum(column.width for column in design.columns[:before])
    width = design.columns[before].width * MM
    people = iter(sheet.attendees)
    for (page, grid, row), line in zip(_places(design), lines, strict=False):
        person = None if isinstance(line, Heading) or not line else next(people, None)
        if person is not None and person.strokes:
            bottom = height - (grid.top + grid.head + (row + 1) * grid.row) * MM
            found.setdefault(page, []).append(((left * MM, bottom, width, grid.row * MM), person.strokes))
    return found


def _places(design: SheetDesign) -> Iterator[tuple[int, Grid, int]]:
    """Page, grid and row of one line after the other."""
    page = 0
    while True:
        page += 1
        grid = design.first if page == 1 else design.following
        for row in range(grid.rows):
            yield page, grid, row


def draw_signature(pen: Pen, box: Box, strokes: Strokes) -> None:
    """Strokes as large as the box allows, a millimetre from its edges, in their own proportion."""
    points = [point for stroke in strokes for point in stroke]
    if not points:
        return
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    wide, high = max(x for x, _y in points) - left, max(y for _x, y in points) - top
    room, tall = box[2] - 2 * MM, box[3] - 2 * MM
    scale = min(room / wide if wide else tall, tall / high if high else room, 0.6 * MM * 100 / max(wide, high, 1))
    x = box[0] + (box[2] - wide * scale) / 2
    y = box[1] + (box[3] + high * scale) / 2
    pen.raw("q 1 J 1 j")
    for stroke in strokes:
        placed = [(x + (a - left) * scale, y - (b - top) * scale) for a, b in stroke]
        pen.path(placed if len(placed) > 1 else placed * 2, width=0.9)
    pen.raw("Q")
