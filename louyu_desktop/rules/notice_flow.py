"""The life of a public notice (公示) as one table, with who may take each step (党务公开条例（试行）第十五条).

提出 → 审核 → 审批 → 实施: whoever proposes, reviews and approves are different people where the station has them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules import flow
from louyu_desktop.text import N_


class State(StrEnum):
    """The states of a notice, as stored and shown."""

    DRAFT = "提出"
    TO_REVIEW = "待审核"
    TO_APPROVE = "待审批"
    APPROVED = "已批准"
    POSTED = "公示中"
    DOWN = "已撤下"
    RETURNED = "退回"
    VOID = "作废"


class Action(StrEnum):
    """What a person does with a notice."""

    PROPOSE = "propose"
    REVIEW = "review"
    APPROVE = "approve"
    POST = "post"
    TAKE_DOWN = "take_down"
    RETURN = "return"
    REVISE = "revise"


class Asks(StrEnum):
    """What an action cannot do without."""

    REASON = "state_reason"
    POSTED = "posted_on"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Step(flow.Step[Action, State, Asks]):
    """One action with a notice."""


_SEEN = (State.TO_REVIEW, State.TO_APPROVE, State.APPROVED)

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.PROPOSE, N_("送审"), (State.DRAFT, State.RETURNED), State.TO_REVIEW),
        Step(Action.REVIEW, N_("审核通过"), (State.TO_REVIEW,), State.TO_APPROVE),
        Step(Action.APPROVE, N_("批准"), (State.TO_APPROVE,), State.APPROVED, (), flow.LEADER),
        Step(Action.POST, N_("上墙"), (State.APPROVED,), State.POSTED, (Asks.POSTED, Asks.UNTIL)),
        Step(Action.TAKE_DOWN, N_("撤下"), (State.POSTED,), State.DOWN),
        Step(Action.RETURN, N_("退回"), _SEEN, State.RETURNED, (Asks.REASON,)),
        Step(Action.REVISE, N_("改后重审"), (State.POSTED, State.DOWN), State.DRAFT, (Asks.REASON,)),
    )
}
"""Every step there is; what is not here is refused."""

FINAL = (State.APPROVED, State.POSTED, State.DOWN)
"""In these it may be printed as it goes on the wall."""

_OTHER = N_("提出、审核、审批要由不同的人办：这一步请另一位来")
_KEPT = N_("这份要由您审批，请另一位工作人员来审核")


@dataclass(frozen=True, slots=True)
class Hands:
    """Who did what so far, and who could: the accounts with the roles of review and of approval."""

    proposer: int | None
    reviewer: int | None
    reviewers: frozenset[int]
    approvers: frozenset[int]


def why_not(action: Action, actor: int | None, hands: Hands) -> str:
    """The sentence that keeps somebody from a step that another one has to take; "" where nothing does."""
    if action is Action.REVIEW:
        return _why_not_review(actor, hands)
    if action is Action.APPROVE and actor in {hands.proposer, hands.reviewer}:
        return _OTHER if _others(hands.approvers, (actor, hands.proposer, hands.reviewer)) else ""
    return ""


def _why_not_review(actor: int | None, hands: Hands) -> str:
    """The only one who may still approve leaves the review to somebody else, where there is somebody."""
    others = _others(hands.reviewers, (actor, hands.proposer))
    if actor == hands.proposer:
        return _OTHER if others else ""
    if not others or actor not in hands.approvers:
        return ""
    alone = not _others(hands.approvers, (actor, hands.proposer))
    return _KEPT if alone else ""


def _others(able: frozenset[int], but: Collection[int | None]) -> frozenset[int]:
    return able - {one for one in but if one is not None}


def seal_of(title: str, body: str | None, signed_by: str | None, *, named: bool) -> str:
    """What marks the very words that were reviewed: changed words are no longer the approved ones."""
    whole = "\x1f".join((title.strip(), (body or "").strip(), (signed_by or "").strip(), str(named)))
    return hashlib.sha256(whole.encode()).hexdigest()
