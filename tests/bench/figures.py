"""What a measurement is, and the two ways to take one: calls in turn in one process, or a process of its own.

Two noisy cores: medians of interleaved runs, and ratios; milliseconds stand beside them as sizes.
"""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Figure:
    """One number beside the bound that SPEED.md gives it."""

    target: str
    what: str
    value: float
    bound: float
    at_least: bool = False
    unit: str = "x"
    note: str = ""

    @property
    def holds(self) -> bool:
        """Whether the value keeps its bound."""
        return self.value >= self.bound if self.at_least else self.value <= self.bound


@dataclass(frozen=True, slots=True)
class Missing:
    """A figure that could not be taken, and why: a peer that is not on this machine."""

    target: str
    what: str
    why: str


Found = Figure | Missing


def interleaved(jobs: Mapping[str, Callable[[], object]], rounds: int = 7) -> dict[str, float]:
    """The median seconds of each job, run once per round one after the other, after one round that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in jobs}
    for counted in range(-1, rounds):
        for name, job in jobs.items():
            gc.collect()
            begun = time.perf_counter()
            job()
            if counted >= 0:
                taken[name].append(time.perf_counter() - begun)
    return {name: statistics.median(times) for name, times in taken.items()}


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def ms(seconds: float) -> str:
    """Seconds as the milliseconds of a note."""
    return f"{seconds * 1000:.1f} ms"


def in_process(*arguments: str, **environment: str) -> Any:
    """What `python -m arguments...` prints as JSON, in a process of its own with `environment` beside ours."""
    command = [sys.executable, "-m", *arguments]
    done = subprocess.run(
        command, env={**os.environ, **environment}, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)
