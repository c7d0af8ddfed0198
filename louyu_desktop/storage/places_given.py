"""No activity gives more places than it has, and its waiting list moves up, whatever wrote (FIELD.md 4.5).

Form, import, pasted list, desk and undo all write through `Write`, and at its end this looks at the registrations
and activities that it touched.  The rule itself is `rules.waiting_list`.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Protocol

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, Base, Record, Registration, SignIn
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.waiting_list import Limits, Seeker, answer_by, counts, moves_up, share_out
from louyu_desktop.storage.shapes import chunks

_Values = Mapping[str, Any]
_Taken = dict[int | None, int]
_WATCHED = ("capacity", "quota", "waiting_hours", "status", "starts_at", "ends_at", "archived_at")
_CLAIMING = frozenset({RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED, RegistrationStatus.ABSENT})
_QUEUEING = frozenset({RegistrationStatus.WAITING, RegistrationStatus.OFFERED})


class Stamped(Protocol):
    """What is known of an operation while it is written."""

    @property
    def at(self) -> dt.datetime:
        """When it takes place."""

    @property
    def reverses(self) -> bool:
        """Whether it takes another operation back, or does one again."""


class Writing(Protocol):
    """As much of a write as sharing out takes."""

    session: Session

    @property
    def log(self) -> Stamped:
        """The operation."""

    def insert(self, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Add rows."""

    def update(self, model: type[Record], rows: Sequence[Mapping[str, Any]]) -> None:
        """Change columns of rows."""

    def put(self, table: type[Base], key: Mapping[str, Any], values: Mapping[str, Any] | None) -> None:
        """Set a row of a table without history."""


class PlacesGiven:
    """What one write did to registrations and activities, and what follows from it for places."""

    LOOKED_AT: ClassVar = frozenset({Registration})

    def __init__(self) -> None:
        self._before: dict[int, _Values | None] = {}
        self._after: dict[int, _Values | None] = {}
        self._activities: set[int] = set()
        self._back: set[int] = set()

    def note(self, model: type[Record], before: _Values | None, after: _Values | None) -> None:
        """A row was added (`before` None), changed or removed (`after` None)."""
        if model is Registration:
            row_id = (after or before or {})["id"]
            self._before.setdefault(row_id, before)
            self._after[row_id] = after
        elif model is Activity and before and after and any(before[name] != after[name] for name in _WATCHED):
            self._activities.add(after["id"])
            if before["archived_at"] is not None:
                self._back.add(after["id"])

    def arrived(self, write: Writing, first: int, last: int) -> None:
        """Registrations that a bulk operation has made; those of what is long over are left out."""
        since = write.log.at - dt.timedelta(days=366)
        rows = select(Registration.__table__).where(
            Registration.id.between(first, last),
            Registration.activity_id.in_(select(Activity.id).where(Activity.starts_at > since)),
        )
        for row in write.session.execute(rows).mappings():
            self.note(Registration, None, dict(row))

    def settle(self, write: Writing) -> None:
        """Give places out anew for every activity that needs it."""
        if not self._after and not self._activities:
            return
        claims, fresh = self._seekers()
        wanted = {*claims, *fresh, *self._activities, *self._freed()}
        for activity_id in sorted(wanted):
            _settle(write, activity_id, claims.get(activity_id, ()), fresh.get(activity_id, ()))
        write.update(Registration, self._out_of_line())
        self._before, self._after, self._activities, self._back = {}, {}, set(), set()

    def _out_of_line(self) -> list[dict[str, Any]]:
        """Who waits no more has no number and no time to answer."""
        empty = {"queue_number": None, "offered_until": None}
        return [
            {"id": row_id, **empty}
            for row_id, after in self._after.items()
            if after is not None and after["status"] not in _QUEUEING and any(after[name] for name in empty)
            and (self._before[row_id] or after)["status"] in _QUEUEING
        ]  # fmt: skip

    def _seekers(self) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
        """By activity, in the order of writing: who claims a place now, and who waits from now on."""
        claims: dict[int, list[int]] = defaultdict(list)
        fresh: dict[int, list[int]] = defaultdict(list)
        for row_id, after in self._after.items():
            place, status = _stands(after)
            was_at, was = _stands(self._before[row_id])
            if place is None or place in self._back:
                continue
            if status in _CLAIMING and not (was in HOLDING and was_at == place):
                claims[place].append(row_id)
            elif status == RegistrationStatus.WAITING and not (was == status and was_at == place):
                fresh[place].append(row_id)
        return claims, fresh

    def _freed(self) -> set[int]:
        """Activities in which somebody gave a place back, or takes that of another enterprise now."""
        found = set()
        for row_id, before in self._before.items():
            was_at, was = _stands(before)
            after = self._after[row_id]
            holds = _stands(after)[0] == was_at and _stands(after)[1] in HOLDING
            if was_at is not None and was in HOLDING and not (holds and _firm(before) == _firm(after)):
                found.add(was_at)
        return found


