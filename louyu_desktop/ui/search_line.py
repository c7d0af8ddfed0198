"""A box that answers while one types, with an input method on and off: letters in composition count as pinyin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.theme import theme

_WAIT_MS = 150
_LENS, _LENS_AT, _GAP = 16, 10, 8


class SearchLine(QLineEdit):
    """`searched` comes `wait_ms` after the last key with committed text and pinyin in composition.

    What an input method commits is asked for at once, and so is what stands there when it gives up.

    `entered` comes with Enter, but never while a composition is open: that Enter is the input method's.
    Escape empties the box, Down is `left_down`. `lens` gives it the look of a box to search in.
    """

    searched = Signal(str)
    entered = Signal()
    left_down = Signal()

    def __init__(
        self, placeholder: str, *, lens: bool = True, wait_ms: int = _WAIT_MS, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._composing = ""
        self.setPlaceholderText(placeholder)
        self.setToolTip(placeholder)  # whole, where the box is narrow
        self.setAccessibleName(placeholder)
        if lens:
            self.setProperty("search", True)
            self._make_room()
            theme.changed.connect(self._make_room)
        self._lens = lens
        self._timer = QTimer(self, singleShot=True, interval=wait_ms)
        self._timer.timeout.connect(self.search_now)
        self.textChanged.connect(self._later)
        self.returnPressed.connect(self._enter)

    @property
    def wanted(self) -> str:
        """What is searched for now: the text with the letters that are being composed at the cursor."""
        at = self.cursorPosition()
        return f"{self.text()[:at]}{self._composing}{self.text()[at:]}".strip()

    def _make_room(self) -> None:
        """Words begin behind the lens, which is as large as the text size asks (Qt's own would be 16 px)."""
        margins = self.textMargins()
        margins.setLeft(theme.px(_LENS) + _GAP)
        self.setTextMargins(margins)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line, and its lens."""
        super().paintEvent(event)
        if self._lens:
            painter, side = QPainter(self), theme.px(_LENS)
            paint_icon(painter, QRectF(theme.px(_LENS_AT), (self.height() - side) / 2, side, side), "search", "text3")
            painter.end()

    def put(self, text: str) -> None:
        """Show `text` without answering it."""
        self.blockSignals(True)
        self.setText(text)
        self.setCursorPosition(0)
        self.blockSignals(False)

    def search_now(self) -> None:
        """Do not wait for the pause in typing."""
        self._timer.stop()
        self.searched.emit(self.wanted)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Take letters in composition as pinyin; input methods put ' or spaces between syllables."""
        super().inputMethodEvent(event)
        was_composing = bool(self._composing)
        letters = "".join(sign for sign in event.preeditString() if sign.isalnum())
        if letters != self._composing:
            self._composing = letters
            self._later()
        if event.commitString() or (was_composing and not letters):
            self.search_now()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape empties, Down leaves to what was found; Enter is nobody's but the box's."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down:
            self.left_down.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                event.accept()

    def _later(self) -> None:
        self._timer.start()

    def _enter(self) -> None:
        if not self._composing:
            self.entered.emit()
