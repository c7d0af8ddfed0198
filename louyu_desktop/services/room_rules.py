"""What a wish for a room runs into, in words: who has it, closed times, opening hours, capacity, days off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.models import Facility
from louyu_desktop.models.booking import TAKING
from louyu_desktop.rules import opening_hours
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import OFF, end_of
from louyu_desktop.rules.room_time import slots_of
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.days import station_calendar
from louyu_desktop.services.room_copies import Problem, Rule
from louyu_desktop.storage.slots_of_rooms import ROOM, closed, holder, words_for
from louyu_desktop.text import _

_DAY = dt.timedelta(days=1)
_MIDNIGHT = 24 * 60
ASKED = ("starts_at", "ends_at", "setup_minutes", "clear_minutes")
PEOPLE = {"activities": "capacity", "bookings": "people"}


def takes(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a record with these values keeps a room from others."""
    if values.get(ROOM[kind]) is None or values.get("starts_at") is None or values.get("archived_at") is not None:
        return False
    if kind == "activities":
        return values.get("status") not in OFF
    return (values.get("state") or TAKING[0]) in TAKING


def slots_for(room: Facility, values: Mapping[str, Any]) -> range:
    """The quarter hours that a wish would take."""
    setup, clear = values.get("setup_minutes"), values.get("clear_minutes")
    return slots_of(
        values["starts_at"], values.get("ends_at"), room.setup_minutes if setup is None else setup,
        room.clear_minutes if clear is None else clear,
    )  # fmt: skip


def problems(session: Session, kind: str, values: Mapping[str, Any], but: int | None = None) -> tuple[Problem, ...]:
    """All that stands in the way of a record with these values, what refuses it first; `but` is its own id."""
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        return (Problem(Rule.TIME, _("结束时间不在开始时间之后"), "ends_at"),)
    if not takes(kind, values):
        return ()
    room = session.get(Facility, values[ROOM[kind]])
    if room is None:
        return ()
    found = [*_taken(session, room, kind, values, but), *of_room(room, kind, values, station_calendar(session))]
    return tuple(sorted(found, key=lambda one: not one.refuses))


def refuse(session: Session, values: Mapping[str, Any], now: dt.datetime) -> None:
    """InvalidRecordError when a booking that is still to come breaks a rule of its room.

    An activity is the station's own: it may open longer, and bring more chairs.  Who has the room, and closed
    times, the write itself refuses, for both.
    """
    if not takes("bookings", values) or values["starts_at"] <= now:
        return
    room = session.get(Facility, values["facility_id"])
    if room is None:
        return
    broken = of_room(room, "bookings", values, station_calendar(session))
    found = {one.field: one.sentence for one in reversed([*broken]) if one.refuses}
    if found:
        raise InvalidRecordError(found)


def _taken(
    session: Session, room: Facility, kind: str, values: Mapping[str, Any], but: int | None
) -> Iterator[Problem]:
    slots = slots_for(room, values)
    held = holder(session, room.id, slots, (kind, but) if but is not None else None)
    if held is not None:
        yield Problem(Rule.CLASH, words_for(session, room.id, held), ROOM[kind])
    if shut := closed(session, room.id, slots):
        yield Problem(Rule.CLOSED, shut, ROOM[kind])


def of_room(room: Facility, kind: str, values: Mapping[str, Any], calendar: Calendar) -> Iterator[Problem]:
    """What the room's own rules say."""
    lent = kind == "bookings"
    if lent and not room.bookable:
        yield Problem(Rule.LENT, _("{room}没有开放预约。可在功能区里改「可预约」").format(room=room.name), ROOM[kind])
    start = values["starts_at"].astimezone(SHANGHAI)
    end = end_of(start, values.get("ends_at")).astimezone(SHANGHAI)
    yield from _hours(room, start, end, calendar, refuses=lent)
    people = values.get(PEOPLE[kind])
    if people is not None and room.capacity is not None and people > room.capacity:
        words = _("{room}最多容纳 {most} 人，多了 {over} 人")
        over = words.format(room=room.name, most=f"{room.capacity:,}", over=f"{people - room.capacity:,}")
        yield Problem(Rule.PEOPLE, over, PEOPLE[kind], refuses=lent)
    if not calendar.is_workday(start.date()):
        special = calendar.holiday(start.date())
        why = special.name if special is not None and special.name else _("周末")
        words = _("{day} 是{why}，不是工作日")
        yield Problem(Rule.DAY_OFF, words.format(day=f"{start:%m-%d}", why=why), "starts_at", refuses=False)


def _hours(
    room: Facility, start: dt.datetime, end: dt.datetime, calendar: Calendar, *, refuses: bool
) -> Iterator[Problem]:
    """The first day on which it would be used while it is not open."""
    hours = opening_hours.read(room.open_hours)
    if hours is None or not hours.spans:
        return
    day = start.date()
    while dt.datetime.combine(day, dt.time(), SHANGHAI) < end and (day - start.date()).days < 8:
        midnight = dt.datetime.combine(day, dt.time(), SHANGHAI)
        first = max(0, int((start - midnight).total_seconds() // 60))
        last = min(_MIDNIGHT, -int(-(end - midnight).total_seconds() // 60))
        if not hours.covers(day, first, last, calendar):
            spans = hours.of(day, calendar)
            words = _("{room} {day} 的开放时间是 {hours}") if spans else _("{room} {day} 不开放")
            said = words.format(room=room.name, day=f"{day:%m-%d}", hours=opening_hours.in_words(spans))
            yield Problem(Rule.HOURS, said, "starts_at", refuses=refuses)
            return
        day += _DAY


def room_of(session: Session, room_id: int) -> Facility | None:
    """A room that is there."""
    return session.scalar(select(Facility).where(Facility.id == room_id, Facility.archived_at.is_(None)))
