"""What a day is called in the lunar calendar (GB/T 33661-2017), and which feast or commemoration it is.

Lunar days come from the tables of `borax` (MIT), which reach from 1900-01-31 to 2101-01-28.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from louyu_desktop.text import N_, _

_FEASTS = {
    (1, 1): N_("春节"),
    (1, 15): N_("元宵节"),
    (5, 5): N_("端午节"),
    (7, 7): N_("七夕"),
    (8, 15): N_("中秋节"),
    (9, 9): N_("重阳节"),
    (12, 8): N_("腊八节"),
}
"""By lunar month and day; none falls into a leap month."""

_SOLAR = {
    (1, 1): N_("元旦"),
    (3, 5): N_("学雷锋日"),
    (3, 8): N_("妇女节"),
    (3, 12): N_("植树节"),
    (5, 1): N_("劳动节"),
    (5, 4): N_("青年节"),
    (6, 1): N_("儿童节"),
    (7, 1): N_("建党节"),
    (8, 1): N_("建军节"),
    (9, 10): N_("教师节"),
    (10, 1): N_("国庆节"),
    (12, 4): N_("宪法日"),
    (12, 5): N_("志愿者日"),
}
"""Days of the year round which a station plans its activities."""

_EVE = N_("除夕")


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day in words: `month` 十月, `day` 十二, the `feast` or solar `term` of the day; all empty outside the tables."""

    month: str = ""
    day: str = ""
    term: str = ""
    feast: str = ""
    begins: bool = False

    @property
    def short(self) -> str:
        """The two or three characters that stand in a calendar's cell."""
        return self.feast or self.term or (self.month if self.begins else self.day)

    @property
    def whole(self) -> str:
        """The day in a sentence: 农历十月十二，小雪."""
        named = "，".join(part for part in (self.term, self.feast) if part)
        lunar = _("农历{month}{day}").format(month=self.month, day=self.day) if self.day else ""
        return "，".join(part for part in (lunar, named) if part)


@lru_cache(maxsize=2048)
def lunar_day(day: dt.date) -> LunarDay:
    """What a day is called."""
    from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE, LunarDate

    solar = _SOLAR.get((day.month, day.day), "")
    if not MIN_SOLAR_DATE <= day <= MAX_SOLAR_DATE:
        return LunarDay(feast=_(solar) if solar else "")
    found = LunarDate.from_solar(day)
    feast = "" if found.leap else _FEASTS.get((found.month, found.day), "")
    if day < MAX_SOLAR_DATE and found.month == 12 and LunarDate.from_solar(day + dt.timedelta(days=1)).month == 1:
        feast = _EVE
    words = feast or solar
    return LunarDay(
        month=f"{found.cn_leap}{found.cn_month}月",
        day=found.cn_day,
        term=found.term or "",
        feast=_(words) if words else "",
        begins=found.day == 1,
    )
