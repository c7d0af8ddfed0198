"""T1: SIGKILL while a child writes through the services: nothing acknowledged is lost, nothing is torn or corrupt.

`LOUYU_KILLED_WRITERS` says how many kills; `make faults` takes 500.
"""

from __future__ import annotations

import os
import sys
import threading
from itertools import count
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from louyu_desktop.models import Person
from louyu_desktop.storage.database import Database
from tests.faults.ground import Children, create, number, services, shown, unlogged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

KILLS = number("LOUYU_KILLED_WRITERS", 40)
_STATIONS = 20
"""Kills that one station takes; then a new one, so that looking stays quick."""
_LOOKED = 10
"""Every so manieth kill is followed by a look at everything."""
_LONGEST = 0.030
_MOST = 6
"""A child dies after so many acknowledged writes at most, and a moment."""

Told = dict[int, int]
"""The latest number of each person that was acknowledged."""


def _write(folder: Path, line: Connection, first: int) -> None:
    """New people, each changed, and some of them put into the bin and out of it; told of after each commit."""
    records = services(folder).records
    out = line.fileno()
    os.write(out, b"open\n")
    for done in count(first):
        row_id = records.save("people", None, {"name": f"王{done}", "mobile": "13900000001", "job_title": "1"})
        os.write(out, f"{row_id} 1\n".encode())
        records.save("people", row_id, {"job_title": "2", "skills": "书" * (done % 200)})
        os.write(out, f"{row_id} 2\n".encode())
        if done % 5 == 0:
            records.archive("people", [row_id])
            records.restore("people", [row_id])
            records.save("people", row_id, {"job_title": "3"})
            os.write(out, f"{row_id} 3\n".encode())


def _until_killed(children: Children, folder: Path, first: int, dice: Random) -> Told:
    """What one child told of before it was killed."""
    ours, theirs = Pipe(duplex=False)
    child = children.start(_write, folder, theirs, first)
    theirs.close()
    with os.fdopen(os.dup(ours.fileno()), "rb") as lines:
        assert lines.readline() == b"open\n"
        heard = [lines.readline().decode() for _line in range(dice.randint(0, _MOST))]
        threading.Event().wait(dice.uniform(0, _LONGEST))
        child.kill()
        heard += lines.read().decode().splitlines()
    child.join()
    ours.close()
    return {int(row_id): int(done) for row_id, done in (line.split() for line in heard)}


def _lost(database: Database, told: Told) -> int:
    """Acknowledged numbers that are not there; one more than was told of may be."""
    with database.read() as session:
        there = {row_id: int(done or 0) for row_id, done in session.execute(select(Person.id, Person.job_title))}
    return sum(there.get(row_id, 0) < done for row_id, done in told.items())


def test_what_was_acknowledged_survives_kills(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each number that the parent heard of is there, with its line in the log; the whole file is sound."""
    children, dice = Children(__name__), Random(1)
    told: Told = {}
    rows = lost = torn = corrupt = 0
    folder = tmp_path
    for kill in range(KILLS):
        if kill % _STATIONS == 0:
            told, folder = {}, tmp_path / str(kill)
            create(folder).close()
        fresh = _until_killed(children, folder, kill * 1000, dice)
        told |= fresh
        rows += len(fresh)
        with Database.open(folder) as database:
            lost += _lost(database, told)
            torn += len(unlogged(database))
            if kill % _LOOKED == _LOOKED - 1 or kill == KILLS - 1:
                corrupt += len(database.check())
    with shown(capsys) as show:
        show(f"T1: {KILLS} kills, {rows} acknowledged people: {lost} lost, {torn} torn, {corrupt} corrupt")
    assert (lost, torn, corrupt) == (0, 0, 0)
    assert rows >= KILLS