def _stands(row: _Values | None) -> tuple[int | None, str]:
    """The activity and the state of a registration that counts; (None, "") of one that does not."""
    if row is None or row["archived_at"] is not None:
        return None, ""
    return row["activity_id"], row["status"]


def _firm(row: _Values | None) -> int | None:
    return None if row is None else row["enterprise_id"]


def _settle(write: Writing, activity_id: int, claims: Sequence[int], fresh: Sequence[int]) -> None:
    """Share out the places of one activity."""
    found = write.session.execute(select(Activity.__table__).where(Activity.id == activity_id)).first()
    now = write.log.at
    if found is None or found.archived_at is not None or not counts(found.status, found.starts_at, found.ends_at, now):
        return
    queue = _queue(write, activity_id)
    held, firms = _held(write, activity_id, claims)
    shares = share_out(
        Limits(found.capacity, found.quota),
        held,
        waiting=[one for one in queue if one.id not in fresh],
        claims=[Seeker(row_id, firms[row_id]) for row_id in claims],
        newly_waiting=[one for one in queue if one.id in fresh],
        moving=moves_up(found.status, found.starts_at, now),
    )
    rows = [*_moving_up(found, shares.up, now), *_lining_up(write, activity_id, shares.up, (*shares.waits, *fresh))]
    write.update(Registration, rows)


def _live(activity_id: int) -> tuple[Any, ...]:
    return Registration.activity_id == activity_id, Registration.archived_at.is_(None)


def _queue(write: Writing, activity_id: int) -> list[Seeker]:
    """Who waits, in order; who was let in at the door all the same needs no place any more."""
    inside = select(SignIn.person_id).where(SignIn.activity_id == activity_id, SignIn.archived_at.is_(None))
    wanted = (
        select(Registration.id, Registration.enterprise_id)
        .where(*_live(activity_id), Registration.status == RegistrationStatus.WAITING)
        .where(Registration.person_id.not_in(inside))
        .order_by(Registration.queue_number.is_(None), Registration.queue_number, Registration.id)
    )
    return [Seeker(row_id, firm) for row_id, firm in write.session.execute(wanted)]


def _held(write: Writing, activity_id: int, claims: Sequence[int]) -> tuple[_Taken, dict[int, int | None]]:
    """The places that are taken, by enterprise, those claimed now left out; and the enterprises of the claims."""
    mine = select(Registration.enterprise_id, func.count()).where(*_live(activity_id))
    rows = write.session.execute(
        mine.where(Registration.status.in_(HOLDING)).group_by(Registration.enterprise_id)
    )
    held = dict(rows.all())
    firms: dict[int, int | None] = {}
    for row_id, firm in _enterprises(write, claims):
        firms[row_id] = firm
        held[firm] -= 1
    return held, firms


def _enterprises(write: Writing, ids: Sequence[int]) -> list[tuple[int, int | None]]:
    found: list[tuple[int, int | None]] = []
    for part in chunks(ids):
        wanted = select(Registration.id, Registration.enterprise_id).where(Registration.id.in_(part))
        found += write.session.execute(wanted).all()
    return found


def _moving_up(activity: Row[Any], up: Sequence[int], now: dt.datetime) -> list[dict[str, Any]]:
    """Those who get a place: at once, or by their answer where the activity gives time for it."""
    until = answer_by(activity.waiting_hours, activity.starts_at, now)
    values: dict[str, Any] = {"status": RegistrationStatus.REGISTERED, "queue_number": None, "offered_until": None}
    if until is not None:
        values = {"status": RegistrationStatus.OFFERED, "offered_until": until}
    return [{"id": row_id, **values} for row_id in up]


def _lining_up(write: Writing, activity_id: int, up: Sequence[int], ids: Sequence[int]) -> list[dict[str, Any]]:
    """Those who wait from now on get the next numbers, unless they brought one."""
    waits = [row_id for row_id in ids if row_id not in set(up)]
    if not waits:
        return []
    known = select(Registration.id, Registration.queue_number).where(*_live(activity_id))
    numbers = {row_id: number for row_id, number in write.session.execute(known) if number is not None}
    last = max(numbers.values(), default=0)
    rows = []
    for row_id in dict.fromkeys(waits):
        row: dict[str, Any] = {"id": row_id, "status": RegistrationStatus.WAITING, "offered_until": None}
        if row_id not in numbers:
            last += 1
            row["queue_number"] = last
        rows.append(row)
    return rows
