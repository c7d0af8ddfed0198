"""The State Council's notice of a year's holidays, as it is copied from the web: which days are off, which made up.

``一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。``
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from louyu_desktop.rules.workdays import HolidayDay

_DAY = dt.timedelta(days=1)
_LONGEST = 16
_YEAR = re.compile(r"(20\d\d)\s*年")
_HEAD = r"[一二三四五六七八九十]+、"
_LINE = re.compile(rf"{_HEAD}\s*(?P<name>[^:\n]{{2,12}}?)\s*:(?P<rest>.*?)(?={_HEAD}|\Z)", re.DOTALL)
_BRACKETS = re.compile(r"\([^()]*\)")
_DATE = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DATE}(?:\s*(?:至|到|-|—|~)\s*{_DATE})?")


@dataclass(frozen=True, slots=True)
class Announced:
    """What a notice says: its year, and its days in their order."""

    year: int
    days: tuple[HolidayDay, ...]

    @property
    def off(self) -> int:
        """So many days are off."""
        return sum(not one.works for one in self.days)

    @property
    def made_up(self) -> int:
        """So many days are worked that would be free."""
        return sum(one.works for one in self.days)


def read_notice(text: str, today: dt.date) -> Announced | None:
    """What the notice says; None where no holiday is found in it.

    The year is the one that the text names first, else the next one.
    """
    plain = _BRACKETS.sub("", unicodedata.normalize("NFKC", text))
    named = _YEAR.search(plain)
    year = int(named[1]) if named else today.year + 1
    found: dict[dt.date, HolidayDay] = {}
    for line in _LINE.finditer(plain):
        name = line["name"].strip()
        for day, works in _days(line["rest"], year):
            found[day] = HolidayDay(day, works=works, name=name)
    return Announced(year, tuple(found[day] for day in sorted(found))) if found else None


def _days(rest: str, year: int) -> Iterator[tuple[dt.date, bool]]:
    """Each day of one holiday: sentences that speak of 放假 or 休 first, those of 上班 made up for."""
    for sentence in re.split(r"[。;\n]", rest):
        works = "上班" in sentence
        if not works and "放假" not in sentence and "休" not in sentence:
            continue
        month = 0
        for span in _SPAN.finditer(sentence):
            first = _date(year, span[1], span[2], span[3], month)
            if first is None:
                continue
            month = first.month
            last = _date(first.year, span[4], span[5], span[6], month) if span[6] else first
            yield from ((day, works) for day in _between(first, last or first))


def _date(year: int, said: str | None, month: str | None, day: str, before: int) -> dt.date | None:
    """A date with what stood before it filled in; None for one that there is not."""
    try:
        return dt.date(int(said or year), int(month or before), int(day))
    except ValueError:
        return None


def _between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    if last < first:  # from the end of December into January
        last = last.replace(year=last.year + 1)
    for step in range(min((last - first).days + 1, _LONGEST)):
        yield first + _DAY * step
