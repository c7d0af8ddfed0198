"""六必访 as a function of the facts: every trigger at its boundary days, and what becomes of the tasks there are."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from louyu_desktop.rules import must_visit, must_visit_words
from louyu_desktop.rules.firm_facts import Case, Coloured, FirmFacts, Guest, Lease, Noted
from louyu_desktop.rules.must_visit import Deadlines, Limits, Plan, Task, Wanted, reconcile, wanted
from louyu_desktop.rules.risk import Thresholds
from louyu_desktop.rules.workdays import Calendar, HolidayDay

TODAY = dt.date(2026, 11, 23)  # a Monday
DAY = dt.timedelta(days=1)
CALENDAR = Calendar({})
LIMITS = Limits()
FIRM = FirmFacts(id=1, name="某公司", known_since=dt.date(2020, 1, 1), headcount=60, tax_band="百万", revenue_trend="下滑")


def asked(
    facts: FirmFacts, today: dt.date = TODAY, calendar: Calendar = CALENDAR, limits: Limits = LIMITS
) -> list[Wanted]:
    return list(wanted(facts, today, calendar, limits))


def lease(left: int, *, intent: str | None = None, today: dt.date = TODAY) -> FirmFacts:
    return replace(FIRM, leases=(Lease(7, "环贸一期 23F-06", today + DAY * left, intent),))


def note(fact: str, before: str | None, after: str | None, *, age: int = 0, kind: str = "enterprises") -> FirmFacts:
    return replace(FIRM, noted=(Noted(5, fact, before, after, TODAY - DAY * age, kind, 1),))


# -- lease


@pytest.mark.parametrize(
    ("left", "stage", "days"),
    [(182, None, 0), (181, None, 0), (180, 180, 10), (91, 180, 10), (90, 90, 5), (31, 90, 5), (30, 30, 2), (1, 30, 2),
     (0, 30, 2), (-1, 30, 2)],
)  # fmt: skip
def test_lease_by_its_nearest_stage(left: int, stage: int | None, days: int) -> None:
    found = asked(lease(left))
    if stage is None:
        assert not found
        return
    [one] = found
    assert (one.trigger, one.source_kind, one.source_id, one.stage) == ("租赁到期", "occupancies", 7, stage)
    assert one.mark == (TODAY + DAY * left).isoformat()
    assert one.due == CALENDAR.add_workdays(TODAY, days).day
    assert one.fresh


@pytest.mark.parametrize(("left", "fresh"), [(-90, True), (-91, False)])
def test_a_lease_long_over_raises_nothing_new(left: int, fresh: bool) -> None:
    [one] = asked(lease(left))
    assert one.fresh is fresh


def test_leap_day_and_year_end() -> None:
    """180 days before 29 February 2028 is 2 September 2027; a deadline at the year's end goes on into 2027."""
    end = dt.date(2028, 2, 29)
    for today, stage in ((dt.date(2027, 9, 1), None), (dt.date(2027, 9, 2), 180), (dt.date(2027, 12, 1), 90),
                         (dt.date(2028, 1, 29), 90), (dt.date(2028, 1, 30), 30), (end, 30)):  # fmt: skip
        facts = replace(FIRM, leases=(Lease(7, "甲楼", end, None),))
        assert [one.stage for one in asked(facts, today)] == ([] if stage is None else [stage])
    today = dt.date(2026, 12, 28)
    own = Calendar({dt.date(2027, 1, 1): HolidayDay(dt.date(2027, 1, 1), name="元旦")})
    [one] = asked(lease(60, today=today), today, own)
    assert one.due == dt.date(2027, 1, 5)
    assert not one.estimated
    [guess] = asked(lease(60, today=today), today)
    assert (guess.due, guess.estimated) == (dt.date(2027, 1, 5), True)


def test_made_up_saturdays_count() -> None:
    """10 October 2026 is a Saturday on which people work (国庆节 调休)."""
    today = dt.date(2026, 10, 9)
    assert CALENDAR.is_workday(dt.date(2026, 10, 10))
    [one] = asked(lease(15, today=today), today)
    assert one.due == dt.date(2026, 10, 12)


def test_leaving_is_a_relocation_beside_the_lease() -> None:
    found = {one.trigger: one for one in asked(lease(20, intent="搬离"))}
    assert set(found) == {"租赁到期", "企业搬迁"}
    assert found["企业搬迁"].mark == "搬离"
    assert found["企业搬迁"].due == CALENDAR.add_workdays(TODAY, 5).day
    assert not asked(lease(200, intent="续租"))


