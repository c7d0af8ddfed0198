"""搬到, 登记入驻 and 登记迁出: from which day, how much, and what will stand in the records then."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Control
from louyu_desktop.services.floor_copies import FIRM, VACANT, FloorCell, FloorPlan, Moved, Target
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_REASONS = (N_("租约到期"), N_("搬到别的楼"), N_("停业注销"), N_("录错了"))
_FIELDS = {
    "enterprise_id": Field(
        name="enterprise_id", label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True
    ),
    "building_id": Field(name="building_id", label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings", mandatory=True),
    "floor": Field(name="floor", label=N_("楼层"), max_length=20),
    "room": Field(name="room", label=N_("室号"), max_length=40),
    "day": Field(name="day", label=N_("从哪天起"), kind=Kind.DATE, mandatory=True),
    "area": Field(name="area", label=N_("租赁面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡"),
    "lease_end": Field(name="lease_end", label=N_("租期至"), kind=Kind.DATE),
}  # fmt: skip


def floor_text(label: str) -> str:
    """The floor as units write it: 9 for 9F, B1 as it is."""
    bare = label.removesuffix("F")
    return bare if bare.isdigit() else label


class SeatDialog(Panel):
    """A tenant that moves, or a firm that moves in, to the cell or floor that was pointed at; `written(Moved)`."""

    written = Signal(object)

    def __init__(
        self, context: Context, plan: FloorPlan, mover: FloorCell | None, goal: FloorCell | None, floor: str,
        parent: QWidget,
    ) -> None:  # fmt: skip
        title = _("「{name}」搬到哪里").format(name=mover.short) if mover else _("登记入驻")
        about = _("现在在 {unit}").format(unit=mover.unit) if mover else ""
        super().__init__(context, parent, title, about, _("登记搬迁") if mover else _("登记入驻"), QSize(560, 350))
        self._plan, self._mover, self._goal = plan, mover, goal
        names = ["building_id", "floor", "room", "day", "area", "lease_end"]
        names = names if mover else ["enterprise_id", *names]
        lookup = lookup_of(context)
        self.editors: dict[str, Editor] = {name: editor_for(_FIELDS[name], lookup, self) for name in names}
        self._lay_out(names)
        self.corrects = QCheckBox(_("原来就录错了位置：直接改正，不留搬迁记录"), self)
        self.corrects.setVisible(mover is not None)
        self.body.addWidget(self.corrects)
        self.said = Label("", "hint", "text2", wrap=True)
        self.body.addWidget(self.said)
        self.body.addStretch(1)
        self._fill(goal, floor)
        self.corrects.toggled.connect(self._tell)
        for editor in self.editors.values():
            editor.changed.connect(self._tell)
        self.go.clicked.connect(self.take)
        first = "enterprise_id" if mover is None else "room" if goal is None else "day"
        self.editors[first].setFocus()
        self._tell()

    def _lay_out(self, names: list[str]) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        wide = [name for name in names if name in {"enterprise_id", "building_id"}]
        for row, name in enumerate(wide):
            self._place(grid, name, row, 0, 3)
        for number, name in enumerate(name for name in names if name not in wide):
            self._place(grid, name, len(wide) + number // 2, number % 2 * 2, 1)
        self.body.addLayout(grid)

    def _place(self, grid: QGridLayout, name: str, row: int, column: int, span: int) -> None:
        field, editor = _FIELDS[name], self.editors[name]
        editor.setAccessibleName(_(field.label))
        grid.addWidget(Label(_(field.label) + ("＊" if field.mandatory else ""), "label"), row, column)
        grid.addWidget(editor, row, column + 1, 1, span)

    def _fill(self, goal: FloorCell | None, floor: str) -> None:
        put = {name: editor.put for name, editor in self.editors.items()}
        put["building_id"](self._plan.building_id, self._plan.name)
        put["floor"](floor_text(goal.floor if goal else floor))
        put["room"](goal.room if goal else "")
        put["day"](dates.today())
        area = goal.area if goal is not None and goal.kind == VACANT else None
        put["area"](area or (self._mover.area if self._mover else None))
        put["lease_end"](self._mover.lease_end if self._mover else None)

    # -- what it says --------------------------------------------------------------------------

    def _tell(self) -> None:
        """What the records will say."""
        self.note.say("")
        goal = self._goal if self._unit() is not None else None
        mine = self._mover.enterprise_id if self._mover is not None else None
        shared = goal is not None and goal.kind == FIRM and goal.enterprise_id != mine
        parts = []
        if self._mover is not None and self.corrects.isChecked():
            parts.append(_("原来的入驻记录直接改到新的单元，日期不变。"))
        elif self._mover is not None:
            parts.append(_("{unit} 的入驻记录到这一天为止，新的从这一天开始；租约和续租意向一起带过去。可以撤销。").format(
                unit=self._mover.unit))  # fmt: skip
        if shared and goal is not None:
            parts.append(_("{unit} 现有「{name}」，两家会同在一个单元。").format(unit=goal.unit, name=goal.short))
        self.said.setText("".join(parts))
        self.said.setVisible(bool(parts))
        self.editors["day"].setEnabled(not self.corrects.isChecked())

    def _unit(self) -> int | None:
        """The unit that was pointed at, as long as nobody typed another."""
        goal = self._goal
        if goal is None or goal.unit_id is None:
            return None
        building, floor, room = (self.editors[name].value() for name in ("building_id", "floor", "room"))
        typed = (building, str(floor), str(room))
        kept = (self._plan.building_id, floor_text(goal.floor), goal.room)
        return goal.unit_id if typed == kept else None

    # -- doing it ------------------------------------------------------------------------------

    def _read(self, name: str) -> Any:
        return values.parse(_FIELDS[name], self.editors[name].value(), today=dates.today())

    def take(self) -> None:
        """Write it."""
        try:
            day, area, lease_end = self._read("day"), self._read("area"), self._read("lease_end")
            target = self._target()
            if not isinstance(day, dt.date):
                raise UserError(_("写上从哪天起"), field="day")
            work = self._work(target, day, area, lease_end)
        except UserError as error:
            self.note.say(error.sentence)
            if error.field in self.editors:
                self.editors[error.field].setFocus()
            return
        self.write(work, self._written)

    def _target(self) -> Target:
        building = self.editors["building_id"].value()
        if not isinstance(building, int):
            raise UserError(_("选一幢楼"), field="building_id")
        floor, room = str(self.editors["floor"].value() or ""), str(self.editors["room"].value() or "")
        return Target(building, floor, room, self._unit())

    def _work(self, target: Target, day: dt.date, area: Decimal | None, lease_end: dt.date | None) -> Any:
        floors, mover, corrects = self.context.services.floors, self._mover, self.corrects.isChecked()
        if mover is not None and mover.occupancy_id is not None:
            seat = mover.occupancy_id
            return lambda _control: floors.move(
                seat, target, day, area=area, lease_end=lease_end, corrects=corrects
            )  # fmt: skip
        firm = self.editors["enterprise_id"].value()
        if not isinstance(firm, int):
            raise UserError(_("选一家企业；名单里还没有的，先在「企业」里新建"), field="enterprise_id")
        return lambda _control: floors.settle(firm, target, day, area=area, lease_end=lease_end)

    def _written(self, moved: Moved) -> None:
        self.accept()
        self.written.emit(moved)


class LeaveDialog(Panel):
    """登记迁出: a tenancy ends on a day; `written()` once it is written."""

    written = Signal()

    def __init__(self, context: Context, cell: FloorCell, parent: QWidget) -> None:
        title = _("「{name}」迁出 {unit}").format(name=cell.short, unit=cell.unit)
        about = _("入驻记录到这一天为止，企业档案还在。可以撤销。")
        super().__init__(context, parent, title, about, _("登记迁出"), QSize(460, 280))
        self._cell = cell
        field = Field(name="day", label=N_("迁出日期"), kind=Kind.DATE)
        self.day = self.ask(editor_for(field, lookup_of(context), self))
        self.day.put(dates.today())
        self.day.setMaximumWidth(theme.px(160))
        self.reason = self.ask_reason("end_reason", _REASONS, limit=200)
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)
        self.day.setFocus()

    def take(self) -> None:
        """Write it."""
        try:
            day = values.parse(self.day.field, self.day.value(), today=dates.today())
        except UserError as error:
            self.note.say(error.sentence)
            return
        if not isinstance(day, dt.date) or self._cell.occupancy_id is None:
            self.note.say(_("写上迁出日期"))
            return
        work = partial(_leave, self.context, self._cell.occupancy_id, day, str(self.reason.value() or ""))
        self.write(work, self._written)

    def _written(self, _nothing: object) -> None:
        self.accept()
        self.written.emit()


def _leave(context: Context, seat: int, day: dt.date, reason: str, _control: Control) -> None:
    context.services.floors.leave(seat, day, reason)


def said(moved: Moved) -> str:
    """What was done, for the bar under the plan's head."""
    if not moved.before:
        return _("「{name}」已入驻{unit}").format(name=moved.name, unit=words.floor_label(moved.unit))
    return _("「{name}」已从 {before} 搬到 {unit}").format(name=moved.name, before=moved.before, unit=moved.unit)
