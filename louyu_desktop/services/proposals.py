"""Whom the lines of a pasted list may mean: the answers of `services.matching`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.mentions import Mention, Unlisted
from louyu_desktop.services.registering_copies import Entry
from louyu_desktop.services.registering_entries import companion_name
from louyu_desktop.text import N_

NAME_ALONE = 75
"""The confidence where only the name is the same."""


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
    `brought` has the person of each companion, None for one who is new or without a name.
    """

    mention: Mention
    certainty: Certainty
    person_id: int | None
    confidence: int
    why: str
    candidates: tuple[Likely, ...] = ()
    status: str = ""
    brought: tuple[int | None, ...] = ()

    @property
    def lone(self) -> Likely | None:
        """The one person of the station with that very name, when nothing else speaks for or against it."""
        plain = self.certainty is Certainty.DOUBTFUL and self.confidence == NAME_ALONE
        return self.candidates[0] if plain and not self.mention.nickname and len(self.candidates) == 1 else None

    def name_of(self, person_id: int | None) -> str:
        """What one of the candidates is called; "" for anybody else."""
        return next((one.name for one in self.candidates if one.person_id == person_id), "")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A pasted text as it was understood: a proposal for each person named, and the lines that gave nobody."""

    proposals: tuple[Proposal, ...]
    others: tuple[Unlisted, ...]
    heads: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What somebody at the screen settled for a line: a person of the station, or None for a new one."""

    proposal: Proposal
    person_id: int | None


def entries(decided: Sequence[Decided]) -> tuple[Entry, ...]:
    """What `Registering.register` is given: each line's person, and behind it whom it brings.

    Who is brought without a name is called after the one who brings: 王芳同行 1.
    """
    found: list[Entry] = []
    for one in decided:
        mention, place = one.proposal.mention, len(found)
        name = one.proposal.name_of(one.person_id) or mention.name
        unit = mention.unit if one.person_id is None else ""
        mobile = mention.mobile if one.person_id is None else ""
        found.append(Entry(one.person_id, name, unit, mobile, remark=mention.remark))
        for number, (companion, person) in enumerate(zip(mention.companions, one.proposal.brought, strict=True), 1):
            called = companion or companion_name(name, number)
            found.append(Entry(person, called, "" if person else mention.unit, brought_by=place))
    return tuple(found)
