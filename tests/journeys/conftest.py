"""The demonstration station, built once by the ordinary importer and copied for every journey, and its window."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop import app, text
from louyu_desktop.services import demonstration
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.tidy import Collector
from tests.journeys.hands import Hands, settle_deletions
from tests.journeys.ticks import LIMIT, Ticks, Yardstick

Open = Callable[[], Hands]


@pytest.fixture(scope="session")
def built_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as `demo` builds it, to be copied, never opened."""
    folder = tmp_path_factory.mktemp("demonstration")
    demonstration.build(folder / "demo", folder / "papers", dt.date.today())
    return folder / "demo" / "station"


@pytest.fixture(scope="session")
def yardstick() -> Yardstick:
    """The speed of this machine at its best."""
    return Yardstick()


@pytest.fixture
def station(built_station: Path, tmp_path: Path) -> Path:
    """A station of this journey's own."""
    return Path(shutil.copytree(built_station, tmp_path / "station"))


class Seat:
    """The program, started and closed as often as the journey wants; a tick recorder goes with every start."""

    def __init__(self, qtbot: QtBot, folder: Path, machine: Path, yardstick: Yardstick) -> None:
        self._qtbot, self._folder, self._machine, self._yardstick = qtbot, folder, machine, yardstick
        self._running: tuple[Services, MainWindow, Ticks, Collector] | None = None
        self.recorders: list[Ticks] = []

    def open(self) -> Hands:
        """Start: the same steps as `app.run_window`."""
        preferences = Preferences(self._machine)
        application = app.start_application(preferences)
        collector = Collector(application)
        services = app.open_services(self._folder)
        window = app.build_window(services, preferences)
        window.show()
        ticks = Ticks(self._yardstick)
        ticks.start()
        self.recorders.append(ticks)
        self._running = services, window, ticks, collector
        hands = Hands(self._qtbot, window, ticks)
        window.activateWindow()
        hands.front()
        hands.rest()
        return hands

    def leave(self) -> None:
        """Close the window and end the program."""
        if self._running is None:
            return
        services, window, ticks, collector = self._running
        self._running = None
        window.close()
        ticks.stop()
        assert window.context.tasks.close()
        window.context.preferences.flush()
        services.close()
        window.deleteLater()
        settle_deletions()
        collector.stop()


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, station: Path, tmp_path: Path, yardstick: Yardstick) -> Iterator[Seat]:
    """The program on the station; at the end no gap of its event loop was longer than 100 ms."""
    made = Seat(qtbot, station, tmp_path / "machine.json", yardstick)
    yield made
    made.leave()
    theme.apply(qapp, "light", 1.0)
    text.use_language("zh_CN")
    worst = sorted((gap for one in made.recorders for gap in one.worst()), key=lambda gap: gap.own, reverse=True)[:3]
    print("\nlongest gaps of the event loop (ours of all):", *worst, sep="\n   ")  # noqa: T201
    assert all(gap.own <= LIMIT for gap in worst), "\n".join(map(str, worst))


def content_of(folder: Path) -> str:
    """The hash of everything in a station that nobody has open."""
    database = Database.open(folder)
    try:
        return database.content_hash()
    finally:
        database.close()
