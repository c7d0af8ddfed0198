"""Repetition and its edits against `dateutil.rrule`; holidays and made-up days."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.errors import UserError
from louyu_desktop.rules import recurrence
from louyu_desktop.rules.recurrence import Every, OnHoliday, Rule, Standing, days, read, replan, settle, written
from louyu_desktop.rules.workdays import Calendar, HolidayDay

FIRST = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """Any rule that the window can make."""
    every = draw(st.sampled_from(Every))
    rule = Rule(every, draw(st.integers(1, 5)), count=draw(st.integers(1, 60)))
    if draw(st.booleans()):
        rule = replace(rule, count=None, until=draw(st.dates(dt.date(2024, 1, 1), dt.date(2031, 1, 1))))
    if every is Every.WEEK:
        chosen = draw(st.sets(st.integers(0, 6), max_size=4))
        return replace(rule, weekdays=tuple(sorted(chosen)))
    if every is Every.MONTH:
        kind = draw(st.sampled_from(("same", "nth", "day")))
        if kind == "nth":
            nth = draw(st.sampled_from((1, 2, 3, 4, 5, -1)))
            return replace(rule, weekdays=(draw(st.integers(0, 6)),), nth=nth)
        if kind == "day":
            return replace(rule, month_day=draw(st.sampled_from((-1, 1, 15, 29, 30, 31))))
    return rule


def oracle(rule: Rule, first: dt.date) -> list[dt.date]:
    """What `dateutil` makes of the text that is stored."""
    found = rrulestr(written(rule), dtstart=dt.datetime.combine(first, dt.time()))
    return [moment.date() for moment in found[: recurrence.MOST] if moment.year < 2200]


@given(rules(), FIRST)
def test_the_days_are_those_of_dateutil(rule: Rule, first: dt.date) -> None:
    assert list(days(rule, first)) == oracle(rule, first)


@given(rules(), FIRST)
def test_a_rule_is_read_back_as_it_was_written(rule: Rule, first: dt.date) -> None:
    assert read(written(rule)) == rule
    assert recurrence.in_words(rule, first).startswith("每")


@given(rules(), FIRST, st.integers(0, 20), st.integers(-6, 6))
def test_this_and_following_go_by_the_rule_of_the_new_day(rule: Rule, first: dt.date, place: int, by: int) -> None:
    """What is moved begins a rule of its own from its new day on; dateutil, told so, gives the same days."""
    found = list(days(rule, first))
    if place >= len(found):
        return
    before, after = found[place], found[place] + dt.timedelta(days=by)
    moved = replace(recurrence.moved_rule(rule, before, after), until=None, count=len(found) - place)
    mine = list(days(moved, after))
    assert mine == oracle(moved, after)
    assert mine[:1] == [after]


@given(rules(), FIRST, st.integers(-6, 6))
def test_all_moved_by_one_that_is_not_the_first(rule: Rule, first: dt.date, by: int) -> None:
    """Whichever activity is moved, the rule of all has its new day among its days (where months are long enough)."""
    found = list(days(rule, first))
    if len(found) < 2 or rule.every is Every.YEAR:
        return
    before, after = found[1], found[1] + dt.timedelta(days=by)
    moved = replace(recurrence.moved_rule(rule, before, after), until=None, count=len(found) + 12)
    start = recurrence.moved_first(rule, found[0], before, after)
    assert after in oracle(moved, start)


@given(st.lists(st.tuples(FIRST, st.booleans()), max_size=12), st.lists(FIRST, max_size=12, unique=True))
def test_a_new_plan_never_touches_what_is_fixed(stand: list[tuple[dt.date, bool]], wanted: list[dt.date]) -> None:
    standing = [Standing(key, day, fixed) for key, (day, fixed) in enumerate(stand)]
    wanted = sorted(wanted)
    plan = replan(standing, wanted)
    fixed = {one.id for one in standing if one.fixed}
    assert fixed.isdisjoint(key for key, _day in plan.moved)
    assert fixed.isdisjoint(plan.dropped)
    assert sorted([*fixed, *plan.dropped, *(key for key, _day in plan.moved)]) == [one.id for one in standing]
    taken = [day for _key, day in plan.moved] + list(plan.added)
    assert sorted(taken) == [day for day in wanted if day not in {one.day for one in standing if one.fixed}]
    for key, day in plan.moved:
        own = standing[key].day
        elsewhere = {one.day for one in standing if one.id != key}
        assert own == day or own not in wanted or own in elsewhere, "who stands on a wanted day stays there"


NATIONAL = Calendar({})
"""The statutory table: 2026-10-01 to 07 off, 2026-09-20 and 10-10 worked."""


def test_holidays_are_kept_skipped_or_shifted() -> None:
    wanted = [dt.date(2026, 9, 24), dt.date(2026, 10, 1), dt.date(2026, 10, 8)]
    assert [one.day for one in settle(wanted, OnHoliday.KEEP, NATIONAL)] == wanted
    skipped = settle(wanted, OnHoliday.SKIP, NATIONAL)
    assert [one.day for one in skipped] == [wanted[0], None, wanted[2]]
    assert skipped[1].note == "国庆节放假，跳过"
    later = settle(wanted, OnHoliday.LATER, NATIONAL)
    assert [one.day for one in later] == [wanted[0], None, wanted[2]]
    assert later[1].note == "国庆节放假，10-08 已有一场，跳过"
    [_first, moved, _last] = settle([wanted[0], wanted[1], dt.date(2026, 10, 15)], OnHoliday.LATER, NATIONAL)
    assert moved.day == dt.date(2026, 10, 8)
    assert moved.note == "国庆节放假，顺延到 10-08 周四"
    [earlier] = settle([wanted[1]], OnHoliday.EARLIER, NATIONAL)
    assert earlier.day == dt.date(2026, 9, 30)


def test_made_up_days_are_named_and_weekends_are_no_holidays() -> None:
    [saturday, made_up] = settle([dt.date(2026, 9, 12), dt.date(2026, 10, 10)], OnHoliday.LATER, NATIONAL)
    assert (saturday.day, saturday.note) == (dt.date(2026, 9, 12), "")
    assert (made_up.day, made_up.note) == (dt.date(2026, 10, 10), "调休上班")
    own = Calendar({dt.date(2027, 3, 3): HolidayDay(dt.date(2027, 3, 3), works=False, name="停电")})
    [shifted] = settle([dt.date(2027, 3, 3)], OnHoliday.LATER, own)
    assert shifted.day == dt.date(2027, 3, 4)


def test_an_exception_is_left_out() -> None:
    [one, two] = settle([dt.date(2026, 9, 2), dt.date(2026, 9, 9)], OnHoliday.KEEP, NATIONAL, [dt.date(2026, 9, 9)])
    assert (one.day, two.day, two.note) == (dt.date(2026, 9, 2), None, "除外")


@given(st.lists(FIRST, max_size=40, unique=True), st.sampled_from(OnHoliday))
def test_no_two_fall_on_one_day_and_nothing_shifted_on_a_day_off(wanted: list[dt.date], how: OnHoliday) -> None:
    found = settle(sorted(wanted), how, NATIONAL)
    there = [one.day for one in found if one.day is not None]
    assert len(there) == len(set(there))
    for one in found:
        if one.day is not None and one.day != one.rule_day:
            assert NATIONAL.is_workday(one.day)


@pytest.mark.parametrize(
    "text", ["", "FREQ=HOURLY;COUNT=3", "FREQ=WEEKLY", "FREQ=WEEKLY;COUNT=2;UNTIL=20260101", "FREQ=DAILY;COUNT=9999",
             "FREQ=MONTHLY;BYDAY=2WE,3TH;COUNT=4", "FREQ=WEEKLY;BYSETPOS=1;COUNT=2", "随便"],
)  # fmt: skip
def test_what_it_cannot_keep_is_refused_in_words(text: str) -> None:
    with pytest.raises(UserError, match="看不懂这条重复规则"):
        read(text)


@pytest.mark.parametrize(("text", "words"), [
    ("FREQ=MONTHLY;BYDAY=2WE;COUNT=12", "每月第 2 个周三，共 12 场"),
    ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261231", "每周周二、周四，到 2026-12-31 为止"),
    ("FREQ=WEEKLY;INTERVAL=2;COUNT=6", "每 2 周周三，共 6 场"),
    ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "每月最后一个周五，共 3 场"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3", "每月最后一天，共 3 场"),
    ("FREQ=MONTHLY;BYMONTHDAY=5;COUNT=3", "每月5 号，共 3 场"),
    ("FREQ=DAILY;COUNT=3", "每天，共 3 场"),
])  # fmt: skip
def test_a_rule_in_words(text: str, words: str) -> None:
    assert recurrence.in_words(read(text), dt.date(2026, 11, 4)) == words
