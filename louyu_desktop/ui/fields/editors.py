"""One editor for each kind of field; none of them knows what record it stands in."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QCompleter,
    QGridLayout,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QWidget,
)

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.months import YEAR, months_on
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.picker import Lookup, ReferenceEditor
from louyu_desktop.ui.theme import theme

_LOW, _TALL, _LONG = 76, 160, 8000
"""A box for so many characters shows more lines at once."""
NARROW = frozenset({Kind.INTEGER, Kind.DECIMAL})
DATE_KEYS = {"d": (0, 0, 1), "w": (0, 0, 7), "m": (0, 1, 0), "y": (1, 0, 0)}


class LineEditor(Editor):
    """One line of text, a number or a code."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = self._make()
        if field.max_length:
            self.box.setMaxLength(field.max_length)
        self._hold(self.box)
        if field.kind in NARROW:
            self._layout.addStretch(1)
            self._fit()
            theme.changed.connect(self._fit)
        self.box.textChanged.connect(self.changed)

    def _make(self) -> QLineEdit:
        return QLineEdit(self)

    def _fit(self) -> None:
        self.box.setMaximumWidth(theme.px(110))

    def value(self) -> Any:
        """The text as typed."""
        return self.box.text().strip()

    def put(self, value: Any, label: str = "") -> None:
        """The value without its unit."""
        if isinstance(value, dt.datetime):
            text = values.display(self.field, value)
        elif isinstance(value, Decimal):
            text = f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
        else:
            text = "" if value is None else str(value)
        if text != self.box.text():
            self.box.setText(text)
            self.box.setCursorPosition(0)


class _DateBox(QLineEdit):
    """Moves the day with d w m y (capitals go back), = is today."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Date keys; everything else is typed."""
        key = event.text()
        if key == "=":
            self.setText(dates.today().isoformat())
        elif key.lower() in DATE_KEYS and key and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._move(DATE_KEYS[key.lower()], 1 if key.islower() else -1)
        else:
            super().keyPressEvent(event)

    def _move(self, step: tuple[int, int, int], sign: int) -> None:
        text, clock = self.text()[:10], self.text()[10:]
        try:
            day = dates.parse_date(text, today=dates.today()) if text else dates.today()
        except UserError:
            return
        moved = months_on(day, sign * (step[0] * YEAR + step[1])) + dt.timedelta(days=sign * step[2])
        self.setText(f"{moved}{clock}")


class DateEditor(LineEditor):
    """A day, or a day and a time; 今, 明, 周五 are understood when the field is left."""

    def _make(self) -> QLineEdit:
        box = _DateBox(self)
        box.setPlaceholderText(_("年-月-日 几点几分") if self.field.kind is Kind.DATETIME else _("年-月-日"))
        box.setToolTip(_("d w m y 往后一天、一周、一月、一年，大写往前，= 是今天；也认 今、明、周五"))
        return box


class NoteEditor(Editor):
    """Several lines."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self._box = QPlainTextEdit(self)
        self._box.setTabChangesFocus(True)
        self._fit()
        self._hold(self._box)
        self._box.textChanged.connect(self.changed)
        theme.changed.connect(self._fit)

    def _fit(self) -> None:
        self._box.setFixedHeight(theme.px(_TALL if (self.field.max_length or 0) >= _LONG else _LOW))

    def value(self) -> Any:
        """The text as typed."""
        return self._box.toPlainText().strip()

    def put(self, value: Any, label: str = "") -> None:
        """The stored lines."""
        if (value or "") != self._box.toPlainText():
            self._box.setPlainText(value or "")


class _Combo(QComboBox):
    """Turns no wheel while the pointer only passes over it."""

    _completes = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Completing is set up by whoever types here first: it costs more than the box itself."""
        super().focusInEvent(event)
        if not self._completes:
            self._completes = True
            _complete_by_any_part(self)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the list has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


def _complete_by_any_part(combo: QComboBox) -> None:
    completer = QCompleter(combo.model(), combo)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    combo.setCompleter(completer)


class ChoiceEditor(Editor):
    """One word of a list, by typing any part of it; open lists take other words too."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.combo = _Combo(self)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.addItems(["", *(_(choice) for choice in field.choices)])
        self.combo.setMaxVisibleItems(14)
        self.combo.setItemDelegate(QStyledItemDelegate(self.combo))
        self.combo.setMinimumContentsLength(4)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._hold(self.combo)
        self.combo.currentTextChanged.connect(self.changed)

    def value(self) -> Any:
        """The word as typed."""
        return self.combo.currentText().strip()

    def put(self, value: Any, label: str = "") -> None:
        """The stored word."""
        if self.combo.currentText() != (value or ""):
            self.combo.setCurrentText(value or "")
            line = self.combo.lineEdit()
            if line is not None:
                line.setCursorPosition(0)


class ChoicesEditor(Editor):
    """Several words of a list as check boxes; words beyond the list keep their own box."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        inner = QWidget(self)
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 3, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(0)
        self._boxes: dict[str, QCheckBox] = {}
        self._stored: tuple[str, ...] = ()
        for choice in field.choices:
            self._box(choice)
        self._layout.addWidget(inner)
        self._layout.addStretch(1)
        if self._boxes:
            self.setFocusProxy(next(iter(self._boxes.values())))

    def _box(self, choice: str) -> QCheckBox:
        box = QCheckBox(_(choice), self)
        box.setAccessibleName(f"{_(self.field.label)} {_(choice)}")
        self._grid.addWidget(box, *divmod(len(self._boxes), 4))
        self._boxes[choice] = box
        box.toggled.connect(self.changed)
        return box

    def value(self) -> Any:
        """The words ticked: in the order they were stored in, otherwise in the list's."""
        ticked = tuple(choice for choice, box in self._boxes.items() if box.isChecked())
        return self._stored if set(ticked) == set(self._stored) else ticked

    def put(self, value: Any, label: str = "") -> None:
        """Tick the stored words."""
        self._stored = tuple(value or ())
        for word in value or ():
            if word not in self._boxes:
                self._box(word)
        for choice, box in self._boxes.items():
            box.setChecked(choice in (value or ()))


class FlagEditor(Editor):
    """Yes or no; a third state stands for what nobody has said yet."""

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(field, parent)
        self.box = QCheckBox(_("是"), self)
        self._known = True
        self._hold(self.box)
        self._layout.addStretch(1)
        self.box.clicked.connect(self._clicked)

    def _clicked(self) -> None:
        self._known = True
        self.box.setTristate(False)
        self.changed.emit()

    def value(self) -> Any:
        """True, False, or None while nobody has said."""
        return self.box.isChecked() if self._known else None

    def put(self, value: Any, label: str = "") -> None:
        """The stored answer."""
        self._known = value is not None
        self.box.setTristate(value is None)
        state = Qt.CheckState.PartiallyChecked if value is None else Qt.CheckState.Unchecked
        self.box.setCheckState(Qt.CheckState.Checked if value else state)


def editor_for(field: Field, lookup: Lookup, parent: QWidget | None = None) -> Editor:
    """The editor of `field`'s kind."""
    match field.kind:
        case Kind.NOTE:
            return NoteEditor(field, parent)
        case Kind.FLAG:
            return FlagEditor(field, parent)
        case Kind.CHOICE:
            return ChoiceEditor(field, parent)
        case Kind.CHOICES:
            return ChoicesEditor(field, parent)
        case Kind.REFERENCE:
            return ReferenceEditor(field, lookup, parent)
        case Kind.DATE | Kind.DATETIME:
            return DateEditor(field, parent)
        case _:
            return LineEditor(field, parent)
