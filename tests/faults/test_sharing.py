"""T15: another program sits on a file (Windows says 5, 32 or 33) k times, or for ever: old or new, and one sentence.

The errors are made here; whether a real Windows behaves so is on the list of what a person tries (T20).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from louyu_desktop.errors import NotPermittedError, SystemProblem
from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.backups import Backups
from louyu_desktop.storage import keys
from louyu_desktop.ui.preferences import Preferences
from tests.stations import PASSWORD

NEW = "kettle violin harbour moss"
CODES = (5, 32, 33)
OFTEN = range(7)


class SharingError(PermissionError):
    """As Windows raises it."""

    def __init__(self, winerror: int) -> None:
        super().__init__(13, "being used by another process")
        self.winerror = winerror


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The codes that the next renames end with, in order; afterwards they work.  Nobody waits between attempts."""
    coming: list[int] = []
    whole = os.replace

    def replace(*arguments: Any, **options: Any) -> None:
        if coming:
            raise SharingError(coming.pop(0))
        whole(*arguments, **options)

    monkeypatch.setattr(os, "replace", replace)
    monkeypatch.setattr(keys, "PAUSES", [0.0] * len(keys.PAUSES))
    yield coming
    coming.clear()


def test_the_pauses_are_as_long_as_people_wait() -> None:
    assert 2.0 < sum(keys.PAUSES) <= 2.5
    assert len(keys.PAUSES) >= max(OFTEN)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("often", OFTEN)
def test_a_file_that_is_held_for_a_while_is_written(tmp_path: Path, held: list[int], code: int, often: int) -> None:
    keys.write_durably(tmp_path / "k", b"old")
    held.extend([code] * often)
    keys.write_durably(tmp_path / "k", b"new")
    assert held == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"k": b"new"}


@pytest.mark.parametrize("code", [*CODES, 112])
def test_a_file_that_is_held_for_ever_stays_old(tmp_path: Path, held: list[int], code: int) -> None:
    """A full disk (112) is not waited for."""
    keys.write_durably(tmp_path / "k", b"old")
    held.extend([code] * 50)
    with pytest.raises(OSError, match="another process"):
        keys.write_durably(tmp_path / "k", b"new")
    assert len(held) == (49 if code == 112 else 50 - 1 - len(keys.PAUSES))
    held.clear()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"k": b"old"}


def test_a_password_is_changed_or_not(tmp_path: Path, held: list[int]) -> None:
    """Held for a while it is the new one; held for ever the old one still opens, and a person is told."""
    folder = tmp_path / "s"
    with vaults.create(folder, "试验站", "周敏", PASSWORD) as database:
        held.extend([32] * 6)
        Accounts(database).change_password(PASSWORD, NEW)
        held.extend([5] * 500)
        with pytest.raises(SystemProblem, match=r"权限|占用|不允许"):
            Accounts(database).change_password(NEW, PASSWORD)
        held.clear()
    with pytest.raises(NotPermittedError):
        vaults.log_in(folder, "周敏", PASSWORD)
    with vaults.log_in(folder, "周敏", NEW) as database:
        assert database.check() == []


def test_a_backup_is_there_and_proven_or_not_there(tmp_path: Path, held: list[int]) -> None:
    with vaults.create(tmp_path / "s", "试验站", "周敏", PASSWORD) as database:
        backups = Backups(database)
        held.extend([33] * 6)
        assert backups.make().proven_at is not None
        before = sorted(backups.folder().iterdir())
        held.extend([33] * 500)
        with pytest.raises(SystemProblem):
            backups.make()
        held.clear()
        assert sorted(backups.folder().iterdir()) == before


def test_settings_that_cannot_be_written_stop_nobody(qapp: QApplication, tmp_path: Path, held: list[int]) -> None:
    preferences = Preferences(tmp_path / "machine.json")
    preferences.set("theme", "dark")
    preferences.flush()
    held.append(32)
    preferences.set("theme", "light")
    preferences.flush()
    assert Preferences(tmp_path / "machine.json").get("theme") == "dark"
    preferences.flush()
    assert Preferences(tmp_path / "machine.json").get("theme") == "light"
