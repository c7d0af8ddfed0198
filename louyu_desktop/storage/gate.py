"""Readers pass, any number at once; whoever needs the file for himself waits until the last one is out."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from louyu_desktop.errors import UserError
from louyu_desktop.text import _

_PATIENCE: Final = 10.0


class Gate:
    """Open for readers, until it is shut for a moment."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._inside: Counter[int] = Counter()
        self._shut = False

    @contextmanager
    def passed(self) -> Iterator[None]:
        """Wait until it is open and be inside; who is inside already goes on."""
        who = threading.get_ident()
        with self._changed:
            self._changed.wait_for(lambda: not self._shut or self._inside[who] > 0)
            self._inside[who] += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside[who] -= 1
                self._inside += Counter()  # forgets who is out
                self._changed.notify_all()

    @contextmanager
    def shut(self, patience: float = _PATIENCE) -> Iterator[None]:
        """Let nobody in and wait for those inside; UserError when somebody stays too long."""
        until = time.monotonic() + patience
        with self._changed:
            if self._shut:
                raise _busy()
            self._shut = True
        try:
            with self._changed:
                if not self._changed.wait_for(lambda: not self._inside, max(0.0, until - time.monotonic())):
                    raise _busy()
            yield
        finally:
            with self._changed:
                self._shut = False
                self._changed.notify_all()


def _busy() -> UserError:
    return UserError(_("还有任务正在读取数据。请等它结束再试一次"))
