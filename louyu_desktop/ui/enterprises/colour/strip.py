"""The colour under the head of an enterprise: since when and why, what is suggested, what waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.rules.colours import FIRST
from louyu_desktop.services.colour_copies import Standing
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.enterprises.colour.deciding import decide, keep
from louyu_desktop.ui.parts import Button, ElidedLabel, IconLabel, Label, link, outline, primary
from louyu_desktop.ui.risk_badge import RiskBadge

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class ColourStrip(QWidget):
    """Gone where there is nothing to say: 绿, never decided on, nothing suggested; and for who may not know."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self._asked = 0
        self.standing: Standing | None = None
        self._may = context.services.access.may(Right.WORK)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 2, 16, 4)
        column.setSpacing(4)
        column.addWidget(self._now_line())
        column.addWidget(self._asks_line())
        self.now.hide()
        self.asks.hide()
        context.guest.changed.connect(self._mask)
        context.bus.changed.connect(self._read)

    def _now_line(self) -> QWidget:
        self.now = QWidget(self)
        row = QHBoxLayout(self.now)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.why = ElidedLabel("", "label", "text2")
        self.change = link(_("改色…"))
        self.change.clicked.connect(self.decide)
        row.addWidget(self.why, 1)
        row.addWidget(self.change)
        return self.now

    def _asks_line(self) -> QFrame:
        self.asks = QFrame(self)
        self.asks.setProperty("message", "warn")
        row = QHBoxLayout(self.asks)
        row.setContentsMargins(12, 4, 6, 4)
        row.setSpacing(8)
        self.head = Label("", "body")
        self.badge = RiskBadge()
        self.words = ElidedLabel("", "label", "text")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.stay = outline("", small=True)
        self.go = primary("", small=True)
        self.stay.clicked.connect(self.keep)
        self.go.clicked.connect(self.decide)
        for widget in (IconLabel("shield", "warn", 18), self.head, self.badge):
            row.addWidget(widget)
        row.addWidget(self.words, 1)
        row.addWidget(self.stay)
        row.addWidget(self.go)
        return self.asks

    def show_parent(self, copy: Copy) -> None:
        """Read where this enterprise stands."""
        if copy.id != self._id:
            self.standing = None
            self._mask()
        self._id = copy.id
        self._read()

    def _read(self, _changes: object = None) -> None:
        key, colours = self._id, self._context.services.colours
        if not self._may or key is None:
            return
        self._asked += 1

        def work(_control: Control) -> Standing:
            return colours.of(key)

        self._context.tasks.read(self, work, partial(self._show, self._asked), self._gone)

    def _gone(self, _error: Exception) -> None:
        self.standing = None
        self._mask()

    def _show(self, asked: int, standing: Standing) -> None:
        if asked == self._asked:
            self.standing = standing
            self._mask()

    def _mask(self, _on: bool = False) -> None:
        """Show what is known; nothing of it while guests look."""
        one = None if self._context.guest.on else self.standing
        self.now.setVisible(one is not None and (one.since is not None or one.colour != FIRST))
        self.asks.setVisible(one is not None and (one.waiting is not None or one.advised is not None))
        self.setVisible(self.now.isVisibleTo(self) or self.asks.isVisibleTo(self))
        if one is None:
            return
        since = _("{day} 定为{colour}").format(day=one.since or "—", colour=_(one.colour))
        self.why.setText("·".join(part for part in (since, one.by, one.reason, one.action) if part))
        if one.waiting is not None:
            self.head.setText(_("{who}提出改为").format(who=one.waiting.by or "—"))
            self._ask(one.waiting.colour, _("等第二人确认：{words}").format(words=one.waiting.reason))
            self.stay.hide()
            self._name(self.go, _("撤回或确认…") if one.waiting.mine else _("确认…"))
        elif one.advised is not None:
            self.head.setText(_("系统建议"))
            self._ask(one.advised.colour, "；".join(reason.words for reason in one.advised.reasons))
            self.stay.show()
            self._name(self.stay, _("维持{colour}…").format(colour=_(one.colour)))
            self._name(self.go, _("确认{colour}…").format(colour=_(one.advised.colour)))

    def _ask(self, colour: str, words: str) -> None:
        self.badge.put(colour)
        self.words.setText(words)
        self.words.setAccessibleName(words)

    @staticmethod
    def _name(button: Button, words: str) -> None:
        button.setText(words)
        button.setAccessibleName(words)

    def decide(self) -> None:
        """Ask for the colour, or for what becomes of the proposal."""
        if self._id is not None:
            decide(self._context, self._id, self.window())

    def keep(self) -> None:
        """Stay with the colour."""
        if self.standing is not None and self.standing.advised is not None:
            keep(self._context, self.standing, self.window())
