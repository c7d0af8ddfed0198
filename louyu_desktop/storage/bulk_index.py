"""A child of the writer, which cuts texts into grams while the writer writes: it has no key and opens no file.

`python -m louyu_desktop.storage.bulk_index`, or the built program with `cut-grams`.  Standard input brings
batches of texts, standard output takes the rows of the index back, one batch at a time.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Sequence
from typing import IO, Any, Self

from louyu_desktop import paths
from louyu_desktop.models import BY_KIND
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk_rows import Piece
from louyu_desktop.storage.shapes import Shape, shape_of

SUBCOMMAND = "cut-grams"
_PLAIN = 2
"""The form of `marshal` that looks for no repetitions: by column and in it a batch costs a third."""

_MODULE = "louyu_desktop.storage.bulk_index"


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


class Cutter:
    """The writer's side: it hands a batch over and fetches it when the next one is ready, so both are busy."""

    def __init__(self, first: int) -> None:
        self.next = first
        self._waiting = False
        self._child = subprocess.Popen(
            paths.own_command(_MODULE, SUBCOMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env=paths.own_environment(), bufsize=1 << 18,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._child.kill()
        self._child.communicate()

    def exchange(self, shape: Shape, texts: Sequence[Sequence[Any]]) -> list[Piece]:
        """Hand texts over; gives what puts those of the call before into the index; EOFError without child."""
        before = self.rest()
        if texts and self._child.stdin is not None:
            columns = [list(column) for column in zip(*texts, strict=True)]
            _send(self._child.stdin, (shape.kind, self.next, columns))
            self._waiting = True
        return before

    def rest(self) -> list[Piece]:
        """What puts the texts that were handed over last into the index."""
        if not self._waiting or self._child.stdout is None:
            return []
        self._waiting = False
        found = _hear(self._child.stdout)
        pieces: list[Piece] = [(statement, list(zip(*columns, strict=True))) for statement, columns in found]
        self.next += len(pieces[0][1]) if pieces else 0
        return pieces


def main(source: IO[bytes] | None = None, out: IO[bytes] | None = None) -> int:
    """Cut until the writer is gone."""
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    try:
        while True:
            kind, first, columns = _hear(source)
            pieces = bulk_rows.index_pieces(shape_of(BY_KIND[kind]), zip(*columns, strict=True), first)
            by_column = [(what, [list(column) for column in zip(*rows, strict=True)]) for what, rows in pieces]
            _send(out, by_column)
    except (EOFError, BrokenPipeError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
