"""How long a firm has been there: seats that follow upon each other are one stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from louyu_desktop.text import _

_BETWEEN = dt.timedelta(days=31)
"""A gap between two seats that is still one stay: who moves within the house is seldom a day without a desk."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Stay:
    """One seat: since when (None: nobody knows) and until when (None: it is there)."""

    since: dt.date | None
    until: dt.date | None


def resident_since(stays: Iterable[Stay]) -> dt.date | None:
    """Since when a firm that is there has been there without a break; None where nobody knows, or it has gone."""
    seats = list(stays)
    known = [stay.since for stay in seats if stay.until is None and stay.since is not None]
    if not known:
        return None
    begin = min(known)
    former = [(stay.until, stay.since) for stay in seats if stay.until is not None and stay.since is not None]
    for until, since in sorted(former, reverse=True):
        if until >= begin - _BETWEEN and since < begin:
            begin = since
    return begin


def left_on(stays: Iterable[Stay]) -> dt.date | None:
    """The day a firm gave its last seat up; None while it has one, or never had any."""
    seats = list(stays)
    ends = [stay.until for stay in seats if stay.until is not None]
    return max(ends) if ends and len(ends) == len(seats) else None


def span_words(begin: dt.date, end: dt.date) -> str:
    """The time between two days in years and months, as people say it; "" where the first lies ahead."""
    if begin > end:
        return ""
    months = (end.year - begin.year) * _MONTHS + end.month - begin.month - (end.day < begin.day)
    years, rest = divmod(months, _MONTHS)
    if not months:
        return _("不到一个月")
    if not years:
        return _("{months} 个月").format(months=rest)
    if not rest:
        return _("{years} 年").format(years=years)
    return _("{years} 年 {months} 个月").format(years=years, months=rest)
