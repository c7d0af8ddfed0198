"""One operation in many transactions: one line in the log, told of once, and everybody else goes first."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from louyu_desktop.models import Person
from louyu_desktop.storage.database import Changes, Database
from louyu_desktop.storage.write import Write
from tests.stations import keyless


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with keyless(tmp_path / "s") as opened:
        opened.actor = 1
        yield opened


def _named(name: str) -> Callable[[Write], None]:
    def piece(write: Write) -> None:
        write.insert(Person, [{"name": name, "roles": ()}])

    return piece


def _names(database: Database) -> list[str]:
    with database.read() as session:
        return [row.name for row in session.query(Person.name).order_by(Person.id)]


def test_many_transactions_are_one_operation_and_told_of_once(database: Database) -> None:
    told: list[Changes] = []
    database.subscribe(told.append)
    database.write_in_turns("分批", [_named("甲"), lambda _write: None, _named("乙"), _named("丙")])
    [operation] = [one for one in database.operations() if one.label == "分批"]
    assert operation.rows == 3
    [changes] = told
    assert changes.operation_id == operation.id
    assert len(changes.kinds["people"]) == 3
    database.verify_chain()
    assert database.check() == []


def test_nothing_to_do_leaves_nothing(database: Database) -> None:
    told: list[Changes] = []
    database.subscribe(told.append)
    before = len(database.operations())
    database.write_in_turns("分批", [])
    database.write_in_turns("分批", [lambda _write: None])
    assert len(database.operations()) == before
    assert told == []


def test_who_waits_comes_before_the_next_turn(database: Database) -> None:
    def desk() -> None:
        asked.set()
        with database.write("签到") as write:
            _named("来人")(write)

    def first(write: Write) -> None:
        _named("甲")(write)
        person.start()
        assert asked.wait(60)
        end = time.monotonic() + 60
        while not database._lane._waiting:
            assert time.monotonic() < end, "nobody waits"

    asked, person = threading.Event(), threading.Thread(target=desk)
    database.write_in_turns("分批", [first, *[_named(f"乙{n}") for n in range(20)]])
    person.join()
    assert _names(database)[:3] == ["甲", "来人", "乙0"]


def test_what_was_written_stays_and_is_told_when_a_turn_goes_wrong(database: Database) -> None:
    def wrong(write: Write) -> None:
        _named("乙")(write)
        raise ValueError("daneben")

    told: list[Changes] = []
    database.subscribe(told.append)
    with pytest.raises(ValueError, match="daneben"):
        database.write_in_turns("分批", [_named("甲"), wrong, _named("丙")])
    assert _names(database) == ["甲"]
    assert len(told) == 1
    with database.write("以后") as write:
        _named("丁")(write)
    assert _names(database) == ["甲", "丁"]
