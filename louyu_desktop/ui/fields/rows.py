"""The parts of a form: a field with its label and its sentence, and the bar of what is not saved."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Sensitivity
from louyu_desktop.rules import dates, masks, values
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editors import NARROW, editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.fields.picker import ReferenceEditor
from louyu_desktop.ui.parts import ElidedLabel, FieldNote, IconButton, IconLabel, Label, primary, quiet
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

LABELS = 98
NUMBER = 110
SHOWN_MS = 30_000
"""So long a number stands on screen after it was asked for."""


class FieldRow(QWidget):
    """Label, editor and the line below; a number of a person stands masked until it is asked for.

    Asking is logged by the service, and lasts half a minute: what is being changed by then stays open.
    """

    def __init__(self, field: Field, context: Context, parent: QWidget, label: str = "", kind: str = "") -> None:
        super().__init__(parent)
        self.field = field
        self._kind = kind
        self._fixed = field.derived or bool(kind and not may_change(context.services, kind))
        self._id: int | None = None
        self._cover_again = QTimer(self, singleShot=True)
        self._cover_again.timeout.connect(self._hide)
        self._context = context
        words = label or field.label
        self._label = _(words)
        self._stored: tuple[Any, str] = (None, "")
        self._revealed = False
        self.editor = editor_for(field, lookup_of(context), self)
        self.masked: QLineEdit | None = None
        self.reveal: IconButton | None = None
        self.note: FieldNote | None = None
        self._names = QWidget(self)
        self._unit: Label | None = None
        self._arrange()
        self._size()
        self.editor.left.connect(self.check)
        if field.hint:
            self.say("")
        if field.sensitivity > Sensitivity.PUBLIC:
            context.guest.changed.connect(self._dress)
        theme.changed.connect(self._size)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        names = QHBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(4)
        names.addStretch(1)
        names.addWidget(ElidedLabel(self._label, "label"))
        self._star: Label | None = None
        if self.field.required and not self.field.derived:
            self.ask()
        self._box = QHBoxLayout()
        self._box.setSpacing(4)
        self._box.addWidget(self.editor)
        if self.field.kind in NARROW:
            self._unit = Label(_(self.field.unit), "label", "text3")
            self._box.addWidget(self._unit)
            self._box.addStretch(1)
        grid.addWidget(self._names, 0, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(self._box, 0, 1)

    def ask(self, *, asked: bool = True) -> None:
        """Mark the field as one that is to be filled, or not."""
        layout = self._names.layout()
        if self._star is None and asked and layout is not None:
            self._star = Label("＊", "label", "danger")
            layout.addWidget(self._star)
        elif self._star is not None:
            self._star.setVisible(asked)

    def _size(self) -> None:
        """Lengths of the text size in use."""
        self._names.setFixedSize(theme.px(LABELS), theme.px(34))
        if self._unit is not None:
            self.editor.setMaximumWidth(theme.px(NUMBER))
            if self.masked is not None:
                self.masked.setMaximumWidth(theme.px(NUMBER))

    def _cover(self) -> QLineEdit:
        """The line that stands over an editor whose value is not to be seen, or never typed."""
        if self.masked is None:
            self.masked = QLineEdit(self)
            self.masked.setReadOnly(True)
            self.masked.setAccessibleName(_(self.field.label))
            if self._unit is not None:
                self.masked.setMaximumWidth(theme.px(NUMBER))
            self._box.insertWidget(1, self.masked)
        if self.reveal is None and masks.is_masked(self.field):
            self.reveal = IconButton("eye", _("显示完整号码 30 秒，会记入日志"), size=16, parent=self)
            self.reveal.clicked.connect(self._ask)
            self._box.insertWidget(2, self.reveal)
        return self.masked

    def put(self, value: Any, label: str, id_: int | None = None) -> None:
        """Show a stored value of the record `id_`; one that was asked for and is the same stays open for its time."""
        kept = self.is_timed and (id_, value) == (self._id, self._stored[0])
        self._stored, self._id = (value, label), id_
        self._revealed = kept
        self.editor.put(value, label)
        self.say("")
        self._dress()

    def _dress(self) -> None:
        text = values.display(self.field, *self._stored)
        seen = self._context.guest.show(self.field, text)
        guest = self._context.guest.on and (seen != text or self.field.sensitivity >= Sensitivity.PERSONAL)
        masked = masks.is_masked(self.field) and self._stored[0] is not None and not self._revealed
        covered = guest or masked or self._fixed
        if covered:
            self._cover().setText(seen if guest or masked else text)
        if self.masked is not None:
            self.masked.setVisible(covered)
            self.editor.setVisible(not covered)
        if self.reveal is not None:
            self.reveal.setVisible(masked and not guest and self._id is not None)

    def _ask(self) -> None:
        """Have the service write down that the number was looked at, then show it."""
        records, kind, id_, name = self._context.services.records, self._kind, self._id, self.field.name
        if id_ is not None:
            self._context.tasks.write(self, lambda _control: records.reveal(kind, id_, name), partial(self._show, id_))

    def _show(self, id_: int, _text: str) -> None:
        if id_ == self._id:
            self._revealed = True
            self._dress()
            self._cover_again.start(SHOWN_MS)
            self.editor.setFocus()

    def _hide(self) -> None:
        """Cover it again, unless it is being changed."""
        try:
            changed = self.value() != self._stored[0]
        except UserError:
            changed = True
        if not changed:
            self._revealed = False
            self._dress()

    @property
    def is_timed(self) -> bool:
        """Whether a number that was asked for has time left."""
        return self._cover_again.isActive()

    def put_typed(self, value: Any, label: str) -> None:
        """Show over the stored value what this person typed earlier and did not save."""
        self.editor.put(value, label)
        self._revealed = True
        self._dress()

    def value(self) -> Any:
        """The typed value parsed; UserError says what is wrong."""
        if problem := self.editor.problem():
            raise UserError(problem, field=self.field.name)
        raw = self.editor.value()
        return values.parse(self.field, raw, today=dates.today()) if isinstance(raw, str) else raw

    def check(self) -> bool:
        """Say under the field what is wrong with it; what can be read is shown as it will be kept."""
        try:
            value = self.value()
        except UserError as error:
            self.say(error.sentence)
            return False
        if isinstance(self.editor.value(), str) and value is not None:
            self.editor.put(value)
        self.say("")
        return True

    def say(self, problem: str, tone: str = "danger") -> None:
        """Show a sentence under the field, or take it away."""
        if self.note is None and (problem or self.field.hint):
            self.note = FieldNote(_(self.field.hint), self)
            grid = self.layout()
            if isinstance(grid, QGridLayout):
                grid.addWidget(self.note, 1, 1)
        if self.note is not None:
            self.note.say(problem, tone)
        self.editor.mark(bool(problem) and tone == "danger")

    def label(self) -> str:
        """The words of what a reference points to."""
        return self.editor.label() if isinstance(self.editor, ReferenceEditor) else ""


class DraftBar(QFrame):
    """Stands over a form while something in it is not saved."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("message", "warn")
        self._words = Label("", "label", "text")
        self.give_up = quiet(_("放弃改动"), small=True)
        self.save = primary(_("保存 Ctrl+S"), small=True)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 4, 8, 4)
        layout.addWidget(IconLabel("save", "warn", 18))
        layout.addWidget(self._words, 1)
        layout.addWidget(self.give_up)
        layout.addWidget(self.save)
        self.hide()

    @property
    def text(self) -> str:
        """The sentence in use."""
        return self._words.text()

    def say(self, count: int, kept: dt.datetime | None) -> None:
        """How much is not saved, and since when a draft is kept."""
        self.setVisible(count > 0)
        words = _("有 {count} 处改动还没保存").format(count=count)
        if kept is not None:
            words += _("，草稿 {time} 已留底").format(time=f"{kept.astimezone(dates.SHANGHAI):%H:%M}")
        self._words.setText(words)
