"""The state table of requests, tried one by one, and a walk of ten thousand steps through it."""

from __future__ import annotations

import random
from itertools import product

import pytest

from louyu_desktop.rules.request_flow import COLUMNS, STEPS, UPWARD, Action, State, lead_to
from louyu_desktop.rules.roles import Role


@pytest.mark.parametrize(("state", "action"), list(product(State, Action)))
def test_every_pair_is_either_allowed_or_refused(state: State, action: Action) -> None:
    declared = state in STEPS[action].sources
    for role in Role:
        assert STEPS[action].allows(state, role) == (declared and role in STEPS[action].roles)
    if declared:
        assert STEPS[action].after(state) in State
    else:
        with pytest.raises(ValueError, match="in"):
            STEPS[action].after(state)


def test_ten_thousand_steps_stay_within_the_table() -> None:
    luck, state, seen = random.Random(7), State.NEW, {State.NEW}
    for _step in range(10_000):
        open_to = [action for action in Action if STEPS[action].allows(state, Role.ADMINISTRATOR)]
        if not open_to:
            state = State.NEW
            continue
        state = STEPS[luck.choice(open_to)].after(state)
        seen.add(state)
    assert seen == set(State) - {State.VOID}


def test_a_drag_is_an_action_that_leads_there() -> None:
    for state, column in product(State, COLUMNS):
        action = lead_to(state, column)
        if action is not None:
            assert STEPS[action].after(state) == column


def test_one_level_up_ends_at_the_top() -> None:
    assert UPWARD["难题专办"] == "难题专办"
    assert set(UPWARD.values()) <= set(UPWARD)
