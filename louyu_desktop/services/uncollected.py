"""Work that makes a million small things and no circle among them: the collector need not look meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Callable, Sequence
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


_MANY = 10_000


def leave(things: Sequence[object], size: int) -> None:
    """Have what a command is done with go with its process, if there is much: taking it apart lasts a second."""
    if size > _MANY:
        circle: list[object] = [*things]
        circle.append(circle)
        gc.freeze()


def uncollected(work: Callable[P, R]) -> Callable[P, R]:
    """Run `work` without automatic collections; in the window, which collects by itself, nothing changes."""

    @wraps(work)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not gc.isenabled():
            return work(*args, **kwargs)
        gc.disable()
        try:
            return work(*args, **kwargs)
        finally:
            gc.enable()

    return run
