"""The writer of a bulk operation as its parent sees it: the process, the two pipes, and what goes wrong there."""

from __future__ import annotations

import json
import pickle
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, NamedTuple

from louyu_desktop import errors, paths
from louyu_desktop.errors import ConflictError, SystemProblem
from louyu_desktop.storage.bulk_rows import BY_TABLE, Frame
from louyu_desktop.storage.twin import Child, twin
from louyu_desktop.text import _

SUBCOMMAND = "write-bulk"
_TOGETHER = 4_000
_BIG = 200_000
"""Bytes of a file that is written as a bulk operation for certain: some thousands of rows."""

_MODULE = "louyu_desktop.storage.bulk_child"


class _Sending(NamedTuple):
    """Frames packed for the writer, who need not wait for that; how many rows, and the table of the last ones."""

    packed: bytes
    rows: int
    table: str


class Talk:
    """The parent's side of the two pipes."""

    def __init__(self, child: Child) -> None:
        self._child = child
        self.note = ""

    def send(self, what: object) -> None:
        """Send an answer; SystemProblem when the child is gone."""
        self._send(pickle.dumps(what, pickle.HIGHEST_PROTOCOL))

    def lines(self, frames: Iterator[Frame]) -> Iterator[dict[str, Any]]:
        """What the child says, while its questions for rows are answered out of `frames`, made one ahead.

        `{"sent": ...}` stands for such an answer, with the number of rows that were sent.
        """
        waiting, sent = _several(frames), 0
        while True:
            line = self.hear()
            if line.get("want") != "rows":
                yield line
                continue
            self._send(waiting.packed)
            if waiting.table:
                self.note = _("正在写入{label}").format(label=_(BY_TABLE[waiting.table].__entity__.label))
                sent += waiting.rows
                waiting = _several(frames)
                yield {"sent": sent}
            else:
                self.note = _("正在整理")

    def hear(self) -> dict[str, Any]:
        """The next line; what went wrong over there is raised here."""
        raw = self._child.stdout.readline() if self._child.stdout else b""
        try:
            line: dict[str, Any] = json.loads(raw)
        except ValueError:
            raise gone() from None
        if "problem" in line:
            problem = getattr(errors, line["problem"], SystemProblem)
            raise told(problem, line["sentence"])
        if "mistake" in line:
            raise RuntimeError(line["mistake"])
        return line

    def _send(self, data: bytes) -> None:
        try:
            if self._child.stdin:
                self._child.stdin.write(data)
                self._child.stdin.flush()
        except OSError:
            raise gone() from None


def _several(frames: Iterator[Frame]) -> _Sending:
    """The next frames: so many rows that whoever makes them keeps ahead of the writer."""
    found: list[bytes] = []
    rows, table = 0, ""
    while rows < _TOGETHER and (frame := next(frames, None)) is not None:
        found.append(pickle.dumps(frame, pickle.HIGHEST_PROTOCOL))  # the writer passes them on
        rows, table = rows + frame.rows, frame.table
    return _Sending(pickle.dumps(found, pickle.HIGHEST_PROTOCOL), rows, table)


def start_writer() -> subprocess.Popen[bytes]:
    """The writer, waiting for its task."""
    return subprocess.Popen(
        paths.own_command(_MODULE, SUBCOMMAND), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, env=paths.own_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
        | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
    )  # fmt: skip


@contextmanager
def writer_ahead(path: Path) -> Iterator[Child | None]:
    """The writer of what a file brings, waiting for its task while the file is read; none for a small one.

    It may be a copy of this process (`twin`), so no database may be open yet.
    """
    if _size(path) <= _BIG:
        yield None
        return
    with ended(twin(_be_writer) or start_writer()) as writer:
        yield writer


def _size(path: Path) -> int:
    """Bytes of a file; 0 for what is none: whoever opens it says what is wrong with it."""
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else 0


def _be_writer(source: IO[bytes], out: IO[bytes]) -> int:
    from louyu_desktop.storage import bulk_child

    return bulk_child.main(source, out)


def end_writer(child: Child) -> None:
    """End a writer for certain."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            _shut(pipe)


@contextmanager
def ended(child: Child) -> Iterator[Child]:
    """A writer that is ended when the block is left."""
    try:
        yield child
    finally:
        end_writer(child)


def _shut(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return


def told(problem: type[errors.LouyuError], sentence: str) -> errors.LouyuError:
    """What the child ran into; a row that stands only once was made by somebody else after the plan."""
    if issubclass(problem, ConflictError):  # there is nothing to choose here
        return changed_meanwhile()
    if issubclass(problem, errors.UserError):
        return ConflictError(_("写入的时候发现：{reason}。这次导入已经整批退回，请重新核对一遍再写入").format(reason=sentence))
    return problem(sentence)


def gone() -> SystemProblem:
    """The writer ended before its work did."""
    return SystemProblem(_("写入的程序中途停了，已经整批退回，一行都没有留下。请再写入一次；再停的话，请重启电脑"))


def changed_meanwhile() -> ConflictError:
    """Somebody wrote beside the operation what it was about to write."""
    return ConflictError(_("写入的时候，有人登记或改动了同样的内容。这次导入已经整批退回，请重新核对一遍再写入"))
