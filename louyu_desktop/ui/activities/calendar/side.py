"""The panel beside the calendar: what comes next, and what is done with the activity that is chosen there."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent, Coming
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar.agenda import AgendaList, lines_of
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.parts import EmptyState, Hairline, Label, outline, primary

WIDTH = 372


class Side(QFrame):
    """接下来, with 打印签到表 and 开始签到."""

    opened = Signal(object)
    printed = Signal(object)
    signing = Signal(object)
    chosen = Signal(object)

    def __init__(self, context: Context, *, may_new: bool) -> None:
        super().__init__()
        self.setProperty("card", "plain")
        self.title, self.count = Label(_("接下来"), "pane"), Label("", "label")
        self.list = AgendaList(context.guest)
        self._hint = _("按 N 新建一场，或在日历的空处双击") if may_new else _("有活动时会列在这里")
        self.empty = EmptyState("calendar", _("接下来没有活动"), self._hint)
        self.print = outline(_("打印签到表"), "print")
        self.sign_in = primary(_("开始签到"), "check")
        self._lay_out()
        self.print.setVisible(context.has("print"))
        self.sign_in.setVisible(context.has("desk"))
        self.list.activated.connect(self._open)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.print.clicked.connect(self._print)
        self.sign_in.clicked.connect(self._sign)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.count)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.setSpacing(8)
        for button in (self.print, self.sign_in):
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            foot.addWidget(button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        for widget, stretch in ((Hairline(), 0), (self.list, 1), (self.empty, 1), (Hairline(), 0), (self._foot, 0)):
            layout.addWidget(widget, stretch)
        self._foot.setVisible(not (self.print.isHidden() and self.sign_in.isHidden()))

    def put(self, coming: Coming, today: dt.date, *, filtered: bool = False) -> None:
        """Show what comes from a day on."""
        lines = lines_of(coming.events, coming.first, today)
        is_today = coming.first == today
        day = _("{month} 月 {day} 日起").format(month=coming.first.month, day=coming.first.day)
        self.title.setText(_("接下来") if is_today else day)
        count = len(coming.events)
        words = _("{count} 场以上") if coming.more else _("30 天内 {count} 场")
        self.count.setText(words.format(count=count) if count else "")
        self.list.setAccessibleName(self.title.text())
        self.list.put(lines)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        title = _("接下来没有活动") if is_today else _("这一天起 30 天内没有活动")
        if filtered:
            self.empty.say(_("没有符合筛选的活动"), _("换一个类型或场地，或者都选「全部」"))
        else:
            self.empty.say(title, self._hint)
        self._choose()

    @property
    def event_in_hand(self) -> AgendaEvent | None:
        """The activity that is chosen."""
        return self.list.event_in_hand

    def _choose(self) -> None:
        event = self.event_in_hand
        self.print.setEnabled(event is not None)
        self.sign_in.setEnabled(event is not None and not event.is_off)
        if event is not None:
            self.chosen.emit(event)

    def _open(self, _index: QModelIndex) -> None:
        if self.event_in_hand is not None:
            self.opened.emit(self.event_in_hand)

    def _print(self) -> None:
        self.printed.emit(self.event_in_hand)

    def _sign(self) -> None:
        self.signing.emit(self.event_in_hand)
