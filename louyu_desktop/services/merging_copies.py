"""What the finder of duplicates and merging give: frozen copies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from louyu_desktop.fields import Field


@dataclass(frozen=True, slots=True)
class Twin:
    """Two records that may be one: their titles and places, the points, and what they are made of in words."""

    first: int
    second: int
    titles: tuple[str, str]
    places: tuple[str, str]
    score: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One field of two records: the values as the file has them and in words; `other` says whose is proposed."""

    field: Field
    values: tuple[Any, Any]
    words: tuple[str, str]
    other: bool

    @property
    def differs(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self.values[0] != self.values[1])


@dataclass(frozen=True, slots=True)
class Moved:
    """How many records of a kind move over, and how many of them become one with one that is there."""

    kind: str
    label: str
    counter: str
    count: int
    together: int = 0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records side by side: `ids` are the one that stays and the one that goes, `versions` as they were read."""

    kind: str
    ids: tuple[int, int]
    versions: tuple[int, int]
    titles: tuple[str, str]
    sides: tuple[Side, ...]
    moves: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Merged:
    """What a merge did: the record that stays, its title, and what moved."""

    id: int
    title: str
    moves: tuple[Moved, ...]

    @property
    def count(self) -> int:
        """How many records moved over."""
        return sum(one.count for one in self.moves)


Taken = Mapping[str, bool]
"""By field: whether the value of the record that goes is taken."""
