"""When a room is open, read out of what stations write: 工作日 09:00 – 19:00，周六 10:00 – 16:00."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from louyu_desktop.rules.workdays import Calendar

_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2})|点半|[点时](?:(\d{1,2})分?)?)?"
_SPAN = re.compile(rf"{_CLOCK}\s*(?:-|~|至|到)\s*(?:次日)?{_CLOCK}")
_RUN = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])\s*(?:-|~|至|到)\s*(?:周|星期|礼拜)?([一二三四五六日天])")
_ONES = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天](?:[、/和及]?[一二三四五六日天])*)")
_WHOLE = re.compile(r"全天|24\s*小时|不打烊")
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class Span:
    """Open from minute to minute of a day: on these weekdays, or on working days, or on days off."""

    weekdays: frozenset[int]
    working: bool | None
    first: int
    last: int

    def on(self, day: dt.date, *, works: bool) -> bool:
        """Whether it speaks of a day."""
        return day.weekday() in self.weekdays and (self.working is None or self.working == works)


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a room; without spans nothing is known, and nothing is closed."""

    spans: tuple[Span, ...] = ()

    def of(self, day: dt.date, calendar: Calendar) -> tuple[tuple[int, int], ...]:
        """The minutes of a day between which it is open, in order; the whole day where nothing is known."""
        if not self.spans:
            return ((0, _MIDNIGHT),)
        works = calendar.is_workday(day)
        return tuple(sorted({(one.first, one.last) for one in self.spans if one.on(day, works=works)}))

    def covers(self, day: dt.date, first: int, last: int, calendar: Calendar) -> bool:
        """Whether it is open from one minute of a day to another one of the same day."""
        return any(begin <= first and last <= end for begin, end in self.of(day, calendar))


def read(text: str | None) -> Hours | None:
    """The hours that a text names; no spans for a blank one, None for one that cannot be read."""
    plain = unicodedata.normalize("NFKC", text or "").replace("—", "-").replace("–", "-").replace("～", "~")
    plain = re.sub(r"-+", "-", re.sub(r"\s+", "", plain))
    if not plain:
        return Hours()
    found: list[Span] = []
    days = (frozenset(range(7)), None)
    for part in re.split(r"[;,。\n]|(?<=\d)、(?=\d{1,2}[:点])", plain.replace("，", ",").replace("；", ";")):
        if not part:
            continue
        named = _days(part)
        if named is not None:
            days = named
        spans = [(int(_minute(one.groups()[:3])), int(_minute(one.groups()[3:]))) for one in _SPAN.finditer(part)]
        if _WHOLE.search(part):
            spans.append((0, _MIDNIGHT))
        if not spans and not (named is not None and re.search(r"休|闭|不开", part)):
            return None
        for first, last in spans:
            if not 0 <= first < last <= _MIDNIGHT:
                return None
            found.append(Span(days[0], days[1], first, last))
    return Hours(tuple(found)) if found else None


def _days(part: str) -> tuple[frozenset[int], bool | None] | None:
    """The days that a part names, None when it names none."""
    if "工作日" in part:
        return frozenset(range(7)), True
    if re.search(r"节假日|休息日|双休日|周末", part):
        return frozenset(range(7)), False
    if re.search(r"每天|每日|天天|全年", part):
        return frozenset(range(7)), None
    run = _RUN.search(part)
    if run:
        first, last = _DAYS[run[1]], _DAYS[run[2]]
        return frozenset((first + step) % 7 for step in range((last - first) % 7 + 1)), None
    ones = _ONES.search(part)
    if ones:
        return frozenset(_DAYS[sign] for sign in ones[1] if sign in _DAYS), None
    return None


def _minute(groups: tuple[str | None, ...]) -> int:
    """The minute of the day that a clock time names."""
    hour, minute, after = groups
    return int(hour or 0) * 60 + int(minute or after or 0)


def in_words(spans: tuple[tuple[int, int], ...]) -> str:
    """09:00 – 19:00、20:00 – 21:00."""
    return "、".join(f"{a // 60:02d}:{a % 60:02d} – {b // 60:02d}:{b % 60:02d}" for a, b in spans)
