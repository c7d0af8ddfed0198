"""When a room is open, read out of what stations write: 工作日 09:00 – 19:00，周六 10:00 – 16:00."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.text import _

_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2})|点半|[点时](?:(\d{1,2})分?)?)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|~|至|到)\s*(?:次日)?{_CLOCK}")
_RUN = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])\s*(?:-|~|至|到)\s*(?:周|星期|礼拜)?([一二三四五六日天])")
_ONES = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天](?:[、/和及]?[一二三四五六日天])*)")
_WHOLE = re.compile(r"全天|24\s*小时|不打烊")
_SHUT = re.compile(r"闭|休馆|休息(?!日)|不开|不营业|除外")
_OFF = re.compile(r"周末|双休|休息日")
_MIDNIGHT = 24 * 60
_Named = tuple[frozenset[int], bool | None]


@dataclass(frozen=True, slots=True)
class Span:
    """Open from minute to minute of a day: on these weekdays, or on working days, or on days off."""

    weekdays: frozenset[int]
    working: bool | None
    first: int = 0
    last: int = 0

    def on(self, day: dt.date, *, works: bool) -> bool:
        """Whether it speaks of a day."""
        return day.weekday() in self.weekdays and (self.working is None or self.working == works)


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a room; without spans nothing is known, and nothing is closed.

    It stays `shut` on the days that are excepted, and with `keeps_holidays` on those off by law.
    """

    spans: tuple[Span, ...] = ()
    shut: tuple[Span, ...] = ()
    keeps_holidays: bool = False

    def of(self, day: dt.date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
        """The minutes of a day between which it is open, in order; the whole day where nothing is known."""
        if not self.spans:
            return ((0, _MIDNIGHT),)
        works, special = calendar.is_workday(day), calendar.holiday(day)
        is_holiday = special is not None and not special.works
        if (self.keeps_holidays and is_holiday) or any(one.on(day, works=works) for one in self.shut):
            return ()
        return _joined((one.first, one.last) for one in self.spans if one.on(day, works=works))

    def covers(self, day: dt.date, first: int, last: int, calendar: Calendar) -> bool:
        """Whether it is open from one minute of a day to another one of the same day."""
        return any(begin <= first and last <= end for begin, end in self.of(day, calendar))


def _joined(spans: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The same in order, those that meet as one."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def read(text: str | None) -> Hours | None:
    """The hours that a text names; no spans for a blank one, None for one that cannot be read."""
    plain = unicodedata.normalize("NFKC", text or "").replace("—", "-").replace("–", "-").replace("～", "~")
    plain = re.sub(r"-+", "-", re.sub(r"\s+", "", plain))
    if not plain:
        return Hours()
    hours: Hours | None = Hours()
    days: _Named = (frozenset(range(7)), None)
    for part in re.split(r"[;,。\n()]|(?<=\d)、(?=\d{1,2}[:点])", plain.replace("，", ",").replace("；", ";")):
        if part and hours is not None:
            named = _days(part)
            shut = _SHUT.search(part) is not None
            days = named if named is not None and not shut else days
            hours = _shut(hours, part, named) if shut else _opened(hours, part, days)
    return hours if hours is not None and hours.spans else None


def _opened(hours: Hours, part: str, days: _Named) -> Hours | None:
    """The hours with those that a part names for some days; None when it names none."""
    spans = [(_minute(one.groups()[:3]), _minute(one.groups()[3:])) for one in _SPAN.finditer(part)]
    if _WHOLE.search(part):
        spans.append((0, _MIDNIGHT))
    if not spans or not all(0 <= first < last <= _MIDNIGHT for first, last in spans):
        return None
    return replace(hours, spans=(*hours.spans, *(Span(*days, first, last) for first, last in spans)))


def _shut(hours: Hours, part: str, named: _Named | None) -> Hours | None:
    """The hours but for the days that a part excepts; None when it names none, or times as well."""
    if named is None or _SPAN.search(part):
        return None
    if named[1] is False and not _OFF.search(part):
        return replace(hours, keeps_holidays=True)
    return replace(hours, shut=(*hours.shut, Span(*named)))


def _days(part: str) -> _Named | None:
    """The days that a part names, None when it names none."""
    if "工作日" in part:
        return frozenset(range(7)), True
    if re.search(r"节假日|休息日|双休日|周末", part):
        return frozenset(range(7)), False
    if re.search(r"每天|每日|天天|全年", part):
        return frozenset(range(7)), None
    found = {_DAYS[sign] for ones in _ONES.finditer(part) for sign in ones[1] if sign in _DAYS}
    for run in _RUN.finditer(part):
        first, last = _DAYS[run[1]], _DAYS[run[2]]
        found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
    return (frozenset(found), None) if found else None


def _minute(groups: tuple[str | None, ...]) -> int:
    """The minute of the day that a clock time names."""
    hour, minute, after = groups
    return int(hour or 0) * 60 + int(minute or after or 0)


def in_words(spans: tuple[tuple[int, int], ...]) -> str:
    """09:00 – 19:00、20:00 – 21:00."""
    return _("、").join(f"{a // 60:02d}:{a % 60:02d} – {b // 60:02d}:{b % 60:02d}" for a, b in spans)
