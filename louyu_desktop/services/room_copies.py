"""What the grid of rooms is given: frozen copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

Spans = tuple[tuple[int, int], ...]
"""Minutes of a day between which a room is open."""


@dataclass(frozen=True, slots=True)
class Room:
    """A room; `open` has its opening hours day by day, `hours` is what the station wrote of them."""

    id: int
    name: str
    zone: str = ""
    capacity: int | None = None
    hours: str = ""
    bookable: bool = False
    open: tuple[Spans, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """That a room is had for a time, by an activity or a booking; minutes before and after it are had, too.

    A booking that was only asked for is not `confirmed`; what has begun is not `movable`.
    """

    kind: str
    id: int
    room_id: int
    title: str
    unit: str
    contact: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    setup: int
    clear: int
    state: str
    people: int | None
    confirmed: bool = True
    movable: bool = True


@dataclass(frozen=True, slots=True)
class Closed:
    """A time at which a room, or every room (None), is not to be had."""

    id: int
    room_id: int | None
    starts_at: dt.datetime
    ends_at: dt.datetime
    reason: str


@dataclass(frozen=True, slots=True)
class RoomGrid:
    """Rooms and days with who has which; `holidays` names what is special about each day."""

    first: dt.date
    last: dt.date
    rooms: tuple[Room, ...]
    taken: tuple[Taken, ...]
    closed: tuple[Closed, ...]
    holidays: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands against a wish, in a sentence beside its field.

    With `refuses` it is not written, whoever asks; the other rules the head of the station may pass.
    """

    sentence: str
    field: str
    refuses: bool = True

    @property
    def hard(self) -> bool:
        """The same as `refuses`."""
        return self.refuses


@dataclass(frozen=True, slots=True)
class Alternative:
    """Where or when else it would go, and how that is offered."""

    room_id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    words: str
