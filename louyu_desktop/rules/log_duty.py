"""How often something is to be written down of a request while it is worked on (FIELD.md 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from louyu_desktop.rules.workdays import Calendar

WITHIN: Mapping[str, int] = {"特事特办": 1, "难题专办": 5}
"""By its way of handling, the working days within which the next line follows: every day, every week."""


def next_line(mechanism: str, last: dt.date, calendar: Calendar) -> dt.date | None:
    """By which day a line follows that of `last`; None for a way of handling that asks for none."""
    days = WITHIN.get(mechanism)
    return None if days is None else calendar.add_workdays(last, days).day
