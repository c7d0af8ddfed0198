"""What the window says of a crash at its next start, and in the safe mode: the report, and the ways on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from louyu_desktop import mishaps
from louyu_desktop.errors import SystemProblem, reason
from louyu_desktop.text import _
from louyu_desktop.ui import ask, problems
from louyu_desktop.ui.buttons import outline, primary
from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.succession import Succession

_WIDE, _HIGH = 560, 220
SAFE = ("--safe",)


class MishapDialog(QDialog):
    """The report of a crash, and after two in a row the safe mode; what was shown is not shown again."""

    def __init__(self, past: mishaps.Past, succession: Succession, parent: QWidget) -> None:
        super().__init__(parent)
        self._succession = succession
        self.setWindowTitle(_("楼宇党群"))
        self.report = QPlainTextEdit(past.report)
        self.report.setReadOnly(True)
        self.report.setAccessibleName(_("出错报告"))
        self.report.setFont(theme.font(12))
        self.report.setFixedSize(theme.px(_WIDE), theme.px(_HIGH))
        self.report.setVisible(bool(past.report))
        self.keep, self.safe, self.on = outline(_("存到文件…")), outline(_("用安全模式打开")), primary(_("照常继续"))
        self.keep.setVisible(bool(past.report))
        self.safe.setVisible(past.row >= mishaps.TWICE and succession.options != SAFE)
        self._lay_out(self._words(past))
        self.keep.clicked.connect(self.save)
        self.safe.clicked.connect(self.go_safe)
        self.on.clicked.connect(self.accept)
        self.finished.connect(self._shown)
        self.on.setFocus()

    @staticmethod
    def _words(past: mishaps.Past) -> str:
        words = _("保存过的内容都在；没保存的表单看草稿。")
        if past.report:
            words += _("下面的报告只有版本和程序里的位置，没有人名、电话和文件夹。可以存下来交给维护的人。")
        if past.row >= mishaps.TWICE:
            words += _("已经连着 {count} 次了：用安全模式打开，多半能正常用。").format(count=past.row)
        return words

    def _lay_out(self, words: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(_("上次程序意外关闭了"), "pane"))
        sentence = Label(words, "body", "text2", wrap=True)
        sentence.setFixedWidth(theme.px(_WIDE))
        column.addWidget(sentence)
        column.addWidget(self.report)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.keep)
        foot.addStretch(1)
        for button in (self.safe, self.on):
            foot.addWidget(button)
        column.addSpacing(8)
        column.addLayout(foot)

    def save(self) -> None:
        """Put it where somebody can take it from."""
        path = ask.save_file(self, _("存出错报告"), Path(_("出错报告.txt")), _("文本 (*.txt)"))
        if path is not None:
            write_text(self, path, self.report.toPlainText())

    def go_safe(self) -> None:
        """End the program for one in the safe mode."""
        self.accept()
        self._succession.with_options(*SAFE)
        self._succession.give_place(self._succession.person)

    def _shown(self, _result: int) -> None:
        mishaps.forget_report()
        self.deleteLater()


def tell(past: mishaps.Past, succession: Succession, parent: QWidget) -> MishapDialog | None:
    """Say what there is to say; mostly nothing."""
    if not past.report and past.row < mishaps.TWICE:
        return None
    dialog = MishapDialog(past, succession, parent)
    dialog.open()
    return dialog


def write_text(parent: QWidget, path: Path, text: str) -> None:
    """A text into a file that a person chose; what the disk refuses is told."""
    try:
        path.write_text(text, "utf-8")
    except OSError as error:
        words = _("没有存成：{reason}。请换一个地方再存").format(reason=reason(error))
        problems.report(parent, SystemProblem(words))


def say_safe(window: QWidget, safe: bool, succession: Succession, person: str) -> None:
    """Have the window say so, where it is."""
    if safe:
        SafeBanner(window, succession, person)


class SafeBanner(QFrame):
    """The line above everything that says so, and leads out of it."""

    def __init__(self, window: QWidget, succession: Succession, person: str) -> None:
        super().__init__()
        self._succession, self._person = succession, person
        self.setProperty("message", "warn")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 12, 8)
        row.setSpacing(10)
        words = _("安全模式：不用保存的外观、列宽和视图，不做后台工作；离开时照常备份。数据都在，可以照常录入。")
        self.leave = outline(_("照常重新打开"))
        self.leave.clicked.connect(self._leave)
        row.addWidget(IconLabel("shield", "warn", 20))
        row.addWidget(Label(words, "body", "text", wrap=True), 1)
        row.addWidget(self.leave)
        layout = window.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(0, self)

    def _leave(self) -> None:
        if self.window().close():
            self._succession.with_options()
            self._succession.ask(self._person)
