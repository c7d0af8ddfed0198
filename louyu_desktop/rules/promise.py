"""Promised dates of requests: three clocks in working days, with pauses and extensions (FIELD.md 4.1).

The day of receipt is day 0; what comes at the cut-off hour or later counts as received on the next day.  A working day
counts when the clock runs at its cut-off: a pause in force at that moment takes the day out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.workdays import Calendar, Due
from louyu_desktop.text import _

_DAY = dt.timedelta(days=1)
REPLY = 5
"""A reply comes within so many working days, or with the finish where that is sooner."""

AMBER = 0.7
"""From this share of the time on a request is near its date."""

LONGEST = 15
"""Working days by which one extension may move the finish."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Working days until the first contact and until the finish."""

    contact: int
    finish: int

    @property
    def reply(self) -> int:
        """Working days until the reply."""
        return min(REPLY, self.finish)


TERMS: Mapping[str, Terms] = {
    "即知即办": Terms(0, 1),
    "平台协办": Terms(1, 5),
    "特事特办": Terms(0, 5),
    "难题专办": Terms(1, 15),
}
"""A reading of 「1+5+15」, which the station may set otherwise."""


@dataclass(frozen=True, slots=True)
class Pause:
    """From when to when the clock stands, and why; without an end it still does."""

    start: dt.datetime
    end: dt.datetime | None
    reason: str = ""

    def holds(self, moment: dt.datetime) -> bool:
        """Whether the clock stands at a moment."""
        return self.start <= moment and (self.end is None or moment < self.end)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the days of one request are counted by."""

    received: dt.datetime
    calendar: Calendar
    cut_off: int = 17
    pauses: Sequence[Pause] = ()

    @property
    def day_zero(self) -> dt.date:
        """The day that the receipt counts for."""
        local = self.received.astimezone(SHANGHAI)
        return local.date() + (_DAY if local.hour >= self.cut_off else dt.timedelta())

    def runs(self, day: dt.date) -> bool:
        """Whether a day counts."""
        return self.calendar.is_workday(day) and not self._stands(day)

    def _stands(self, day: dt.date) -> bool:
        moment = day_ends(day, self.cut_off)
        return any(pause.holds(moment) for pause in self.pauses)

    def due(self, days: int) -> Due:
        """The `days`th day that counts after day 0; for 0 day 0 itself, or the first day that counts after it."""
        day, left, stopped = self.day_zero, days, 0
        if not days and self.runs(day):
            return Due(day, not self.calendar.year_known(day.year), _("当天"))
        left = max(left, 1)
        passed: list[dt.date] = []
        while left:
            day += _DAY
            passed.append(day)
            if self.calendar.is_workday(day):
                stopped += self._stands(day)
                left -= not self._stands(day)
            if len(passed) > _FARTHEST:  # a pause without an end: the day it will be is not known
                break
        plain = self.calendar.add_workdays(self.day_zero, max(days, 1) + stopped)
        return Due(day, plain.estimated, self._why(plain.why, stopped))

    def _why(self, counted: str, stopped: int) -> str:
        parts = []
        local = self.received.astimezone(SHANGHAI)
        if local.hour >= self.cut_off:
            parts.append(_("{time} 收到，算 {day}").format(time=f"{local:%m-%d %H:%M}", day=f"{self.day_zero:%m-%d}"))
        parts.append(counted)
        if stopped:
            reasons = _("、").join(dict.fromkeys(pause.reason for pause in self.pauses if pause.reason))
            words = _("其中停表 {count} 个工作日（{reasons}）") if reasons else _("其中停表 {count} 个工作日")
            parts.append(words.format(count=stopped, reasons=reasons))
        return "；".join(parts)

    def used(self, moment: dt.datetime) -> int:
        """Days that counted until a moment: its own day once its cut-off has passed."""
        local = moment.astimezone(SHANGHAI)
        last = local.date() if local >= day_ends(local.date(), self.cut_off) else local.date() - _DAY
        day, count = self.day_zero, 0
        while day < last:
            day += _DAY
            count += self.runs(day)
        return count


_FARTHEST = 3660


def day_ends(day: dt.date, cut_off: int) -> dt.datetime:
    """The moment of a day at which it is asked whether the clock runs; hour 24 is the next midnight."""
    return midnight(day) + dt.timedelta(hours=cut_off)


@dataclass(frozen=True, slots=True)
class Promise:
    """The three dates; `first` is the finish as it was promised before any extension."""

    contact: Due
    reply: Due
    finish: Due
    first: Due


def promise(clock: Clock, terms: Terms, extensions: Sequence[int] = ()) -> Promise:
    """The dates of a request; ValueError for an extension that is none, or a longer one than may be granted."""
    if any(not 0 < days <= LONGEST for days in extensions):
        raise ValueError("an extension of 1 to 15 working days")
    whole = terms.finish + sum(extensions)
    return Promise(clock.due(terms.contact), clock.due(terms.reply), clock.due(whole), clock.due(terms.finish))


def share(clock: Clock, days: int, moment: dt.datetime) -> float:
    """How much of the time is used: 0 and more, 1 on the last day at its cut-off."""
    return clock.used(moment) / days if days else float(moment.astimezone(SHANGHAI).date() > clock.day_zero)
