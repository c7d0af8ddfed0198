"""A computer that has nothing yet: everything comes back from one file and one sheet."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import outline, primary, quiet
from louyu_desktop.ui.entrance.parts import CardPage, Entry, beside
from louyu_desktop.ui.entrance.password import NewPassword
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import FieldNote
from louyu_desktop.ui.sheet_words import SheetWords
from louyu_desktop.ui.sides import Sides, moment

if TYPE_CHECKING:
    from louyu_desktop.services.backup_copies import Preview

_PAGE = 560


@dataclass(frozen=True, slots=True)
class Return:
    """What was chosen and typed to get a station back."""

    file: Path
    written: str = field(repr=False)
    person: str = ""
    password: str = field(default="", repr=False)


class RestorePage(CardPage):
    """First `looked(Return)` with file and sheet; when `show` was given what is in it, `wanted(Return)`."""

    looked = Signal(object)
    wanted = Signal(object)
    left = Signal()

    def __init__(self, file: Path | None = None) -> None:
        super().__init__(_("从备份恢复"), _("要两样东西：备份文件，和那张恢复纸。数据会先打开核对，再放到这台电脑上。"), width=_PAGE)
        self.file = Entry(_("备份文件"), QLineEdit(str(file or "")), required=True)
        self.choose = outline(_("选文件…"))
        self.written = SheetWords()
        self.note = FieldNote(_("恢复纸上的字，一组一组照着输，大小写和空格随意"))
        self.people = QComboBox()
        self.people.setItemDelegate(QStyledItemDelegate(self.people))
        self.new = NewPassword(self._names, _("新口令"))
        self.back, self.on = quiet(_("返回")), primary(_("打开看看"))
        self._preview: Preview | None = None
        self._first, self._second = QWidget(), QWidget()
        self._arrange()
        self.choose.clicked.connect(self._choose)
        self.back.clicked.connect(self.left)
        self.on.clicked.connect(self.submit)
        self.new.done.connect(self.submit)
        self.setFocusProxy(self.written if file else self.choose)

    def _arrange(self) -> None:
        first = QVBoxLayout(self._first)
        first.setContentsMargins(0, 0, 0, 0)
        first.addLayout(beside(self.file, self.choose))
        first.addWidget(Label(_("恢复纸"), "label"))
        first.addWidget(self.written)
        first.addWidget(self.note)
        self._contents = QVBoxLayout()
        second = QVBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.addLayout(self._contents)
        second.addSpacing(6)
        second.addWidget(Label(_("您是哪一位站长"), "label"))
        second.addWidget(self.people)
        second.addWidget(self.new)
        self._second.hide()
        for part in (self._first, self._second):
            self.body.addWidget(part)
        self.foot_with(self.back, right=(self.on,))
        self.stopped = self._first, self._second, self.on, self.back

    def _names(self) -> tuple[str, ...]:
        return (self.people.currentText(),)

    def _choose(self) -> None:
        file = ask.choose_file(self, _("选备份文件"), _("备份 (*.backup)"))
        if file is not None:
            self.file.line.setText(str(file))
            self.file.calm()
            self.written.setFocus()

    def submit(self) -> None:
        """Look at it, or bring it back."""
        if not self.on.isEnabled():
            return
        if self._preview is None:
            self._look()
        elif self.new.right():
            self.busy(_("正在恢复…"))
            person, password = self.people.currentText(), self.new.text
            self.wanted.emit(Return(self._preview.file, self.written.toPlainText(), person, password))

    def _look(self) -> None:
        written = self.written.toPlainText()
        if not self.file.filled():
            return
        if not written.strip():
            self.note.say(_("请照恢复纸输入"))
            self.written.setFocus()
            return
        self.busy(_("正在打开并核对…"))
        self.looked.emit(Return(Path(self.file.text), written))

    def show_found(self, preview: Preview) -> None:
        """What is in it; now who comes in, and with which password."""
        self.busy("")
        self.message.hide()
        self._preview = preview
        made = _("第 {number} 份备份，{when} 做的（{why}），核对过，完好").format(
            number=preview.number, when=moment(preview.made_at), why=preview.label
        )
        self._contents.addWidget(Label(made, "body", wrap=True))
        self._contents.addWidget(Sides(preview))
        for _uid, name in preview.administrators:
            self.people.addItem(name)
        self._first.hide()
        self._second.show()
        self.sentence.setText(_("恢复后给您设一个新口令；别人的口令还是备份那时的。"))
        self.on.setText(_("恢复"))
        self.new.setFocus()

    def refused(self, sentence: str, _wait: float = 0) -> None:
        """It was not taken: one sentence."""
        self.busy("")
        self.message.say("warn", sentence)
