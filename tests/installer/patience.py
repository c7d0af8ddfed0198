"""Looking again, for what other programs do: nobody tells when a window stands there or a sheet is printed."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
PAUSE = 0.1


def looked_for(look: Callable[[], T | None], patience: float) -> T | None:
    """What `look` finds, asked again every tenth of a second; None when it is not there in so many seconds."""
    until = time.monotonic() + patience
    while (found := look()) is None and time.monotonic() < until:
        time.sleep(PAUSE)
    return found
