"""The recycle bin: what was deleted, by kind; what lies there for more than 90 days can be cleared for good."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.ask import confirm
from louyu_desktop.ui.bus import Changes
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.parts import Card, Label, MessageBar, clear, danger, link
from louyu_desktop.ui.purging import consequences
from louyu_desktop.ui.theme import theme

_Lying = tuple[dict[str, int], int]


class BinPage(QWidget):
    """What was deleted, by kind; the list itself restores."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._old = 0
        self.message = MessageBar()
        self.clear_button = danger("", "bin")
        self.clear_button.clicked.connect(self.clear_old)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("回收站"), "title"))
        column.addWidget(Label(_("删除的会在这里至少留 90 天，随时可以恢复"), "label", "text3"))
        column.addWidget(self.message)
        self._rows = QVBoxLayout()
        column.addLayout(self._rows)
        foot = QHBoxLayout()
        foot.addWidget(self.clear_button)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        self.clear_button.hide()
        context.bus.changed.connect(self._changed)
        self._read()

    def _changed(self, _changes: Changes) -> None:
        self._read()

    def _read(self) -> None:
        records, purging = self._context.services.records, self._context.services.purging

        def work(_control: Control) -> _Lying:
            kinds = [entity.kind for entity in records.kinds() if entity.columns]
            counts = {kind: count for kind in kinds if (count := records.count(Query(kind, archived=True)))}
            return counts, sum(purging.standing().old.values())

        self._context.tasks.read(self, work, self._show)

    def _show(self, lying: _Lying) -> None:
        counts, self._old = lying
        self.clear_button.setText(" " + _("彻底清除放了超过 90 天的 {count} 条…").format(count=f"{self._old:,}"))
        self.clear_button.setVisible(self._old > 0 and self._context.services.access.may(Right.PURGE))
        clear(self._rows)
        if not counts:
            self._rows.addWidget(Label(_("回收站是空的"), "body", "text3"))
            return
        card = Card()
        grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        for row, (kind, count) in enumerate(counts.items()):
            entity = self._context.services.records.entity(kind)
            words = _("{count} {counter}").format(count=f"{count:,}", counter=_(entity.counter))
            grid.addWidget(Label(_(entity.label)), row, 0)
            grid.addWidget(Label(words, "label"), row, 1, Qt.AlignmentFlag.AlignRight)
            button = link(_("打开"))
            button.clicked.connect(partial(self._open, kind))
            grid.addWidget(button, row, 2, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(0, 1)
        card.body.addLayout(grid)
        card.setMaximumWidth(theme.px(520))
        self._rows.addWidget(card)

    def _open(self, kind: str) -> None:
        self._context.open_query(Query(kind, archived=True))
        self.window().close()

    def clear_old(self) -> None:
        """Ask, then empty what has lain there for more than 90 days; it takes the password again."""
        words = {"count": f"{self._old:,}"}
        question, yes = _("彻底清除 {count} 条？").format(**words), _("清除 {count} 条").format(**words)
        if confirm(self, question, consequences(), yes, _("不清除"), danger=True):
            purging = self._context.services.purging
            self._context.tasks.write(self, purging.clear_old, self._cleared, title=_("清理回收站"))

    def _cleared(self, count: int) -> None:
        self.message.show("ok", _("已彻底清除 {count} 条").format(count=f"{count:,}"))
