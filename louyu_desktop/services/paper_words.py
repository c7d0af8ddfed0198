"""What several papers say alike: the station, when and where an activity is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Facility, Station
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import date_words, weekday
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Told:
    """An activity with its time and place in words; `row` is the record, of the session that read it."""

    row: Any
    time: str
    place: str
    station: str
    is_demonstration: bool

    @property
    def organiser(self) -> str:
        """Who holds it: the station, where nobody is named."""
        return self.row.organiser or self.station

    @property
    def day(self) -> dt.date:
        """Its first day, in the station's zone."""
        day: dt.date = self.row.starts_at.astimezone(SHANGHAI).date()
        return day


def told(session: Session, activity_id: int) -> Told:
    """An activity to print; UserError when it is gone, or in the bin, and with it whoever stood on its papers."""
    found = session.execute(
        select(Activity, Facility.name, Facility.floor)
        .outerjoin(Facility, Facility.id == Activity.venue_id)
        .where(Activity.id == activity_id)
    ).first()
    if found is None:
        raise UserError(_("这场活动已经不在了"))
    row, room, floor = found
    if row.archived_at is not None:
        raise UserError(_("这场活动在回收站里。请先恢复它，再打印"))
    station = station_words(session)
    where = place_words(room, floor, row.venue)
    return Told(row, moment(row.starts_at, row.ends_at), where, station.name, station.is_demonstration)


@dataclass(frozen=True, slots=True)
class StationWords:
    """What every paper says of the station."""

    name: str
    is_demonstration: bool


def station_words(session: Session) -> StationWords:
    """What every paper says of the station."""
    wanted = select(Station.name, Station.is_demonstration).order_by(Station.id).limit(1)
    return StationWords(*session.execute(wanted).one())


def place_words(room: str | None, floor: str | None, elsewhere: str | None) -> str:
    """The room with its floor, or what was written for a place outside."""
    if room:
        return f"{room}（{floor_words(floor)}）" if floor else room
    return elsewhere or ""


def floor_words(floor: str | None) -> str:
    """A floor kept as a bare number is printed as 9F."""
    return f"{floor}F" if floor and floor.isdecimal() else floor or ""


def moment(starts: dt.datetime, ends: dt.datetime | None) -> str:
    """2026 年 11 月 20 日（周五）12:00 – 13:00, in the station's zone; two dates where it lasts longer."""
    first = starts.astimezone(SHANGHAI)
    sentence = _("{date}（{weekday}）{time}")
    text = sentence.format(date=date_words(first), weekday=weekday(first), time=f"{first:%H:%M}")
    if ends is None:
        return text
    last = ends.astimezone(SHANGHAI)
    if last.date() == first.date():
        return f"{text} – {last:%H:%M}"
    end = _("{month} 月 {day} 日").format(month=last.month, day=last.day)
    return f"{text} – {end} {last:%H:%M}"


def clock(at: dt.datetime | None) -> str:
    """12:05, in the station's zone; "" for never."""
    return "" if at is None else f"{at.astimezone(SHANGHAI):%H:%M}"
