"""The views that a list brings with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preset:
    """What one would type under the title of `field`, and the order; read anew each day it is chosen."""

    name: str
    field: str
    value: str
    sort: str = ""
