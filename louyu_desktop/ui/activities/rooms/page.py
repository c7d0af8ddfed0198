"""The sub-tab 场地: the grid, what is above it, and what it leads to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu

from louyu_desktop.errors import InvalidRecordError, LouyuError
from louyu_desktop.services.room_copies import Problem, RoomGrid, Taken
from louyu_desktop.text import N_, _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.activities.calendar.words import title_of
from louyu_desktop.ui.activities.rooms import words
from louyu_desktop.ui.activities.rooms.axis import DAY, Wish
from louyu_desktop.ui.activities.rooms.booking import BookingDialog
from louyu_desktop.ui.activities.rooms.frame import RoomsFrame
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_SOON_MS, _MINUTE_MS, _REST_MS = 30, 60_000, 120
_DECISIONS = (
    ("确认", N_("确认这次预约")), ("拒绝", N_("拒绝")), ("已用", N_("记为已用")), ("爽约", N_("记为爽约")),
    ("取消", N_("取消这次预约")),
)  # fmt: skip


class RoomsPage(RoomsFrame):
    """Reads anew when something changed, each minute that it is seen, and when other days are asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.day = self._now().date()
        self._timers()
        self._connect()
        self.show_view(self.view_name)

    def _timers(self) -> None:
        self.reading = Reading(self._context, self, self.read, soon=_SOON_MS)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    def _connect(self) -> None:
        self.back.clicked.connect(partial(self._turned, -1))
        self.forth.clicked.connect(partial(self._turned, 1))
        self.today.clicked.connect(self.go_home)
        self.begin_with.clicked.connect(self._new_room)
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
        self.keep_view(str(name))
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

    # -- reading -------------------------------------------------------------------------------

    def read(self) -> None:
        """The rooms of these days."""
        first = self.day if self.view_name == "day" else self.day - DAY * self.day.weekday()
        last = first if self.view_name == "day" else first + DAY * 6
        rooms, now = self._context.services.rooms, self._now()
        self.reading.ask(lambda _c: rooms.grid(first, last, now), self._arrived)

    def _arrived(self, grid: RoomGrid) -> None:
        if self.view.hand is not None:
            self.reading.stale = True
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

    def _tick(self) -> None:
        if self.isVisible() and self.view.hand is None:
            self.read()

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
            self.reading.begin()

        self._context.tasks.write(
            self, lambda _c: rooms.move(taken.kind, taken.id, wish.room_id, wish.starts_at, wish.ends_at), done,
            self._not_moved,
        )  # fmt: skip

    def _not_moved(self, error: Exception) -> None:
        """Said in the pane; what was carried stands where it was."""
        self.view.drop()
        self.read()
        if isinstance(error, InvalidRecordError):
            self.message.show("warn", _("；").join(error.problems.values()))
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

    def _decide(self, key: int, state: str, _checked: bool = False) -> None:
        rooms = self._context.services.rooms
        self._context.tasks.write(self, lambda _c: rooms.decide(key, state), lambda _n: self.reading.begin(),
                                  self._not_moved)  # fmt: skip

    def perform(self, action_id: str) -> bool:
        """Ctrl+P prints the register of rooms."""
        if action_id == "print" and self._context.has("print"):
            self._print()
            return True
        return False
