"""One input per field of a small form: options of a paper, settings, the station's profile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.values import display, parse
from louyu_desktop.text import _
from louyu_desktop.ui.parts import Label, restyle
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme


class Choice(QComboBox):
    """Its tip has the whole of what is chosen: it may be narrower."""

    def __init__(self) -> None:
        super().__init__()
        self.currentTextChanged.connect(self._tell)

    def _tell(self, words: str) -> None:
        self.setToolTip(tip(words))


def combo(choices: Sequence[tuple[Any, str]], current: Any = None) -> QComboBox:
    """A combo box of (value, words) with rows of the look's height."""
    box = Choice()
    box.setItemDelegate(QStyledItemDelegate(box))
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    for value, words in choices:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(current)))
    return box


class Input(QWidget):
    """What a field is typed into; `edited` tells that the person changed it."""

    edited = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._wrong = Label("", "hint", "danger", wrap=True)
        self._wrong.setVisible(False)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def value(self) -> Any:
        """The parsed value, None when blank; UserError when it cannot be taken (and says so below)."""
        try:
            result = parse(self.field, self.raw())
        except UserError as error:
            self.complain(error.sentence)
            raise
        self.complain("")
        return result

    def raw(self) -> Any:
        """What stands in the input, unparsed."""
        raise NotImplementedError

    def put(self, value: Any) -> None:
        """Show a value without telling anyone."""
        raise NotImplementedError

    def complain(self, sentence: str) -> None:
        """Show what is wrong under the input, or nothing."""
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        for child in self.findChildren(QLineEdit):
            restyle(child, wrong=bool(sentence))

    def _place(self, editor: QWidget) -> None:
        editor.setAccessibleName(_(self.field.label))
        self._column.addWidget(editor)
        if self.field.hint:
            hint = Label(_(self.field.hint), "hint", wrap=True)
            hint.setContentsMargins(theme.px(24) if isinstance(editor, QCheckBox) else 0, 0, 0, 0)
            self._column.addWidget(hint)
        self._column.addWidget(self._wrong)
        self.setFocusProxy(editor)


class TextInput(Input):
    """One line: text, numbers with decimals, dates, telephone numbers."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._line = QLineEdit()
        if field.max_length:
            self._line.setMaxLength(field.max_length)
        self._line.textEdited.connect(self.edited)
        self._line.editingFinished.connect(self._check)
        self._place(self._line)

    def raw(self) -> str:
        """The text as typed."""
        return self._line.text()

    def put(self, value: Any) -> None:
        """Show the value as people write it."""
        self._line.setText(display(self.field, value) if not isinstance(value, str) else value)

    def _check(self) -> None:
        try:
            self.value()
        except UserError:
            return


class NoteInput(Input):
    """Several lines."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(theme.px(92))
        self._text.textChanged.connect(self.edited)
        self._place(self._text)

    def raw(self) -> str:
        """The text as typed."""
        return self._text.toPlainText()

    def put(self, value: Any) -> None:
        """Show the text."""
        blocked = self.blockSignals(True)
        self._text.setPlainText(value or "")
        self.blockSignals(blocked)


class NumberInput(Input):
    """A whole number between the field's limits."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._spin = QSpinBox()
        self._spin.setRange(field.minimum or 0, field.maximum if field.maximum is not None else 1_000_000)
        self._spin.setSuffix(f" {_(field.unit)}" if field.unit else "")
        self._spin.setMaximumWidth(theme.px(160))
        self._spin.valueChanged.connect(self._changed)
        self._place(self._spin)

    def _changed(self, _value: int) -> None:
        self.edited.emit()

    def raw(self) -> int:
        """The number."""
        return self._spin.value()

    def put(self, value: Any) -> None:
        """Show the number."""
        blocked = self._spin.blockSignals(True)
        self._spin.setValue(int(value or 0))
        self._spin.blockSignals(blocked)


class FlagInput(Input):
    """Yes or no: a check box that carries the label itself."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = QCheckBox(_(field.label))
        self._box.toggled.connect(self._changed)
        self._place(self._box)

    def _changed(self, _on: bool) -> None:
        self.edited.emit()

    def raw(self) -> bool:
        """Whether it is ticked."""
        return self._box.isChecked()

    def value(self) -> bool:
        """Whether it is ticked."""
        return self._box.isChecked()

    def put(self, value: Any) -> None:
        """Tick or clear."""
        blocked = self._box.blockSignals(True)
        self._box.setChecked(bool(value))
        self._box.blockSignals(blocked)


