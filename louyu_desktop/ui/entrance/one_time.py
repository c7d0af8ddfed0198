"""A one-time password, shown once to whoever hands it on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from louyu_desktop.text import _
from louyu_desktop.ui.labels import Label

if TYPE_CHECKING:
    from louyu_desktop.services.accounts import OneTime


class OneTimeCard(QFrame):
    """Whose it is, the password in large signs, what to do with it; hidden until there is one."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("message", "ok")
        self._whose = Label("", "group")
        self.password = Label("", "figure")
        self.password.setAccessibleName(_("一次性口令"))
        words = _("抄在纸条上交给本人，或者请他现在就来登录。第一次登录会让他换成自己的；这里关掉以后看不到第二次。")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        column.addWidget(self._whose)
        column.addWidget(self.password)
        column.addWidget(Label(words, "label", wrap=True))
        self.hide()

    def show_password(self, once: OneTime) -> None:
        """Show it."""
        self._whose.setText(_("{name} 的一次性口令").format(name=once.name))
        self.password.setText(once.password)
        self.show()

    def forget(self) -> None:
        """It is not shown a second time."""
        self.password.setText("")
        self.hide()
