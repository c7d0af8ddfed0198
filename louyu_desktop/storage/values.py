"""What the storage hands out: frozen values, no ORM objects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Changes:
    """What one committed write touched: kind word → ids, parents with new derived columns included.

    Small tables without history stand under their table's name with no ids.
    """

    operation_id: int | None
    label: str
    kinds: Mapping[str, frozenset[int]] = field(default_factory=dict)


def together(changes: Sequence[Changes]) -> Changes:
    """What several transactions of one operation touched."""
    kinds: dict[str, set[int]] = {}
    for one in changes:
        for kind, ids in one.kinds.items():
            kinds.setdefault(kind, set()).update(ids)
    last = changes[-1]
    return Changes(last.operation_id, last.label, {kind: frozenset(ids) for kind, ids in kinds.items()})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an undo or redo did; `kept` are the labels of fields that stayed because they were changed since."""

    operation_id: int
    label: str
    rows: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Swept:
    """What rules did to must-visits: raised (of them held back for a person), sharpened, cleared, returned."""

    raised: int = 0
    held: int = 0
    sharpened: int = 0
    cleared: int = 0
    returned: int = 0

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return any((self.raised, self.sharpened, self.cleared, self.returned))

    def __add__(self, other: Swept) -> Swept:
        """Both together."""
        return Swept(
            self.raised + other.raised, self.held + other.held, self.sharpened + other.sharpened,
            self.cleared + other.cleared, self.returned + other.returned,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One record found: the text that hit, and whether that is its title."""

    kind: str
    id: int
    text: str
    in_title: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What was found among the records of one kind: the best `hits` first, and how many there are.

    With `more` there are at least `count`: not every text was looked at.
    """

    kind: str
    hits: tuple[SearchHit, ...] = ()
    count: int = 0
    more: bool = False
