"""The start: what is there at the first paint and what is not; and how a station that cannot be opened is told."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from louyu_desktop import app
from louyu_desktop.__main__ import start
from louyu_desktop.ui.opening import Look, Opening
from louyu_desktop.ui.refusal import Refusal
from louyu_desktop.ui.tokens import DARK, LIGHT
from tests.gui.seat import Seat
from tests.stations import keyless

HEAVY = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pypinyin", "click", "xlsxwriter", "sqlcipher3")
FIRST_PAINT = """
import json, sys
from pathlib import Path
from louyu_desktop import app
program = app.Program(Path(sys.argv[1]), machine=Path(sys.argv[2]))
program.frame.seen.disconnect()
def seen():
    print(json.dumps(sorted(sys.modules)))
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


def test_the_window_itself_waits_for_no_service(tmp_path: Path) -> None:
    named = ", ".join(f"louyu_desktop.ui.{name}" for name in (*app.DOOR, *app.FIRST))
    command = [sys.executable, "-c", f"import json, sys, {named}; print(json.dumps(sorted(sys.modules)))"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    assert set(json.loads(told.stdout)).isdisjoint(HEAVY)


def test_the_opening_makes_way_for_the_station(seat: Seat) -> None:
    keyless(seat.station).close()
    program = seat.start()
    assert isinstance(program.frame.centralWidget(), Opening)
    seat.at_home()
    assert program.frame.centralWidget() is program.window
    assert program.frame.windowTitle() == "梧桐里党群服务站"
    seat.end()
    app.open_services(seat.station).close()


def test_a_closed_program_remembers_where_its_tabs_began(seat: Seat) -> None:
    keyless(seat.station).close()
    program = seat.start()
    seat.at_home()
    assert program.window is not None
    began = program.window.top.tabs_at
    program.frame.close()
    assert program.preferences.kept("opening") == {"dark": False, "tabs_at": began}


@pytest.mark.parametrize(("content", "words"), [(b"not a station at all" * 99, "数据"), (b"", "")])
def test_a_station_that_cannot_be_opened_is_told_in_the_window(seat: Seat, content: bytes, words: str) -> None:
    seat.station.mkdir()
    (seat.station / "station.db").write_bytes(content)
    program = seat.start()
    page = seat.page(Refusal)
    assert words in page.sentence.text()
    assert program.exit_code == 6
    [leave] = [button for button in page.findChildren(QPushButton) if button.text() == "退出"]
    seat.qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    seat.until(lambda: not program.frame.isVisible())


def test_a_station_in_use_is_told_in_the_window(seat: Seat) -> None:
    with keyless(seat.station):
        program = seat.start()
        seat.page(Refusal)
        assert program.exit_code == 5


def test_the_opening_closed_at_once_leaves_the_station_free(seat: Seat) -> None:
    keyless(seat.station).close()
    program = seat.start()
    with seat.qtbot.waitSignal(program.frame.seen):
        pass
    program.frame.close()
    seat.end()
    app.open_services(seat.station).close()


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
