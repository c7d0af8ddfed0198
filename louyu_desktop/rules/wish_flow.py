"""The life of a wish (心愿) as one table: which action leads from which state where, for whom, and what it asks for.

FIELD.md 4.6; wall, buttons, services and tests are made of this table.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules import flow
from louyu_desktop.rules.roles import Role
from louyu_desktop.text import N_


class State(StrEnum):
    """The states of a wish, as stored and shown."""

    COLLECTED = "征集"
    ON_WALL = "待认领"
    CLAIMED = "已认领"
    FULFILLED = "已实现"
    THANKED = "已致谢"
    RETURNED = "退回"
    REQUEST = "转诉求"
    TOPIC = "转议题"
    VOID = "作废"


class Action(StrEnum):
    """What a person does with a wish."""

    POST = "post"
    CLAIM = "claim"
    TAKE = "take"
    FULFIL = "fulfil"
    THANK = "thank"
    RELEASE = "release"
    TAKE_DOWN = "take_down"
    RETURN = "return"
    RESUBMIT = "resubmit"
    TO_REQUEST = "to_request"
    TO_TOPIC = "to_topic"


class Asks(StrEnum):
    """What an action cannot do without."""

    PUBLIC_TEXT = "public_text"
    CLAIMANT = "claimant"
    DUE = "due_on"
    PROOF = "proof"
    THANKS = "thanks"
    REASON = "state_reason"


@dataclass(frozen=True, slots=True)
class Step(flow.Step[Action, State, Asks]):
    """One action with a wish."""


_BEFORE = (State.COLLECTED, State.ON_WALL)

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.POST, N_("审核上墙"), (State.COLLECTED,), State.ON_WALL, (Asks.PUBLIC_TEXT,)),
        Step(Action.CLAIM, N_("认领"), (State.ON_WALL,), State.CLAIMED, (Asks.CLAIMANT, Asks.DUE)),
        Step(Action.TAKE, N_("站点认领"), (State.ON_WALL,), State.CLAIMED, (Asks.DUE,)),
        Step(Action.FULFIL, N_("实现"), (State.CLAIMED,), State.FULFILLED, (Asks.PROOF,)),
        Step(Action.THANK, N_("致谢下墙"), (State.FULFILLED,), State.THANKED, (Asks.THANKS,)),
        Step(Action.RELEASE, N_("取消认领"), (State.CLAIMED,), State.ON_WALL, (Asks.REASON,)),
        Step(Action.TAKE_DOWN, N_("撤下重审"), (State.ON_WALL,), State.COLLECTED, (Asks.REASON,)),
        Step(Action.RETURN, N_("退回"), (State.COLLECTED,), State.RETURNED, (Asks.REASON,)),
        Step(Action.RESUBMIT, N_("重新征集"), (State.RETURNED,), State.COLLECTED),
        Step(Action.TO_REQUEST, N_("转诉求"), _BEFORE, State.REQUEST),
        Step(Action.TO_TOPIC, N_("转议题"), _BEFORE, State.TOPIC),
    )
}
"""Every step there is; what is not here is refused."""

COLUMNS = (State.COLLECTED, State.ON_WALL, State.CLAIMED, State.FULFILLED)
"""The columns of the wall; what was thanked for is taken down."""

PATIENCE = 30
"""Days on the wall after which the station takes a wish itself."""


def actions(state: State, role: Role) -> tuple[Step, ...]:
    """What a role may do in a state, what leads on first."""
    return tuple(step for step in STEPS.values() if step.allows(state, role))


def unclaimed_since(posted_on: dt.date | None, today: dt.date) -> bool:
    """Whether nobody has come for a wish in so long that the station takes it."""
    return posted_on is not None and (today - posted_on).days >= PATIENCE
