"""The frame of the sub-tab 场地: what stands above the grid, and what stands there while there are no rooms."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.text import _
from louyu_desktop.ui.activities.rooms import words
from louyu_desktop.ui.activities.rooms.view import RoomsView
from louyu_desktop.ui.parts import (
    ElidedLabel,
    EmptyState,
    IconButton,
    Label,
    MessageBar,
    Segmented,
    outline,
    primary,
)
from louyu_desktop.ui.sentence import Sentence
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_VIEW = "rooms/view"


class RoomsFrame(QFrame):
    """Title, days, buttons, message and grid; a person who may not change anything has no buttons for it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._context = context
        self._may = may_change(context.services, "bookings")
        kept = str(context.preferences.get(_VIEW, "day"))
        self.view_name = kept if kept in {"day", "week"} else "day"
        self.message = MessageBar()
        self.view = RoomsView()
        self.view.changeable = self._may
        self._lay_out()
        self.sentence = Sentence(self._stack)

    def keep_view(self, name: str) -> None:
        """Remember whether it is the day or the week."""
        self.view_name = name
        self._context.preferences.set(_VIEW, name)
        self.views.choose(name)

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._scroll.verticalScrollBar().valueChanged.connect(self.view.update)
        self.begin_with = primary(_("新建功能区"), "plus")
        self.begin_with.setVisible(self._may)
        self.empty = EmptyState("grid", _("还没有场地"), _("先在「楼宇」的功能区里登记站点的房间，这里就能看到谁在用"), self.begin_with)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._scroll)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head())
        layout.addWidget(self.message)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.view)

    def _head(self) -> QFrame:
        head = QFrame()
        head.setProperty("bar", "head")
        self.title = Label("", "title")
        self.hint = ElidedLabel("", "hint")
        self.views = Segmented([("day", _("按日")), ("week", _("按周"))], self.view_name)
        self.new = primary(_("登记预约"), "plus")
        self.close_room = outline(_("停用场地"), "pause")
        self.register = outline(_("使用登记表"), "print")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 10, 16, 8)
        row.setSpacing(8)
        self.back, self.forth = IconButton("left", _("前一页"), "PgUp"), IconButton("right", _("后一页"), "PgDown")
        self.today = outline(_("今天"), small=True)
        for widget in (self.title, self.back, self.today, self.forth):
            row.addWidget(widget)
        row.addSpacing(8)
        row.addWidget(self.views)
        row.addWidget(self.hint, 1)
        for button in (self.register, self.close_room, self.new):
            row.addWidget(button)
        self.new.setVisible(self._may)
        self.close_room.setVisible(self._may)
        self.register.setVisible(self._context.has("print"))
        return head

    def _now(self) -> dt.datetime:
        return dt.datetime.now(SHANGHAI)

    def _follow(self, at: QPointF) -> None:
        self._scroll.ensureVisible(int(at.x()), int(at.y()), 0, theme.px(60))

    def _new_room(self) -> None:
        self._context.new_record("facilities")

    def _close_here(self) -> None:
        wish, grid = self.view.here(), self.view.grid
        if wish is not None and grid is not None:
            label = words.name_of(grid, wish.room_id)
            given = {"facility_id": wish.room_id, "facility_id:label": label}
            self._context.new_record("blackouts", "", starts_at=wish.starts_at, ends_at=wish.ends_at, **given)

    def _print(self) -> None:
        self._context.launch("print", paper="room-register")

    def _new_activity(self) -> None:
        wish, grid = self.view.here(), self.view.grid
        if wish is not None and grid is not None:
            given = {"venue_id": wish.room_id, "venue_id:label": words.name_of(grid, wish.room_id)}
            self._context.new_record("activities", "", starts_at=wish.starts_at, ends_at=wish.ends_at, **given)
