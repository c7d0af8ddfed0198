"""The frame of the small windows of planning: title, a line below it, content, a note, and the footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field
from louyu_desktop.services.copies import Control
from louyu_desktop.text import N_, _
from louyu_desktop.ui import actions, roomy
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.parts import ElidedLabel, FieldNote, Label, outline, primary, quiet
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Work = Callable[[Control], object]
"""Something that is done off the window's thread."""

E = TypeVar("E", bound=Editor)
T = TypeVar("T")


class Panel(QDialog):
    """Content goes into `body`; `go` or Ctrl+S does it, `extra` holds buttons between the two ends of the footer."""

    def __init__(
        self, context: Context, parent: QWidget | None, title: str, about: str, verb: str, size: QSize
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        roomy.size(self, size.width(), size.height())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(ElidedLabel(title, "pane"))
        self.about = Label(about, "label", "text2", wrap=True)
        self.about.setVisible(bool(about))
        layout.addWidget(self.about)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(8)
        layout.addWidget(roomy.Roomy(content), 1)
        self.note = FieldNote()
        layout.addWidget(self.note)
        layout.addLayout(self._footer(verb))
        actions.bind(self, "save", self._press)

    def _footer(self, verb: str) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(8)
        self.leave = quiet(_("取消"))
        self.leave.clicked.connect(self.reject)
        self.go = primary(verb)
        self.go.setToolTip(actions.key_of("save"))
        self.extra = QHBoxLayout()
        self.extra.setSpacing(8)
        footer.addWidget(self.leave)
        footer.addStretch(1)
        footer.addLayout(self.extra)
        footer.addWidget(self.go)
        return footer

    def _press(self) -> None:
        if self.go.isVisible():
            self.go.click()

    def ask(self, editor: E, label: str = "") -> E:
        """An editor under its label, which is read aloud with it."""
        words = label or _(editor.field.label)
        self.body.addWidget(Label(words, "label"))
        editor.setAccessibleName(words)
        self.body.addWidget(editor)
        return editor

    def ask_reason(self, name: str, usual: Sequence[str], *, limit: int) -> LineEditor:
        """A line for the reason, with the usual ones to press, as long as the field `name` takes."""
        line = self.ask(LineEditor(Field(name=name, label=N_("原因"), max_length=limit), self))
        row = QHBoxLayout()
        row.setSpacing(6)
        for words in usual:
            button = outline(_(words), small=True)
            button.clicked.connect(partial(line.put, _(words)))
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        return line

    def write(self, work: Callable[[Control], T], done: Callable[[T], object]) -> None:
        """Do it once; what cannot be taken is said."""
        self.go.setEnabled(False)
        self.context.tasks.write(self, work, done, self.refuse)

    def settle(self, work: Work, said: str) -> None:
        """Do it once, say so, and go."""

        def done(_result: object) -> None:
            self.context.message("ok", said)
            self.accept()

        self.write(work, done)

    def refuse(self, error: Exception) -> None:
        """Say beside the buttons what cannot be taken; anything else is for the door of errors."""
        self.go.setEnabled(True)
        if isinstance(error, UserError):
            self.note.say(error.sentence)
        else:
            report(self, error)

    def rename(self, verb: str) -> None:
        """Other words on the button that does it."""
        self.go.setText(verb)
        self.go.setAccessibleName(verb)
