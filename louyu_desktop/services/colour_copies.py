"""What the service of colours gives: the standing colour, its history, what is suggested, what a threshold changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """What became of a colour that somebody asked for."""

    SET = "set"
    WAITS = "waits"


@dataclass(frozen=True, slots=True)
class Credentials:
    """A second person by name and own password; a station without a vault asks only for the name."""

    name: str
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Accepted:
    """How many enterprises got the suggested colour, how many wait for a second person, how many were passed over."""

    done: int
    waits: int
    passed: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reason in words, and the colour that it speaks for."""

    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class Advised:
    """The colour that the facts suggest for an enterprise, beside the one it has; `second`: it takes two people."""

    enterprise_id: int
    name: str
    place: str
    present: str
    colour: str
    reasons: tuple[Spoken, ...]
    since: dt.date | None
    second: bool

    @property
    def words(self) -> str:
        """The reasons, a line each."""
        return "\n".join(reason.words for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for a second person; `mine`: whoever is at work made it and cannot confirm it."""

    change_id: int
    enterprise_id: int
    name: str
    before: str
    colour: str
    reason: str
    by: str
    on: dt.date
    mine: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the history; `void`: a later row withdrew it.  `can_withdraw`: it still says something."""

    id: int
    step: str
    colour: str
    before: str
    suggested: str
    reason: str
    evidence: str
    on: dt.date
    at: dt.datetime
    who: str
    account_id: int | None
    visit_id: int | None
    of_id: int | None
    void: bool
    can_withdraw: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an enterprise stands; `action` is what its colour asks for (FIELD.md 4.2)."""

    enterprise_id: int
    name: str
    colour: str
    level: str
    since: dt.date | None
    reason: str
    by: str
    action: str
    waiting: Waiting | None
    advised: Advised | None
    history: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may be the second person."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Moved:
    """An enterprise that other thresholds would suggest another colour for."""

    enterprise_id: int
    name: str
    present: str
    before: str
    after: str
    words: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What other thresholds would change: enterprises by suggested colour before and after.

    `becomes` counts those that move by where they move to; `moved` are the first of them, the worst.
    """

    before: Mapping[str, int]
    after: Mapping[str, int]
    becomes: Mapping[str, int]
    moved: tuple[Moved, ...]

    @property
    def count(self) -> int:
        """How many would move."""
        return sum(self.becomes.values())
