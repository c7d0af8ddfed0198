"""A child of the writer, which makes rows ready and cuts texts into grams while the writer writes.

`python -m louyu_desktop.storage.bulk_index`, or the built program with `cut-grams`.  It has no key and opens no
file.  Standard input brings one job after the other, standard output takes what comes of each.
"""

from __future__ import annotations

import datetime as dt
import gc
import marshal
import pickle
import subprocess
import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple, Self

from louyu_desktop import paths
from louyu_desktop.models import BY_KIND, RECORDS, Record
from louyu_desktop.storage import bulk_rows, indexing
from louyu_desktop.storage.bulk_rows import AT_ONCE, Columns, Frame, Piece, Row
from louyu_desktop.storage.shapes import Shape, shape_of

SUBCOMMAND = "cut-grams"
_PLAIN = 2
"""The form of `marshal` that looks for no repetitions: by column and in it a batch costs a third."""

_MODULE = "louyu_desktop.storage.bulk_index"
_BY_TABLE: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}


def _send(pipe: IO[bytes], what: Any) -> None:
    """Whole and with its length before: read piece by piece it costs ten times as much."""
    data = marshal.dumps(what, _PLAIN)
    pipe.write(len(data).to_bytes(8))
    pipe.write(data)
    pipe.flush()


def _hear(pipe: IO[bytes]) -> Any:
    """What was sent; EOFError when the other side is gone."""
    length = int.from_bytes(pipe.read(8))
    data = pipe.read(length)
    if not length or len(data) < length:
        raise EOFError
    return marshal.loads(data)  # noqa: S302 - from a process of our own


class Ready(NamedTuple):
    """Rows made ready: their columns as the file has them, what history keeps of them, and whom they point to."""

    table: str
    first: int
    rows: int
    columns: Columns
    content: bytes
    links: dict[str, list[int]]


class Cutter:
    """The writer's side: it hands a job over and fetches it when the next one is ready, so both are busy."""

    def __init__(self, first: int, at: dt.datetime, account_id: int | None) -> None:
        self.next = first
        self._child = subprocess.Popen(
            paths.own_command(_MODULE, SUBCOMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=paths.own_environment(), bufsize=1 << 18,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._send(("begin", pickle.dumps((at, account_id))))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.kill()
        self._child.communicate()

    def rows(self, frame: bytes) -> None:
        """Have rows made ready, and what the index gets of them, when nothing of that is computed from others."""
        self._send(("rows", self.next, frame))

    def derived(self, shape: Shape, first: int, columns: Columns) -> None:
        """Say what was computed for rows of a class of `AT_ONCE`, for the index."""
        self._send(("derived", self.next, shape.kind, first, columns))

    def texts(self, shape: Shape, texts: Sequence[Sequence[Any]]) -> None:
        """Have texts made ready for the index."""
        self._send(("texts", self.next, shape.kind, [list(column) for column in zip(*texts, strict=True)]))

    def fetch(self) -> tuple[Ready | None, list[Piece]]:
        """What came of the job handed over last: rows, and what puts texts into the index.

        EOFError without child, RuntimeError when it made a mistake.
        """
        if self._child.stdout is None:
            raise EOFError
        found = _hear(self._child.stdout)
        if isinstance(found, str):
            raise RuntimeError(found)  # noqa: TRY004 - its mistake, told as a text
        ready, by_column = found
        pieces: list[Piece] = [(statement, list(zip(*columns, strict=True))) for statement, columns in by_column]
        self.next += len(pieces[0][1]) if pieces else 0
        return None if ready is None else Ready(*ready), pieces

    def _send(self, job: tuple[Any, ...]) -> None:
        if self._child.stdin is not None:
            _send(self._child.stdin, job)


class Preparer:
    """The side that works: rows that wait for what is computed are remembered until it is said."""

    def __init__(self, stamps: Row) -> None:
        self._stamps = stamps
        self._waiting: dict[tuple[str, int], list[Row]] = {}

    def do(self, what: str, number: int, *more: Any) -> tuple[Ready | None, list[Piece]]:
        """Do one job; `number` is the id of the next text in the index."""
        if what == "rows":
            return self._rows(number, pickle.loads(more[0]))  # noqa: S301 - from the parent, by way of the writer
        kind, *rest = more
        shape = shape_of(BY_KIND[kind])
        if what == "derived":
            return None, self._derived(shape, number, *rest)
        return None, bulk_rows.index_pieces(shape, zip(*rest[0], strict=True), number)

    def _rows(self, number: int, frame: Frame) -> tuple[Ready, list[Piece]]:
        shape = shape_of(_BY_TABLE[frame.table])
        rows = bulk_rows.complete_rows(shape, frame, self._stamps)
        links = {name: list({row[name] for row in rows} - {None}) for name in shape.references}
        at_once = shape.model in AT_ONCE
        columns = bulk_rows.stored(shape, rows, shape.names)
        ready = Ready(frame.table, frame.first, len(rows), columns, bulk_rows.content(shape, rows), links)
        if not indexing.searchable(shape) or bulk_rows.later(shape.model):
            return ready, []
        if at_once:
            self._waiting[shape.kind, frame.first] = rows
            return ready, []
        return ready, bulk_rows.index_pieces(shape, bulk_rows.texts_of(shape, rows), number)

    def _derived(self, shape: Shape, number: int, first: int, columns: Mapping[str, Sequence[Any]]) -> list[Piece]:
        rows = self._waiting.pop((shape.kind, first))
        for name, values in columns.items():  # none at all for people
            for row, value in zip(rows, values, strict=True):
                row[name] = value
        return bulk_rows.index_pieces(shape, bulk_rows.texts_of(shape, rows), number)


def main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Do job after job until the writer is gone."""
    paths.leave_no_core()
    paths.step_back()
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    gc.disable()
    try:
        at, account_id = pickle.loads(_hear(source)[1])  # noqa: S301 - from the process that started this one
        preparer = Preparer(bulk_rows.stamps_of(at, account_id))
        while True:
            job = _hear(source)
            try:
                ready, pieces = preparer.do(*job)
            except Exception as mistake:  # noqa: BLE001 - told without values: rows hold names
                _send(out, f"{type(mistake).__name__} {place_of(mistake)}")
                return 1
            by_column = [(what, [list(column) for column in zip(*rows, strict=True)]) for what, rows in pieces]
            _send(out, (ready and tuple(ready), by_column))
    except (EOFError, BrokenPipeError):
        return 0


def place_of(mistake: BaseException) -> str:
    """Where in the program a mistake was made, and nothing of the rows it was made with."""
    frames = traceback.extract_tb(mistake.__traceback__)[-4:]
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


if __name__ == "__main__":
    sys.exit(main())
