"""The activities that planning works on, as they stand in a session."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity
from louyu_desktop.text import _


def live_activity(session: Session, activity_id: int) -> Activity:
    """A live activity; UserError when there is none."""
    activity = session.get(Activity, activity_id)
    if activity is None or activity.archived_at is not None:
        raise UserError(_("这场活动已经不在了，可能刚被移进了回收站"))
    return activity


def activities_of_series(session: Session, series_id: int) -> list[Activity]:
    """The live activities of a series by their day in it."""
    query = select(Activity).where(Activity.series_id == series_id, Activity.archived_at.is_(None))
    return sorted(session.scalars(query).all(), key=lambda one: (one.occurrence or one.starts_at, one.id))
