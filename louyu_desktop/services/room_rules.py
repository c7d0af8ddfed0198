"""What stands against a wish for a room, in words: who has it, closed times, opening hours, capacity."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.models import Activity, Facility
from louyu_desktop.models.booking import TAKING
from louyu_desktop.rules import opening_hours
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import OFF, end_of
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.room_time import slots_of
from louyu_desktop.services.references import role_of
from louyu_desktop.services.room_copies import Problem
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.slots_of_rooms import ROOM, closed, holder, words_for
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

PEOPLE = {"activities": "capacity", "bookings": "people"}
"""The field that says how many will come."""

_MIDNIGHT = 24 * 60
_MOST_DAYS = 32


def takes(kind: str, values: Mapping[str, Any]) -> bool:
    """Whether a record with these values keeps a room from others."""
    if values.get(ROOM[kind]) is None or not isinstance(values.get("starts_at"), dt.datetime):
        return False
    if kind == "activities":
        return values.get("status") not in OFF
    return (values.get("state") or TAKING[0]) in TAKING


def problems(
    session: Session, kind: str, values: Mapping[str, Any], mine: tuple[str, int] | None = None
) -> tuple[Problem, ...]:
    """All that stands against a record with these values, what nobody may pass first; `mine` is the record itself."""
    starts_at, ends_at = values.get("starts_at"), values.get("ends_at")
    if isinstance(starts_at, dt.datetime) and isinstance(ends_at, dt.datetime) and ends_at <= starts_at:
        return (Problem(_("结束时间要在开始时间之后"), "ends_at"),)
    if not takes(kind, values):
        return ()
    room = session.get(Facility, values[ROOM[kind]])
    return () if room is None else (*_had(session, room, kind, values, mine), *_rules(session, room, kind, values))


def broken(
    session: Session, role: Role, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> dict[str, str]:
    """The rules of its room that something still to come would be put against, in words by field.

    The head of the station may; what stood so `before` may stay.  Who has the room, and closed times, the write itself
    refuses, to everybody.
    """
    if kind not in ROOM or role is Role.ADMINISTRATOR or not takes(kind, values):
        return {}
    names = (ROOM[kind], "starts_at", "ends_at", PEOPLE[kind], "status" if kind == "activities" else "state")
    if before is not None and all(before.get(name) == values.get(name) for name in names):
        return {}
    if values.get("archived_at") is not None or values["starts_at"] <= dt.datetime.now(dt.UTC):
        return {}
    room = session.get(Facility, values[ROOM[kind]])
    return {} if room is None else {one.field: one.sentence for one in _rules(session, room, kind, values)}


def refuse(
    session: Session, role: Role, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """InvalidRecordError for what is `broken`."""
    if found := broken(session, role, kind, values, before):
        raise InvalidRecordError(found)


def keep_rules(database: Database, write: Write, ids: Collection[int]) -> None:
    """`refuse` of activities that were written several at a time: series, clones, templates."""
    rows = write.session.execute(select(Activity.__table__).where(Activity.id.in_(ids))).mappings().all()
    for row in rows:
        refuse(write.session, role_of(database), "activities", dict(row))


def _had(
    session: Session, room: Facility, kind: str, values: Mapping[str, Any], mine: tuple[str, int] | None
) -> Iterator[Problem]:
    setup, clear = values.get("setup_minutes"), values.get("clear_minutes")
    slots = slots_of(
        values["starts_at"], values.get("ends_at"), room.setup_minutes if setup is None else setup,
        room.clear_minutes if clear is None else clear,
    )  # fmt: skip
    held = holder(session, room.id, slots, mine)
    if held is not None:
        yield Problem(words_for(session, room.id, held), ROOM[kind])
    if shut := closed(session, room.id, slots):
        yield Problem(shut, ROOM[kind])


def _rules(session: Session, room: Facility, kind: str, values: Mapping[str, Any]) -> Iterator[Problem]:
    """What the room's own rules say."""
    if kind == "bookings" and not room.bookable:
        words = _("{room}没有开放预约。要预约的话，先在功能区里勾上「可预约」")
        yield Problem(words.format(room=room.name), ROOM[kind], refuses=False)
    yield from _hours(session, room, values)
    people = values.get(PEOPLE[kind])
    if isinstance(people, int) and room.capacity is not None and people > room.capacity:
        words = _("{room}容纳 {most} 人，多了 {over} 人")
        said = words.format(room=room.name, most=f"{room.capacity:,}", over=f"{people - room.capacity:,}")
        yield Problem(said, PEOPLE[kind], refuses=False)


def _hours(session: Session, room: Facility, values: Mapping[str, Any]) -> Iterator[Problem]:
    """The first day on which it would be used while it is not open."""
    hours = opening_hours.read(room.open_hours)
    if hours is None or not hours.spans:
        return
    calendar = station_calendar(session)
    start = values["starts_at"].astimezone(SHANGHAI)
    end = end_of(start, values.get("ends_at")).astimezone(SHANGHAI)
    for step in range(min((end.date() - start.date()).days + 1, _MOST_DAYS)):
        day = start.date() + dt.timedelta(days=step)
        midnight = dt.datetime.combine(day, dt.time(), SHANGHAI)
        first = max(0, int((start - midnight).total_seconds() // 60))
        last = min(_MIDNIGHT, -int(-(end - midnight).total_seconds() // 60))
        if first < last and not hours.covers(day, first, last, calendar):
            spans = hours.of(day, calendar)
            words = _("{room} {day} 开放 {hours}") if spans else _("{room} {day} 不开放")
            said = words.format(room=room.name, day=f"{day:%m-%d}", hours=opening_hours.in_words(spans))
            yield Problem(said, "starts_at", refuses=False)
            return
