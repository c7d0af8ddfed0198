"""What the calendar of activities is given: frozen copies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from louyu_desktop.rules.lifecycle import BEHIND, OFF, State
from louyu_desktop.rules.lunar import LunarDay
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which activities: of a type, in a room, of a series; of all where nothing is named."""

    type: str = ""
    venue_id: int | None = None
    series_id: int | None = None
    ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AgendaEvent:
    """One activity as a calendar shows it; times are those of the station, `status` is the one of this moment.

    `taken` of `capacity` places are held, `waiting` wait for one, `came` have signed in.
    """

    id: int
    version: int
    title: str
    type: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    endless: bool
    venue_id: int | None
    place: str
    owner: str
    status: State
    taken: int
    capacity: int | None
    waiting: int
    came: int
    series_id: int | None = None
    series: str = ""

    @property
    def is_behind(self) -> bool:
        """Whether it has begun: it is moved no more."""
        return self.status in BEHIND

    @property
    def is_over(self) -> bool:
        """Whether it is over."""
        return self.status in {State.TO_SUM_UP, State.DONE}

    @property
    def is_off(self) -> bool:
        """Whether it does not take place."""
        return self.status in OFF

    @property
    def is_full(self) -> bool:
        """Whether no place is left."""
        return bool(self.capacity) and self.taken >= (self.capacity or 0)

    @property
    def share(self) -> str:
        """How many of how many: 58 / 60, or 58 where there is no limit; who came once it is over."""
        if self.is_over:
            return f"{self.came:,}"
        return f"{self.taken:,} / {self.capacity:,}" if self.capacity else f"{self.taken:,}"

    @property
    def standing(self) -> str:
        """Where it stands, in a few words: 报名中, 满员，候补 6."""
        if self.status in {State.OPEN, State.CLOSED} and self.is_full:
            return _("满员，候补 {count}").format(count=self.waiting) if self.waiting else _("满员")
        return _(self.status.value)

    def covers(self, day: dt.date) -> bool:
        """Whether any of it is on this day; what ends at midnight is not on the next."""
        last = self.ends_at - dt.timedelta(microseconds=1)
        return self.starts_at.date() <= day <= max(self.starts_at.date(), last.date())


@dataclass(frozen=True, slots=True)
class DayMark:
    """What a day is: its lunar words, its holiday, whether people work, whether that is only supposed."""

    day: dt.date
    lunar: LunarDay
    holiday: str = ""
    made_up: bool = False
    works: bool = True

    @property
    def off(self) -> bool:
        """Whether it is a holiday by law or by the station's table; an ordinary weekend is none."""
        return bool(self.holiday) and not self.made_up

    @property
    def short(self) -> str:
        """What stands beside the number of the day."""
        return self.lunar.feast or (self.holiday if self.off and self.lunar.begins else "") or self.lunar.short


@dataclass(frozen=True, slots=True)
class Sheet:
    """The days from `first` to `last` with what takes place on them, in the order of their beginning.

    `unknown` are the years whose holidays nobody has published yet.
    """

    first: dt.date
    last: dt.date
    marks: tuple[DayMark, ...]
    events: tuple[AgendaEvent, ...]
    unknown: tuple[int, ...] = ()

    def on(self, day: dt.date) -> tuple[AgendaEvent, ...]:
        """What takes place on a day."""
        return tuple(event for event in self.events if event.covers(day))


class Figure(StrEnum):
    """The numbers above the calendar."""

    PLANNED = "planned"
    HELD = "held"
    VISITS = "visits"
    FIRMS = "firms"
    TO_SUM_UP = "to_sum_up"


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of a span: activities that are not called off, those held, visits, enterprises, those to sum up."""

    planned: int
    held: int
    visits: int
    firms: int
    to_sum_up: int

    def of(self, figure: Figure) -> int:
        """One of them."""
        found: int = getattr(self, figure.value)
        return found


@dataclass(frozen=True, slots=True)
class Coming:
    """What comes from a day on: as far as `last`, and whether there would be more."""

    first: dt.date
    last: dt.date
    events: tuple[AgendaEvent, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A room that activities may be filtered by."""

    id: int
    name: str
