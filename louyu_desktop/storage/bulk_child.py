"""The child that writes a bulk operation: it has the key, and never opens a foreign file.

`python -m louyu_desktop.storage.bulk_child`, or the built program with `write-bulk`.  Standard input brings
pickles from the parent and no one else: a `Task`, then an answer to each line that this process prints.
`{"want": "rows"}` is answered by a `Frame` or None, `{"want": "turn"}` by the seconds it may take, when it has come;
`{"wrote": ...}` gives the turn back.  The end of standard input is the end of the parent, and of this process.
"""

from __future__ import annotations

import datetime as dt
import json
import pickle
import sys
import time
import traceback
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.orm import Session

from louyu_desktop import text
from louyu_desktop.errors import LouyuError
from louyu_desktop.models import RECORDS, Record
from louyu_desktop.storage import bulk_rows, engine, indexing
from louyu_desktop.storage.bulk_index import Cutter
from louyu_desktop.storage.bulk_rows import AT_ONCE, Frame, Piece, Row
from louyu_desktop.storage.change_log import ADD, PENDING, Log
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.shadow import SEARCH, Ranges
from louyu_desktop.storage.shapes import CHUNK, Shape, shape_of

_SLICE = 150
_BY_TABLE: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}


@dataclass(frozen=True, slots=True)
class Task:
    """What the parent sends first."""

    path: Path
    database_key: bytes
    audit_key: bytes
    language: str
    operation: int
    at: dt.datetime
    account_id: int | None
    ranges: Ranges
    alone: bool = False


class TakenBackError(Exception):
    """The operation is not there any more: somebody took it back while this process was still about."""


class Parent:
    """The process that started this one, and the only one it talks to."""

    def __init__(self, source: BinaryIO, out: TextIO) -> None:
        self._source, self._out = source, out

    def hear(self) -> Any:
        """The next thing sent; EOFError when the parent is gone."""
        return pickle.load(self._source)  # noqa: S301 - from the process that started this one

    def say(self, **line: Any) -> None:
        """Print one line."""
        self._out.write(json.dumps(line, ensure_ascii=True) + "\n")
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
        self._stamps = bulk_rows.stamps_of(task.at, task.account_id)
        self._packs: dict[type[Record], list[tuple[int, int, int, bytes]]] = defaultdict(list)
        self._outside: dict[str, set[int]] = defaultdict(set)
        self._fed: dict[str, set[int]] = defaultdict(set)
        self._done = 0
        self._pages = 0
        self._transaction: RootTransaction | None = None
        self._until = 0.0

    def run(self) -> None:
        """Write every row, then what follows from all of them together."""
        self._go_on()
        indexing.hurry(self._raw, hurried=True)
        self._end()
        while (frame := self._parent.ask("rows")) is not None:
            self._take(frame)
        for model in reversed(RECORDS):
            if bulk_rows.later(model) and model.__tablename__ in self._task.ranges:
                self._derive(shape_of(model))
        self._write(self._cutter.rest())
        self._log()
        outside = {table: sorted(ids) for table, ids in self._outside.items()}
        self._parent.say(done=True, outside=outside, fed={table: sorted(ids) for table, ids in self._fed.items()})

    def _take(self, frame: Frame) -> None:
        shape = shape_of(_BY_TABLE[frame.table])
        rows = bulk_rows.complete_rows(shape, frame, self._stamps)
        if shape.model in AT_ONCE:
            ids = [row["id"] for row in rows]
            with Session(self._connection) as session:
                derived = shape.model.derive(session, ids)
            for row in rows:
                row.update(derived.get(row["id"], {}))
        self._look_outside(shape, rows)
        span = (rows[0]["id"], rows[-1]["id"], len(rows))
        self._packs[shape.model].append((*span, bulk_rows.content(shape, rows)))
        pieces = [bulk_rows.insertion(shape, rows)]
        if indexing.searchable(shape) and not bulk_rows.later(shape.model):
            pieces += self._cutter.exchange(shape, bulk_rows.texts_of(shape, rows))
        self._done += len(rows)
        self._write(pieces)

    def _look_outside(self, shape: Shape, rows: Sequence[Row]) -> None:
        """Keep what the rows point to that was there before: it must be there still when all is published."""
        feeds = dict(shape.feeds)
        for name, target in shape.references.items():
            table = target.__tablename__
            first, last = self._task.ranges.get(table, (1, 0))
            found = {value for row in rows if (value := row[name]) is not None and not first <= value <= last}
            if name not in shape.derived:
                self._outside[f"{shape.table.name}.{name}"] |= found
            if name in feeds:
                self._fed[table] |= found

    def _derive(self, shape: Shape) -> None:
        """Derived columns and index of a class whose rows had to be there first."""
        first, last = self._task.ranges[shape.table.name]
        for start in range(first, last + 1, CHUNK):
            ids = range(start, min(start + CHUNK, last + 1))
            with Session(self._connection) as session:
                derived = shape.model.derive(session, ids)
            self._write([bulk_rows.derivation(shape, derived)])
            if not indexing.searchable(shape):
                continue
            with Session(self._connection) as session:
                texts = indexing.texts_of(session, shape, ids)
            self._write(self._cutter.exchange(shape, texts))

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
        size = CHUNK if self._task.alone else _SLICE
        for sql, rows in pieces:
            for start in range(0, len(rows), size):
                self._go_on()
                self._raw.executemany(sql, rows[start : start + size]).close()
        if not self._task.alone:
            self._end()

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


def write(task: Task, parent: Parent) -> None:
    """Carry out the task over a connection of its own."""
    text.use_language(task.language)
    opened = engine.bulk_engine(task.path, task.database_key)
    try:
        with Cutter(task.ranges[SEARCH][0]) as cutter, in_words(), opened.connect() as connection:
            Child(task, parent, connection, cutter).run()
    finally:
        opened.dispose()


def main(source: BinaryIO | None = None, out: TextIO | None = None) -> int:
    """Be the writer until the parent has all it wanted, or is gone."""
    parent = Parent(source or sys.stdin.buffer, out or sys.stdout)
    try:
        write(parent.hear(), parent)
    except (EOFError, BrokenPipeError, TakenBackError):
        return 1
    except LouyuError as problem:
        parent.say(problem=type(problem).__name__, sentence=problem.sentence)
        return 3
    except Exception as mistake:  # noqa: BLE001 - told without values: rows hold names
        frames = traceback.extract_tb(mistake.__traceback__)
        places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
        parent.say(mistake=f"{type(mistake).__name__} {' '.join(places[-4:])}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
