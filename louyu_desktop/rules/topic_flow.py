"""The life of a topic and of a meeting of the council as two tables: what leads where, for whom, what stands before.

FIELD.md 4.4 (seed S1's four stages); strips, services, papers and tests are made of these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules import flow
from louyu_desktop.text import N_


class Stage(StrEnum):
    """The stages of a topic, as stored and shown."""

    COLLECTED = "需求收集"
    DISCUSSED = "议题共商"
    RESOURCED = "资源整合"
    ANSWERED = "闭环反馈"
    CLOSED = "归档"
    VOID = "作废"


PATH = tuple(stage for stage in Stage if stage is not Stage.VOID)
"""The stages that a topic goes through; what was raised by mistake goes through none."""

OVER = (Stage.CLOSED, Stage.VOID)
"""Nothing is added to a topic any more."""


class Decision(StrEnum):
    """What a meeting said to a topic."""

    PASSED = "通过"
    AGAIN = "再议"
    REFUSED = "否决"


class Action(StrEnum):
    """What a person does with a topic."""

    SCHEDULE = "schedule"
    TAKE_OFF = "take_off"
    AGREE = "agree"
    AGAIN = "again"
    REFUSE = "refuse"
    DECLINE = "decline"
    ANSWER = "answer"
    RESOURCE = "resource"
    CLOSE = "close"
    REOPEN = "reopen"
    TAKE_UP = "take_up"


class Asks(StrEnum):
    """What an action cannot do without."""

    MEETING = "meeting"
    WORDS = "words"
    REASON = "reason"


@dataclass(frozen=True, slots=True)
class Step(flow.Step[Action, Stage, Asks]):
    """One action with a topic, and what it decides."""

    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards look at: the meeting, the measures and whoever is to be answered."""

    has_meeting: bool = False
    is_held: bool = False
    passed: bool = False
    measures: int = 0
    unplanned: int = 0
    unfinished: int = 0
    concerned: int = 0
    unanswered: int = 0


_C, _D, _R, _A, _Z = PATH

STEPS: Mapping[Action, Step] = {
    step.action: step
    for step in (
        Step(Action.SCHEDULE, N_("排入会议"), (_C, _D), _D, (Asks.MEETING,)),
        Step(Action.AGREE, N_("通过"), (_D,), _R, (Asks.WORDS,), decision=Decision.PASSED),
        Step(Action.AGAIN, N_("再议"), (_D,), _D, (Asks.REASON,), decision=Decision.AGAIN),
        Step(Action.REFUSE, N_("否决"), (_D,), _A, (Asks.WORDS,), decision=Decision.REFUSED),
        Step(Action.TAKE_OFF, N_("退回收集"), (_D,), _C, (Asks.REASON,)),
        Step(Action.DECLINE, N_("不列入"), (_C,), _A, (Asks.REASON,)),
        Step(Action.ANSWER, N_("转入反馈"), (_R,), _A),
        Step(Action.CLOSE, N_("归档"), (_A,), _Z),
        Step(Action.RESOURCE, N_("再定措施"), (_A,), _R, (Asks.REASON,)),
        Step(Action.REOPEN, N_("重新打开"), (_Z,), _A, (Asks.REASON,), roles=flow.LEADER),
        Step(Action.TAKE_UP, N_("重新提交"), (_A, _Z), _C, (Asks.REASON,), roles=flow.LEADER),
    )
}
"""Every step there is, in the order they are offered; what is not here is refused."""

_AHEAD: Mapping[Stage, Action] = {_C: Action.SCHEDULE, _D: Action.AGREE, _R: Action.ANSWER, _A: Action.CLOSE}


def ahead(stage: Stage, facts: Facts) -> Action | None:
    """The one thing to do next; a topic without a meeting needs one first."""
    if stage is Stage.DISCUSSED and not facts.has_meeting:
        return Action.SCHEDULE
    return _AHEAD.get(stage)


def meant(stage: Stage, facts: Facts) -> frozenset[Action]:
    """The steps worth offering: more measures for what was passed, a new beginning for what was not."""
    useless = Action.TAKE_UP if facts.passed else Action.RESOURCE
    return frozenset(step.action for step in STEPS.values() if stage in step.sources) - {useless}


