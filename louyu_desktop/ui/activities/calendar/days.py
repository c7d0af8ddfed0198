"""Which days a page of the calendar shows, counts and turns to; pure."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules.months import last_of, months_on

_DAY = dt.timedelta(days=1)


def turned(day: dt.date, view: str, by: int) -> dt.date:
    """The day so many months, weeks or days on; a month that is too short gives its last day."""
    if view != "month":
        return day + by * (7 if view == "week" else 1) * _DAY
    return months_on(day, by)


def counted(first: dt.date, last: dt.date, view: str) -> tuple[dt.date, dt.date]:
    """The days that the numbers count: of a month's six weeks only the month."""
    if view != "month":
        return first, last
    middle = first + (last - first) / 2
    return middle.replace(day=1), last_of(middle)
