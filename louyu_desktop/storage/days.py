"""The station's calendar of working days, for services."""

from __future__ import annotations

from louyu_desktop.models.calendar import station_calendar

__all__ = ["station_calendar"]
