"""Promised dates against a calculation that shares nothing with the rule but the law (FIELD.md 4.1)."""

from __future__ import annotations

import datetime as dt
import random
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest

from louyu_desktop.rules.promise import TERMS, Clock, Pause, promise, share
from louyu_desktop.rules.workdays import Calendar, HolidayDay

ZONE = ZoneInfo("Asia/Shanghai")
OWN_2027 = {dt.date(2027, 1, 4): HolidayDay(dt.date(2027, 1, 4), name="元旦"),
            dt.date(2027, 1, 9): HolidayDay(dt.date(2027, 1, 9), works=True)}  # fmt: skip
BY_LAW = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


def works(day: dt.date, own: bool) -> bool:
    """From the libraries' tables, the station's own and the weekday, written down anew."""
    if own and day in OWN_2027:
        return OWN_2027[day].works
    if day.year <= 2026:
        return bool(chinese_calendar.is_workday(day))
    return day.weekday() < 5 and (day.month, day.day) not in BY_LAW


def independent(
    received: dt.datetime, days: int, cut_off: int, pauses: list[tuple[dt.datetime, dt.datetime]], own: bool
) -> dt.date:
    """Walks through hours, one by one, and counts the day at its cut-off."""
    moment = received.replace(minute=0)
    zero = received.date() + dt.timedelta(days=received.hour >= cut_off)
    left = days
    while True:
        if (moment.hour == cut_off % 24 and (cut_off < 24)) or (cut_off == 24 and moment.hour == 0):
            day = moment.date() - dt.timedelta(days=cut_off == 24)
            stands = any(start <= moment < end for start, end in pauses)
            if works(day, own) and not stands:
                if day > zero:
                    left -= 1
                if (days == 0 and day >= zero) or (days and day > zero and left == 0):
                    return day
        moment += dt.timedelta(hours=1)


@pytest.mark.parametrize("seed", range(20))
def test_two_thousand_promised_dates(seed: int) -> None:
    luck = random.Random(seed)
    for _case in range(100):
        own = luck.random() < 0.5
        start = dt.datetime(2026, 9, 20, tzinfo=ZONE) + dt.timedelta(minutes=luck.randrange(120 * 24 * 60))
        if luck.random() < 0.2:
            hour, minute = luck.choice((16, 17)), luck.choice((0, 59))
            start = dt.datetime(2026, 12, luck.randint(10, 31), hour, minute, tzinfo=ZONE)
        cut_off = luck.choice((17, 17, 17, 16, 18, 24))
        pauses = []
        moment = start
        for _pause in range(luck.choice((0, 0, 1, 2))):
            begins = moment + dt.timedelta(hours=luck.randrange(1, 200))
            moment = begins + dt.timedelta(hours=luck.randrange(1, 300))
            pauses.append((begins, moment))
        terms = luck.choice(list(TERMS.values()))
        extensions = [luck.randint(1, 15) for _one in range(luck.choice((0, 0, 1)))]
        calendar = Calendar(OWN_2027 if own else {})
        clock = Clock(start, calendar, cut_off, [Pause(a, b, "等企业材料") for a, b in pauses])
        found = promise(clock, terms, extensions)
        wanted = [terms.contact, min(5, terms.finish), terms.finish + sum(extensions), terms.finish]
        for due, days in zip((found.contact, found.reply, found.finish, found.first), wanted, strict=True):
            assert due.day == independent(start, days, cut_off, pauses, own), (start, days, cut_off, pauses, own)
            assert due.estimated == (due.day.year > 2026 and not own)


def test_the_reason_names_what_was_skipped() -> None:
    start = dt.datetime(2026, 9, 30, 17, 30, tzinfo=ZONE)
    pause = Pause(dt.datetime(2026, 10, 9, 9, tzinfo=ZONE), dt.datetime(2026, 10, 12, 9, tzinfo=ZONE), "等企业材料")
    due = promise(Clock(start, Calendar({}), 17, [pause]), TERMS["平台协办"]).finish
    assert "09-30 17:30 收到，算 10-01" in due.why
    assert "国庆" in due.why
    assert "停表" in due.why
    assert "等企业材料" in due.why


def test_an_extension_keeps_the_first_promise() -> None:
    clock = Clock(dt.datetime(2026, 11, 16, 9, tzinfo=ZONE), Calendar({}))
    found = promise(clock, TERMS["难题专办"], [10])
    assert found.first.day < found.finish.day
    with pytest.raises(ValueError, match="1 to 15"):
        promise(clock, TERMS["难题专办"], [16])


def test_the_share_grows_only_on_working_days() -> None:
    clock = Clock(dt.datetime(2026, 11, 16, 9, tzinfo=ZONE), Calendar({}))  # a Monday
    assert share(clock, 5, dt.datetime(2026, 11, 16, 23, tzinfo=ZONE)) == 0
    assert share(clock, 5, dt.datetime(2026, 11, 20, 18, tzinfo=ZONE)) == 0.8
    assert share(clock, 5, dt.datetime(2026, 11, 22, 18, tzinfo=ZONE)) == 0.8
    assert share(clock, 5, dt.datetime(2026, 11, 23, 17, tzinfo=ZONE)) == 1
