"""The rules of rooms for activities that are written several at a time: series, clones, templates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.models import Activity
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.references import role_of
from louyu_desktop.services.room_rules import problems
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write


def keep_rules(database: Database, write: Write, ids: Collection[int]) -> None:
    """InvalidRecordError when an activity to come stands against a rule of its room; the head of the station may.

    Who has a room, and closed times, the write itself refuses, to everybody.
    """
    if role_of(database) is Role.ADMINISTRATOR:
        return
    now = dt.datetime.now(dt.UTC)
    rows = write.session.execute(
        select(Activity.__table__).where(Activity.id.in_(ids), Activity.starts_at > now, Activity.venue_id.is_not(None))
    ).mappings()
    for row in rows.all():
        found = problems(write.session, "activities", dict(row), ("activities", row["id"]))
        against = {one.field: one.sentence for one in found if not one.refuses}
        if against:
            raise InvalidRecordError(against)
