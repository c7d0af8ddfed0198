"""A scanner that types like a keyboard: its bursts are told from fingers, whatever has the focus."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from louyu_desktop.rules.badges import code_of

GAP: Final = 0.030
"""Seconds between two keys of a burst, at most; fingers take longer."""

_SHORTEST: Final = 8
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class Scanner(QObject):
    """`scanned` carries a code; what its keys wrote into a field until then is taken out of it again.

    It hears the keys of one window before any of its widgets does.
    """

    scanned = Signal(str)

    def __init__(self, window: QWidget, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self._text = ""
        self._last = 0.0
        self._stamp = 0
        self._field: QLineEdit | None = None
        self._before = ""
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listen at the window's handle once there is one; take the Enter that ends a code."""
        if watched is self._window:
            if event.type() == QEvent.Type.Show:
                self._listen()
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return False

    def _listen(self) -> None:
        handle = self._window.windowHandle()
        if handle is not None:
            handle.removeEventFilter(self)
            handle.installEventFilter(self)

    def _key(self, event: QKeyEvent) -> bool:
        quick = self._is_quick(event)
        if event.key() in _ENTER:
            code, self._text = self._text, ""
            if quick and len(code) >= _SHORTEST and code_of(code) is not None:
                self._put_back()
                self.scanned.emit(code)
                return True
        elif event.text() and event.text().isprintable() and not event.modifiers() & _HELD:
            if not quick:
                self._begin()
            self._text += event.text()
        return False

    def _is_quick(self, event: QKeyEvent) -> bool:
        """Whether a key follows the one before at once, by its own time or by when it came here."""
        now, stamp = self._clock(), event.timestamp()
        gap = now - self._last
        if stamp and self._stamp and stamp >= self._stamp:
            gap = min(gap, (stamp - self._stamp) / 1000)
        if event.text():  # Shift alone is no key of its own
            self._last, self._stamp = now, stamp
        return gap <= GAP

    def _begin(self) -> None:
        """Perhaps the first key of a burst: remember what it is about to change."""
        self._text = ""
        focus = QApplication.focusWidget()
        self._field = focus if isinstance(focus, QLineEdit) else None
        self._before = focus.text() if isinstance(focus, QLineEdit) else ""

    def _put_back(self) -> None:
        if self._field is not None and shiboken6.isValid(self._field):
            self._field.setText(self._before)
