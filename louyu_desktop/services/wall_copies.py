"""What wishes and public notices give to the window: frozen copies, and what an action is given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from louyu_desktop.services.copies import Query


@dataclass(frozen=True, slots=True)
class Found:
    """Something that may not hang on a wall: what it is, in which line, its words (numbers behind stars)."""

    sort: str
    line: int
    words: str
    stops: bool
    is_name: bool = False
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class Offered:
    """An action in the present state: its words, why not, what it asks for and what that begins with."""

    action: str
    label: str
    why_not: str = ""
    asks: tuple[str, ...] = ()
    begins: Mapping[str, object] = field(default_factory=dict)
    ahead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives to an action; what its step does not ask for is not looked at.

    `address_ok` says that an address in the public words may stand there.
    """

    public_text: str = ""
    claimant: str = ""
    due_on: dt.date | None = None
    proof: str = ""
    thanks: str = ""
    state_reason: str = ""
    posted_on: dt.date | None = None
    until: dt.date | None = None
    address_ok: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an action led to: the state now, and the request or topic that it made."""

    id: int
    title: str
    state: str
    kind: str = ""
    made: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a wish or notice stands: what can be done, what was found in its words, and a sentence about it."""

    id: int
    state: str
    path: tuple[str, ...]
    offered: tuple[Offered, ...]
    found: tuple[Found, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class WishCard:
    """A wish on the wall, in words that anybody may read, but for those that wait for their review."""

    id: int
    number: str
    text: str
    state: str
    category: str = ""
    claimant: str = ""
    day: dt.date | None = None
    when: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Wall:
    """The columns of the wall, and how many were ever collected, claimed and fulfilled."""

    columns: tuple[tuple[str, tuple[WishCard, ...]], ...]
    collected: int = 0
    claimed: int = 0
    fulfilled: int = 0


@dataclass(frozen=True, slots=True)
class Preview:
    """A notice as it goes on the wall: names masked, the station and its telephone below."""

    title: str
    paragraphs: tuple[str, ...]
    signed: str
    day: str
    period: str
    telephone: str
    number: str
    is_final: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A public number with its definition, and the list of the records behind it where one list has them all."""

    label: str
    value: str
    counter: str
    definition: str
    query: Query | None = None


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """The numbers of a span of days, in groups under their titles; `telephone` is where to complain."""

    first: dt.date
    last: dt.date
    station: str
    groups: tuple[tuple[str, tuple[Figure, ...]], ...]
    telephone: str = ""
    is_demonstration: bool = False
