"""The life of an activity: its states, what leads from one to the next, and what time does by itself (FIELD.md 2.7).

The states are the words that are stored.  Time opens nothing: it closes registration, begins and ends.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.text import N_


class State(StrEnum):
    """The states of an activity, as stored and shown."""

    PLANNED = "策划"
    OPEN = "报名中"
    CLOSED = "报名截止"
    RUNNING = "进行中"
    TO_SUM_UP = "待总结"
    DONE = "已归档"
    POSTPONED = "延期"
    CANCELLED = "取消"


PATH = (State.PLANNED, State.OPEN, State.CLOSED, State.RUNNING, State.TO_SUM_UP, State.DONE)
"""The way of an activity that goes as it should."""

OFF = (State.POSTPONED, State.CANCELLED)
"""It does not take place, at least not then: it takes no room and counts for nothing."""

BEHIND = (State.RUNNING, State.TO_SUM_UP, State.DONE)
"""What has begun: no edit of a series touches it."""

USUAL = dt.timedelta(minutes=60)
"""How long an activity lasts that names no end."""


AHEAD = dt.timedelta(hours=24)
"""How long before its time a person may begin an activity."""


class Action(StrEnum):
    """What a person does to an activity's state."""

    OPEN = "open"
    CLOSE = "close"
    BEGIN = "begin"
    END = "end"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    POSTPONE = "postpone"
    RESUME = "resume"
    CANCEL = "cancel"
    REVIVE = "revive"


@dataclass(frozen=True, slots=True)
class Step:
    """One action: its words, from which states to which, and what it asks for."""

    action: Action
    label: str
    sources: tuple[State, ...]
    to: State
    asks_reason: bool = False
    asks_time: bool = False


_BEFORE = (State.PLANNED, State.OPEN, State.CLOSED)

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.OPEN, N_("开放报名"), (State.PLANNED, State.CLOSED), State.OPEN),
        Step(Action.CLOSE, N_("截止报名"), (State.OPEN,), State.CLOSED),
        Step(Action.BEGIN, N_("开始活动"), _BEFORE, State.RUNNING),
        Step(Action.END, N_("结束活动"), (State.RUNNING,), State.TO_SUM_UP),
        Step(Action.ARCHIVE, N_("归档"), (State.TO_SUM_UP,), State.DONE),
        Step(Action.REOPEN, N_("重新打开"), (State.DONE,), State.TO_SUM_UP),
        Step(Action.RESUME, N_("定新时间"), (State.POSTPONED,), State.PLANNED, asks_time=True),
        Step(Action.REVIVE, N_("恢复举办"), (State.CANCELLED,), State.PLANNED),
        Step(Action.POSTPONE, N_("延期…"), _BEFORE, State.POSTPONED, asks_reason=True),
        Step(Action.CANCEL, N_("取消…"), (*_BEFORE, State.RUNNING, State.POSTPONED), State.CANCELLED, asks_reason=True),
    )
}
"""Every step a person can take; in this order they are offered."""

_AHEAD = {State.PLANNED: Action.OPEN, State.OPEN: Action.CLOSE, State.CLOSED: Action.BEGIN,
          State.RUNNING: Action.END, State.TO_SUM_UP: Action.ARCHIVE, State.DONE: Action.REOPEN,
          State.POSTPONED: Action.RESUME, State.CANCELLED: Action.REVIVE}  # fmt: skip


def ahead(state: State) -> Action:
    """The one thing to do next in a state."""
    return _AHEAD[state]


def end_of(starts_at: dt.datetime, ends_at: dt.datetime | None) -> dt.datetime:
    """When an activity is over; without an end, or with one before its beginning, an hour after it began."""
    return ends_at if ends_at is not None and ends_at > starts_at else starts_at + USUAL


def status_at(
    stored: str, starts_at: dt.datetime, ends_at: dt.datetime | None, deadline: dt.datetime | None, now: dt.datetime
) -> State:
    """The state at `now` of an activity that was last written as `stored`.

    What cannot have begun yet, because the clock was wrong or it was given another day since, has not.
    """
    state = State(stored)
    if state in {State.RUNNING, State.TO_SUM_UP} and starts_at - now > AHEAD:
        return State.CLOSED
    if state in {*_BEFORE, State.RUNNING}:
        if end_of(starts_at, ends_at) <= now:
            return State.TO_SUM_UP
        if starts_at <= now:
            return State.RUNNING
    if state is State.OPEN and deadline is not None and deadline <= now:
        return State.CLOSED
    return state


def is_held(state: str, starts_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether an activity counts as one that took place (FIELD.md 4.5): it has begun and was not called off."""
    return starts_at <= now and state not in OFF


def why_not(action: Action, state: str, starts_at: dt.datetime, now: dt.datetime, *, summed_up: bool = True,
            deadline: dt.datetime | None = None) -> str:  # fmt: skip
    """Why an action cannot be taken, in a sentence; empty when it can.  Sentences are to be translated."""
    if state not in STEPS[action].sources:
        return N_("活动这时候不能这样做")
    if action is Action.OPEN and deadline is not None and deadline <= now:
        return N_("报名截止时间已经过了。先改「报名截止」，再开放报名")
    if action is Action.BEGIN and starts_at - now > AHEAD:
        return N_("离开始还有一天以上，到时会自动开始")
    if action is Action.REVIVE and starts_at <= now:
        return N_("原定时间已经过了。先改「开始时间」，再恢复举办")
    if action is Action.ARCHIVE and not summed_up:
        return N_("还没有写「活动总结」。写好再归档")
    return ""
