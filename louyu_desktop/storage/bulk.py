"""A bulk operation as its program sees it: reserve ids, have a child write the rows, publish them all at once.

Until it is published nobody sees a row of it (shadow.py); what goes wrong before takes it back (voiding.py).
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import subprocess
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from louyu_desktop import errors, paths
from louyu_desktop.errors import ConflictError, SystemProblem
from louyu_desktop.models import BY_KIND, RECORDS, ChangeLog, ChangeValue, Operation, Record, Registration
from louyu_desktop.storage import bulk_rows, indexing, voiding
from louyu_desktop.storage.bulk_child import Task
from louyu_desktop.storage.bulk_rows import Frame
from louyu_desktop.storage.change_log import DO, EVENT, PENDING
from louyu_desktop.storage.coding import unpack
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.lane import Lane
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.shadow import SEARCH, next_search_id
from louyu_desktop.storage.shapes import chunks, next_id, shape_of
from louyu_desktop.storage.tables import BulkOperation
from louyu_desktop.storage.values import Changes
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _, language

Report = Callable[[int, int, str], None]
Part = tuple[type[Record], int, Sequence[Mapping[str, Any]]]
"""Rows of a class, from an id on."""

SUBCOMMAND = "write-bulk"
_TOGETHER = 4_000
_MODULE = "louyu_desktop.storage.bulk_child"
_BY_TABLE: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}


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
    writer: subprocess.Popen[bytes] | None = None
    written: Callable[[], None] | None = None


class Bulk:
    """One bulk operation from its reservation to its end; `Database.bulk` makes it and ends it."""

    def __init__(self, ground: Ground, label: str, account_id: int | None) -> None:
        self._ground = ground
        self._operation: dict[str, Any] = {"label": label, "account_id": account_id, "target_id": None}
        self._ranges: dict[str, tuple[int, int]] = {}
        self._stamp = 0
        self._outside: dict[str, list[int]] = {}
        self._fed: dict[str, list[int]] = {}
        self._lasts: dict[str, int] = {}

    def reserve(self, counts: Mapping[type[Record], int], ready: Callable[[Session], None]) -> None:
        """Keep ids for so many rows of each class, at most; `ready` sees the state of the data and may refuse."""
        self._operation["at"] = dt.datetime.now(dt.UTC)
        with self._ground.lane.held(), in_words(), self._session() as session:
            ready(session)
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
        total = sum(last - first + 1 for table, (first, last) in self._ranges.items() if table != SEARCH)
        with _child(self._ground.writer or start_writer()) as child:
            talk = _Talk(child)
            talk.send(self._task())
            frames = self._frames(parts)
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
                    self._outside, self._fed = line["outside"], line["fed"]
                    for table, (first, _last) in tuple(self._ranges.items()):
                        self._ranges[table] = (first, self._lasts.get(table, first - 1))
                    return

    def _frames(self, parts: Iterable[Part]) -> Iterator[Frame]:
        for model, first, rows in parts:
            self._lasts[model.__tablename__] = first + len(rows) - 1
            yield bulk_rows.frame_of(model, first, rows)

    def publish(self, finishing: Callable[[Write], None]) -> Changes:
        """Let everybody see it, with what `finishing` changes of rows that were there before."""
        with self._ground.lane.held(), in_words(), self._session(whole=True) as session:
            connection = session.connection()
            mine = self._operation["id"]
            clashed = session.scalar(select(BulkOperation.clashed).where(BulkOperation.operation_id == mine))
            if clashed is None:
                raise _gone()
            if clashed:
                raise _changed_meanwhile()
            self._refuse_gone(session)
            if self._ground.alone:  # ids that were kept and not used
                with door(connection):
                    for table, (_first, last) in self._ranges.items():
                        _count_to(session, table, last)
            write = Write(session, self._ground.audit_key, {**self._operation, "kind": PENDING})
            for table, ids in self._fed.items():
                write.derivation.touch(shape_of(_BY_TABLE[table]), ids, altered=False)
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
                raise _told(type(problem), problem.sentence) from None
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
            operation["account_id"], self._ranges, ground.alone,
        )  # fmt: skip

    def _announced(self, changes: Changes) -> Changes:
        kinds = dict(changes.kinds)
        for table, (first, last) in self._ranges.items():
            if table != SEARCH and first <= last:
                kind = _BY_TABLE[table].__entity__.kind
                kinds[kind] = kinds.get(kind, frozenset()) | frozenset(range(first, last + 1))
        return Changes(self._operation["id"], self._operation["label"], kinds)

    def _refuse_gone(self, session: Session) -> None:
        """ConflictError when what the rows point to was removed meanwhile, or lies in the bin though they need it."""
        for place, ids in self._outside.items():
            table, name = place.split(".")
            shape = shape_of(_BY_TABLE[table])
            target = shape_of(shape.references[name]).table
            needed = name in dict(shape.owners())
            for part in chunks(ids):
                there = select(func.count()).where(target.c.id.in_(part))
                if needed:
                    there = there.where(target.c.archived_at.is_(None))
                if session.scalar(there) != len(part):
                    raise _changed_meanwhile()

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


def _changed_meanwhile() -> ConflictError:
    return ConflictError(_("写入的时候，有人登记或改动了同样的内容。这次导入已经整批退回，请重新核对一遍再写入"))


class _Talk:
    """The parent's side of the two pipes."""

    def __init__(self, child: subprocess.Popen[bytes]) -> None:
        self._child = child
        self.note = ""

    def send(self, what: object) -> None:
        """Send an answer; SystemProblem when the child is gone."""
        self._send(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def lines(self, frames: Iterator[Frame]) -> Iterator[dict[str, Any]]:
        """What the child says, while its questions for rows are answered out of `frames`, made one ahead.

        `{"sent": ...}` stands for such an answer, with the number of rows that were sent.
        """
        waiting, sent = _several(frames), 0
        while True:
            line = self.hear()
            if line.get("want") != "rows":
                yield line
                continue
            self.send([pickle.dumps(frame, pickle.HIGHEST_PROTOCOL) for frame in waiting])  # the writer passes them on
            if waiting:
                self.note = _("正在写入{label}").format(label=_(_BY_TABLE[waiting[-1].table].__entity__.label))
                sent += sum(frame.rows for frame in waiting)
                waiting = _several(frames)
                yield {"sent": sent}
            else:
                self.note = _("正在整理")

    def hear(self) -> dict[str, Any]:
        """The next line; what went wrong over there is raised here."""
        raw = self._child.stdout.readline() if self._child.stdout else b""
        try:
            line: dict[str, Any] = json.loads(raw)
        except ValueError:
            raise _gone() from None
        if "problem" in line:
            problem = getattr(errors, line["problem"], SystemProblem)
            raise _told(problem, line["sentence"])
        if "mistake" in line:
            raise RuntimeError(line["mistake"])
        return line

    def _send(self, data: bytes) -> None:
        try:
            if self._child.stdin:
                self._child.stdin.write(data)
                self._child.stdin.flush()
        except OSError:
            raise _gone() from None


def _several(frames: Iterator[Frame]) -> list[Frame]:
    """The next frames: so many rows that whoever makes them keeps ahead of the writer."""
    found: list[Frame] = []
    while sum(frame.rows for frame in found) < _TOGETHER and (frame := next(frames, None)) is not None:
        found.append(frame)
    return found


def _told(problem: type[errors.LouyuError], sentence: str) -> errors.LouyuError:
    """What the child ran into; a row that stands only once was made by somebody else after the plan."""
    if issubclass(problem, ConflictError):  # there is nothing to choose here
        return _changed_meanwhile()
    if issubclass(problem, errors.UserError):
        return ConflictError(_("写入的时候发现：{reason}。这次导入已经整批退回，请重新核对一遍再写入").format(reason=sentence))
    return problem(sentence)


def _gone() -> SystemProblem:
    return SystemProblem(_("写入的程序中途停了，已经整批退回，一行都没有留下。请再写入一次；再停的话，请重启电脑"))


def start_writer() -> subprocess.Popen[bytes]:
    """The writer, waiting for its task."""
    return subprocess.Popen(
        paths.own_command(_MODULE, SUBCOMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=paths.own_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )  # fmt: skip


def end_writer(child: subprocess.Popen[bytes]) -> None:
    """End a writer for certain."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            _shut(pipe)


@contextmanager
def _child(child: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The writer, ended when the block is left."""
    try:
        yield child
    finally:
        end_writer(child)


def _shut(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return


@dataclass(frozen=True, slots=True)
class Load:
    """What a bulk operation writes: how many rows of each class at most, the rows when their first ids are known, and
    the rest.

    `ready` looks at the data before anything is reserved and may refuse; `finishing` changes rows that were
    there before, when all others are.
    """

    counts: Mapping[type[Record], int]
    ready: Callable[[Session], None]
    parts: Callable[[Callable[[type[Record]], int]], Iterable[Part]]
    finishing: Callable[[Write], None]


def carry_out(ground: Ground, label: str, account_id: int | None, load: Load, report: Report) -> Changes:
    """Write a load as one operation; what is raised on the way leaves everything as it was."""
    bulk = Bulk(ground, label, account_id)
    bulk.take_back()
    bulk.reserve(load.counts, load.ready)
    try:
        bulk.write(load.parts(bulk.first), report)
        if ground.written is not None:
            ground.written()
        return bulk.publish(load.finishing)
    except BaseException:
        with suppress(errors.SystemProblem):  # without room it stays unseen, and goes at the next start
            bulk.take_back()
        raise
