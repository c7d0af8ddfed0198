"""The page with the box: what is typed, whom it may mean, and the ways to everything else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.desk_copies import Candidates
from louyu_desktop.text import _
from louyu_desktop.ui.desk.box import DeskBox
from louyu_desktop.ui.desk.rows import Candidates as Rows
from louyu_desktop.ui.desk.words import DeskButton, Words
from louyu_desktop.ui.labels import restyle

Naming = Callable[[str], str]


class FindPage(QWidget):
    """`typed` with every key; the buttons below the candidates lead to the other pages."""

    typed = Signal(str)
    walk_in_wanted = Signal()
    firms_wanted = Signal()
    late_wanted = Signal()
    leaving_changed = Signal()

    def __init__(self, naming: Naming, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._naming = naming
        self.leaving = False
        """Whether Enter signs out."""
        self.box, self.rows = DeskBox(), Rows()
        self.hint, self.count = Words(16, tone="text3"), Words(16, tone="text2")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.input = DeskButton("", "keyboard", "F2", "quiet")
        self.new = DeskButton(_("现场报名"), "userplus", "F4")
        self.by_firm = DeskButton(_("按单位找"), "building", "F6")
        self.out = DeskButton(_("签退"), "walk", "F9")
        self.paper = DeskButton(_("补录"), "file", "F10")
        self._build()
        self._connect()
        self._show_mode()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        below = QHBoxLayout()
        below.addWidget(self.hint, 1)
        below.addWidget(self.input)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        for button in (self.new, self.by_firm, self.out, self.paper):
            foot.addWidget(button)
        foot.addWidget(self.count, 1)
        column.addWidget(self.box)
        column.addLayout(below)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.box.textChanged.connect(self.typed)
        self.new.clicked.connect(self.walk_in_wanted)
        self.by_firm.clicked.connect(self.firms_wanted)
        self.paper.clicked.connect(self.late_wanted)
        self.out.clicked.connect(self.toggle_leaving)
        self.input.clicked.connect(self.toggle_chinese)

    def begin(self) -> None:
        """The empty box, ready; on another page the keys stay where they are: a badge may be scanned beside a form."""
        self.box.clear()
        if self.isVisible():
            self.box.setFocus()

    def show_answer(self, answer: Candidates, *, waits: bool) -> None:
        """Whom the typed text may mean; while others are still looked for the count says nothing."""
        self.rows.put(answer.rows, [self._naming(one.name) for one in answer.rows])
        if not answer.text.strip() or waits:
            words = ""
        elif not answer.count:
            words = _("没有找到，按 F4 现场报名")
        elif answer.more:
            words = _("{count} 人以上符合，请再打几个字").format(count=answer.count)
        else:
            words = _("共 {count} 人符合").format(count=answer.count)
        self.count.setText(words)

    def toggle_leaving(self) -> None:
        """Sign out from now on, or sign in again."""
        self.leaving = not self.leaving
        self._show_mode()
        self.begin()
        self.leaving_changed.emit()

    def toggle_chinese(self) -> None:
        """Let an input method in, or keep it out for the scanner."""
        self.box.type_chinese(on=not self.box.chinese)
        self._show_mode()
        self.box.clearFocus()
        self.box.setFocus()

    def _show_mode(self) -> None:
        if self.leaving:
            self.hint.setText(_("现在是签退：打姓名、拼音首字母或手机后四位，回车签退"))
        else:
            self.hint.setText(_("打姓名、拼音首字母或手机后四位，回车签到；上下键换人，F4 现场报名"))
        words = _("回到签到") if self.leaving else _("签退")
        self.out.setText(f" {words}  F9")
        self.out.setAccessibleName(words)
        restyle(self.box, leaving=self.leaving)
        self.input.setText(" " + (_("汉字输入：开  F2") if self.box.chinese else _("汉字输入：关  F2")))
