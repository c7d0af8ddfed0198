"""Every colour rule at its boundary days, over leap days, the end of the year, worked Saturdays (FIELD.md 4.2)."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.rules import firm_facts, risk
from louyu_desktop.rules.colours import COLOURS, Entry, Step, needs_second, severity, standing
from louyu_desktop.rules.firm_facts import Advice, Case, Coloured, FirmFacts, Lease, Noted
from louyu_desktop.rules.risk import Thresholds, follow_up, suggest, to_say
from louyu_desktop.rules.workdays import Calendar, HolidayDay

LIMITS = Thresholds()
TODAYS = (
    dt.date(2026, 11, 20),
    dt.date(2024, 2, 29),  # a leap day
    dt.date(2024, 2, 28),
    dt.date(2025, 3, 1),
    dt.date(2026, 12, 31),  # what ends within days ends in 2027
    dt.date(2026, 9, 20),  # a Sunday that is worked (调休)
    dt.date(2026, 10, 10),  # a Saturday that is worked
)
"""The rules count days of the calendar: none of these days is another one to them."""


def days(count: int) -> dt.timedelta:
    return dt.timedelta(days=count)


def firm(today: dt.date, **facts: object) -> FirmFacts:
    """A firm visited today, with nothing to say."""
    known = FirmFacts(id=1, name="梧桐", known_since=today, last_visit_on=today)
    return replace(known, **facts)  # type: ignore[arg-type]


def leased(today: dt.date, left: int, intent: str | None = None) -> FirmFacts:
    return firm(today, leases=(Lease(7, "环贸 1208", today + days(left), intent),))


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize(
    ("left", "colour", "rule"),
    [
        (-91, "黄", "lease-lapsed"), (-90, "红", "lease-red"), (-1, "红", "lease-red"), (0, "红", "lease-red"),
        (1, "红", "lease-red"), (30, "红", "lease-red"), (31, "橙", "lease-orange"), (90, "橙", "lease-orange"),
        (91, "黄", "lease-yellow"), (180, "黄", "lease-yellow"), (181, "蓝", "lease-blue"), (365, "蓝", "lease-blue"),
        (366, "绿", "stable"),
    ],
)  # fmt: skip
def test_a_lease_by_the_days_that_are_left(today: dt.date, left: int, colour: str, rule: str) -> None:
    found = suggest(leased(today, left), today, LIMITS)
    assert (found.colour, [reason.rule for reason in found.reasons]) == (colour, [rule])
    assert rule == "stable" or str(today + days(left)) in found.words


@pytest.mark.parametrize(
    ("left", "colour"), [(0, "红"), (30, "红"), (31, "橙"), (90, "橙"), (91, "蓝"), (180, "蓝"), (181, "蓝"), (366, "绿")]
)
def test_the_intention_to_renew_counts_between_three_and_six_months(left: int, colour: str) -> None:
    today = TODAYS[0]
    assert suggest(leased(today, left, "续租"), today, LIMITS).colour == colour


@pytest.mark.parametrize("intent", ["洽谈", "未知", None])
def test_other_intentions_are_none(intent: str | None) -> None:
    today = TODAYS[0]
    assert suggest(leased(today, 120, intent), today, LIMITS).colour == "黄"
    assert suggest(leased(today, 900, intent), today, LIMITS).colour == "绿"


def test_to_leave_is_looking_elsewhere() -> None:
    today = TODAYS[0]
    assert suggest(leased(today, 900, "搬离"), today, LIMITS).colour == "橙"
    assert suggest(leased(today, 30, "搬离"), today, LIMITS).colour == "红"


@pytest.mark.parametrize("today", TODAYS)
@pytest.mark.parametrize(("ago", "colour"), [(0, "绿"), (1, "绿"), (90, "绿"), (179, "绿"), (180, "蓝"), (181, "蓝")])
def test_not_visited(today: dt.date, ago: int, colour: str) -> None:
    day = today - days(ago)
    assert suggest(firm(today, last_visit_on=day), today, LIMITS).colour == colour
    never = firm(today, last_visit_on=None, known_since=day)
    assert suggest(never, today, LIMITS).colour == colour


@pytest.mark.parametrize(
    ("before", "now", "colour"),
    [("100", 71, "绿"), ("100", 70, "橙"), ("100", 69, "橙"), ("100", 0, "橙"), ("100", 100, "绿"), ("100", 130, "绿"),
     ("10", 8, "绿"), ("10", 7, "橙"), ("0", 0, "绿"), (None, 5, "绿"), ("不详", 5, "绿"), ("100", None, "绿")],
)  # fmt: skip
def test_the_headcount_falls(before: str | None, now: int | None, colour: str) -> None:
    today = TODAYS[0]
    note = Noted(3, "员工数", before, None, today, "enterprises", 1)
    assert suggest(firm(today, headcount=now, noted=(note,)), today, LIMITS).colour == colour


@pytest.mark.parametrize(("ago", "colour"), [(0, "橙"), (1, "橙"), (90, "橙"), (91, "绿")])
def test_what_changed_counts_for_ninety_days(ago: int, colour: str) -> None:
    today = TODAYS[0]
    note = Noted(3, "员工数", "100", "60", today - days(ago), "enterprises", 1)
    assert suggest(firm(today, headcount=60, noted=(note,)), today, LIMITS).colour == colour


def test_two_small_falls_make_one() -> None:
    """100 → 82 → 69: none of them is 30 %, both together are; and back at 90 there is nothing to say."""
    today = TODAYS[0]
    notes = (
        Noted(3, "员工数", "100", "82", today - days(40), "enterprises", 1),
        Noted(4, "员工数", "82", "69", today, "enterprises", 1),
    )
    assert suggest(firm(today, headcount=69, noted=notes), today, LIMITS).colour == "橙"
    assert suggest(firm(today, headcount=90, noted=notes), today, LIMITS).colour == "绿"


@pytest.mark.parametrize(
    ("before", "now", "colour"),
    [("亿级", "五千万", "黄"), ("千万", "百万", "黄"), ("百万", "以下", "黄"), ("千万", "千万", "绿"), ("百万", "千万", "绿"),
     ("未知", "百万", "绿"), ("百万", "未知", "绿"), ("百万", None, "绿")],
)  # fmt: skip
def test_the_tax_band_falls(before: str, now: str | None, colour: str) -> None:
    today = TODAYS[0]
    note = Noted(3, "税收等级", before, now, today, "enterprises", 1)
    assert suggest(firm(today, tax_band=now, noted=(note,)), today, LIMITS).colour == colour


@pytest.mark.parametrize(
    ("facts", "colour"),
    [
        ({"revenue_trend": "上升"}, "绿"), ({"revenue_trend": "平稳"}, "绿"), ({"revenue_trend": "下滑"}, "黄"),
        ({"revenue_trend": "大幅下滑"}, "黄"),
        ({"cases": (Case(1, "退租通知", TODAYS[0], None),)}, "红"), ({"cases": (Case(1, "迁册", TODAYS[0], None),)}, "红"),
        ({"cases": (Case(1, "另找场地", TODAYS[0], None),)}, "橙"), ({"cases": (Case(1, "劳资纠纷", TODAYS[0], None),)}, "黄"),
        ({"cases": (Case(1, "重大项目", TODAYS[0], None),)}, "绿"), ({"cases": (Case(1, "自己写的", TODAYS[0], None),)}, "黄"),
        ({"noted": (Noted(1, "注册地址", "甲路 1 号", "乙路 2 号", TODAYS[0], "enterprises", 1),)}, "黄"),
        ({"noted": (Noted(1, "注册地址", None, "乙路 2 号", TODAYS[0], "enterprises", 1),)}, "绿"),
        ({"noted": (Noted(1, "入驻", "环贸 1208", None, TODAYS[0], "occupancies", 1),)}, "黄"),
        ({"noted": (Noted(1, "高管", "总经理", None, TODAYS[0], "enterprises", 1),)}, "绿"),
        ({"advice": Advice(1, TODAYS[0], "橙")}, "橙"),
        ({"advice": Advice(1, TODAYS[0], "橙"), "colour": Coloured("蓝", 4, TODAYS[0], None, frozenset())}, "绿"),
        ({"advice": Advice(1, TODAYS[0], "橙"), "colour": Coloured("蓝", 4, TODAYS[0] - days(1), None, frozenset())},
         "橙"),
    ],
)  # fmt: skip
def test_other_signals(facts: dict[str, object], colour: str) -> None:
    assert suggest(firm(TODAYS[0], **facts), TODAYS[0], LIMITS).colour == colour


def test_the_worst_wins_and_all_reasons_are_said() -> None:
    today = TODAYS[0]
    leases = (Lease(7, "环贸 1208", today + days(200), None), Lease(8, "环贸 1209", today + days(20), None))
    found = suggest(firm(today, leases=leases, revenue_trend="下滑"), today, LIMITS)
    assert found.colour == "红"
    assert [reason.colour for reason in found.reasons] == ["红", "黄", "蓝"]
    assert found.keys == (f"lease-red:8:{today + days(20)}",)


def test_thresholds_move_the_boundary() -> None:
    today = TODAYS[0]
    wide = replace(LIMITS, lease_red=45, unvisited=10, headcount_drop=10)
    assert suggest(leased(today, 45), today, wide).colour == "红"
    assert suggest(leased(today, 46), today, wide).colour == "橙"
    assert suggest(firm(today, last_visit_on=today - days(10)), today, wide).colour == "蓝"


def test_said_only_where_it_is_news() -> None:
    today = TODAYS[0]
    facts = leased(today, 60)
    said = to_say(facts, today, LIMITS)
    assert said is not None
    heard = Coloured("绿", None, None, None, frozenset(said.keys))
    assert to_say(replace(facts, colour=heard), today, LIMITS) is None
    assert to_say(replace(facts, colour=replace(heard, colour="橙", heard=frozenset())), today, LIMITS) is None
    assert to_say(replace(facts, colour=replace(heard, heard=frozenset(), waiting_id=3)), today, LIMITS) is None
    assert to_say(replace(facts, left_on=today), today, LIMITS) is None
    later = to_say(replace(facts, colour=heard), today + days(30), LIMITS)  # 30 days left by then: another rule
    assert later is not None
    assert later.colour == "红"


def test_it_gets_better_too() -> None:
    today = TODAYS[0]
    found = to_say(firm(today, colour=Coloured("红", 3, today, None, frozenset({"lease-red:7:x"}))), today, LIMITS)
    assert found is not None
    assert found.colour == "绿"


@pytest.mark.parametrize(
    ("colour", "count", "working"),
    [("绿", 365, False), ("蓝", 180, False), ("黄", 10, True), ("橙", 5, True), ("红", 1, True)],
)
def test_each_colour_has_its_deadline_and_action(colour: str, count: int, working: bool) -> None:
    found = follow_up(colour, LIMITS)
    assert (found.days, found.working) == (count, working)
    assert found.action


@pytest.mark.parametrize(
    ("today", "colour", "due"),
    [
        (dt.date(2026, 10, 9), "红", dt.date(2026, 10, 10)),  # the Saturday after is worked
        (dt.date(2026, 9, 30), "红", dt.date(2026, 10, 8)),  # after the week of the National Day
        (dt.date(2026, 12, 31), "红", dt.date(2027, 1, 4)),  # New Year's Day stands in the law
        (dt.date(2026, 12, 25), "橙", dt.date(2027, 1, 4)),
        (dt.date(2024, 2, 23), "橙", dt.date(2024, 3, 1)),  # over a leap day
    ],
)
def test_deadlines_are_working_days(today: dt.date, colour: str, due: dt.date) -> None:
    calendar = Calendar({})
    assert calendar.add_workdays(today, follow_up(colour, LIMITS).days).day == due
    off = Calendar({due: HolidayDay(due, name="停电")})
    assert off.add_workdays(today, follow_up(colour, LIMITS).days).day > due


@pytest.mark.parametrize(
    ("before", "after", "two"),
    [("绿", "蓝", False), ("绿", "黄", True), ("蓝", "黄", False), ("蓝", "橙", True), ("黄", "橙", False), ("橙", "红", True),
     ("黄", "红", True), ("红", "红", False), ("红", "绿", False), (None, "红", True), (None, "蓝", False)],
)  # fmt: skip
def test_when_two_must_agree(before: str | None, after: str, two: bool) -> None:
    assert needs_second(before, after) is two


def test_no_rule_reads_the_clock() -> None:
    """Neither `now` nor `today` nor `time` is called in the rules of colours."""
    for module in (risk, firm_facts):
        calls = [node.func for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)]
        names = {call.attr for call in calls if isinstance(call, ast.Attribute)}
        assert names.isdisjoint({"now", "today", "utcnow", "time", "localtime"})


STEPS = st.lists(st.tuples(st.sampled_from(COLOURS[1:]), st.booleans()), max_size=6)


@given(STEPS, st.integers(0, 6), st.integers(0, 9))
def test_taking_back_and_again_leaves_the_colour(steps: list[tuple[str, bool]], taken: int, rounds: int) -> None:
    """Any history: its last rows withdrawn and the withdrawals withdrawn, the colour is what it was."""
    rows: list[Entry] = []

    def add(step: Step, colour: str | None, of: int | None = None) -> int:
        rows.append(Entry(len(rows) + 1, step.value, colour, of))
        return len(rows)

    for colour, two in steps:
        if two:
            add(Step.CONFIRMED, colour, add(Step.PROPOSED, colour))
        else:
            add(Step.SET, colour)
    before = standing(rows)
    last = [row.id for row in reversed(rows)][:taken]
    for _round in range(rounds):
        undone = [add(Step.WITHDRAWN, None, row) for row in last]
        expected = standing([row for row in rows if row.id not in last and row.step != Step.WITHDRAWN])
        assert standing(rows).colour == expected.colour
        for row in undone:
            add(Step.WITHDRAWN, None, row)
        assert standing(rows) == before


@given(st.integers(-400, 800), st.sampled_from([None, "续租", "洽谈", "搬离", "未知"]), st.integers(0, 400))
def test_nearer_is_never_better(left: int, intent: str | None, ago: int) -> None:
    """A day less of the lease, or one more since the visit, suggests no better colour; a lapsed ledger apart."""
    today = TODAYS[0]
    facts = replace(leased(today, left, intent), last_visit_on=today - days(ago))
    now, then = suggest(facts, today, LIMITS), suggest(facts, today + days(1), LIMITS)
    if left > -LIMITS.lease_orange:
        assert severity(then.colour) >= severity(now.colour)
