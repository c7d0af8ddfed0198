"""The sub-tab 日历: the views, what is above and beside them, and what they lead to."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.calendar_copies import AgendaEvent, Coming, Figures, Sheet, Wanted
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.activities.calendar import days, words
from louyu_desktop.ui.activities.calendar.deeds import Deeds
from louyu_desktop.ui.activities.calendar.foresight import Foresight
from louyu_desktop.ui.activities.calendar.head import Head
from louyu_desktop.ui.activities.calendar.hours import HoursPane
from louyu_desktop.ui.activities.calendar.month import MonthView
from louyu_desktop.ui.activities.calendar.side import WIDTH, Side
from louyu_desktop.ui.activities.calendar.view import CalendarView
from louyu_desktop.ui.parts import Hairline, MessageBar
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sentence import Sentence
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_VIEW = "calendar/view"
_SOON_MS, _MINUTE_MS, _ARROWS_MS = 30, 60_000, 120
_BESIDE, _LEAST, _SHARE = 940, 280, 0.2725


class CalendarPage(QFrame):
    """Reads anew when something changed, each minute that it is seen, and when other days are asked for."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self._context = context
        self._agenda = context.services.agenda
        self._may = may_change(context.services, "activities")
        self._turn = 0
        self._stale = True
        self._said_nothing = False
        self.wanted = Wanted()
        types = context.services.records.entity("activities").field("type").choices
        self.head = Head(types, may_new=self._may, may_export=context.services.access.may(Right.EXPORT))
        self.message = MessageBar()
        self.month, self.hours = MonthView(), HoursPane()
        self.side = Side(context, may_new=self._may)
        self.deeds = Deeds(context, self, self, may_change=self._may)
        kept = str(context.preferences.get(_VIEW, "month"))
        self.view_name = kept if kept in {"month", "week", "day"} else "month"
        self.day = self._shown = self._now().date()
        self._lay_out()
        self.foresight = Foresight(context, Sentence(self._stack), self)
        self._connect()
        self._bind()
        self.show_view(self.view_name)

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self.month)
        self._stack.addWidget(self.hours)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addWidget(self.head)
        left.addWidget(self.message)
        left.addWidget(self._stack, 1)
        self._line = Hairline(vertical=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(left, 1)
        layout.addWidget(self._line)
        layout.addWidget(self.side)
        self.setFocusProxy(self.month)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the calendar, it stands alone."""
        super().resizeEvent(event)
        beside = self.width() >= theme.px(_BESIDE)
        self.side.setFixedWidth(max(theme.px(_LEAST), min(theme.px(WIDTH), int(self.width() * _SHARE))))
        self.side.setVisible(beside)
        self._line.setVisible(beside)

    def _connect(self) -> None:
        context = self._context
        for view in (self.month, self.hours.view):
            view.changeable = self._may
            view.day_chosen.connect(self._day_chosen)
            view.opened.connect(self.deeds.open)
            view.day_opened.connect(self.open_day)
            view.begun.connect(self.deeds.begin)
            view.moved.connect(self.deeds.move)
            view.carrying.connect(partial(self.foresight.say, view))
            view.refused.connect(partial(self.message.show, "info"))
            view.asked.connect(self.deeds.show_menu)
        self.head.turned.connect(self.turn)
        self.head.home.connect(self.go_home)
        self.head.viewed.connect(self.show_view)
        self.head.filtered.connect(self._filtered)
        self.head.figures.wanted.connect(self.deeds.open_figure)
        self.head.new.clicked.connect(self.deeds.begin_here)
        self.head.export.clicked.connect(self.deeds.export)
        self.side.opened.connect(self.deeds.open)
        self.side.printed.connect(self.deeds.print)
        self.side.signing.connect(self.deeds.sign_in)
        context.bus.changed.connect(self._changed)
        self._soon = QTimer(self, singleShot=True, interval=_SOON_MS)
        self._soon.timeout.connect(self.read)
        self._arrows = QTimer(self, singleShot=True, interval=_ARROWS_MS)
        self._arrows.timeout.connect(self._read_side)
        self._minute = QTimer(self, interval=_MINUTE_MS)
        self._minute.timeout.connect(self._tick)
        self._minute.start()

    def _bind(self) -> None:
        bind(self, "refresh", self.read, within=True)
        bind(self, "calendar-today", self.go_home, within=True)
        bind(self, "calendar-previous", partial(self.turn, -1), within=True)
        bind(self, "calendar-next", partial(self.turn, 1), within=True)
        for name in ("month", "week", "day"):
            bind(self, f"calendar-{name}", partial(self.show_view, name), within=True)
        if self._may:
            bind(self, "new", self.deeds.begin_here, within=True)

    # -- which days ----------------------------------------------------------------------------

    @property
    def view(self) -> CalendarView:
        """The one that is shown."""
        return self.month if self.view_name == "month" else self.hours.view

    def show_view(self, name: object) -> None:
        """The month, the week or the day of the cursor."""
        self.view_name = str(name)
        self._context.preferences.set(_VIEW, self.view_name)
        self.head.views.choose(self.view_name)
        self._stack.setCurrentWidget(self.month if self.view_name == "month" else self.hours)
        self.setFocusProxy(self.view)
        self._go(self.day)
        self.view.setFocus()

    def turn(self, by: int) -> None:
        """A month, a week or a day on or back."""
        self._go(days.turned(self.day, self.view_name, by))

    def go_home(self) -> None:
        """Today."""
        self._go(self._now().date())
        self.view.setFocus()

    def _go(self, day: dt.date) -> None:
        self.day = self._shown = day
        self.view.choose_day(day)
        self.read()

    def _day_chosen(self, day: dt.date) -> None:
        """The cursor went; to days that are not shown it takes the page along."""
        self.day = day
        sheet = self.view.sheet
        if sheet is None or not sheet.first <= day <= sheet.last:
            self._shown = day
            self._soon.start()
        self._arrows.start()

    @property
    def event_in_hand(self) -> AgendaEvent | None:
        """The activity under the cursor, else the one that is chosen beside the calendar."""
        return self.view.chosen or self.side.event_in_hand

    def open_day(self, day: dt.date) -> None:
        """The hours of a day."""
        self.day = day
        self.show_view("day")

    # -- reading -------------------------------------------------------------------------------

    def _now(self) -> dt.datetime:
        return dt.datetime.now(SHANGHAI)

    def read(self) -> None:
        """The days, their numbers, and what comes next."""
        self._soon.stop()
        self._stale = False
        self._turn += 1
        turn, agenda, day, wanted = self._turn, self._agenda, self._shown, self.wanted
        ask = {"month": agenda.month, "week": agenda.week, "day": agenda.day}[self.view_name]
        self._context.tasks.read(self, lambda _c: ask(day, wanted), partial(self._arrived, turn), self._trouble)
        self._read_side()

    def _arrived(self, turn: int, sheet: Sheet) -> None:
        if turn != self._turn:
            return
        now = self._now()
        if self.view_name == "month":
            self.month.put(sheet, now)
        else:
            self.hours.put(sheet, now)
        self.view.choose_day(self.day, self.view.chosen)
        self.head.say(words.title_of(sheet.first, sheet.last, self.view_name, now.year), self.view_name)
        unknown = _("{years} 年放假安排还没有公布").format(years=_("、").join(str(year) for year in sheet.unknown))
        self.head.hint.setText(unknown if sheet.unknown else "")
        self._say_if_nothing(sheet)
        first, last = self.counted()
        agenda, wanted = self._agenda, self.wanted
        self._context.tasks.read(
            self, lambda _c: agenda.figures(first, last, wanted), partial(self._figures, turn), self._trouble
        )
        self._context.tasks.read(self, lambda _c: agenda.places(), self.head.offer, self._trouble)

    def counted(self) -> tuple[dt.date, dt.date]:
        """The days that the numbers count."""
        sheet = self.view.sheet
        first, last = (sheet.first, sheet.last) if sheet else (self._shown, self._shown)
        return days.counted(first, last, self.view_name)

    def _say_if_nothing(self, sheet: Sheet) -> None:
        """A filter that leaves nothing is said."""
        nothing = self.wanted != Wanted() and not sheet.events
        if nothing:
            self.message.show("info", _("这几天没有符合筛选的活动"), _("清除筛选"), self.head.clear)
        elif self._said_nothing:
            self.message.hide()
        self._said_nothing = nothing

    def _figures(self, turn: int, figures: Figures) -> None:
        if turn == self._turn:
            self.head.figures.put(figures, self.view_name)

    def _read_side(self) -> None:
        self._arrows.stop()
        agenda, day, wanted = self._agenda, self.day, self.wanted
        self._context.tasks.read(self, lambda _c: agenda.coming(day, wanted), self._coming, self._trouble)

    def _coming(self, coming: Coming) -> None:
        if coming.first == self.day:
            self.side.put(coming, self._now().date(), filtered=self.wanted != Wanted())
            if self.view.chosen is not None:
                self.side.list.choose(self.view.chosen.id)

    def _trouble(self, error: Exception) -> None:
        self._stale = True
        report(self, error)

    def _changed(self, _changes: object) -> None:
        """Read at once only where somebody looks: while the desk stands before it, each sign-in has the machine."""
        self._stale = True
        if self.isVisible() and self.isActiveWindow():
            self._soon.start()

    def event(self, event: QEvent) -> bool:
        """Read what changed meanwhile when the window comes to the front."""
        if event.type() == QEvent.Type.WindowActivate and self._stale:
            self._soon.start()
        return super().event(event)

    def _tick(self) -> None:
        if self.isVisible() and self.view.carry is None:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def _filtered(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self.read()

    # -- carrying ------------------------------------------------------------------------------

    def perform(self, action_id: str) -> bool:
        """Ctrl+E and Ctrl+P are for what is shown here."""
        return self.deeds.perform(action_id)
