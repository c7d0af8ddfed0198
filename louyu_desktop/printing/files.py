"""Writing a file so that it is either whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def arriving(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that stands at `path` once the block has ended well, even when two programs do so at once.

    OSError passes.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def put(path: Path, content: bytes) -> None:
    """Write `content` to `path` in one step; OSError passes."""
    with arriving(path) as stream:
        stream.write(content)
