"""The station's calendar of working days, out of its own table of holidays."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models.station import Holiday
from louyu_desktop.rules.workdays import Calendar, HolidayDay


def station_calendar(session: Session) -> Calendar:
    """The calendar that the station's table and the statutory one make together."""
    rows = session.execute(select(Holiday.day, Holiday.kind, Holiday.name).where(Holiday.archived_at.is_(None)))
    return Calendar({day: HolidayDay(day, kind == "班", name or "") for day, kind, name in rows.all()})
