"""Writing calendars that every calendar program reads: iCalendar, RFC 5545.

Lines are folded and texts escaped by the library `icalendar`; which properties there are is decided here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from louyu_desktop import __version__
from louyu_desktop.exchange.book import Progress, nobody_watches
from louyu_desktop.exchange.sheet import beside
from louyu_desktop.rules.dates import SHANGHAI

if TYPE_CHECKING:
    from icalendar import Calendar, Event, Timezone

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_SINCE = dt.datetime(1991, 9, 15, 2)  # noqa: DTZ001 - RFC 5545 3.6.5 wants the local time of the last change
_OFFSET = dt.timedelta(hours=8)
_EVERY = 200


class Standing(StrEnum):
    """Whether something takes place (RFC 5545 3.8.1.11)."""

    PLANNED = "TENTATIVE"
    SURE = "CONFIRMED"
    OFF = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Appointment:
    """One entry of a calendar: `uid` never changes, `version` grows with each change, the times are aware."""

    uid: str
    version: int
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    standing: Standing
    place: str = ""
    notes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    part_of: str = ""
    created_at: dt.datetime | None = None
    updated_at: dt.datetime | None = None


def write_calendar(
    path: Path, name: str, appointments: Sequence[Appointment], now: dt.datetime, *, progress: Progress = nobody_watches
) -> int:
    """Write a calendar called `name` as it stands `now`; gives how many entries it has.

    `SystemProblem` when the file cannot be written; what stood there before is untouched then.
    """
    calendar = _empty(name)
    for number, appointment in enumerate(appointments, start=1):
        calendar.add_component(_event(appointment, now))
        if number % _EVERY == 0:
            progress(number, len(appointments), "")
    text = calendar.to_ical()
    with beside(path) as part:
        part.write_bytes(text)
    return len(appointments)


def _empty(name: str) -> Calendar:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", f"-//louyu_desktop//{__version__}//ZH")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", _text(name))
    calendar.add("x-wr-calname", _text(name))
    calendar.add("x-wr-timezone", SHANGHAI.key)
    calendar.add_component(_zone())
    return calendar


def _zone() -> Timezone:
    """The zone of the station: eight hours ahead, without summer time since 1991."""
    from icalendar import Timezone, TimezoneStandard

    standard = TimezoneStandard()
    standard.add("dtstart", _SINCE)
    standard.add("tzoffsetfrom", _OFFSET + dt.timedelta(hours=1))
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", SHANGHAI.key)
    zone.add_component(standard)
    return zone


def _event(appointment: Appointment, now: dt.datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("sequence", appointment.version)
    event.add("dtstart", _local(appointment.starts_at))
    event.add("dtend", _local(appointment.ends_at))
    event.add("summary", _text(appointment.title))
    event.add("status", appointment.standing.value)
    if appointment.place:
        event.add("location", _text(appointment.place))
    if appointment.notes:
        event.add("description", _text("\n".join(appointment.notes)))
    if appointment.categories:
        event.add("categories", [_text(one) for one in appointment.categories])
    if appointment.part_of:
        event.add("related-to", appointment.part_of, parameters={"RELTYPE": "PARENT"})
    if appointment.created_at is not None:
        event.add("created", appointment.created_at.astimezone(dt.UTC))
    if appointment.updated_at is not None:
        event.add("last-modified", appointment.updated_at.astimezone(dt.UTC))
    return event


def _local(moment: dt.datetime) -> dt.datetime:
    """To the second, where the station is."""
    return moment.astimezone(SHANGHAI).replace(microsecond=0)


def _text(words: str) -> str:
    """Without what a text may not hold (RFC 5545 3.3.11: control characters other than a tab)."""
    return _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))
