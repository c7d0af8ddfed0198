"""The life of a request as one table: which action leads from which state where, for whom, and what it asks for.

FIELD.md 4.1; board, buttons, services and tests are made of this table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules import flow
from louyu_desktop.text import N_


class State(StrEnum):
    """The states of a request, as stored and shown."""

    NEW = "待受理"
    ACCEPTED = "已受理"
    WORKING = "办理中"
    PAUSED = "挂起"
    CALL_BACK = "待回访"
    CLOSED = "已办结"
    ARCHIVED = "归档"
    WITHDRAWN = "已撤销"
    MERGED = "并案"
    VOID = "作废"


OPEN = (State.NEW, State.ACCEPTED, State.WORKING, State.PAUSED, State.CALL_BACK)
"""Somebody still has something to do."""

COLUMNS = (*OPEN[:3], State.CALL_BACK, State.CLOSED)
"""The columns of the board; what is paused stands with what is worked on."""


class Action(StrEnum):
    """What a person does with a request."""

    ACCEPT = "accept"
    ASSIGN = "assign"
    HANDLE_AT_ONCE = "handle_at_once"
    HAND_OVER = "hand_over"
    RETURN = "return"
    PAUSE = "pause"
    RESUME = "resume"
    EXTEND = "extend"
    FINISH = "finish"
    SATISFIED = "satisfied"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"
    CLOSE_UNREACHED = "close_unreached"
    WITHDRAW = "withdraw"
    MERGE = "merge"
    ARCHIVE = "archive"
    REOPEN = "reopen"


class Asks(StrEnum):
    """What an action cannot do without."""

    MECHANISM = "mechanism"
    OWNER = "owner"
    DEPARTMENT = "department"
    REASON = "reason"
    RESULT = "result"
    SCORE = "score"
    TARGET = "target"
    DAYS = "days"
    ATTEMPTS = "attempts"


@dataclass(frozen=True, slots=True)
class Step(flow.Step[Action, State, Asks]):
    """One action with a request."""


_UNDER_WAY = (State.ACCEPTED, State.WORKING)

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.ACCEPT, N_("受理"), (State.NEW,), State.ACCEPTED),
        Step(Action.HANDLE_AT_ONCE, N_("当场办好"), (State.NEW, State.ACCEPTED), State.CALL_BACK, (Asks.RESULT,)),
        Step(Action.ASSIGN, N_("分派"), _UNDER_WAY, State.WORKING, (Asks.MECHANISM, Asks.OWNER)),
        Step(Action.HAND_OVER, N_("转办"), (State.NEW, *_UNDER_WAY), State.CALL_BACK, (Asks.DEPARTMENT, Asks.REASON)),
        Step(Action.RETURN, N_("退单"), (State.WORKING,), State.ACCEPTED, (Asks.REASON,)),
        Step(Action.PAUSE, N_("挂起"), (State.WORKING,), State.PAUSED, (Asks.REASON,)),
        Step(Action.RESUME, N_("继续办理"), (State.PAUSED,), State.WORKING),
        Step(Action.EXTEND, N_("延期"), (State.WORKING, State.PAUSED), None, (Asks.DAYS, Asks.REASON), flow.LEADER),
        Step(Action.FINISH, N_("填结果"), (State.WORKING,), State.CALL_BACK, (Asks.RESULT,)),
        Step(Action.SATISFIED, N_("回访：满意"), (State.CALL_BACK,), State.CLOSED, (Asks.SCORE,)),
        Step(Action.DISSATISFIED, N_("回访：不满意"), (State.CALL_BACK,), State.WORKING, (Asks.SCORE, Asks.REASON)),
        Step(Action.UNREACHED, N_("回访：没联系上"), (State.CALL_BACK,), State.CALL_BACK),
        Step(Action.CLOSE_UNREACHED, N_("三次没联系上，办结"), (State.CALL_BACK,), State.CLOSED, (Asks.ATTEMPTS,)),
        Step(Action.WITHDRAW, N_("撤销"), (State.NEW, *_UNDER_WAY, State.PAUSED), State.WITHDRAWN, (Asks.REASON,)),
        Step(Action.MERGE, N_("并案"), (State.NEW, *_UNDER_WAY, State.PAUSED), State.MERGED, (Asks.TARGET,)),
        Step(Action.ARCHIVE, N_("归档"), (State.CLOSED,), State.ARCHIVED, (), flow.LEADER),
        Step(Action.REOPEN, N_("重新打开"), (State.WITHDRAWN, State.MERGED), State.ACCEPTED, (Asks.REASON,), flow.LEADER),
    )
}
"""Every step there is; what is not here is refused."""

UPWARD = {"即知即办": "平台协办", "平台协办": "难题专办", "特事特办": "难题专办", "难题专办": "难题专办"}
"""The mechanism one level up, for those who are not satisfied and for what is overdue."""

CALLS = 3
"""Attempts to call back after which a request may be closed unheard."""


def lead_to(state: State, column: State) -> Action | None:
    """The action that a card dragged from `state` into a column stands for."""
    usual = {
        (State.NEW, State.ACCEPTED): Action.ACCEPT,
        (State.NEW, State.CALL_BACK): Action.HANDLE_AT_ONCE,
        (State.ACCEPTED, State.WORKING): Action.ASSIGN,
        (State.ACCEPTED, State.CALL_BACK): Action.HANDLE_AT_ONCE,
        (State.WORKING, State.ACCEPTED): Action.RETURN,
        (State.WORKING, State.CALL_BACK): Action.FINISH,
        (State.PAUSED, State.WORKING): Action.RESUME,
        (State.CALL_BACK, State.CLOSED): Action.SATISFIED,
        (State.CALL_BACK, State.WORKING): Action.DISSATISFIED,
    }
    return usual.get((state, column))
