"""What leaves a service: frozen copies, never an ORM object."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from louyu_desktop.fields import Field

PAGE = 32
"""Rows in one page of a list: a screen has about twenty, and a jump reads no more than it shows."""


class Match(StrEnum):
    """How a filter compares; which make sense depends on the field's kind."""

    CONTAINS = "contains"  # text, by characters, pinyin or initials where the field has them
    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ONE_OF = "one_of"
    EMPTY = "empty"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on one field; `value` is a parsed value (a tuple for ONE_OF, None for EMPTY)."""

    field: str
    match: Match
    value: Any = None


@dataclass(frozen=True, slots=True)
class Query:
    """What a list shows: `sort` is a field name, "-" before it means descending; `text` searches all."""

    kind: str
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    text: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: raw values by field name, and the words for its references."""

    id: int
    version: int
    values: Mapping[str, Any]
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Copy:
    """One record, how many live records of each kind hang on it (`counts`), and how many files it has."""

    kind: str
    id: int
    uid: str
    version: int
    title: str
    values: Mapping[str, Any]
    labels: Mapping[str, str]
    created_at: dt.datetime
    created_by: str
    updated_at: dt.datetime
    updated_by: str
    archived_at: dt.datetime | None
    counts: Mapping[str, int] = field(default_factory=dict)
    attachments: int = 0


@dataclass(frozen=True, slots=True)
class Option:
    """One record offered where a reference is chosen: its title, and what tells same names apart."""

    id: int
    title: str
    subtitle: str = ""


Marks = tuple[tuple[int, int], ...]
"""Parts of a text: the place of the first sign and the one behind the last."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value in words beside its field, which says how far guests may see it; `marks` are what was searched for."""

    field: Field
    text: str
    marks: Marks = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of the Ctrl+K box: its title, what tells same names apart, and which fields hit beside the title."""

    kind: str
    id: int
    title: Shown
    subtitle: tuple[Shown, ...] = ()
    because: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class HitsOfKind:
    """The best hits of one kind, and how many records hit: with `more` there are at least `count`."""

    kind: str
    hits: tuple[Hit, ...]
    count: int
    more: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one change, as people read it."""

    label: str
    before: str
    after: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change of one record: who, when, what, as part of which operation.

    `changes_values` says that there were values before, to which a field can be set back.
    """

    operation_id: int
    at: dt.datetime
    who: str
    label: str
    action: str
    changes: tuple[FieldChange, ...]
    changes_values: bool = False


@dataclass(frozen=True, slots=True)
class UndoState:
    """What Ctrl+Z and Ctrl+Y would do now; empty labels where there is nothing."""

    undo_label: str = ""
    redo_label: str = ""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What an undo or redo did; `kept` names fields that stayed because they were changed since."""

    label: str
    rows: int
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A named view of a list: query parts, columns in order and their widths."""

    name: str
    filters: tuple[Filter, ...] = ()
    sort: str = ""
    columns: tuple[str, ...] = ()
    widths: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkLine:
    """One record of a bulk edit's preview."""

    id: int
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class BulkPreview:
    """What a bulk edit would change: how many records, and the first of them."""

    count: int
    lines: tuple[BulkLine, ...]


@dataclass(frozen=True, slots=True)
class DraftMark:
    """Where a draft waits: the kind, and the record it belongs to, None for a new one."""

    kind: str
    id: int | None


@dataclass(frozen=True, slots=True)
class Pasted:
    """One row of a block out of a spreadsheet: the record it falls on as it was read, and the texts by field."""

    id: int
    version: int
    texts: Mapping[str, str]


class Control(Protocol):
    """Progress and cancel of long work in one call."""

    def __call__(self, done: int, total: int, note: str = "") -> None:
        """Report; raises `CancelledError` when the person has cancelled."""


def no_control(done: int, total: int, note: str = "") -> None:
    """A control that nobody watches."""


Subscriber = Callable[[Any], None]
