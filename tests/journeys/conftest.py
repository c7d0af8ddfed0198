"""The demonstration station, built once by the ordinary importer and copied for every journey, and its window."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from louyu_desktop import app, text
from louyu_desktop.rules import dates
from louyu_desktop.services import demonstration
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.theme import theme
from tests.journeys.hands import Hands, settle_deletions
from tests.journeys.ticks import LIMIT, Gap, Ticks, Yardstick

ATTEMPTS = 3


@pytest.fixture(scope="session")
def built_station(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration as `demo` builds it, to be copied, never opened."""
    folder = tmp_path_factory.mktemp("demonstration")
    demonstration.build(folder / "demo", folder / "papers", dates.today())
    return folder / "demo" / "station"


@pytest.fixture(scope="session")
def yardstick() -> Yardstick:
    """The speed of this machine at its best."""
    return Yardstick()


@pytest.fixture
def station(built_station: Path, tmp_path: Path) -> Path:
    """A station of this journey's own."""
    return Path(shutil.copytree(built_station, tmp_path / "station"))


def _drop() -> None:
    """Answer the question about what was typed."""
    dialog = QApplication.activeModalWidget()
    for button in dialog.findChildren(QPushButton) if dialog is not None else ():
        if button.text().strip() == "放弃改动":
            button.click()


class Seat:
    """The program, started and closed as often as the journey wants; a tick recorder goes with every start."""

    def __init__(self, qtbot: QtBot, folder: Path, machine: Path, yardstick: Yardstick) -> None:
        self._qtbot, self._folder, self._machine, self._yardstick = qtbot, folder, machine, yardstick
        self._program: app.Program | None = None
        self.recorders: list[Ticks] = []

    def open(self) -> Hands:
        """Start as `app.run_window` does, counting ticks from the first paint on."""
        self._program = program = app.Program(self._folder, machine=self._machine)
        ticks = Ticks(self._yardstick)
        self.recorders.append(ticks)
        self._ticks = ticks
        program.frame.seen.connect(ticks.start)
        program.frame.show()
        self._qtbot.waitUntil(lambda: program.at_home)
        assert program.window is not None
        hands = Hands(self._qtbot, program.window, ticks)
        program.frame.activateWindow()
        hands.front()
        hands.rest()
        return hands

    def leave(self) -> None:
        """Close the window and end the program."""
        program, self._program = self._program, None
        if program is None:
            return
        asked = QTimer(program.frame, interval=50)
        asked.timeout.connect(_drop)
        asked.start()  # a journey that broke off may leave something typed: nobody would answer
        program.frame.close()
        self._ticks.stop()
        assert program.leave()
        program.frame.deleteLater()
        settle_deletions()

    def renew(self, built: Path) -> None:
        """As at the beginning: the station as built, a machine that remembers nothing."""
        shutil.rmtree(self._folder)
        shutil.copytree(built, self._folder)
        self._machine.unlink(missing_ok=True)
        self.recorders.clear()
        theme.apply(app.start_application(Preferences(self._machine)), "light", 1.0)

    def worst(self) -> list[Gap]:
        """The three longest gaps."""
        return sorted((gap for one in self.recorders for gap in one.worst()), key=lambda gap: -gap.own)[:3]

    def late(self) -> list[Gap]:
        """The gaps that were too long."""
        every = (gap for one in self.recorders for gap in one.gaps)
        return [gap for gap in every if gap.own > LIMIT]


@pytest.fixture
def seat(qtbot: QtBot, qapp: QApplication, station: Path, tmp_path: Path, yardstick: Yardstick) -> Iterator[Seat]:
    """The program on the station; `pytest_pyfunc_call` looks at its gaps."""
    made = Seat(qtbot, station, tmp_path / "machine.json", yardstick)
    yield made
    made.leave()
    theme.apply(qapp, "light", 1.0)
    text.use_language("zh_CN")


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """No gap of the event loop is longer than 100 ms.

    What a loaded machine still makes late after all weighing is late somewhere else the next time: a step
    counts when it is late in each of three runs of the journey.
    """
    given = pyfuncitem.funcargs
    seat, built = given.get("seat"), given.get("built_station")
    if not isinstance(seat, Seat) or not isinstance(built, Path):
        return None
    late: list[Gap] = []
    for attempt in range(ATTEMPTS):
        if attempt:
            seat.renew(built)
        pyfuncitem.obj(**{name: given[name] for name in pyfuncitem._fixtureinfo.argnames})
        seat.leave()
        print(f"\nlongest gaps of the event loop, run {attempt + 1}:", *seat.worst(), sep="\n   ")  # noqa: T201
        steps = {gap.step for gap in late}
        late = [gap for gap in seat.late() if not attempt or gap.step in steps]
        if not late:
            return True
    pytest.fail("\n".join(map(str, late)), pytrace=False)


def content_of(folder: Path) -> str:
    """The hash of everything in a station that nobody has open."""
    database = Database.open(folder)
    try:
        return database.content_hash()
    finally:
        database.close()
