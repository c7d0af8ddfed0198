"""Days in words, as lists, papers and 今日 say them; pure."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.text import N_, _

WEEKDAYS = (N_("周一"), N_("周二"), N_("周三"), N_("周四"), N_("周五"), N_("周六"), N_("周日"))
"""As stored and shown, Monday first."""

LETTERS = (N_("一"), N_("二"), N_("三"), N_("四"), N_("五"), N_("六"), N_("日"))
"""What follows 星期, and what stands where there is room for one sign."""


def weekday(day: dt.date) -> str:
    """周五."""
    return _(WEEKDAYS[day.weekday()])


def weekday_letter(day: dt.date) -> str:
    """五, behind 星期."""
    return _(LETTERS[day.weekday()])


def short_date(day: dt.date) -> str:
    """11-24 周二."""
    return f"{day:%m-%d} {weekday(day)}"


def day_words(day: dt.date, today: dt.date) -> str:
    """今天, 明天, 昨天, else `11-24 周二`, with the year when it is another one."""
    near = {0: _("今天"), 1: _("明天"), -1: _("昨天")}.get((day - today).days)
    if near:
        return near
    return short_date(day) if day.year == today.year else f"{day.isoformat()} {weekday(day)}"


def due_words(day: dt.date, today: dt.date, *, estimated: bool = False) -> str:
    """超期 2 天, 今天到期, 11-24 周二到期; with 预估 where the holidays of that year are not published."""
    late = (today - day).days
    words = _("超期 {count} 天").format(count=late) if late > 0 else _("{day}到期").format(day=day_words(day, today))
    return _("{words}（预估）").format(words=words) if estimated and late <= 0 else words


def date_words(day: dt.date) -> str:
    """2026 年 11 月 20 日."""
    return _("{year} 年 {month} 月 {day} 日").format(year=day.year, month=day.month, day=day.day)
