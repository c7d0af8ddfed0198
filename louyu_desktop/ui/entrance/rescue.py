"""The data does not open any more, but the vault is whole: the newest backup takes its place, by a password alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import link, primary, quiet
from louyu_desktop.ui.entrance.parts import CardPage, Entry, name_line
from louyu_desktop.ui.entrance.password import PasswordEntry


class RescuePage(CardPage):
    """`wanted(name, password)` to bring `file` back, `by_sheet` where nobody knows a password, `left` to give up.

    Where `words` say why the data are replaced they are whole; else `repair` is offered too.
    """

    wanted = Signal(str, str)
    by_sheet = Signal()
    repair = Signal()
    left = Signal()

    def __init__(self, file: Path, name: str = "", words: str = "") -> None:
        usual = _("用最近的备份 {file} 换下打不开的数据。原来的文件留在旁边，不会删。要站长的口令。")
        super().__init__(_("从备份恢复"), words or usual.format(file=file.name), width=480)
        self.name = Entry(_("站长姓名"), name_line(name))
        self.password = PasswordEntry(_("口令"), required=False)
        self.back, self.sheet = quiet(_("返回")), link(_("用恢复纸"))
        self.mend = link(_("在副本上修复"))
        self.mend.setVisible(not words)
        self.on = primary(_("恢复"))
        for entry in (self.name, self.password):
            self.body.addWidget(entry)
        self.foot_with(self.back, self.sheet, self.mend, right=(self.on,))
        self.stopped = self.name, self.password, self.on, self.sheet, self.mend, self.back
        self.name.line.returnPressed.connect(self.password.password.setFocus)
        self.password.password.returnPressed.connect(self.submit)
        self.on.clicked.connect(self.submit)
        self.sheet.clicked.connect(self.by_sheet)
        self.mend.clicked.connect(self.repair)
        self.back.clicked.connect(self.left)
        self.setFocusProxy(self.password.password if name else self.name.line)

    def submit(self) -> None:
        """Bring it back."""
        if self.on.isEnabled() and self.name.filled() and self.password.filled():
            self.message.hide()
            self.busy(_("正在恢复…"))
            self.wanted.emit(self.name.text, self.password.text)

    def refused(self, sentence: str, _wait: float = 0) -> None:
        """It was not done: one sentence."""
        self.busy("")
        self.password.password.forget()
        self.message.say("danger", sentence)
