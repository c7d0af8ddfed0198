"""F1 in every window of the program, dialogs too: each gets its key when it first comes to the front."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.ui.actions import BY_ID

_GIVEN = "help_key"


class HelpKeys(QObject):
    """`opened` is called with the window in which the key was pressed."""

    def __init__(self, opened: Callable[[QWidget], object], parent: QObject) -> None:
        super().__init__(parent)
        self._opened = opened
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self._moved)
        self._moved()

    def _moved(self, _window: object = None) -> None:
        window = QApplication.activeWindow()
        if window is not None and not window.property(_GIVEN):
            self.give(window)

    def give(self, window: QWidget) -> None:
        """Let F1 work in a window."""
        window.setProperty(_GIVEN, True)
        for key in BY_ID["help"].keys:
            QShortcut(QKeySequence(key), window).activated.connect(partial(self._opened, window))
