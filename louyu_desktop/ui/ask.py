"""Dialogs, only for loss, conflict or a choice that cannot be undone; and the choice of files.

The title is the question with number and noun, the buttons are named by their result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Choice:
    """One way out of a question: `kind` is the button's (quiet, outline, primary, danger_fill)."""

    key: str
    text: str
    kind: str = "outline"


class Question(QDialog):
    """A question with its consequences; `answer` is the key chosen, empty when it was closed."""

    def __init__(self, parent: QWidget | None, question: str, consequences: str, choices: Sequence[Choice]) -> None:
        super().__init__(parent)
        self.answer = ""
        self.setWindowTitle(_("楼宇党群"))
        self.setMinimumWidth(theme.px(420))
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(20, 18, 20, 16)
        self.layout_.setSpacing(8)
        for text, role, tone in ((question, "pane", ""), (consequences, "body", "text2")):
            if text:
                label = Label(text, role, tone, wrap=True)
                label.setFixedWidth(theme.px(400))
                self.layout_.addWidget(label)
        self.layout_.addSpacing(8)
        self.layout_.addLayout(self._footer(choices))
        if self._buttons:
            next(iter(self._buttons)).setFocus()

    def _footer(self, choices: Sequence[Choice]) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(8)
        self._buttons: dict[Button, str] = {}
        for choice in choices:
            button = Button(choice.text, choice.kind)
            button.clicked.connect(self._chosen)
            self._buttons[button] = choice.key
            if len(self._buttons) == 1 and choice.kind != "quiet":
                footer.addStretch(1)
            footer.addWidget(button)
            if choice.kind == "quiet":
                footer.addStretch(1)
        return footer

    def accept_default(self) -> None:
        """Take the last way out, as Enter does in a line of text."""
        self.answer = list(self._buttons.values())[-1]
        self.accept()

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, Button):
            self.answer = self._buttons[sender]
        self.accept()


def confirm(
    parent: QWidget | None, question: str, consequences: str, yes_text: str, no_text: str, danger: bool = False
) -> bool:
    """Ask one question; True when the person pressed `yes_text`. The safe answer has the focus."""
    yes = Choice("yes", yes_text, "danger_fill" if danger else "primary")
    return choose(parent, question, consequences, (Choice("no", no_text), yes)) == "yes"


def choose(parent: QWidget | None, question: str, consequences: str, choices: Sequence[Choice]) -> str:
    """Ask with several ways out; the key chosen, or "" when the dialog was closed."""
    dialog = Question(parent, question, consequences, choices)
    dialog.exec()
    if shiboken6.isValid(dialog):  # its window may have gone meanwhile
        dialog.deleteLater()
    return dialog.answer


def tell(parent: QWidget | None, title: str, text: str, close_text: str = "") -> None:
    """Say something that may not be missed; one button."""
    choose(parent, title, text, (Choice("close", close_text or _("知道了"), "primary"),))


def ask_text(
    parent: QWidget | None, title: str, label: str, value: str = "", yes_text: str = "", no_text: str = ""
) -> str | None:
    """Ask for one line of text; None when the person left it."""
    choices = (Choice("no", no_text or _("取消"), "quiet"), Choice("yes", yes_text or _("保存"), "primary"))
    dialog = Question(parent, title, label, choices)
    line = QLineEdit(value)
    line.setAccessibleName(label or title)
    dialog.layout_.insertWidget(2 if label else 1, line)
    line.returnPressed.connect(dialog.accept_default)
    line.setFocus(Qt.FocusReason.OtherFocusReason)
    line.selectAll()
    dialog.exec()
    text = line.text().strip()
    dialog.deleteLater()
    return text if dialog.answer == "yes" and text else None


def choose_file(parent: QWidget | None, title: str, filters: str = "", folder: Path | None = None) -> Path | None:
    """Let the person choose an existing file; None when they left it."""
    name, _filter = QFileDialog.getOpenFileName(parent, title, str(folder or Path.home()), filters)
    return Path(name) if name else None


def save_file(parent: QWidget | None, title: str, suggested: Path, filters: str = "") -> Path | None:
    """Let the person choose where to save; the suffix of `suggested` is added when it is missing."""
    name, _filter = QFileDialog.getSaveFileName(parent, title, str(suggested), filters)
    if not name:
        return None
    path = Path(name)
    return path if path.suffix else path.with_suffix(suggested.suffix)


def choose_folder(parent: QWidget | None, title: str, folder: Path | None = None) -> Path | None:
    """Let the person choose a folder; None when they left it."""
    name = QFileDialog.getExistingDirectory(parent, title, str(folder or Path.home()))
    return Path(name) if name else None
