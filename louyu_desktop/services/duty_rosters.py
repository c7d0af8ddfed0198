"""Who sits at the station in a week: partners day by day, the weekly ones and those of a single day."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import DutyRoster
from louyu_desktop.models.calendar import station_calendar
from louyu_desktop.rules import dates
from louyu_desktop.rules.day_words import WEEKDAYS
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Duty:
    """One turn: from when to when, by whom, where."""

    id: int
    hours: str
    person: str
    place: str


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A partner with its turns from Monday to Sunday."""

    partner: str
    helps_with: str
    days: tuple[tuple[Duty, ...], ...]


@dataclass(frozen=True, slots=True)
class RosterWeek:
    """A week: its Monday, which of its days are days off, and who comes."""

    monday: dt.date
    free: tuple[bool, ...]
    lines: tuple[RosterLine, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """周一 11-23, and that it is a day off."""
        named = zip(WEEKDAYS, self.free, strict=True)
        return tuple(
            f"{_(word)} {self.monday + dt.timedelta(days=place):%m-%d}{_(' 休') if free else ''}"
            for place, (word, free) in enumerate(named)
        )


class DutyRosters:
    """The roster by weeks; its lines are records like others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def week(self, day: dt.date | None = None) -> RosterWeek:
        """The week of a day, today's by default."""
        with self._database.read() as session:
            return week_of(session, day or dates.today())


def week_of(session: Session, day: dt.date) -> RosterWeek:
    """The week of a day; a weekly turn falls out on a holiday, one that is fixed for that very day does not.

    Who comes every Saturday comes on an ordinary one.
    """
    monday = day - dt.timedelta(days=day.weekday())
    days = [monday + dt.timedelta(days=step) for step in range(7)]
    calendar = station_calendar(session)
    free = tuple(not calendar.is_workday(one) for one in days)
    holidays = tuple((found := calendar.holiday(one)) is not None and not found.works for one in days)
    rows = session.scalars(select(DutyRoster).where(DutyRoster.archived_at.is_(None)).order_by(DutyRoster.id)).all()
    turns: dict[str, list[list[Duty]]] = {}
    helps: dict[str, str] = {}
    for row in sorted(rows, key=_clock):
        places = _places(row, days, holidays)
        if row.day is not None and not places:
            continue
        week = turns.setdefault(row.partner, [[] for _day in days])
        helps[row.partner] = helps.get(row.partner) or row.helps_with or ""
        hours = "–".join(filter(None, (row.begins, row.ends)))
        for place in places:
            week[place].append(Duty(row.id, hours, row.person or "", row.place or ""))
    lines = (RosterLine(name, helps[name], tuple(map(tuple, turns[name]))) for name in sorted(turns, key=sort_key))
    return RosterWeek(monday, free, tuple(lines))


def _clock(row: DutyRoster) -> tuple[int, ...]:
    """When a turn begins, as a time: 9:00 comes before 13:30."""
    return tuple(map(int, re.findall(r"\d+", row.begins or ""))) or (24,)


def _places(row: DutyRoster, days: list[dt.date], holidays: tuple[bool, ...]) -> list[int]:
    if row.day is not None:
        return [days.index(row.day)] if row.day in days else []
    return [place for place, word in enumerate(WEEKDAYS) if word == row.weekday and not holidays[place]]
