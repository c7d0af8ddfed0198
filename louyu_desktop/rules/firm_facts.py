"""What the rules of colours and must-visits look at: the facts of one firm, as plain values (FIELD.md 4.2, 4.3)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lease:
    """A seat that is not given up: its occupancy, where it is, and until when; `intent` is 续租/洽谈/搬离/未知."""

    id: int
    place: str
    end: dt.date | None
    intent: str | None


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact that changed, as the write noted it."""

    id: int
    fact: str
    before: str | None
    after: str | None
    noted_on: dt.date
    source_kind: str
    source_id: int | None


@dataclass(frozen=True, slots=True)
class Case:
    """A special circumstance that is not resolved; it may have been heard of later than it happened."""

    id: int
    kind: str
    happened_on: dt.date
    what: str | None
    noted_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Guest:
    """A visit of the headquarters, to come or past."""

    id: int
    arrives_on: dt.date
    guest: str
    post: str | None
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Coloured:
    """The standing colour: which row gave it (None: nobody ever decided) and on which day.

    `heard` are the keys of the reasons that the last decision was made against; `waiting_id` is a proposal that
    waits for a second person.
    """

    colour: str
    by_id: int | None
    since: dt.date | None
    waiting_id: int | None
    heard: frozenset[str]


@dataclass(frozen=True, slots=True)
class Advice:
    """The colour that the last visit's form suggests."""

    visit_id: int
    on: dt.date
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmFacts:
    """One live enterprise.  `known_since` is the day of its record; `left_on` the day it gave its last seat up.

    `noted` holds the live notes of at most the window asked for, `cases` those not resolved, `guests` all that
    may still matter; each in the order of its ids.
    """

    id: int
    name: str
    known_since: dt.date
    is_key: bool = False
    chief_liaison_id: int | None = None
    undisturbed: bool = False
    headcount: int | None = None
    tax_band: str | None = None
    revenue_trend: str | None = None
    last_visit_on: dt.date | None = None
    left_on: dt.date | None = None
    colour: Coloured = Coloured("绿", None, None, None, frozenset())
    leases: tuple[Lease, ...] = ()
    noted: tuple[Noted, ...] = ()
    cases: tuple[Case, ...] = ()
    guests: tuple[Guest, ...] = ()
    advice: Advice | None = None
