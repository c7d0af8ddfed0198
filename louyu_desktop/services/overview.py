"""What 今日 is given: frozen copies, known to the window before the services are."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from louyu_desktop.services.copies import Filter


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line to act on: `kind` and `id` say which record it opens, `verb` what the button says.

    With a `tool` it opens that for the record instead: the desk of an activity.
    """

    kind: str
    id: int
    icon: str
    title: str
    detail: str
    when: str
    who: str
    verb: str
    overdue: bool = False
    tool: str = ""


@dataclass(frozen=True, slots=True)
class TodayGroup:
    """逾期, 今天 or 未来七天."""

    key: str
    title: str
    items: tuple[TodayItem, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A share as n / N, and the filters of the list that shows who is missing."""

    label: str
    done: int
    total: int
    kind: str
    counter: str
    missing: tuple[Filter, ...]


@dataclass(frozen=True, slots=True)
class Anniversary:
    """A day of joining the Party that comes round within a week."""

    id: int
    name: str
    detail: str
    years: int
    when: str


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the day's log."""

    time: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class CountTile:
    """How many records of a kind there are."""

    label: str
    number: int
    counter: str
    kind: str


@dataclass(frozen=True, slots=True)
class TodayOverview:
    """Everything 今日 shows."""

    date: dt.date
    greeting_name: str
    groups: tuple[TodayGroup, ...]
    gauges: tuple[Gauge, ...]
    anniversaries: tuple[Anniversary, ...]
    log: tuple[LogLine, ...]
    counts: tuple[CountTile, ...]
    warnings: tuple[str, ...]