class ChoiceInput(Input):
    """One of several; `words` says what a stored value is called, where it is not its own name."""

    def __init__(
        self, field: Field, words: Mapping[Any, str] | None = None, parent: QWidget | None = None, blank: bool = False
    ) -> None:
        super().__init__(field, parent)
        choices: list[tuple[Any, str]] = list((words or {choice: _(choice) for choice in field.choices}).items())
        self._box = combo([(None, "—"), *choices] if blank else choices)
        self._box.activated.connect(self._changed)
        self._place(self._box)

    def _changed(self, _index: int) -> None:
        self.edited.emit()

    def raw(self) -> Any:
        """The stored value of what is chosen."""
        return self._box.currentData()

    def value(self) -> Any:
        """The stored value of what is chosen."""
        return self._box.currentData()

    def put(self, value: Any) -> None:
        """Choose a value."""
        self._box.setCurrentIndex(max(0, self._box.findData(value)))


class SeveralInput(Input):
    """Several of several: check boxes in two columns, in the order of the declaration."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        grid_of = QWidget()
        grid = QGridLayout(grid_of)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self._boxes: dict[str, QCheckBox] = {}
        for place, choice in enumerate(field.choices):
            box = QCheckBox(_(choice))
            box.toggled.connect(self._changed)
            self._boxes[choice] = box
            grid.addWidget(box, place // 2, place % 2)
        self._place(grid_of)

    def _changed(self, _on: bool) -> None:
        self.edited.emit()

    def raw(self) -> tuple[str, ...]:
        """What is ticked."""
        return tuple(choice for choice, box in self._boxes.items() if box.isChecked())

    def value(self) -> tuple[str, ...]:
        """What is ticked."""
        return self.raw()

    def put(self, value: Any) -> None:
        """Tick these."""
        for choice, box in self._boxes.items():
            blocked = box.blockSignals(True)
            box.setChecked(choice in (value or ()))
            box.blockSignals(blocked)


def make_input(field: Field, *, words: Mapping[Any, str] | None = None, blank: bool = False) -> Input:
    """The input for a field; `words` names the values of a choice, `blank` lets it stay empty."""
    if words or (field.kind is Kind.CHOICE and not field.open_choices):
        return ChoiceInput(field, words, blank=blank)
    makers: dict[Kind, type[Input]] = {
        Kind.NOTE: NoteInput,
        Kind.INTEGER: NumberInput,
        Kind.FLAG: FlagInput,
        Kind.CHOICES: SeveralInput,
    }
    return makers.get(field.kind, TextInput)(field)


def labelled(entry: Input, above: bool = True, width: int = 98) -> QWidget:
    """The input with its label above it, or left of it; a check box carries its own."""
    box = QWidget()
    if above or isinstance(entry, FlagInput):
        column = QVBoxLayout(box)
        column.setContentsMargins(0 if above else theme.px(width + 12), 0, 0, 0)
        column.setSpacing(4)
        if not isinstance(entry, FlagInput):
            column.addWidget(Label(_(entry.field.label), "label"))
        column.addWidget(entry)
        return box
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    label = Label(_(entry.field.label), "label")
    label.setFixedWidth(theme.px(width))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    label.setContentsMargins(0, theme.px(7), 0, 0)
    label.setWordWrap(True)
    row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(entry, 1)
    row.addStretch(0)
    return box
