"""楼层图 on paper: a poster on one sheet from A3 to A0, or pages of A4; tenants as wide as their areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.marks import mark, tint_of
from louyu_desktop.printing.palette import ACCENT, INK, INK_FAINT, INK_SOFT, LINE, SAND, TONES
from louyu_desktop.printing.paper import A4, Paper, Size
from louyu_desktop.printing.pen import MM, Pen
from louyu_desktop.text import _

SIZES: dict[str, Size] = {
    "A4": A4, "A3": (297 * MM, 420 * MM), "A2": (420 * MM, 594 * MM), "A1": (594 * MM, 841 * MM),
    "A0": (841 * MM, 1189 * MM),
}  # fmt: skip
"""Upright sheets; a building with few floors is laid on its side."""

FIRM, VACANT, STATION = "firm", "vacant", "station"
_LEAST_ROW, _MOST_ROW, _A4_ROW, _A4_MOST = 4.4 * MM, 20 * MM, 9.0 * MM, 14.0 * MM
_FEW = 16


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A piece of a floor; without a `tone` it is not coloured."""

    kind: str
    words: str
    weight: float
    aside: str = ""
    tone: str = ""
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class SheetFloor:
    """A floor with its cells; `rate` is in words, `poor` says that much of it stands empty."""

    label: str
    cells: tuple[SheetCell, ...]
    rate: str = ""
    poor: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """A line of the legend."""

    words: str
    count: int
    tone: str
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorSheet:
    """The whole plan; `internal` stands in accent beside the title, `size` is one of `SIZES`."""

    title: str
    facts: str = ""
    way: str = ""
    floors: tuple[SheetFloor, ...] = ()
    legend: tuple[Key, ...] = ()
    size: str = "A4"
    internal: str = ""
    footer: str = ""
    is_demonstration: bool = False


def texts_of(sheet: FloorSheet) -> tuple[str, ...]:
    """Every text that the paper prints, cleaned: for the preflight."""
    found = [sheet.title, sheet.facts, sheet.way, sheet.internal, sheet.footer, *(key.words for key in sheet.legend)]
    for floor in sheet.floors:
        found += [floor.label, floor.rate, *(text for cell in floor.cells for text in (cell.words, cell.aside))]
    return tuple(map(clean, found))


