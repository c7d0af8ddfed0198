"""The rooms of the station: who has which when, what stands against a wish, what is free instead (FEATURES.md G)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Blackout, Booking, Facility
from louyu_desktop.models.booking import TAKING
from louyu_desktop.rules import opening_hours
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.lifecycle import BEHIND, OFF, end_of
from louyu_desktop.services.records import Records
from louyu_desktop.services.room_copies import Alternative, Closed, Problem, Room, RoomGrid, Taken
from louyu_desktop.services.room_rules import PEOPLE, problems
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.slots_of_rooms import ROOM
from louyu_desktop.text import _

_STEP = dt.timedelta(minutes=15)
_FEW = 4
_DAYS_AHEAD = 14
_LONGEST = dt.timedelta(days=31)


class Rooms:
    """What can be done with rooms; each method that writes is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._records = Records(database)

    def grid(self, first: dt.date, last: dt.date, now: dt.datetime) -> RoomGrid:
        """Every room on these days with who has it and when it is closed."""
        begin, end = midnight(first), midnight(last + dt.timedelta(days=1))
        days = [first + dt.timedelta(days=step) for step in range((last - first).days + 1)]
        with self._database.read() as session:
            calendar = station_calendar(session)
            rows = session.scalars(
                select(Facility).where(Facility.archived_at.is_(None)).order_by(Facility.position, Facility.id)
            ).all()
            rooms = []
            for row in rows:
                hours = opening_hours.read(row.open_hours) or opening_hours.Hours()
                opened = tuple(hours.of(day, calendar) for day in days)
                rooms.append(
                    Room(row.id, row.name, row.zone or "", row.capacity, row.open_hours or "", row.bookable, opened)
                )
            holidays = tuple(found.name if (found := calendar.holiday(day)) else "" for day in days)
            taken = sorted(_taken(session, begin, end, now), key=lambda one: (one.starts_at, one.kind, one.id))
            return RoomGrid(first, last, tuple(rooms), tuple(taken), tuple(_closed(session, begin, end)), holidays)

    def problems(self, kind: str, values: Mapping[str, Any], but: int | None = None) -> tuple[Problem, ...]:
        """What stands against a booking or an activity with these values, in words; `but` is the record itself."""
        with self._database.read() as session:
            return problems(session, kind, values, (kind, but) if but is not None else None)

    def hit(self, blackout_id: int, now: dt.datetime) -> tuple[Taken, ...]:
        """Who has a room though it is closed then, and is not through yet: closing a room calls nothing off."""
        with self._database.read() as session:
            shut = session.get(Blackout, blackout_id)
            if shut is None or shut.archived_at is not None:
                return ()
            found = _taken(session, shut.starts_at, shut.ends_at, now)
            still = (one for one in found if shut.facility_id in {None, one.room_id} and one.ends_at > now)
            return tuple(sorted(still, key=lambda one: (one.starts_at, one.kind, one.id)))

    def alternatives(self, kind: str, values: Mapping[str, Any], but: int | None = None) -> tuple[Alternative, ...]:
        """Other rooms at that time that hold as many, then other times of that room: a few, the nearest first."""
        mine = (kind, but) if but is not None else None
        with self._database.read() as session:
            return (
                *_some(_other_rooms(session, kind, values, mine)),
                *_some(_other_times(session, kind, values, mine)),
            )

    def book(self, values: Mapping[str, Any]) -> int:
        """A new booking; gives its id.

        InvalidRecordError for what is missing or against a rule of the room, UserError when somebody has it.
        """
        return self._records.save("bookings", None, values)

    def move(self, kind: str, record_id: int, room_id: int, starts_at: dt.datetime, ends_at: dt.datetime) -> None:
        """Another room or time for a booking, or for one activity, which then stands apart from its series.

        Its deadline goes with it.  UserError when it has begun or the room is had, InvalidRecordError against a rule.
        """
        values: dict[str, Any] = {ROOM[kind]: room_id, "starts_at": starts_at, "ends_at": ends_at}
        if ends_at <= starts_at or ends_at - starts_at > _LONGEST:
            raise UserError(_("结束要在开始之后，并且在一个月以内"), field="ends_at")
        copy = self._records.get(kind, record_id)
        was = copy.values["starts_at"]
        if kind == "activities":
            if was <= dt.datetime.now(dt.UTC) or copy.values["status"] in (*BEHIND, *OFF):
                raise UserError(_("「{title}」已经开始或不办了，时间不能再改").format(title=copy.title), field="starts_at")
            deadline = copy.values.get("registration_deadline")
            if deadline is not None:
                values["registration_deadline"] = deadline + (starts_at - was)
            if copy.values.get("series_id") and starts_at != was:
                values["detached"] = True
        self._records.save(kind, record_id, values, version=copy.version)

    def decide(self, booking_id: int, state: str) -> None:
        """确认, 拒绝, 取消, 已用 or 爽约 of a booking."""
        self._records.save("bookings", booking_id, {"state": state})