# -- facts


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (1, True), (90, True), (91, False), (180, False), (181, False)])
def test_facts_age(age: int, fresh: bool) -> None:
    for facts in (
        note("高管", "总经理 张三", "总经理 李四", age=age, kind="contacts"),
        note("入驻", "甲楼 3F", None, age=age, kind="occupancies"),
        note("员工数", "100", "60", age=age),
    ):
        [one] = asked(facts)
        assert one.fresh is fresh


@pytest.mark.parametrize(
    ("fact", "before", "after", "trigger", "days"),
    [
        ("高管", "总经理 张三", "总经理 李四", "高管变动", 10), ("入驻", "甲楼 3F", "乙楼 4F", "企业搬迁", 5),
        ("入驻", "甲楼 3F", None, "企业搬迁", 5), ("员工数", "100", "70", "经营下滑", 5), ("员工数", "100", "71", "", 0),
        ("员工数", "100", None, "", 0), ("员工数", None, "70", "", 0), ("员工数", "60", "100", "", 0),
        ("税收等级", "千万", "百万", "经营下滑", 5), ("税收等级", "百万", "千万", "", 0), ("税收等级", "未知", "以下", "", 0),
        ("税收等级", "千万", "未知", "", 0), ("经营趋势", "平稳", "下滑", "经营下滑", 5), ("经营趋势", None, "下滑", "经营下滑", 5),
        ("经营趋势", "大幅下滑", "下滑", "", 0), ("注册地址", "甲", "乙", "", 0), ("名称", "甲", "乙", "", 0),
    ],
)  # fmt: skip
def test_what_a_fact_asks_for(fact: str, before: str | None, after: str | None, trigger: str, days: int) -> None:
    now = replace(note(fact, before, after), headcount=int(after) if fact == "员工数" and after else 60)
    found = asked(replace(now, tax_band=after if fact == "税收等级" else "百万"))
    assert [one.trigger for one in found] == ([trigger] if trigger else [])
    if trigger:
        assert found[0].due == CALENDAR.add_workdays(TODAY, days).day
        assert (found[0].source_kind, found[0].source_id) == ("fact-changes", 5)


def test_a_decline_made_good_is_none() -> None:
    fall = note("员工数", "100", "60")
    assert asked(replace(fall, headcount=60))
    assert not asked(replace(fall, headcount=71))
    band = note("税收等级", "千万", "百万")
    assert asked(replace(band, tax_band="百万"))
    assert not asked(replace(band, tax_band="千万"))
    trend = note("经营趋势", "平稳", "下滑")
    assert not asked(replace(trend, revenue_trend="上升"))
    assert not wanted(note("高管", "a", "b"), TODAY, CALENDAR, LIMITS, {5})


# -- guests, cases, colours


@pytest.mark.parametrize(
    ("ahead", "due", "fresh"),
    [(0, TODAY, True), (1, TODAY + DAY, True), (5, dt.date(2026, 11, 27), True), (30, dt.date(2026, 12, 23), True),
     (-1, TODAY, False)],
)  # fmt: skip
def test_a_guest_sets_the_day(ahead: int, due: dt.date, fresh: bool) -> None:
    """On a Saturday the Friday before; a guest of yesterday raises nothing."""
    [one] = asked(replace(FIRM, guests=(Guest(3, TODAY + DAY * ahead, "王远", "总裁", None),)))
    assert (one.trigger, one.fresh) == ("总部来访", fresh)
    if fresh:
        assert one.due == due


def test_a_case_until_it_is_resolved() -> None:
    [one] = asked(replace(FIRM, cases=(Case(2, "舆情", TODAY, "网上有人发帖"),)))
    assert (one.trigger, one.due, one.source_id) == ("特殊情况", dt.date(2026, 11, 26), 2)
    assert "网上有人发帖" in one.fact


@pytest.mark.parametrize(("colour", "days"), [("黄", 10), ("橙", 5), ("红", 1)])
def test_colours_at_once(colour: str, days: int) -> None:
    coloured = Coloured(colour, 9, TODAY, None, frozenset())
    [one] = asked(replace(FIRM, colour=coloured))
    assert (one.trigger, one.mark, one.due) == ("五色跟进", colour, CALENDAR.add_workdays(TODAY, days).day)
    assert not asked(replace(FIRM, colour=coloured, left_on=TODAY))
    assert not asked(replace(FIRM, colour=replace(coloured, by_id=None, since=None)))


