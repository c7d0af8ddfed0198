"""A kept document on its way to the screen: a child draws its pages, and only pixels come back."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar

from louyu_desktop import paths
from louyu_desktop.errors import FileRefusedError, SystemProblem, reason
from louyu_desktop.exchange.attached import LONGEST_SIDE, MOST_DRAWN, MOST_PAGES, Size
from louyu_desktop.exchange.attaching import MODULE, SUBCOMMAND, refusal
from louyu_desktop.exchange.media import Media
from louyu_desktop.exchange.opening import environment
from louyu_desktop.text import _

T = TypeVar("T")
PATIENCE = 30.0
WIDEST = 16_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as pixels: rows of blue, green, red and nothing."""

    width: int
    height: int
    rows: bytes = field(repr=False)


class Document:
    """One document open in a child of its own; nothing of it lies on the disk.  Threads may share it."""

    def __init__(self, name: str, media: Media, content: bytes, patience: float = PATIENCE) -> None:
        self.name = name
        self.media = media
        self._content = content
        self._patience = patience
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._closed = False
        with self._lock:
            self.sizes = self._begin()

    def draw(self, page: int, width: int) -> Drawn | None:
        """A page (from 0) so many pixels wide; None once it is closed.  A child that died is replaced once."""
        with self._lock:
            try:
                return None if self._closed else self._ask(page, width)
            except FileRefusedError:
                if self._closed:
                    return None
                self._begin()
                return self._ask(page, width)
            finally:
                self._tidy()

    def close(self) -> None:
        """Let go of the child and of the bytes; whoever draws just now is not waited for."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()
        if self._lock.acquire(blocking=False):
            self._tidy()
            self._lock.release()

    def _tidy(self) -> None:
        if self._closed:
            self._end()
            self._content = b""

    def _begin(self) -> tuple[Size, ...]:
        self._end()
        try:
            self._child = subprocess.Popen(
                paths.own_command(MODULE, SUBCOMMAND, "show"), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL, env=environment(), creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )  # fmt: skip
        except OSError as error:
            sentence = _("没能打开附件：{reason}。关掉一些程序再试")
            raise SystemProblem(sentence.format(reason=reason(error))) from None
        head = {"media": self.media, "length": len(self._content)}

        def heard(child: subprocess.Popen[bytes]) -> tuple[Size, ...]:
            self._tell(child, json.dumps(head).encode() + b"\n" + self._content)
            return _sizes(self._hear(child))

        return self._patiently(heard)

    def _ask(self, page: int, width: int) -> Drawn:
        def heard(child: subprocess.Popen[bytes]) -> Drawn:
            self._tell(child, json.dumps({"page": page, "width": max(1, min(width, WIDEST))}).encode() + b"\n")
            head = self._hear(child)
            wide, high = int(head["width"]), int(head["height"])
            if min(wide, high) < 1 or wide * high > 2 * MOST_DRAWN:
                raise ValueError
            rows = child.stdout.read(4 * wide * high) if child.stdout else b""
            if len(rows) != 4 * wide * high:
                raise ValueError
            return Drawn(wide, high, rows)

        return self._patiently(heard)

    def _patiently(self, heard: Callable[[subprocess.Popen[bytes]], T]) -> T:
        """What the child answers; FileRefusedError when it refuses, is too slow, dies or talks nonsense."""
        child = self._child
        if child is None:
            raise refusal("damaged", self.name)
        timer = threading.Timer(self._patience, child.kill)
        timer.start()
        try:
            return heard(child)
        except (OSError, ValueError, KeyError, TypeError):
            raise refusal("damaged", self.name) from None
        finally:
            timer.cancel()

    def _tell(self, child: subprocess.Popen[bytes], said: bytes) -> None:
        if child.stdin is not None:
            child.stdin.write(said)
            child.stdin.flush()

    def _hear(self, child: subprocess.Popen[bytes]) -> dict[str, Any]:
        line: dict[str, Any] = json.loads(child.stdout.readline(1 << 20) if child.stdout else b"")
        if "refused" in line:
            raise refusal(str(line["refused"]), self.name, line["with"])
        return line

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


def _sizes(head: dict[str, Any]) -> tuple[Size, ...]:
    sizes = tuple((float(width), float(height)) for width, height in head["sizes"])
    longest = 4 * LONGEST_SIDE
    if not 0 < len(sizes) <= MOST_PAGES or not all(0 < w <= longest and 0 < h <= longest for w, h in sizes):
        raise ValueError
    return sizes
