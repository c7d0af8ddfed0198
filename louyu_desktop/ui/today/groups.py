"""One group of 今日: its title, how many, its rows; more than a few stay folded until asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from louyu_desktop.services.copies import Query
from louyu_desktop.services.overview import SOURCES, Further, TodayItem
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buttons import link
from louyu_desktop.ui.labels import Badge, Hairline, Label
from louyu_desktop.ui.messages import Card, clear
from louyu_desktop.ui.today.rows import ItemList

FEW = 6
AWAY = "away"
"""The group of what was put off."""

_NOTHING = {
    "overdue": N_("没有逾期的事"),
    "today": N_("今天没有到期的事，也没有活动"),
    "week": N_("未来七天还没有安排"),
    AWAY: N_("没有延后的事"),
}
_NOTHING_SO = N_("筛选出的里面没有")


class GroupCard(Card):
    """`item_wanted` opens a line, `later_wanted` puts it off."""

    item_wanted = Signal(object)
    later_wanted = Signal(object)

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
        self._nothing = Label("", "label", "text3")
        self._nothing.setContentsMargins(16, 8, 16, 10)
        self.body.addLayout(head)
        for widget in (self._line, self.list, self._nothing):
            self.body.addWidget(widget)
        self.list.wanted.connect(self._chosen)
        self.list.later.connect(self._later)

    def put(self, items: tuple[TodayItem, ...], *, filtered: bool = False) -> None:
        """Show the group's items, of which `filtered` says that others stand there too."""
        self._items = items
        shown = items if self._all else items[:FEW]
        self._number.setText(f"{len(items):,}")
        self._number.set_tone("danger" if items and self.key == "overdue" else "plain")
        self.list.put(shown)
        self.list.setVisible(bool(items))
        nothing = _NOTHING_SO if filtered else _NOTHING[self.key]
        self._nothing.setText(_(nothing))
        self._nothing.setVisible(not items)
        self._more.setVisible(len(items) > FEW)
        words = _("收起") if self._all else _("全部 {count} 件 ›").format(count=f"{len(items):,}")
        self._more.setText(words)
        self._more.setAccessibleName(words)

    def _unfold(self) -> None:
        self._all = not self._all
        self.put(self._items)

    def _chosen(self, row: int) -> None:
        self.item_wanted.emit(self._items[row])

    def _later(self, row: int) -> None:
        self.later_wanted.emit(self._items[row])


class FurtherLine(QHBoxLayout):
    """What the sources have beyond the lines that are listed, each leading to its list; `wanted(Query)`."""

    def __init__(self, wanted: Callable[[Query], None]) -> None:
        super().__init__()
        self._wanted = wanted
        self.setSpacing(8)

    def put(self, further: Sequence[Further]) -> None:
        """Show these."""
        clear(self)
        for one in further:
            words = _("{source}还有 {count} 件没有列出 ›").format(source=_(SOURCES[one.source]), count=f"{one.count:,}")
            lead = link(words)
            lead.setProperty("query", one.query)
            lead.clicked.connect(self._follow)
            self.addWidget(lead)
        self.addStretch(1)

    def _follow(self) -> None:
        sender = self.sender()
        if sender is not None:
            self._wanted(sender.property("query"))
