"""The station's calendar of working days, as services ask for it."""

from louyu_desktop.storage.days import station_calendar

__all__ = ["station_calendar"]
