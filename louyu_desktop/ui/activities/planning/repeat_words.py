"""One day of a series in words: when, and what is special about it."""

from __future__ import annotations

from louyu_desktop.rules import recurrence
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.planned import PlannedDay


def day_words(day: PlannedDay) -> str:
    """2026-11-26 周四 12:00; without the clock where it is left out."""
    if day.starts_at is None:
        return f"{day.rule_day} {recurrence.weekday(day.rule_day)}"
    begin = day.starts_at.astimezone(SHANGHAI)
    return f"{begin:%Y-%m-%d} {recurrence.weekday(begin.date())} {begin:%H:%M}"


def note_words(day: PlannedDay) -> str:
    """Who has the room, and the holiday."""
    return "；".join(part for part in (day.clash, day.note) if part)
