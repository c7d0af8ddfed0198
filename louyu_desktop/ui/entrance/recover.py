"""A forgotten password: another administrator's help, or the recovery sheet typed in groups, then a new password."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Segmented, primary, quiet
from louyu_desktop.ui.entrance.parts import CardPage, Entry, name_line
from louyu_desktop.ui.entrance.password import NewPassword, PasswordEntry
from louyu_desktop.ui.messages import FieldNote
from louyu_desktop.ui.sheet_words import SheetWords

COLLEAGUE, SHEET = "colleague", "sheet"
_PAGE = 520


@dataclass(frozen=True, slots=True)
class Recovery:
    """What was typed to come in again: whose password is new, and who or what vouches for it."""

    person: str
    password: str = field(repr=False)
    administrator: str = ""
    vouched: str = field(default="", repr=False)
    written: str = field(default="", repr=False)


class RecoverPage(CardPage):
    """`wanted(Recovery)` when everything is filled in; `left` goes back to the log-in."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__(_("忘记口令"), _("请另一位站长在这里输他的口令，或者照恢复纸输入。然后设一个新口令。"), width=_PAGE)
        self.name = Entry(_("谁的口令忘了"), name_line(name), required=True)
        self.way = Segmented(((COLLEAGUE, _("另一位站长帮忙")), (SHEET, _("用恢复纸"))))
        self.administrator = Entry(_("站长姓名"), name_line(), required=True)
        self.vouched = PasswordEntry(_("站长口令"))
        self.written = SheetWords()
        self.note = FieldNote(_("一组一组照着输，大小写和空格随意；0 和 O、1 和 I 分不清没有关系"))
        self.new = NewPassword(self._names, _("新口令"))
        self._colleague, self._sheet = _column(self.administrator, self.vouched), _column(self.written, self.note)
        self._sheet.hide()
        for part in (self.name, self.way, self._colleague, self._sheet, self.new):
            self.body.addWidget(part)
        self.back, self.on = quiet(_("返回")), primary(_("换新口令"))
        self.foot_with(self.back, right=(self.on,))
        self.stopped = self.name, self.way, self._colleague, self._sheet, self.new, self.on, self.back
        self.way.chosen.connect(self._chosen)
        self.back.clicked.connect(self.left)
        self.on.clicked.connect(self.submit)
        self.new.done.connect(self.submit)
        self.setFocusProxy(self.name.line)

    def _names(self) -> tuple[str, ...]:
        return (self.name.text,)

    def _chosen(self, way: object) -> None:
        self._colleague.setVisible(way == COLLEAGUE)
        self._sheet.setVisible(way == SHEET)
        self.message.hide()

    def submit(self) -> None:
        """Ask for it when all is there."""
        if not self.on.isEnabled() or not self.name.filled() or not self._vouched() or not self.new.right():
            return
        self.busy(_("正在核对…"))
        if self.way.value == SHEET:
            self.wanted.emit(Recovery(self.name.text, self.new.text, written=self.written.toPlainText()))
        else:
            vouching = self.administrator.text, self.vouched.text
            self.wanted.emit(Recovery(self.name.text, self.new.text, *vouching))

    def _vouched(self) -> bool:
        if self.way.value != SHEET:
            return self.administrator.filled() and self.vouched.filled()
        if not self.written.toPlainText().strip():
            self.note.say(_("请照恢复纸输入"))
            self.written.setFocus()
            return False
        return True

    def refused(self, sentence: str, _wait: float = 0) -> None:
        """It was not taken: one sentence; what was typed to vouch goes."""
        self.busy("")
        self.vouched.password.forget()
        self.message.say("danger", sentence)


def _column(*parts: QWidget) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    for part in parts:
        column.addWidget(part)
    return held
