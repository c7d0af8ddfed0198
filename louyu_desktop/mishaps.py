"""Mistakes of ours: where they are logged, and how a program that died tells of it at its next start.

Written are kinds and places in the program: versions, the system, class names, file names within the program, lines.
Never words of an error, values, parameters, or folders, which may be called after people.  While the window runs it
holds a file that is locked, and that takes the interpreter's last words; whoever finds one that nobody holds knows
that its program did not end as it should.  Nothing of Qt, and nothing imported that takes time: this comes first.
"""

from __future__ import annotations

import faulthandler
import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Final, NamedTuple

from louyu_desktop import __version__, paths

MOST: Final = 256 << 10
"""Bytes of the log before it is turned over."""

KEPT: Final = 3
"""So many older logs stay."""

TWICE: Final = 2
_LONGEST: Final = 64 << 10
_FATAL: Final = r"(?m)^(?:Fatal Python error|Windows fatal exception): ([\w \-]{1,60})"
_FRAME: Final = r'(?m)^  File "([^"]*)", line (\d+) in ([\w<>.]+)$'
_ROW: Final = "mishaps.row"
_REPORT: Final = "mishap.txt"


def folder() -> Path:
    """Where log and reports lie."""
    return paths.log_file().parent


# --------------------------------------------------------------------------------------------- places


def place_of(file: str) -> str:
    """A source file as it is called within the program or its library; of any other only its own name."""
    parts = file.replace("\\", "/").split("/")
    for root in ("louyu_desktop", "site-packages"):
        if root in parts[:-1]:
            start = len(parts) - 1 - parts[::-1].index(root)
            return "/".join(parts[start + (root == "site-packages") :])
    return parts[-1]


def places(trace: TracebackType | None) -> Iterator[str]:
    """The places that an error passed, the last one first."""
    found: list[tuple[FrameType, int]] = []
    while trace is not None:
        found.append((trace.tb_frame, trace.tb_lineno))
        trace = trace.tb_next
    for frame, line in reversed(found):
        yield f"{place_of(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"


