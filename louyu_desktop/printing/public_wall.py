"""公开墙: the public numbers of a span of days in tiles, each with its definition; A4, or the same larger on A3."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean, fit
from louyu_desktop.printing.notice import SCALES
from louyu_desktop.printing.palette import ACCENT, INK_FAINT, INK_SOFT, LINE, SAND
from louyu_desktop.printing.paper import A4, Paper
from louyu_desktop.printing.pen import MM
from louyu_desktop.text import _

_SIDE, _HEAD, _FOOT = 18 * MM, 20 * MM, 22 * MM
_ACROSS, _TILE, _GAP = 4, 27 * MM, 3.5 * MM


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """A number with its words."""

    value: str
    label: str
    definition: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Groups of tiles under their titles; `foot` are the telephone and the day."""

    station: str
    span: str
    groups: tuple[tuple[str, tuple[Tile, ...]], ...]
    foot: tuple[str, ...] = ()
    size: str = "A4"
    is_demonstration: bool = False


def texts_of(figures: Figures) -> tuple[str, ...]:
    """Every text that is printed, cleaned: for the preflight."""
    found = [figures.station, figures.span, *figures.foot]
    for title, tiles in figures.groups:
        found.append(title)
        found += [text for one in tiles for text in (one.value, one.label, one.definition)]
    return tuple(map(clean, found))


def write(figures: Figures, target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages."""
    scale, title = SCALES[figures.size], _("公开墙")
    size = (A4[0] * scale, A4[1] * scale)
    with Paper(target, size, f"{clean(figures.station, limit=60)} {title}", faces, subject=title) as paper:
        return _Setter(paper, figures, scale).set()


class _Setter:
    """Puts groups one under the other; a row that has no room opens a page."""

    def __init__(self, paper: Paper, figures: Figures, scale: float) -> None:
        self.paper, self.pen, self.figures, self.scale = paper, paper.pen, figures, scale
        self.left, self.right = _SIDE * scale, paper.size[0] - _SIDE * scale
        self.wide = (self.right - self.left - (_ACROSS - 1) * _GAP * scale) / _ACROSS
        self.page = 1
        self.y = 0.0

    def set(self) -> int:
        """All of it; gives the number of pages."""
        self._head()
        for title, tiles in self.figures.groups:
            if tiles:
                self._group(title, tiles)
        self._foot()
        self.paper.next_page()
        return self.page

    def _head(self) -> None:
        pen, scale = self.pen, self.scale
        y = self.paper.size[1] - _HEAD * scale
        title = _("公开墙") if self.page == 1 else _("公开墙（续）")
        pen.text(self.left, y, title, 22 * scale, bold=True, colour=ACCENT)
        start = self.left + pen.width(title, 22 * scale, bold=True) + 10 * scale
        mark = _("演示") if self.figures.is_demonstration else ""
        about = "·".join(filter(None, (clean(self.figures.station, limit=60), clean(self.figures.span), mark)))
        said = fit(about, self.right - start, 11 * scale, pen.font().width, repeated=self.page > 1)
        up = y + (len(said.lines) - 1) * said.size * 1.2
        for line in said.lines:
            pen.text(self.right, up, line, said.size, colour=INK_SOFT, align="right")
            up -= said.size * 1.2
        y -= 5 * MM * scale
        pen.line(self.left, y, self.right, y, colour=ACCENT, width=1.2 * scale)
        self.y = y - 9 * MM * scale

    def _group(self, title: str, tiles: tuple[Tile, ...]) -> None:
        scale = self.scale
        self._need((_TILE + 6 * MM) * scale)
        self.pen.text(self.left, self.y, clean(title), 14 * scale, bold=True)
        self.y -= 4 * MM * scale
        for place in range(0, len(tiles), _ACROSS):
            self._need(_TILE * scale)
            for column, tile in enumerate(tiles[place : place + _ACROSS]):
                self._tile(tile, self.left + column * (self.wide + _GAP * scale))
            self.y -= (_TILE + _GAP) * scale
        self.y -= 5 * MM * scale

    def _tile(self, tile: Tile, x: float) -> None:
        pen, scale = self.pen, self.scale
        high, pad = _TILE * scale, 3 * MM * scale
        pen.rect(x, self.y - high, self.wide, high, filled=SAND, edge=LINE, line=0.5 * scale, radius=2 * MM * scale)
        room, y = self.wide - 2 * pad, self.y - pad - 9 * scale
        label = fit(clean(tile.label, limit=30), room, 10.5 * scale, pen.font().width, most_lines=1)
        pen.text(x + pad, y, label.lines[0], label.size, colour=INK_SOFT)
        y -= 21 * scale
        value = fit(clean(tile.value, limit=40), room, 19 * scale, pen.font(bold=True).width, most_lines=1)
        pen.text(x + pad, y, value.lines[0], value.size, bold=True)
        y -= 13 * scale
        about = fit(clean(tile.definition, limit=80), room, 7.6 * scale, pen.font().width, most_lines=3)
        for line in about.lines:
            pen.text(x + pad, y, line, about.size, colour=INK_FAINT)
            y -= about.size * 1.25

    def _need(self, room: float) -> None:
        if self.y - room < _FOOT * self.scale:
            self._foot()
            self.paper.next_page()
            self.page += 1
            self._head()

    def _foot(self) -> None:
        pen, scale, size = self.pen, self.scale, 10 * self.scale
        said = "　　".join(clean(one, limit=120) for one in self.figures.foot if one)
        number = _("第 {page} 页").format(page=self.page) if self.page > 1 else ""
        room = self.right - self.left - pen.width(number, size) - 10
        fitted = fit(said, room, size, pen.font().width, most_lines=1, repeated=self.page > 1)
        pen.text(self.left, 12 * MM * scale, fitted.lines[0], fitted.size, colour=INK_SOFT)
        pen.text(self.right, 12 * MM * scale, number, size, colour=INK_FAINT, align="right")
