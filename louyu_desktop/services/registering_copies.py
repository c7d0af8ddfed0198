"""What goes into and comes out of registering: entries, what became of each, the lists; frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from louyu_desktop.text import N_


class Became(StrEnum):
    """What became of one entry."""

    REGISTERED = N_("已报名")
    WAITING = N_("候补")
    ALREADY = N_("原来就报了名")
    REFUSED = N_("没有报上")


@dataclass(frozen=True, slots=True)
class Entry:
    """One who is to come: a person of the station, or a new one by name (a light person is made).

    `brought_by` is the place in the same list of whoever brings this one, `registration` a registration that does.
    `answers` go by the id of the question.
    """

    person_id: int | None = None
    name: str = ""
    unit_name: str = ""
    mobile: str = ""
    party_member: bool | None = None
    enterprise_id: int | None = None
    brought_by: int | None = None
    registration: int | None = None
    remark: str = ""
    answers: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of the entry at `entry` in the list: why it waits or is refused stands in `reason`."""

    entry: int
    became: Became
    name: str
    person_id: int | None = None
    registration_id: int | None = None
    queue_number: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RegisterOutcome:
    """What became of all entries, in their order; `operation_id` takes it back, None where nothing was written."""

    activity_id: int
    lines: tuple[Placed, ...]
    operation_id: int | None = None

    def of(self, became: Became) -> tuple[Placed, ...]:
        """The entries of which this became."""
        return tuple(line for line in self.lines if line.became is became)

    @property
    def registered(self) -> tuple[Placed, ...]:
        """Those who have a place now."""
        return self.of(Became.REGISTERED)

    @property
    def waiting(self) -> tuple[Placed, ...]:
        """Those on the waiting list now."""
        return self.of(Became.WAITING)

    @property
    def already(self) -> tuple[Placed, ...]:
        """Those who were registered before; nothing was changed."""
        return self.of(Became.ALREADY)

    @property
    def refused(self) -> tuple[Placed, ...]:
        """Those who were not taken, each with its reason."""
        return self.of(Became.REFUSED)


@dataclass(frozen=True, slots=True)
class Places:
    """How the places of an activity stand; `capacity` None is no limit, `free` then None too.

    `why_late` says why registration is over, blank while it is open; with the right to it one may still register.
    `why_closed` says why nobody can be registered at all.
    """

    activity_id: int
    title: str
    starts_at: dt.datetime
    capacity: int | None
    quota: int | None
    waiting_hours: int | None
    held: int
    free: int | None
    waiting: int
    offered: int
    why_late: str = ""
    why_closed: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """One registration of an activity, for the lists of its page; the phone is masked."""

    registration_id: int
    person_id: int
    name: str
    unit: str
    phone: str
    status: str
    channel: str
    registered_at: dt.datetime | None
    queue_number: int | None
    offered_until: dt.datetime | None
    enterprise_id: int | None
    brought_by: str = ""
    blocked: str = ""
    """Why one who waits has no place."""
    passed_over: bool = False
    """Whether it is the places of the enterprise that are taken: others may come first."""


@dataclass(frozen=True, slots=True)
class Cancelled:
    """What a cancellation did: how many gave their place back, and who got one by it."""

    cancelled: int
    moved_up: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be picked; `registered` is the status of a registration that is there already."""

    person_id: int
    name: str
    unit: str
    phone: str
    registered: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an activity; `id` None for one that is new."""

    id: int | None
    text: str
    kind: str = "填空"
    options: tuple[str, ...] = ()
    required: bool = False
