"""Two children of one program take rooms at random: nobody has a room while somebody else does, buffers included.

`LOUYU_BOOKINGS` says how often they try; `make faults` takes 10,000.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections import Counter
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from threading import Event
from typing import Any

import pytest
from filelock import FileLock
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import SystemProblem, UserError
from louyu_desktop.models import Activity, Booking, Facility
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage import keys
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.slots_of_rooms import ROOM
from louyu_desktop.storage.tables import BookingSlot
from louyu_desktop.storage.write import Write
from tests.faults.ground import Children, create, number, on_duty, shown, unlogged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the children are forked")

TRIES = number("LOUYU_BOOKINGS", 160)
ROOMS = 3
_FIRST = dt.datetime(2027, 3, 1, tzinfo=SHANGHAI)
_QUARTER = dt.timedelta(minutes=15)
_AGAIN = 0.020


def _beside(folder: Path) -> Database:
    """The station as a child of the program has it that holds the lock."""
    lock = FileLock(str(folder / f"child-{os.getpid()}.lock"))
    return on_duty(Database(folder, keys.FIRST_EPOCH, keys.read_key(folder), lock))


def _wish(random: Random, days: int) -> tuple[type[Any], dict[str, Any]]:
    """An activity or a booking of a room at some time, with buffers of its own or those of the room."""
    model = random.choice((Activity, Booking))
    kind = model.__entity__.kind
    starts_at = _FIRST + _QUARTER * random.randrange(days * 96) + dt.timedelta(minutes=random.choice((0, 0, 5)))
    values: dict[str, Any] = {
        ROOM[kind]: random.randrange(1, ROOMS + 1), "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=random.choice((20, 45, 60, 90, 180))),
        "setup_minutes": random.choice((None, 0, 10, 30)), "clear_minutes": random.choice((None, 0, 10, 30)),
    }  # fmt: skip
    return model, values | {"title" if model is Activity else "purpose": "试"}


def _try(write: Write, random: Random, mine: list[tuple[type[Any], int]], days: int) -> str:
    """Something new, or one's own elsewhere, or one's own given back."""
    model, values = _wish(random, days)
    old = [key for kind, key in mine if kind is model]
    what = random.choices(("new", "moved", "back"), (6, 3, 1))[0] if old else "new"
    if what == "new":
        mine.append((model, write.insert(model, [values])[0]))
    elif what == "moved":
        write.update(model, [{"id": random.choice(old), **values}])
    else:
        write.archive(model, [random.choice(old)])
    return what


def _take(folder: Path, line: Connection, seed: int, tries: int) -> None:
    """Try so often, and tell what came of it."""
    database, random, told = _beside(folder), Random(seed), Counter[str]()
    mine: list[tuple[type[Any], int]] = []
    line.send("open")
    line.recv()
    while told.total() < tries:
        kept = list(mine)
        try:
            with database.write("场地") as write:
                what = _try(write, random, mine, max(2, tries // 60))
        except UserError:
            mine, what = kept, "refused"
        except SystemProblem:  # the other one has the file
            mine = kept
            Event().wait(_AGAIN)
            continue
        told[what] += 1
    line.send(told)


def _overlaps(session: Session) -> int:
    """How many pairs share a room at some time, set-up and clearing included, worked out from the records alone."""
    rooms = {row.id: row for row in session.scalars(select(Facility))}
    spans: dict[int, list[tuple[dt.datetime, dt.datetime]]] = {}
    models: tuple[type[Any], ...] = (Activity, Booking)
    for model in models:
        for row in session.scalars(select(model).where(model.archived_at.is_(None))):
            room = rooms[getattr(row, ROOM[model.__entity__.kind])]
            before = room.setup_minutes if row.setup_minutes is None else row.setup_minutes
            after = room.clear_minutes if row.clear_minutes is None else row.clear_minutes
            begin, end = row.starts_at - dt.timedelta(minutes=before or 0), row.ends_at or row.starts_at
            spans.setdefault(room.id, []).append((begin, end + dt.timedelta(minutes=after or 0)))
    count = 0
    for mine in spans.values():
        mine.sort()
        count += sum(second[0] < first[1] for first, second in pairwise(mine))
    return count


def test_two_children_take_rooms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, children = tmp_path / "s", Children(__name__)
    with create(folder) as database, database.write("摆好") as write:
        write.insert(Facility, [{"name": f"场地{n}", "setup_minutes": 15 * n, "clear_minutes": 10} for n in range(ROOMS)])
    with Database.open(folder) as database:
        lines = []
        for seed in (1, 2):
            ours, theirs = Pipe()
            children.start(_take, folder, theirs, seed, TRIES // 2)
            theirs.close()
            lines.append(ours)
        assert [line.recv() for line in lines] == ["open", "open"]
        for line in lines:
            line.send("go")
        told = sum((line.recv() for line in lines), Counter[str]())
        with database.read() as session:
            overlaps, slots = _overlaps(session), session.scalar(select(func.count()).select_from(BookingSlot)) or 0
            live = sum(
                session.scalar(select(func.count()).select_from(one).where(one.archived_at.is_(None))) or 0
                for one in (Activity, Booking)
            )
        with shown(capsys) as show:
            show(f"rooms: {TRIES} tries of two children, {dict(told)}: {live} live, {slots} quarter hours, "
                 f"{overlaps} overlaps")  # fmt: skip
        assert overlaps == 0
        assert live > 0
        assert told["refused"] > 0
        assert told.total() == 2 * (TRIES // 2)
        assert database.check() == []
        assert unlogged(database) == []
