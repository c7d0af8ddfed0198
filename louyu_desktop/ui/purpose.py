"""What something personal leaves the station for: a word of a short list, or one of one's own; the log keeps it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.noting import PURPOSES
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import FieldNote

_FIELD = Field(name="purpose", label=N_("用途"), kind=Kind.CHOICE, choices=PURPOSES, open_choices=True, max_length=80)


class PurposeEntry(QWidget):
    """One line; nothing goes out before it is filled."""

    def __init__(self, usual: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = ChoiceEditor(_FIELD, self)
        self.editor.combo.setAccessibleName(_("用途"))
        self.editor.put(usual)
        line = self.editor.combo.lineEdit()
        if line is not None:
            line.setPlaceholderText(_("选一项，或者自己写"))
            line.setMaxLength(80)
        self._note = FieldNote(_("含个人信息，用途会记入日志"), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Label(_("用途"), "label"))
        column.addWidget(self.editor)
        column.addWidget(self._note)
        self.editor.changed.connect(self._quiet)

    @property
    def text(self) -> str:
        """What was chosen or typed."""
        return str(self.editor.value())

    def is_given(self) -> bool:
        """Whether there is one; if not, the line says so and has the cursor."""
        if self.isHidden() or self.text:
            return True
        self._note.say(_("请先写明用途，再拿出去"), "danger")
        self.editor.mark(True)
        self.editor.combo.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _quiet(self) -> None:
        self._note.say("", "danger")
        self.editor.mark(False)
