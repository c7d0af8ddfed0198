"""Working days over year ends, Spring Festival and made-up Saturdays."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.rules.workdays import Calendar, HolidayDay

STATUTORY = Calendar({})


@pytest.mark.parametrize(
    ("start", "count", "due", "why"),
    [
        ("2026-11-20", 0, "2026-11-20", "当天"),
        ("2026-11-20", 1, "2026-11-23", "从 11-20 起第 1 个工作日；跳过周末 2 天"),
        ("2026-11-17", 2, "2026-11-19", "从 11-17 起第 2 个工作日"),
        ("2026-02-12", 3, "2026-02-24", "从 02-12 起第 3 个工作日；跳过春节 9 天；02-14 周六 调休上班"),
        ("2026-09-30", 3, "2026-10-10", "从 09-30 起第 3 个工作日；跳过国庆节 7 天；10-10 周六 调休上班"),
        ("2026-05-08", 1, "2026-05-09", "从 05-08 起第 1 个工作日；05-09 周六 调休上班"),
        ("2025-12-31", 2, "2026-01-05", "从 12-31 起第 2 个工作日；跳过元旦 3 天；01-04 周日 调休上班"),
        ("2026-12-10", 15, "2026-12-31", "从 12-10 起第 15 个工作日；跳过周末 6 天"),
    ],
)
def test_known_years(start: str, count: int, due: str, why: str) -> None:
    found = STATUTORY.add_workdays(dt.date.fromisoformat(start), count)
    assert (found.day.isoformat(), found.estimated, found.why) == (due, False, why)


def test_into_a_year_not_published_yet() -> None:
    found = STATUTORY.add_workdays(dt.date(2026, 12, 28), 5)
    assert found.day == dt.date(2027, 1, 5)
    assert found.estimated
    assert found.why == "从 12-28 起第 5 个工作日；跳过周末 2 天、元旦 1 天；2027 年安排未导入，按周一至周五预估"


def test_fifteen_days_from_december_cross_into_the_unknown_year() -> None:
    assert not STATUTORY.add_workdays(dt.date(2026, 12, 10), 15).estimated
    assert STATUTORY.add_workdays(dt.date(2026, 12, 11), 15).estimated


def test_the_stations_own_table_makes_a_year_known() -> None:
    own = [
        HolidayDay(dt.date(2027, 1, 1), name="元旦"),
        HolidayDay(dt.date(2027, 1, 2), name="元旦"),
        HolidayDay(dt.date(2027, 1, 3), works=True, name="元旦"),
    ]
    calendar = Calendar({entry.day: entry for entry in own})
    found = calendar.add_workdays(dt.date(2026, 12, 28), 5)
    assert found.day == dt.date(2027, 1, 4)
    assert not found.estimated
    assert found.why == "从 12-28 起第 5 个工作日；跳过元旦 2 天；01-03 周日 调休上班"
    assert calendar.year_known(2027)
    assert not calendar.year_known(2028)


def test_the_stations_own_days_stand_before_the_statutory_ones() -> None:
    closed = dt.date(2026, 11, 23)
    made_up = dt.date(2026, 10, 1)
    calendar = Calendar({closed: HolidayDay(closed, name="设备检修"), made_up: HolidayDay(made_up, works=True)})
    assert calendar.is_workday(made_up)
    assert not calendar.is_workday(dt.date(2026, 10, 2))
    found = calendar.add_workdays(dt.date(2026, 11, 20), 1)
    assert found.day == dt.date(2026, 11, 24)
    assert found.why == "从 11-20 起第 1 个工作日；跳过周末 2 天、设备检修 1 天"


def test_a_day_off_without_name_is_still_told() -> None:
    day = dt.date(2026, 11, 23)
    calendar = Calendar({day: HolidayDay(day)})
    assert "放假 1 天" in calendar.add_workdays(dt.date(2026, 11, 20), 1).why


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-17", False),  # 春节
        ("2026-02-28", True),  # 调休 Saturday
        ("2026-02-21", False),
        ("2026-06-19", False),  # 端午
        ("2026-12-31", True),
        ("2027-01-01", False),  # by law, though the year is not published
        ("2027-01-02", False),
        ("2027-05-03", True),
        ("2003-05-01", False),
        ("2015-09-03", False),
    ],
)
def test_single_days(day: str, works: bool) -> None:
    assert STATUTORY.is_workday(dt.date.fromisoformat(day)) is works


def test_years_of_the_statutory_table() -> None:
    assert STATUTORY.year_known(2004)
    assert STATUTORY.year_known(2026)
    assert not STATUTORY.year_known(2003)


def test_a_negative_count_is_our_mistake() -> None:
    for count in (-1, 100_000):
        with pytest.raises(ValueError, match="working days"):
            STATUTORY.add_workdays(dt.date(2026, 1, 1), count)


def test_days_between() -> None:
    assert STATUTORY.workdays_between(dt.date(2026, 9, 30), dt.date(2026, 10, 10)) == 3
    assert STATUTORY.workdays_between(dt.date(2026, 11, 20), dt.date(2026, 11, 20)) == 0
    assert STATUTORY.workdays_between(dt.date(2026, 11, 23), dt.date(2026, 11, 20)) == -1


@given(st.dates(dt.date(2005, 1, 1), dt.date(2030, 12, 31)), st.integers(1, 60))
def test_a_due_day_is_a_working_day_that_many_days_on(start: dt.date, count: int) -> None:
    due = STATUTORY.add_workdays(start, count)
    assert STATUTORY.is_workday(due.day)
    assert STATUTORY.workdays_between(start, due.day) == count
    assert due.estimated == ("预估" in due.why)
    assert due.estimated == (due.day.year > 2026)
