"""The desk at its worst hour: two children sign in the same people, and a desk is killed in the middle of it.

`LOUYU_DESK_SIGN_INS` says how many come and `LOUYU_DESK_KILLS` how often a desk is killed; `make faults` takes
10,000 and 200.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
import threading
from collections import Counter
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from sqlalchemy import func, select

from louyu_desktop.errors import SystemProblem
from louyu_desktop.models import Activity, Person, Registration, SignIn
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.services.desk import Desk
from louyu_desktop.services.desk_copies import Signed
from louyu_desktop.services.suite import open_services
from louyu_desktop.storage import keys
from louyu_desktop.storage.database import Database
from tests.faults.ground import Children, create, number, on_duty, shown, unlogged

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")

SIGN_INS = number("LOUYU_DESK_SIGN_INS", 120)
KILLS = number("LOUYU_DESK_KILLS", 2)
_OF_A_STATION = 50
"""Kills that one station takes."""

_AT_A_TIME = 40
_LONGEST = 0.030


def _furnished(folder: Path, people: int) -> tuple[int, list[int]]:
    """A station with an activity that so many people are registered for."""
    with create(folder) as database, database.write("摆好") as write:
        values = {"title": "午间一小时", "starts_at": dt.datetime.now(dt.UTC), "status": "进行中"}
        [activity] = write.insert(Activity, [values])
        ids = write.insert(Person, [{"name": f"王{n}", "roles": ()} for n in range(people)])
        write.insert(Registration, [{"activity_id": activity, "person_id": one} for one in ids])
    return activity, ids


def _beside(folder: Path) -> Database:
    """The station as a child of the program has it that holds the lock."""
    lock = FileLock(str(folder / f"child-{os.getpid()}.lock"))
    return on_duty(Database(folder, keys.FIRST_EPOCH, keys.read_key(folder), lock))


def _sign_all(folder: Path, line: Connection, activity: int, people: list[int]) -> None:
    """Sign in everybody of a list, and tell what came of each."""
    desk = Desk(_beside(folder))
    desk.open(activity)
    line.send("open")
    line.recv()
    line.send(Counter(_sign(desk, activity, person) for person in people))


def _sign(desk: Desk, activity: int, person: int) -> str:
    """What came of one; who is told that the file is busy presses Enter again."""
    while True:
        try:
            return desk.sign_in(activity, person).came.value
        except SystemProblem:
            threading.Event().wait(_LONGEST)


def test_two_children_sign_in_the_same_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Half of those who come are signed in at both desks, in another order: nobody twice, nobody lost."""
    folder, children = tmp_path / "s", Children(__name__)
    activity, people = _furnished(folder, SIGN_INS)
    quarter = SIGN_INS // 4
    with Database.open(folder) as database:
        lines = []
        for seed, mine in enumerate((people[: 3 * quarter], people[quarter:])):
            ours, theirs = Pipe()
            children.start(_sign_all, folder, theirs, activity, Random(seed).sample(mine, len(mine)))
            theirs.close()
            lines.append(ours)
        assert [line.recv() for line in lines] == ["open", "open"]
        for line in lines:
            line.send("go")
        told = sum((line.recv() for line in lines), Counter[str]())
        with database.read() as session:
            live = SignIn.archived_at.is_(None)
            rows, persons = session.execute(
                select(func.count(), func.count(SignIn.person_id.distinct())).where(live)
            ).one()
            counted = session.scalar(select(Activity.signed_count))
            left = session.scalar(select(func.count()).where(Registration.status != RegistrationStatus.SIGNED_IN))
        doubles, lost = rows - persons, told["signed"] - rows
        with shown(capsys) as show:
            show(f"desk: {SIGN_INS} people at two desks, {dict(told)}: {rows} rows, {doubles} doubles, {lost} lost")
        assert (rows, persons, counted, left) == (SIGN_INS, SIGN_INS, SIGN_INS, 0)
        assert told == {"signed": SIGN_INS, "already": 3 * quarter + len(people[quarter:]) - SIGN_INS}
        assert database.check() == []
        assert unlogged(database) == []


def _at_the_desk(folder: Path, line: Connection, activity: int, people: list[int]) -> None:
    """A real desk that signs in one after the other, and tells of each card once it has been painted green."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from louyu_desktop.ui import problems
    from louyu_desktop.ui.bus import ChangeBus
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.desk import stand
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.tasks import Tasks

    application = QApplication([])
    services, bus = open_services(_beside(folder)), ChangeBus()
    services.listen(bus.publish)
    preferences = Preferences(folder / "machine.json")
    preferences.set("desk_sound", False)
    window = stand(Context(services, Tasks(problems.report), bus, preferences), services.desk.open(activity))
    out, coming = line.fileno(), iter(people)

    def told(result: Signed | None = None) -> None:
        if result is not None and window.card.said.tone == "ok":
            os.write(out, f"green {result.sign_in_id}\n".encode())
        person = next(coming, None)
        if person is not None:
            window.signing.sign_in(person)

    window.shown.connect(told)
    os.write(out, b"open\n")
    told()
    application.exec()


def test_no_green_card_without_its_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Killed at any moment: every sign-in that was shown is there, with its registration; the file is sound."""
    children, dice = Children(__name__, "louyu_desktop.ui.desk"), Random(1)
    cards = lost = torn = 0
    folder, people, activity = tmp_path, [0], 0
    for kill in range(KILLS):
        if kill % _OF_A_STATION == 0:
            folder = tmp_path / str(kill)
            activity, people = _furnished(folder, _AT_A_TIME * min(KILLS, _OF_A_STATION))
        start = kill % _OF_A_STATION * _AT_A_TIME
        mine = people[start : start + _AT_A_TIME]
        with Database.open(folder) as database:
            green = _until_killed(children, folder, activity, mine, dice)
        with Database.open(folder) as database:
            cards += len(green)
            lost += len(green - _there(database))
            torn += _halves(database)
            if kill % 10 == 9 or kill == KILLS - 1:
                assert database.check() == []
    with shown(capsys) as show:
        show(f"desk: {KILLS} kills, {cards} green cards, {lost} without a row, {torn} halves")
    assert (lost, torn) == (0, 0)
    assert cards >= KILLS


def _until_killed(children: Children, folder: Path, activity: int, people: list[int], dice: Random) -> set[int]:
    """The sign-ins that one desk showed before it was killed."""
    ours, theirs = Pipe(duplex=False)
    child = children.start(_at_the_desk, folder, theirs, activity, people)
    theirs.close()
    with os.fdopen(os.dup(ours.fileno()), "rb") as lines:
        assert lines.readline() == b"open\n"
        heard = [lines.readline() for _card in range(dice.randint(1, 8))]
        threading.Event().wait(dice.uniform(0, _LONGEST))
        child.kill()
        heard += lines.read().splitlines()
    child.join()
    ours.close()
    return {int(line.split()[1]) for line in heard if len(line.split()) == 2}


def _there(database: Database) -> set[int]:
    with database.read() as session:
        return set(session.scalars(select(SignIn.id).where(SignIn.archived_at.is_(None))))


def _halves(database: Database) -> int:
    """Sign-ins without their registration's state, and the other way round."""
    with database.read() as session:
        signed = set(session.scalars(select(SignIn.registration_id).where(SignIn.archived_at.is_(None))))
        said = session.scalars(select(Registration.id).where(Registration.status == RegistrationStatus.SIGNED_IN))
        return len(signed ^ set(said))
