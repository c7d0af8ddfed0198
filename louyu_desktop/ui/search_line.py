"""A search box that works with an input method on and off: letters in composition count as pinyin."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from louyu_desktop.ui.icons import icon

_WAIT_MS = 150


class SearchLine(QLineEdit):
    """`searched` comes 150 ms after the last key with committed text and pinyin in composition.

    `entered` comes with Enter, but never while a composition is open: that Enter is the input method's.
    """

    searched = Signal(str)
    entered = Signal()

    def __init__(self, placeholder: str, *, sunken: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = ""
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setProperty("search", sunken)
        self.addAction(icon("search", "text3"), QLineEdit.ActionPosition.LeadingPosition)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._later)
        self.returnPressed.connect(self._enter)

    @property
    def wanted(self) -> str:
        """What is searched for now."""
        return (self.text() + self._composing).strip()

    def search_now(self) -> None:
        """Do not wait for the pause in typing."""
        self._search()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take letters in composition as pinyin; input methods put ' or spaces between syllables."""
        super().inputMethodEvent(event)
        letters = event.preeditString()
        self._composing = "".join(sign for sign in letters if sign.isalnum())
        self._later()

    def _later(self) -> None:
        self._timer.start()

    def _search(self) -> None:
        self._timer.stop()
        self.searched.emit(self.wanted)

    def _enter(self) -> None:
        if not self._composing:
            self.entered.emit()
