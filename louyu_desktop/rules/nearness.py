"""How near a promised day is, for many requests at once: shares and days left in working days (FIELD.md 4.1).

The same count as `rules.promise`, but each day of the calendar is asked once.  Nothing turns amber or red on a day on
which nobody works.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import AMBER, Pause, day_ends
from louyu_desktop.rules.workdays import Calendar

_DAY = dt.timedelta(days=1)


class Tone(StrEnum):
    """How a request looks: on its way, near its day, over it, or with its clock standing."""

    PLAIN = "plain"
    NEAR = "near"
    OVER = "over"
    STANDS = "stands"


@dataclass(frozen=True, slots=True)
class Near:
    """The share of the time that is used, the working days left (negative when over), and those that stood still."""

    share: float
    left: int
    stopped: int
    tone: Tone


class Days:
    """Working days counted from a first day on; each is looked up in the calendar once."""

    def __init__(self, calendar: Calendar) -> None:
        self._calendar = calendar
        self._first = self._next = dt.date.min
        self._sums: list[int] = []

    def between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and with `end`; 0 where `end` lies before."""
        if end <= start:
            return 0
        if not self._sums or start < self._first:
            self._first, self._next, self._sums = start, start, []
        while self._next <= end:
            counted = self._next != self._first and self._calendar.is_workday(self._next)
            self._sums.append((self._sums[-1] if self._sums else 0) + counted)
            self._next += _DAY
        return self._sums[(end - self._first).days] - self._sums[(start - self._first).days]


@dataclass(frozen=True, slots=True)
class Counting:
    """One request's days: received when, its pauses, and the hour at which a day ends."""

    days: Days
    received: dt.datetime
    pauses: Sequence[Pause] = ()
    cut_off: int = 17

    @property
    def day_zero(self) -> dt.date:
        """The day that the receipt counts for."""
        return _ended(self.received, self.cut_off) + _DAY

    def stopped(self, start: dt.date, end: dt.date, now: dt.datetime) -> int:
        """Working days of a span whose end fell into a pause."""
        count = 0
        for first, last in _apart(_span(pause, now, self.cut_off) for pause in self.pauses):
            count += self.days.between(max(start, first - _DAY), min(end, last))
        return count

    def running(self, start: dt.date, end: dt.date, now: dt.datetime) -> int:
        """Days after `start` up to and with `end` on which the clock ran."""
        return self.days.between(start, end) - self.stopped(start, end, now)

    def near(self, due: dt.date, now: dt.datetime) -> Near:
        """How it stands at a moment."""
        zero, today = self.day_zero, now.astimezone(SHANGHAI).date()
        last = _ended(now, self.cut_off)
        ended = replace(self, pauses=[pause for pause in self.pauses if pause.end is not None])
        whole = ended.running(zero, due, now)  # a pause that lasts has moved no date yet
        share = self.running(zero, last, now) / whole if whole else float(today > zero)
        over = self.days.between(due, today)
        stood = self.stopped(zero, last, now)
        stands = any(pause.end is None and pause.start <= now for pause in self.pauses)
        left = -over if over else self.days.between(today, due)
        near = share >= AMBER or due <= today
        tone = Tone.STANDS if stands else Tone.OVER if over else Tone.NEAR if near else Tone.PLAIN
        return Near(share, left, stood, tone)


def _ended(moment: dt.datetime, cut_off: int) -> dt.date:
    """The last day that is over at a moment: its own from its cut-off hour on."""
    local = moment.astimezone(SHANGHAI)
    return local.date() if local.hour >= cut_off else local.date() - _DAY


def _span(pause: Pause, now: dt.datetime, cut_off: int) -> tuple[dt.date, dt.date]:
    """First and last day at whose cut-off a pause holds; one without an end holds until now."""
    start = pause.start.astimezone(SHANGHAI)
    first = start.date() + (_DAY if start > day_ends(start.date(), cut_off) else dt.timedelta())
    return first, _ended(pause.end if pause.end is not None else now, cut_off)


def _apart(spans: Iterable[tuple[dt.date, dt.date]]) -> list[tuple[dt.date, dt.date]]:
    """Spans of days without those that another one has already."""
    found: list[tuple[dt.date, dt.date]] = []
    for first, last in sorted(spans):
        begin = max(first, found[-1][1] + _DAY) if found else first
        if begin <= last:
            found.append((begin, last))
    return found
