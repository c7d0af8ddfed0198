"""What the file of an enterprise tells beside its fields: frozen copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louyu_desktop.services.copies import Option, Shown


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit that the firm has now."""

    occupancy_id: int
    unit_id: int
    place: str
    since: dt.date | None
    lease_end: dt.date | None


@dataclass(frozen=True, slots=True)
class Teammate:
    """Someone who serves the firm, and with what duty; the chief liaison has the duty 首席联络员 and comes first."""

    account_id: int
    name: str
    duty: str
    chief: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Something asked for and missing: the field, and the section that has it where it is no field of the form."""

    field: str
    label: str
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """The head of a file (一企一档).

    `since` is the first day of the present stay, `left_on` the day the last seat was given up; `filled` of `asked`
    things are there and `gaps` are missing; `odd` are sentences about what contradicts itself, by field.
    `parent` is the firm of a branch, `branches` are the branches of a firm, found by their names.
    """

    id: int
    name: str
    unit_kind: str
    seats: tuple[Seat, ...] = ()
    since: dt.date | None = None
    left_on: dt.date | None = None
    liaison: Teammate | None = None
    team: tuple[Teammate, ...] = ()
    asked: int = 0
    filled: int = 0
    gaps: tuple[Gap, ...] = ()
    odd: tuple[tuple[str, str], ...] = ()
    verified_on: dt.date | None = None
    verified_by: str = ""
    parent: Option | None = None
    branches: tuple[Option, ...] = ()

    @property
    def share(self) -> float:
        """How much of what is asked for is there, 0 to 1."""
        return self.filled / self.asked if self.asked else 1.0


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a line stands in a timeline: younger days first, then by what it is, then the later record."""

    day: dt.date
    rank: int
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a timeline: what happened on which day; `kind` and `id` open its source.

    `what` is a word of the program; `title` and `more` are values, which a guest sees masked.
    """

    place: Place
    kind: str
    id: int
    what: str
    icon: str
    title: tuple[Shown, ...]
    more: tuple[Shown, ...] = ()
    ahead: bool = False

    @property
    def day(self) -> dt.date:
        """The day it stands under."""
        return self.place.day


@dataclass(frozen=True, slots=True)
class Timeline:
    """A part of a timeline, the youngest first; with `more` there are older lines behind the last one."""

    events: tuple[Event, ...]
    more: bool
