"""Lunar days against dates that were published, and where the tables end."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.rules.lunar import LunarDay, lunar_day

FEASTS = (
    (2024, 2, 10, "春节"), (2025, 1, 29, "春节"), (2026, 2, 17, "春节"), (2033, 1, 31, "春节"), (2100, 2, 9, "春节"),
    (2026, 2, 16, "除夕"), (2025, 1, 28, "除夕"), (2026, 3, 3, "元宵节"), (2026, 6, 19, "端午节"), (2026, 8, 19, "七夕"),
    (2026, 9, 25, "中秋节"), (2026, 10, 18, "重阳节"), (2026, 1, 26, "腊八节"), (2026, 7, 1, "建党节"), (2026, 12, 5, "志愿者日"),
)  # fmt: skip


@pytest.mark.parametrize(("year", "month", "day", "feast"), FEASTS)
def test_feasts_fall_on_the_days_that_were_published(year: int, month: int, day: int, feast: str) -> None:
    assert lunar_day(dt.date(year, month, day)).short == feast


@pytest.mark.parametrize(
    ("day", "month", "number", "short"),
    [
        (dt.date(2026, 11, 20), "十月", "十二", "十二"),
        (dt.date(2026, 11, 22), "十月", "十四", "小雪"),
        (dt.date(2026, 11, 9), "十月", "初一", "十月"),
        (dt.date(2025, 7, 25), "闰六月", "初一", "闰六月"),
        (dt.date(2033, 12, 22), "闰冬月", "初一", "闰冬月"),
    ],
)
def test_a_day_says_month_day_and_term(day: dt.date, month: str, number: str, short: str) -> None:
    found = lunar_day(day)
    if day == dt.date(2033, 12, 22):
        assert (found.month, found.day) == (month, number)
    else:
        assert (found.month, found.day, found.short) == (month, number, short)


def test_a_leap_month_has_no_feast_of_its_own() -> None:
    assert lunar_day(dt.date(2028, 5, 28)).feast == "端午节"
    assert lunar_day(dt.date(2028, 6, 27)).month == "闰五月"
    assert lunar_day(dt.date(2028, 6, 27)).feast == ""


def test_outside_the_tables_there_are_no_lunar_words() -> None:
    assert lunar_day(dt.date(1899, 12, 31)) == LunarDay()
    assert lunar_day(dt.date(2101, 1, 28)).day != ""
    assert lunar_day(dt.date(2101, 1, 29)).day == ""
    assert lunar_day(dt.date(2150, 7, 1)).short == "建党节"


def test_the_whole_day_is_a_sentence() -> None:
    assert lunar_day(dt.date(2026, 11, 22)).whole == "农历十月十四，小雪"
    assert lunar_day(dt.date(2150, 3, 2)).whole == ""
