"""The cover of the service handbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.linebreak import break_lines
from louyu_desktop.printing.palette import ACCENT, ACCENT_DEEP, ACCENT_LIGHT, INK_FAINT, INK_SOFT, SAND, WHITE, Colour
from louyu_desktop.printing.paper import Size
from louyu_desktop.printing.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """The words of the cover."""

    station: str
    title: str
    year: str
    lines: tuple[tuple[str, str], ...] = ()
    mark: str = ""


def draw_cover(pen: Pen, paper: Size, cover: Cover) -> None:
    """A deep red field with lit windows, the title on it, where the station is on sand below."""
    width, height = paper
    unit = width / 100
    foot = height * 0.27
    pen.rect(0, 0, width, height, filled=SAND)
    pen.rect(0, foot, width, height - foot, filled=ACCENT)
    draw_towers(pen, width, foot, unit, lit=ACCENT_LIGHT, dark=ACCENT_DEEP)
    left = 11 * unit
    pen.text(left, height - 15 * unit, cover.year, 3.6 * unit, bold=True, colour=ACCENT_LIGHT, spacing=unit * 0.5)
    pen.rect(left, height - 18.4 * unit, 9 * unit, 0.5 * unit, filled=ACCENT_LIGHT)
    lines, size = name_lines(pen, cover.station, width - 2 * left, unit)
    y = height - 34 * unit
    for line in lines:
        pen.text(left, y, line, size, colour=WHITE)
        y -= size * 1.4
    pen.text(left, y - 8.4 * unit, cover.title, 12.6 * unit, bold=True, colour=WHITE, spacing=unit * 0.9)
    _cover_foot(pen, width, foot, unit, cover)


_NAME_SIZES = (5.2, 4.6, 4.0)
_LONG_NAMES = ((4, 3.2), (5, 2.6))  # lines and size of names that no usual size takes


def name_lines(
    pen: Pen, text: str, room: float, unit: float, *, bold: bool = False, limit: int = 60
) -> tuple[list[str], float]:
    """A name, large: in one line, else in some of about equal length; and its size."""
    name, measure = clean(text, limit=limit), pen.font(bold=bold).width
    tried = [(count, size) for count in (1, 2, 3, 4) for size in _NAME_SIZES]
    for count, times in (*tried, *_LONG_NAMES):
        widths = [measure(sign, times * unit) for sign in name]
        lines = _evened(name, widths, room, count)
        if len(lines) <= count and all(measure(line, times * unit) <= room for line in lines):
            return lines, times * unit
    fitted = fit(name, room, _LONG_NAMES[-1][1] * unit, measure, most_lines=5)
    return list(fitted.lines), fitted.size


def _evened(name: str, widths: Sequence[float], room: float, count: int) -> list[str]:
    """The lines in the narrowest measure that needs no more of them."""
    least = sum(widths) / count
    for step in range(21):
        lines = break_lines(name, widths, least + (room - least) * step / 20)
        if len(lines) <= count:
            break
    return [name[line.start : line.end] for line in lines]


def _wrapped(pen: Pen, text: str, room: float, unit: float) -> tuple[list[str], float]:
    """An address or hours: in one line, else smaller in two or three."""
    for count, size in ((1, 2.7 * unit), (2, 2.3 * unit), (3, 2.0 * unit)):
        found = break_lines(text, [pen.width(sign, size) for sign in text], room)
        if len(found) <= count:
            return [text[line.start : line.end] for line in found], size
    fitted = fit(text, room, 2.0 * unit, pen.font().width, most_lines=3, repeated=True)  # the last chapter has it
    return list(fitted.lines), fitted.size


def _cover_foot(pen: Pen, width: float, foot: float, unit: float, cover: Cover) -> None:
    left, y = 11 * unit, foot - 9 * unit
    for label, value in cover.lines[:3]:
        pen.spread(left, y, 4.05 * 2.7 * unit, label, 2.7 * unit, bold=True)
        lines, size = _wrapped(pen, value, width - left - 25.5 * unit, unit)
        for part in lines:
            pen.text(left + 14.5 * unit, y, part, size, colour=INK_SOFT)
            y -= size * 1.6
        y -= 4.7 * unit - 2.7 * unit * 1.6
    if cover.mark:
        size = 2.4 * unit
        box = pen.width(cover.mark, size, bold=True) + 3 * unit
        pen.rect(left, 4.2 * unit, box, 4.6 * unit, edge=INK_FAINT, line=0.6, radius=unit)
        pen.text(left + box / 2, 5.6 * unit, cover.mark, size, bold=True, colour=INK_SOFT, align="center")


_TOWERS = (  # left edge, storeys, windows across; in units of the cover's hundredth
    (46, 5, 3),
    (57.5, 10, 4),
    (72.5, 8, 3),
    (84, 11, 4),
)


def draw_towers(pen: Pen, width: float, foot: float, unit: float, *, lit: Colour, dark: Colour) -> None:
    """Towers as rows of windows, some of them lit: the same ones each time."""
    for tower, (left, storeys, across) in enumerate(_TOWERS):
        for storey in range(storeys):
            for window in range(across):
                x = (left + window * 3.4) * unit
                if x + 2.2 * unit > width:
                    continue
                is_lit = (storey * 7 + window * 5 + tower * 3) % 11 in {0, 4}
                pen.rect(
                    x, foot + (2.4 + storey * 3.9) * unit, 2.2 * unit, 2.4 * unit,
                    filled=lit if is_lit else dark,
                )  # fmt: skip
