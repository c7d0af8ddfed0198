"""The state table of requests, tried one by one, and a walk of ten thousand steps through it."""

from __future__ import annotations

import random
from itertools import product

import pytest

from louyu_desktop.rules.request_flow import COLUMNS, STEPS, UPWARD, Action, State, after, allowed, lead_to
from louyu_desktop.rules.roles import Role


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_pair_is_either_allowed_or_refused(state: State, action: Action) -> None:
    declared = state in STEPS[action].sources
    for role in Role:
        assert allowed(state, action, role) == (declared and role in STEPS[action].roles)
    if declared:
        assert after(state, action) in State
    else:
        with pytest.raises(ValueError, match="in"):
            after(state, action)


def test_ten_thousand_steps_stay_within_the_table() -> None:
    luck, state, seen = random.Random(7), State.NEW, {State.NEW}
    for _step in range(10_000):
        open_to = [action for action in Action if allowed(state, action, Role.ADMINISTRATOR)]
        if not open_to:
            state = State.NEW
            continue
        state = after(state, luck.choice(open_to))
        seen.add(state)
    assert seen == set(State) - {State.VOID}


def test_a_drag_is_an_action_that_leads_there() -> None:
    for state, column in product(State, COLUMNS):
        action = lead_to(state, column)
        if action is not None:
            assert after(state, action) == column


def test_one_level_up_ends_at_the_top() -> None:
    assert UPWARD["难题专办"] == "难题专办"
    assert set(UPWARD.values()) <= set(UPWARD)
