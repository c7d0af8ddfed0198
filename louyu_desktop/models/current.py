"""What counts as current: seats and terms whose last day is still to come, by the day the station has come to.

What follows from other rows must follow from the file alone, so the day is kept in it (`storage.sweeping.come_to`).
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models.station import SettingValue

KEY = "day"


def day_of(session: Session) -> dt.date | None:
    """The day that the station has come to; None where no day's rules were ever looked at."""
    kept = session.scalar(select(SettingValue.value).where(SettingValue.key == KEY))
    return dt.date.fromisoformat(json.loads(kept)) if kept else None


def lasting(column: Any) -> ColumnElement[bool]:
    """That an end is not set, or lies after the day of a statement run with `{"day": ...}`; else that none is set."""
    return or_(column.is_(None), column > bindparam("day", type_=column.type))


def after(column: Any, day: dt.date) -> ColumnElement[bool]:
    """The same on a day that is known: that an end is not set, or lies after it."""
    return or_(column.is_(None), column > day)
