"""What has the program lock itself: nobody touches it, logind's lock and sleep on a bus of our own."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from louyu_desktop.ui.locking import IdleWatch, Locker, Logind
from tests.gui import login_manager

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="logind is Linux's")


class Clock:
    """A clock that stands until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def idle(watch: IdleWatch) -> list[str]:
    """A note for each time it says that nobody is there."""
    told: list[str] = []
    watch.idle.connect(lambda: told.append("idle"))
    return told


def test_nobody_for_the_time_allowed(qtbot: QtBot) -> None:
    clock = Clock()
    watch = IdleWatch(clock)
    told = idle(watch)
    watch.allow(5)
    clock.now += 299
    watch.look()
    assert told == []
    clock.now += 2
    watch.look()
    assert told == ["idle"]
    watch.allow_longer(60)
    clock.now += 3500
    watch.look()
    assert told == ["idle"]
    watch.allow_longer(None)
    clock.now += 301
    watch.look()
    assert told == ["idle", "idle"]


def test_a_key_or_the_mouse_is_somebody(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
        line.activateWindow()
    clock = Clock()
    watch = IdleWatch(clock)
    told = idle(watch)
    watch.start()
    clock.now += 400
    window = line.windowHandle()
    qtbot.keyClick(window, Qt.Key.Key_A)
    watch.look()
    clock.now += 400
    qtbot.mouseMove(line)
    line.insert("周")  # what an input method commits reaches no window, but the cursor moves
    watch.look()
    watch.stop()
    assert told == []


@pytest.fixture(scope="module")
def bus() -> Iterator[str]:
    """A message bus for this module alone: its address."""
    assert shutil.which("dbus-daemon"), "make test installs it"
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, text=True
    )
    assert daemon.stdout is not None
    yield daemon.stdout.readline().strip()
    daemon.terminate()
    daemon.wait(10)
    daemon.stdout.close()


@pytest.fixture
def manager(bus: str) -> Iterator[login_manager.LoginManager]:
    """A login manager on it, in a process of its own."""
    made = login_manager.LoginManager(bus)
    yield made
    made.end()


@pytest.fixture
def ours(bus: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[QDBusConnection]:
    """The program's end of the bus; the desktop has told which session is ours."""
    monkeypatch.setenv("XDG_SESSION_ID", "c7")
    name = request.node.name
    yield QDBusConnection.connectToBus(bus, name)
    QDBusConnection.disconnectFromBus(name)


def test_the_systems_lock_and_sleep_are_heard(
    qtbot: QtBot, manager: login_manager.LoginManager, ours: QDBusConnection
) -> None:
    logind = Logind(ours)
    logind.start()
    qtbot.waitUntil(lambda: not logind._calls)
    assert logind._brake
    assert manager.wait_for("Inhibit") == "Inhibit sleep delay"
    with qtbot.waitSignal(logind.locked):
        manager.tell("lock c7")
    with qtbot.assertNotEmitted(logind.locked), qtbot.waitSignal(logind.sleeps):
        manager.tell("lock c8")  # somebody else's session
        manager.tell("sleep")
    with qtbot.waitSignal(logind.locked):
        manager.tell("hint c7")
    with qtbot.assertNotEmitted(logind.sleeps), qtbot.waitSignal(logind.locked):
        manager.tell("wake")
        manager.tell("lock c7")


def test_what_locks_is_named(qtbot: QtBot, manager: login_manager.LoginManager, ours: QDBusConnection) -> None:
    locker = Locker(0, ours)
    told: list[str] = []
    locker.wanted.connect(told.append)
    locker.start()
    assert locker._logind is not None
    qtbot.waitUntil(lambda: locker._logind is not None and not locker._logind._calls)
    manager.tell("sleep")
    qtbot.waitUntil(lambda: told == ["sleep"])
    manager.tell("lock c7")
    qtbot.waitUntil(lambda: told == ["sleep", "system"])
    locker.idle.idle.emit()
    locker.stop()
    assert told == ["sleep", "system", "idle"]


def test_without_a_login_manager_nothing_happens(qtbot: QtBot, bus: str, ours: QDBusConnection) -> None:
    logind = Logind(ours)
    logind.start()
    qtbot.waitUntil(lambda: not logind._calls)
    nowhere = Logind(QDBusConnection("nowhere"))
    nowhere.start()
    assert nowhere._calls == []


