"""The focus ring: one see-through child of the window, 2 px outside the control that has the focus.

Shown only after keyboard use. It watches the control and every ancestor, because scrolling moves the
parent and a ring watching only the control stays behind.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from louyu_desktop.ui.theme import theme

_KINDS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
_KEYS = {
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
}
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)
_OUT = 4


class FocusRing(QWidget):
    """Follows the focus inside one window, or the page that fills it."""

    ornament = True

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._watched: list[QWidget] = []
        self._keyboard = False
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)
            window.installEventFilter(self)
        theme.changed.connect(self._place)

    def _moved(self, _old: QWidget | None, now: QWidget | None) -> None:
        for widget in self._watched:
            if shiboken6.isValid(widget):
                widget.removeEventFilter(self)
        self._watched = []
        window = self.parentWidget()
        while now is not None and isinstance(now.parentWidget(), (QComboBox, QAbstractSpinBox)):
            now = now.parentWidget()
        if now is None or window is None or not isinstance(now, _KINDS) or not window.isAncestorOf(now):
            self.hide()
            return
        step: QWidget | None = now
        while step is not None and step is not window:
            step.installEventFilter(self)
            self._watched.append(step)
            step = step.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Place the ring again when anything above the control moves; notice mouse and keys."""
        kind = event.type()
        if kind == QEvent.Type.Show and watched is self.parentWidget():
            self._listen()
        elif kind in _MOVES:
            self._place()
        elif kind == QEvent.Type.MouseButtonPress:
            self._keyboard = False
            self.hide()
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and _leads(event):
            self._keyboard = True
        return False

    def _listen(self) -> None:
        """Hear the keys and clicks of the whole window, before any widget does."""
        window = self.parentWidget()
        handle = window.window().windowHandle() if window is not None else None
        if handle is not None:
            handle.installEventFilter(self)

    def use_keyboard(self) -> None:
        """Show the ring from now on, as after a shortcut."""
        self._keyboard = True
        self._place()

    def _place(self) -> None:
        window = self.parentWidget()
        if not (self._keyboard and self._watched and shiboken6.isValid(self._watched[0])) or window is None:
            self.hide()
            return
        control = self._watched[0]
        if not control.isVisible():
            self.hide()
            return
        place = control.rect().translated(control.mapTo(window, QPoint(0, 0)))
        for above in self._watched[1:]:
            place = place.intersected(above.rect().translated(above.mapTo(window, QPoint(0, 0))))
        if place.isEmpty() or isinstance(control, QAbstractItemView):
            self.hide()
            return
        self.setGeometry(place.adjusted(-_OUT, -_OUT, _OUT, _OUT))
        self.raise_()
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus"), 2))
        radius = theme.px(6) + 3
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), radius, radius)
        painter.end()


def _leads(event: QKeyEvent) -> bool:
    """Whether a key moves about rather than types."""
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return event.key() in _KEYS or bool(held)
