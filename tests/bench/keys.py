"""The Ctrl+K box of a real window, typed into by key events: how long until the answer is painted."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Self

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services.suite import open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import problems
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme


class _Blank(QWidget):
    """A tab with nothing in it."""

    def __init__(self, _context: Context) -> None:
        super().__init__()


class Typing(QObject):
    """A window on a station, its box open."""

    def __init__(self, database: Database) -> None:
        found = QApplication.instance()
        self._app = found if isinstance(found, QApplication) else QApplication([])
        super().__init__()
        theme.apply(self._app, "light", 1.0)
        self._tasks = Tasks(problems.report)
        self._room = tempfile.TemporaryDirectory()
        preferences = Preferences(Path(self._room.name) / "machine.json")
        context = Context(open_services(database), self._tasks, ChangeBus(), preferences)
        self.window = MainWindow(context, {"today": _Blank})
        self._painted = False
        self._heart = QTimer(self, interval=50)  # so that no wait is for ever

    def __enter__(self) -> Self:
        self.window.resize(1366, 768)
        self.window.show()
        self._heart.start()
        self.window.activateWindow()
        self._until(lambda: self.window.isActiveWindow() and not self._tasks.busy)
        self.window.box.begin()
        self.window.box.list.viewport().installEventFilter(self)
        self._until(lambda: self.window.box.hasFocus() and not self._tasks.busy)
        return self

    def __exit__(self, *_error: object) -> None:
        self.window.close()
        self._tasks.close()
        self._room.cleanup()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember that the list was painted."""
        if event.type() == QEvent.Type.Paint:
            self._painted = True
        return super().eventFilter(watched, event)

    def _until(self, done: Callable[[], bool]) -> None:
        while not done():
            self._wait()

    def _wait(self) -> None:
        """Sleep until something happens, as a window does; polling would take the interpreter from the search."""
        self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    def measure(self, words: str) -> list[float]:
        """Type `words` key by key, each when the one before is answered; seconds of each."""
        self.window.box.setText("")
        self._until(lambda: not self._tasks.busy and not self.window.box.answer.text)
        box = self.window.box
        return [self._answered(words[: n + 1], partial(QTest.keyClick, box, key)) for n, key in enumerate(words)]

    def commit(self, words: str) -> float:
        """What an input method commits, all of it at once."""
        self.window.box.setText("")
        self._until(lambda: not self._tasks.busy and not self.window.box.answer.text)
        event = QInputMethodEvent("", [])
        event.setCommitString(words)
        return self._answered(words, lambda: QApplication.sendEvent(self.window.box, event))

    def nothing(self) -> float:
        """The list painted once more, for nothing."""
        return self._timed(self.window.box.list.viewport().update, lambda: True)

    def _answered(self, words: str, key: Callable[[], object]) -> float:
        box = self.window.box
        return self._timed(key, lambda: box.answer.text == words and box.popup.isVisible())

    def _timed(self, act: Callable[[], object], there: Callable[[], bool]) -> float:
        self._app.sendPostedEvents()
        self._painted = False
        begun = time.perf_counter()
        act()
        while not there():
            self._painted = False
            self._wait()
        while not self._painted:
            self._wait()
        return time.perf_counter() - begun


