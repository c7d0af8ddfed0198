"""A station with a vault and people who open it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from louyu_desktop import failpoints
from louyu_desktop.rules.roles import Role
from louyu_desktop.storage import keys
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.tables import KeyHistory
from louyu_desktop.storage.vault import Person, Unlocked, Vault
from tests.storage.sample import tower

FIRST = Person("uid-1", "周敏", Role.ADMINISTRATOR)
SECOND = Person("uid-2", "单小明", Role.STAFF)
PASSWORD, OTHER = "正确 马 电池 订书钉", "correct horse battery staple"
DEAD = 137


def empty_vault(folder: Path) -> tuple[Vault, Unlocked]:
    """The vault of `FIRST` in a folder without station."""
    return Vault.create(folder, keys.new_data_key(), FIRST, PASSWORD)


def station(folder: Path) -> Database:
    """A station with records, opened by `FIRST`; `SECOND` may open it too, and there is a recovery sheet."""
    vault, unlocked = empty_vault(folder)
    vault.add(unlocked, SECOND, OTHER)
    vault.new_recovery(unlocked)
    return Database.create(folder, tower, unlocked=unlocked)


def opened(folder: Path, name: str = FIRST.name, password: str = PASSWORD) -> Database:
    """The station, opened by a log-in."""
    return Database.open(folder, Vault.read(folder).log_in(name, password))


def rows_of(database: Database) -> dict[str, int]:
    """How many rows stand in each table, but for keys that are kept; quicker than the content hash."""
    with database.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        wanted = [name for name in names if name != KeyHistory.__tablename__]
        return {name: session.scalar(text(f'SELECT count(*) FROM "{name}"')) or 0 for name in wanted}


def points_of(run: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """Every failpoint that a run passes, with how often it was passed until then.

    Those inside the writing of one file only once, unless `make faults` wants each time.
    """
    passed: list[tuple[str, int]] = []

    def note(name: str) -> None:
        passed.append((name, 1 + sum(name == other for other, _time in passed)))

    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "hit", note)
        run()
    each = os.environ.get("LOUYU_EVERY_STEP")
    return [(name, time) for name, time in passed if each or time == 1 or not name.startswith("key.")]


def dies(run: Callable[[], object], point: str, time: int) -> int:
    """The exit code of a child of ours that is killed when it passes a failpoint for the `time`-th time."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.environ["LOUYU_FAILPOINT"] = f"{point}:die:{time}"
            failpoints._times.clear()
            run()
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def fails(run: Callable[[], object], point: str, time: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run with a full disk at a failpoint."""
    with monkeypatch.context() as patch:
        patch.setenv("LOUYU_FAILPOINT", f"{point}:full:{time}")
        failpoints._times.clear()
        run()
