"""T7: a file of every released schema becomes like a new one and keeps everything, killed where it may be.

What a kill leaves on the disk is what lies there at that moment: one upgrade is watched, the folder copied before each
statement that finds it changed, and the next start tried with every copy.  Real kills show that this is so:
`LOUYU_UPGRADE_KILLS` says at how many statements of each upgrade; `make faults` kills at all (0).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import sys
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from louyu_desktop.errors import DamagedError
from louyu_desktop.services import repairs, vaults
from louyu_desktop.services.records import Records
from louyu_desktop.storage import engine, keys, upgrade
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault import Vault
from tests.faults.deeds import WHO, older
from tests.faults.golden import FOLDER, unpack
from tests.faults.ground import Children, create, number, shown
from tests.stations import PASSWORD

KILLS = number("LOUYU_UPGRADE_KILLS", 2)
RELEASED = sorted(FOLDER.glob("*.xz"))
OLD = [path for path in RELEASED if int(path.stem) < upgrade.SCHEMA]
KILLED = len(OLD) if "LOUYU_UPGRADE_KILLS" in os.environ else 4
"""The upgrade of so many of them is killed."""

GONE_BACK = len(OLD) if "LOUYU_UPGRADE_KILLS" in os.environ else 1
"""Behind so many of them somebody goes back."""

_COUNTED = ("change_log", "operation", "account", "area", "building", "contact", "enterprise", "occupancy", "person",
            "party_membership", "registration", "sign_in", "consent", "service_item")  # fmt: skip


def _released(packed: Path, folder: Path) -> bytes:
    """The station as the program of that time left it; gives the database's key."""
    content, data_key = unpack(packed.read_bytes())
    folder.mkdir(mode=0o700)
    (folder / DATA_FILE).write_bytes(content)
    keys.write_durably(folder / keys.KEY_FILE, data_key)
    return keys.derive_key(data_key, "database")


def _counts(path: Path, key: bytes) -> dict[str, int]:
    connection = engine.connect(path, key)
    try:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in _COUNTED}
    finally:
        connection.close()


