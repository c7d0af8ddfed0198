"""The password once more, before what SAFETY.md case 37 names: the one place that asks, and then goes on.

Work that a service refuses with `PasswordAgainError` is done again once the password was right; whoever leaves
the question has cancelled that work.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import LouyuError, PasswordAgainError
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import primary, quiet
from louyu_desktop.ui.entrance.parts import Notice
from louyu_desktop.ui.entrance.password import PasswordEntry
from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.tasks import Tasks

_WIDE = 400
Step = Callable[[], object]


class PasswordQuestion(QDialog):
    """One line for the password of whoever is logged in."""

    given = Signal(str)

    def __init__(self, sentence: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("再输一次口令"))
        self.password = PasswordEntry(_("您的口令"), _("五分钟内不再问"), required=False)
        self.message = Notice(_WIDE - 40)
        self.on = primary(_("继续"))
        leave = quiet(_("取消"))
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(IconLabel("lock", "text2", 18))
        head.addWidget(Label(_("再输一次口令"), "pane"))
        head.addStretch(1)
        words = Label(sentence, "body", "text2", wrap=True)
        words.setFixedWidth(theme.px(_WIDE) - 40)
        foot = QHBoxLayout()
        foot.addWidget(leave)
        foot.addStretch(1)
        foot.addWidget(self.on)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(words)
        column.addWidget(self.message)
        column.addWidget(self.password)
        column.addLayout(foot)
        self.setFixedWidth(theme.px(_WIDE))
        leave.clicked.connect(self.reject)
        self.on.clicked.connect(self.submit)
        self.password.password.returnPressed.connect(self.submit)
        self.password.password.setFocus()

    def submit(self) -> None:
        """Give the password."""
        if self.on.isEnabled() and self.password.filled():
            self.on.setEnabled(False)
            self.given.emit(self.password.text)

    def refused(self, sentence: str) -> None:
        """It was wrong: one sentence, and the next try."""
        self.on.setEnabled(True)
        self.message.say("danger", sentence)
        self.password.password.forget()
        self.password.password.setFocus()


class StepUp(QObject):
    """Asks once for whatever waits; `confirm(password)` is the service's, and raises where it is wrong."""

    def __init__(self, tasks: Tasks, confirm: Callable[[str], None]) -> None:
        super().__init__()
        self._tasks, self._confirm = tasks, confirm
        self._waiting: list[tuple[Step, Step]] = []
        self.question: PasswordQuestion | None = None
        tasks.ask_again = self.ask

    def ask(self, owner: QObject, error: PasswordAgainError, go_on: Step, give_up: Step) -> None:
        """Ask for the password, then `go_on`; `give_up` when the person leaves the question."""
        self._waiting.append((go_on, give_up))
        if self.question is not None:
            return
        window = owner.window() if isinstance(owner, QWidget) else QApplication.activeWindow()
        self.question = PasswordQuestion(error.sentence, window)
        self.question.given.connect(self._given)
        self.question.finished.connect(self._finished)
        self.question.open()

    def _given(self, password: str) -> None:
        self._tasks.read(self, lambda _control: self._confirm(password), self._right, self._wrong)

    def _right(self, _nothing: object) -> None:
        if self.question is not None:
            self.question.accept()

    def _wrong(self, error: Exception) -> None:
        if self.question is not None and isinstance(error, LouyuError):
            self.question.refused(error.sentence)
        else:
            report(self, error)

    def _finished(self, result: int) -> None:
        question, self.question = self.question, None
        waiting, self._waiting = self._waiting, []
        if question is not None:
            question.deleteLater()
        for go_on, give_up in waiting:
            (go_on if result == QDialog.DialogCode.Accepted else give_up)()
