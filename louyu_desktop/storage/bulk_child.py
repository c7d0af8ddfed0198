"""The child that writes a bulk operation: it has the key, and never opens a foreign file.

`python -m louyu_desktop.storage.bulk_child`, or the built program with `write-bulk`.  Standard input brings
pickles from the parent and no one else: a `Task`, then an answer to each line that this process prints.
`{"want": "rows"}` is answered by pickled `Frame`s or none, `{"want": "turn"}`, when the turn has come, by the
seconds it may take; `{"wrote": ...}` gives it back.  The end of standard input is the end of the parent, and of this
process.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import pickle
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.orm import Session

from louyu_desktop import paths, text
from louyu_desktop.errors import LouyuError
from louyu_desktop.models import RECORDS, Enterprise, Record, VisitTask
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage import bulk_rows, engine, indexing
from louyu_desktop.storage.bulk_index import Cutter, Ready, place_of
from louyu_desktop.storage.bulk_rows import AT_ONCE, BY_TABLE, Piece
from louyu_desktop.storage.change_log import ADD, PENDING, Log
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.shadow import SEARCH, Ranges
from louyu_desktop.storage.shapes import CHUNK, Shape, shape_of
from louyu_desktop.storage.visit_tasks import ground_of

Job = Callable[[], None]
_SLICE = 150
_AHEAD = 6
_ROOM = 400_000
"""kB for the pages of one long transaction: what has no room is encrypted, written and read again."""

@dataclass(frozen=True, slots=True)
class Task:
    """What the parent sends first; `looks` has the rules look at new enterprises, where nobody else writes."""

    path: Path
    database_key: bytes = field(repr=False)
    audit_key: AuditKey
    language: str
    operation: int
    at: dt.datetime
    account_id: int | None
    ranges: Ranges
    alone: bool = False
    looks: bool = False


class TakenBackError(Exception):
    """The operation is not there any more: somebody took it back while this process was still about."""


class Parent:
    """The process that started this one, and the only one it talks to."""

    def __init__(self, source: IO[bytes], out: IO[bytes]) -> None:
        self._source, self._out = source, out

    def hear(self) -> Any:
        """The next thing sent; EOFError when the parent is gone."""
        return pickle.load(self._source)  # noqa: S301 - from the process that started this one

    def say(self, **line: Any) -> None:
        """Print one line."""
        self._out.write(json.dumps(line, ensure_ascii=True).encode() + b"\n")
        self._out.flush()

    def ask(self, what: str) -> Any:
        """Ask for the next rows or the turn, and wait for it."""
        self.say(want=what)
        return self.hear()


class Child:
    """Writes one operation, turn by turn."""

    def __init__(self, task: Task, parent: Parent, connection: Connection, cutter: Cutter) -> None:
        self._task, self._parent, self._connection, self._cutter = task, parent, connection, cutter
        self._raw: Any = connection.connection.driver_connection
        self._packs: dict[type[Record], list[tuple[int, int, int, bytes]]] = defaultdict(list)
        self._outside: dict[str, set[int]] = defaultdict(set)
        self._fed: dict[str, set[int]] = defaultdict(set)
        self._lasts: dict[type[Record], int] = {}
        self._waited: list[tuple[int, int]] = []
        self._bared: list[str] = []
        self._bared_search = False
        self._asked = 0
        self._done = 0
        self._pages = 0
        self._transaction: RootTransaction | None = None
        self._until = 0.0

    def run(self) -> None:
        """Write every row, then what follows from all of them together."""
        if self._task.alone:  # what is put off comes at once some time, and a desk would wait for it
            self._raw.execute(f"PRAGMA cache_size = {-_ROOM}").close()
            self._go_on()
            indexing.hurry(self._raw, hurried=True)
            self._lay_bare()
        while frames := self._parent.ask("rows"):
            for frame in frames:
                self._hand_over(partial(self._cutter.rows, frame))
        self._finish()
        if self._task.looks:
            self._look()
        self._cover()
        for model in reversed(RECORDS):
            if bulk_rows.later(model) and model in self._lasts:
                self._derive(shape_of(model))
        self._finish()
        if self._task.looks:
            self._take_tasks()
        self._log()
        self._parent.say(
            done=True, outside={table: sorted(ids) for table, ids in self._outside.items()},
            fed={table: sorted(ids) for table, ids in self._fed.items()},
            lasts={model.__tablename__: last for model, last in self._lasts.items()}, waited=self._waited,
        )  # fmt: skip

    def _hand_over(self, job: Job) -> None:
        """Have the cutter do a job, while what it has done before is written; a few wait for it."""
        job()
        self._asked += 1
        while self._asked > _AHEAD:
            self._next()

    def _next(self) -> None:
        """Write what came of the next job."""
        found = self._cutter.fetch()
        self._asked -= 1
        self._take(*found)

    def _finish(self) -> None:
        """Write what comes of all jobs."""
        while self._asked:
            self._next()

    def _take(self, ready: Ready | None, pieces: list[Piece]) -> None:
        if ready is None:
            self._write(pieces)
            return
        shape = shape_of(BY_TABLE[ready.table])
        span = (ready.first, ready.first + ready.rows - 1, ready.rows)
        if ready.waits:
            self._compute(shape, ready)
            if shape.model is Enterprise:
                self._waited.append(span[:2])
        self._look_outside(shape, ready.links)
        self._packs[shape.model].append((*span, ready.content))
        self._lasts[shape.model] = span[1]
        self._done += ready.rows
        self._write([bulk_rows.insertion(shape, ready.columns, ready.same), *pieces])

    def _compute(self, shape: Shape, ready: Ready) -> None:
        """Derived columns of rows for which all is there that they are computed from."""
        ids = range(ready.first, ready.first + ready.rows)
        with Session(self._connection) as session:
            derived = shape.model.derive(session, ids)
        names = {name for values in derived.values() for name in values}
        usual = {name: shape.defaults[name] for name in names}
        found = bulk_rows.by_column([{**usual, **derived.get(row_id, {})} for row_id in ids], names)
        for name in names & ready.same.keys():
            del ready.same[name]
        ready.columns.update(bulk_rows.stored(shape, found))
        ready.links.update({name: list(set(found[name]) - {None}) for name in names & shape.references.keys()})
        shown = {field.name: found[field.name] for field in indexing.searchable(shape) if field.name in names}
        self._cutter.derived(shape, ready.first, shown)
        self._asked += 1

    def _look_outside(self, shape: Shape, links: Mapping[str, Sequence[int]]) -> None:
        """Keep what rows point to that was there before: it must be there still when all is published."""
        feeds = dict(shape.feeds)
        for name, ids in links.items():
            table = shape.references[name].__tablename__
            first, last = self._task.ranges.get(table, (1, 0))
            found = {value for value in ids if not first <= value <= last}
            if name not in shape.derived:
                self._outside[f"{shape.table.name}.{name}"] |= found
            if name in feeds:
                self._fed[table] |= found

    def _look(self) -> None:
        """Have the cutter apply the rules of the day to what it knows of new enterprises, while indexes are built."""
        with Session(self._connection) as session:
            ground = ground_of(session, self._task.at.astimezone(SHANGHAI).date())
        first = self._task.ranges[VisitTask.__tablename__][0]
        self._hand_over(partial(self._cutter.look, ground, self._task.language, first))

    def _take_tasks(self) -> None:
        """Write the must-visits that the rules ask for."""
        self._cutter.tasks()
        ready, pieces = self._cutter.fetch()
        while ready is not None:
            self._cutter.tasks()
            self._take(ready, pieces)
            ready, pieces = self._cutter.fetch()

    def _derive(self, shape: Shape) -> None:
        """Derived columns and index of a class whose rows had to be there first."""
        first, last = self._task.ranges[shape.table.name][0], self._lasts[shape.model]
        for start in range(first, last + 1, CHUNK):
            ids = range(start, min(start + CHUNK, last + 1))
            with Session(self._connection) as session:
                derived = shape.model.derive(session, ids)
            self._write([bulk_rows.derivation(shape, derived)])
            if not indexing.searchable(shape):
                continue
            with Session(self._connection) as session:
                texts = indexing.texts_of(session, shape, ids)
            if texts:
                self._hand_over(partial(self._cutter.texts, shape, texts))

    def _log(self) -> None:
        """The change log, parents before children: undo goes through it backwards."""
        operation = {
            "id": self._task.operation, "kind": PENDING, "at": self._task.at, "account_id": self._task.account_id
        }
        turn, log = None, Log(self._connection, self._task.audit_key, operation)
        for model in RECORDS:
            kind = model.__entity__.kind
            for *span, content in self._packs.pop(model, ()):
                self._go_on()
                if self._transaction is not turn:
                    turn, log = self._transaction, Log(self._connection, self._task.audit_key, operation)
                log.keep(kind, ADD, (span[0], span[1], span[2]), content)
        self._go_on()
        indexing.hurry(self._raw, hurried=False)
        self._end()

    def _write(self, pieces: Iterable[Piece]) -> None:
        """Run the pieces in slices, as many in one turn as fit."""
        for sql, rows in pieces:
            size = len(rows) if self._task.alone else _SLICE
            for start in range(0, len(rows), size or 1):
                self._go_on()
                self._raw.executemany(sql, rows[start : start + size] if size < len(rows) else rows).close()
        if not self._task.alone:
            self._end()

    def _lay_bare(self) -> None:
        """Drop the indexes of tables that get more rows than they have: built of all at the end they cost a third.

        Nobody asks for these rows meanwhile, and it is one transaction with all that is written (`lane.ALONE`): broken
        off, the indexes are as they were.
        """
        for model in AT_ONCE:
            first, last = self._task.ranges.get(model.__tablename__, (1, 0))
            rows = last - first + 1
            if rows > self._count(model.__tablename__):
                self._bare(model.__tablename__)
                if not self._bared_search and rows > self._count(SEARCH):
                    self._bared_search = True
                    self._bare(SEARCH)

    def _count(self, table: str) -> int:
        return int(self._raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    def _bare(self, table: str) -> None:
        named = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL"
        for name, sql in self._raw.execute(named, (table,)).fetchall():
            self._raw.execute(f'DROP INDEX "{name}"').close()
            self._bared.append(sql)

    def _cover(self) -> None:
        """Build the dropped indexes of all rows."""
        for sql in self._bared:
            self._go_on()
            self._raw.execute(sql).close()
        self._bared.clear()

    def _go_on(self) -> None:
        """Have the turn, another one when the time of the last is over."""
        if self._transaction is not None and time.monotonic() >= self._until:
            self._end()
        if self._transaction is None:
            self._begin()

    def _begin(self) -> None:
        """Wait for the turn and take the lock."""
        self._until = time.monotonic() + self._parent.ask("turn")
        self._connection.info["turn"] = True
        self._transaction = self._connection.begin()
        mine = "SELECT 1 FROM bulk_operation WHERE operation_id = ?"
        if self._raw.execute(mine, (self._task.operation,)).fetchone() is None:
            raise TakenBackError

    def _end(self) -> None:
        """Commit and give the turn back; what follows of the write-ahead log goes to its place outside of it."""
        if self._transaction is None:
            return
        self._transaction.commit()
        self._transaction = None
        self._connection.info["turn"] = False
        self._parent.say(wrote=self._done)
        self._pages += 1
        if self._pages % 8 == 0:
            self._raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def write(parent: Parent) -> None:
    """Carry out the parent's task over a connection of its own."""
    with Cutter() as cutter:
        task: Task = parent.hear()
        text.use_language(task.language)
        cutter.begin(task.ranges[SEARCH][0], task.at, task.account_id)
        opened = engine.bulk_engine(task.path, task.database_key)
        try:
            with in_words(), opened.connect() as connection:
                Child(task, parent, connection, cutter).run()
        finally:
            opened.dispose()


def main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Be the writer until the parent has all it wanted, or is gone."""
    paths.leave_no_core()
    paths.step_back()
    gc.disable()  # rows without end, and no circle among them
    parent = Parent(source or sys.stdin.buffer, out or sys.stdout.buffer)
    try:
        write(parent)
    except (EOFError, BrokenPipeError, TakenBackError):
        return 1
    except LouyuError as problem:
        parent.say(problem=type(problem).__name__, sentence=problem.sentence)
        return 3
    except Exception as mistake:  # noqa: BLE001 - told without values: rows hold names
        parent.say(mistake=f"{type(mistake).__name__} {place_of(mistake)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