def _taken(session: Session, begin: dt.datetime, end: dt.datetime, now: dt.datetime) -> Iterator[Taken]:
    """Activities and bookings that have a room at some time between."""
    rooms = {row.id: row for row in session.scalars(select(Facility))}
    near = begin - _LONGEST
    activities = session.scalars(
        select(Activity).where(
            Activity.archived_at.is_(None), Activity.venue_id.is_not(None), Activity.status.not_in(OFF),
            Activity.starts_at < end, Activity.starts_at > near,
        )
    )  # fmt: skip
    for one in activities:
        last = end_of(one.starts_at, one.ends_at)
        if last > begin and one.venue_id in rooms:
            room = rooms[one.venue_id]
            yield Taken(
                "activities", one.id, room.id, one.title, one.organiser or "", one.owner or "", one.starts_at, last,
                _or(one.setup_minutes, room.setup_minutes), _or(one.clear_minutes, room.clear_minutes), one.status,
                one.capacity, confirmed=True, movable=one.starts_at > now and one.status not in BEHIND,
            )  # fmt: skip
    bookings = session.scalars(
        select(Booking).where(
            Booking.archived_at.is_(None), Booking.state.in_(TAKING), Booking.starts_at < end, Booking.ends_at > begin
        )
    )
    for booking in bookings:
        room = rooms[booking.facility_id]
        yield Taken(
            "bookings", booking.id, room.id, booking.purpose, booking.unit_name or "", booking.applicant or "",
            booking.starts_at, end_of(booking.starts_at, booking.ends_at),
            _or(booking.setup_minutes, room.setup_minutes), _or(booking.clear_minutes, room.clear_minutes),
            booking.state, booking.people,
            confirmed=booking.state != TAKING[0], movable=booking.starts_at > now,
        )  # fmt: skip


def _or(own: int | None, room: int | None) -> int:
    return (room if own is None else own) or 0


def _closed(session: Session, begin: dt.datetime, end: dt.datetime) -> Iterator[Closed]:
    rows = session.scalars(
        select(Blackout)
        .where(Blackout.archived_at.is_(None), Blackout.starts_at < end, Blackout.ends_at > begin)
        .order_by(Blackout.starts_at)
    )
    for one in rows:
        yield Closed(one.id, one.facility_id, one.starts_at, one.ends_at, one.reason)


def _some(found: Iterator[Alternative]) -> tuple[Alternative, ...]:
    return tuple(one for one, _place in zip(found, range(_FEW), strict=False))


def _other_rooms(
    session: Session, kind: str, values: Mapping[str, Any], mine: tuple[str, int] | None
) -> Iterator[Alternative]:
    """Rooms that are free then, the smallest that holds as many first."""
    people = values.get(PEOPLE[kind]) or 0
    starts = values.get("starts_at")
    if not isinstance(starts, dt.datetime):
        return
    rows = session.scalars(select(Facility).where(Facility.archived_at.is_(None), Facility.bookable.is_(True))).all()
    for room in sorted(rows, key=lambda one: (one.capacity or 10**6, one.position or 0)):
        if room.id == values.get(ROOM[kind]) or (room.capacity or 10**6) < people:
            continue
        if not problems(session, kind, {**values, ROOM[kind]: room.id}, mine):
            size = _("{name}（{capacity} 人）") if room.capacity else "{name}"
            words = size.format(name=room.name, capacity=room.capacity)
            yield Alternative(room.id, starts, end_of(starts, values.get("ends_at")), words)


def _other_times(
    session: Session, kind: str, values: Mapping[str, Any], mine: tuple[str, int] | None
) -> Iterator[Alternative]:
    """Times at which that room is free: on the same day first, then at the same hour of the days that follow."""
    room, starts = values.get(ROOM[kind]), values.get("starts_at")
    if not isinstance(room, int) or not isinstance(starts, dt.datetime):
        return
    length = end_of(starts, values.get("ends_at")) - starts
    day = starts.astimezone(SHANGHAI).date()
    steps = sorted(range(-48, 49), key=abs)
    near = [starts + _STEP * step for step in steps if step]
    same = [one for one in near if one.astimezone(SHANGHAI).date() == day]
    later = [starts + dt.timedelta(days=ahead) for ahead in range(1, _DAYS_AHEAD)]
    last: dt.datetime | None = None
    for one in (*same, *later):
        close = last is not None and abs(one - last) < max(length, _STEP * 2)
        if close or problems(session, kind, {**values, "starts_at": one, "ends_at": one + length}, mine):
            continue
        last = one
        begin, end = one.astimezone(SHANGHAI), (one + length).astimezone(SHANGHAI)
        words = f"{begin:%H:%M} – {end:%H:%M}" if begin.date() == day else f"{begin:%m-%d %H:%M} – {end:%H:%M}"
        yield Alternative(room, one, one + length, words)
