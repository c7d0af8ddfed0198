"""Running numbers: HD-2026-0001 for the first activity that begins in 2026, ZF- for visits, SQ- for requests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from louyu_desktop.models import Activity, Meeting, PublicNotice, Record, ServiceRequest, Topic, Visit, Wish
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.write import Write

NUMBERED: Mapping[type[Record], tuple[str, str]] = {
    Activity: ("HD", "starts_at"),
    Visit: ("ZF", "visited_on"),
    ServiceRequest: ("SQ", "received_at"),
    Wish: ("XY", "made_on"),
    Topic: ("YT", "raised_on"),
    Meeting: ("HY", "starts_at"),
    PublicNotice: ("GS", "proposed_on"),
}
"""The prefix of a kind's numbers, and the field whose year they carry."""


def of_new(write: Write, model: type[Record], values: Mapping[str, Any]) -> dict[str, str]:
    """The number for a record that is about to be made; nothing where it has one or the kind has none."""
    if model not in NUMBERED or values.get("number"):
        return {}
    prefix, field = NUMBERED[model]
    day = values[field]
    year = day.astimezone(SHANGHAI).year if isinstance(day, dt.datetime) else day.year
    return {"number": write.number(prefix, year, model.__dict__["number"])}