def described(error: BaseException) -> str:
    """An error and those behind it, each in a line: class and places."""
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None and len(lines) < 5:
        lines.append(f"{type(seen).__name__}: {' < '.join(places(seen.__traceback__))}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "\n  from ".join(lines)


# ------------------------------------------------------------------------------------------------ log


def log(error: BaseException) -> Path:
    """Note a mistake; gives the log.  Where the disk refuses, there is nothing better to do."""
    path = paths.log_file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        _turn_over(path)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{_now()} {__version__} {described(error)}\n"[:_LONGEST])
    return path


def _turn_over(path: Path) -> None:
    """Give a log that is full another name, and let the oldest go."""
    if not path.exists() or path.stat().st_size < MOST:
        return
    for number in range(KEPT, 0, -1):
        older = path.with_name(f"{path.name}.{number - 1}") if number > 1 else path
        if older.exists():
            with suppress(OSError):
                older.replace(path.with_name(f"{path.name}.{number}"))


def _now() -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S")


def logged() -> str:
    """The log and the one before it, the older first; "" where there is none."""
    found = ""
    for name in (f"{paths.log_file().name}.1", paths.log_file().name):
        with suppress(OSError):
            found += (folder() / name).read_text("utf-8")
    return found


def versions() -> str:
    """Program, interpreter and system, as far as they are known without importing anything."""
    lines = [f"louyu_desktop {__version__}", f"Python {sys.version.split()[0]}", _system()]
    for name in ("PySide6", "sqlcipher3", "sqlalchemy"):
        module = sys.modules.get(name)
        if module is not None:
            lines.append(f"{name} {getattr(module, '__version__', '') or getattr(module, 'version', '')}")
    return "\n".join(lines)


def _system() -> str:
    if hasattr(os, "uname"):  # the module that knows every system takes longer to import
        return " ".join((*(os.uname()[place] for place in (0, 2, 4)), os.confstr("CS_GNU_LIBC_VERSION") or ""))
    import platform

    return f"{platform.system()} {platform.release()} {platform.machine()}"


# -------------------------------------------------------------------------------------------- standing


class Past(NamedTuple):
    """How the window ended before: the report of a crash, "" where there was none, and how often in a row."""

    report: str = ""
    row: int = 0


class Vigil:
    """From `begin` to `end` the window is under way."""

    def __init__(self) -> None:
        self._failed = False
        self._file: IO[str] | None = None
        self.past = Past()

    def begin(self) -> Past:
        """Look what those before left, and hold a file of one's own; a folder that refuses changes nothing."""
        with suppress(OSError):
            folder().mkdir(parents=True, exist_ok=True)
            self.past = look()
            path = folder() / f"running-{os.getpid()}.txt"
            self._file = path.open("w", encoding="utf-8")
            self._file.write(f"{_now()}\n{versions()}\n")
            self._file.flush()
            _lock(self._file)
            faulthandler.enable(self._file)
        return self.past

    def failed(self, error: BaseException) -> None:
        """The program ends by a mistake of ours: keep it for the next start."""
        self._failed = True
        log(error)
        with suppress(OSError):
            keep_report(f"{_now()}\n{versions()}\n\n{described(error)}\n")
            _count(1)

    def end(self) -> None:
        """It comes to its end by itself; where that is as it should be, what failed before does not count any more."""
        if self._file is None:
            return
        faulthandler.disable()
        name = self._file.name
        self._file.close()
        self._file = None
        with suppress(OSError):
            Path(name).unlink(missing_ok=True)
        if not self._failed:
            forget_row()


def keep_report(text: str) -> None:
    """Keep a report until a window has shown it."""
    (folder() / _REPORT).write_text(text, "utf-8")


def forget_report() -> None:
    """It was shown."""
    with suppress(OSError):
        (folder() / _REPORT).unlink(missing_ok=True)


def forget_row() -> None:
    """No crash in a row any more."""
    with suppress(OSError):
        (folder() / _ROW).unlink(missing_ok=True)


def look() -> Past:
    """What windows that are gone left; a crash among them is counted and its last words are kept."""
    for path in folder().glob("running-*.txt"):
        with suppress(OSError):
            if _is_held(path):
                continue
            said = path.read_text("utf-8", "replace")[:_LONGEST]
            path.unlink()
            if re.search(_FATAL, said):  # a power cut, or a shutdown that did not wait, is no mistake of ours
                _count(1)
                keep_report(cleaned(said))
    report = folder() / _REPORT
    return Past(report.read_text("utf-8") if report.exists() else "", _count(0))


def cleaned(said: str) -> str:
    """The last words of an interpreter without folders and without anything that is not a place."""
    head = said.partition("\n\n")[0].splitlines()
    head = [line for line in head if not line.startswith(("Fatal", "Windows", "Thread", "Current", "  "))]
    kinds = [f"{found[0].split(':')[0]}: {found[1].strip()}" for found in re.finditer(_FATAL, said)]
    frames = [f"  {place_of(file)}:{line} {name}" for file, line, name in re.findall(_FRAME, said)]
    return "\n".join((*head, "", *kinds, *frames)) + "\n"


def _count(more: int) -> int:
    path = folder() / _ROW
    try:
        row = int(path.read_text("utf-8"))
    except (OSError, ValueError):
        row = 0
    if more:
        path.write_text(str(row + more), "utf-8")
    return row + more


_FAR: Final = 1 << 30
"""The byte that is locked on Windows lies behind all that is written."""


def _lock(file: IO[str]) -> None:
    if sys.platform == "win32":
        import msvcrt

        there = file.tell()
        os.lseek(file.fileno(), _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(file.fileno(), there, os.SEEK_SET)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_held(path: Path) -> bool:
    with path.open("r+", encoding="utf-8") as file:
        try:
            _lock(file)
        except OSError:
            return True
    return False
