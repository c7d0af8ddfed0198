"""The start: what is there at the first paint and what is not; and how a station that cannot be opened is told."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from louyu_desktop import app, text
from louyu_desktop.__main__ import start
from louyu_desktop.ui.opening import Look, Opening
from louyu_desktop.ui.refusal import Refusal
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.tokens import DARK, LIGHT
from tests.stations import keyless

HEAVY = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pypinyin", "click", "xlsxwriter", "sqlcipher3")
FIRST_PAINT = """
import json, sys
from pathlib import Path
from louyu_desktop import app
program = app.Program(Path(sys.argv[1]), machine=Path(sys.argv[2]))
program.frame.seen.disconnect()
def seen():
    import PySide6.QtCore
    enums = ["Qt"] if "Qt" in vars(PySide6.QtCore) else []
    print(json.dumps(sorted(sys.modules) + enums))
    program.application.quit()
program.frame.seen.connect(seen)
program.frame.show()
program.application.exec()
"""


def test_nothing_heavy_is_imported_before_the_first_paint(tmp_path: Path) -> None:
    command = [sys.executable, "-c", FIRST_PAINT, str(tmp_path / "station"), str(tmp_path / "machine.json")]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    modules = set(json.loads(told.stdout.splitlines()[-1]))
    assert "louyu_desktop.ui.opening" in modules
    assert modules.isdisjoint(HEAVY)
    assert "Qt" not in modules, "the enums of Qt take an eighth of the start"


def test_the_window_itself_waits_for_no_service(tmp_path: Path) -> None:
    named = ", ".join(f"louyu_desktop.ui.{name}" for name in (*app.DOOR, *app.FIRST))
    command = [sys.executable, "-c", f"import json, sys, {named}; print(json.dumps(sorted(sys.modules)))"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert set(json.loads(told.stdout)).isdisjoint(HEAVY)


class Started:
    """A program on a station, ended by the fixture."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program: app.Program | None = None

    def open(self, station: str) -> app.Program:
        """Start, as `run_window` does."""
        self.program = program = app.Program(self.folder / station, machine=self.folder / "machine.json")
        program.frame.show()
        return program


@pytest.fixture
def started(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Started]:
    made = Started(tmp_path)
    yield made
    if made.program is not None:
        made.program.frame.close()
        assert made.program.leave()
        made.program.frame.deleteLater()
    theme.apply(qapp, "light", 1.0)
    text.use_language("zh_CN")


def test_the_opening_makes_way_for_the_station(started: Started, qtbot: QtBot, tmp_path: Path) -> None:
    keyless(tmp_path / "station").close()
    program = started.open("station")
    assert isinstance(program.frame.centralWidget(), Opening)
    qtbot.waitUntil(lambda: program.window is not None and program.at_home, timeout=20_000)
    assert program.frame.centralWidget() is program.window
    assert program.frame.windowTitle() == "梧桐里党群服务站"
    program.frame.close()
    assert program.leave()
    app.open_services(tmp_path / "station").close()


def test_a_closed_program_remembers_where_its_tabs_began(started: Started, qtbot: QtBot, tmp_path: Path) -> None:
    keyless(tmp_path / "station").close()
    program = started.open("station")
    qtbot.waitUntil(lambda: program.at_home, timeout=20_000)
    assert program.window is not None
    began = program.window.top.tabs_at
    program.frame.close()
    assert program.preferences.kept("opening") == {"dark": False, "tabs_at": began}


@pytest.mark.parametrize(("content", "code", "words"), [(b"not a station at all" * 99, 6, "数据"), (b"", 6, "")])
def test_a_station_that_cannot_be_opened_is_told_in_the_window(
    started: Started, qtbot: QtBot, tmp_path: Path, content: bytes, code: int, words: str
) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "station.db").write_bytes(content)
    program = started.open("odd")
    qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), Refusal), timeout=20_000)
    page = program.frame.centralWidget()
    assert isinstance(page, Refusal)
    assert words in page.sentence.text()
    assert program.exit_code == code
    [leave] = [button for button in page.findChildren(QPushButton) if button.text() == "退出"]
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not program.frame.isVisible())


def test_a_station_in_use_is_told_in_the_window(started: Started, qtbot: QtBot, tmp_path: Path) -> None:
    with keyless(tmp_path / "station"):
        program = started.open("station")
        qtbot.waitUntil(lambda: isinstance(program.frame.centralWidget(), Refusal), timeout=20_000)
        assert program.exit_code == 5


def test_the_opening_closed_at_once_leaves_the_station_free(started: Started, qtbot: QtBot, tmp_path: Path) -> None:
    keyless(tmp_path / "station").close()
    program = started.open("station")
    with qtbot.waitSignal(program.frame.seen):
        pass
    program.frame.close()
    assert program.leave()
    started.program = None
    app.open_services(tmp_path / "station").close()


def test_the_opening_has_the_colours_of_the_last_window() -> None:
    assert Look.of({}, words=True).tokens is LIGHT
    assert Look.of({"theme": "dark"}, words=True).tokens is DARK
    assert Look.of({"opening": {"dark": True, "tabs_at": 256}}, words=True).tokens is DARK
    assert Look.of({"theme": "light", "opening": {"dark": True}}, words=True).tokens is LIGHT
    assert Look.of({"opening": "spoilt by hand", "text_size": 7}, words=True).scale == 1.0


@pytest.mark.parametrize("arguments", [["--data"], ["--nothing", "x"], ["list"]])
def test_the_door_leaves_everything_else_to_the_commands(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert start(arguments) == 2
    assert "louyu-desktop --help" in capsys.readouterr().err
