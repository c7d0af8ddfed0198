"""The calendar of activities: month, week and day, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.ui.activities.calendar.page import CalendarPage

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

__all__ = ["CalendarPage", "build"]


def build(context: Context) -> CalendarPage:
    """The sub-tab 日历."""
    return CalendarPage(context)
