"""The one lane of all writes of a program: the desk first, a bulk operation in between."""

from __future__ import annotations

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

QUIET, BUSY = 0.035, 0.012
"""Seconds that a turn of a bulk operation may take, and while somebody else writes now and then."""

ALONE: Final = math.inf
"""Where nobody else can write, in a command that imports and ends, one turn is all: each page is written once."""

_NOW_AND_THEN: Final = 1.0
_PAUSE: Final = 0.008
_PATIENCE: Final = 0.25


class Lane:
    """Whoever writes holds it for one transaction; nobody takes it twice."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holder: int | None = None
        self._waiting: deque[None] = deque()
        self._desk = 0.0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Wait for the lane and hold it."""
        if self._holder == threading.get_ident():
            raise RuntimeError("a write inside a write")
        self._waiting.append(None)
        with self._lock:
            self._waiting.pop()
            self._holder = threading.get_ident()
            try:
                yield
            finally:
                self._holder = None
                self._desk = time.monotonic()

    @contextmanager
    def aside(self, *, alone: bool = False) -> Iterator[float]:
        """Hold it for a turn of a bulk operation; gives the seconds it may take, many when it is `alone`.

        Who waits, or has just written and may have more to write, goes first: queues at the desk get shorter.
        """
        patience = time.monotonic() + _PATIENCE
        while (now := time.monotonic()) < patience and (self._waiting or now < self._desk + _PAUSE):
            time.sleep(_PAUSE / 4)
        with self._lock:
            quiet = ALONE if alone else QUIET
            yield BUSY if not alone and time.monotonic() < self._desk + _NOW_AND_THEN else quiet
