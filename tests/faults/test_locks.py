"""T14: one program at a time, locks that nobody holds any more, and two windows that change one row: one wins.

`LOUYU_RACES` says how often two windows race; `make faults` takes 500.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from louyu_desktop.errors import ConflictError, StationBusyError, UserError
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import LOCK_FILE
from tests.faults.ground import Children, create, number, on_duty, shown
from tests.storage.bulk_load import bulk

RACES = number("LOUYU_RACES", 40)
_MEANWHILE = "另一批数据正在写入"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    create(tmp_path / "s").close()
    return tmp_path / "s"


def _hold(folder: Path, line: Connection) -> None:
    """Keep the station until the parent says something."""
    with Database.open(folder):
        line.send("held")
        line.recv()


def _try(folder: Path, line: Connection) -> None:
    try:
        Database.open(folder).close()
        line.send("opened")
    except StationBusyError:
        line.send("busy")


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_second_program_is_told_and_a_dead_one_holds_nothing(folder: Path) -> None:
    """Also where the file of the lock names a process that is gone."""
    children = Children(__name__)
    ours, theirs = Pipe()
    holder = children.start(_hold, folder, theirs)
    theirs.close()
    assert ours.recv() == "held"
    with pytest.raises(StationBusyError, match="另一个窗口"):
        Database.open(folder)
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join()
    (folder / LOCK_FILE).write_text(f"{holder.pid}\n", "ascii")
    with on_duty(Database.open(folder)) as database:
        assert database.check() == []
        with pytest.raises(StationBusyError):
            Database.open(folder)
    ours.close()


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_of_many_programs_exactly_one_opens(folder: Path) -> None:
    """All of them at once, with a lock that lies there from before."""
    children = Children(__name__)
    lines, tries = [], []
    keeper_ours, keeper_theirs = Pipe()
    keeper = children.start(_hold, folder, keeper_theirs)
    keeper_theirs.close()
    assert keeper_ours.recv() == "held"
    for _turn in range(4):
        ours, theirs = Pipe()
        lines.append(ours)
        tries.append(children.start(_try, folder, theirs))
        theirs.close()
    assert [line.recv() for line in lines] == ["busy"] * 4
    keeper_ours.send("end")
    for child in (*tries, keeper):
        child.join()
    for line in (*lines, keeper_ours):
        line.close()
    Database.open(folder).close()


def test_two_bulk_operations_do_not_meet(folder: Path) -> None:
    """The second child is not started; the first one ends whole."""
    refused: list[str] = []

    def another(_done: int, _total: int, _note: str) -> None:
        if not refused:
            with pytest.raises(UserError, match=_MEANWHILE):
                bulk(database, 5, offset=5000)
            refused.append(_MEANWHILE)

    with on_duty(Database.open(folder)) as database:
        bulk(database, 40, another)
        assert refused == [_MEANWHILE]
        assert Records(database).total("enterprises") == 40
        assert database.check() == []


def test_of_two_windows_that_change_one_field_one_wins(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who was later is told; the field holds what the winner wrote; other fields of the row are nobody's quarrel."""
    won = told = 0
    with on_duty(Database.open(folder)) as database:
        records = Records(database)
        row_id = records.save("people", None, {"name": "秦琼"})
        for race in range(RACES):
            outcome = _race(records, row_id, race)
            wins = [name for name, ended in outcome.items() if ended == "won"]
            won, told = won + len(wins), told + sum(ended == "told" for ended in outcome.values())
            assert len(wins) == 1, outcome
            values = records.get("people", row_id).values
            assert values["job_title"] == f"{wins[0]}{race}"
            assert values["unit_name"] == f"左{race}"
            assert values["skills"] == f"右{race}"
        assert database.check() == []
    with shown(capsys) as show:
        show(f"T14: {RACES} races of two windows for one field: {won} won, {told} told")
    assert won == told == RACES


def _race(records: Records, row_id: int, race: int) -> dict[str, str]:
    """Both read the same version, then both save: one field of the other's, one of their own."""
    version, start = records.get("people", row_id).version, threading.Barrier(2)
    outcome: dict[str, str] = {}

    def save(name: str, own: str) -> None:
        start.wait()
        try:
            records.save("people", row_id, {"job_title": f"{name}{race}"}, version=version)
            outcome[name] = "won"
        except ConflictError:
            outcome[name] = "told"
        records.save("people", row_id, {own: f"{name}{race}"}, version=version)

    windows = [threading.Thread(target=save, args=one) for one in (("左", "unit_name"), ("右", "skills"))]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    return outcome
