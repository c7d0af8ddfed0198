"""The one box of the desk: what is typed finds somebody, Enter signs in, arrows choose another."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.desk.words import font_of
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.theme import theme

_PX, _ICON, _ICON_AT = 36, 30, 20
PICK_WAIT_MS = 45
"""A digit picks a candidate when no further key follows at once: a scanner's next one comes sooner."""

_PICKS = {Qt.Key.Key_1: 0, Qt.Key.Key_2: 1, Qt.Key.Key_3: 2, Qt.Key.Key_4: 3, Qt.Key.Key_5: 4, Qt.Key.Key_6: 5}


class DeskBox(QLineEdit):
    """`entered` with Enter, `picked` with a digit, `moved` by arrows, `left` by Esc in the empty box, `undo_wanted` by
    Ctrl+Z.
    """

    entered = Signal()
    picked = Signal(int)
    moved = Signal(int)
    left = Signal()
    undo_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("desk", True)
        self.setAccessibleName(_("查找：姓名、拼音、手机后四位、单位，或扫码"))
        self.setMaxLength(80)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self._digit = -1
        self._composing = False
        self._wait = QTimer(self, singleShot=True, interval=PICK_WAIT_MS)
        self._wait.timeout.connect(self._pick)
        self.type_chinese(on=False)
        self._fit()
        theme.changed.connect(self._fit)

    @property
    def chinese(self) -> bool:
        """Whether an input method may write here."""
        return self.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)

    def type_chinese(self, *, on: bool) -> None:
        """Let an input method in; without it a scanner's letters arrive as they are."""
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on)
        self._composing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Letters on their way to be characters: until they are, Enter, digits and Esc are the input method's."""
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys with a meaning of their own; all others are typed."""
        key = event.key()
        self._settle()
        if self._composing:
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Escape:
            self._escape()
        elif event.matches(QKeySequence.StandardKey.Undo):  # a line would take it for itself
            self.undo_wanted.emit()
        elif key in _PICKS and self._may_pick(event):
            self._digit = _PICKS[Qt.Key(key)]
            self._wait.start()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line with its lens."""
        super().paintEvent(event)
        painter = QPainter(self)
        side = theme.px(_ICON)
        paint_icon(painter, QRectF(theme.px(_ICON_AT), (self.height() - side) / 2, side, side), "search", "text2")
        painter.end()

    def _may_pick(self, event: QKeyEvent) -> bool:
        """A digit chooses only beside words: a box with digits in it, or with nothing, takes it as one more."""
        text = self.text().strip()
        return bool(text) and not any(map(str.isdigit, text)) and event.text() in set("123456")

    def _pick(self) -> None:
        digit, self._digit = self._digit, -1
        if digit >= 0:
            self.picked.emit(digit)

    def _settle(self) -> None:
        """One more key at once: the digit was part of what a scanner types."""
        if self._wait.isActive():
            self._wait.stop()
            digit, self._digit = self._digit, -1
            self.insert(str(digit + 1))

    def _escape(self) -> None:
        if self.text():
            self.clear()
        else:
            self.left.emit()

    def _fit(self) -> None:
        self.setFont(font_of(_PX))
        self.setTextMargins(theme.px(_ICON_AT + _ICON), 0, 0, 0)
