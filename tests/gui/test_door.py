"""The log-in as it is painted first: what is typed into it is not lost when the page proper takes its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from louyu_desktop.app import Program
from louyu_desktop.services import vaults
from louyu_desktop.ui.door import Door
from louyu_desktop.ui.entrance.login import LoginPage
from louyu_desktop.ui.main_window import MainWindow
from tests.stations import PASSWORD


@pytest.fixture
def program(tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The program over a station with a vault, not yet shown."""
    vaults.create(tmp_path / "station", "环贸党群服务中心", "周敏", PASSWORD).close()
    made = Program(tmp_path / "station", machine=tmp_path / "machine.json")
    qtbot.addWidget(made.frame)
    yield made
    made.leave()


def test_who_types_at_once_is_let_in_at_once(program: Program, qtbot: QtBot) -> None:
    """Name, Enter, password, Enter, all before anything was imported."""
    door = program.frame.centralWidget()
    assert isinstance(door, Door)
    program.frame.seen.disconnect()
    program.frame.show()
    qtbot.keyClicks(door.name, "zm")
    qtbot.keyClick(door.name, Qt.Key.Key_Return)
    door.password.setText(PASSWORD)
    qtbot.keyClick(door.password, Qt.Key.Key_Return)
    assert door.typed() == ("zm", PASSWORD, door.password.hasFocus(), True)
    assert door.password.displayText() != PASSWORD
    program._begin()
    qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), MainWindow))


def test_half_a_name_goes_on_in_the_page(program: Program, qtbot: QtBot) -> None:
    """No input method takes the letters of a password, here as there."""
    door = program.frame.centralWidget()
    assert isinstance(door, Door)
    program.frame.show()
    qtbot.keyClicks(door.name, "zhou")
    qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), LoginPage))
    page = program.frame.centralWidget()
    assert isinstance(page, LoginPage)
    assert page.name.text == "zhou"
    assert page.password.text == ""
    qtbot.waitUntil(lambda: program.window is not None or program._waiting == 1)
