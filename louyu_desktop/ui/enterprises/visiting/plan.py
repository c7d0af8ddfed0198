"""走访计划: whom to visit, ordered by building and floor; a tick for each, the page before it at the right, a route."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.services.rights import Right
from louyu_desktop.services.visit_copies import Before, PlanQuery, Route, Stop, Why
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.visiting.before import BeforePane
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.flow import FlowLayout
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import Button, EmptyState, Hairline, Label, Segmented, outline, primary
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SIDE, _BESIDE = 316, 1060
_BUILDING_WIDTH = 180
_ROOMY, _DISPENSABLE = 900, ("contact", "last")
_DAYS = ((0, N_("已到期")), (7, N_("7 天内")), (14, N_("14 天内")), (30, N_("30 天内")))
_OFFERED = (Why.TASK, Why.AGREED, Why.REQUEST, Why.LONG)
_BUILDING = Field(name="building_id", label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings")


class Ticked:
    """A stop with its building, and whether one goes there."""

    def __init__(self, building: str, stop: Stop) -> None:
        self.building, self.stop, self.on = building, stop, True


def _columns() -> list[Column]:
    def field(name: str, label: str, width: int, kind: Kind = Kind.TEXT, *, personal: bool = False) -> Field:
        kept = Sensitivity.PERSONAL if personal else Sensitivity.INTERNAL
        return Field(name=name, label=label, width=width, kind=kind, sensitivity=kept)

    return [
        Column(field("on", N_("去"), 4), lambda _row: " "),
        Column(field("building", N_("楼宇"), 12), lambda row: row.building),
        Column(field("place", N_("楼层室号"), 9), lambda row: row.stop.place),
        Column(field("name", N_("企业"), 18), lambda row: row.stop.name),
        Column(Field(name="words", label=N_("为什么"), width=26, sensitivity=Sensitivity.SENSITIVE, kind=Kind.NOTE),
               lambda row: row.stop.words),
        Column(field("due_on", N_("期限"), 10, Kind.DATE), lambda row: _day(row.stop)),
        Column(field("contact", N_("联系人"), 8, Kind.PERSON_NAME, personal=True), lambda row: row.stop.contact),
        Column(field("last", N_("上次走访"), 11, Kind.DATE),
               lambda row: row.stop.last_visit_on.isoformat() if row.stop.last_visit_on else ""),
    ]  # fmt: skip


def _day(stop: Stop) -> str:
    return stop.due_on.isoformat() if stop.due_on else ""


class StopsTable(LinesTable):
    """Space ticks, Enter is `entered_row`; `moved(row)` when another one is current."""

    moved = Signal(object)
    ticked = Signal()
    entered_row = Signal()

    def fit(self) -> None:
        """The reasons have what room there is."""
        super().fit()
        names = [column.field.name for column in self.lines.columns]
        modes = QHeaderView.ResizeMode
        self.horizontalHeader().setSectionResizeMode(names.index("name"), modes.Interactive)
        self.horizontalHeader().setSectionResizeMode(names.index("words"), modes.Stretch)
        self.setColumnWidth(0, theme.px(52))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the reasons come before what the page at the right says too."""
        super().resizeEvent(event)
        names = [column.field.name for column in self.lines.columns]
        for name in _DISPENSABLE:
            self.setColumnHidden(names.index(name), self.width() < theme.px(_ROOMY))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ticks, over the rows."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for place, row in enumerate(self.lines.rows):
            cell = self.visualRect(self.lines.index(place, 0))
            if cell.isValid() and event.rect().intersects(cell):
                _paint_tick(painter, QRectF(cell), on=row.on)
        painter.end()

    def currentChanged(self, current: Any, previous: Any) -> None:
        """Tell which one it is."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.moved.emit(self.lines.rows[current.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space is the tick."""
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.tick(self.currentIndex().row())
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)

    def tick(self, place: int) -> None:
        """Go there, or not."""
        row = self.lines.rows[place]
        row.on = not row.on
        self.lines.dataChanged.emit(self.lines.index(place, 0), self.lines.index(place, 0))
        self.ticked.emit()


def _paint_tick(painter: QPainter, cell: QRectF, *, on: bool) -> None:
    """A box as those of forms, ticked where one goes."""
    side = theme.px(16)
    box = QRectF(cell.left() + theme.px(12), cell.center().y() - side / 2, side, side)
    painter.setPen(QPen(theme.colour("accent_fill" if on else "edge"), 1))
    painter.setBrush(theme.colour("accent_fill" if on else "surface"))
    painter.drawRoundedRect(box, theme.px(3), theme.px(3))
    if on:
        paint_icon(painter, box.adjusted(1, 1, -1, -1), "check", "on_accent")


