"""The cover of a file that stands in the station's cupboard: 一企一档, 一店一册."""

from __future__ import annotations

from dataclasses import dataclass

from louyu_desktop.printing.cover import draw_towers, name_lines
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.palette import ACCENT, ACCENT_LIGHT, INK, INK_FAINT, INK_SOFT, LINE, LINE_FAINT, SAND, WHITE
from louyu_desktop.printing.paper import Size
from louyu_desktop.printing.pen import MM, Pen

_SPINE = 16 * MM
_LABELS = 30 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCover:
    """The words of the cover; `stamp` says who may read the file, `lines` are labels and values below its name."""

    station: str
    title: str
    name: str
    stamp: str
    lines: tuple[tuple[str, str], ...] = ()
    mark: str = ""


def draw_file_cover(pen: Pen, paper: Size, cover: FileCover) -> None:
    """A spine at the left, a white label with the name, what one looks for in a cupboard below it."""
    width, height = paper
    pen.rect(0, 0, width, height, filled=SAND)
    pen.rect(0, 0, _SPINE, height, filled=ACCENT)
    draw_towers(pen, width, 0, width / 100, lit=ACCENT_LIGHT, dark=LINE_FAINT)
    left, right = _SPINE + 20 * MM, width - 20 * MM
    station = fit(clean(cover.station, limit=60), right - left - 40 * MM, 12, pen.font().width, most_lines=1)
    pen.text(left, height - 30 * MM, station.lines[0], station.size, colour=INK_SOFT)
    _stamp(pen, right, height - 30 * MM, cover.stamp)
    top, bottom = height - 52 * MM, 78 * MM
    pen.rect(left, bottom, right - left, top - bottom, filled=WHITE, edge=LINE)
    pen.rect(left, top - 2.2, right - left, 2.2, filled=ACCENT)
    inner = left + 14 * MM
    room = right - inner - 14 * MM
    y = top - 32 * MM
    pen.text(inner, y, cover.title, 34, bold=True, spacing=9)
    pen.rect(inner, y - 9 * MM, 16 * MM, 1.8, filled=ACCENT)
    names, size = name_lines(pen, cover.name, room, width / 100, bold=True, limit=100)
    y -= 27 * MM
    for line in names:
        pen.text(inner, y, line, size, bold=True, colour=INK)
        y -= size * 1.45
    _lines(pen, cover, inner, room, min(y - 6 * MM, top - 104 * MM))
    if cover.mark:
        pen.text(left, 12 * MM, cover.mark, 9, colour=INK_FAINT)


def _stamp(pen: Pen, right: float, y: float, words: str) -> None:
    size = 11.0
    wide = pen.width(words, size, bold=True) + 2 * (len(words) - 1) + 7 * MM
    pen.rect(right - wide, y - 3 * MM, wide, 9 * MM, edge=ACCENT, line=1.2, radius=2)
    pen.text(right - wide / 2, y, words, size, bold=True, colour=ACCENT, align="center", spacing=2)


def _lines(pen: Pen, cover: FileCover, left: float, room: float, y: float) -> None:
    for label, value in cover.lines:
        if not value:
            continue
        pen.spread(left, y, 22 * MM, label, 10.5)
        fitted = fit(clean(value, limit=200), room - _LABELS, 10.5, pen.font().width)
        for line in fitted.lines:
            pen.text(left + _LABELS, y, line, fitted.size, colour=INK_SOFT)
            y -= fitted.size * 1.5
        y -= 10.5 * 1.2 - (fitted.size * 1.5 - 10.5)
        pen.line(left, y + 13, left + room, y + 13, colour=LINE_FAINT)
        y -= 4
