"""Preparations and questions of a template: typed a line each, read back as they were written."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from louyu_desktop.rules import lifecycle, template_lines
from louyu_desktop.rules.lifecycle import PATH, STEPS, State
from louyu_desktop.rules.template_lines import PreparationLine, QuestionLine

WORDS = st.text("发通知定场地打印签到表布置讲师茶歇abc0", min_size=1, max_size=12)
NOON = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)


@given(WORDS, st.one_of(st.just(""), WORDS), st.one_of(st.none(), st.integers(-60, 365)))
def test_a_preparation_is_read_back(what: str, owner: str, days: int | None) -> None:
    line = PreparationLine(what, owner, days)
    [found] = template_lines.preparations(template_lines.preparation_text(line))
    assert found == line


@given(WORDS, st.sampled_from(("填空", "是否", "单选", "多选")), st.lists(WORDS, min_size=2, max_size=4), st.booleans())
def test_a_question_is_read_back(text: str, kind: str, options: list[str], required: bool) -> None:
    line = QuestionLine(text, kind, tuple(options) if kind in {"单选", "多选"} else (), required)
    [found] = template_lines.questions(template_lines.question_text(line))
    assert found == line


@pytest.mark.parametrize(("typed", "line"), [
    ("提前3天，发通知", PreparationLine("发通知", "", 3)),
    ("1. 提前 5 天 定讲师\u3000何俊杰", PreparationLine("定讲师", "何俊杰", 5)),
    ("活动后 1 天 写简讯", PreparationLine("写简讯", "", -1)),
    ("打印签到表\t何俊杰", PreparationLine("打印签到表", "何俊杰", None)),
    ("- 摆台签", PreparationLine("摆台签", "", None)),
])  # fmt: skip
def test_what_people_type(typed: str, line: PreparationLine) -> None:
    assert template_lines.preparations(f"\n{typed}\n\n") == (line,)


@given(
    st.sampled_from(State), st.integers(0, 300), st.integers(-300, 300),
    st.lists(st.integers(-400, 700), min_size=2, max_size=6),
)  # fmt: skip
def test_time_only_goes_on(state: State, minutes: int, before: int, moments: list[int]) -> None:
    """Whatever was stored, a later look never finds an earlier state; what is off or done is left alone."""
    ends = NOON + dt.timedelta(minutes=minutes) if minutes else None
    deadline = NOON - dt.timedelta(minutes=before)
    seen = [lifecycle.status_at(state, NOON, ends, deadline, NOON + dt.timedelta(minutes=m)) for m in sorted(moments)]
    if state in PATH[:5]:
        places = [PATH.index(one) for one in seen]
        assert places == sorted(places)
        assert places[0] >= PATH.index(state)
    else:
        assert set(seen) == {state}
    last = lifecycle.status_at(seen[0], NOON, ends, deadline, NOON + dt.timedelta(minutes=max(moments)))
    assert last == seen[-1], "written in between or not, it comes to the same"


def test_every_state_has_its_next_step_and_none_leads_nowhere() -> None:
    for state in State:
        assert state in STEPS[lifecycle.ahead(state)].sources
    reached = {step.to for step in STEPS.values()}
    assert reached == set(State)
