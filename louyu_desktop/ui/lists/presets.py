"""The views that a list brings with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


@dataclass(frozen=True, slots=True)
class Preset:
    """What one would type under the title of `field`, and the order; read anew each day it is chosen.

    `also` has further titles with what one would type there.
    """

    name: str
    field: str
    value: str
    sort: str = ""
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Beginning:
    """Another way to begin a record, as a button beside 新建: `run(context, parent)`."""

    label: str
    run: Callable[[Context, QWidget], object]
    right: Right = Right.WORK
