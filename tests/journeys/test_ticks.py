"""The recorder sees what holds the window up: computing, and waiting for something."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.journeys.ticks import LIMIT, TASKS, Ticks, Yardstick


def compute() -> None:
    """Keep the thread busy for 600 ms of its own time: more than 100 ms on a machine at a sixth of its speed."""
    end = time.thread_time() + 6 * LIMIT
    while time.thread_time() < end:
        str(end)


def wait() -> None:
    """Wait for what never comes."""
    threading.Event().wait(6 * LIMIT)


TELLS = pytest.mark.skipif(not TASKS.exists(), reason="only Linux tells a blocked thread from one that is out of turn")


@pytest.mark.parametrize("held", [compute, pytest.param(wait, marks=TELLS)])
def test_what_holds_the_window_up_is_seen(qtbot: QtBot, yardstick: Yardstick, held: Callable[[], None]) -> None:
    ticks = Ticks(yardstick)
    ticks.start()
    ticks.step = "held"
    QTimer.singleShot(0, held)
    qtbot.waitUntil(lambda: any(gap.wall >= 6 * LIMIT for gap in ticks.gaps))
    ticks.stop()
    [gap] = ticks.worst(1)
    assert gap.own > LIMIT
    assert gap.step == "held"
    assert held.__name__ in gap.held_by


def test_what_the_test_looks_up_itself_is_not_counted(qtbot: QtBot, yardstick: Yardstick) -> None:
    ticks = Ticks(yardstick)
    ticks.start()
    with ticks.aside():
        compute()
    count = ticks.count
    qtbot.waitUntil(lambda: ticks.count > count + 3)
    ticks.stop()
    assert all(gap.wall < 6 * LIMIT for gap in ticks.gaps)
