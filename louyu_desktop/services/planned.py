"""What planning hands out: frozen copies, in the words of `rules.lifecycle` and `rules.recurrence`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.text import N_


@dataclass(frozen=True, slots=True)
class Offered:
    """An action for the state an activity is in: its words, `why_not` when it cannot be taken now, what it asks for.

    The one that leads on is `ahead`.
    """

    action: Action
    label: str
    why_not: str = ""
    asks_reason: bool = False
    asks_time: bool = False
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """One person to be told: `phone` is masked, and empty for a role that sees no phones."""

    person_id: int
    name: str
    unit: str
    phone: str
    status: str


@dataclass(frozen=True, slots=True)
class Told:
    """Whom to tell that an activity is moved, postponed or cancelled: people, and `others` by what they are to it."""

    activity_id: int
    title: str
    status: str
    reason: str
    when: str
    people: tuple[ToldPerson, ...] = ()
    others: tuple[tuple[str, str], ...] = ()


class CopiedPart(StrEnum):
    """What a clone or a template takes over besides name, kind and length."""

    PLACE = N_("场地和布置时间")
    HOSTS = N_("主办、协办、主讲和负责人")
    PLACES = N_("名额和报名设置")
    QUESTIONS = N_("报名问题")
    PREPARATIONS = N_("筹备事项")
    PEOPLE = N_("报名的人")
    SERIES = N_("仍属同一系列")


class Scope(StrEnum):
    """How far a change of one activity of a series reaches; what has taken place is never touched."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Preparing:
    """One thing to be done before an activity."""

    id: int
    what: str
    owner: str
    days_before: int | None
    due_on: dt.date | None
    done_on: dt.date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class SeriesDraft:
    """A series to be made: `values` are fields of each activity without its times; `rule` as `recurrence.written`.

    With `like` each activity takes over the preparations and questions of that one, which becomes one of the series
    where its day is a day of the rule.  With `series_id` the days are added to a series that stands.
    """

    name: str
    values: Mapping[str, Any]
    first_at: dt.datetime
    minutes: int
    rule: str
    on_holiday: str = ""
    exceptions: tuple[dt.date, ...] = ()
    like: int | None = None
    series_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day of a series before it is made: by its `rule_day`, when it takes place, None when it is left out.

    `note` says what is special about it (a holiday, a made-up day), `clash` who has the room then.  `activity_id` is
    what stands there already, and stays.
    """

    rule_day: dt.date
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    note: str = ""
    clash: str = ""
    activity_id: int | None = None


@dataclass(frozen=True, slots=True)
class SeriesPreview:
    """The days of a series in order, and the rule in words."""

    words: str
    days: tuple[PlannedDay, ...]


class Way(StrEnum):
    """What to do about one day of a series."""

    MAKE = "make"
    SKIP = "skip"
    WITHOUT_ROOM = "without_room"
    OTHER_ROOM = "other_room"
    OTHER_TIME = "other_time"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person chose for one day: another room or time as far as `way` says so."""

    way: Way = Way.MAKE
    venue_id: int | None = None
    starts_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class SeriesMade:
    """A series and the activities that were made for it."""

    series_id: int
    activity_ids: tuple[int, ...]
    skipped: tuple[dt.date, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesEdited:
    """What an edit did: activities changed, made and taken away, and those left alone because they took place,
    were changed by themselves or called off.
    """

    changed: tuple[int, ...]
    made: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()
    left: tuple[int, ...] = ()
    told: tuple[Told, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Owed:
    """How a branch stands with one of its meetings in this month or quarter; `activities` held or planned in it."""

    organisation_id: int
    organisation: str
    type: str
    period: str
    who: str
    source: str
    held: tuple[dt.date, ...]
    planned: tuple[dt.date, ...]
    days_left: int
    activities: tuple[int, ...] = ()

    @property
    def is_behind(self) -> bool:
        """Neither held nor planned."""
        return not self.held and not self.planned
