"""心愿墙: what waits for its review, what is unclaimed, claimed, fulfilled; a card opens its wish."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.rules import wish_flow
from louyu_desktop.services.wall_copies import Wall
from louyu_desktop.text import N_, _
from louyu_desktop.ui.checklist.wall.cards import CardList, Cards
from louyu_desktop.ui.parts import Badge, EmptyState, Label
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_TITLES = {"征集": N_("等审核"), "待认领": N_("待认领"), "已认领": N_("已认领"), "已实现": N_("已实现，待致谢")}


class WallPage(QFrame):
    """`opened(id)` when a card is chosen; `counted(words)` when the wall was read."""

    opened = Signal(int)
    counted = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self.setProperty("bar", "ground")
        self.lists: dict[str, CardList] = {}
        self._badges: dict[str, Badge] = {}
        self._columns = QWidget(self)
        row = QHBoxLayout(self._columns)
        row.setContentsMargins(20, 12, 20, 8)
        row.setSpacing(14)
        for one in wish_flow.COLUMNS:
            row.addLayout(self._column(one.value), 1)
        self.empty = EmptyState("heart", _("墙上还没有心愿"), _("点「登记心愿」记下一个：审核以后上墙，等人来认领"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._columns, 1)
        layout.addWidget(self.empty, 1)
        self.empty.hide()
        self._reading = Reading(context, self, self._read, {"wishes"})
        context.guest.changed.connect(self._reading.again)

    def _column(self, state: str) -> QVBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(_(_TITLES[state]), "group"))
        badge = Badge("0", "plain")
        head.addWidget(badge)
        head.addStretch(1)
        cards = CardList(Cards(self._context.guest, self), self)
        cards.setAccessibleName(_(_TITLES[state]))
        cards.opened.connect(self.opened)
        cards.sideways.connect(partial(self._aside, state))
        self.lists[state], self._badges[state] = cards, badge
        column = QVBoxLayout()
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(cards, 1)
        return column

    def _aside(self, state: str, step: int) -> None:
        """To the next column that has a card."""
        names = list(self.lists)
        place = names.index(state) + step
        while 0 <= place < len(names):
            if self.lists[names[place]].enter():
                return
            place += step

    def _read(self) -> None:
        wishes = self._context.services.wishes
        self._reading.ask(lambda _control: wishes.wall(), self._show)

    def _show(self, wall: Wall) -> None:
        there = False
        for state, cards in wall.columns:
            shown = self.lists[state]
            kept = shown.currentIndex().row()
            shown.cards.put(cards)
            if 0 <= kept < len(cards):
                shown.setCurrentIndex(shown.cards.index(kept))
            self._badges[state].setText(f"{len(cards):,}")
            there = there or bool(cards)
        self._columns.setVisible(there)
        self.empty.setVisible(not there)
        words = _("征集 {collected} 个·认领 {claimed} 个·实现 {fulfilled} 个")
        self.counted.emit(words.format(
            collected=f"{wall.collected:,}", claimed=f"{wall.claimed:,}", fulfilled=f"{wall.fulfilled:,}",
        ))  # fmt: skip

    def enter(self) -> None:
        """The focus goes to the first card there is."""
        for one in self.lists.values():
            if one.enter():
                return
