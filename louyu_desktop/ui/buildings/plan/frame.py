"""The frame of the floor plan: ways of colouring, day, zoom, legend, plan or list, and the panel at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.plan.legend import Legend
from louyu_desktop.ui.buildings.plan.panel import SidePanel
from louyu_desktop.ui.buildings.plan.twin import TwinTable
from louyu_desktop.ui.buildings.plan.view import FloorsView
from louyu_desktop.ui.fields.editors import DateEditor
from louyu_desktop.ui.parts import EmptyState, IconButton, Label, MessageBar, Segmented, primary
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.floor_copies import FloorPlan
    from louyu_desktop.ui.context import Context

ZOOMS = (0.65, 0.8, 1.0, 1.3, 1.7)
_WAY, _ZOOM, _LIST = "floors/way", "floors/zoom", "floors/list"


class FloorFrame(QFrame):
    """Everything that stands around the plan; a person who may not change anything has no way to."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._may = may_change(context.services, "occupancies")
        self._ways = tuple(way for way in tints.WAYS if self._sees(way))
        keys = [way.key for way in self._ways]
        kept = str(context.preferences.get(_WAY, keys[0]))
        self.way = kept if kept in keys else keys[0]
        self.zoom = min(max(int(context.preferences.get(_ZOOM, ZOOMS.index(1.0))), 0), len(ZOOMS) - 1)
        self.as_list = bool(context.preferences.get(_LIST, False))
        self.message = MessageBar()
        self.view = FloorsView()
        self.view.changeable = self._may
        self.view.look(way=self.way, guests=context.guest.on)
        self.twin = TwinTable(keys, context.guest, self)
        self.legend = Legend()
        self.panel = SidePanel(context, self, changeable=self._may)
        self._lay_out()
        self.setFocusProxy(self.view)
        self.setObjectName("floor-plan")

    def _sees(self, way: tints.Way) -> bool:
        services = self._context.services.records
        kinds = {entity.kind for entity in services.kinds()}
        if "enterprises" not in kinds or (way.kind and way.kind not in kinds):
            return False
        return not way.field or way.field in {field.name for field in services.entity("enterprises").fields}

    def _lay_out(self) -> None:
        self.holder = QScrollArea()
        self.holder.setWidgetResizable(True)
        self.holder.setFrameShape(QFrame.Shape.NoFrame)
        self.holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.holder.setWidget(self.view)
        self.begin_with = primary(_("登记入驻"), "plus")
        if not self._may:  # shown before it has a parent it would open a window
            self.begin_with.hide()
        self.empty = EmptyState(
            "building", _("这幢楼还没有楼层"), _("登记第一家入驻的企业，或者在「单元」里加楼层和室号，这里就画出楼层图"), self.begin_with
        )
        self.stack = QStackedWidget()
        for widget in (self.holder, self.twin, self.empty):
            self.stack.addWidget(widget)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(self._tools())
        left.addWidget(self.legend)
        left.addWidget(self.message)
        left.addWidget(self.stack, 1)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(self.panel.edge)
        whole.addWidget(self.panel)

    def _tools(self) -> QHBoxLayout:
        self.ways = Segmented([(way.key, _(way.label)) for way in self._ways], self.way)
        self.ways.setAccessibleName(_("着色"))
        self.day = DateEditor(Field(name="on", label=N_("看哪一天"), kind=Kind.DATE), self)
        self.day.put(dates.today())
        self.day.setAccessibleName(_("看哪一天"))
        self.day.setToolTip(_("看哪一天的楼层图：以后的日子会画出已经登记的搬迁"))
        self.list_button = IconButton("list", _("看列表"))
        self.out_button = IconButton("zoom-out", _("缩小"), "Ctrl+-")
        self.zoom_label = Label("", "hint", parent=self)
        self.in_button = IconButton("zoom-in", _("放大"), "Ctrl++")
        row = QHBoxLayout()
        row.setContentsMargins(20, 8, 10, 4)
        row.setSpacing(6)
        self._words = Label(_("着色"), "label", parent=self)
        row.addWidget(self._words)
        row.addWidget(self.ways)
        row.addStretch(1)
        for widget in (self.day, self.list_button, self.out_button, self.zoom_label, self.in_button):
            row.addWidget(widget)
        self._fit()
        theme.changed.connect(self._fit)
        return row

    def _fit(self) -> None:
        """Large letters leave no room for what the rest says as well."""
        self.day.setFixedWidth(theme.px(104))
        for label in (self._words, self.zoom_label):
            label.setVisible(theme.scale <= 1)

    # -- how it is looked at -------------------------------------------------------------------

    def keep_way(self, way: str) -> None:
        """Remember what it is coloured by."""
        self.way = way
        self._context.preferences.set(_WAY, way)
        self.ways.choose(way)

    def keep_zoom(self, step: int) -> None:
        """Larger or smaller, and remember it; 0 shows it as it is."""
        self.zoom = min(max(self.zoom + step, 0), len(ZOOMS) - 1)
        self._context.preferences.set(_ZOOM, self.zoom)
        self.zoom_label.setText(f"{ZOOMS[self.zoom] * 100:.0f}%")
        self.out_button.setEnabled(self.zoom > 0)
        self.in_button.setEnabled(self.zoom < len(ZOOMS) - 1)
        self.view.set_zoom(ZOOMS[self.zoom])

    def keep_list(self, as_list: bool) -> None:
        """Plan or list, and remember which."""
        self.as_list = as_list
        self._context.preferences.set(_LIST, as_list)
        self.list_button.set_icon("building" if as_list else "list")
        self.list_button.set_tip(_("看楼层图") if as_list else _("看列表"))

    def follow(self, rect: QRectF) -> None:
        """Keep a place in sight."""
        at = rect.center()
        self.holder.ensureVisible(int(at.x()), int(at.y()), theme.px(60), int(rect.height() / 2) + theme.px(16))

    def page_of(self, plan: FloorPlan) -> QWidget:
        """What is to be seen: the plan, its list, or how to begin."""
        if not plan.floors:
            return self.empty
        return self.twin if self.as_list else self.holder