def why_not(action: Action, stage: Stage, facts: Facts) -> str:
    """Why an action cannot be taken now, in a sentence to be translated; empty when it can."""
    if stage not in STEPS[action].sources:
        return N_("议题在这个阶段不能这样做")
    if STEPS[action].decision is not None:
        return _undecided(facts)
    if action is Action.ANSWER:
        return _unready(facts)
    if action is Action.RESOURCE and not facts.passed:
        return N_("没有通过的议题不定措施。要再议，请站长按「重新提交」")
    if action is Action.TAKE_UP and facts.passed:
        return N_("通过了的议题不用重新提交。还不够就按「再定措施」")
    return _unclosed(facts) if action is Action.CLOSE else ""


def _undecided(facts: Facts) -> str:
    if not facts.has_meeting:
        return N_("还没有排入会议。先按「排入会议」")
    return "" if facts.is_held else N_("会还没有开。开过会才能记议定结果")


def _unready(facts: Facts) -> str:
    if not facts.measures:
        return N_("还没有措施。先在「措施」里写清做什么、谁负责、什么时候完成")
    return N_("有措施没有写责任单位、跟进人或期限。补齐再转入反馈") if facts.unplanned else ""


def _unclosed(facts: Facts) -> str:
    if facts.unfinished:
        return N_("还有措施没有完成。全部完成再归档")
    if not facts.concerned:
        return N_("还没有记反馈对象。至少要答复提出的一方")
    return N_("还有企业没有反馈。逐一反馈完再归档") if facts.unanswered else ""


class MeetingState(StrEnum):
    """The states of a meeting, as stored and shown."""

    PREPARED = "筹备"
    TOLD = "已通知"
    HELD = "已开"
    SETTLED = "纪要已定"


class MeetingAction(StrEnum):
    """What a person does with a meeting."""

    TELL = "tell"
    HOLD = "hold"
    SETTLE = "settle"
    AMEND = "amend"


@dataclass(frozen=True, slots=True)
class MeetingStep(flow.Step[MeetingAction, MeetingState, Asks]):
    """One action with a meeting; who was there is asked when it was held."""

    asks_attendance: bool = False


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What the guards of a meeting look at."""

    items: int = 0
    undecided: int = 0
    has_begun: bool = False
    has_place: bool = False
    is_signed: bool = False


MEETING_STEPS: Mapping[MeetingAction, MeetingStep] = {
    step.action: step
    for step in (
        MeetingStep(MeetingAction.TELL, N_("已发通知"), (MeetingState.PREPARED,), MeetingState.TOLD),
        MeetingStep(
            MeetingAction.HOLD, N_("记到会"), (MeetingState.PREPARED, MeetingState.TOLD), MeetingState.HELD,
            asks_attendance=True,
        ),
        MeetingStep(MeetingAction.SETTLE, N_("纪要定稿"), (MeetingState.HELD,), MeetingState.SETTLED),
        MeetingStep(MeetingAction.AMEND, N_("改纪要"), (MeetingState.SETTLED,), MeetingState.HELD, roles=flow.LEADER),
    )
}  # fmt: skip
"""Every step of a meeting."""


def meeting_why_not(action: MeetingAction, state: MeetingState, facts: MeetingFacts) -> str:
    """Why an action cannot be taken now, in a sentence to be translated; empty when it can."""
    if state not in MEETING_STEPS[action].sources:
        return N_("会议在这个状态不能这样做")
    if action is MeetingAction.TELL:
        if not facts.items:
            return N_("议程还是空的。先排进议题，再发通知")
        return "" if facts.has_place else N_("还没有写地点。写好再发通知")
    if action is MeetingAction.HOLD:
        return "" if facts.has_begun else N_("会议时间还没有到")
    if action is MeetingAction.SETTLE:
        if facts.undecided:
            return N_("还有议题没有记议定结果。逐个记好再定稿")
        return "" if facts.is_signed else N_("还没有写主持人和记录人。写好再定稿")
    return ""
