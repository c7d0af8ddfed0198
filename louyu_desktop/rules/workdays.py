"""Working days: the station's own table first, then the statutory one, then Monday to Friday.

The statutory table (放假安排 of the State Council, with its 调休) ends with the year last published;
later dates are marked as estimated (预估).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from louyu_desktop.rules.day_words import short_date
from louyu_desktop.text import N_, _

_DAY = dt.timedelta(days=1)
_FARTHEST = 3660
_BY_LAW = {
    (1, 1): N_("元旦"),
    (5, 1): N_("劳动节"),
    (5, 2): N_("劳动节"),
    (10, 1): N_("国庆节"),
    (10, 2): N_("国庆节"),
    (10, 3): N_("国庆节"),
}
"""Holidays that fall on the same days each year (全国年节及纪念日放假办法, as of 2025)."""


@dataclass(frozen=True, slots=True)
class HolidayDay:
    """One day of a table: off (休), or made up for (`works`, 班), and what it is called."""

    day: dt.date
    works: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """A day counted in working days; `estimated` when it rests on a year not published yet."""

    day: dt.date
    estimated: bool
    why: str


@cache
def _published() -> tuple[int, int]:
    """First and last year of the statutory table."""
    from chinese_calendar.constants import holidays

    return min(holidays).year, max(holidays).year


@cache
def _statutory(day: dt.date) -> HolidayDay | None:
    """What the statutory table says of a day, None when nothing."""
    first, last = _published()
    if not first <= day.year <= last:
        return None
    from chinese_calendar import Holiday, get_holiday_detail

    off, name = get_holiday_detail(day)
    return None if name is None else HolidayDay(day, works=not off, name=Holiday(name).chinese)


class Calendar:
    """The working days of one station; `holidays` is its own table, day by day."""

    def __init__(self, holidays: Mapping[dt.date, HolidayDay]) -> None:
        self._own = dict(holidays)
        self._own_years = {day.year for day in self._own}
        self._counted: dict[tuple[dt.date, int], Due] = {}

    def holiday(self, day: dt.date) -> HolidayDay | None:
        """What is special about `day`: a holiday or a made-up day, None for an ordinary one."""
        found = self._own.get(day) or _statutory(day)
        if found is None and not is_published(day.year) and (day.month, day.day) in _BY_LAW:
            return HolidayDay(day, name=_(_BY_LAW[day.month, day.day]))
        return found

    def is_workday(self, day: dt.date) -> bool:
        """Whether people work on `day`."""
        special = self.holiday(day)
        return day.weekday() < 5 if special is None else special.works

    def year_known(self, year: int) -> bool:
        """Whether the holidays of `year` are known, from either table."""
        return year in self._own_years or is_published(year)

    def add_workdays(self, start: dt.date, count: int) -> Due:
        """The `count`th working day after `start`; the next working day is day 1, and 0 is `start` itself.

        ValueError for a negative count or one of more than ten years.
        """
        if count < 0 or count > _FARTHEST:
            raise ValueError("a count of working days between 0 and ten years")
        found = self._counted.get((start, count))
        if found is None:
            found = self._counted[start, count] = self._count(start, count)
        return found

    def _count(self, start: dt.date, count: int) -> Due:
        day, left = start, count
        passed: list[dt.date] = []
        while left:
            day += _DAY
            passed.append(day)
            left -= self.is_workday(day)
        unknown = sorted({d.year for d in passed if not self.year_known(d.year)})
        return Due(day, bool(unknown), self._why(start, count, passed, unknown))

    def workdays_between(self, start: dt.date, end: dt.date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` lies before."""
        if end < start:
            return -self.workdays_between(end, start)
        return sum(self.is_workday(start + _DAY * step) for step in range(1, (end - start).days + 1))

    def _why(self, start: dt.date, count: int, passed: list[dt.date], unknown: list[int]) -> str:
        """The count in words: what was skipped, what was made up for, what is not known yet."""
        if not count:
            return _("当天")
        parts = [_("从 {day} 起第 {count} 个工作日").format(day=f"{start:%m-%d}", count=count)]
        skipped = self._skipped(passed)
        if skipped:
            parts.append(_("跳过{days}").format(days="、".join(skipped)))
        made_up = [d for d in passed if d.weekday() >= 5 and self.is_workday(d)]
        if made_up:
            days = "、".join(short_date(d) for d in made_up)
            parts.append(_("{days} 调休上班").format(days=days))
        parts += [_("{year} 年安排未导入，按周一至周五预估").format(year=year) for year in unknown]
        return "；".join(parts)

    def _skipped(self, passed: list[dt.date]) -> list[str]:
        names: Counter[str] = Counter()
        for day in passed:
            if not self.is_workday(day):
                special = self.holiday(day)
                names[special.name or _("放假") if special else _("周末")] += 1
        weekend = _("周末")
        ordered = sorted(names.items(), key=lambda item: item[0] != weekend)
        return [_("{name} {count} 天").format(name=name, count=days) for name, days in ordered]


def is_published(year: int) -> bool:
    """Whether the statutory table has a year."""
    first, last = _published()
    return first <= year <= last
