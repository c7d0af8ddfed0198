"""What the trials stand on: a keyless station of invented people, children that start at once, and the last look."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from louyu_desktop.models import RECORDS, Account, ChangeLog, Station
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.change_log import ADD, REMOVE
from louyu_desktop.storage.database import Database

NAME = "试验站"


def number(name: str, quick: int) -> int:
    """How often something is tried: `make faults` says so in the environment."""
    return int(os.environ.get(name, quick))


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
    wrong = []
    with database.read() as session:
        for model in RECORDS:
            logged = {
                action: session.scalar(
                    select(func.coalesce(func.sum(ChangeLog.rows), 0))
                    .where(ChangeLog.entity == model.__entity__.kind, ChangeLog.action == action)
                )
                for action in (ADD, REMOVE)
            }  # fmt: skip
            there = session.scalar(select(func.count()).select_from(model)) or 0
            if there != (logged[ADD] or 0) - (logged[REMOVE] or 0):
                wrong.append(model.__entity__.kind)
    return wrong


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
