"""backup, restore and move on the command line: two computers, a password file and the recovery sheet."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from louyu_desktop.commands import commands
from louyu_desktop.console import run
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts
from tests.stations import PASSWORD
from tests.storage.sample import tower

NEW, OTHER = "河埠 铜铃 蓑衣 三更", "纸鸢 石阶 灯芯 秋分"


STAFF = "单小明"


@pytest.fixture
def station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A closed station in `s` with the password in the environment; gives what stands on its sheet."""
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)
    with vaults.create(tmp_path / "s", "环贸党群服务站", "周敏", PASSWORD) as database:
        tower(database)
        vault, unlocked = database.vault, database.unlocked
        assert vault is not None
        assert unlocked is not None
        Accounts(database).add(STAFF, Role.STAFF)
        [uid] = [uid for uid in vault.accounts if uid != unlocked.account_uid]
        vault.reissue(unlocked, uid, OTHER, must_change=False)
        return vault.new_recovery(unlocked).text


def _run(*arguments: object) -> int:
    return run(commands, [str(one) for one in arguments])


def test_a_backup_goes_out_and_comes_back(
    tmp_path: Path, station: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --to a second copy; a restore asks, shows both sides, and says where the old data are."""
    data, place = tmp_path / "s", tmp_path / "u"
    place.mkdir()
    assert _run("backup", "--data", data, "--user", "周敏", "--to", place, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["number"] == 1
    [file] = place.iterdir()
    assert said["file"] == str(file)
    assert _run("restore", file, "--data", data, "--user", "周敏") == 2
    assert "--yes" in capsys.readouterr().err
    assert _run("restore", file, "--data", data, "--user", "周敏", "--yes", "--json") == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["safety"] == 2
    assert "企业：现在 1，恢复后 1" in err
    assert _run("check", "--data", data, "--user", "周敏") == 0
    assert station not in out + err


def test_staff_may_back_up_and_not_restore(
    tmp_path: Path, station: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert station
    monkeypatch.setenv("LOUYU_PASSWORD", OTHER)
    assert _run("backup", "--data", tmp_path / "s", "--user", STAFF) == 0
    [file] = (tmp_path / "s" / "backups").iterdir()
    capsys.readouterr()
    assert _run("restore", file, "--data", tmp_path / "s", "--user", STAFF, "--yes") == 4
    assert "不能恢复备份" in capsys.readouterr().err


def test_one_file_and_the_sheet_make_a_new_computer(
    tmp_path: Path, station: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without the sheet nothing; with it the station is there, and the administrator has a password."""
    file, new, sheet = tmp_path / "搬家.backup", tmp_path / "new", tmp_path / "sheet.txt"
    assert _run("move", file, "--data", tmp_path / "s", "--user", "周敏") == 0
    assert _run("restore", file, "--data", new, "--yes") == 4
    assert "恢复纸" in capsys.readouterr().err
    sheet.write_text(station.lower().replace("-", " "), "utf-8")
    monkeypatch.setenv("LOUYU_PASSWORD", NEW)
    assert _run("restore", file, "--data", new, "--sheet-file", sheet, "--yes") == 0
    assert _run("list", "enterprises", "--data", new, "--user", "周敏") == 0
    out = capsys.readouterr().out
    assert "重庆火锅" in out
    assert station not in out


def test_a_file_that_is_no_backup_is_said_to_be_that(
    tmp_path: Path, station: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert station
    strange = tmp_path / "strange.backup"
    strange.write_bytes(b"nothing")
    assert _run("restore", strange, "--data", tmp_path / "s", "--user", "周敏", "--yes") == 6
    assert _run("restore", tmp_path / "none", "--data", tmp_path / "s", "--yes") == 3
    assert len(capsys.readouterr().err.splitlines()) == 2
