"""Topics and meetings of the council as they stand in a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import AgendaItem, Meeting, Topic
from louyu_desktop.rules.topic_flow import MeetingState, Stage
from louyu_desktop.text import _


def live_topic(session: Session, topic_id: int) -> Topic:
    """A topic that stands; UserError when it is gone."""
    found = session.get(Topic, topic_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("这个议题已经不在了，可能刚被移进了回收站"))
    return found


def live_meeting(session: Session, meeting_id: int | None) -> Meeting:
    """A meeting that stands; UserError when it is gone."""
    found = session.get(Meeting, meeting_id) if meeting_id is not None else None
    if found is None or found.archived_at is not None:
        raise UserError(_("这次会议已经不在了，可能刚被移进了回收站"))
    return found


def meeting_with(session: Session, item_id: int) -> Meeting:
    """The meeting on whose agenda an item stands; UserError when it is gone."""
    item = session.get(AgendaItem, item_id)
    return live_meeting(session, item.meeting_id if item is not None and item.archived_at is None else None)


def meeting_of(session: Session, topic: Topic) -> Meeting | None:
    """The meeting whose agenda a topic stands on."""
    found = session.get(Meeting, topic.meeting_id) if topic.meeting_id is not None else None
    return found if found is not None and found.archived_at is None else None


def live(session: Session, model: Any, *conditions: Any) -> Sequence[Any]:
    """The live rows of a table under conditions, in the order they were made."""
    return session.scalars(select(model).where(model.archived_at.is_(None), *conditions).order_by(model.id)).all()


def next_meeting(session: Session, council_id: int | None, now: dt.datetime) -> Meeting | None:
    """The meeting of a council that comes next and is not held yet; without one, of those that belong to none."""
    whose = Meeting.council_id.is_(None) if council_id is None else Meeting.council_id == council_id
    ahead = (MeetingState.PREPARED.value, MeetingState.TOLD.value)
    return session.scalars(planned(None).where(whose, Meeting.starts_at > now, Meeting.state.in_(ahead))).first()


def planned(council_id: int | None) -> Any:
    """Meetings on whose agenda topics can still be put; without a council every one."""
    wanted = select(Meeting).where(Meeting.archived_at.is_(None)).order_by(Meeting.starts_at, Meeting.id)
    return wanted if council_id is None else wanted.where(Meeting.council_id == council_id)


def put_off(session: Session, meeting: Meeting) -> list[Topic]:
    """Topics that belong on the agenda of this meeting, for they were put off at one before it and stand on none."""
    whose = Topic.council_id.is_(None) if meeting.council_id is None else Topic.council_id == meeting.council_id
    lives = select(Meeting.id).where(Meeting.archived_at.is_(None))
    later = (
        select(AgendaItem.id)
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(AgendaItem.topic_id == Topic.id, AgendaItem.archived_at.is_(None), AgendaItem.decision.is_not(None))
        .where(Meeting.archived_at.is_(None), Meeting.starts_at >= meeting.starts_at)
        .exists()
    )
    wanted = (
        select(Topic)
        .where(Topic.archived_at.is_(None), whose, Topic.stage == Stage.DISCUSSED.value, ~later)
        .where(or_(Topic.meeting_id.is_(None), Topic.meeting_id.not_in(lives)))
        .order_by(Topic.raised_on, Topic.id)
    )
    return list(session.scalars(wanted).all())
