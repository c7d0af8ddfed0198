"""A reading that another thread may break off, such as the search for what was typed a key ago."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from louyu_desktop.errors import CancelledError
from louyu_desktop.text import _

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


class Stop:
    """Set once, from any thread: the statement that runs under it ends at once, the next ones do not begin.

    Only what runs inside `over` is hit: the connection is let go of before anybody else can have it.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._raw: Any = None
        self._set = False

    @property
    def is_set(self) -> bool:
        """Whether it was asked for."""
        return self._set

    @property
    def running(self) -> bool:
        """Whether something runs that it would break off."""
        return self._raw is not None

    def set(self) -> None:
        """Break off what runs under it."""
        with self._lock:
            self._set = True
            if self._raw is not None:
                self._raw.interrupt()

    def check(self) -> None:
        """CancelledError once it was asked for; between two statements nothing is there to be broken off."""
        if self._set:
            raise CancelledError(_("已取消，什么都没有改"))

    @contextmanager
    def over(self, session: Session) -> Iterator[None]:
        """Run the block's statements under this stop; CancelledError when it was set before they ended."""
        raw = session.connection().connection.driver_connection
        with self._lock:
            self.check()
            self._raw = raw
        try:
            yield
        except Exception:
            self.check()
            raise
        finally:
            with self._lock:
                self._raw = None
