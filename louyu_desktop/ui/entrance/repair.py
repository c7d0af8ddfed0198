"""The data does not open, or a check found something: mended on a copy, by a password; the original stays as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.buttons import outline, primary, quiet
from louyu_desktop.ui.entrance.parts import CardPage, Entry, beside, name_line
from louyu_desktop.ui.entrance.password import PasswordEntry
from louyu_desktop.ui.mishap import write_text
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.repairs import Repaired

_PAGE = 560


@dataclass(frozen=True, slots=True)
class Mending:
    """What was chosen and typed."""

    to: Path
    person: str
    password: str = field(repr=False)


class RepairPage(CardPage):
    """`wanted(Mending)`; `show_done` says what became of it, `elsewhere(folder)` opens the copy, `left` gives up."""

    wanted = Signal(object)
    elsewhere = Signal(object)
    left = Signal()

    def __init__(self, folder: Path, name: str = "") -> None:
        words = _("把站点复制到一个空文件夹，在副本上重建索引、重算合计，坏了的页上能读的都救出来。原来的数据一个字节也不动。要站长的口令。")
        super().__init__(_("在副本上修复"), words, width=_PAGE)
        self._done: Repaired | None = None
        self.to = Entry(_("副本放在"), QLineEdit(str(_free(folder))), required=True)
        self.choose = outline(_("选文件夹…"))
        self.name = Entry(_("站长姓名"), name_line(name))
        self.password = PasswordEntry(_("口令"), required=False)
        self.report = QPlainTextEdit()
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("修复的结果"))
        self.report.setFixedHeight(theme.px(190))
        self.report.hide()
        self.back, self.keep = quiet(_("返回")), outline(_("存到文件…"))
        self.keep.hide()
        self.on = primary(_("修复"))
        self._arrange()
        self.choose.clicked.connect(self._choose)
        self.keep.clicked.connect(self.save)
        self.on.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        self.name.line.returnPressed.connect(self.password.password.setFocus)
        self.password.password.returnPressed.connect(self.submit)
        self.setFocusProxy(self.password.password if name else self.name.line)

    def _arrange(self) -> None:
        self.body.addLayout(beside(self.to, self.choose))
        for part in (self.name, self.password, self.report):
            self.body.addWidget(part)
        self.foot_with(self.back, right=(self.keep, self.on))
        self.stopped = self.to, self.choose, self.name, self.password, self.on, self.back

    def _choose(self) -> None:
        folder = ask.choose_folder(self, _("副本放在哪个空文件夹"))
        if folder is not None:
            self.to.line.setText(str(folder))
            self.to.calm()

    def submit(self) -> None:
        """Mend it; once it is done, open the copy."""
        if self._done is not None:
            self.elsewhere.emit(self._done.folder)
        elif self.on.isEnabled() and self.to.filled() and self.name.filled() and self.password.filled():
            self.message.hide()
            self.busy(_("正在复制和修复…"))
            self.wanted.emit(Mending(Path(self.to.text), self.name.text, self.password.text))

    def refused(self, sentence: str) -> None:
        """It was not done: one sentence."""
        self.busy("")
        self.password.password.forget()
        self.message.say("danger", sentence)

    def show_done(self, done: Repaired) -> None:
        """What was saved, what is lost, what is still wrong."""
        self._done = done
        self.busy("")
        self.password.password.forget()
        for part in (self.to, self.choose, self.name, self.password):
            part.hide()
        good = not (done.lost or done.unknown or done.left)
        self.message.say("ok" if good else "warn", _("副本修好了。看过结果，再决定用副本还是恢复备份"))
        self.report.setPlainText(done.text)
        self.report.show()
        self.keep.show()
        self.on.setText(_("打开副本"))
        self.on.setFocus()

    def save(self) -> None:
        """The result into a file."""
        path = ask.save_file(self, _("存修复结果"), Path(_("修复结果.txt")), _("文本 (*.txt)"))
        if path is not None:
            write_text(self, path, self.report.toPlainText())


def _free(folder: Path) -> Path:
    """A folder beside the station's that is not there yet."""
    number = 1
    while (found := folder.with_name(_("{name}-修复{number}").format(name=folder.name, number=number))).exists():
        number += 1
    return found
