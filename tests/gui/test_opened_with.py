"""The program opened with a backup file, as the desktop does for whoever presses one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from louyu_desktop.__main__ import Wanted, _window_wanted
from louyu_desktop.ui.entrance.flow import Entrance, Opened
from louyu_desktop.ui.entrance.login import LoginPage
from louyu_desktop.ui.entrance.restore import RestorePage
from louyu_desktop.ui.first_days import FirstDays
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.succession import Succession
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.gui.window_desk import Desk

FILE = Path("/媒体/U 盘/louyu-0a1b2c3d-000012.backup")


def test_a_command_line_of_a_backup_alone_is_a_window() -> None:
    assert _window_wanted([str(FILE)]) == Wanted(None, None, safe=False, backup=FILE)
    wanted = Wanted("x", None, True, Path("a=b.backup").absolute())
    assert _window_wanted(["--data=x", "--safe", "a=b.backup"]) == wanted
    assert _window_wanted(["--data", "x.backup"]) == Wanted("x.backup", None, safe=False)
    assert _window_wanted(["restore", str(FILE)]) is None
    assert _window_wanted([str(FILE), "--user", "x"]) is None


@pytest.fixture
def entrance(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Entrance:
    theme.apply(qapp, "light", 1.0)
    frame = Frame(Preferences(tmp_path / "machine.json"), words=True)
    qtbot.addWidget(frame)
    return Entrance(frame, Tasks(report), tmp_path / "station", lambda _database, _fresh: pytest.fail("opened"))


def test_where_nothing_is_yet_it_is_ready_to_come_back(entrance: Entrance) -> None:
    entrance.begin(None, FILE)
    assert isinstance(entrance.page, RestorePage)
    assert entrance.page.file.text == str(FILE)


def test_where_a_station_is_somebody_logs_in_first(entrance: Entrance, tmp_path: Path) -> None:
    (tmp_path / "station").mkdir()
    (tmp_path / "station" / "station.db").touch()
    entrance.begin("zm", FILE)
    page = entrance.page
    assert isinstance(page, LoginPage)
    assert FILE.name in page.message.text


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    yield made
    made.close()


def test_then_restoring_stands_over_the_window_for_who_may(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    window = desk.open_window()
    launched: list[object] = []
    desk.context.tools["restore"] = lambda _context, **options: launched.append(options["file"])
    opened = Opened(desk.services, "", backup=FILE)
    FirstDays(window, opened, Succession(tmp_path), keyed=True).begin(back=False)
    assert launched == [FILE]
    del desk.context.tools["restore"]
    FirstDays(window, opened, Succession(tmp_path), keyed=True).begin(back=False)
    assert FILE.name in window.messages.text
    qtbot.waitUntil(lambda: not desk.tasks.busy)
