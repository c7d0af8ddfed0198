"""The floor plan as a list: one line to each cell, from the highest floor down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.services.floor_copies import FIRM, FloorCell, FloorPlan
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.lines import Column, Lines, LinesTable, number

if TYPE_CHECKING:
    from collections.abc import Collection

    from louyu_desktop.ui.guest import GuestView


def _column(name: str, label: str, width: int, *, sensitivity: Sensitivity = Sensitivity.PUBLIC) -> Field:
    return Field(name=name, label=label, width=width, sensitivity=sensitivity)


def columns(ways: Collection[str]) -> tuple[Column, ...]:
    """The columns of the list, those of ways that the person may see."""
    found = [
        Column(_column("floor", N_("楼层"), 7), lambda cell: words.floor_label(cell.floor)),
        Column(_column("room", N_("室号"), 10), lambda cell: cell.room),
        Column(_column("name", N_("企业"), 28), lambda cell: cell.name if cell.kind == FIRM else words.in_cell(cell)),
        Column(Field(name="area", label=N_("面积"), kind=Kind.DECIMAL, width=11), lambda cell: words.metres(cell.area)),
    ]
    if tints.COLOUR in ways:
        field = _column("colour", N_("五色"), 9, sensitivity=Sensitivity.SENSITIVE)
        found.append(Column(field, lambda cell: _shade(cell, tints.COLOUR)))
    if tints.LEASE in ways:
        field = Field(name="lease_end", label=N_("租期至"), kind=Kind.DATE, width=12)
        found.append(Column(field, lambda cell: cell.lease_end.isoformat() if cell.lease_end else ""))
    found.append(number("headcount", N_("人数"), 8, lambda cell: cell.headcount))
    if tints.PARTY in ways:
        found.append(Column(_column("party", N_("党组织"), 14), lambda cell: _shade(cell, tints.PARTY)))
    if tints.REQUESTS in ways:
        found.append(number("requests", N_("诉求"), 7, lambda cell: cell.requests if cell.kind == FIRM else None))
    return tuple(found)


def _shade(cell: FloorCell, way: str) -> str:
    if cell.kind != FIRM:
        return ""
    shade = tints.shade_of(way, cell.shades.get(way, ""))
    return words.shade_words(way, shade) if shade else ""


class TwinTable(LinesTable):
    """`chosen(cell, column)` when a line is clicked, or Enter is pressed on it."""

    def __init__(self, ways: Collection[str], guest: GuestView, parent: QWidget) -> None:
        super().__init__(Lines(columns(ways), guest, parent), parent, title="name")
        self.setAccessibleName(_("楼层图列表"))

    def put(self, plan: FloorPlan, way: str, only: Collection[str]) -> None:
        """The cells of a plan, those of some classes alone."""
        cells = [cell for floor in plan.floors for cell in floor.cells]
        self.lines.put([cell for cell in cells if not only or cell.shades.get(way) in only])
