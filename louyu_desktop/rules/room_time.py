"""The time for which a room is taken: quarter hours from setting up to clearing away (DESIGN.md, booking_slot)."""

from __future__ import annotations

import datetime as dt

from louyu_desktop.rules.lifecycle import end_of

QUARTER = 900
"""Seconds of one slot."""

LONGEST = 366 * 96
"""Slots that one record may take: a year."""


def slots_of(
    starts_at: dt.datetime, ends_at: dt.datetime | None, setup_minutes: int | None, clear_minutes: int | None
) -> range:
    """The quarter hours since 1970 that are taken, those begun included; at most a year of them."""
    first = starts_at - dt.timedelta(minutes=setup_minutes or 0)
    last = end_of(starts_at, ends_at) + dt.timedelta(minutes=clear_minutes or 0)
    begin = int(first.timestamp()) // QUARTER
    return range(begin, min(-(-int(last.timestamp()) // QUARTER), begin + LONGEST))


def time_of(slot: int) -> dt.datetime:
    """When a quarter hour begins."""
    return dt.datetime.fromtimestamp(slot * QUARTER, dt.UTC)
