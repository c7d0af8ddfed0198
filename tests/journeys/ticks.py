"""A tick every 5 ms in the window's event loop: how long did it ever stand still, and what held it up?

A machine that is busy elsewhere makes ticks late, too, and that is nobody's fault.  So a gap is weighed:
what the window's thread computed counts whole; what it waited counts where it was blocked (a file, a
lock, a child process) or where other threads of this program kept it from running; what remains is time
in which the machine ran something else.  And a core that is shared computes more slowly, sometimes at half
its speed, so right after a long gap a yardstick is laid on: the gap counts at the speed this machine has at
its best.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer
from pytestqt import qt_compat as qt_api

PERIOD = 0.005
ALONE = "PYTEST_XDIST_WORKER" not in os.environ
LIMIT = 0.100 if ALONE else 0.250
"""No gap may be longer: 100 ms where the journeys have the machine to themselves (`make bench`).

Beside other tests only a real stall fails: a timing that depends on the neighbours is no test.
"""

_LOOK_FROM = 0.020
_TOLD_FROM = 0.060
TASKS = Path("/proc/self/task")
_DEPTH = 9
_PLACES = 3
_LOOP = qt_api.__file__
"""Below the event loop stands only the test that waits."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One pause of the event loop, in seconds: by the clock, and the part that this program explains."""

    wall: float
    own: float
    step: str
    held_by: str

    def __str__(self) -> str:
        told = f"\n      {self.held_by}" if self.wall >= _TOLD_FROM and self.held_by else ""
        return f"{self.own * 1000:6.1f} ms of {self.wall * 1000:6.1f} ms in 「{self.step}」{told}"


class Yardstick:
    """A little work of always the same length; how much longer it takes now than at its best."""

    def __init__(self) -> None:
        self._best = min(self._measure() for _turn in range(20))

    def slowness(self) -> float:
        """1.0 at full speed, 2.0 at half of it."""
        now = median(self._measure() for _turn in range(3))
        self._best = min(self._best, now)
        return now / self._best

    @staticmethod
    def _measure() -> float:
        began = time.thread_time()
        sorted(str(number) for number in range(12_000))  # reads and writes more memory than the nearest caches hold
        return time.thread_time() - began


@dataclass(slots=True)
class _Seen:
    """What the watcher saw during one gap: states of the window's thread, and where it stood."""

    running: int = 0
    behind_others: int = 0
    blocked: int = 0
    places: Counter[str] = field(default_factory=Counter)

    def own(self, wall: float, computed: float, others: float) -> float:
        """The part of a gap of `wall` seconds that is ours; `others` computed in our other threads meanwhile."""
        rest = max(wall - computed, 0.0)
        if not TASKS.exists():
            return computed
        samples = self.running + self.behind_others + self.blocked
        share = self.blocked / samples if samples else 0.0
        waiting = self.behind_others / samples if samples else 1.0
        return computed + rest * share + min(rest * waiting, others)


class Ticks(QObject):
    """Begins with `start` on the window's thread; `worst` tells the longest gaps, the first one longest."""

    def __init__(self, yardstick: Yardstick) -> None:
        super().__init__()
        self.step = "start"
        self._yardstick = yardstick
        self.count = 0
        self.gaps: list[Gap] = []
        self._seen = _Seen()
        self._kept: list[Any] = []
        self._looking = threading.Lock()
        self._ident = threading.get_ident()
        self._native = threading.get_native_id()
        self._ended = threading.Event()
        self._last = self._clocks()
        self._timer = QTimer(self, interval=int(PERIOD * 1000), timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._watcher = threading.Thread(target=self._watch, name="ticks", daemon=True)

    def start(self) -> None:
        """Count from now on."""
        self._last = self._clocks()
        self._timer.start()
        self._watcher.start()

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()
        self._ended.set()
        if self._watcher.is_alive():
            self._watcher.join()
        self._kept.clear()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What the test itself looks up on the window's thread is not the window's doing."""
        self._tick()
        yield
        self._seen, self._last = _Seen(), self._clocks()

    def worst(self, count: int = 3) -> list[Gap]:
        """The longest gaps by our own part."""
        return sorted(self.gaps, key=lambda gap: gap.own, reverse=True)[:count]

    @staticmethod
    def _clocks() -> tuple[float, float, float]:
        return time.perf_counter(), time.thread_time(), time.process_time()

    def _tick(self) -> None:
        self.count += 1
        self._let_go()
        now, seen, before = self._clocks(), self._seen, self._last
        self._last, self._seen = now, _Seen()
        wall, computed, everything = (after - was for after, was in zip(now, before, strict=True))
        if wall > PERIOD * 3:
            own = min(wall, seen.own(wall, computed, max(everything - computed, 0.0)))
            if own > _TOLD_FROM:
                own /= self._yardstick.slowness()
                self._last = self._clocks()
            held_by = "\n      ".join(f"{times} × {place}" for place, times in seen.places.most_common(_PLACES))
            self.gaps.append(Gap(wall, own, self.step, held_by))

    # -- the watcher's thread -------------------------------------------------------------------

    def _watch(self) -> None:
        while not self._ended.wait(PERIOD):
            if time.perf_counter() - self._last[0] > _LOOK_FROM:
                self._look(self._seen)

    def _look(self, seen: _Seen) -> None:
        seen.places[self._place()] += 1
        states = _states()
        if states.pop(self._native, "") in {"S", "D"}:
            states.pop(threading.get_native_id(), None)
            if "R" in states.values():
                seen.behind_others += 1
            else:
                seen.blocked += 1
        else:
            seen.running += 1


    def _place(self) -> str:
        """Where the window's thread stands, innermost first.

        Who lets go of a frame last frees what it holds, perhaps a widget, and that only the window's thread may do: so
        every frame that is looked at is kept until the next tick.
        """
        with self._looking:
            self._kept.append(sys._current_frames())
            self._kept.append(self._kept[-1].get(self._ident))
            steps: list[str] = []
            while len(steps) < _DEPTH and self._kept[-1] is not None and self._kept[-1].f_code.co_filename != _LOOP:
                code, line = self._kept[-1].f_code, self._kept[-1].f_lineno
                steps.append(f"{Path(code.co_filename).name}:{line} {code.co_name}")
                self._kept.append(self._kept[-1].f_back)
        return " < ".join(steps) or "Qt itself: layout, style, painting"

    def _let_go(self) -> None:
        """Free the frames that were looked at, unless one is being looked at."""
        if self._kept and self._looking.acquire(blocking=False):
            self._kept.clear()
            self._looking.release()


def _states() -> dict[int, str]:
    """The scheduler's state of each of our threads, where the system tells (Linux)."""
    found: dict[int, str] = {}
    if not TASKS.exists():
        return found
    for task in TASKS.iterdir():
        try:
            found[int(task.name)] = (task / "stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except (OSError, UnicodeDecodeError):
            continue  # it ended meanwhile
    return found
