"""One's own password, and the recovery sheet: how old it is, a new one, the half-yearly try (SAFETY.md 5.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.errors import CancelledError, LouyuError
from louyu_desktop.rules import dates
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui.entrance.parts import Entry
from louyu_desktop.ui.entrance.sheet_pane import SheetPane
from louyu_desktop.ui.fields.words import scrolled_card
from louyu_desktop.ui.parts import Hairline, Label, MessageBar, outline
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.services.recovery import RecoveryState
    from louyu_desktop.ui.context import Context


class RecoveryPage(QWidget):
    """What opens the station when a password was forgotten."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._recovery = context.services.recovery
        self._may = context.keyed and context.services.access.may(Right.KEYS)
        self.message = MessageBar()
        self.state = Label("", "body", wrap=True)
        self.password = outline(_("修改我的口令…"), "edit")
        self.renew = outline(_("换一张新的恢复纸"), "print")
        self.pane = SheetPane(context.tasks, context.services)
        self.written = Entry(
            _("核对恢复纸"), QLineEdit(), _("照纸输入各组，或者用扫码枪扫纸上的码。每半年一次，看看纸还在不在、看不看得清")
        )
        self.prove = outline(_("核对"), "check")
        self._lay_out()
        self.pane.hide()
        self.password.clicked.connect(context.change_password)
        self.renew.clicked.connect(self._renew)
        self.pane.kept.connect(self._read)
        self.prove.clicked.connect(self._prove)
        self.written.line.returnPressed.connect(self._prove)
        self._read()

    def _lay_out(self) -> None:
        inner = QWidget()
        body = QVBoxLayout(inner)
        body.setContentsMargins(20, 16, 20, 20)
        body.setSpacing(12)
        body.addWidget(Label(_("我的口令"), "section"))
        body.addLayout(_left(self.password))
        body.addWidget(Hairline())
        body.addWidget(Label(_("恢复纸"), "section"))
        for part in (self.state, self.message):
            body.addWidget(part)
        body.addLayout(_left(self.renew))
        body.addWidget(self.pane)
        body.addWidget(self.written)
        body.addLayout(_left(self.prove))
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(_("口令与恢复"), "title"))
        column.addWidget(scrolled_card(inner), 1)

    def _read(self) -> None:
        recovery = self._recovery
        self.password.setEnabled(self._context.keyed)
        self._context.tasks.read(self, lambda _control: recovery.state(), self._show)

    def _show(self, state: RecoveryState) -> None:
        self.renew.setEnabled(self._may)
        for part in (self.written, self.prove):
            part.setVisible(state.is_there)
        self.state.setText(self._words(state))
        self.state.set_tone("warn" if self._is_late(state) else "text")

    def _words(self, state: RecoveryState) -> str:
        if not self._context.keyed:
            return _("演示站点没有口令，也就没有恢复纸。")
        if not state.is_there:
            return _("还没有恢复纸：口令都忘了，或者这台电脑坏了，数据就打不开了。")
        if state.was_used:
            return _("恢复纸已经用过一次，请换一张新的。")
        made = state.made_on.isoformat() if state.made_on else "—"
        if state.proven_on is None:
            return _("恢复纸是 {made} 做的，还没有照纸核对过。").format(made=made)
        words = _("恢复纸是 {made} 做的，{proven} 核对过，下次在 {due}。")
        due = state.drill_due.isoformat() if state.drill_due else "—"
        return words.format(made=made, proven=state.proven_on.isoformat(), due=due)

    def _is_late(self, state: RecoveryState) -> bool:
        late = state.drill_due is not None and state.drill_due <= dates.today()
        return self._context.keyed and (not state.is_there or state.was_used or late)

    def _renew(self) -> None:
        self.renew.setEnabled(False)
        self.pane.show()
        self.pane.draw()

    def _prove(self) -> None:
        if not self.written.filled():
            return
        recovery, written = self._recovery, self.written.text
        self._context.tasks.write(self, lambda _control: recovery.prove(written), self._proven, self._refused)

    def _proven(self, _nothing: object) -> None:
        self.written.line.clear()
        self.message.show("ok", _("对上了，这张纸还能用"))
        self._read()

    def _refused(self, error: Exception) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, LouyuError):
            self.written.say(error.sentence)
        else:
            report(self, error)


def _left(part: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(part)
    row.addStretch(1)
    return row
