"""Which backups go: by table and by any history, with a clock that is right, stopped, or wrong in both directions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from louyu_desktop.storage.retention import Kept, to_drop

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 22)


def made(days: Iterable[dt.date], *, safety: Iterable[int] = (), unproven: Iterable[int] = ()) -> list[Kept]:
    """Backups numbered from 1 on, one for each day in order."""
    wrong, safe = set(unproven), set(safety)
    return [Kept(n, day, proven=n not in wrong, safety=n in safe) for n, day in enumerate(days, 1)]


def stay(kept: list[Kept], today: dt.date = TODAY, held: Iterable[int] = ()) -> list[int]:
    """The numbers that stay."""
    return sorted({one.number for one in kept} - to_drop(kept, today, set(held)))


def every_day(count: int, last: dt.date = TODAY, a_day: int = 1) -> list[dt.date]:
    """So many days up to `last`, each `a_day` times."""
    return [last - DAY * (count - 1 - n) for n in range(count) for _time in range(a_day)]


def test_nothing_goes_while_there_is_little() -> None:
    assert to_drop([], TODAY) == set()
    assert to_drop(made(every_day(30)), TODAY) == set()


def test_two_days_keep_all_thirty_keep_their_last_twelve_months_keep_one() -> None:
    kept = made(every_day(400, a_day=4))
    left = [one for one in kept if one.number in stay(kept)]
    days = [one.day for one in left]
    for back in range(3):
        assert days.count(TODAY - DAY * back) == 4
    for back in range(3, 30):
        assert days.count(TODAY - DAY * back) == 1
    older = [one for one in left if one.day <= TODAY - DAY * 30]
    assert [(one.day.year, one.day.month) for one in older] == [
        (2025, 12), *((2026, month) for month in range(1, 10))
    ]  # fmt: skip
    assert all(one.number % 4 == 0 for one in older)


@pytest.mark.parametrize(
    ("jump", "today"),
    [
        (dt.timedelta(days=-366), TODAY),
        (dt.timedelta(days=3653), TODAY),
        (dt.timedelta(days=3653), TODAY + dt.timedelta(days=3653)),
        (dt.timedelta(days=-366), TODAY - dt.timedelta(days=366)),
    ],
)
def test_a_clock_that_jumps_and_comes_back_lets_nothing_look_old(jump: dt.timedelta, today: dt.date) -> None:
    """T13: one day is used up by the jump, and no more goes than that."""
    before = every_day(29)
    kept = made([*before, TODAY + jump])
    assert to_drop(kept, today) == set()
    back = made([*before, TODAY + jump, TODAY])
    assert len(stay(back)) >= 30


def test_the_newest_three_proven_stay_whatever_the_days_say() -> None:
    kept = made([TODAY] * 2 + every_day(600), unproven=range(60, 603))
    assert {57, 58, 59} <= set(stay(kept))


def test_a_proven_one_stands_for_its_day_though_a_later_one_failed() -> None:
    kept = made([TODAY - DAY * 20] * 3 + every_day(10), unproven=[2, 3])
    assert stay(kept)[0] == 1
    assert not {2, 3} & set(stay(kept))


@pytest.mark.parametrize("later", [0, 31, 80])
def test_a_safety_copy_stays_ninety_days(later: int) -> None:
    kept = made([TODAY - DAY * later] * 2 + every_day(later, a_day=2) + [TODAY] * 40, safety=[1])
    assert 1 in stay(kept)


def test_an_old_safety_copy_goes() -> None:
    kept = made([TODAY - DAY * 120] * 2 + every_day(100), safety=[1])
    assert 1 not in stay(kept)


def test_a_safety_copy_is_old_after_ninety_days_and_thirty_others() -> None:
    """A second backup of its day stands for the day and the month, and is one of the thirty."""
    for age, later, stays in ((91, 29, False), (91, 28, True), (90, 29, True), (90, 60, True)):
        kept = made([TODAY - DAY * age] * 2 + every_day(later), safety=[1])
        assert (1 in stay(kept)) is stays, (age, later)


def test_a_safety_copy_of_a_day_to_come_is_old_after_ninety_others() -> None:
    for today, later, stays in ((TODAY, 95, True), (TODAY - DAY, 89, False), (TODAY - DAY, 88, True)):
        kept = made([TODAY] * 2 + [TODAY + DAY * n for n in range(1, later + 1)], safety=[1])
        assert (1 in stay(kept, today)) is stays, (today, later)


def test_a_jump_of_ten_years_does_not_make_a_safety_copy_old() -> None:
    kept = made([TODAY] * 5 + [TODAY + DAY * 3653], safety=[1])
    assert 1 in stay(kept, TODAY + DAY * 3653)


def test_what_is_being_restored_stays() -> None:
    """Incident 16: the safety copy pushed out the very backup that was being restored."""
    kept = made(every_day(500))
    assert 1 in to_drop(kept, TODAY)
    assert 1 in stay(kept, held=[1])


HISTORIES = st.lists(
    st.tuples(st.integers(-4000, 4000), st.booleans(), st.booleans()), max_size=120
).map(lambda found: [Kept(n, TODAY + DAY * day, proven, safe) for n, (day, proven, safe) in enumerate(found, 1)])


@settings(max_examples=300, deadline=None)
@given(HISTORIES, st.integers(-5000, 5000))
def test_any_history_under_any_clock(kept: list[Kept], turned: int) -> None:
    """What must hold always; and what went once would not have been asked for again."""
    today = TODAY + DAY * turned
    gone = to_drop(kept, today)
    left = [one for one in kept if one.number not in gone]
    proven = sorted((one.number for one in kept if one.proven), reverse=True)
    assert not gone & set(proven[:3])
    assert not {one.number for one in kept if one.safety and 0 <= (today - one.day).days <= 90} & gone
    days = list(dict.fromkeys(one.day for one in reversed(kept)))
    assert set(days[:30]) <= {one.day for one in left}
    assert not {one.number for one in kept if one.day in days[:3]} & gone
    months = list(dict.fromkeys((one.day.year, one.day.month) for one in reversed(kept)))
    assert set(months[:12]) <= {(one.day.year, one.day.month) for one in left}
    assert to_drop(left, today) == set()


def test_the_newest_with_attachments_stay_however_many_without_come_after() -> None:
    """Half-hourly backups may have no attachments; whoever loses the computer needs one that has."""
    first = dt.date(2026, 1, 1)
    kept = [Kept(number, first, whole=True) for number in range(1, 6)]
    kept += [Kept(10 + day, first + dt.timedelta(days=day), whole=False) for day in range(1, 400)]
    assert {3, 4, 5}.isdisjoint(to_drop(kept, first + dt.timedelta(days=400)))
