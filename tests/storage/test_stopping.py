"""A reading that is broken off: at once, nothing else with it, and the connection is as good as new."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from louyu_desktop.errors import CancelledError
from louyu_desktop.services.searching import Searching
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.stopping import Stop
from tests.storage.sample import tower

ENDLESS = text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n")


def broken_off(session: Session, stop: Stop) -> threading.Thread:
    """A thread that runs a query without end until it is broken off."""

    def run() -> None:
        with pytest.raises(CancelledError), stop.over(session):
            session.execute(ENDLESS)

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def until_running(stop: Stop) -> None:
    """Wait until the query has the connection; it then runs or is about to."""
    while not stop.running:
        pass


def ended(stop: Stop, thread: threading.Thread) -> None:
    """Set the stop until it took hold: a statement that has not begun yet is refused when it does."""
    while thread.is_alive():
        stop.set()
        thread.join(0.05)


def test_a_query_without_end_ends_and_the_connection_goes_on(database: Database) -> None:
    """The same session, in the same transaction, reads on; so does whoever has the connection next."""
    made = tower(database)
    stop = Stop()
    with database.read() as session:
        thread = broken_off(session, stop)
        until_running(stop)
        ended(stop, thread)
        assert session.execute(text("SELECT id FROM enterprise")).scalars().all() == [made.enterprise]
    for _time in range(12):
        with database.read() as session:
            assert session.execute(text("SELECT count(*) FROM enterprise")).scalar_one() == 1
    assert database.check() == []


def test_nobody_else_is_broken_off(database: Database) -> None:
    """Neither another reading at the same time nor a later one on the same connection."""
    mine, other = Stop(), Stop()
    with database.read() as session, database.read() as beside:
        first, second = broken_off(session, mine), broken_off(beside, other)
        until_running(mine)
        until_running(other)
        ended(mine, first)
        assert second.is_alive()
        mine.set()
        assert session.execute(text("SELECT 1")).scalar_one() == 1
        ended(other, second)


def test_what_was_stopped_before_it_began_does_not_begin(database: Database) -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(CancelledError):
        Searching(database).find("环贸", stop=stop)


@pytest.mark.parametrize("fails", [lambda: 1 / 0, lambda: int("x")])
def test_other_errors_stay_what_they_are(database: Database, fails: Callable[[], object]) -> None:
    """Only what was broken off is called so."""
    stop = Stop()
    with pytest.raises((ZeroDivisionError, ValueError)), database.read() as session, stop.over(session):
        fails()
    assert not stop.running
