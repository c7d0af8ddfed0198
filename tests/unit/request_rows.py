"""A request and what hangs on it as they are stored, and the Monday on which it comes in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import ServiceRequest
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.database import Database


def at(month: int, day: int, hour: int = 10, year: int = 2026) -> dt.datetime:
    """A moment in Shanghai."""
    return dt.datetime(year, month, day, hour, tzinfo=SHANGHAI)


MONDAY = at(6, 1)


def row(database: Database, key: int) -> ServiceRequest:
    """The stored request."""
    with database.read() as session:
        found = session.get_one(ServiceRequest, key)
        session.expunge(found)
        return found


def children(database: Database, model: type[Any], key: int) -> list[Any]:
    """What hangs on a request."""
    with database.read() as session:
        found = session.scalars(select(model).where(model.request_id == key).order_by(model.id)).all()
        session.expunge_all()
        return list(found)
