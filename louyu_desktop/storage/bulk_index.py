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
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue, SimpleQueue
from threading import Thread
from typing import IO, Any, NamedTuple, Self

from louyu_desktop import paths, text
from louyu_desktop.models import BY_KIND, Enterprise, VisitTask
from louyu_desktop.storage import bulk_rows, indexing
from louyu_desktop.storage.bulk_known import Known
from louyu_desktop.storage.bulk_rows import AT_ONCE, BY_TABLE, ColumnPiece, Columns, Frame, Piece, Row
from louyu_desktop.storage.bulk_visits import Newcomers
from louyu_desktop.storage.joined import Joined
from louyu_desktop.storage.shapes import CHUNK, Shape, shape_of
from louyu_desktop.storage.twin import twin
from louyu_desktop.storage.visit_tasks import SUGGESTION, Ground

SUBCOMMAND = "cut-grams"
_PLAIN = 2
"""The form of `marshal` that looks for no repetitions: by column and in it a batch costs a third."""

_AHEAD = 4
_MODULE = "louyu_desktop.storage.bulk_index"


def _send(pipe: IO[bytes], what: Any) -> None:
    """Whole and with its length before: read piece by piece it costs ten times as much."""
    data = marshal.dumps(what, _PLAIN)
    pipe.write(len(data).to_bytes(8))
    pipe.write(data)
    pipe.flush()


def _hear(pipe: IO[bytes]) -> bytes:
    """What was sent, packed; EOFError when the other side is gone."""
    length = int.from_bytes(pipe.read(8))
    data = pipe.read(length)
    if not length or len(data) < length:
        raise EOFError
    return data


def _unpacked(data: bytes) -> Any:
    return marshal.loads(data)  # noqa: S302 - from a process of our own


class Ready(NamedTuple):
    """Rows made ready: their columns as the file has them, what history keeps of them, whom they point to.

    What is the same in all of them stands in `same`.

    Rows that wait have columns that are computed from others in the file.
    """

    table: str
    first: int
    rows: int
    columns: Columns
    same: Row
    content: bytes
    links: dict[str, list[int]]
    waits: bool


