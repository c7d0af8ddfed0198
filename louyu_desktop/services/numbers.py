"""Running numbers: HD-2026-0001 for the first activity that begins in 2026."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from louyu_desktop.models import Activity, Record
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.write import Write


def of_new(write: Write, model: type[Record], values: Mapping[str, Any]) -> dict[str, str]:
    """The number for a record that is about to be made; nothing where it has one or the kind has none."""
    if model is not Activity or values.get("number"):
        return {}
    moment: dt.datetime = values["starts_at"]
    return {"number": write.number("HD", moment.astimezone(SHANGHAI).year, Activity.number)}
