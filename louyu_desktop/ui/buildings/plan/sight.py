"""How the floor plan is read and looked at: which building and day, coloured by what, and the panel beside it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Copy
from louyu_desktop.services.floor_copies import FIRM, FloorCell, FloorPlan, Seat
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.buildings.plan.frame import FloorFrame
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SOON_MS = 30
_KINDS = frozenset({
    "buildings", "units", "occupancies", "enterprises", "facilities", "requests", "building-months", "visits",
    "colour-changes", "visit-tasks", "contacts",
})  # fmt: skip


class FloorSight(FloorFrame):
    """Reads anew when something of it changed, and when another building or day is asked for."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._id: int | None = None
        self.on = dates.today()
        self.reading = Reading(context, self, self.read, _KINDS, soon=_SOON_MS)
        self.keep_zoom(0)
        self.keep_list(self.as_list)
        self._connect()

    def _connect(self) -> None:
        self.ways.chosen.connect(self.show_way)
        self.legend.filtered.connect(self._filter)
        self.day.changed.connect(self._other_day)
        self.list_button.clicked.connect(self._turn_over)
        self.out_button.clicked.connect(partial(self._zoomed, -1))
        self.in_button.clicked.connect(partial(self._zoomed, 1))
        self.view.chosen.connect(self.choose)
        self.view.followed.connect(self.follow)
        self.twin.chosen.connect(self._picked)
        self.panel.closed.connect(self._close_panel)
        self._context.guest.changed.connect(self._guests)
        bind(self, "zoom-in", partial(self._zoomed, 1), within=True)
        bind(self, "zoom-out", partial(self._zoomed, -1), within=True)
        bind(self, "refresh", self.read, within=True)

    # -- reading -------------------------------------------------------------------------------

    def show_parent(self, copy: Copy) -> None:
        """The plan of this building."""
        if copy.id != self._id:
            self._id = copy.id
            self.panel.hide()
            self.legend.clear()
            self.message.hide()
        self.read()

    def read(self) -> None:
        """The plan as it is now."""
        if self._id is None:
            return
        floors, building, on = self._context.services.floors, self._id, self.on
        self.reading.ask(lambda _c: floors.plan(building, on), self._arrived)

    def _arrived(self, plan: FloorPlan) -> None:
        same = self.view.plan is not None and self.view.plan.building_id == plan.building_id
        self.view.put(plan)
        if not same:
            self.holder.verticalScrollBar().setValue(0)
        self.legend.line.setText(words.head_line(plan))
        self._legend()
        self.stack.setCurrentWidget(self.page_of(plan))
        if not self.panel.isHidden():
            self._read_panel()

    # -- how it is looked at -------------------------------------------------------------------

    def show_way(self, way: object) -> None:
        """Coloured by something else."""
        self.legend.clear()
        self.keep_way(str(way))
        self.view.look(way=self.way, only=frozenset())
        self._legend()

    def _legend(self) -> None:
        plan = self.view.plan
        if plan is not None:
            self.legend.put(self.way, plan.counts.get(self.way, {}), guests=self._context.guest.on)
            self._filter(self.legend.only)

    def _filter(self, only: frozenset[str]) -> None:
        self.view.look(only=only)
        if self.view.plan is not None and self.as_list:
            self.twin.put(self.view.plan, self.way, only)

    def _guests(self, on: bool) -> None:
        self.view.look(guests=on)
        self._legend()
        if not self.panel.isHidden():
            self._read_panel()

    def _other_day(self) -> None:
        try:
            day = values.parse(self.day.field, self.day.value(), today=dates.today())
        except LouyuError:
            return
        if isinstance(day, dt.date) and day != self.on:
            self.on = day
            self.read()

    def _zoomed(self, step: int, _checked: bool = False) -> None:
        self.keep_zoom(step)

    def _turn_over(self) -> None:
        self.keep_list(not self.as_list)
        self._filter(self.legend.only)
        if self.view.plan is not None:
            self.stack.setCurrentWidget(self.page_of(self.view.plan))

    # -- the panel -----------------------------------------------------------------------------

    def choose(self, cell: FloorCell | None) -> None:
        """Say at the right what is known of a cell."""
        if cell is None:
            self.panel.hide()
        else:
            self._read_panel()

    def _picked(self, cell: FloorCell, _column: str) -> None:
        self.view.look(chosen=cell.key)
        self.choose(cell)

    def _close_panel(self) -> None:
        self.view.look(chosen="")
        self.panel.hide()

    def _read_panel(self) -> None:
        plan = self.view.plan
        cell = plan.cell(self.view.view.chosen) if plan is not None else None
        if cell is None or plan is None:
            self.panel.hide()
            return
        if cell.kind != FIRM or cell.occupancy_id is None:
            self.panel.show_plain(cell)
            return
        floors, seat, on = self._context.services.floors, cell.occupancy_id, plan.on
        self._context.tasks.read(
            self, lambda _c: floors.seat(seat, on), partial(self._show_seat, cell), self._seat_gone
        )

    def _show_seat(self, cell: FloorCell, seat: Seat) -> None:
        if self.view.view.chosen == cell.key:
            self.panel.show_seat(cell, seat, self.on)

    def _seat_gone(self, error: Exception) -> None:
        self.panel.hide()
        if isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)
