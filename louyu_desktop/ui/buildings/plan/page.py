"""楼层图: the first page of a building's record; reads the plan, and does what is asked of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.floor_copies import FIRM, STATION, VACANT, FloorCell, Moved, Seat
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.buildings.plan.moving import LeaveDialog, SeatDialog, said
from louyu_desktop.ui.buildings.plan.sight import FloorSight
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class FloorPage(FloorSight):
    """What can be done on the plan: visits, moves, opening; each asks first."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.begin_with.clicked.connect(partial(self._settle, None))
        self.view.opened.connect(self._open)
        self.view.dropped.connect(self._dropped)
        self.view.asked.connect(self._show_menu)
        self.panel.visiting.connect(self.visit)
        self.panel.opening.connect(self._open_firm)
        self.panel.moving.connect(self.move_cell)
        self.panel.leaving.connect(self.leave_cell)
        self.panel.settling.connect(self._settle)
        if self._may:
            bind(self, "floor-move", self.move_chosen, within=True)

    # -- what it leads to ----------------------------------------------------------------------

    def _open(self, cell: FloorCell) -> None:
        if cell.enterprise_id is not None:
            self._context.open_record("enterprises", cell.enterprise_id)
        elif cell.kind == VACANT:
            self._settle(cell)

    def _open_firm(self, seat: Seat) -> None:
        self._context.open_record("enterprises", seat.enterprise_id)

    def visit(self, seat: Seat) -> None:
        """Record a visit to the firm."""
        if self._context.has("visit"):
            self._context.launch("visit", enterprise_id=seat.enterprise_id)
        else:
            given = {"enterprise_id": seat.enterprise_id, "enterprise_id:label": seat.name}
            self._context.new_record("visits", "", **given)

    def move_cell(self, cell: FloorCell) -> None:
        """Ask where a tenant goes."""
        self._ask(cell, None, cell.floor)

    def _dropped(self, cell: FloorCell, goal: FloorCell | None, floor: int) -> None:
        plan = self.view.plan
        if plan is None or (goal is not None and goal.kind == STATION):
            self.message.show("info", _("这里是站点自己的地方，企业搬不进来"))
        elif goal is None or goal.unit_id != cell.unit_id:
            self._ask(cell, goal, plan.floors[floor].label)

    def _settle(self, cell: FloorCell | None, _checked: bool = False) -> None:
        self._ask(None, cell, cell.floor if cell is not None else "")

    def _ask(self, mover: FloorCell | None, goal: FloorCell | None, floor: str) -> None:
        plan = self.view.plan
        if not self._may or plan is None:
            return
        dialog = SeatDialog(self._context, plan, mover, goal, floor, self)
        dialog.written.connect(self._moved)
        dialog.open()

    def _moved(self, moved: Moved) -> None:
        self.message.show("ok", said(moved), _("撤销"), self._undo)

    def _undo(self) -> None:
        self.message.hide()
        records = self._context.services.records
        self._context.tasks.write(self, lambda _c: records.undo(), lambda _done: self.reading.begin())

    def leave_cell(self, cell: FloorCell) -> None:
        """Ask when a tenant left."""
        dialog = LeaveDialog(self._context, cell, self)
        dialog.written.connect(partial(self._left, cell.short))
        dialog.open()

    def _left(self, name: str) -> None:
        self.message.show("ok", _("「{name}」已登记迁出").format(name=name), _("撤销"), self._undo)

    def _show_menu(self, cell: FloorCell | None, at: QPoint) -> None:
        if cell is not None:
            self.menu(cell).popup(at)

    def menu(self, cell: FloorCell) -> QMenu:
        """What can be done with a cell."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if cell.kind == FIRM:
            menu.addAction(unmarked(_("打开「{name}」").format(name=cell.short))).triggered.connect(
                partial(self._run, self._open, cell)
            )
            if self._may:
                menu.addAction(_("搬到…")).triggered.connect(partial(self._run, self.move_cell, cell))
                menu.addAction(_("登记迁出…")).triggered.connect(partial(self._run, self.leave_cell, cell))
        elif cell.kind == VACANT and self._may:
            menu.addAction(_("登记入驻…")).triggered.connect(partial(self._run, self._settle, cell))
        return menu

    @staticmethod
    def _run(act: object, cell: FloorCell, _checked: bool = False) -> None:
        if callable(act):
            act(cell)

    def move_chosen(self) -> None:
        """Ask where the tenant goes that is chosen."""
        piece = self.view.current
        if piece is not None and piece.cell.kind == FIRM:
            self.move_cell(piece.cell)


def build(context: Context, parent: QWidget) -> FloorPage:
    """The page 楼层图 of a building's record."""
    return FloorPage(context, parent)
