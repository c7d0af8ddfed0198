"""Where floors and cells stand on the plan; plain numbers out of areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from louyu_desktop.services.floor_copies import Floor, FloorCell, FloorPlan


@dataclass(frozen=True, slots=True)
class Sizes:
    """Lengths in pixels at the text size and zoom in use."""

    label: float
    rate: float
    row: float
    gap: float
    least: float


@dataclass(frozen=True, slots=True)
class Piece:
    """A cell where it stands, with the number of its floor from the top."""

    rect: QRectF
    cell: FloorCell
    floor: int


@dataclass(frozen=True, slots=True)
class Plane:
    """Everything in one size."""

    plan: FloorPlan
    sizes: Sizes
    width: float
    pieces: tuple[tuple[Piece, ...], ...]

    @property
    def height(self) -> float:
        """All floors, one below the other."""
        return len(self.pieces) * (self.sizes.row + self.sizes.gap)

    def top(self, floor: int) -> float:
        """Where a floor begins."""
        return floor * (self.sizes.row + self.sizes.gap)

    def floor_at(self, y: float) -> int | None:
        """The number of the floor at a height."""
        number = int(y // (self.sizes.row + self.sizes.gap))
        return number if y >= 0 and number < len(self.pieces) else None

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point."""
        floor = self.floor_at(at.y())
        if floor is None:
            return None
        return next((piece for piece in self.pieces[floor] if piece.rect.contains(at)), None)

    def piece(self, key: str) -> Piece | None:
        """The cell that goes by this key."""
        return next((piece for row in self.pieces for piece in row if piece.cell.key == key), None)

    def strip(self, floor: int) -> QRectF:
        """The whole of a floor, without its label and its rate."""
        left = self.sizes.label
        return QRectF(left, self.top(floor), self.width - left - self.sizes.rate, self.sizes.row)

    def nearest(self, floor: int, x: float) -> Piece | None:
        """The cell of a floor that is nearest to a place from left to right."""
        if not 0 <= floor < len(self.pieces) or not self.pieces[floor]:
            return None
        return min(self.pieces[floor], key=lambda one: max(one.rect.left() - x, x - one.rect.right(), 0.0))


def lay_out(plan: FloorPlan, width: float, sizes: Sizes) -> Plane:
    """Cells in proportion to their areas, none narrower than the least; a floor with very many is wider."""
    room = width - sizes.label - sizes.rate
    crowded = max((len(floor.cells) for floor in plan.floors), default=0)
    room = max(room, crowded * (sizes.least + sizes.gap))
    rows = tuple(_row(number, floor, room, sizes) for number, floor in enumerate(plan.floors))
    return Plane(plan, sizes, room + sizes.label + sizes.rate, rows)


def _row(number: int, floor: Floor, room: float, sizes: Sizes) -> tuple[Piece, ...]:
    if not floor.cells:
        return ()
    widths = shares([cell.weight for cell in floor.cells], room - sizes.gap * (len(floor.cells) - 1), sizes.least)
    top, left, found = number * (sizes.row + sizes.gap), sizes.label, []
    for cell, width in zip(floor.cells, widths, strict=True):
        found.append(Piece(QRectF(left, top, width, sizes.row), cell, number))
        left += width + sizes.gap
    return tuple(found)


def shares(weights: Sequence[float], room: float, least: float) -> list[float]:
    """`room` shared out in proportion to the weights, nobody under `least`: what they get more the others lack."""
    if room <= least * len(weights):
        return [max(1.0, room / len(weights))] * len(weights)
    small: set[int] = set()
    while True:
        rest = room - least * len(small)
        total = sum(weight for n, weight in enumerate(weights) if n not in small) or 1.0
        under = {n for n, w in enumerate(weights) if n not in small and w / total * rest < least}
        if not under:
            return [least if n in small else w / total * rest for n, w in enumerate(weights)]
        small |= under
