"""How one kind of record is laid out: small values that stand in `ui/<tab>/`, with no condition in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Group:
    """Fields of a form under one title, in order."""

    title: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Records that hang on this one through their field `parent`, shown as a sub-tab; `columns` as listed."""

    kind: str
    label: str
    parent: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """`due` names dates that must not pass, `narrow` the columns that stay when there is little room.

    `short` gives labels that fit the form, `paper` is what the print button of a record makes,
    and `paper_label` its words.
    """

    kind: str
    groups: tuple[Group, ...]
    sections: tuple[Section, ...] = ()
    columns: tuple[str, ...] = ()
    narrow: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    badges: tuple[str, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)
    paper: str = ""
    paper_label: str = ""
