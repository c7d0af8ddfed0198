"""Counting in whole months: the same day some months on, and the month, quarter or year that holds a day."""

from __future__ import annotations

import calendar
import datetime as dt

QUARTER, YEAR = 3, 12
"""How many months they have."""


def months_on(day: dt.date, months: int) -> dt.date:
    """The same day some months later or earlier, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def begin_of(day: dt.date, months: int = 1) -> dt.date:
    """The first day of its month, or of its quarter or year."""
    return dt.date(day.year, (day.month - 1) // months * months + 1, 1)


def last_of(day: dt.date) -> dt.date:
    """The last day of its month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def span_of(day: dt.date, months: int = 1) -> tuple[dt.date, dt.date]:
    """The first and the last day of the month that holds a day, or of the quarter or year."""
    first = begin_of(day, months)
    return first, last_of(months_on(first, months - 1))
