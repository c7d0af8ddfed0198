"""The sub-tab 场地: the grid, what is above it, and what it leads to."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QScrollArea, QStackedWidget, QVBoxLayout

from louyu_desktop.errors import InvalidRecordError, LouyuError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.room_copies import Problem, RoomGrid, Taken
from louyu_desktop.text import N_, _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.activities.calendar.sentence import Sentence
from louyu_desktop.ui.activities.calendar.words import title_of
from louyu_desktop.ui.activities.rooms import words
from louyu_desktop.ui.activities.rooms.axis import DAY, Wish
from louyu_desktop.ui.activities.rooms.booking import BookingDialog
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
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_VIEW = "rooms/view"
_SOON_MS, _MINUTE_MS, _REST_MS = 30, 60_000, 120
_DECISIONS = (("确认", N_("确认这次预约")), ("拒绝", N_("拒绝")), ("已用", N_("记为已用")), ("爽约", N_("记为爽约")), ("取消", N_("取消这次预约")))


class RoomsPage(QFrame):
    """Reads anew when something changed, each minute that it is seen, and when other days are asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._context = context
        self._may = may_change(context.services, "bookings")
        self._turn, self._stale = 0, True
        kept = str(context.preferences.get(_VIEW, "day"))
        self.view_name = kept if kept in {"day", "week"} else "day"
        self.day = self._now().date()
        self.message = MessageBar()
        self.view = RoomsView()
        self.view.changeable = self._may
        self._lay_out()
        self.sentence = Sentence(self._stack)
        self._timers()
        self._connect()
        self.show_view(self.view_name)

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self.view)
        self._scroll.verticalScrollBar().valueChanged.connect(self.view.update)
        begin = primary(_("新建功能区"), "plus")
        begin.clicked.connect(self._new_room)
        begin.setVisible(self._may)
        self.empty = EmptyState("grid", _("还没有场地"), _("先在「楼宇」的功能区里登记站点的房间，这里就能看到谁在用"), begin)
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
        self.views = Segmented([("day", _("日")), ("week", _("周"))], self.view_name)
        self.new = primary(_("登记预约"), "plus")
        self.close_room = outline(_("停用场地"), "pause")
        self.register = outline(_("使用登记表"), "print")
        row = QHBoxLayout(head)
        row.setContentsMargins(20, 10, 16, 8)
        row.setSpacing(8)
        back, forth = IconButton("left", _("前一页"), "PgUp"), IconButton("right", _("后一页"), "PgDown")
        today = outline(_("今天"), small=True)
        back.clicked.connect(partial(self._turned, -1))
        forth.clicked.connect(partial(self._turned, 1))
        today.clicked.connect(self.go_home)
        for widget in (self.title, back, today, forth):
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

    def _timers(self) -> None:
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.read)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    def _connect(self) -> None:
        self.views.chosen.connect(self.show_view)
        self.new.clicked.connect(self.begin_here)
        self.close_room.clicked.connect(self._close_here)
        self.register.clicked.connect(self._print)
        self.view.wished.connect(self.wished)
        self.view.opened.connect(self.open)
        self.view.hinted.connect(self._hinted)
        self.view.refused.connect(partial(self.message.show, "info"))
        self.view.asked.connect(self._show_menu)
        self.view.cursor_moved.connect(self._follow)
        self._context.bus.changed.connect(self._changed)
        bind(self, "refresh", self.read, within=True)
        bind(self, "calendar-today", self.go_home, within=True)
        bind(self, "calendar-previous", partial(self.turn, -1), within=True)
        bind(self, "calendar-next", partial(self.turn, 1), within=True)
        for name in ("week", "day"):
            bind(self, f"calendar-{name}", partial(self.show_view, name), within=True)
        if self._may:
            bind(self, "new", self.begin_here, within=True)

    # -- which days ----------------------------------------------------------------------------

    def show_view(self, name: object) -> None:
        """The day or its week."""
        self.view_name = str(name)
        self._context.preferences.set(_VIEW, self.view_name)
        self.views.choose(self.view_name)
        self.read()
        self.view.setFocus()

    def _turned(self, by: int, _checked: bool = False) -> None:
        self.turn(by)

    def turn(self, by: int) -> None:
        """A day or a week on or back."""
        self.day += DAY * by * (1 if self.view_name == "day" else 7)
        self.read()

    def go_home(self) -> None:
        """Today."""
        self.day = self._now().date()
        self.read()
        self.view.setFocus()

    def _now(self) -> dt.datetime:
        return dt.datetime.now(SHANGHAI)

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> None:
        """The rooms of these days."""
        self._soon.stop()
        self._stale = False
        self._turn += 1
        first = self.day if self.view_name == "day" else self.day - DAY * self.day.weekday()
        last = first if self.view_name == "day" else first + DAY * 6
        rooms, now = self._context.services.rooms, self._now()
        self._context.tasks.read(
            self, lambda _c: rooms.grid(first, last, now), partial(self._arrived, self._turn), self._trouble
        )

    def _arrived(self, turn: int, grid: RoomGrid) -> None:
        if turn != self._turn or self.view.hand is not None:
            return
        now = self._now()
        self.title.setText(title_of(grid.first, grid.last, self.view_name, now.year))
        self._stack.setCurrentWidget(self._scroll if grid.rooms else self.empty)
        asked = sum(not one.confirmed for one in grid.taken)
        parts = [_("使用 {count} 次").format(count=len(grid.taken))]
        parts += [_("待确认 {count} 次").format(count=asked)] if asked else []
        parts += [grid.holidays[0]] if self.view_name == "day" and grid.holidays[0] else []
        self.hint.setText("·".join(parts))
        self.view.put(grid, now)

    def _trouble(self, error: Exception) -> None:
        self._stale = True
        report(self, error)

    def _changed(self, _changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _tick(self) -> None:
        if self.isVisible() and self.view.hand is None:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def _follow(self, at: QPointF) -> None:
        self._scroll.ensureVisible(int(at.x()), int(at.y()), 0, theme.px(60))

    # -- in hand -------------------------------------------------------------------------------

    def _hinted(self, wish: Wish | None) -> None:
        """Said at once; a moment later what stands against it."""
        if wish is None or self.view.grid is None:
            self._rest.stop()
            self.sentence.say("")
            return
        said = words.wish_words(self.view.grid, wish, self._now().date())
        other = self.view.clash
        trouble = _("那时候已有「{title}」").format(title=other.title) if other else ""
        self.sentence.say(said, trouble, forbids=other is not None)
        self._rest.start()

    def _ask(self) -> None:
        wish = self.view.hand
        if wish is None:
            return
        kind, but, rooms = "bookings", None, self._context.services.rooms
        found = {"facility_id": wish.room_id, "starts_at": wish.starts_at, "ends_at": wish.ends_at, "state": "确认"}
        if wish.taken is not None:
            kind, but = wish.taken.kind, wish.taken.id
            people = {"activities": "capacity", "bookings": "people"}[kind]
            found |= {"venue_id": wish.room_id, people: wish.taken.people, "setup_minutes": wish.taken.setup,
                      "clear_minutes": wish.taken.clear}  # fmt: skip
        self._context.tasks.read(self, lambda _c: rooms.problems(kind, found, but), partial(self._told, wish))

    def _told(self, wish: Wish, problems: tuple[Problem, ...]) -> None:
        if self.view.hand == wish and problems:
            self.sentence.say(self.sentence.text, problems[0].sentence, forbids=problems[0].refuses)

    def wished(self, wish: Wish) -> None:
        """Something new is asked about, something that was there is moved."""
        if wish.taken is None:
            self.begin(wish)
            return
        taken, rooms, grid = wish.taken, self._context.services.rooms, self.view.grid
        where = words.name_of(grid, wish.room_id) if grid is not None else ""

        def done(_nothing: object) -> None:
            self.view.drop()
            said = _("「{title}」已改到{room} {times}").format(
                title=taken.title, room=where, times=words.times(wish.starts_at, wish.ends_at)
            )
            self.message.show("ok", said)
            self._soon.start()

        self._context.tasks.write(
            self, lambda _c: rooms.move(taken.kind, taken.id, wish.room_id, wish.starts_at, wish.ends_at), done,
            self._not_moved,
        )  # fmt: skip

    def _not_moved(self, error: Exception) -> None:
        """Said in the pane; what was carried stands where it was."""
        self.view.drop()
        self.read()
        if isinstance(error, InvalidRecordError):
            self.message.show("warn", "；".join(error.problems.values()))
        elif isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)

    # -- what it leads to ----------------------------------------------------------------------

    def begin_here(self) -> None:
        """A new booking where the cursor is."""
        wish = self.view.here()
        if wish is not None:
            self.begin(wish)

    def begin(self, wish: Wish) -> None:
        """A new booking of a room at a time."""
        if self._may and self.view.grid is not None:
            dialog = BookingDialog(self._context, self.view.grid, wish, self)
            dialog.finished.connect(self.view.drop)
            dialog.open()

    def open(self, taken: Taken) -> None:
        """The record of an activity or a booking."""
        self._context.open_record(taken.kind, taken.id)

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

    def _show_menu(self, taken: Taken | None, at: QPoint) -> None:
        self.menu(taken).popup(at)

    def menu(self, taken: Taken | None) -> QMenu:
        """What can be done with what stands there, or where nothing does."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if taken is None:
            if self._may:
                menu.addAction(_("在这里登记预约…")).triggered.connect(self.begin_here)
                menu.addAction(_("在这里新建活动…")).triggered.connect(self._new_activity)
                menu.addAction(_("停用这个场地…")).triggered.connect(self._close_here)
            return menu
        menu.addAction(unmarked(_("打开「{title}」").format(title=taken.title))).triggered.connect(
            partial(self._open, taken)
        )
        if self._may and taken.kind == "bookings":
            menu.addSeparator()
            for state, label in _DECISIONS:
                if state != taken.state:
                    menu.addAction(_(label)).triggered.connect(partial(self._decide, taken.id, state))
        return menu

    def _open(self, taken: Taken, _checked: bool = False) -> None:
        self.open(taken)

    def _new_activity(self) -> None:
        wish, grid = self.view.here(), self.view.grid
        if wish is not None and grid is not None:
            given = {"venue_id": wish.room_id, "venue_id:label": words.name_of(grid, wish.room_id)}
            self._context.new_record("activities", "", starts_at=wish.starts_at, ends_at=wish.ends_at, **given)

    def _decide(self, key: int, state: str, _checked: bool = False) -> None:
        rooms = self._context.services.rooms
        self._context.tasks.write(self, lambda _c: rooms.decide(key, state), lambda _n: self._soon.start(),
                                  self._not_moved)  # fmt: skip

    def perform(self, action_id: str) -> bool:
        """Ctrl+P prints the register of rooms."""
        if action_id == "print" and self._context.has("print"):
            self._print()
            return True
        return False
