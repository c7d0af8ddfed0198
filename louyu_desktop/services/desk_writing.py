"""What the desk writes: one sign-in is one transaction, with the registration it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, ChangeLog, Enterprise, Person, Registration, Signature, SignIn
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import State
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services import desk_reading
from louyu_desktop.services.desk_copies import Came, LateLine, LateOutcome, Signed
from louyu_desktop.services.desk_roster import Entry
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage.change_log import ADD
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

_NOT_HELD = {"取消": N_("这场活动已取消，不能签到"), "延期": N_("这场活动已延期，不能签到")}
_COUNTED: Final = (State.TO_SUM_UP.value, State.DONE.value)
"""The states of an activity in which who is registered and did not come is absent."""

_SAME: Final = 2
_SOURCE: Final = N_("现场报名")


@dataclass(frozen=True, slots=True)
class Newcomer:
    """The three fields of a walk-in, checked."""

    name: str
    unit: str
    mobile: str


class _NotSigned(Exception):  # noqa: N818 - no trouble: it only leaves the transaction without a trace
    """Nothing is to be written; what is to be said instead."""

    def __init__(self, said: Signed) -> None:
        super().__init__()
        self.said = said


def newcomer(name: str, unit: str, mobile: str) -> Newcomer:
    """The three fields as they are kept; UserError beside the field for what cannot be one."""
    entity, found = ENTITIES["people"], {}
    for key, text in (("name", name), ("unit_name", unit), ("mobile", mobile)):
        try:
            found[key] = plain.parse(entity.field(key), text) or ""
        except UserError as error:
            raise UserError(error.sentence, field=key) from None
    if not found["name"]:
        raise UserError(_("请填姓名"), field="name")
    return Newcomer(found["name"], found["unit_name"], found["mobile"])


# -- signing in ---------------------------------------------------------------------------------------


def sign_in(
    database: Database, activity_id: int, person_id: int, now: dt.datetime, *, anyway: bool, name: str
) -> tuple[Signed, Entry | None]:
    """One sign-in, and how the person stands then; None where nothing was written.

    `name` is for the history alone.
    """
    try:
        with database.write(_("签到：{name}").format(name=name)) as write:
            return _signed(write, activity_id, person_id, _Way(now, anyway=anyway, operator=database.actor))
    except _NotSigned as nothing:
        return nothing.said, None


@dataclass(frozen=True, slots=True)
class _Way:
    """How somebody is signed in."""

    now: dt.datetime
    anyway: bool
    operator: int | None
    method: str = "现场录入"
    page: int | None = None
    line: int | None = None


def _signed(write: Write, activity_id: int, person_id: int, way: _Way) -> tuple[Signed, Entry]:
    """Write it, inside a transaction that nobody else can come into."""
    row = desk_reading.about(write.session, activity_id, person_id, _day(way.now))
    unit = desk_reading.unit_of(row)
    if row.sign_in is not None:
        raise _NotSigned(
            Signed(Came.ALREADY, person_id, row.name, unit, at=row.signed_at, operator=row.operator or "",
                   sign_in_id=row.sign_in)
        )  # fmt: skip
    if row.activity_status in _NOT_HELD:
        raise UserError(_(_NOT_HELD[row.activity_status]))
    walk_in = row.status not in HOLDING
    over = walk_in and _is_full(row)
    if walk_in and not way.anyway and (over or not row.allow_walk_in):
        raise _NotSigned(Signed(Came.FULL if over else Came.CLOSED, person_id, row.name, unit, walk_in=True))
    [sign_in_id] = write.insert(SignIn, [_values(row, activity_id, person_id, way, unit, walk_in=walk_in)])
    if not walk_in:
        write.update(Registration, [{"id": row.registration, "status": RegistrationStatus.SIGNED_IN}])
    operator = desk_reading.operator_name(write.session, way.operator)
    entry = Entry(
        person_id, row.name, unit, "".join(filter(str.isdecimal, row.mobile or "")), row.name_sort or "",
        row.registration, row.badge or "", row.status if walk_in else RegistrationStatus.SIGNED_IN,
        sign_in_id, way.now, operator, walk_in, None, row.firm or "",
    )  # fmt: skip
    said = Signed(
        Came.SIGNED, person_id, row.name, unit, (row.signed or 0) + 1, way.now, operator, sign_in_id, walk_in, over
    )
    return said, entry


def _values(row: Any, activity_id: int, person_id: int, way: _Way, unit: str, *, walk_in: bool) -> dict[str, Any]:
    """The sign-in with what holds on that day."""
    return {
        "activity_id": activity_id,
        "person_id": person_id,
        "registration_id": row.registration,
        "signed_at": way.now,
        "method": way.method,
        "walk_in": walk_in,
        "unit_name": unit or None,
        "enterprise_id": row.enterprise or row.own_enterprise,
        "party_member": bool(row.member or row.said_member),
        "sheet_page": way.page,
        "sheet_line": way.line,
    }


def _is_full(row: Any) -> bool:
    """Whether every place is held or taken by a walk-in."""
    return row.capacity is not None and (row.registered or 0) + (row.walked_in or 0) >= row.capacity


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(SHANGHAI).date()


# -- walk-ins -----------------------------------------------------------------------------------------


def walk_in(
    database: Database, activity_id: int, given: Newcomer, now: dt.datetime, *, anyway: bool, another: bool
) -> tuple[Signed, Entry | None]:
    """Sign in by three fields; `another` makes a new person even where there is one just like it."""
    label = _("现场报名并签到：{name}").format(name=given.name)
    try:
        with database.write(label) as write:
            person_id = None if another else _known(write.session, given)
            if person_id is None:
                [person_id] = write.insert(Person, [_person(write.session, given)])
            return _signed(write, activity_id, person_id, _Way(now, anyway=anyway, operator=database.actor))
    except _NotSigned as nothing:
        return nothing.said, None


def _known(session: Session, given: Newcomer) -> int | None:
    """The one person with this mobile and name, or without a mobile given the one with this name and unit."""
    live = select(Person.id, Person.mobile, Person.unit_name).where(
        Person.name_key == fold_name(given.name), Person.archived_at.is_(None)
    )
    same = session.execute(live).all()
    if given.mobile:
        found = [row.id for row in same if row.mobile == given.mobile]
    else:
        unit = fold_organisation(given.unit)
        found = [row.id for row in same if unit and fold_organisation(row.unit_name or "") == unit]
    return found[0] if len(found) == 1 else None


def _person(session: Session, given: Newcomer) -> dict[str, Any]:
    """A light person; its enterprise where the unit is one by its very name."""
    firms: Sequence[int] = ()
    if given.unit:
        named = (Enterprise.name == given.unit) | (Enterprise.short_name == given.unit)
        firms = session.scalars(select(Enterprise.id).where(named, Enterprise.archived_at.is_(None)).limit(_SAME)).all()
    return {
        "name": given.name,
        "unit_name": given.unit or None,
        "mobile": given.mobile or None,
        "enterprise_id": firms[0] if len(firms) == 1 else None,
        "roles": (),
        "source": _SOURCE,
    }


# -- taking back, leaving, paper ----------------------------------------------------------------------


def undo(database: Database, sign_in_id: int) -> tuple[int, Signed]:
    """Take one sign-in back; a walk-in made by the same stroke goes with it.  The activity, and who it was."""
    with database.read() as session:
        row = session.execute(
            select(SignIn, Person.name).join(Person, Person.id == SignIn.person_id).where(SignIn.id == sign_in_id)
        ).first()
        if row is None or row[0].archived_at is not None:
            raise UserError(_("这次签到已经撤销了"))
        one, name = row
        made = _made_with(session, sign_in_id) if one.registration_id is None else None
    said = Signed(Came.SIGNED, one.person_id, name, one.unit_name or "", at=one.signed_at, walk_in=bool(one.walk_in))
    if made is None or not _taken_back(database, made):
        _put_aside(database, one, name)
    return one.activity_id, said


def _made_with(session: Session, sign_in_id: int) -> int | None:
    """The operation that made the sign-in, where it made its person too."""
    added = select(ChangeLog.operation_id).where(ChangeLog.action == ADD)
    own = added.where(ChangeLog.entity == "sign-ins", ChangeLog.first_id == sign_in_id, ChangeLog.last_id == sign_in_id)
    return session.scalars(added.where(ChangeLog.entity == "people", ChangeLog.operation_id.in_(own)).limit(1)).first()


def _taken_back(database: Database, operation_id: int) -> bool:
    """False where something hangs on the new person by now, so that it stays."""
    try:
        database.undo(operation_id)
    except UserError:
        return False
    return True


def _put_aside(database: Database, one: SignIn, name: str) -> None:
    with database.write(_("撤销签到：{name}").format(name=name)) as write:
        write.archive(SignIn, [one.id])
        registered = select(Registration.id).where(
            Registration.activity_id == one.activity_id, Registration.person_id == one.person_id,
            Registration.archived_at.is_(None), Registration.status == RegistrationStatus.SIGNED_IN,
        )  # fmt: skip
        registration = write.session.scalar(registered)
        if registration is None:  # a walk-in, or cancelled meanwhile by a form or a file: that stays
            return
        state = write.session.scalar(select(Activity.status).where(Activity.id == one.activity_id))
        status = RegistrationStatus.ABSENT if state in _COUNTED else RegistrationStatus.REGISTERED
        write.update(Registration, [{"id": registration, "status": status}])


def sign_out(database: Database, activity_id: int, person_id: int, now: dt.datetime) -> Signed:
    """Note when somebody left; a second time it only says when that was."""
    with database.read() as session:
        row = desk_reading.about(session, activity_id, person_id, _day(now))
    unit = desk_reading.unit_of(row)
    if row.sign_in is None:
        raise UserError(_("还没有签到，不能签退"))
    stayed = max(dt.timedelta(), (row.left_at or now) - row.signed_at)
    came = Came.ALREADY if row.left_at is not None else Came.SIGNED
    if came is Came.SIGNED:
        hours = min(Decimal(round(stayed.total_seconds() / 360)) / 10, Decimal(999))
        with database.write(_("签退：{name}").format(name=row.name)) as write:
            write.update(SignIn, [{"id": row.sign_in, "left_at": now, "hours": hours}])
    return Signed(
        came, person_id, row.name, unit, at=row.left_at or now, operator=row.operator or "", sign_in_id=row.sign_in,
        stayed=stayed,
    )  # fmt: skip


def late_entry(database: Database, activity_id: int, lines: Sequence[LateLine]) -> LateOutcome:
    """Enter lines of a paper sheet in one write; who came at no known time came when it began."""
    already: list[LateLine] = []
    taken: list[LateLine] = []
    entered = 0
    with database.write(_("补录签到 {count} 人").format(count=len(lines))) as write:
        starts_at = write.session.scalar(select(Activity.starts_at).where(Activity.id == activity_id))
        if starts_at is None:
            raise desk_reading.gone()
        used = _used_places(write.session, activity_id)
        for line in lines:
            holder = used.get((line.page, line.line))
            if holder is not None:
                (already if holder == line.person_id else taken).append(line)
                continue
            way = _Way(line.at or starts_at, anyway=True, operator=database.actor, method="纸质补录", page=line.page,
                       line=line.line)  # fmt: skip
            try:
                _signed(write, activity_id, line.person_id, way)
            except _NotSigned:
                already.append(line)
                continue
            used[line.page, line.line] = line.person_id
            entered += 1
    return LateOutcome(entered, tuple(already), tuple(taken))


def _used_places(session: Session, activity_id: int) -> dict[tuple[int, int], int]:
    """Pages and lines that were entered before, and who stands there."""
    wanted = select(SignIn.sheet_page, SignIn.sheet_line, SignIn.person_id).where(
        SignIn.activity_id == activity_id, SignIn.sheet_line.is_not(None), SignIn.archived_at.is_(None)
    )
    return {(page or 1, line or 0): person for page, line, person in session.execute(wanted)}


def signature(database: Database, sign_in_id: int, strokes: str) -> None:
    """Keep a drawing, in place of an earlier one."""
    with database.write(_("手写签名")) as write:
        live = select(Signature.id).where(Signature.sign_in_id == sign_in_id, Signature.archived_at.is_(None))
        found = write.session.scalar(live)
        if found is None:
            write.insert(Signature, [{"sign_in_id": sign_in_id, "strokes": strokes}])
        else:
            write.update(Signature, [{"id": found, "strokes": strokes}])
