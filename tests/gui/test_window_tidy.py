"""Garbage is collected on the window's thread, also while a pool thread makes it."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop.ui.tidy import Collector


class Loop(QWidget):
    """A widget that only the collector can free."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def test_a_widget_in_a_loop_is_freed_on_the_windows_thread(qapp: QApplication, qtbot: QtBot) -> None:
    collector = Collector()
    freed_on: list[QThread] = []
    try:
        watch = weakref.ref(Loop(), lambda _dead: freed_on.append(QThread.currentThread()))
        busy = threading.Thread(target=lambda: [[n] for n in range(200_000)])
        busy.start()
        busy.join()
        assert watch() is not None
        junk = [[n] for n in range(2_000)]
        qtbot.waitUntil(lambda: watch() is None)
        assert freed_on == [qapp.thread()]
        assert len(junk) == 2_000
    finally:
        collector.stop()
    assert gc.isenabled()


def test_what_a_large_work_makes_is_not_walked(qapp: QApplication, qtbot: QtBot) -> None:
    """The plan of an import stays as it is and goes with its last user; small things are collected as ever."""
    collector = Collector()
    try:
        before = gc.get_freeze_count()
        plan = [[n] for n in range(300_000)]
        qtbot.waitUntil(lambda: gc.get_freeze_count() >= before + 300_000)
        watch = weakref.ref(Loop())
        junk = [[n] for n in range(2_000)]
        qtbot.waitUntil(lambda: watch() is None)
        assert len(junk) == 2_000
        plan.clear()
        assert gc.get_freeze_count() < before + 100_000
    finally:
        collector.stop()
