"""What the board of requests takes and gives: frozen copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louyu_desktop.rules.nearness import Near
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.copies import Option, Query

NOBODY = 0
"""As a person in `Wanted`: requests that nobody has."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whose requests: of one person, building, department or mechanism; None and "" stand for all."""

    owner_id: int | None = None
    building_id: int | None = None
    department: str = ""
    mechanism: str = ""


ALL = Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One request on the board; `short` is what its firm is called every day.

    `due` is the promised day; while nothing is promised yet it `is_contact`, the day by which somebody calls.
    """

    id: int
    number: str
    title: str
    firm: str
    short: str
    person: str
    state: State
    mechanism: str
    channel: str
    urgent: bool
    is_key: bool
    owner_id: int | None
    owner: str
    received_at: dt.datetime
    turn: int = 1
    due: dt.date | None = None
    is_contact: bool = False
    is_estimated: bool = False
    near: Near | None = None
    finished_on: dt.date | None = None
    closed_on: dt.date | None = None
    satisfaction: int | None = None

    def says(self, text: str) -> bool:
        """Whether number, title, firm, person or owner has a text."""
        wanted = text.casefold()
        said = (self.number, self.title, self.firm, self.short, self.person, self.owner)
        return any(wanted in one.casefold() for one in said)


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has in hand; by name, never by amount."""

    owner_id: int
    name: str
    open: int
    near: int
    over: int


@dataclass(frozen=True, slots=True)
class Sides:
    """What the board can be narrowed to: what open requests have."""

    people: tuple[Option, ...] = ()
    buildings: tuple[Option, ...] = ()
    departments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardView:
    """The cards of each column, what comes first first; `query` is the list of the same open requests."""

    columns: tuple[tuple[State, tuple[Card, ...]], ...]
    loads: tuple[Load, ...]
    sides: Sides
    query: Query
    today: dt.date

    @property
    def open(self) -> tuple[Card, ...]:
        """Every card that is not closed."""
        return tuple(card for state, cards in self.columns if state is not State.CLOSED for card in cards)
