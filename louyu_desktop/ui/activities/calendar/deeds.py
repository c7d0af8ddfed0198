"""What is done from the calendar: opening, beginning, moving, printing, signing in, exporting; and the menus of it."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.errors import LouyuError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.calendar_copies import AgendaEvent, Figure, Wanted
from louyu_desktop.services.planned import SeriesEdited
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar import moving, words
from louyu_desktop.ui.activities.calendar.exporting import Exports
from louyu_desktop.ui.activities.planning.told import show_told
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.activities.calendar.head import Head
    from louyu_desktop.ui.activities.calendar.view import CalendarView
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.parts import MessageBar

_USUAL = dt.timedelta(hours=1)


class Shown(Protocol):
    """The page as far as what is done from it must know it."""

    head: Head
    message: MessageBar
    wanted: Wanted
    day: dt.date

    @property
    def view(self) -> CalendarView:
        """The view that is shown."""

    @property
    def event_in_hand(self) -> AgendaEvent | None:
        """The activity that is chosen."""

    def counted(self) -> tuple[dt.date, dt.date]:
        """The days that the numbers count."""

    def read(self) -> None:
        """Read everything again."""

    def open_day(self, day: dt.date) -> None:
        """The hours of a day."""


class Deeds:
    """Asks services and the window for the page; what came of it is heard through the bus."""

    def __init__(self, context: Context, page: Shown, owner: QWidget, *, may_change: bool) -> None:
        self._context, self._page, self._owner, self._may = context, page, owner, may_change
        self.exports = Exports(context, owner, page.message)

    # -- elsewhere -----------------------------------------------------------------------------

    def open(self, event: AgendaEvent) -> None:
        """The record of an activity."""
        self._context.open_record("activities", event.id)

    def begin_here(self) -> None:
        """A new activity where the cursor is."""
        self.begin(self._page.view.beginning())

    def begin(self, starts_at: dt.datetime) -> None:
        """A new activity at a time, of the type and in the room that are filtered by."""
        if not self._may:
            return
        given: dict[str, Any] = {"starts_at": starts_at, "ends_at": starts_at + _USUAL}
        wanted, head = self._page.wanted, self._page.head
        if wanted.type:
            given["type"] = wanted.type
        if wanted.venue_id is not None:
            given |= {"venue_id": wanted.venue_id, "venue_id:label": head.rooms.currentText()}
        self._context.new_record("activities", "", **given)

    def open_figure(self, figure: Figure) -> None:
        """The list of what a number counts."""
        if self._page.view.sheet is None:
            return
        first, last = self._page.counted()
        agenda, wanted = self._context.services.agenda, self._page.wanted
        self._context.tasks.read(
            self._owner, lambda _c: agenda.behind(figure, first, last, wanted), self._context.open_query
        )

    def print(self, event: AgendaEvent) -> None:
        """Its sign-in sheet."""
        self._context.launch("print", paper="sign-in-sheet", id=event.id)

    def sign_in(self, event: AgendaEvent) -> None:
        """Its desk."""
        self._context.launch("desk", activity=event.id)

    def perform(self, action_id: str) -> bool:
        """Ctrl+E and Ctrl+P for what is shown here; False leaves it to the window."""
        event = self._page.event_in_hand
        if action_id == "export" and not self._page.head.export.isHidden():
            self.export()
        elif action_id == "print" and event is not None:
            self.print(event)
        else:
            return False
        return True

    # -- moving --------------------------------------------------------------------------------

    def move(self, event: AgendaEvent, starts_at: dt.datetime) -> None:
        """Have an activity moved, or others of its series too, if the person says so."""
        scope = moving.ask_scope(self._owner, event)
        if scope is None:
            return
        services, now = self._context.services, dt.datetime.now(SHANGHAI)
        self._context.tasks.write(
            self._owner,
            lambda _control: moving.move(services, event, starts_at, scope, now),
            lambda done: self._told(event, starts_at, done),
            self._not_moved,
        )

    def _told(self, event: AgendaEvent, starts_at: dt.datetime, done: SeriesEdited) -> None:
        """Said with the way to those who must hear of it; Ctrl+Z takes the move back."""
        said = moving.moved_words(event, starts_at, done, dt.datetime.now(SHANGHAI).date())
        people = sum(len(told.people) for told in done.told)
        link = _("要通知的 {count} 人").format(count=people) if people else ""
        self._page.message.show("ok", said, link, partial(show_told, self._context, event.id, self._owner))

    def _not_moved(self, error: Exception) -> None:
        """Said in the pane; what was carried stands where it was."""
        self._page.read()
        if isinstance(error, LouyuError):
            self._page.message.show("warn", error.sentence)
        else:
            report(self._owner, error)

    # -- menus ---------------------------------------------------------------------------------

    def export(self) -> None:
        """What may be exported, below the button."""
        if self._page.view.sheet is None:
            return
        first, last = self._page.counted()
        head = self._page.head
        menu = self.exports.menu(self._page.event_in_hand, head.title.text(), first, last, self._page.wanted)
        menu.popup(head.export.mapToGlobal(QPoint(0, head.export.height() + 2)))

    def show_menu(self, event: AgendaEvent | None, at: QPoint) -> None:
        """What can be done with an activity, or on a day."""
        self.menu(event).popup(at)

    def menu(self, event: AgendaEvent | None) -> QMenu:
        """The same, not shown yet."""
        menu = QMenu(self._owner)
        menu.aboutToHide.connect(menu.deleteLater)
        if event is None:
            if self._may:
                menu.addAction(_("在这里新建活动")).triggered.connect(self.begin_here)
            menu.addAction(_("看这一天")).triggered.connect(partial(self._page.open_day, self._page.day))
            return menu
        deeds = [(_("打开「{title}」").format(title=event.title), self.open, True)]
        deeds += [(_("打印签到表"), self.print, self._context.has("print"))]
        deeds += [(_("开始签到"), self.sign_in, self._context.has("desk") and not event.is_off)]
        deeds += [(_("导出这一场到日历文件…"), self.exports.one, not self._page.head.export.isHidden())]
        for label, deed, offered in deeds:
            if offered:
                menu.addAction(unmarked(label)).triggered.connect(partial(deed, event))
        if self._may and not words.stays(event):
            menu.addAction(_("移动（用方向键）")).triggered.connect(self._page.view.take_chosen)
        return menu
