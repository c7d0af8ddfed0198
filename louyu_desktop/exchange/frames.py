"""How rows travel from the reader child: many at a time, column by column, as one line of JSON.

Only JSON is taken from the child, which reads foreign files: nothing it sends can be more than text and numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import zip_longest
from typing import Any

from louyu_desktop.exchange.book import Cell

ROWS = 250
"""Rows in one line: large enough to cost little, small enough that nobody waits while one is read."""

_PLAIN = frozenset((str, float, bool, type(None)))
_WORDS = frozenset((str, type(None)))
_DAYS = frozenset((dt.date,))
_AS_IS = "-"


def _packed(cell: Any) -> tuple[Any, str]:
    """A cell as JSON has it, and what it was."""
    if cell is None or isinstance(cell, (bool, str, float)):
        return cell, _AS_IS
    if isinstance(cell, int):
        return float(cell), _AS_IS
    if isinstance(cell, dt.datetime):
        return cell.isoformat(), "t"
    if isinstance(cell, dt.date):
        return cell.isoformat(), "d"
    if isinstance(cell, dt.time):
        return cell.isoformat(), "h"
    if isinstance(cell, dt.timedelta) and dt.timedelta(0) <= cell < dt.timedelta(1):
        moment = dt.datetime.combine(dt.date(1900, 1, 1), dt.time()) + cell
        return moment.time().isoformat(), "h"
    return str(cell), _AS_IS


def packed(rows: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Rows of [number, cells] as one frame."""
    return framed([row[0] for row in rows], zip_longest(*(row[1] for row in rows)))


def framed(numbers: Sequence[int], cells: Iterable[Sequence[Any]]) -> dict[str, Any]:
    """The rows with these numbers, column by column, as one frame: words that come again and again stand in it once."""
    columns: list[Any] = []
    kinds: dict[str, str] = {}
    for index, column in enumerate(cells):
        found = set(map(type, column))
        if found == _DAYS:
            kinds[str(index)] = "d" * len(column)
            columns.append([day.isoformat() for day in column])
            continue
        if not found <= _PLAIN:
            cells, marks = zip(*map(_packed, column), strict=True)
            kinds[str(index)] = "".join(marks)
            columns.append(cells)
            continue
        words = list(dict.fromkeys(column)) if found <= _WORDS else []
        if words and len(words) * 2 <= len(column):
            places = {word: place for place, word in enumerate(words)}
            columns.append({"words": words, "at": [places[cell] for cell in column]})
        else:
            columns.append(column)
    return {"rows": numbers, "columns": columns, "kinds": kinds}


_day = lru_cache(maxsize=4096)(dt.date.fromisoformat)
_moment = lru_cache(maxsize=4096)(dt.datetime.fromisoformat)
_clock = lru_cache(maxsize=4096)(dt.time.fromisoformat)
_READ: Mapping[str, Callable[[str], Cell]] = {"d": _day, "t": _moment, "h": _clock}


def unpacked(frame: Mapping[str, Any]) -> list[tuple[int, tuple[Cell, ...]]]:
    """The rows of a frame; ValueError, KeyError, IndexError or TypeError for what no frame looks like."""
    columns = []
    for index, sent in enumerate(frame["columns"]):
        column = sent
        if isinstance(sent, dict):
            words = sent["words"]
            column = [words[place] for place in sent["at"]]
        if not set(map(type, column)) <= _PLAIN:
            column = [float(cell) if isinstance(cell, int) else _checked(cell) for cell in column]
        marks = frame["kinds"].get(str(index))
        if marks:
            column = [
                cell if mark == _AS_IS else _READ[mark](cell) for cell, mark in zip(column, marks, strict=True)
            ]
        columns.append(column)
    rows = list(zip(*columns, strict=True))
    if columns and None in columns[-1]:
        rows = [_trimmed(row) if row[-1] is None else row for row in rows]
    return list(zip(map(int, frame["rows"]), rows, strict=True))


def _checked(cell: Any) -> Cell:
    if type(cell) in _PLAIN:
        return cell  # type: ignore[no-any-return]
    raise TypeError(type(cell))


def _trimmed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return row[:end]
