"""A child of the writer, which cuts texts into grams while the writer writes: it has no key and opens no file.

`python -m louyu_desktop.storage.bulk_index`, or the built program with `cut-grams`.  Standard input brings
batches of texts, standard output takes the rows of the index back, one batch at a time.
"""

from __future__ import annotations

import marshal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO, Self

from louyu_desktop import paths
from louyu_desktop.models import BY_KIND
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk_rows import Piece
from louyu_desktop.storage.shapes import Shape, shape_of

SUBCOMMAND = "cut-grams"
_MODULE = "louyu_desktop.storage.bulk_index"


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
        """Hand texts over; gives what puts those of the call before into the index.  EOFError when the child is gone."""
        before = self.rest()
        if texts and self._child.stdin is not None:
            marshal.dump((shape.kind, self.next, [tuple(row) for row in texts]), self._child.stdin)
            self._child.stdin.flush()
            self._waiting = True
        return before

    def rest(self) -> list[Piece]:
        """What puts the texts that were handed over last into the index."""
        if not self._waiting or self._child.stdout is None:
            return []
        self._waiting = False
        pieces: list[Piece] = marshal.load(self._child.stdout)  # noqa: S302 - from our own child
        self.next += len(pieces[0][1]) if pieces else 0
        return pieces


def main(source: BinaryIO | None = None, out: BinaryIO | None = None) -> int:
    """Cut until the writer is gone."""
    source, out = source or sys.stdin.buffer, out or sys.stdout.buffer
    try:
        while True:
            kind, first, texts = marshal.load(source)  # noqa: S302 - from the writer that started this process
            marshal.dump(bulk_rows.index_pieces(shape_of(BY_KIND[kind]), texts, first), out)
            out.flush()
    except (EOFError, BrokenPipeError):
        return 0


if __name__ == "__main__":
    sys.exit(main())
