"""The sub-tab 日历: the views, what is above and beside them, and what they lead to."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.calendar_copies import AgendaEvent, Coming, Figure, Figures, Sheet, Wanted
from louyu_desktop.services.planned import Scope
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.activities.calendar import moving, words
from louyu_desktop.ui.activities.calendar.exporting import Exports
from louyu_desktop.ui.activities.calendar.head import Head, Sentence
from louyu_desktop.ui.activities.calendar.hours import HoursPane
from louyu_desktop.ui.activities.calendar.month import MonthView
from louyu_desktop.ui.activities.calendar.side import Side
from louyu_desktop.ui.activities.calendar.view import CalendarView
from louyu_desktop.ui.parts import Hairline, MessageBar
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Query
    from louyu_desktop.ui.context import Context

_VIEW = "calendar/view"
_SOON_MS, _MINUTE_MS, _ARROWS_MS = 30, 60_000, 120
_BESIDE = 940
_DAY = dt.timedelta(days=1)


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
        self._wanted = Wanted()
        types = context.services.records.entity("activities").field("type").choices
        self.head = Head(types, may_new=self._may, may_export=context.services.access.may(Right.EXPORT))
        self.message = MessageBar()
        self.month, self.hours = MonthView(), HoursPane()
        self.side = Side(context, may_new=self._may)
        self.exports = Exports(context, self, self.message)
        kept = str(context.preferences.get(_VIEW, "month"))
        self.view_name = kept if kept in {"month", "week", "day"} else "month"
        self.day = self._now().date()
        self._lay_out()
        self.sentence = Sentence(self._stack)
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
        self.side.setVisible(beside)
        self._line.setVisible(beside)

    def _connect(self) -> None:
        context = self._context
        for view in (self.month, self.hours.view):
            view.changeable = self._may
            view.day_chosen.connect(self._day_chosen)
            view.opened.connect(self._open)
            view.day_opened.connect(self._open_day)
            view.begun.connect(self._begin)
            view.moved.connect(self._moved)
            view.carrying.connect(self._carrying)
            view.refused.connect(self._refused)
            view.asked.connect(self._menu)
        self.head.turned.connect(self.turn)
        self.head.home.connect(self.go_home)
        self.head.viewed.connect(self.show_view)
        self.head.filtered.connect(self._filtered)
        self.head.figures.wanted.connect(self._open_figure)
        self.head.new.clicked.connect(self._begin_here)
        self.head.export.clicked.connect(self._export)
        self.side.opened.connect(self._open)
        self.side.printed.connect(self._print)
        self.side.signing.connect(self._sign_in)
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
            bind(self, "new", self._begin_here, within=True)

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
        if self.view_name == "month":
            month = self.day.year * 12 + self.day.month - 1 + by
            first = dt.date(month // 12, month % 12 + 1, 1)
            last = (first + 31 * _DAY).replace(day=1) - _DAY
            self._go(first.replace(day=min(self.day.day, last.day)))
        else:
            self._go(self.day + by * (7 if self.view_name == "week" else 1) * _DAY)

    def go_home(self) -> None:
        """Today."""
        self._go(self._now().date())
        self.view.setFocus()

    def _go(self, day: dt.date) -> None:
        self.day = day
        self.view.choose_day(day)
        self.read()

    def _day_chosen(self, day: dt.date) -> None:
        """The cursor went; into other days it takes the page along."""
        self.day = day
        sheet = self.view.sheet
        outside = sheet is None or not sheet.first <= day <= sheet.last
        if outside or (self.view_name == "month" and day.month != self._shown_month()):
            self._soon.start()
        self._arrows.start()

    def _shown_month(self) -> int:
        sheet = self.month.sheet
        return (sheet.first + (sheet.last - sheet.first) / 2).month if sheet else 0

    def _open_day(self, day: dt.date) -> None:
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
        turn, agenda, day, wanted = self._turn, self._agenda, self.day, self._wanted
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
        self.head.title.setText(words.title_of(sheet.first, sheet.last, self.view_name))
        unknown = _("{years} 年放假安排还没有公布").format(years="、".join(str(year) for year in sheet.unknown))
        self.head.hint.setText(unknown if sheet.unknown else "")
        first, last = self._counted(sheet)
        agenda, wanted = self._agenda, self._wanted
        self._context.tasks.read(
            self, lambda _c: agenda.figures(first, last, wanted), partial(self._figures, turn), self._trouble
        )
        self._context.tasks.read(self, lambda _c: agenda.places(), self.head.offer, self._trouble)

    def _counted(self, sheet: Sheet) -> tuple[dt.date, dt.date]:
        """The days that the numbers count: of a month's six weeks only the month."""
        if self.view_name != "month":
            return sheet.first, sheet.last
        middle = sheet.first + (sheet.last - sheet.first) / 2
        first = middle.replace(day=1)
        return first, (first + 31 * _DAY).replace(day=1) - _DAY

    def _figures(self, turn: int, figures: Figures) -> None:
        if turn == self._turn:
            self.head.figures.put(figures, self.view_name)

    def _read_side(self) -> None:
        self._arrows.stop()
        agenda, day, wanted = self._agenda, self.day, self._wanted
        self._context.tasks.read(self, lambda _c: agenda.coming(day, wanted), self._coming, self._trouble)

    def _coming(self, coming: Coming) -> None:
        if coming.first == self.day:
            self.side.put(coming, self._now().date())
            if self.view.chosen is not None:
                self.side.list.choose(self.view.chosen.id)

    def _trouble(self, error: Exception) -> None:
        self._stale = True
        report(self, error)

    def _changed(self, _changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _tick(self) -> None:
        if self.isVisible() and self.view.carry is None:
            self.read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what changed meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def _filtered(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.read()

    # -- carrying ------------------------------------------------------------------------------

    def _carrying(self, sentence: str) -> None:
        self.sentence.say(sentence)

    def _refused(self, sentence: str) -> None:
        self.message.show("info", sentence)

    def _moved(self, event: AgendaEvent, starts_at: dt.datetime) -> None:
        scope = moving.ask_scope(self, event, starts_at, self._now().date())
        if scope is None:
            return
        services, now = self._context.services, self._now()
        self._context.tasks.write(
            self,
            lambda _control: moving.move(services, event, starts_at, scope, now),
            lambda _done: self._told(event, starts_at, scope),
            self._not_moved,
        )

    def _told(self, event: AgendaEvent, starts_at: dt.datetime, scope: Scope) -> None:
        said = moving.moved_words(event, starts_at, scope, self._now().date())
        self.message.show("ok", said, _("撤销"), self._take_back)

    def _take_back(self) -> None:
        records = self._context.services.records
        self._context.tasks.write(self, lambda _control: records.undo(), lambda _done: None)

    def _not_moved(self, error: Exception) -> None:
        """Said in the pane; what was carried stands where it was."""
        self.read()
        if isinstance(error, LouyuError):
            self.message.show("warn", error.sentence)
        else:
            report(self, error)

    # -- leading elsewhere ---------------------------------------------------------------------

    def _open(self, event: AgendaEvent) -> None:
        self._context.open_record("activities", event.id)

    def _begin_here(self) -> None:
        self._begin(self.view.beginning())

    def _begin(self, starts_at: dt.datetime) -> None:
        if not self._may:
            return
        given: dict[str, Any] = {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(hours=1)}
        if self._wanted.type:
            given["type"] = self._wanted.type
        if self._wanted.venue_id is not None:
            given |= {"venue_id": self._wanted.venue_id, "venue_id:label": self.head.rooms.currentText()}
        self._context.new_record("activities", "", **given)

    def _open_figure(self, figure: Figure) -> None:
        sheet = self.view.sheet
        if sheet is None:
            return
        first, last = self._counted(sheet)
        agenda, wanted = self._agenda, self._wanted
        self._context.tasks.read(self, lambda _c: agenda.behind(figure, first, last, wanted), self._show_list)

    def _show_list(self, query: Query) -> None:
        self._context.open_query(query)

    def _print(self, event: AgendaEvent) -> None:
        self._context.launch("print", paper="sign-in-sheet", id=event.id)

    def _sign_in(self, event: AgendaEvent) -> None:
        self._context.launch("desk", activity=event.id)

    def perform(self, action_id: str) -> bool:
        """Ctrl+E and Ctrl+P are for what is shown here."""
        if action_id == "export" and not self.head.export.isHidden():
            self._export()
            return True
        event = self.view.chosen or self.side.event_in_hand
        if action_id == "print" and event is not None:
            self._print(event)
            return True
        return False

    def _export(self) -> None:
        sheet = self.view.sheet
        if sheet is not None:
            first, last = self._counted(sheet)
            event = self.view.chosen or self.side.event_in_hand
            menu = self.exports.menu(event, self.head.title.text(), first, last, self._wanted)
            menu.popup(self.head.export.mapToGlobal(QPoint(0, self.head.export.height() + 2)))

    def _menu(self, event: AgendaEvent | None, at: QPoint) -> None:
        """What can be done with an activity, or on a day."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        if event is not None:
            menu.addAction(unmarked(_("打开「{title}」").format(title=event.title)), partial(self._open, event))
            if self._context.has("print"):
                menu.addAction(_("打印签到表"), partial(self._print, event))
            if self._context.has("desk") and not event.is_off:
                menu.addAction(_("开始签到"), partial(self._sign_in, event))
            if not self.head.export.isHidden():
                menu.addAction(_("导出这一场到日历文件…"), partial(self.exports.one, event))
            if self._may and not words.stays(event):
                menu.addAction(_("移动（用方向键）"), self.view.take_chosen)
        else:
            if self._may:
                menu.addAction(_("在这里新建活动"), self._begin_here)
            menu.addAction(_("看这一天"), partial(self._open_day, self.day))
        menu.popup(at)
