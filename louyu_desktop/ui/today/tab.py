"""The 今日 tab: three groups at the left, shares, anniversaries and log at the right."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import weekday_letter
from louyu_desktop.services.overview import TodayGroup, TodayItem, TodayOverview
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.opening import Look, TodayOutline
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.today import leading
from louyu_desktop.ui.today.filters import FilterRow
from louyu_desktop.ui.today.groups import AWAY, FurtherLine, GroupCard
from louyu_desktop.ui.today.head import Head
from louyu_desktop.ui.today.sides import Side
from louyu_desktop.ui.today.sorting import chosen, for_guests

_SHIPPED = "service-items"
"""A new station comes with the list of services; that alone is no content."""

_PAUSE_MS = 80
_REST = 3
"""So many times as long as the last reading took nothing is read: in a rush at the desk everything changes."""

_SIDE = 320
_BESIDE = 1080
_SHARE = 0.23
_ANY = 16_777_215
Part = tuple[str, object, Callable[[], object]]
"""A part of the page: its key, what it depends on, what shows it."""


def greeting(hour: int) -> str:
    """What one says at this hour."""
    hours = ((5, _("夜深了")), (9, _("早上好")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in hours if hour < end), _("晚上好"))


class TodayTab(QWidget):
    """Reads its overview again when something changed, and each time it is shown.

    Until the first one is whole an outline covers the page; `live` comes then.
    """

    live = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._overview: TodayOverview | None = None
        self._coming: TodayOverview | None = None
        self._parts: Iterator[Part] = iter(())
        self._shown: dict[str, object] = {}
        self._stale = True
        self.warning = MessageBar()
        self.groups: dict[str, GroupCard] = {}
        self._head = Head(context)
        self.filters = FilterRow()
        self.filters.chosen.connect(self._filtered)
        self.filters.away_wanted.connect(self._show_away)
        self._away = False
        self._left = QVBoxLayout()
        self._empty = leading.empty_state(context)
        self._lay_out()
        self._reading = 0.0
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._read)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        context.bus.changed.connect(self._changed)
        context.guest.changed.connect(self._guest_changed)
        theme.changed.connect(self._arrange)
        bind(self, "refresh", self._read)
        bind(self, "new", self._new_activity)
        self._outline: TodayOutline | None = TodayOutline(Look(theme.tokens, theme.scale), self)
        self._scroll.setUpdatesEnabled(False)  # what the outline covers is painted once, when it goes
        self._read()

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = QWidget()
        self._columns = columns = QHBoxLayout(page)
        columns.setContentsMargins(20, 14, 20, 14)
        columns.setSpacing(16)
        self._left.setSpacing(10)
        self._left.addWidget(self._head)
        self._left.addWidget(self.warning)
        self._left.addWidget(self.filters)
        self._left.addWidget(self._empty, 1)
        self._further = FurtherLine(self._context.open_query)
        self._left.addLayout(self._further)
        self._left.addStretch(1)
        columns.addLayout(self._left, 1)
        self._side = Side(self._context)
        columns.addWidget(self._side)
        self._scroll = QScrollArea()
        self._scroll.setAccessibleName(_("今日"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(page)
        page.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.setFocusProxy(self._scroll)

    # -- reading -------------------------------------------------------------------------------

    @property
    def settled(self) -> bool:
        """Whether all that has arrived is shown, and nothing is about to be read."""
        waits = self._stale or self._reading or self._timer.isActive() or self._next.isActive()
        return not waits and self._overview is not None and self._overview is self._coming

    def _changed(self, _changes: object) -> None:
        self._stale = True
        self._read_soon()

    def _read_soon(self) -> None:
        if self.isVisible() and not self._reading and not self._timer.isActive():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when something changed meanwhile, or a day began."""
        super().showEvent(event)
        if self._stale or (self._coming is not None and self._coming.date != dates.today()):
            self._read_soon()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read for a tab that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    def _read(self) -> None:
        """One reading at a time: what changes meanwhile is read after it."""
        if self._reading:
            self._stale = True
            return
        self._stale, self._reading = False, time.monotonic()
        today = self._context.services.today
        self._context.tasks.read(self, lambda _control: today.overview(), self._arrived, self._failed)

    def _failed(self, error: Exception) -> None:
        """Said once; it is read again when the tab is next shown."""
        self._stale, self._reading = True, 0.0
        report(self, error)

    def _arrived(self, overview: TodayOverview) -> None:
        took, self._reading = time.monotonic() - self._reading, 0.0
        self._timer.setInterval(max(_PAUSE_MS, int(took * 1000 * _REST)))
        if self._stale:
            self._read_soon()
        self._coming = overview
        self._parts = self._in_parts(overview)
        self._go_on()

    # -- showing, one part at a time so that the window never stalls ----------------------------

    def _go_on(self) -> None:
        part = next(self._parts, None)
        if part is None:
            self._overview = self._coming
            self._uncover()
            return
        key, shown, put = part
        if self._shown.get(key) != shown:
            put()
            self._shown[key] = shown
        self._next.start()

    def _uncover(self) -> None:
        if self._outline is not None:
            self._scroll.setUpdatesEnabled(True)
            self._outline.hide()
            self._outline.deleteLater()
            self._outline = None
            self.repaint()  # before what follows takes the interpreter
            self._side.setting_up.begin()
            self.live.emit()

    def _guest_changed(self, _guest: bool) -> None:
        """Names, reasons and numbers go at once, not when their turn comes."""
        if self._coming is not None:
            self._parts = self._in_parts(self._coming)
            for key, shown, put in self._parts:
                if self._shown.get(key) != shown:
                    put()
                    self._shown[key] = shown

    def _in_parts(self, whole: TodayOverview) -> Iterator[Part]:
        """Each part: its key, what it depends on, what shows it; those that did not change are left alone."""
        guest = self._context.guest.on
        overview = for_guests(whole) if guest else whole
        nothing = not any(tile.number for tile in overview.counts if tile.kind != _SHIPPED)
        head = (_greeted(overview), _day_line(overview))
        yield "head", head, partial(self._head.show_words, *head)
        yield "counts", overview.counts, partial(self._head.counts.put, overview.counts)
        yield "nothing", nothing, partial(self._show_nothing, nothing)
        filters = (overview.groups, overview.put_off, self.filters.wanted, nothing)
        yield "filters", filters, partial(self._show_filters, overview, hidden=nothing)
        for group in (*overview.groups, TodayGroup(AWAY, _("已延后"), overview.put_off)):
            seen = (group, nothing, self.filters.wanted, self._away)
            yield group.key, seen, partial(self._show_group, group, overview, hidden=nothing)
        yield "further", (overview.further, nothing), partial(self._further.put, () if nothing else overview.further)
        yield "warnings", overview.warnings, partial(self._show_warnings, overview.warnings)
        yield "gauges", (overview.gauges, overview.period), partial(self._side.show_gauges, overview)
        yield "anniversaries", (overview.anniversaries, guest), partial(self._side.show_anniversaries, overview)
        yield "log", (overview.log, guest), partial(self._side.show_log, overview)

    def _show_nothing(self, nothing: bool) -> None:
        self._empty.setVisible(nothing)
        self._head.show_verbs(not nothing)

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        if warnings:
            link_text = _("去设置") if self._context.has("settings") else ""
            self.warning.show("warn", "；".join(warnings), link_text, self._settings)
        else:
            self.warning.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside the groups, the right column goes below them."""
        super().resizeEvent(event)
        if self._outline is not None:
            self._outline.setGeometry(self.rect())
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= theme.px(_BESIDE)
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(wanted)
        side = min(theme.px(_SIDE), int(self.width() * _SHARE))
        self._side.setMinimumWidth(side if beside else 0)
        self._side.setMaximumWidth(side if beside else _ANY)

    def _show_filters(self, overview: TodayOverview, *, hidden: bool) -> None:
        self.filters.put(overview)
        self.filters.setVisible(not hidden and (any(overview.items()) or bool(overview.put_off)))

    def _show_group(self, group: TodayGroup, overview: TodayOverview, *, hidden: bool) -> None:
        if group.key not in self.groups:
            card = GroupCard(group.key, group.title)
            card.item_wanted.connect(self._open)
            card.later_wanted.connect(self._put_off)
            under = self._left.indexOf(self.filters) + 1  # what was put off opens under the words that ask for it
            self._left.insertWidget(under if group.key == AWAY else self._left.count() - 2, card)
            self.groups[group.key] = card
        wanted = self.filters.wanted
        items = chosen(group.items, wanted, overview)
        self.groups[group.key].put(items, filtered=bool(wanted) and bool(group.items))
        away = group.key == AWAY and not (self._away and overview.put_off)
        self.groups[group.key].setVisible(not hidden and not away)

    def _again(self) -> None:
        """Show what is known already, sorted otherwise."""
        if self._coming is not None:
            self._parts = self._in_parts(self._coming)
            self._go_on()

    def _filtered(self, _wanted: object) -> None:
        self._again()

    def _show_away(self) -> None:
        self._away = not self._away
        self._again()

    # -- leading elsewhere ---------------------------------------------------------------------

    def _open(self, item: TodayItem) -> None:
        leading.follow(self._context, item, self)

    def _put_off(self, item: TodayItem) -> None:
        leading.put_off(self._context, item, self)

    def _settings(self) -> None:
        self._context.launch("settings", page="holidays")

    def _new_activity(self) -> None:
        self._context.new_record("activities")


def _greeted(overview: TodayOverview) -> str:
    name = _("，") + overview.greeting_name if overview.greeting_name else ""
    return greeting(dt.datetime.now(dates.SHANGHAI).hour) + name


def _day_line(overview: TodayOverview) -> str:
    """11 月 20 日 星期五·逾期 3 件，今天 4 件，未来七天 11 件."""
    day = _("{month} 月 {day} 日 星期{weekday}").format(
        month=overview.date.month, day=overview.date.day, weekday=weekday_letter(overview.date)
    )
    numbers = [_("{title} {count} 件").format(title=group.title, count=len(group.items)) for group in overview.groups]
    return day + "·" + _("，").join(numbers)