def write(sheet: FloorSheet, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    frame = _frame(sheet)
    pages = [sheet.floors[at : at + frame.rows] for at in range(0, len(sheet.floors), frame.rows)] or [()]
    title = f"{clean(sheet.title)} {_('楼层图')}"
    with Paper(target, frame.size, title, faces, subject=_("楼层图")) as paper:
        for number, floors in enumerate(pages, 1):
            _furnish(paper.pen, sheet, frame, (number, len(pages)))
            _draw(paper.pen, floors, frame)
            paper.next_page()
    return len(pages)


@dataclass(frozen=True, slots=True)
class _Frame:
    """A sheet with the height of its rows; `unit` is how much larger than A4 its letters are."""

    size: Size
    unit: float
    row: float
    rows: int

    @property
    def left(self) -> float:
        return 14 * MM * self.unit

    @property
    def right(self) -> float:
        return self.size[0] - self.left

    @property
    def top(self) -> float:
        return self.size[1] - 38 * MM * self.unit


def _frame(sheet: FloorSheet) -> _Frame:
    wide, high = SIZES[sheet.size]
    count = max(1, len(sheet.floors))
    if sheet.size != "A4" and count <= _FEW:
        wide, high = high, wide
    unit = (min(wide, high) / A4[0]) ** 0.8
    room = high - (38 + 18) * MM * unit
    if sheet.size == "A4":
        row = max(_A4_ROW, min(_A4_MOST, room / count))
        return _Frame((wide, high), unit, row, int(room / row + 0.001))
    row = max(_LEAST_ROW * unit**0.5, min(_MOST_ROW * unit, room / count))
    return _Frame((wide, high), unit, row, max(1, int(room / row + 0.001)))


def _furnish(pen: Pen, sheet: FloorSheet, frame: _Frame, place: tuple[int, int]) -> None:
    page, pages = place
    unit, left, right = frame.unit, frame.left, frame.right
    y = frame.size[1] - 17 * MM * unit
    words = clean(sheet.title) if page == 1 else _("{title}（续）").format(title=clean(sheet.title))
    mark_room = pen.width(clean(sheet.internal), 11 * unit, bold=True) + 10 * unit if sheet.internal else 0.0
    title = fit(words, right - left - mark_room, 18 * unit, pen.font(bold=True).width, most_lines=1)
    pen.text(left, y, title.lines[0], title.size, bold=True)
    pen.text(right, y, clean(sheet.internal), 11 * unit, bold=True, colour=ACCENT, align="right")
    y -= 7 * MM * unit
    way_room = pen.width(clean(sheet.way), 9.5 * unit) + 10 * unit if sheet.way else 0.0
    facts = fit(clean(sheet.facts), right - left - way_room, 9.5 * unit, pen.font().width, most_lines=1)
    pen.text(left, y, facts.lines[0], facts.size, colour=INK_SOFT)
    pen.text(right, y, clean(sheet.way), 9.5 * unit, colour=INK_SOFT, align="right")
    _legend(pen, sheet.legend, frame, y - 7.5 * MM * unit)
    base = 9 * MM * unit
    number = _("第 {page} 页 / 共 {pages} 页").format(page=page, pages=pages)
    about = "·".join(filter(None, (_("演示") if sheet.is_demonstration else "", clean(sheet.footer))))
    footer = fit(about, right - left - pen.width(number, 8 * unit) - 14, 8 * unit, pen.font().width, most_lines=1)
    pen.text(left, base, footer.lines[0], footer.size, colour=INK_FAINT)
    pen.text(right, base, number, 8 * unit, colour=INK_SOFT, align="right")


def _legend(pen: Pen, legend: Sequence[Key], frame: _Frame, y: float) -> None:
    unit, x = frame.unit, frame.left
    size, side = 9 * unit, 8.5 * unit
    for key in legend:
        words, count = clean(key.words), f"{key.count:,}"
        mark(pen, x + side / 2, y + size * 0.36, side, key.tone, key.share)
        x += side + 3 * unit
        pen.text(x, y, words, size, colour=INK_SOFT)
        x += pen.width(words, size) + 3 * unit
        pen.text(x, y, count, size, bold=True)
        x += pen.width(count, size, bold=True) + 11 * unit


def _draw(pen: Pen, floors: Sequence[SheetFloor], frame: _Frame) -> None:
    unit = frame.unit
    gap = min(1.2 * MM * unit, frame.row * 0.12)
    label, rate = 15 * MM * unit, 12 * MM * unit
    size = min(10.5 * unit, (frame.row - gap) * 0.55)
    for number, floor in enumerate(floors):
        bottom = frame.top - (number + 1) * frame.row
        base = bottom + (frame.row - gap) / 2 - size * 0.36
        name = fit(clean(floor.label), label - 2 * MM * unit, size, pen.font(bold=True).width, most_lines=1)
        pen.text(frame.left + label - 3 * MM * unit, base, name.lines[0], name.size, bold=True, colour=INK_SOFT,
                 align="right")  # fmt: skip
        tone = TONES["danger"][0] if floor.poor else INK_FAINT
        pen.text(frame.right, base, clean(floor.rate), size * 0.9, colour=tone, align="right")
        _row(pen, floor.cells, (frame.left + label, frame.right - rate), (bottom, frame.row - gap), (size, gap))


def _row(
    pen: Pen, cells: Sequence[SheetCell], across: tuple[float, float], down: tuple[float, float],
    sizes: tuple[float, float],
) -> None:  # fmt: skip
    if not cells:
        return
    size, gap = sizes
    room = across[1] - across[0] - gap * (len(cells) - 1)
    total = sum(cell.weight for cell in cells) or 1.0
    x = across[0]
    for cell in cells:
        wide = max(0.5, room * cell.weight / total)
        _cell(pen, cell, (x, down[0], wide, down[1]), size)
        x += wide + gap


def _cell(pen: Pen, cell: SheetCell, box: tuple[float, float, float, float], size: float) -> None:
    x, y, wide, high = box
    inner, tone = x + size * 0.6, INK
    radius = min(2.0, high / 4)
    if cell.kind == VACANT:
        pen.raw("[2 1.6] 0 d")
        pen.rect(x, y, wide, high, filled=SAND, edge=LINE, line=0.7, radius=radius)
        pen.raw("[] 0 d")
        tone = INK_FAINT
    elif cell.kind == STATION:
        pen.rect(x, y, wide, high, edge=ACCENT, line=1.1, radius=radius)
        tone = ACCENT
    else:
        inner = _ground(pen, cell, box, size, radius)
    base = y + high / 2 - size * 0.36
    room = x + wide - inner - size * 0.4
    if room < size * 1.2:
        return
    aside = clean(cell.aside)
    name = clean(cell.words)
    bold = cell.kind == STATION
    need = pen.width(name, size, bold=bold) + pen.width(aside, size * 0.85) + size
    if aside and need <= room:
        pen.text(x + wide - size * 0.5, base, aside, size * 0.85, colour=INK_SOFT, align="right")
        room -= pen.width(aside, size * 0.85) + size * 0.5
    fitted = fit(name, room, size, pen.font(bold=bold).width, most_lines=1)
    pen.text(inner, base, fitted.lines[0], fitted.size, bold=bold, colour=tone)


def _ground(
    pen: Pen, cell: SheetCell, box: tuple[float, float, float, float], size: float, radius: float
) -> float:  # fmt: skip
    """The tint with bar and mark; gives where the words begin."""
    x, y, wide, high = box
    if not cell.tone:
        pen.rect(x, y, wide, high, filled=SAND, edge=LINE, line=0.5, radius=radius)
        return x + size * 0.6
    ground, bar = tint_of(cell.tone)
    pen.rect(x, y, wide, high, filled=ground, radius=radius)
    pen.rect(x, y, min(size * 0.28, wide / 2), high, filled=bar)
    side = min(size * 1.0, high * 0.6)
    if wide > side * 1.6:
        mark(pen, x + size * 0.55 + side / 2, y + high / 2, side, cell.tone, cell.share)
    return x + size * 0.55 + side + size * 0.35
