"""A box that answers while one types, with an input method or without."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

DEBOUNCE_MS = 150


class TypedEdit(QLineEdit):
    """A box that answers while one types: letters of an open composition count as pinyin.

    `typed` comes 150 ms after the last key; Enter while composing belongs to the input method.
    """

    typed = Signal()
    left_down = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = ""
        self._pause = QTimer(self, singleShot=True, interval=DEBOUNCE_MS)
        self._pause.timeout.connect(self.typed)
        self.textChanged.connect(self._later)

    def words(self) -> str:
        """The text with the letters that are still being composed."""
        at = self.cursorPosition()
        letters = "".join(sign for sign in self._composing if not sign.isspace() and sign != "'")
        return f"{self.text()[:at]}{letters}{self.text()[at:]}".strip()

    def put(self, text: str) -> None:
        """Show `text` without answering it."""
        self.blockSignals(True)
        self.setText(text)
        self.blockSignals(False)

    def _later(self) -> None:
        self._pause.start()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember what is being composed."""
        super().inputMethodEvent(event)
        if self._composing != event.preeditString():
            self._composing = event.preeditString()
            self._later()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks at once; Escape empties; Down leaves to the list."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not self._composing:
                self._pause.stop()
                self.typed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
