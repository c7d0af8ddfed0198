"""Who gets a place: capacity, places for each enterprise, and the order of the waiting list (FIELD.md 4.5).

Nobody who holds a place loses it.  Who claims one comes after everybody who waited before and could have it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from louyu_desktop.rules.lifecycle import USUAL, State

_FILLING = frozenset({State.PLANNED, State.OPEN, State.CLOSED})
_OVER = frozenset({State.TO_SUM_UP, State.DONE, State.CANCELLED})


@dataclass(frozen=True, slots=True)
class Seeker:
    """One who claims a place or waits for one; `firm` is the enterprise whose places are counted, None for none."""

    id: int
    firm: int | None = None


@dataclass(frozen=True, slots=True)
class Limits:
    """How many places there are, and how many for each enterprise; None is no limit."""

    capacity: int | None = None
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class Shares:
    """Who moves up from the waiting list, and who claimed a place and has to wait; both in order."""

    up: tuple[int, ...] = ()
    waits: tuple[int, ...] = ()


def counts(status: str, starts_at: dt.datetime, ends_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether places are still given out: what is over is history and stays as it was written down."""
    return status not in _OVER and now < (ends_at or starts_at + USUAL)


def moves_up(status: str, starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether the waiting list moves by itself: until the activity begins, and not while it is put off."""
    return status in _FILLING and now < starts_at


def answer_by(hours: int | None, starts_at: dt.datetime, now: dt.datetime) -> dt.datetime | None:
    """Until when one who is offered a place has to answer, at the latest when the activity begins; None: at once."""
    return None if hours is None else min(now + dt.timedelta(hours=hours), starts_at)


class _Room:
    """The places that are left while they are given out."""

    def __init__(self, limits: Limits, held: Mapping[int | None, int]) -> None:
        self._limits = limits
        self._firms = Counter(held)
        self._all = sum(held.values())

    def takes(self, one: Seeker) -> bool:
        """Give a place, if there is one for this seeker."""
        capacity, quota = self._limits.capacity, self._limits.quota
        if capacity is not None and self._all >= capacity:
            return False
        if quota is not None and one.firm is not None and self._firms[one.firm] >= quota:
            return False
        self._all += 1
        self._firms[one.firm] += 1
        return True

    def first(self, seekers: Iterable[Seeker]) -> list[int]:
        """The seekers that get a place, in order."""
        return [one.id for one in seekers if self.takes(one)]


def share_out(
    limits: Limits,
    held: Mapping[int | None, int],
    *,
    waiting: Sequence[Seeker] = (),
    claims: Sequence[Seeker] = (),
    newly_waiting: Sequence[Seeker] = (),
    moving: bool = True,
) -> Shares:
    """Give the free places out: to who waits already, to who claims one now, to who waits from now on.

    `held` are the places taken, by enterprise (None for none); all seekers stand in their order.  Without `moving`
    the waiting list stays as it is.
    """
    room = _Room(limits, held)
    up = room.first(waiting) if moving else []
    seated = set(room.first(claims))
    up += room.first(newly_waiting) if moving else []
    return Shares(tuple(up), tuple(one.id for one in claims if one.id not in seated))
