"""What the trials stand on: a keyless station of invented people, children that start at once, and the last look."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, literal, select, union_all

from louyu_desktop.models import RECORDS, Account, ChangeLog, Station
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.change_log import ADD, REMOVE
from louyu_desktop.storage.database import Database

NAME = "试验站"


def number(name: str, quick: int) -> int:
    """How often something is tried: `make faults` says so in the environment."""
    return int(os.environ.get(name, quick))


@contextmanager
def shown(capsys: pytest.CaptureFixture[str]) -> Iterator[Callable[[str], None]]:
    """Where a trial says its figures, in a line of its own among the dots."""
    with capsys.disabled():
        yield lambda text: print(f"\n{text}")  # noqa: T201


def create(folder: Path) -> Database:
    """A new station of its own, without a vault, as the demonstration has none; its one account is on duty."""

    def fill(database: Database) -> None:
        with database.write("建站") as write:
            write.insert(Station, [{"name": NAME, "is_demonstration": True}])
            write.insert(Account, [{"name": "周敏", "role": "站长"}])

    return on_duty(Database.create(folder, fill))


def on_duty(database: Database) -> Database:
    """The first account does what is done."""
    with database.read() as session:
        database.actor = session.scalar(select(Account.id).order_by(Account.id).limit(1))
    return database


def services(folder: Path) -> Services:
    """The services of the station in a folder, opened."""
    return open_services(on_duty(Database.open(folder)))


def unlogged(database: Database) -> list[str]:
    """Kinds of which the log does not hold every row that there is, and a row for every one it holds."""
    logged: Counter[str] = Counter()
    counts = union_all(*(
        select(literal(model.__entity__.kind), func.count()).select_from(model.__table__) for model in RECORDS
    ))  # fmt: skip
    with database.read() as session:
        lines = select(ChangeLog.entity, ChangeLog.action, func.sum(ChangeLog.rows))
        for kind, action, rows in session.execute(lines.group_by(ChangeLog.entity, ChangeLog.action)):
            logged[kind] += {ADD: rows, REMOVE: -rows}.get(action, 0)
        return [kind for kind, there in session.execute(counts) if there != logged[kind]]


class Children:
    """Processes that have imported everything already and begin at once, to be killed."""

    def __init__(self, *modules: str) -> None:
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["louyu_desktop.services.suite", *modules])

    def start(self, work: Callable[..., None], *arguments: Any) -> ForkServerProcess:
        """A child that does `work`."""
        child = self._context.Process(target=work, args=arguments, daemon=True)
        child.start()
        return child
