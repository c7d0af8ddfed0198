"""A new password for oneself: chosen from the menu, or demanded after a one-time password."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import primary, quiet
from louyu_desktop.ui.entrance.parts import CardPage, Notice
from louyu_desktop.ui.entrance.password import NewPassword, PasswordEntry
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.theme import theme

_WIDE = 420


class ForcedChange(CardPage):
    """A page of the frame after a log-in with a one-time password: `wanted(old, new)`; the old one is known."""

    wanted = Signal(str, str)

    def __init__(self, name: str, old: str) -> None:
        sentence = _("{name}，这是一次性口令，只能用来进来一回。请换成自己的。").format(name=name)
        super().__init__(_("换成自己的口令"), sentence)
        self._name, self._old = name, old
        self.new = NewPassword(self._names, _("新口令"))
        self.leave, self.on = quiet(_("退出")), primary(_("换好并进入"))
        self.body.addWidget(self.new)
        self.foot_with(self.leave, right=(self.on,))
        self.stopped = self.new, self.on
        self.leave.clicked.connect(self._leave)
        self.on.clicked.connect(self.submit)
        self.new.done.connect(self.submit)
        self.setFocusProxy(self.new)

    def _names(self) -> tuple[str, ...]:
        return (self._name,)

    def _leave(self) -> None:
        self.window().close()

    def submit(self) -> None:
        """Ask for the change."""
        if not self.on.isEnabled() or not self.new.right():
            return
        if self.new.text == self._old:
            self.new.first.say(_("和一次性口令一样，请换一个"))
            return
        self.busy(_("正在换…"))
        self.wanted.emit(self._old, self.new.text)

    def refused(self, sentence: str) -> None:
        """It was not taken: one sentence."""
        self.busy("")
        self.message.say("danger", sentence)


class ChangeDialog(QDialog):
    """Old password, new one twice: `wanted(old, new)`; it stays until it was taken."""

    wanted = Signal(str, str)

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("修改口令"))
        self._name = name
        self.message = Notice(_WIDE - 40)
        self.old = PasswordEntry(_("现在的口令"))
        self.new = NewPassword(self._names, _("新口令"))
        self.leave, self.on = quiet(_("取消")), primary(_("换成新口令"))
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addWidget(Label(_("修改口令"), "pane"))
        column.addWidget(self.message)
        column.addWidget(self.old)
        column.addWidget(self.new)
        foot = QHBoxLayout()
        foot.addWidget(self.leave)
        foot.addStretch(1)
        foot.addWidget(self.on)
        column.addSpacing(6)
        column.addLayout(foot)
        self.setFixedWidth(theme.px(_WIDE))
        self.leave.clicked.connect(self.reject)
        self.on.clicked.connect(self.submit)
        self.new.done.connect(self.submit)
        self.old.password.setFocus()

    def _names(self) -> tuple[str, ...]:
        return (self._name,)

    def submit(self) -> None:
        """Ask for the change."""
        if self.on.isEnabled() and self.old.filled() and self.new.right():
            self.on.setEnabled(False)
            self.wanted.emit(self.old.text, self.new.text)

    def refused(self, sentence: str) -> None:
        """It was not taken: one sentence, and the old password again."""
        self.on.setEnabled(True)
        self.message.say("danger", sentence)
        self.old.password.forget()
        self.old.password.setFocus()
