"""Another data key for a station: the file is written anew beside the old one, proven, and put in its place.

Never a rekey in place.  Whatever stops on the way leaves the old file or the new one, each with the slots that open it.
"""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from louyu_desktop import failpoints
from louyu_desktop.errors import DamagedError, SystemProblem, UserError
from louyu_desktop.storage import engine, keys, place, upgrade, vault_file, voiding
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.tables import GRAMS
from louyu_desktop.storage.vault import Person, Unlocked, Vault
from louyu_desktop.text import _

_SIDE: Final = ("", "-wal", "-shm", "-journal")
_KEPT: Final = ("user_version", "application_id")
"""What sqlcipher_export leaves out."""


class Station(Protocol):
    """An open station with a vault."""

    folder: Path

    vault: Vault | None
    unlocked: Unlocked | None

    def set_aside(self) -> AbstractContextManager[None]:
        """Have the file for oneself."""

    def take_keys(self, unlocked: Unlocked) -> None:
        """Go on with another data key."""


def change_data_key(station: Station) -> Unlocked:
    """Give an open station another data key, and everybody who has a slot that one; what has it now opens nothing.

    UserError while others are reading too long or rows are being written in bulk, SystemProblem when the disk
    refuses: it goes on with the old key then.
    """
    vault, unlocked = station.vault, station.unlocked
    if vault is None or unlocked is None:
        raise RuntimeError("a station without a vault has no data key to change")
    with station.set_aside():
        changed = _change(station.folder, vault, unlocked)
        station.take_keys(changed)
    return changed


def take_in(folder: Path, first: Person, password: str) -> Unlocked:
    """Give a station whose data key lies beside it a vault, opened by the password of `first`, and another data key.

    StationBusyError when it is open, SystemProblem when the disk refuses: it is as it was then.  When the program
    is ended on the way, it is as it was, or has its vault, and the next opening changes the data key.
    """
    place.refuse_network(folder)
    place.refuse_empty(folder)
    with place.holding(folder) as lock, in_words():
        if vault_file.present(folder):
            raise UserError(_("这个站点已经有口令了。请直接登录"))
        data_key = keys.read_key(folder)
        path, key = folder / place.DATA_FILE, keys.derive_key(data_key, "database")
        engine.check_header(path)
        upgrade.to_present(path, key)
        voiding.take_back(path, key)
        vault, unlocked = Vault.begin(folder, data_key, first, password, due=True)
        try:
            changed = _change(folder, vault, unlocked)
        except BaseException:
            with suppress(OSError):
                vault_file.remove(folder)
            raise
        lock.release()
    return changed


def _change(folder: Path, vault: Vault, unlocked: Unlocked) -> Unlocked:
    """Change the data key of the closed file of a station whose lock is held."""
    data_key, epoch = keys.new_data_key(), unlocked.epoch + 1
    changed = replace(unlocked, epoch=epoch, data_key=data_key)
    path, beside = folder / place.DATA_FILE, folder / place.BESIDE
    try:
        with in_words():
            _write(path, beside, unlocked, changed)
        with vault.changing(data_key):
            failpoints.hit("rekey.rename")
            keys.put(beside, path)
    except OSError as error:
        raise place.told(error) from None
    finally:
        for left in _SIDE:
            with suppress(OSError):
                beside.with_name(f"{beside.name}{left}").unlink(missing_ok=True)
    forget_key_file(folder)
    return changed


def forget_key_file(folder: Path) -> None:
    """Remove the file with the first data key, which opens nothing any more."""
    with suppress(OSError):
        failpoints.hit("rekey.forget")
        (folder / keys.KEY_FILE).unlink(missing_ok=True)


def _write(path: Path, beside: Path, old: Unlocked, new: Unlocked) -> None:
    """Write the file anew under another key, proven; DamagedError when something did not come across."""
    for left in _SIDE:
        beside.with_name(f"{beside.name}{left}").unlink(missing_ok=True)
    source_key, target_key = (keys.derive_key(one.data_key, "database") for one in (old, new))
    os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    failpoints.hit("rekey.export")
    source = engine.connect(path, source_key)
    try:
        before = _inventory(source)
        engine.export(source, beside, target_key, _KEPT)
    finally:
        source.close()
    failpoints.hit("rekey.check")
    target = engine.connect(beside, target_key)
    try:
        if _inventory(target) != before or not engine.holds(target):
            raise DamagedError(_("换钥匙时有数据没有抄全，已经退回原样。请先从最近的备份恢复"))
        target.execute("INSERT INTO key_history (epoch, data_key) VALUES (?, ?)", (old.epoch, old.data_key))
    finally:
        target.close()
    keys.sync_file(beside)
    if any(_side_file(file, more) for file in (path, beside) for more in _SIDE[1:]):
        raise SystemProblem(_("数据文件正被别的程序占用，钥匙没有换。请关掉那个程序，再试一次"))


def _side_file(path: Path, more: str) -> bool:
    """Whether SQLite left something beside a file that would be taken for a part of the next one there."""
    beside = path.with_name(f"{path.name}{more}")
    return beside.exists() and beside.stat().st_size > 0


def _inventory(connection: Any) -> list[Any]:
    """All that must come across: what there is, how many rows of it, the last ids, references that hold."""
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    tables = [name for kind, name, _sql in objects if kind == "table" and name != GRAMS]
    counts = [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in tables]
    sequence = connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name").fetchall()
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    return [objects, counts, sequence, len(broken), [connection.execute(f"PRAGMA {one}").fetchone() for one in _KEPT]]
