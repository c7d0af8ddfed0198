"""The log-in: name and password, what was wrong in one sentence, and how long to wait."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import link, primary
from louyu_desktop.ui.entrance.parts import CardPage, Entry, name_line
from louyu_desktop.ui.entrance.password import PasswordEntry

if TYPE_CHECKING:
    from louyu_desktop.ui.door import Typed

_SECOND_MS = 1000


class LoginPage(CardPage):
    """`wanted(name, password)` at Enter; who comes back after a lock finds the name there."""

    wanted = Signal(str, str)
    forgotten = Signal()

    def __init__(self, name: str = "", *, locked: bool = False) -> None:
        super().__init__(_("楼宇党群服务站"), _("已锁定。没保存的内容留了底，登录后还在。") if locked else "")
        self.name = Entry(_("姓名"), name_line(name), _("也可以输全拼或首字母，例如 zhoumin、zm"))
        self.password = PasswordEntry(_("口令"), required=False)
        self.enter = primary(_("登录"))
        self._forgot, self._help = link(_("忘记口令")), link(_("帮助"))
        self._left = 0.0
        self._countdown = QTimer(self, interval=_SECOND_MS)
        self._countdown.timeout.connect(self._tick)
        for entry in (self.name, self.password):
            self.body.addWidget(entry)
        self.foot_with(self._forgot, self._help, right=(self.enter,))
        self.stopped = self.name, self.password, self.enter, self._forgot
        self.name.line.returnPressed.connect(self._on)
        self.password.password.returnPressed.connect(self.submit)
        self.enter.clicked.connect(self.submit)
        self._forgot.clicked.connect(self.forgotten)
        self._help.clicked.connect(self._explain)
        self.setFocusProxy(self.password.password if name else self.name.line)

    def _on(self) -> None:
        if self.name.filled():
            self.password.password.setFocus()

    def submit(self) -> None:
        """Ask to be let in; nothing happens while one has to wait."""
        if self._left > 0 or not self.enter.isEnabled():
            return
        if self.name.filled() and self.password.filled():
            self.message.hide()
            self.busy(_("正在核对…"))
            self.wanted.emit(self.name.text, self.password.text)

    def go_on(self, typed: Typed) -> None:
        """Take over what was typed while this page was made."""
        self.name.line.setText(typed.name)
        self.password.password.setText(typed.password)
        if typed.at_password:
            self.password.password.setFocus()
        if typed.entered:
            self.submit()

    def refused(self, sentence: str, wait: float) -> None:
        """Not let in: one sentence, an empty line for the next try, and a countdown where one has to wait."""
        self.busy("")
        self.password.password.forget()
        self.message.say("danger", sentence)
        self.password.password.setFocus()
        self.wait(wait)

    def wait(self, seconds: float) -> None:
        """Take nothing for so long, and count down where it can be seen."""
        self._left = seconds
        if seconds > 0:
            self._countdown.start()
        self._show_left()

    def _tick(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._left = 0
            self._countdown.stop()
        self._show_left()

    def _show_left(self) -> None:
        waits = self._left > 0
        self.enter.setEnabled(not waits)
        self.state.setText(_("{seconds} 秒后可以再试").format(seconds=math.ceil(self._left)) if waits else "")

    def _explain(self) -> None:
        ask.tell(
            self, _("怎样登录"),
            _("姓名按站里登记的写，也可以输全拼或首字母，不用切输入法。口令分大小写，输的时候输入法是关着的。"
              "连错 3 次以后每次要等一会儿，最多 60 秒，不会锁死。新同事由站长在「设置 → 工作人员」里加。"),
        )  # fmt: skip
