"""After a crash, in the safe mode, and where the data do not open: what the window says and what it leaves alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from louyu_desktop import __main__, mishaps
from louyu_desktop.errors import DamagedError
from louyu_desktop.services import vaults
from louyu_desktop.storage import engine, keys, upgrade
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault import Vault
from louyu_desktop.ui import ask
from louyu_desktop.ui.entrance.login import LoginPage
from louyu_desktop.ui.entrance.repair import RepairPage
from louyu_desktop.ui.entrance.rescue import RescuePage
from louyu_desktop.ui.mishap import MishapDialog, SafeBanner
from louyu_desktop.ui.refusal import Refusal
from louyu_desktop.ui.station.facts import Facts
from louyu_desktop.ui.succession import LOCKED, PERSON, Succession
from louyu_desktop.ui.theme import theme
from tests.faults.deeds import older
from tests.gui.seat import Seat
from tests.stations import PASSWORD, keyless

REPORT = mishaps.Past("louyu_desktop 0.1.0\n\nFatal Python error: Segmentation fault\n  app.py:1 run", 2)


def test_a_crash_is_told_and_the_report_kept(
    seat: Seat, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyless(seat.station).close()
    program = seat.start(past=REPORT)
    seat.at_home()
    dialog = program.frame.findChild(MishapDialog)
    assert dialog is not None
    assert dialog.isVisible()
    assert dialog.safe.isVisible()
    monkeypatch.setattr(ask, "save_file", lambda *_arguments: tmp_path / "报告.txt")
    qtbot.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)
    assert (tmp_path / "报告.txt").read_text("utf-8") == REPORT.report
    qtbot.mouseClick(dialog.on, Qt.MouseButton.LeftButton)
    assert not program.succession.is_due


def test_after_two_the_safe_mode_is_offered(qtbot: QtBot, tmp_path: Path) -> None:
    succession, parent = Succession(tmp_path), QWidget()
    qtbot.addWidget(parent)
    once = MishapDialog(mishaps.Past("x", 1), succession, parent)
    assert once.safe.isHidden()
    twice = MishapDialog(mishaps.Past("", 2), succession, parent)
    assert twice.report.isHidden()
    twice.safe.click()
    assert succession.is_due
    assert succession.options == ("--safe",)


def test_the_safe_mode_leaves_looks_and_views_alone(seat: Seat) -> None:
    """What this machine remembers counts for nothing and stays as it is; a banner says so; nothing runs by itself."""
    keyless(seat.station).close()
    kept = {"theme": "dark", "text_size": "huge", "view/enterprises/last": "x", "window_geometry": 3}
    seat.machine.write_text(json.dumps(kept), "utf-8")
    program = seat.start(safe=True)
    seat.at_home()
    assert program.window is not None
    assert not theme.dark
    assert theme.scale == 1.0
    banner = program.window.findChild(SafeBanner)
    assert banner is not None
    seat.until(banner.isVisible)
    assert not program.window.keeper._timer.isActive()
    program.preferences.set("theme", "light")
    program.preferences.flush()
    assert json.loads(seat.machine.read_text("utf-8")) == kept
    assert program.succession.options == ("--safe",)


def test_into_the_safe_mode_and_out_of_it_nobody_locked_anything(seat: Seat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who follows begins with the same name, and is not told of a lock."""
    vaults.create(seat.station, "梧桐里党群服务站", "周敏", PASSWORD).close()
    started: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, *, env, **_named: started.append((command, env)))
    program = seat.start(past=mishaps.Past("", 2))
    seat.log_in()
    seat.at_home()
    dialog = program.frame.findChild(MishapDialog)
    assert dialog is not None
    dialog.safe.click()
    seat.end()
    program.succession.start()
    program = seat.start(safe=True)
    assert not seat.page(LoginPage).sentence.text()
    seat.log_in()
    seat.at_home()
    banner = program.frame.findChild(SafeBanner)
    assert banner is not None
    banner.leave.click()
    seat.end()
    program.succession.start()
    (into, _environment), (out, environment) = started
    assert into[-1] == "--safe"
    assert "--safe" not in out
    assert environment[PERSON] == "周敏"
    assert not [one for _command, one in started if LOCKED in one]


def test_the_command_line_knows_it() -> None:
    assert __main__._window_wanted(["--safe"]) == (None, None, True, None)
    assert __main__._window_wanted(["--data", "x", "--safe", "--user=y"]) == ("x", "y", True, None)
    assert __main__._window_wanted(["--data", "x"]) == ("x", None, False, None)


def test_newer_data_are_refused_and_the_way_back_is_named(seat: Seat) -> None:
    folder = seat.station
    older(folder)
    vaults.log_in(folder, "周敏", PASSWORD).close()
    unlocked = Vault.read(folder).log_in("周敏", PASSWORD)
    raw = engine.connect(folder / DATA_FILE, keys.derive_key(unlocked.data_key, "database"))
    raw.execute(f"PRAGMA user_version = {upgrade.SCHEMA + 1}").close()
    raw.close()
    program = seat.start()
    seat.log_in()
    page = seat.page(Refusal)
    assert "更新的版本" in page.sentence.text()
    assert list(page.ways) == ["回到升级前的备份…"]
    assert program.exit_code == DamagedError.exit_code
    page.ways["回到升级前的备份…"].click()
    rescue = seat.page(RescuePage)
    assert "-000001.backup" in rescue.sentence.text()
    assert rescue.mend.isHidden()


def test_a_torn_station_is_mended_on_a_copy(seat: Seat, qtbot: QtBot) -> None:
    """From the refusal to the result, by keys; the copy opens, the original is as it was."""
    folder = seat.station
    vaults.create(folder, "试验站", "周敏", PASSWORD).close()
    content = bytearray((folder / DATA_FILE).read_bytes())
    for number in range(1, 12):
        content[number * 4096 + 20] ^= 1
    (folder / DATA_FILE).write_bytes(content)
    seat.start()
    seat.log_in()
    seat.page(Refusal).ways["在副本上修复…"].click()
    mending = seat.page(RepairPage)
    assert mending.to.text.endswith("station-修复1")
    mending.password.password.setText(PASSWORD)
    qtbot.keyClick(mending.password.password, Qt.Key.Key_Return)
    seat.until(mending.message.isVisible)
    assert "原文件没有动过" in mending.message.text or "副本" in mending.message.text
    assert (folder / DATA_FILE).read_bytes() == bytes(content)


def test_about_says_where_everything_lies(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(tmp_path)
    qtbot.addWidget(facts)
    assert facts.folders["数据"] == tmp_path
    assert list(facts.opening) == ["数据", "日志", "缓存", "本机设置"]
    monkeypatch.setattr(ask, "save_file", lambda *_arguments: tmp_path / "记录.txt")
    mishaps.log(ValueError("13800002207"))
    facts.save()
    said = (tmp_path / "记录.txt").read_text("utf-8")
    assert "SQLCipher 4" in said
    assert "ValueError" in said
    assert "13800002207" not in said