class Cutter:
    """The writer's side: jobs are handed over and fetched in the same order, a few ahead, so that both are busy.

    A thread each minds the pipes: one that is full stops nobody.  They unpack nothing, so that the thread that writes
    need not wait for them at every row.
    """

    def __init__(self) -> None:
        self._child = twin(main) or subprocess.Popen(
            paths.own_command(_MODULE, SUBCOMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=paths.own_environment(), bufsize=1 << 18, pipesize=1 << 20,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip
        self._jobs: SimpleQueue[tuple[Any, ...] | None] = SimpleQueue()
        self._done: Queue[bytes | None] = Queue(_AHEAD)
        self._threads = [Thread(target=minding, daemon=True) for minding in (self._feed, self._drain)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.kill()
        self._jobs.put(None)
        while self._threads[1].is_alive():
            with suppress(Empty):
                self._done.get(timeout=0.01)
        for thread in self._threads:
            thread.join()
        for pipe in (self._child.stdin, self._child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._child.wait()

    def _feed(self) -> None:
        with suppress(OSError):  # the child is gone: whoever fetches is told
            while self._child.stdin is not None and (job := self._jobs.get()) is not None:
                _send(self._child.stdin, job)

    def _drain(self) -> None:
        with suppress(EOFError, OSError):
            while self._child.stdout is not None:
                self._done.put(_hear(self._child.stdout))
        self._done.put(None)

    def begin(self, first: int, at: dt.datetime, account_id: int | None) -> None:
        """Say which id the first record gets in the index, when the operation takes place, and who does it: job one."""
        self._jobs.put(("begin", pickle.dumps((first, at, account_id))))

    def rows(self, frame: bytes) -> None:
        """Have rows made ready, and what the index gets of them, when nothing of that is computed from others."""
        self._jobs.put(("rows", frame))

    def derived(self, shape: Shape, first: int, columns: Columns) -> None:
        """Say what was computed for rows of a class of `AT_ONCE`, for the index."""
        self._jobs.put(("derived", shape.kind, first, columns))

    def texts(self, shape: Shape, texts: Sequence[Sequence[Any]]) -> None:
        """Have texts made ready for the index."""
        self._jobs.put(("texts", shape.kind, [list(column) for column in zip(*texts, strict=True)]))

    def look(self, ground: Ground, language: str, first: int) -> None:
        """Have the rules look at the new enterprises; their tasks come from the id `first` on, part by part."""
        self._jobs.put(("look", pickle.dumps((ground, language, first))))

    def tasks(self) -> None:
        """Have the next tasks made ready; no rows when there are no more."""
        self._jobs.put(("tasks",))

    def fetch(self) -> tuple[Ready | None, list[Piece]]:
        """What came of the next job: rows, and what puts texts into the index.

        EOFError without child, RuntimeError when it made a mistake.
        """
        data = self._done.get()
        if data is None:
            self._done.put(None)
            raise EOFError
        found = _unpacked(data)
        if isinstance(found, str):
            raise RuntimeError(found)  # noqa: TRY004 - its mistake, told as a text
        ready, by_column = found
        pieces: list[Piece] = [(statement, list(zip(*columns, strict=True))) for statement, columns in by_column]
        return None if ready is None else Ready(*ready), pieces


class Preparer:
    """The side that works: rows that wait for what is computed are remembered until it is said.

    `first` is the id of the next record in the index.
    """

    def __init__(self, first: int, stamps: Row) -> None:
        self._next = first
        self._stamps = stamps
        self._waiting: dict[tuple[str, int], Columns] = {}
        self._known = Known()
        self._newcomers = Newcomers(self._known)
        self._next_task = 0

    def do(self, what: str, *more: Any) -> tuple[Ready | None, list[ColumnPiece]]:
        """Do one job."""
        if what == "rows":
            return self._rows(pickle.loads(more[0]))  # noqa: S301 - from the parent, by way of the writer
        if what == "look":
            return None, self._look(*pickle.loads(more[0]))  # noqa: S301 - from the writer
        if what == "tasks":
            return self._tasks()
        kind, *rest = more
        shape = shape_of(BY_KIND[kind])
        if what == "derived":
            return None, self._derived(shape, *rest)
        return None, self._indexed(shape, indexing.joined(shape, rest[0][0], rest[0][1:]))

    def _rows(self, frame: Frame) -> tuple[Ready, list[ColumnPiece]]:
        shape = shape_of(BY_TABLE[frame.table])
        columns = bulk_rows.complete_columns(shape, frame, self._stamps)
        content = bulk_rows.content(shape, columns)
        derived = self._known.derived(shape.model, columns["id"]) if shape.model in AT_ONCE else {}
        columns.update(derived or {})
        self._known.learn(shape.model, columns)
        if shape.model is Enterprise and derived is not None:
            self._newcomers.learn(columns)
        links = {name: list(set(columns[name]) - {None}) for name in shape.references}
        stored, same = bulk_rows.parted(bulk_rows.stored(shape, columns))
        waits = derived is None
        ready = Ready(frame.table, frame.first, frame.rows, stored, same, content, links, waits)
        if not indexing.searchable(shape) or bulk_rows.later(shape.model):
            return ready, []
        if waits:
            self._waiting[shape.kind, frame.first] = columns
            return ready, []
        return ready, self._indexed(shape, bulk_rows.texts_of(shape, columns))

    def _look(self, ground: Ground, language: str, first: int) -> list[ColumnPiece]:
        text.use_language(language)
        self._newcomers.look(ground)
        self._next_task = first
        rows = self._newcomers.suggestions
        return [(SUGGESTION, [list(column) for column in zip(*rows, strict=True)])] if rows else []

    def _tasks(self) -> tuple[Ready | None, list[ColumnPiece]]:
        part, self._newcomers.tasks = self._newcomers.tasks[:CHUNK], self._newcomers.tasks[CHUNK:]
        if not part:
            return None, []
        frame = bulk_rows.frame_of(VisitTask, self._next_task, part)
        self._next_task += len(part)
        return self._rows(frame)

    def _derived(self, shape: Shape, first: int, derived: Columns) -> list[ColumnPiece]:
        columns = {**self._waiting.pop((shape.kind, first)), **derived}
        return self._indexed(shape, bulk_rows.texts_of(shape, columns))

    def _indexed(self, shape: Shape, texts: Joined) -> list[ColumnPiece]:
        self._next += len(texts.ids)
        return bulk_rows.index_pieces(shape, texts, self._next - len(texts.ids))


def main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Do job after job until the writer is gone."""
    paths.leave_no_core()
    paths.step_back()
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    gc.disable()
    try:
        first, *who = pickle.loads(_unpacked(_hear(source))[1])  # noqa: S301 - from the process that started this one
        preparer = Preparer(first, bulk_rows.stamps_of(*who))
        while True:
            job = _unpacked(_hear(source))
            try:
                ready, pieces = preparer.do(*job)
            except Exception as mistake:  # noqa: BLE001 - told without values: rows hold names
                _send(out, f"{type(mistake).__name__} {place_of(mistake)}")
                return 1
            _send(out, (ready and tuple(ready), pieces))
    except (EOFError, BrokenPipeError):
        return 0


def place_of(mistake: BaseException) -> str:
    """Where in the program a mistake was made, and nothing of the rows it was made with."""
    frames = traceback.extract_tb(mistake.__traceback__)[-4:]
    return " ".join(f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames)


if __name__ == "__main__":
    sys.exit(main())
