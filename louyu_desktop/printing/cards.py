"""Cards of a station, many on a sheet: what the sheet of every kind of card has, and where one card has room."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from louyu_desktop.printing import n_up
from louyu_desktop.printing.fonts import Typeface
from louyu_desktop.printing.guard import clean
from louyu_desktop.printing.labels import Labels
from louyu_desktop.printing.palette import LINE
from louyu_desktop.printing.pen import MM, Pen

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards(Generic[T]):
    """Cards of a station; `guides` are lines to cut at."""

    labels: Labels
    station: str
    cards: tuple[T, ...] = ()
    guides: bool = False
    is_demonstration: bool = False


def write(cards: Cards[T], title: str, draw: n_up.Draw[T], target: Path, faces: Typeface) -> int:
    """Write the PDF and give its number of pages: one empty sheet for no card."""
    titles = (f"{clean(cards.station, limit=60)} {title}", title)
    return n_up.write(cards.labels, cards.cards, draw, target, titles, faces)


@dataclass(frozen=True, slots=True)
class Measures:
    """How a card grows with its label: the widest margin in millimetres, the unit's bounds, the width of unit 1."""

    margin: float
    least: float
    most: float
    width: float


class Room:
    """The room of one card whose lower left corner is at (x, y), and the unit that its sizes are counted in."""

    def __init__(self, pen: Pen, labels: Labels, corner: tuple[float, float], measures: Measures) -> None:
        x, self.bottom = corner
        self.pen, self._x = pen, x
        self.width, self.height = labels.width * MM, labels.height * MM
        self.pad = min(measures.margin, max(3.2, labels.height * 0.085)) * MM
        unit = min(labels.height / 54.0, labels.width / measures.width)
        self.unit = min(measures.most, max(measures.least, unit))
        self.left, self.room = x + self.pad, self.width - 2 * self.pad

    def cut(self) -> None:
        """The lines to cut at."""
        self.pen.rect(self._x, self.bottom, self.width, self.height, edge=LINE, line=0.3)
