"""What the council hands out and takes: frozen copies of topics, meetings, members, and who is to be answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from louyu_desktop.rules.topic_flow import Action, Asks, MeetingAction

OBSERVER = "列席"
"""The post of who sits in without being counted on."""


@dataclass(frozen=True, slots=True)
class TopicGiven:
    """What a step of a topic is given: a meeting, what was decided, or why."""

    meeting_id: int | None = None
    words: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TopicOffered:
    """A step that may be taken by this person: `why_not` now, what it asks for; the one that leads on is `ahead`."""

    action: Action
    label: str
    why_not: str = ""
    asks: tuple[Asks, ...] = ()
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class TopicMoved:
    """A topic after a step; `meeting` is the agenda that it stands on now, where there is one."""

    topic_id: int
    title: str
    stage: str
    meeting: str = ""


@dataclass(frozen=True, slots=True)
class Deliberation:
    """One meeting that a topic stood on the agenda of."""

    meeting_id: int
    meeting: str
    starts_at: dt.datetime
    decision: str
    decided: str


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """One measure with who sees to it and how it stands."""

    id: int
    what: str
    responsible: str
    owner: str
    due_on: dt.date | None
    done_on: dt.date | None
    result: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class FeedbackLine:
    """Somebody whom a topic concerns: `told_on` is None until they were answered."""

    id: int
    whom: str
    told_on: dt.date | None
    words: str
    reply: str
    satisfaction: int | None
    enterprise_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicFile:
    """A topic in its four stages; what the person may not see is empty."""

    id: int
    number: str
    title: str
    stage: str
    council: str
    proposer: str
    category: str
    raised_on: dt.date
    background: str
    source: str
    source_kind: str
    source_id: int | None
    options: str
    decision: str
    decided: str
    resources: str
    reason: str
    closed_on: dt.date | None
    meeting: str = ""
    building: str = ""
    meetings: tuple[Deliberation, ...] = ()
    measures: tuple[MeasureLine, ...] = ()
    feedback: tuple[FeedbackLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """What a topic may be raised from: words to begin with, and topics that were raised from it before."""

    kind: str
    id: int
    label: str
    title: str
    proposer: str
    category: str
    council_id: int | None
    enterprise_id: int | None = None
    raised: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicDraft:
    """A topic about to be raised."""

    title: str
    council_id: int | None = None
    category: str = ""
    background: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who sits on a council now."""

    id: int
    name: str
    side: str
    post: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilStanding:
    """A council: members by side, sides that nobody stands for, its meetings ahead and how its topics stand."""

    id: int
    name: str
    sides: tuple[tuple[str, tuple[Member, ...]], ...]
    missing: tuple[str, ...]
    next_meeting_id: int | None = None
    next_meeting: str = ""
    next_at: dt.datetime | None = None
    stages: tuple[tuple[str, int], ...] = ()
    open_measures: int = 0
    late_measures: int = 0

    @property
    def members(self) -> tuple[Member, ...]:
        """Everybody, side after side."""
        return tuple(one for _side, people in self.sides for one in people)


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One topic on the agenda of a meeting; `speeches` are empty for who may not see them."""

    id: int
    topic_id: int
    number: str
    title: str
    proposer: str
    stage: str
    decision: str
    decided: str
    speeches: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class WaitingTopic:
    """A topic that stands on no agenda: it was put off to the next one (`again`), or is only collected yet."""

    id: int
    number: str
    title: str
    again: bool


@dataclass(frozen=True, slots=True)
class MeetingOffered:
    """A step that may be taken with a meeting."""

    action: MeetingAction
    label: str
    why_not: str = ""
    asks_attendance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFile:
    """A meeting with its agenda, what waits for one, what can be done, and whom it counts on."""

    id: int
    name: str
    state: str
    starts_at: dt.datetime
    council_id: int | None
    items: tuple[AgendaLine, ...] = ()
    waiting: tuple[WaitingTopic, ...] = ()
    offered: tuple[MeetingOffered, ...] = ()
    members: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingChoice:
    """A meeting that a topic can be put on the agenda of."""

    id: int
    name: str
    starts_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who was there, who excused themselves with the reason, and who sat in."""

    present: tuple[str, ...] = ()
    absent: Mapping[str, str] = field(default_factory=dict)
    observers: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What somebody concerned was told, when, and what they said."""

    told_on: dt.date
    words: str
    reply: str = ""
    satisfaction: int | None = None
