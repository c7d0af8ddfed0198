"""Councils, meetings and topics as they stand, for whoever asks: what a role may not see is not read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Account,
    AgendaItem,
    Building,
    Council,
    CouncilMember,
    Enterprise,
    Feedback,
    Measure,
    Meeting,
    Topic,
)
from louyu_desktop.models.council import SIDES
from louyu_desktop.rules import topic_flow as flow
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.rules.topic_flow import OVER, PATH, Facts, MeetingFacts, MeetingState, Stage
from louyu_desktop.services.council_copies import (
    AgendaLine,
    CouncilStanding,
    Deliberation,
    FeedbackLine,
    MeasureLine,
    MeetingChoice,
    MeetingFile,
    MeetingOffered,
    Member,
    TopicFile,
    TopicOffered,
    WaitingTopic,
)
from louyu_desktop.services.references import ENTITIES, titles
from louyu_desktop.storage.councils import live, live_meeting, live_topic, meeting_of, next_meeting, planned, put_off
from louyu_desktop.text import _

PLANNED = (MeetingState.PREPARED.value, MeetingState.TOLD.value)


def facts_of(session: Session, topic: Topic, now: dt.datetime) -> Facts:
    """What the guards of a topic look at."""
    meeting = meeting_of(session, topic)
    measures = live(session, Measure, Measure.topic_id == topic.id)
    concerned = live(session, Feedback, Feedback.topic_id == topic.id)
    return Facts(
        has_meeting=meeting is not None,
        is_held=meeting is not None and meeting.starts_at <= now,
        passed=topic.decision == flow.Decision.PASSED,
        measures=len(measures),
        unplanned=sum(one.due_on is None or not (one.responsible or one.owner_id) for one in measures),
        unfinished=sum(one.done_on is None for one in measures),
        concerned=len(concerned),
        unanswered=sum(one.told_on is None for one in concerned),
    )


def offered(session: Session, role: Role, topic: Topic, now: dt.datetime) -> tuple[TopicOffered, ...]:
    """The steps of a topic for a role, the one that leads on first."""
    facts, stage = facts_of(session, topic, now), Stage(topic.stage)
    ahead = flow.ahead(stage, facts)
    found = [
        TopicOffered(step.action, _(step.label), _said(flow.why_not(step.action, stage, facts)), step.asks,
                     step.action is ahead)
        for step in flow.STEPS.values()
        if step.allows(stage, role) and step.action in flow.meant(stage, facts)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: not one.ahead))


def _said(words: str) -> str:
    return _(words) if words else ""


# a topic in its stages


def topic_file(session: Session, role: Role, topic_id: int, today: dt.date) -> TopicFile:
    """A topic with everything that hangs on it, as a role may see it."""
    topic = live_topic(session, topic_id)
    council = session.get(Council, topic.council_id) if topic.council_id is not None else None
    meeting = meeting_of(session, topic)
    tower = session.get(Building, council.building_id) if council and council.building_id is not None else None
    return TopicFile(
        id=topic.id, number=topic.number or "", title=topic.title, stage=topic.stage,
        council=council.name if council else "", proposer=topic.proposer or "", category=topic.category or "",
        raised_on=topic.raised_on, background=topic.background or "", source=_source(session, topic),
        source_kind=topic.source_kind or "", source_id=topic.source_id, options=topic.options or "",
        decision=topic.decision or "", decided=topic.decided or "", resources=topic.resources or "",
        reason=topic.stage_reason or "", closed_on=topic.closed_on, meeting=meeting.name if meeting else "",
        building=tower.name if tower is not None and tower.archived_at is None else "",
        meetings=_deliberations(session, topic.id), measures=measures_of(session, topic.id, today),
        feedback=_feedback(session, role, topic.id),
    )  # fmt: skip


def _source(session: Session, topic: Topic) -> str:
    kind, key = topic.source_kind or "", topic.source_id
    if kind not in ENTITIES or key is None:
        return ""
    return "·".join(filter(None, (_(ENTITIES[kind].label), titles(session, kind, [key]).get(key, ""))))


def _deliberations(session: Session, topic_id: int) -> tuple[Deliberation, ...]:
    rows = session.execute(
        select(AgendaItem, Meeting)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.topic_id == topic_id, AgendaItem.archived_at.is_(None), Meeting.archived_at.is_(None))
        .order_by(Meeting.starts_at, Meeting.id)
    ).all()
    return tuple(
        Deliberation(meeting.id, meeting.name, meeting.starts_at, item.decision or "", item.decided or "")
        for item, meeting in rows
    )


def measures_of(session: Session, topic_id: int, today: dt.date) -> tuple[MeasureLine, ...]:
    """The measures of a topic by their day."""
    rows = session.execute(
        select(Measure, Account.name)
        .outerjoin(Account, Account.id == Measure.owner_id)
        .where(Measure.topic_id == topic_id, Measure.archived_at.is_(None))
        .order_by(Measure.due_on.is_(None), Measure.due_on, Measure.id)
    ).all()
    return tuple(
        MeasureLine(
            row.id, row.what, row.responsible or "", owner or "", row.due_on, row.done_on, row.result or "",
            row.done_on is None and row.due_on is not None and row.due_on < today,
        )
        for row, owner in rows
    )  # fmt: skip


def _feedback(session: Session, role: Role, topic_id: int) -> tuple[FeedbackLine, ...]:
    hears = sees(role, ENTITIES["feedback"].field("reply"))
    rows = session.execute(
        select(Feedback, Enterprise.name)
        .outerjoin(Enterprise, Enterprise.id == Feedback.enterprise_id)
        .where(Feedback.topic_id == topic_id, Feedback.archived_at.is_(None))
        .order_by(Feedback.told_on.is_not(None), Feedback.id)
    ).all()
    return tuple(
        FeedbackLine(
            row.id, "·".join(filter(None, (firm, row.to_whom))), row.told_on, row.words or "",
            (row.reply or "") if hears else "", row.satisfaction, row.enterprise_id,
        )
        for row, firm in rows
    )  # fmt: skip


# councils


def standing_of(session: Session, council_id: int, now: dt.datetime, today: dt.date) -> CouncilStanding:
    """A council with its members by side and what is before it."""
    council = session.get(Council, council_id)
    if council is None or council.archived_at is not None:
        raise UserError(_("这个议事机构已经不在了，可能刚被移进了回收站"))
    people = members_of(session, council_id, today)
    others = tuple(dict.fromkeys(one.side for one in people if one.side not in SIDES))
    sides = tuple((side, tuple(one for one in people if one.side == side)) for side in (*SIDES, *others))
    ahead = next_meeting(session, council_id, now)
    measures = session.scalars(
        select(Measure.due_on)
        .join(Topic, Topic.id == Measure.topic_id)
        .where(Topic.council_id == council_id, Topic.archived_at.is_(None), Topic.stage.not_in(OVER))
        .where(Measure.archived_at.is_(None), Measure.done_on.is_(None))
    ).all()
    return CouncilStanding(
        id=council.id, name=council.name, sides=tuple(one for one in sides if one[1]),
        missing=tuple(side for side, found in sides if not found),
        next_meeting_id=ahead.id if ahead else None, next_meeting=ahead.name if ahead else "",
        next_at=ahead.starts_at if ahead else None, stages=_stages(session, council_id),
        open_measures=len(measures), late_measures=sum(due is not None and due < today for due in measures),
    )  # fmt: skip


def _stages(session: Session, council_id: int) -> tuple[tuple[str, int], ...]:
    counts = dict(session.execute(
        select(Topic.stage, func.count()).where(Topic.council_id == council_id, Topic.archived_at.is_(None))
        .group_by(Topic.stage)
    ).all())  # fmt: skip
    return tuple((stage.value, counts.get(stage.value, 0)) for stage in PATH)


def members_of(session: Session, council_id: int | None, today: dt.date) -> tuple[Member, ...]:
    """Who sits on a council on a day, in the order of the sides."""
    if council_id is None:
        return ()
    rows = session.scalars(
        select(CouncilMember)
        .where(CouncilMember.council_id == council_id, CouncilMember.archived_at.is_(None))
        .where(or_(CouncilMember.since.is_(None), CouncilMember.since <= today))
        .where(or_(CouncilMember.until.is_(None), CouncilMember.until >= today))
        .order_by(CouncilMember.id)
    ).all()
    place = {side: number for number, side in enumerate(SIDES)}
    found = [Member(row.id, row.name, row.side or "", row.post or "", row.unit_name or "") for row in rows]
    return tuple(sorted(found, key=lambda one: place.get(one.side, len(SIDES))))


def choices(session: Session, topic: Topic) -> tuple[MeetingChoice, ...]:
    """The meetings that a topic can be put on the agenda of."""
    rows = session.scalars(planned(topic.council_id).where(Meeting.state != MeetingState.SETTLED.value)).all()
    return tuple(MeetingChoice(row.id, row.name, row.starts_at) for row in rows)


# a meeting and its agenda


def meeting_facts(session: Session, meeting: Meeting, now: dt.datetime, *, waiting: int = 0) -> MeetingFacts:
    """What the guards of a meeting look at; `waiting` topics come onto its agenda by themselves."""
    items = live(session, AgendaItem, AgendaItem.meeting_id == meeting.id)
    return MeetingFacts(
        items=len(items) + waiting, undecided=sum(not one.decision for one in items),
        has_begun=meeting.starts_at <= now, has_place=bool((meeting.place or "").strip()),
        is_signed=bool(meeting.chair and meeting.recorder),
    )  # fmt: skip


def agenda(session: Session, role: Role, meeting_id: int) -> tuple[AgendaLine, ...]:
    """The agenda of a meeting in its order."""
    hears = sees(role, ENTITIES["agenda-items"].field("speeches"))
    rows = session.execute(
        select(AgendaItem, Topic)
        .join(Topic, Topic.id == AgendaItem.topic_id)
        .where(AgendaItem.meeting_id == meeting_id, AgendaItem.archived_at.is_(None), Topic.archived_at.is_(None))
        .order_by(AgendaItem.position.is_(None), AgendaItem.position, AgendaItem.id)
    ).all()
    return tuple(
        AgendaLine(
            item.id, topic.id, topic.number or "", topic.title, topic.proposer or "", topic.stage, item.decision or "",
            item.decided or "", (item.speeches or "") if hears else "", topic.meeting_id == meeting_id,
        )
        for item, topic in rows
    )  # fmt: skip


def day_of(meeting: Meeting) -> dt.date:
    """The day of a meeting: whoever sat on the council then is called to it."""
    return meeting.starts_at.astimezone(SHANGHAI).date()


def meeting_file(session: Session, role: Role, meeting_id: int, now: dt.datetime) -> MeetingFile:
    """A meeting with its agenda, what waits for one, and what can be done with it."""
    meeting = live_meeting(session, meeting_id)
    state, again = MeetingState(meeting.state), put_off(session, meeting)
    facts = meeting_facts(session, meeting, now, waiting=len(again))
    collected = [] if state is MeetingState.SETTLED else _collected(session, meeting.council_id)
    return MeetingFile(
        id=meeting.id, name=meeting.name, state=meeting.state, starts_at=meeting.starts_at,
        council_id=meeting.council_id, items=agenda(session, role, meeting_id),
        waiting=(
            *(WaitingTopic(one.id, one.number or "", one.title, again=True) for one in again),
            *(WaitingTopic(one.id, one.number or "", one.title, again=False) for one in collected),
        ),
        offered=tuple(
            MeetingOffered(step.action, _(step.label), _said(flow.meeting_why_not(step.action, state, facts)),
                           step.asks_attendance)
            for step in flow.MEETING_STEPS.values()
            if step.allows(state, role)
        ),
        members=members_of(session, meeting.council_id, day_of(meeting)),
    )  # fmt: skip


def _collected(session: Session, council_id: int | None) -> Sequence[Topic]:
    wanted = select(Topic).where(Topic.archived_at.is_(None), Topic.stage == Stage.COLLECTED.value)
    if council_id is not None:
        wanted = wanted.where(or_(Topic.council_id == council_id, Topic.council_id.is_(None)))
    return session.scalars(wanted.order_by(Topic.raised_on, Topic.id)).all()
