"""What a request's row keeps of its promise, and the dates that follow from it (FIELD.md 4.1).

A promise is made when a request is taken or given out: from then on the row keeps the days.  A second turn has a clock
of its own; the date promised first stays.  A date of an old ledger is taken as it stands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.rules.promise import Clock, Pause, Terms, promise
from louyu_desktop.rules.workdays import Calendar, Due
from louyu_desktop.text import _

CUT_OFF = 17
"""The hour from which a receipt counts for the next day, where the row keeps none."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The columns of a request that its dates follow from; `extensions` are those granted in this turn."""

    received: dt.datetime
    contact_days: int | None
    promised_days: int | None
    first_days: int | None = None
    cut_off: int | None = None
    given: dt.date | None = None
    restarted: dt.datetime | None = None
    pauses: Sequence[Pause] = ()
    extensions: Sequence[int] = ()

    def clock(self, calendar: Calendar) -> Clock:
        """What the days of the present turn are counted by; a pause that lasts takes nothing yet."""
        return self._clock(calendar, self.restarted or self.received)

    def _clock(self, calendar: Calendar, start: dt.datetime) -> Clock:
        ended = tuple(pause for pause in self.pauses if pause.end is not None)
        return Clock(start, calendar, CUT_OFF if self.cut_off is None else self.cut_off, ended)


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a request; what was not promised is None."""

    contact: Due | None = None
    reply: Due | None = None
    finish: Due | None = None
    first: Due | None = None

    @property
    def estimated(self) -> bool:
        """Whether the finish, or else the contact, rests on a year that is not published."""
        last = self.finish or self.contact
        return last is not None and last.estimated


def dates_of(kept: Kept, calendar: Calendar) -> Dates:
    """The dates that follow from what a row keeps."""
    given = kept.given if kept.restarted is None else None
    if kept.contact_days is None:
        return Dates() if given is None else _given(given, kept, calendar, Dates())
    clock = kept.clock(calendar)
    if kept.promised_days is None:
        found = Dates(clock.due(kept.contact_days))
        return found if given is None else _given(given, kept, calendar, found)
    said = promise(clock, Terms(kept.contact_days, kept.promised_days), kept.extensions)
    found = Dates(said.contact, said.reply, said.finish, said.first)
    if given is not None:
        return _given(given, kept, calendar, found)
    if kept.given is not None:
        return Dates(said.contact, said.reply, said.finish, _written(kept.given))
    if kept.first_days is not None:
        return Dates(said.contact, said.reply, said.finish, _first(kept, calendar))
    return found


def _written(day: dt.date) -> Due:
    """A day that stood in a ledger."""
    return Due(day, estimated=False, why=_("台账里写的日期"))


def _first(kept: Kept, calendar: Calendar) -> Due:
    """The finish as it was promised at the very first."""
    assert kept.first_days is not None  # noqa: S101 - asked before
    return kept._clock(calendar, kept.received).due(kept.first_days)  # noqa: SLF001 - of this module


def _given(day: dt.date, kept: Kept, calendar: Calendar, found: Dates) -> Dates:
    """The date of a ledger, and what extensions add to it."""
    first = _written(day)
    more = sum(kept.extensions)
    finish = calendar.add_workdays(day, more) if more else first
    return Dates(found.contact, found.reply, finish, first)