def _schema(path: Path, key: bytes) -> set[str]:
    connection = engine.connect(path, key)
    found = {row[0] for row in connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")}
    connection.close()
    return found


def _dying(path: Path, key: bytes, step: int, line: Connection) -> None:
    """The upgrade, until its statement number `step`; tells of it when that is not reached."""
    sent = 0

    def count(*_arguments: Any) -> None:
        nonlocal sent
        sent += 1
        if sent == step:
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", count)
    upgrade.to_present(path, key)
    line.send(sent)


def _told(children: Children, work: Callable[..., None], *arguments: Any) -> Any:
    """What a child tells that does `work`; None when it was killed."""
    ours, theirs = Pipe(duplex=False)
    child = children.start(work, *arguments, theirs)
    theirs.close()
    try:
        return ours.recv()
    except EOFError:
        return None
    finally:
        child.join()
        assert child.exitcode in {0, -signal.SIGKILL}
        ours.close()


def _left(folder: Path) -> tuple[str, ...]:
    """What lies on the disk: every file but the index of the log, which is memory, byte for byte."""
    files = (path for path in sorted(folder.iterdir()) if not path.name.endswith("-shm"))
    return tuple(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in files)


def _outline(folder: Path) -> tuple[str, ...]:
    """The files by name and length: content differs from run to run, each page has a salt of its own."""
    files = sorted(folder.iterdir())
    return tuple(f"{re.sub(r'[0-9]{8}T[0-9]{6}Z', 'then', path.name)} {path.stat().st_size}" for path in files)


def _watched(path: Path, key: bytes, states: Path, line: Connection) -> None:
    """The upgrade; what lies on the disk before each statement is copied to `states` by the statement's number.

    Tells the outlines before each statement, and of the end.
    """
    outlines: list[tuple[str, ...]] = []
    seen: set[tuple[str, ...]] = set()

    def look(*_arguments: Any) -> None:
        outlines.append(_outline(path.parent))
        left = _left(path.parent)
        if left not in seen:
            seen.add(left)
            shutil.copytree(path.parent, states / str(len(outlines)))

    event.listen(Engine, "before_cursor_execute", look)
    upgrade.to_present(path, key)
    look()
    line.send(outlines)


def test_every_released_schema_is_kept() -> None:
    """Whoever releases a schema packs a file of it."""
    assert [path.stem for path in RELEASED] == [f"{schema:04d}" for schema in range(1, upgrade.SCHEMA + 1)]


def test_the_newest_file_is_like_a_new_one(tmp_path: Path) -> None:
    """Where this does not hold, the newest schema changed after its file was packed: make it anew, or add another."""
    key = _released(RELEASED[-1], tmp_path / "s")
    with Database.open(tmp_path / "s") as database:
        assert database.check() == []
    create(tmp_path / "new").close()
    new_key = keys.derive_key(keys.read_key(tmp_path / "new"), "database")
    assert _schema(tmp_path / "s" / DATA_FILE, key) == _schema(tmp_path / "new" / DATA_FILE, new_key)
    assert not list((tmp_path / "s").glob("station-before-*"))


@pytest.mark.parametrize("packed", OLD, ids=lambda path: path.stem)
def test_an_old_file_becomes_like_a_new_one(packed: Path, tmp_path: Path) -> None:
    """The same tables, indexes and triggers; every count as before; checks clean; the older copy beside it."""
    folder = tmp_path / "s"
    key = _released(packed, folder)
    before = _counts(folder / DATA_FILE, key)
    with Database.open(folder) as database:
        assert database.check() == []
        database.undo(max(one.id for one in database.operations() if one.kind == "do" and one.reversed_by is None))
        assert database.check() == []
    create(tmp_path / "new").close()
    new_key = keys.derive_key(keys.read_key(tmp_path / "new"), "database")
    assert _schema(folder / DATA_FILE, key) == _schema(tmp_path / "new" / DATA_FILE, new_key)
    [copy] = folder.glob("station-before-*.db")
    assert _counts(copy, key) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("packed", OLD[-KILLED:], ids=lambda path: path.stem)
def test_an_upgrade_killed_anywhere_is_done_by_the_next_start(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """After a kill the file is old or new; nothing is lost; what a half copy left goes away."""
    children, dice = Children(__name__, "alembic.command"), Random(packed.stem)
    key = _released(packed, tmp_path / "whole")
    _released(packed, tmp_path / "old")
    before = _counts(tmp_path / "old" / DATA_FILE, key)
    (tmp_path / "states").mkdir()
    outlines = _told(children, _watched, tmp_path / "whole" / DATA_FILE, key, tmp_path / "states")
    schema = _schema(tmp_path / "whole" / DATA_FILE, key)
    every = range(1, len(outlines))
    for step in sorted(dice.sample(every, KILLS)) if KILLS else every:
        folder = tmp_path / "killed"
        shutil.copytree(tmp_path / "old", folder)
        assert _told(children, _dying, folder / DATA_FILE, key, step) is None
        assert _outline(folder) == outlines[step - 1]
        _starts_again(folder, key, before, schema)
        shutil.rmtree(folder)
    states = list((tmp_path / "states").iterdir())
    for folder in states:
        _starts_again(folder, key, before, schema)
    with shown(capsys) as show:
        show(f"T7: schema {packed.stem}: {len(every)} statements, {len(states)} ways to be left, "
             f"{KILLS or len(every)} killed, 0 lost")  # fmt: skip


def _starts_again(folder: Path, key: bytes, before: dict[str, int], schema: set[str]) -> None:
    """The next start does what was left undone."""
    assert _counts(folder / DATA_FILE, key) == before
    with Database.open(folder) as database:
        assert database.check() == []
    assert _schema(folder / DATA_FILE, key) == schema
    assert not list(folder.glob("*.part*"))


def _key(folder: Path) -> bytes:
    """The database's key by now: a restore makes a new one."""
    return keys.derive_key(Vault.read(folder).log_in(WHO, PASSWORD).data_key, "database")


@pytest.mark.parametrize("packed", OLD[-GONE_BACK:], ids=lambda path: path.stem)
def test_behind_an_upgrade_stands_what_was_before(packed: Path, tmp_path: Path) -> None:
    """At a station with a vault: upgraded, worked with, gone back by one command, upgraded again."""
    folder, schema = tmp_path / "s", int(packed.stem)
    older(folder, schema)
    key = _key(folder)
    before = _counts(folder / DATA_FILE, key)
    with vaults.log_in(folder, WHO, PASSWORD) as database:
        assert database.check() == []
        Records(database).save("people", None, {"name": "升级以后"})
    noted = repairs.before_upgrade(folder)
    assert noted is not None
    assert noted.schema == schema
    repairs.go_back(folder, WHO, PASSWORD)
    logged = {name: before[name] + 1 for name in ("operation", "change_log")}  # that somebody went back
    assert _counts(folder / DATA_FILE, _key(folder)) == {**before, **logged}
    [newer] = folder.glob(f"backups/before-*/{DATA_FILE}")
    assert _counts(newer, key)["person"] == before["person"] + 1
    with vaults.log_in(folder, WHO, PASSWORD) as database:
        assert database.check() == []
        assert not database.search("升级以后")


def test_a_newer_file_is_refused_untouched(tmp_path: Path) -> None:
    """Nothing is read from it, nothing is written into it."""
    folder = tmp_path / "s"
    key = _released(RELEASED[-1], folder)
    connection = engine.connect(folder / DATA_FILE, key)
    connection.execute(f"PRAGMA user_version = {upgrade.SCHEMA + 1}")
    connection.close()
    before = (folder / DATA_FILE).read_bytes()
    with pytest.raises(DamagedError, match="更新的版本"):
        Database.open(folder)
    assert (folder / DATA_FILE).read_bytes() == before
