"""What the grid of rooms is given: frozen copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from louyu_desktop.services.calendar_copies import DayMark

Spans = tuple[tuple[int, int], ...]
"""Minutes of a day between which a room is open."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room with what it holds, when it is open in words, and how long it takes to set up and to clear."""

    id: int
    name: str
    capacity: int | None = None
    hours: str = ""
    bookable: bool = False
    setup: int = 0
    clear: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """That a room is had for a time, by an activity or a booking; `first` and `last` include set-up and clearing.

    `sure` is False for a booking that was only asked for.
    """

    kind: str
    id: int
    version: int
    room: int
    title: str
    who: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    first: dt.datetime
    last: dt.datetime
    state: str
    sure: bool = True
    series: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Closed:
    """A time at which a room, or every room (None), is not to be had."""

    id: int
    room: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RoomSheet:
    """Rooms and days with who has which; `open` has the opening hours of a room on a day."""

    first: dt.date
    last: dt.date
    rooms: tuple[Room, ...]
    held: tuple[Held, ...]
    closed: tuple[Closed, ...]
    marks: tuple[DayMark, ...]
    open: Mapping[tuple[int, dt.date], Spans] = field(default_factory=dict)


class Rule(StrEnum):
    """What a wish for a room may run into."""

    TIME = "time"
    CLASH = "clash"
    CLOSED = "closed"
    HOURS = "hours"
    PEOPLE = "people"
    LENT = "lent"
    DAY_OFF = "day_off"


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of a wish, in a sentence; with `refuses` it is not written as it is."""

    rule: Rule
    sentence: str
    field: str
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class Proposal:
    """Where or when else it would go: the same time in another room, or the same room at another time."""

    room: int
    name: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    other_room: bool


@dataclass(frozen=True, slots=True)
class UseLine:
    """One line of the register: who had which room when, and what for."""

    room: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    purpose: str
    unit: str
    contact: str
    people: int | None
    state: str
