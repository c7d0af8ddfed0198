"""What the work of visiting takes and gives: frozen copies (FIELD.md 2.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from louyu_desktop.fields import Field
from louyu_desktop.text import N_


class Into(StrEnum):
    """What a note of a round becomes."""

    VISIT = N_("走访")
    REQUEST = N_("诉求")
    LEAD = N_("线索")
    NOTHING = N_("不用处理")


class Why(StrEnum):
    """Why an enterprise stands on the plan of a round of visits."""

    TASK = N_("必访")
    AGREED = N_("约好再访")
    REQUEST = N_("未了的诉求")
    LONG = N_("久未走访")
    CHOSEN = N_("挑选的")


# ------------------------------------------------------------------------ before a visit


@dataclass(frozen=True, slots=True)
class Past:
    """A visit that was made; words that the role may not know are empty."""

    id: int
    number: str
    visited_on: dt.date
    visitors: str
    met: str
    reason: str
    form: str
    reached: bool
    situation: str
    needs: str
    answered: str
    follow_up: str


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A request of the enterprise that is not closed."""

    id: int
    number: str
    title: str
    state: str
    received_on: dt.date
    due_on: dt.date | None
    late: bool
    owner: str


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A must-visit that waits: `reason` is its trigger, `why` which fact and rule, and what clears it."""

    id: int
    reason: str
    fact: str
    why: str
    due_on: dt.date
    late: bool
    estimated: bool
    state: str
    assignee: str


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the station said it would do: a follow-up of a visit, a request with a promised day."""

    words: str
    said_on: dt.date
    due_on: dt.date | None
    late: bool
    kind: str
    id: int


@dataclass(frozen=True, slots=True)
class Known:
    """Someone to be met: whole name, post, phone as it may be shown (masked)."""

    id: int
    name: str
    role: str
    phone: str
    is_primary: bool


@dataclass(frozen=True, slots=True)
class Fact:
    """What the file says now of something that a visit often finds changed; `id` is the record it stands in."""

    kind: str
    id: int
    version: int
    field: Field
    value: Any
    place: str = ""


@dataclass(frozen=True, slots=True)
class Before:
    """Everything to know before one goes: one page (FIELD.md 7: no firm is asked twice)."""

    enterprise_id: int
    name: str
    location: str
    colour: str | None
    is_key: bool
    undisturbed: bool
    liaison: str
    headcount: int | None
    lease_end: dt.date | None
    last_visit_on: dt.date | None
    next_visit_on: dt.date | None
    recent: int
    warning: str
    visits: tuple[Past, ...]
    requests: tuple[OpenRequest, ...]
    promises: tuple[Promise, ...]
    tasks: tuple[OpenTask, ...]
    contacts: tuple[Known, ...]
    facts: tuple[Fact, ...]
    visitor: str = ""


# ------------------------------------------------------------------------ recording one


@dataclass(frozen=True, slots=True)
class Need:
    """One need that was voiced: it becomes a request; `settled` on the spot it is closed with the answer."""

    title: str
    category: str = "其他"
    detail: str = ""
    urgency: str = "一般"
    mechanism: str | None = None
    due_on: dt.date | None = None
    owner_id: int | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Fields of the file that were found changed: `id` None makes a new record (a contact).

    With `apply` False the file stays as it is, and the visit says so in words.
    """

    kind: str
    id: int | None
    values: Mapping[str, Any]
    version: int | None = None
    apply: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitDraft:
    """A visit as one records it; `task_ids` are the must-visits it answers, `round_id` the note it came from."""

    enterprise_id: int
    visited_on: dt.date
    visitors: str = ""
    met: str = ""
    reached: bool = True
    form: str = "上门"
    reason: str = "日常"
    topics: str = ""
    situation: str = ""
    needs: tuple[Need, ...] = ()
    answered: str = ""
    follow_up: str = ""
    changes: tuple[Change, ...] = ()
    changes_found: str = ""
    colour: str | None = None
    colour_reason: str = ""
    next_visit_on: dt.date | None = None
    signed: bool = False
    task_ids: tuple[int, ...] = ()
    round_id: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one recording did: ids, how many must-visits are done, and what became of the colour.

    `colour` is 已改为, 等第二人确认 or empty; `sentence` says all of it.
    """

    visit_id: int
    number: str
    tasks: int
    requests: tuple[int, ...]
    changed: int
    colour: str
    sentence: str


# ------------------------------------------------------------------------ rounds


@dataclass(frozen=True, slots=True)
class Noted:
    """A note of a round as it was kept, and whom the place was found to belong to."""

    id: int
    enterprise_id: int | None
    enterprise: str


@dataclass(frozen=True, slots=True)
class Turned:
    """What a note became: the kind and id of the new record, none for 不用处理."""

    kind: str
    id: int | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """Who sits at a place, and which floor and room that is."""

    enterprise_id: int
    name: str
    place: str


# ------------------------------------------------------------------------ the plan


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanQuery:
    """Whom to visit: must-visits due `within` so many days, agreed days, requests not closed, not visited for
    `unvisited_days`; or exactly the `ids` chosen.  Building, area and person narrow it.
    """

    within: int = 14
    reasons: frozenset[Why] = field(default_factory=lambda: frozenset({Why.TASK, Why.AGREED, Why.REQUEST}))
    unvisited_days: int = 180
    building_id: int | None = None
    area_id: int | None = None
    account_id: int | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """One enterprise on a route: where, why, by when, whom to ask for (phone masked)."""

    enterprise_id: int
    name: str
    floor: str
    place: str
    reasons: tuple[Why, ...]
    words: str
    due_on: dt.date | None
    late: bool
    contact: str
    phone: str
    last_visit_on: dt.date | None
    recent: int
    undisturbed: bool
    liaison: str
    also: str = ""
    requests: int = 0


@dataclass(frozen=True, slots=True)
class RouteBuilding:
    """The stops of one building, the top floor first; id None for those that sit nowhere."""

    id: int | None
    name: str
    address: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True)
class Route:
    """Whom to visit, building by building in the order of their names; `left_out` says what did not fit."""

    day: dt.date
    buildings: tuple[RouteBuilding, ...]
    left_out: int = 0

    @property
    def stops(self) -> tuple[Stop, ...]:
        """Every stop in the order one walks."""
        return tuple(stop for building in self.buildings for stop in building.stops)
