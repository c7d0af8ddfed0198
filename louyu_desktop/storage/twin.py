"""A child that is a copy of this process, where the system can make one: it need not import all over again."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

from louyu_desktop import paths

Main = Callable[[IO[bytes], IO[bytes]], int]
_ROOM = 1 << 20
_LAST = 2
"""Standard error: what has a higher number is somebody's file."""

_FILES = Path("/dev/fd")


class Child(Protocol):
    """A child and the two pipes to it, as `subprocess` has it."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None

    def kill(self) -> None:
        """End it at once."""

    def wait(self) -> int:
        """Wait for its end: its exit code, or the signal's number below nought."""


def twin(main: Main) -> Child | None:
    """A copy of this process that runs `main`; none on Windows, or where this process has more than one thread.

    None, too, when the system makes none, or cannot list a process's files.  It has the two pipes and no other file,
    and knows what this process knows: who may look at one of the two may look at the other.
    No database may be open here: it would take SQLite's locks for its own.
    """
    if sys.platform != "win32" and threading.active_count() == 1 and _FILES.is_dir():
        with suppress(OSError):
            return _Twin(main)
    return None


if sys.platform != "win32":
    import fcntl

    class _Twin:
        """The copy."""

        def __init__(self, main: Main) -> None:
            pipes = [*os.pipe(), *os.pipe()]
            source, to_child, from_child, out = pipes
            for stream in (sys.stdout, sys.stderr):
                if stream is not None:
                    stream.flush()
            try:
                self._pid = os.fork()
            except OSError:
                for pipe in pipes:
                    os.close(pipe)
                raise
            if not self._pid:
                _be(main, source, out)
            os.close(source)
            os.close(out)
            for pipe in (to_child, from_child):
                _widen(pipe)
            self.stdin: IO[bytes] | None = os.fdopen(to_child, "wb", 1 << 18)
            self.stdout: IO[bytes] | None = os.fdopen(from_child, "rb", 1 << 18)
            self._code: int | None = None

        def kill(self) -> None:
            """End it at once."""
            if not self._ended(os.WNOHANG):
                with suppress(ProcessLookupError):
                    os.kill(self._pid, signal.SIGKILL)

        def wait(self) -> int:
            """Wait for its end; 0 where this process was started with SIGCHLD ignored."""
            self._ended(0)
            return self._code or 0

        def _ended(self, how: int) -> bool:
            if self._code is None:
                try:
                    pid, status = os.waitpid(self._pid, how)
                except ChildProcessError:  # SIGCHLD is ignored: nobody knows any more how it ended
                    self._code = 0
                else:
                    self._code = os.waitstatus_to_exitcode(status) if pid else None
            return self._code is not None

    def _be(main: Main, source: int, out: int) -> None:
        """Be the copy, between these pipes and without any other file; it never comes back."""
        code = 1
        try:
            os.dup2(source, 0)
            os.dup2(out, 1)
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            _close_others()
            for name in paths.SECRETS:
                os.environ.pop(name, None)
            with os.fdopen(0, "rb", 1 << 18) as said, os.fdopen(1, "wb", 1 << 18) as answers:
                code = main(said, answers)
        finally:
            os._exit(code)

    def _close_others() -> None:
        """Close every file but the three; one by one up to the limit, which may be a thousand million, is no way."""
        for number in [int(entry.name) for entry in _FILES.iterdir()]:
            if number > _LAST:
                with suppress(OSError):  # the one that the list was read from
                    os.close(number)

    def _widen(pipe: int) -> None:
        """More room in a pipe, where the system grants it."""
        with suppress(AttributeError, OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)
