"""What 今日 is given: frozen copies, known to the window before the services are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from louyu_desktop.services.copies import Filter, Query
from louyu_desktop.text import N_

SOURCES: Mapping[str, str] = {
    "tasks": N_("必访"),
    "colours": N_("五色"),
    "visits": N_("走访"),
    "guests": N_("总部来访"),
    "rounds": N_("跑楼"),
    "leads": N_("线索"),
    "requests": N_("诉求"),
    "council": N_("议事"),
    "inspections": N_("整改"),
    "leases": N_("租期"),
    "activities": N_("活动"),
    "duties": N_("党务"),
    "wishes": N_("心愿"),
    "notices": N_("公示"),
    "policies": N_("政策"),
    "equipment": N_("设备"),
    "checklist": N_("清单"),
}
"""Where the lines of 今日 come from, in the order they are offered as filters."""


@dataclass(frozen=True, slots=True)
class TodayItem:
    """One line to act on: `kind` and `id` say which record it opens, `verb` what the button says.

    With a `tool` it opens that instead, with the options in `given`: the desk of an activity, a visit to record.
    `topic` is its stable key, by which it is put off; `source` a word of `SOURCES`; `person_id` the account whose
    it is.  One that was put off says until when and why in `put_off`.
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
    given: tuple[tuple[str, object], ...] = ()
    topic: str = ""
    source: str = ""
    person_id: int | None = None
    put_off: str = ""

    @property
    def options(self) -> dict[str, object]:
        """What its tool is called with."""
        return dict(self.given)


@dataclass(frozen=True, slots=True)
class TodayGroup:
    """逾期, 今天 or 未来七天."""

    key: str
    title: str
    items: tuple[TodayItem, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A share as n / N with its definition, and the filters of the list that shows who is missing."""

    label: str
    done: int
    total: int
    kind: str
    counter: str
    missing: tuple[Filter, ...]
    definition: str = ""


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
class Further:
    """That a source has more than is listed line by line: how many more, and the list of all."""

    source: str
    count: int
    query: Query


@dataclass(frozen=True, slots=True)
class TodayOverview:
    """Everything 今日 shows; `account_id` is who asks, `put_off` what was put off and has not come back."""

    date: dt.date
    greeting_name: str
    groups: tuple[TodayGroup, ...]
    gauges: tuple[Gauge, ...]
    anniversaries: tuple[Anniversary, ...]
    log: tuple[LogLine, ...]
    counts: tuple[CountTile, ...]
    warnings: tuple[str, ...]
    account_id: int | None = None
    put_off: tuple[TodayItem, ...] = ()
    further: tuple[Further, ...] = ()
    period: str = ""

    def items(self) -> Iterable[TodayItem]:
        """Every line of every group."""
        return (item for group in self.groups for item in group.items)
