"""Mend on a copy, refuse newer data, go back behind an upgrade: by command, with a vault."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from louyu_desktop.commands import commands
from louyu_desktop.console import run
from louyu_desktop.errors import NewerDataError
from louyu_desktop.services import repairs, vaults
from louyu_desktop.services.records import Records
from louyu_desktop.storage import engine, keys, stepping_back, upgrade
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault import Vault
from tests.faults.deeds import older
from tests.stations import PASSWORD
from tests.storage.sample import tower


def _run(*arguments: object) -> int:
    return run(commands, [str(one) for one in arguments])


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is asked."""
    monkeypatch.setenv("LOUYU_PASSWORD", PASSWORD)


def test_a_station_is_mended_on_a_copy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whole, torn, with a wrong password: exit codes 0, 6 and 4; the copy opens by the same password."""
    with vaults.create(tmp_path / "s", "试验站", "周敏", PASSWORD) as database:
        tower(database)
        content = database.content_hash()
    assert _run("repair", "--data", tmp_path / "s", "--to", tmp_path / "c", "--user", "周敏") == 0
    assert "没有动过" in capsys.readouterr().out
    with vaults.log_in(tmp_path / "c", "周敏", PASSWORD) as database:
        assert (database.content_hash(), database.read_only, database.check()) == (content, False, [])
    assert _run("repair", "--data", tmp_path / "s", "--to", tmp_path / "c") == 3
    data = bytearray((tmp_path / "s" / DATA_FILE).read_bytes())
    data[-5 * 4096 + 7] ^= 1
    (tmp_path / "s" / DATA_FILE).write_bytes(data)
    capsys.readouterr()
    assert _run("repair", "--data", tmp_path / "s", "--to", tmp_path / "d", "--json") in {0, 6}
    assert json.loads(capsys.readouterr().out)["saved"]["企业"] == 1


def test_an_older_program_refuses_newer_data_and_goes_back(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:  # fmt: skip
    """The upgrade's own backup is named, and brings back what was there; the newer data stay beside."""
    folder = tmp_path / "s"
    older(folder)
    with vaults.log_in(folder, "周敏", PASSWORD) as database:
        content = database.content_hash()
        Records(database).save("people", None, {"name": "升级以后"})
    before = repairs.before_upgrade(folder)
    assert before is not None
    assert before.schema == upgrade.SCHEMA - 1
    unlocked = Vault.read(folder).log_in("周敏", PASSWORD)
    raw = engine.connect(folder / DATA_FILE, keys.derive_key(unlocked.data_key, "database"))
    raw.execute(f"PRAGMA user_version = {upgrade.SCHEMA + 1}").close()
    raw.close()
    written = (folder / DATA_FILE).read_bytes()
    with pytest.raises(NewerDataError):
        vaults.log_in(folder, "周敏", PASSWORD)
    assert _run("check", "--data", folder) == 6
    assert "更新的版本" in capsys.readouterr().err
    assert (folder / DATA_FILE).read_bytes() == written
    assert _run("go-back", "--data", folder) == 2
    assert before.file.name in capsys.readouterr().err
    assert _run("go-back", "--data", folder, "--yes", "--user", "周敏") == 0
    with vaults.log_in(folder, "周敏", PASSWORD) as database:
        assert database.content_hash() == content
        assert database.check() == []
    assert [path.read_bytes() for path in folder.glob(f"backups/before-*/{DATA_FILE}")] == [written]


def test_without_a_note_nothing_is_offered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    vaults.create(tmp_path / "s", "试验站", "周敏", PASSWORD).close()
    assert repairs.before_upgrade(tmp_path / "s") is None
    for spoilt in ("", "{", "[1]", '[{"file": 3}]', '{"file": "x"}'):
        (tmp_path / "s" / stepping_back.NOTE).write_text(spoilt)
        assert repairs.before_upgrade(tmp_path / "s") is None
    assert _run("go-back", "--data", tmp_path / "s", "--yes") == 3
    assert "升级前" in capsys.readouterr().err
