"""What a pasted list of names says, line by line: the answer of `rules.name_list`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.text import N_


class Left(StrEnum):
    """Why a line gives nobody, by the words that are shown."""

    HEADING = N_("标题或说明")
    EXAMPLE = N_("例子")
    WITHDRAWN = N_("已取消")
    REPEATED = N_("重复的")
    UNCLEAR = N_("看不出是谁")


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody whom a line names; `companions` holds a name for each one brought, "" where none is given."""

    line: int
    source: str
    name: str
    unit: str = ""
    mobile: str = ""
    tail: str = ""
    companions: tuple[str, ...] = ()
    remark: str = ""
    nickname: bool = False


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A line out of which nobody came, as it was pasted, and why."""

    line: int
    source: str
    why: Left
    name: str = ""


@dataclass(frozen=True, slots=True)
class NameList:
    """Everything in a pasted text: who is meant, in order, and every other line that is not blank."""

    people: tuple[Mention, ...]
    others: tuple[Unlisted, ...] = ()

    @property
    def heads(self) -> int:
        """How many come, those brought along counted."""
        return sum(1 + len(one.companions) for one in self.people)
