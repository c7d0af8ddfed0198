"""What is declared of a paper: its name, what it is about, what may be chosen for it, and who may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_

INTERNAL = N_("内部")
"""The version of a paper that stays in the station: with colours, intentions and situations."""

MASKED = N_("对外（打码）")
"""The version that may be handed on: nothing sensitive is in it, names and numbers stand behind stars."""

SIGNING = N_("请对方签名")
"""The version of a visit's form that the enterprise reads and signs: what it said and what it was told, no more."""

COPY = N_("交诉求人（打码）")
"""The version of a request that whoever asked takes home: what they said, until when, what they were told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInfo:
    """One paper: `needs_id` is the kind of record it is about, `personal` means that printing it is logged.

    `right` is what it takes besides the right to print, `tells` the kind of record it lists, which one must be allowed
    to see; options that it `forgets` are chosen anew each time, because they name people or a day.  Options begin as
    `begins` says.  Only an `internal` paper may tell of colours, intentions, situations and facts; where it comes in
    versions, only the one called `INTERNAL` does.
    """

    name: str
    label: str
    needs_id: str = ""
    options: tuple[Field, ...] = ()
    personal: bool = False
    right: Right = Right.PRINT
    tells: str = ""
    forgets: tuple[str, ...] = ()
    begins: Mapping[str, Any] = field(default_factory=dict)
    internal: bool = False


def version_of(outward: str, hint: str = "") -> Field:
    """The option that chooses between the internal version of a paper and the one that is handed on."""
    words = {"internal": INTERNAL, "outward": outward}
    return Field(
        name="version", label=N_("版本"), kind=Kind.CHOICE, choices=(INTERNAL, outward), synonyms=words, hint=hint
    )