class PlanPane(QFrame):
    """The page."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._off: set[int] = set()
        self.count = Label("", "label", "text2")
        self.reasons: dict[Why, Button] = {}
        self.days = Segmented([(days, _(words)) for days, words in _DAYS], 14)
        self.whose = Segmented([(False, _("全部")), (True, _("我的"))])
        self.building = ReferenceEditor(_BUILDING, lookup_of(context), self)
        self.building.box.setPlaceholderText(_("哪幢楼：拼音、首字母"))
        self.lines = Lines(_columns(), context.guest, self)
        self.table = StopsTable(self.lines, self, title="name")
        self.table.setAccessibleName(_("走访计划"))
        self.side = BeforePane(context, self, named=True)
        self.record, self.route = outline(_("登记走访"), "walk"), primary(_("打印路线"), "print")
        self._empty = EmptyState(
            "walk", _("眼下没有要走访的"), _("放宽期限，或者加上「久未走访」；必访到期、约好的日子到了会自己列在这里")
        )
        self._reading = Reading(context, self, self._ask)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 16, 0)
        head.setSpacing(10)
        head.addWidget(Label(_("走访计划"), "title"))
        head.addWidget(self.count, 1)
        head.addWidget(self.record)
        head.addWidget(self.route)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addLayout(head)
        left.addWidget(self._filters())
        left.addWidget(self.table, 1)
        left.addWidget(self._empty, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(Hairline(vertical=True))
        layout.addWidget(self.side)
        self._fit()

    def _filters(self) -> QWidget:
        """Every filter; where there is no room for all of them in one line, they go on in the next."""
        holder = QWidget(self)
        holder.setContentsMargins(20, 0, 16, 0)
        row = FlowLayout(holder)
        for why in _OFFERED:
            button = Button(_(why.value), "segment")
            button.setProperty("end", "only")
            button.setCheckable(True)
            button.setChecked(why is not Why.LONG)
            button.clicked.connect(self._ask)
            self.reasons[why] = button
            row.addWidget(button)
        for part in (self.days, self.whose, self.building):
            row.addWidget(part)
        return holder

    def _connect(self) -> None:
        self.days.chosen.connect(self._ask)
        self.whose.chosen.connect(self._ask)
        self.building.changed.connect(self._ask)
        self.table.chosen.connect(self._open)
        self.table.moved.connect(self._before)
        self.table.ticked.connect(self._counted)
        self.table.entered_row.connect(self._record)
        self.record.clicked.connect(self._record)
        self.route.clicked.connect(self.print)
        self.record.setVisible(self._context.services.access.may(Right.WORK))
        self.route.setVisible(self._context.has("print"))
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self.side.setFixedWidth(theme.px(_SIDE))
        self.building.setFixedWidth(theme.px(_BUILDING_WIDTH))
        self._share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page before a visit stands beside the list where there is room for both."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        self.side.setVisible(self.width() >= theme.px(_BESIDE))

    # -- reading -------------------------------------------------------------------------------

    def query(self) -> PlanQuery:
        """What is asked for."""
        stations = self._context.services.stations
        actor = stations.actor() if self.whose.value else None
        return PlanQuery(
            within=int(str(self.days.value)),
            reasons=frozenset(why for why, button in self.reasons.items() if button.isChecked()),
            building_id=self.building.value(),
            account_id=actor.id if actor is not None else None,
        )

    def _ask(self, *_ignored: object) -> None:
        if self.building.problem():
            return
        visits, query = self._context.services.visits, self.query()
        self._reading.ask(lambda _control: visits.plan(query), self._show)

    def _show(self, route: Route) -> None:
        shown = self.lines.rows[self.table.currentIndex().row()] if self.table.currentIndex().isValid() else None
        rows = [Ticked(building.name, stop) for building in route.buildings for stop in building.stops]
        for row in rows:
            row.on = row.stop.enterprise_id not in self._off
        self._left_out = route.left_out
        self.lines.put(rows)
        for part in (self.table, self.side, self.record, self.route):
            part.setEnabled(bool(rows))
        self.table.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        if not rows:
            self.side.put(None)
        known = shown.stop.enterprise_id if shown is not None else None
        place = next((n for n, row in enumerate(rows) if row.stop.enterprise_id == known), 0)
        if rows:
            self.table.setCurrentIndex(self.lines.index(place, 0))
        self._counted()

    def _counted(self) -> None:
        rows = self.lines.rows
        self._off = (self._off - {row.stop.enterprise_id for row in rows}) | {
            row.stop.enterprise_id for row in rows if not row.on
        }
        going = [row for row in rows if row.on]
        buildings = len({row.building for row in going})
        words = _("去 {count} 家，{buildings} 处楼宇").format(count=len(going), buildings=buildings)
        late = sum(row.stop.late for row in going)
        words += _("，{late} 家已超期").format(late=late) if late else ""
        words += _("；另有 {count} 家没列出，请缩小范围").format(count=self._left_out) if self._left_out else ""
        self.count.setText(words if rows else "")
        self.route.setEnabled(bool(going))

    # -- one of them ---------------------------------------------------------------------------

    def _before(self, row: Ticked) -> None:
        visits, key = self._context.services.visits, row.stop.enterprise_id
        self._context.tasks.read(self, lambda _control: visits.prepare(key), partial(self._prepared, key))

    def _prepared(self, key: int, before: Before) -> None:
        current = self.table.currentIndex()
        if current.isValid() and self.lines.rows[current.row()].stop.enterprise_id == key:
            self.side.put(before)

    def _open(self, row: Ticked, name: str) -> None:
        if name == "on":
            self.table.tick(self.lines.rows.index(row))
        elif name == "name":
            self._context.open_record("enterprises", row.stop.enterprise_id)

    def _record(self) -> None:
        current: QModelIndex = self.table.currentIndex()
        if current.isValid():
            self._context.launch("visit", enterprise_id=self.lines.rows[current.row()].stop.enterprise_id)

    def print(self) -> None:
        """The route of those that are ticked, with a blank form for each."""
        visits, ids = self._context.services.visits, [row.stop.enterprise_id for row in self.lines.rows if row.on]
        self._context.tasks.read(self, lambda _control: visits.words_for(ids), self._print)

    def _print(self, firms: str) -> None:
        self._context.launch("print", paper="visit-route", options={"firms": firms})
