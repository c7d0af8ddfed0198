"""A bulk operation as its program sees it: reserve ids, have a child write the rows, publish them all at once.

Until it is published nobody sees a row of it (shadow.py); what goes wrong before takes it back (voiding.py).
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from louyu_desktop import errors
from louyu_desktop.errors import ConflictError
from louyu_desktop.models import (
    BY_KIND,
    ChangeLog,
    ChangeValue,
    Enterprise,
    Occupancy,
    Operation,
    Record,
    Registration,
    VisitTask,
)
from louyu_desktop.storage import bulk_rows, indexing, voiding
from louyu_desktop.storage.bulk_child import Task
from louyu_desktop.storage.bulk_rows import BY_TABLE, Frame
from louyu_desktop.storage.bulk_writer import Talk, changed_meanwhile, ended, gone, start_writer, told
from louyu_desktop.storage.change_log import DO, EVENT, PENDING
from louyu_desktop.storage.coding import unpack
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.lane import Lane
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.shadow import SEARCH, next_search_id
from louyu_desktop.storage.shapes import chunks, next_id, shape_of
from louyu_desktop.storage.tables import BulkOperation, Suggestion
from louyu_desktop.storage.twin import Child
from louyu_desktop.storage.values import Changes
from louyu_desktop.storage.worth_a_look import MARKED
from louyu_desktop.storage.write import Write
from louyu_desktop.text import language

Report = Callable[[int, int, str], None]
Part = tuple[type[Record], int, Sequence[Mapping[str, Any]]] | Frame
"""Rows of a class, from an id on, or by column."""



@dataclass(frozen=True, slots=True)
class Ground:
    """What a bulk operation needs of its database: `lane` is the one that all writes of this program take.

    `alone` says that nobody else writes in it, so turns may be long; `writer` is the child, if it was started before.
    `written` hears when the child has written all, before that is published.
    """

    path: Path
    database_key: bytes = field(repr=False)
    audit_key: AuditKey
    engine: Engine
    lane: Lane
    alone: bool
    writer: Child | None = None
    written: Callable[[], None] | None = None


@dataclass(frozen=True, slots=True)
class Brought(Changes):
    """What a bulk operation touched; enterprises that the rules have looked at, and the tasks that wait for a person.

    The others are still to be looked at.
    """

    looked_at: Collection[int] = ()
    held: Sequence[int] = ()


class Bulk:
    """One bulk operation from its reservation to its end; `Database.bulk` makes it and ends it."""

    def __init__(self, ground: Ground, label: str, account_id: int | None) -> None:
        self._ground = ground
        self._operation: dict[str, Any] = {"label": label, "account_id": account_id, "target_id": None}
        self._ranges: dict[str, tuple[int, int]] = {}
        self._stamp = 0
        self._outside: dict[str, list[int]] = {}
        self._fed: dict[str, list[int]] = {}
        self._total = 0
        self._looks = False
        self._waited: list[list[int]] = []

    def reserve(self, load: Load) -> None:
        """Keep ids for all rows of a load, at most; it sees the state of the data and may refuse."""
        counts = dict(load.counts)
        self._total = sum(counts.values())
        self._looks = self._ground.alone and load.looks and Enterprise in counts and counts.keys().isdisjoint(MARKED)
        if self._looks:  # of a new enterprise at most two for each of its seats
            counts[VisitTask] = 2 * counts.get(Occupancy, 0)
        self._operation["at"] = dt.datetime.now(dt.UTC)
        with self._ground.lane.held(), in_words(), self._session() as session:
            load.ready(session)
            connection = session.connection()
            records = 0
            for model, count in counts.items():
                shape = shape_of(model)
                first = next_id(session, shape)
                self._ranges[model.__tablename__] = (first, first + count - 1)
                records += count if indexing.searchable(shape) else 0
            first_searched = next_search_id(connection)
            self._ranges[SEARCH] = (first_searched, first_searched + max(records, 1) - 1)
            self._stamp = session.scalar(select(func.max(ChangeLog.id))) or 0
            with door(connection):
                for table, (_first, last) in self._ranges.items():
                    _count_to(session, table, last)
                done = connection.execute(insert(Operation), {**self._operation, "kind": PENDING})
                self._operation["id"] = int(done.lastrowid or 0)
                mine = {"operation_id": self._operation["id"], "ranges": json.dumps(self._ranges), "clashed": False}
                connection.execute(insert(BulkOperation), mine)
            session.commit()

    def first(self, model: type[Record]) -> int:
        """The id of the first row of a class."""
        return self._ranges[model.__tablename__][0]

    def write(self, parts: Iterable[Part], report: Report) -> None:
        """Have the child write all parts; they come in the order of `bulk_rows.order`.

        What `report` raises ends the child.
        """
        total = self._total
        with ended(self._ground.writer or start_writer()) as writer:
            talk = Talk(writer)
            talk.send(self._task())
            frames = (part if isinstance(part, Frame) else bulk_rows.frame_of(*part) for part in parts)
            done, note = 0, ""
            lines = talk.lines(frames)
            for line in lines:
                if line.get("want") == "turn":
                    with self._ground.lane.aside(alone=self._ground.alone) as seconds:
                        talk.send(seconds)
                        for said in lines:
                            if "wrote" in said:
                                done = said["wrote"]
                                break
                            if self._ground.alone:  # its turn is long
                                report(said.get("sent", done), total, talk.note)
                    note = talk.note or note
                    report(done, total, note)
                elif "done" in line:
                    self._outside, self._fed, self._waited = line["outside"], line["fed"], line["waited"]
                    for table, (first, _last) in tuple(self._ranges.items()):
                        self._ranges[table] = (first, line["lasts"].get(table, first - 1))
                    return

    def publish(self, finishing: Callable[[Write], None]) -> Brought:
        """Let everybody see it, with what `finishing` changes of rows that were there before."""
        with self._ground.lane.held(), in_words(), self._session(whole=True) as session:
            connection = session.connection()
            mine = self._operation["id"]
            clashed = session.scalar(select(BulkOperation.clashed).where(BulkOperation.operation_id == mine))
            if clashed is None:
                raise gone()
            if clashed:
                raise changed_meanwhile()
            self._refusegone(session)
            if self._ground.alone:  # ids that were kept and not used
                with door(connection):
                    for table, (_first, last) in self._ranges.items():
                        _count_to(session, table, last)
            write = Write(session, self._ground.audit_key, {**self._operation, "kind": PENDING})
            for table, ids in self._fed.items():
                write.derivation.touch(shape_of(BY_TABLE[table]), ids, altered=False)
            if Registration.__tablename__ in self._ranges:
                write.derivation.places.arrived(write, *self._ranges[Registration.__tablename__])
            write.derivation.rooms.arrived(self._ranges)
            write.derivation.facts.arrived(session, self._ranges)
            for model, found in self._meanwhile(session).items():
                write.derivation.touch(shape_of(model), found, altered=True)
            try:
                finishing(write)
                changes = write.finish()
            except (errors.UserError, ConflictError) as problem:
                raise told(type(problem), problem.sentence) from None
            with door(connection):
                connection.execute(update(Operation).where(Operation.id == mine).values(kind=DO))
                connection.execute(delete(BulkOperation).where(BulkOperation.operation_id == mine))
            session.commit()
        return self._announced(changes)

    def take_back(self) -> None:
        """Take out again what was written so far."""
        with in_words():
            voiding.take_back(self._ground.path, self._ground.database_key, self._ground.lane.aside)

    # parts

    def _session(self, *, whole: bool = False) -> Session:
        engine = self._ground.engine.execution_options(writing=True, whole=whole)
        return Session(engine, autoflush=False, expire_on_commit=False)

    def _task(self) -> Task:
        ground, operation = self._ground, self._operation
        return Task(
            ground.path, ground.database_key, ground.audit_key, language(), operation["id"], operation["at"],
            operation["account_id"], self._ranges, ground.alone, self._looks,
        )  # fmt: skip

    def _announced(self, changes: Changes) -> Brought:
        kinds = dict(changes.kinds)
        for table, (first, last) in self._ranges.items():
            if table != SEARCH and first <= last:
                kind = BY_TABLE[table].__entity__.kind
                kinds[kind] = kinds.get(kind, frozenset()) | frozenset(range(first, last + 1))
        number, label = self._operation["id"], self._operation["label"]
        if not self._looks:
            return Brought(number, label, kinds)
        (first, last), (task, last_task) = (self._ranges[model.__tablename__] for model in (Enterprise, VisitTask))
        looked = set(range(first, last + 1)).difference(*(range(low, high + 1) for low, high in self._waited))
        kinds[Suggestion.__tablename__] = frozenset()
        return Brought(number, label, kinds, looked, range(task, last_task + 1))

    def _refusegone(self, session: Session) -> None:
        """ConflictError when what the rows point to was removed meanwhile, or lies in the bin though they need it."""
        for place, ids in self._outside.items():
            table, name = place.split(".")
            shape = shape_of(BY_TABLE[table])
            target = shape_of(shape.references[name]).table
            needed = name in dict(shape.owners())
            for part in chunks(ids):
                there = select(func.count()).where(target.c.id.in_(part))
                if needed:
                    there = there.where(target.c.archived_at.is_(None))
                if session.scalar(there) != len(part):
                    raise changed_meanwhile()

    def _meanwhile(self, session: Session) -> dict[type[Record], set[int]]:
        """What the desk has changed since the reservation: rows of the operation may show something of it."""
        lines = (
            select(ChangeLog.entity, ChangeValue.content)
            .join(ChangeValue, ChangeValue.change_id == ChangeLog.id)
            .where(ChangeLog.id > self._stamp, ChangeLog.operation_id != self._operation["id"])
            .where(ChangeLog.action != EVENT)
        )
        found: dict[type[Record], set[int]] = {}
        for kind, content in session.execute(lines):
            found.setdefault(BY_KIND[kind], set()).update(item.id for item in unpack(content))
        return found


def _count_to(session: Session, table: str, last: int) -> None:
    """Have the ids of `table` go on behind `last`."""
    if table == SEARCH:
        return
    session.execute(text("DELETE FROM sqlite_sequence WHERE name = :table"), {"table": table})
    count = text("INSERT INTO sqlite_sequence (name, seq) VALUES (:table, :last)")
    session.execute(count, {"table": table, "last": last})


@dataclass(frozen=True, slots=True)
class Load:
    """What a bulk operation writes: how many rows of each class at most, the rows when their first ids are known, and
    the rest.

    `ready` looks at the data before anything is reserved and may refuse; `finishing` changes rows that were
    there before, when all others are.  `looks` says that the rules may look at new enterprises on the way, where the
    program is alone: what they ask for waits for a person.
    """

    counts: Mapping[type[Record], int]
    ready: Callable[[Session], None]
    parts: Callable[[Callable[[type[Record]], int]], Iterable[Part]]
    finishing: Callable[[Write], None]
    looks: bool = False


def carry_out(ground: Ground, label: str, account_id: int | None, load: Load, report: Report) -> Brought:
    """Write a load as one operation; what is raised on the way leaves everything as it was."""
    bulk = Bulk(ground, label, account_id)
    bulk.take_back()
    bulk.reserve(load)
    try:
        bulk.write(load.parts(bulk.first), report)
        if ground.written is not None:
            ground.written()
        return bulk.publish(load.finishing)
    except BaseException:
        with suppress(errors.SystemProblem):  # without room it stays unseen, and goes at the next start
            bulk.take_back()
        raise
