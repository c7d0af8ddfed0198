"""What the desk shows: candidates, what came of a sign-in, how an activity stands; frozen, without full phones."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.text import N_


class Came(StrEnum):
    """What came of an attempt to sign somebody in."""

    SIGNED = "signed"
    ALREADY = "already"
    FULL = "full"
    """Not registered, and every place is taken; `anyway` signs in all the same."""
    CLOSED = "closed"
    """Not registered, and the activity takes no walk-ins; `anyway` signs in all the same."""


class Belongs(StrEnum):
    """How a candidate stands to the activity, as the desk says it."""

    REGISTERED = N_("已报名")
    SIGNED_IN = N_("已签到")
    LEFT = N_("已签退")
    WAITING = N_("候补")
    CANCELLED = N_("已取消")
    STRANGER = N_("没有报名")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom the typed text may mean; `tail` is the last two digits of the phone, no more."""

    person_id: int
    name: str
    unit: str
    tail: str
    belongs: Belongs
    signed_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Candidates:
    """The best few; `count` says how many answer, `more` that there are even more of them.

    `exact` is the person that a scanned code means.
    """

    text: str
    rows: tuple[Candidate, ...] = ()
    count: int = 0
    more: bool = False
    exact: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """One sign-in of the strip: who, from where, when, by whom."""

    sign_in_id: int
    person_id: int
    name: str
    unit: str
    signed_at: dt.datetime
    operator: str
    walk_in: bool
    left_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Firm:
    """Those of one enterprise: how many were expected, how many came, and who is missing."""

    unit: str
    expected: int
    arrived: int
    missing: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How an activity stands at this moment; `expected` are the registrations that hold a place.

    `signed` counts walk-ins too; `missing` are the expected who have not come; `recent` the last ten, newest first.
    """

    signed: int
    expected: int
    missing: int
    walk_in: int
    waiting: int
    left: int
    recent: tuple[Arrival, ...]


@dataclass(frozen=True, slots=True)
class DeskState:
    """An activity as the desk opens it."""

    activity_id: int
    number: str
    title: str
    venue: str
    organiser: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    status: str
    capacity: int | None
    allow_walk_in: bool
    standing: Standing


@dataclass(frozen=True, slots=True)
class Signed:
    """What came of it: `number` is the how-manieth this one is; `at` and `operator` say when and by whom it was."""

    came: Came
    person_id: int
    name: str
    unit: str
    number: int = 0
    at: dt.datetime | None = None
    operator: str = ""
    sign_in_id: int = 0
    walk_in: bool = False
    over: bool = False
    """Every place was taken already when this one came in."""
    stayed: dt.timedelta | None = None
    """For a sign-out: how long the person was there."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """One line of a paper sheet: its page and line, and who stands there."""

    page: int
    line: int
    person_id: int
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class LateOutcome:
    """What came of a late entry: entered, already signed in (in the order given), and places on paper used before."""

    entered: int
    already: tuple[LateLine, ...]
    taken: tuple[LateLine, ...]


@dataclass(frozen=True, slots=True)
class DeskActivity:
    """An activity that the desk may be opened for."""

    activity_id: int
    title: str
    venue: str
    starts_at: dt.datetime
    ends_at: dt.datetime | None
    status: str
    registered: int
    signed: int
