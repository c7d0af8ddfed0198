"""Which backups go when there are many (SAFETY.md 5.3): rules over numbers and days, pure.

A clock may have been wrong in either direction for a while.  So "the last days" are the last different days
met on the way from the highest number down, whatever the calendar says of them: a clock that jumps ten years
and back uses up one day, and no jump lets everything look old at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Moment(StrEnum):
    """Why a backup was made."""

    HAND = "hand"
    INTERVAL = "interval"
    LEAVING = "leaving"
    MIGRATION = "migration"
    IMPORT = "import"
    MERGE = "merge"
    SAFETY = "safety"
    DRILL = "drill"
    MOVE = "move"


ALL_OF_DAYS: Final = 3
"""So many different days keep every backup: 48 hours touch three."""
DAYS: Final = 30
MONTHS: Final = 12
NEWEST: Final = 3
SAFETY_DAYS: Final = 90
_SAFETY_LATER: Final = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup as the rules see it; `day` is what the clock said when it was made."""

    number: int
    day: dt.date
    proven: bool = True
    safety: bool = False
    whole: bool = True


def to_drop(kept: Iterable[Kept], today: dt.date, held: Collection[int] = ()) -> set[int]:
    """The numbers that may go; those in `held` (one that is being restored) never do."""
    ordered = sorted(kept, key=lambda one: -one.number)
    stay = set(held)
    stay |= {one.number for one in [one for one in ordered if one.proven][:NEWEST]}
    stay |= {one.number for one in [one for one in ordered if one.proven and one.whole][:NEWEST]}
    stay |= _of_last_days(ordered)
    stay |= _one_each(ordered, lambda one: one.day, DAYS)
    stay |= _one_each(ordered, lambda one: (one.day.year, one.day.month), MONTHS)
    stay |= _young_safety(ordered, today)
    return {one.number for one in ordered} - stay


def _of_last_days(ordered: list[Kept]) -> set[int]:
    days = list(dict.fromkeys(one.day for one in ordered))[:ALL_OF_DAYS]
    return {one.number for one in ordered if one.day in days}


def _one_each(ordered: list[Kept], part: Callable[[Kept], Hashable], count: int) -> set[int]:
    """The newest proven one of each of the last `count` parts of time; the newest at all where none is proven."""
    best: dict[Hashable, Kept] = {}
    for one in ordered:
        found = best.get(part(one))
        if found is None or (one.proven and not found.proven):
            best[part(one)] = one
    last = list(dict.fromkeys(part(one) for one in ordered))[:count]
    return {best[one].number for one in last}


def _young_safety(ordered: list[Kept], today: dt.date) -> set[int]:
    """Safety copies: old is one only when the clock says so and thirty different days have come after it."""
    later: set[dt.date] = set()
    stay: set[int] = set()
    for one in ordered:
        age = (today - one.day).days
        old = len(later) >= _SAFETY_LATER and (age > SAFETY_DAYS or (age < 0 and len(later) >= SAFETY_DAYS))
        if one.safety and not old:
            stay.add(one.number)
        later.add(one.day)
    return stay
