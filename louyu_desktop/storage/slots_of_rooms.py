"""Who has which room when: quarter hours kept with every write of an activity or a booking, whatever wrote it.

The key of `booking_slot` refuses a second holder; here the refusal gets its words.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import delete, func, insert, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Blackout, Booking, Facility, Record
from louyu_desktop.models.booking import TAKING
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import OFF, end_of
from louyu_desktop.rules.room_time import slots_of, time_of
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.storage.tables import BookingSlot
from louyu_desktop.text import _

KINDS: dict[str, type[Activity | Booking]] = {"activities": Activity, "bookings": Booking}
"""What takes a room."""

ROOM = {"activities": "venue_id", "bookings": "facility_id"}
"""The field that names it."""

_Values = Mapping[str, Any]
_Place = tuple[int, int, int, int] | None
_TIMES = ("starts_at", "ends_at", "setup_minutes", "clear_minutes", "archived_at")
_WATCHED: dict[type[Record], tuple[str, ...]] = {
    Activity: (*_TIMES, "venue_id", "status"),
    Booking: (*_TIMES, "facility_id", "state"),
    Facility: ("setup_minutes", "clear_minutes"),
}


@dataclass(frozen=True, slots=True)
class Claim:
    """What a record takes: the room and the quarter hours."""

    kind: str
    row_id: int
    room: int
    slots: range


class RoomsTaken:
    """What one write did to activities, bookings and rooms, and what follows from it for their quarter hours."""

    LOOKED_AT: ClassVar[frozenset[type[Record]]] = frozenset({Activity, Booking, Facility})

    def __init__(self) -> None:
        self._touched: dict[str, set[int]] = defaultdict(set)
        self._rooms: set[int] = set()

    def note(self, model: type[Record], before: _Values | None, after: _Values | None) -> None:
        """A row was added (`before` None), changed or removed (`after` None)."""
        if model not in self.LOOKED_AT:
            return
        if before and after and all(before[name] == after[name] for name in _WATCHED[model]):
            return
        row_id = (after or before or {})["id"]
        if model is Facility:
            self._rooms.add(row_id)
        else:
            self._touched[model.__entity__.kind].add(row_id)

    def arrived(self, ranges: Mapping[str, tuple[int, int]]) -> None:
        """Rows that a bulk operation has made, by table: the first and the last id."""
        for kind, model in KINDS.items():
            first, last = ranges.get(model.__tablename__, (1, 0))
            self._touched[kind].update(range(first, last + 1))

    def settle(self, session: Session) -> None:
        """Bring the slots up to date; UserError when somebody else has a room by then.

        What gives way goes first, so that two records may change places in one operation.
        """
        for kind, ids in _of_rooms(session, self._rooms):
            self._touched[kind] |= ids
        wanted: list[Claim] = []
        for kind, ids in self._touched.items():
            for part in chunks(sorted(ids)):
                claims = {claim.row_id: claim for claim in claims_of(session, kind, part)}
                moved = [key for key, held in _held(session, kind, part).items() if held != _place(claims.get(key))]
                wanted += [claims[key] for key in moved if key in claims]
                _give_up(session, kind, moved)
        for claim in wanted:
            _take(session, claim)
        self._touched.clear()
        self._rooms.clear()


def claims_of(session: Session, kind: str, ids: Collection[int] | None = None) -> list[Claim]:
    """What live records of a kind take, of `ids` or of all, the oldest first."""
    model = KINDS[kind]
    room = model.__table__.c[ROOM[kind]]
    takes = Activity.status.not_in(OFF) if model is Activity else Booking.state.in_(TAKING)
    rows = (
        select(model.id, room, model.starts_at, model.ends_at,
               func.coalesce(model.setup_minutes, Facility.setup_minutes),
               func.coalesce(model.clear_minutes, Facility.clear_minutes))
        .join(Facility, Facility.id == room)
        .where(model.archived_at.is_(None), takes)
        .order_by(model.id)
    )  # fmt: skip
    if ids is not None:
        rows = rows.where(model.id.in_(ids))
    return [
        Claim(kind, key, place, slots_of(start, end, setup, clear))
        for key, place, start, end, setup, clear in session.execute(rows)
    ]


def holder(session: Session, room: int, slots: range, but: tuple[str, int] | None = None) -> tuple[str, int] | None:
    """The kind and id of whoever has a room in one of these quarter hours, the earliest; None when it is free."""
    wanted = select(BookingSlot.kind, BookingSlot.row_id).where(
        BookingSlot.facility_id == room, BookingSlot.slot >= slots.start, BookingSlot.slot < slots.stop
    )
    if but is not None:
        wanted = wanted.where((BookingSlot.kind != but[0]) | (BookingSlot.row_id != but[1]))
    found = session.execute(wanted.order_by(BookingSlot.slot).limit(1)).first()
    return None if found is None else (found[0], found[1])


def words_for(session: Session, room: int, held: tuple[str, int]) -> str:
    """Who has the room, and when, in a sentence."""
    kind, row_id = held
    model = KINDS[kind]
    name = session.scalar(select(Facility.name).where(Facility.id == room))
    title = Activity.title if model is Activity else Booking.purpose
    row = session.execute(select(title, model.starts_at, model.ends_at).where(model.id == row_id)).one()
    start, last = row[1].astimezone(SHANGHAI), _until(row[1], end_of(row[1], row[2]))
    return _("{room}在 {start} – {end} 已经有「{title}」（布置和清场也算）。请换一个时间或场地").format(
        room=name, start=f"{start:%m-%d %H:%M}", end=last, title=row[0]
    )


def closed(session: Session, room: int, slots: range) -> str:
    """Why a room is not to be had in these quarter hours, in a sentence; blank when nothing keeps it shut."""
    if not slots:
        return ""
    row = session.execute(
        select(Blackout.starts_at, Blackout.ends_at, Blackout.reason, Blackout.facility_id)
        .where(
            or_(Blackout.facility_id == room, Blackout.facility_id.is_(None)), Blackout.archived_at.is_(None),
            Blackout.starts_at < time_of(slots.stop), Blackout.ends_at > time_of(slots.start),
        )
        .order_by(Blackout.starts_at)
        .limit(1)
    ).first()  # fmt: skip
    if row is None:
        return ""
    name = session.scalar(select(Facility.name).where(Facility.id == row[3])) if row[3] else _("全站")
    return _("{room}在 {start} – {end} 停用：{reason}。请换一个时间或场地").format(
        room=name, start=f"{row[0].astimezone(SHANGHAI):%m-%d %H:%M}", end=_until(row[0], row[1]), reason=row[2]
    )


def _until(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """The end of a time, with its day where that is another one."""
    start, end = starts_at.astimezone(SHANGHAI), ends_at.astimezone(SHANGHAI)
    return f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"


def wrong(session: Session) -> int:
    """How many records have other quarter hours than they should; what has begun has those of its day, in its room."""
    now = dt.datetime.now(dt.UTC)
    count = 0
    for kind in KINDS:
        claims = {claim.row_id: claim for claim in claims_of(session, kind)}
        held = _held(session, kind, None)
        count += sum(not _right(claims.get(key), held.get(key), now) for key in claims.keys() | held.keys())
    return count


def rebuild(session: Session) -> int:
    """Give every room out anew, the oldest record first; gives how many found theirs taken."""
    session.connection().execute(delete(BookingSlot))
    without = 0
    for kind in KINDS:
        for claim in claims_of(session, kind):
            if holder(session, claim.room, claim.slots) is None:
                _put(session, claim)
            else:
                without += 1
    return without


def _right(claim: Claim | None, held: _Place, now: dt.datetime) -> bool:
    """Whether a record has what it claims; set-up times that its room was given since are no claim on the past."""
    if claim is not None and held is not None and claim.slots and time_of(claim.slots.start) <= now:
        return held[0] == claim.room
    return held == _place(claim)


def _place(claim: Claim | None) -> _Place:
    """Room, first and last slot, and how many."""
    if claim is None or not claim.slots:
        return None
    return claim.room, claim.slots.start, claim.slots.stop - 1, len(claim.slots)


def _held(session: Session, kind: str, ids: Sequence[int] | None) -> dict[int, _Place]:
    """What records have; None for each of `ids` that has nothing."""
    slot = BookingSlot.slot
    rows = (
        select(BookingSlot.row_id, func.min(BookingSlot.facility_id), func.min(slot), func.max(slot), func.count())
        .where(BookingSlot.kind == kind)
        .group_by(BookingSlot.row_id)
    )
    found: dict[int, _Place] = dict.fromkeys(ids or ())
    if ids is not None:
        rows = rows.where(BookingSlot.row_id.in_(ids))
    for key, room, first, last, count in session.execute(rows):
        found[key] = room, first, last, count
    return found


def _of_rooms(session: Session, rooms: Collection[int]) -> Iterable[tuple[str, set[int]]]:
    """What is still to take one of these rooms: their own times for setting up and clearing may have changed."""
    now = dt.datetime.now(dt.UTC)
    for kind, model in KINDS.items() if rooms else ():
        column = model.__table__.c[ROOM[kind]]
        yield kind, set(session.scalars(select(model.id).where(column.in_(rooms), model.starts_at > now)))


def _give_up(session: Session, kind: str, ids: Sequence[int]) -> None:
    connection = session.connection()
    for part in chunks(ids):
        with door(connection):
            connection.execute(delete(BookingSlot).where(BookingSlot.kind == kind, BookingSlot.row_id.in_(part)))


def _take(session: Session, claim: Claim) -> None:
    held = holder(session, claim.room, claim.slots)
    if held is not None:
        raise UserError(words_for(session, claim.room, held), field=ROOM[claim.kind])
    if shut := closed(session, claim.room, claim.slots):
        raise UserError(shut, field=ROOM[claim.kind])
    _put(session, claim)


def _put(session: Session, claim: Claim) -> None:
    connection = session.connection()
    rows = [
        {"facility_id": claim.room, "slot": slot, "kind": claim.kind, "row_id": claim.row_id} for slot in claim.slots
    ]
    if rows:
        with door(connection):
            connection.execute(insert(BookingSlot), rows)
