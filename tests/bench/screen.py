"""A screen of its own (Xvfb) whose picture lies in a file: when does a program's window stand there, painted?

The same eye looks at every program.  A window counts as painted when a quarter of the screen is no longer the
empty one; how the program was made plays no part in it.
"""

from __future__ import annotations

import mmap
import os
import shutil
import signal
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

_SIZE = (1366, 768)
_SHARE = 0.25
_EVERY = 97
"""Every 97th pixel is looked at: ten thousand of them."""

_CALM, _STIR = 2.5, 0.0005
"""Seconds without a change are rest; which share of the picture is a change."""

_ANOTHER = 0.25
"""What share of the picture is another one when a window takes the log-in's place; a refusal moves less."""

_LINE = 0.01
"""What share of the picture may still change when the page stands: the words of the status line come later."""

_LOOK = 0.001
_HEADER = 25
_moment = threading.Event()


class Screen:
    """One Xvfb; `number` is its display."""

    def __init__(self, number: int, folder: Path) -> None:
        self.display = f":{number}"
        command = ["Xvfb", self.display, "-screen", "0", "{}x{}x24".format(*_SIZE), "-fbdir", str(folder)]
        self._server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._file = folder / "Xvfb_screen0"
        _until(self._there, 10)
        with self._file.open("rb") as opened:
            self._map = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        fields = struct.unpack(f">{_HEADER}I", self._map[: 4 * _HEADER])
        self._begin, self._length = fields[0] + fields[19] * 12, fields[12] * fields[5]
        self._empty = self._sample()

    def _there(self) -> bool:
        place = Path(f"/tmp/.X11-unix/X{self.display[1:]}")
        if not place.exists() or not self._file.is_file():
            return False
        with self._file.open("rb") as opened:
            header = opened.read(4 * _HEADER)
        return len(header) == 4 * _HEADER and struct.unpack(">I", header[20:24])[0] == _SIZE[1]

    def _sample(self) -> Sequence[int]:
        whole = memoryview(self._map)[self._begin : self._begin + self._length].cast("I")
        return whole[::_EVERY].tolist()

    def _share(self) -> float:
        return self._other_than(self._empty)

    def _other_than(self, before: Sequence[int]) -> float:
        return self._differ(self._sample(), before)

    @staticmethod
    def _differ(now: Sequence[int], before: Sequence[int]) -> float:
        return sum(one != other for one, other in zip(now, before, strict=True)) / len(now)

    def seconds_to_paint(self, command: Sequence[str], **environment: str) -> float:
        """From the start of the process to its painted window; RuntimeError, with its name, when none comes."""
        begun, child = self._started(command, environment)
        try:
            return _until(lambda: self._share() >= _SHARE, 120) - begun
        except RuntimeError as error:
            raise RuntimeError(f"{error}: {command[0]}, ended with {child.poll()}") from None
        finally:
            _end(child)

    def seconds_to_page(self, command: Sequence[str], typed: str, **environment: str) -> tuple[float, float]:
        """From Enter behind what is typed into the program, once it rests: until its page stands, until all rests.

        With a window manager: a window that nobody makes the active one hears no Enter.
        """
        manager = subprocess.Popen(
            ["openbox"], env={**os.environ, "DISPLAY": self.display}, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        _begun, child = self._started(command, environment)
        try:
            _until(lambda: self._share() >= _SHARE, 120)
            self._rest()
            before = self._sample()
            for keys in (("type", "--delay", "8", typed), ("key", "Return")):
                entered = time.monotonic()
                subprocess.run(["xdotool", *keys], env={**os.environ, "DISPLAY": self.display}, check=True)
            _until(lambda: self._other_than(before) >= _ANOTHER, 60)  # keys being checked change little
            looks: list[tuple[float, Sequence[int]]] = []
            rests = self._rest(looks)
            last = looks[-1][1]
            others = [place for place, (_at, seen) in enumerate(looks) if self._differ(seen, last) > _LINE]
            stands = looks[others[-1] + 1 if others else 0][0]
            return stands - entered, rests - entered
        finally:
            _end(child)
            manager.terminate()
            manager.wait()

    def _started(self, command: Sequence[str], environment: Mapping[str, str]) -> tuple[float, subprocess.Popen[bytes]]:
        """The program, started on an empty screen, and when."""
        _until(lambda: self._share() < _SHARE / 10, 10)
        inherited = {name: value for name, value in os.environ.items() if name != "QT_QPA_PLATFORM"}
        begun = time.monotonic()
        return begun, subprocess.Popen(
            command, env={**inherited, "DISPLAY": self.display, **environment}, start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def _rest(self, looks: list[tuple[float, Sequence[int]]] | None = None) -> float:
        """The moment of the last change before a while without one (the cursor's blinking is none).

        `looks` takes each picture that was another one, with its moment.
        """
        looks = [] if looks is None else looks
        looks.append((time.monotonic(), self._sample()))
        while time.monotonic() < looks[-1][0] + _CALM:
            _moment.wait(_LOOK * 5)
            now = self._sample()
            if self._differ(now, looks[-1][1]) > _STIR:
                looks.append((time.monotonic(), now))
        return looks[-1][0]

    def close(self) -> None:
        """Take the screen away."""
        self._server.terminate()
        self._server.wait()


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the program and what it started; only this one's own group."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, sign)
            child.wait(5)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            continue


def _until(condition: object, seconds: float) -> float:
    """The moment at which `condition` holds."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise RuntimeError("nothing came on the screen")
        _moment.wait(_LOOK)
    return time.monotonic()


@contextmanager
def screen(folder: Path, number: int = 97) -> Iterator[Screen | None]:
    """A screen, or None where there is no Xvfb."""
    if shutil.which("Xvfb") is None:
        yield None
        return
    opened = Screen(number, folder)
    try:
        yield opened
    finally:
        opened.close()
