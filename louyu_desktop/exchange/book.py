"""A foreign workbook as plain values, as the reader child hands it over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Cell = str | float | bool | dt.date | dt.datetime | dt.time | None
"""One cell: what the file says, nothing repaired; a number is always a float."""

Progress = Callable[[int, int, str], None]
"""Reports (done, total, note) and raises when the person has cancelled."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `rows` are (Excel's row number, cells); merged ranges are (row, column, row, column) from 1.

    `found` is for whoever works something out of all rows, and may be asked for the same again.
    """

    name: str
    visible: bool
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    found: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Book:
    """One file: its name without the folder, what it is, and its sheets."""

    name: str
    format: str
    sheets: tuple[Sheet, ...]
    epoch1904: bool = False


def nobody_watches(done: int, total: int, note: str = "") -> None:
    """A progress that nobody watches."""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing that can be seen."""
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\u3000\u00a0\u200b\ufeff"))


def as_typed(cell: Any) -> str:
    """A cell as people see it in Excel: whole numbers without ".0", dates as 2024-03-05."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ", "seconds")
    return str(cell)


def column_letters(index: int) -> str:
    """`A` for 0, `AA` for 26."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
