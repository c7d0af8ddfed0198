"""The 今日 tab: three groups at the left, shares, anniversaries and log at the right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.services.overview import TodayGroup, TodayItem, TodayOverview
from louyu_desktop.text import N_, _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.buttons import Button, link, outline, primary
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.labels import Badge, Hairline, Label
from louyu_desktop.ui.messages import Card, EmptyState, MessageBar
from louyu_desktop.ui.opening import Look, TodayOutline
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.today.counts import CountRow
from louyu_desktop.ui.today.rows import ItemList
from louyu_desktop.ui.today.sides import Side

_FEW = 6
_SHIPPED = "service-items"
"""A new station comes with the list of services; that alone is no content."""

_SIDE = 320
_BESIDE = 1080
_SHARE = 0.23
_ANY = 16_777_215
_WEEKDAYS = "一二三四五六日"
Part = tuple[str, object, Callable[[], object]]
"""A part of the page: its key, what it depends on, what shows it."""

_NOTHING = {
    "overdue": N_("没有逾期的事"),
    "today": N_("今天没有到期的事，也没有活动"),
    "week": N_("未来七天还没有安排"),
}


def greeting(hour: int) -> str:
    """What one says at this hour."""
    hours = ((5, _("夜深了")), (9, _("早上好")), (11, _("上午好")), (13, _("中午好")), (18, _("下午好")))
    return next((words for end, words in hours if hour < end), _("晚上好"))


class GroupCard(Card):
    """One group: title, number, rows; more than a few stay folded until asked for."""

    item_wanted = Signal(object)

    def __init__(self, key: str, title: str) -> None:
        super().__init__()
        self.key = key
        self._items: tuple[TodayItem, ...] = ()
        self._all = False
        self.body.setContentsMargins(1, 0, 1, 1)
        self.body.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(16, 6, 10, 6)
        head.setSpacing(8)
        self._number = Badge("0", "danger" if key == "overdue" else "plain")
        self._more = link("")
        self._more.clicked.connect(self._unfold)
        head.addWidget(Label(title, "section"))
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self._more)
        self.list = ItemList(title)
        self._line = Hairline()
        nothing = _NOTHING.get(key, "")
        self._nothing = Label(_(nothing), "label", "text3")
        self._nothing.setContentsMargins(16, 8, 16, 10)
        self.body.addLayout(head)
        for widget in (self._line, self.list, self._nothing):
            self.body.addWidget(widget)
        self.list.clicked.connect(self._chosen)
        self.list.activated.connect(self._chosen)

    def put(self, items: tuple[TodayItem, ...]) -> None:
        """Show the group's items."""
        self._items = items
        shown = items if self._all else items[:_FEW]
        self._number.setText(str(len(items)))
        self._number.set_tone("danger" if items and self.key == "overdue" else "plain")
        self.list.put(shown)
        self.list.setVisible(bool(items))
        self._nothing.setVisible(not items)
        self._more.setVisible(len(shown) < len(items))
        self._more.setText(_("全部 {count} 件 ›").format(count=len(items)))

    def _unfold(self) -> None:
        self._all = True
        self.put(self._items)

    def _chosen(self, index: QModelIndex) -> None:
        self.item_wanted.emit(self._items[index.row()])


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
        self._title = Label("", "title")
        self._line = Label("", "label")
        self._counts = CountRow()
        self._counts.wanted.connect(context.open_query)
        self._left = QVBoxLayout()
        self._empty = self._empty_state()
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=80)
        self._timer.timeout.connect(self._read)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._go_on)
        context.bus.changed.connect(self._changed)
        context.guest.changed.connect(self._guest_changed)
        theme.changed.connect(self._arrange)
        bind(self, "refresh", self._read)
        bind(self, "new", self._new_activity)
        self._outline: TodayOutline | None = TodayOutline(Look(theme.tokens, theme.scale), self)
        self._read()

    # -- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        page = QWidget()
        self._columns = columns = QHBoxLayout(page)
        columns.setContentsMargins(20, 14, 20, 14)
        columns.setSpacing(16)
        self._left.setSpacing(10)
        self._left.addLayout(self._head())
        self._left.addWidget(self.warning)
        self._left.addWidget(self._empty, 1)
        self._left.addStretch(1)
        columns.addLayout(self._left, 1)
        self._side = Side(self._context)
        columns.addWidget(self._side)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(page)
        page.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._scroll)
        self.setFocusProxy(self._scroll)

    def _head(self) -> QHBoxLayout:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addWidget(self._counts)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words)
        head.addStretch(1)
        self._verbs = self._buttons()
        for button in self._verbs:
            head.addWidget(button)
        return head

    def _buttons(self) -> list[Button]:
        context = self._context
        buttons = []
        if context.has("import"):
            buttons.append(outline(_("导入台账"), "upload"))
            buttons[-1].clicked.connect(self._import)
        if context.has("print"):
            buttons.append(outline(_("打印签到表"), "print"))
            buttons[-1].clicked.connect(self._print)
        if may_change(context.services, "activities"):
            buttons.append(primary(_("新建活动"), "plus"))
            buttons[-1].clicked.connect(self._new_activity)
        elif context.has("desk"):  # whoever helps at the door comes for this alone
            buttons.append(primary(_("签到台"), "desk"))
            buttons[-1].clicked.connect(self._open_desk)
        return buttons

    def _empty_state(self) -> EmptyState:
        button = None
        if self._context.has("import"):
            button = primary(_("导入台账"), "upload")
            button.clicked.connect(self._import)
        empty = EmptyState("tower", _("站里还没有内容"), _("导入楼宇、企业、人员台账后，到期的事会列在这里"), button)
        empty.hide()
        return empty

    # -- reading -------------------------------------------------------------------------------

    def _changed(self, _changes: object) -> None:
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Read when something changed meanwhile, or a day began."""
        super().showEvent(event)
        if self._stale or (self._coming is not None and self._coming.date != dates.today()):
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is read for a tab that nobody sees."""
        self._timer.stop()
        super().hideEvent(event)

    def _read(self) -> None:
        self._stale = False
        today = self._context.services.today
        self._context.tasks.read(self, lambda _control: today.overview(), self._arrived, self._failed)

    def _failed(self, error: Exception) -> None:
        """Said once; it is read again when the tab is next shown."""
        self._stale = True
        report(self, error)

    def _arrived(self, overview: TodayOverview) -> None:
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
            self._outline.hide()
            self._outline.deleteLater()
            self._outline = None
            self.live.emit()

    def _guest_changed(self, guest: bool) -> None:
        """Names go at once, not when their turn comes."""
        if self._coming is not None:
            self._show_names(self._coming, guest)

    def _in_parts(self, overview: TodayOverview) -> Iterator[Part]:
        """Each part: its key, what it depends on, what shows it; those that did not change are left alone."""
        nothing = not any(tile.number for tile in overview.counts if tile.kind != _SHIPPED)
        head = (_greeted(overview), _day_line(overview))
        yield "head", head, partial(self._show_head, *head)
        yield "counts", overview.counts, partial(self._counts.put, overview.counts)
        yield "nothing", nothing, partial(self._show_nothing, nothing)
        for group in overview.groups:
            yield group.key, (group, nothing), partial(self._show_group, group, hidden=nothing)
        yield "warnings", overview.warnings, partial(self._show_warnings, overview.warnings)
        yield "gauges", overview.gauges, partial(self._side.show_gauges, overview.gauges)
        guest = self._context.guest.on
        yield "anniversaries", (overview.anniversaries, guest), partial(self._side.show_anniversaries, overview)
        yield "log", (overview.log, guest), partial(self._side.show_log, overview)

    def _show_head(self, title: str, line: str) -> None:
        self._title.setText(title)
        self._line.setText(line)

    def _show_nothing(self, nothing: bool) -> None:
        self._empty.setVisible(nothing)
        for button in self._verbs:
            button.setVisible(not nothing)

    def _show_warnings(self, warnings: tuple[str, ...]) -> None:
        if warnings:
            link_text = _("去设置") if self._context.has("settings") else ""
            self.warning.show("warn", "；".join(warnings), link_text, self._settings)
        else:
            self.warning.hide()

    def _show_names(self, overview: TodayOverview, guest: bool) -> None:
        self._side.show_anniversaries(overview)
        self._side.show_log(overview)
        self._shown |= {"anniversaries": (overview.anniversaries, guest), "log": (overview.log, guest)}

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

    def _show_group(self, group: TodayGroup, *, hidden: bool) -> None:
        if group.key not in self.groups:
            card = GroupCard(group.key, group.title)
            card.item_wanted.connect(self._open)
            self._left.insertWidget(self._left.count() - 1, card)
            self.groups[group.key] = card
        self.groups[group.key].put(group.items)
        self.groups[group.key].setVisible(not hidden)

    # -- leading elsewhere ---------------------------------------------------------------------

    def _open(self, item: TodayItem) -> None:
        if item.tool and self._context.has(item.tool):
            self._context.launch(item.tool, activity=item.id)
            return
        self._context.open_record(item.kind, item.id)

    def _import(self) -> None:
        self._context.launch("import")

    def _settings(self) -> None:
        self._context.launch("settings", page="holidays")

    def _print(self) -> None:
        self._context.launch("print", paper="sign-in-sheet")

    def _new_activity(self) -> None:
        self._context.new_record("activities")

    def _open_desk(self) -> None:
        self._context.launch("desk")


def _greeted(overview: TodayOverview) -> str:
    name = _("，") + overview.greeting_name if overview.greeting_name else ""
    return greeting(dt.datetime.now(dates.SHANGHAI).hour) + name


def _day_line(overview: TodayOverview) -> str:
    """11 月 20 日 星期五·逾期 3 件，今天 4 件，未来七天 11 件."""
    day = _("{month} 月 {day} 日 星期{weekday}").format(
        month=overview.date.month, day=overview.date.day, weekday=_(_WEEKDAYS[overview.date.weekday()])
    )
    numbers = [_("{title} {count} 件").format(title=group.title, count=len(group.items)) for group in overview.groups]
    return day + "·" + _("，").join(numbers)
