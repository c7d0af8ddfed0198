"""Whom the lines of a pasted list may mean: the answers of `services.matching`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.mentions import Mention, Unlisted
from louyu_desktop.text import N_


class Certainty(StrEnum):
    """How sure it is whom a line means, by the words that are shown."""

    SURE = N_("认出来了")
    DOUBTFUL = N_("要您看一下")
    NEW = N_("新面孔")


@dataclass(frozen=True, slots=True)
class Likely:
    """Somebody in the station whom a line may mean; `tail` is what the role may see of the phone's end."""

    person_id: int
    name: str
    unit: str
    tail: str
    why: str
    status: str = ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One line and whom it means: `person_id` only when sure, else up to five candidates, the likeliest first.

    `confidence` is 0 to 100.  `status` is how that person stands in the activity already ("" when not registered).
    """

    mention: Mention
    certainty: Certainty
    person_id: int | None
    confidence: int
    why: str
    candidates: tuple[Likely, ...] = ()
    status: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted text as it was understood: a proposal for each person named, and the lines that gave nobody."""

    proposals: tuple[Proposal, ...]
    others: tuple[Unlisted, ...]
    heads: int
