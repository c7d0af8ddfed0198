"""The little language of the filter row."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.copies import Filter, Match
from louyu_desktop.ui.fields import filters

HEADS = Field(name="headcount", label="员工数", kind=Kind.INTEGER)
LEASE = Field(name="lease_end", label="租期至", kind=Kind.DATE)
START = Field(name="starts_at", label="开始时间", kind=Kind.DATETIME)
GRADE = Field(name="grade", label="等级", kind=Kind.CHOICE, choices=("超甲", "甲", "乙"))
KEY = Field(name="is_key", label="重点企业", kind=Kind.FLAG)
NAME = Field(name="name", label="企业名称", searchable=True)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("50", [(Match.AT_LEAST, 50)]),
        ("≥50", [(Match.AT_LEAST, 50)]),
        (">50", [(Match.AT_LEAST, 51)]),
        ("<50", [(Match.AT_MOST, 49)]),
        ("10-20", [(Match.AT_LEAST, 10), (Match.AT_MOST, 20)]),
        ("１０～２０", [(Match.AT_LEAST, 10), (Match.AT_MOST, 20)]),
        ("=7", [(Match.EQUALS, 7)]),
        ("空", [(Match.EMPTY, None)]),
    ],
)
def test_numbers(typed: str, expected: list[tuple[Match, int | None]]) -> None:
    assert [(one.match, one.value) for one in filters.parse(HEADS, typed)] == expected


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-12", None, dt.date(2026, 11, 30)),
        ("<2026-12", None, dt.date(2026, 11, 30)),
        ("早于 2026-12-05", None, dt.date(2026, 12, 4)),
        ("≤2026-12", None, dt.date(2026, 12, 31)),
        (">2026-01", dt.date(2026, 2, 1), None),
        ("晚于2026-01-05", dt.date(2026, 1, 6), None),
        ("2026-01~2026-03", dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        ("=2024", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_days(typed: str, first: dt.date | None, last: dt.date | None) -> None:
    found = {one.match: one.value for one in filters.parse(LEASE, typed)}
    assert (found.get(Match.AT_LEAST), found.get(Match.AT_MOST)) == (first, last)


def test_a_month_of_a_moment_is_the_whole_month_in_the_stations_zone() -> None:
    first, last = filters.parse(START, "2026-11")
    assert (str(first.value), str(last.value)[:19]) == ("2026-11-01 00:00:00+08:00", "2026-11-30 23:59:59")


def test_words_of_a_list() -> None:
    assert filters.parse(GRADE, "甲、乙") == (Filter("grade", Match.ONE_OF, ("甲", "乙")),)
    assert filters.parse(GRADE, "超") == (Filter("grade", Match.ONE_OF, ("超甲",)),)
    assert filters.parse(KEY, "是") == (Filter("is_key", Match.EQUALS, True),)
    assert filters.parse(KEY, "是、否") == ()


@pytest.mark.parametrize(("field", "typed"), [(HEADS, "很多"), (LEASE, "2026-13"), (LEASE, "2026-02-30"), (GRADE, "丁")])
def test_what_cannot_be_read_is_refused_with_a_sentence(field: Field, typed: str) -> None:
    with pytest.raises(UserError) as refused:
        filters.parse(field, typed)
    assert refused.value.sentence


NUMBERS = st.integers(0, 100_000)
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 30))


@given(low=NUMBERS, more=NUMBERS)
def test_numbers_are_typed_as_they_are_read(low: int, more: int) -> None:
    for typed in (f"{low}", f"{low}-{low + more}", f"<{low}", f"={low}"):
        found = filters.parse(HEADS, typed)
        assert filters.parse(HEADS, filters.typed(HEADS, found)) == found


@given(day=DAYS)
def test_days_are_typed_as_they_are_read(day: dt.date) -> None:
    for typed in (f"<{day}", f">{day}", f"≥{day}", f"{day}~{day}"):
        found = filters.parse(LEASE, typed)
        assert filters.parse(LEASE, filters.typed(LEASE, found)) == found


def test_chips_say_what_is_on() -> None:
    assert filters.chip(KEY, filters.parse(KEY, "是")) == "重点企业"
    assert filters.chip(HEADS, filters.parse(HEADS, "10-20")) == "员工数 10-20"
    assert filters.chip(NAME, filters.parse(NAME, "bj")) == "企业名称 bj"
