"""Whole months: where they end, and what holds a day."""

from __future__ import annotations

import datetime as dt

import pytest

from louyu_desktop.rules.months import QUARTER, YEAR, begin_of, last_of, months_on, span_of


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-11-30", 3, "2027-02-28"), ("2027-11-30", 3, "2028-02-29"), ("2026-12-31", 1, "2027-01-31"),
     ("2026-08-31", 6, "2027-02-28"), ("2026-06-30", 6, "2026-12-30"), ("2026-01-31", -1, "2025-12-31"),
     ("2026-03-31", -13, "2025-02-28")],
)  # fmt: skip
def test_months_end_where_they_end(day: str, months: int, then: str) -> None:
    assert months_on(dt.date.fromisoformat(day), months).isoformat() == then


def test_spans_are_whole_months_quarters_and_years() -> None:
    day = dt.date(2026, 12, 31)
    assert span_of(day) == (dt.date(2026, 12, 1), day)
    assert span_of(day, QUARTER) == (dt.date(2026, 10, 1), day)
    assert span_of(dt.date(2024, 2, 29), YEAR) == (dt.date(2024, 1, 1), dt.date(2024, 12, 31))


def test_spans_follow_each_other_without_a_gap() -> None:
    for months in (1, QUARTER, YEAR):
        first, last = span_of(dt.date(2023, 5, 17), months)
        for _turn in range(30):
            following, end = span_of(last + dt.timedelta(days=1), months)
            assert following == last + dt.timedelta(days=1) == months_on(first, months) == begin_of(end, months)
            assert last_of(end) == end
            first, last = following, end