@pytest.mark.parametrize(("age", "count"), [(335 - 1, 0), (335, 1), (365, 1), (400, 1)])
def test_green_when_its_round_comes_near(age: int, count: int) -> None:
    facts = replace(FIRM, colour=Coloured("绿", 9, TODAY - DAY * 800, None, frozenset()))
    facts = replace(facts, last_visit_on=TODAY - DAY * age)
    found = asked(facts)
    assert len(found) == count
    if age == 335:
        assert found[0].due <= TODAY + DAY * 30


def test_numbers_are_the_stations() -> None:
    own = Limits(Deadlines(lease_far=200, due_far=3), Thresholds(signal_days=10, headcount_drop=50))
    [one] = asked(lease(200), limits=own)
    assert (one.stage, one.due) == (200, CALENDAR.add_workdays(TODAY, 3).day)
    assert not asked(note("员工数", "100", "60"), limits=own)
    assert not asked(note("高管", "a", "b", age=11), limits=own)[0].fresh


def test_each_says_fact_rule_deadline_and_end() -> None:
    facts = replace(lease(20, intent="搬离"), noted=note("高管", "总经理 张三", "总经理 李四").noted,
                    cases=(Case(2, "舆情", TODAY, None),), guests=(Guest(3, TODAY, "王远", None, None),),
                    colour=Coloured("红", 9, TODAY, None, frozenset()))  # fmt: skip
    found = asked(facts)
    assert len(found) == 6
    for one in found:
        assert one.fact
        assert [line.partition("：")[0] for line in one.why.splitlines()] == ["规则", "期限", "怎样算完"]
        assert must_visit_words.gone(one.trigger).startswith("原因已消除：")


# -- tasks


def task_of(one: Wanted, key: int = 1, **values: object) -> Task:
    made = Task(id=key, trigger=one.trigger, source_kind=one.source_kind, source_id=one.source_id, mark=one.mark,
                stage=one.stage, due=one.due, state="待访")  # fmt: skip
    return replace(made, **values)  # type: ignore[arg-type]


def test_reconciling() -> None:
    [far], [other] = asked(lease(180)), asked(lease(20))
    near = replace(far, stage=30)
    open_ = task_of(far)
    assert reconcile([], [far], TODAY) == Plan(raises=(far,))
    assert not reconcile([open_], [far], TODAY)
    assert reconcile([open_], [near], TODAY) == Plan(sharpens=((open_, near),))
    assert not reconcile([task_of(near)], [far], TODAY)
    assert reconcile([open_], [other], TODAY).sharpens == ((open_, other),)
    assert reconcile([open_], [], TODAY) == Plan(clears=(open_,))
    for state in ("已访", "无需"):
        done = replace(open_, state=state)
        assert not reconcile([done], [far], TODAY)
        assert reconcile([done], [near], TODAY) == Plan(raises=(near,))
        assert reconcile([done], [other], TODAY) == Plan(raises=(other,))
    cleared = replace(open_, state="无需", cleared=True)
    assert not reconcile([cleared], [], TODAY)
    assert reconcile([cleared], [far], TODAY) == Plan(reopens=((cleared, far),))
    unmet = replace(open_, state="已访", unmet=True)
    assert reconcile([unmet], [far], TODAY) == Plan(reopens=((unmet, far),))
    stale = replace(far, fresh=False)
    assert not reconcile([], [stale], TODAY)
    assert not reconcile([open_], [stale], TODAY)
    assert reconcile([cleared], [stale], TODAY).reopens


@pytest.mark.parametrize(("until", "back"), [(TODAY + DAY, False), (TODAY, True), (TODAY - DAY, True)])
def test_what_was_put_off_comes_back(until: dt.date, back: bool) -> None:
    [one] = asked(lease(20))
    task = task_of(one, state="延后", put_off_until=until)
    assert bool(reconcile([task], [one], TODAY).returns) is back


def test_no_rule_reads_the_clock() -> None:
    for module in (must_visit, must_visit_words):
        tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
        called = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert called.isdisjoint({"now", "utcnow", "time"})
        assert not [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "today"
                    and isinstance(node.value, ast.Name) and node.value.id in {"date", "dates"}]  # fmt: skip
