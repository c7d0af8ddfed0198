"""What the desk reads of an activity: itself, its people, one of them anew, and others of the station."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Executable, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Account,
    Activity,
    Enterprise,
    Facility,
    PartyMembership,
    Person,
    Registration,
    SignIn,
)
from louyu_desktop.models.base import among
from louyu_desktop.services.desk_copies import Belongs, Candidate, DeskState, Standing
from louyu_desktop.services.desk_roster import Entry
from louyu_desktop.storage import search
from louyu_desktop.storage.grams import fold
from louyu_desktop.storage.values import Found
from louyu_desktop.text import _

_TAIL = 4
_LOOKED_AT = 200
_OTHERS = 60


def state(session: Session, activity_id: int, standing: Standing) -> DeskState:
    """An activity for the head of the desk; UserError when it is gone."""
    wanted = select(Activity.__table__, Facility.name.label("room")).join_from(
        Activity, Facility, Facility.id == Activity.venue_id, isouter=True
    )
    row = session.execute(wanted.where(Activity.id == activity_id, Activity.archived_at.is_(None))).mappings().first()
    if row is None:
        raise gone()
    return DeskState(
        activity_id, row["number"] or "", row["title"], row["room"] or row["venue"] or "", row["organiser"] or "",
        row["starts_at"], row["ends_at"], row["status"], row["capacity"], bool(row["allow_walk_in"]), standing,
    )  # fmt: skip


def gone() -> UserError:
    """The activity lies in the bin or was never there."""
    return UserError(_("这场活动已经不在了，可能被移入了回收站"))


@cache
def _registered() -> Executable:
    return (
        select(
            Registration.person_id, Person.name, Registration.unit_name, Person.unit_name, Person.mobile,
            Person.name_sort, Registration.id, Registration.uid, Registration.status, Enterprise.name,
        )
        .join_from(Registration, Person, Person.id == Registration.person_id)
        .outerjoin(Enterprise, Enterprise.id == func.coalesce(Registration.enterprise_id, Person.enterprise_id))
        .where(Registration.activity_id == bindparam("activity"), Registration.archived_at.is_(None))
    )  # fmt: skip


@cache
def _signed() -> Executable:
    return (
        select(
            SignIn.person_id, Person.name, SignIn.unit_name, Person.unit_name, Person.mobile, Person.name_sort,
            SignIn.id, SignIn.signed_at, SignIn.left_at, SignIn.walk_in, Account.name, Enterprise.name,
        )
        .join_from(SignIn, Person, Person.id == SignIn.person_id)
        .join(Account, Account.id == SignIn.created_by, isouter=True)
        .join(Enterprise, Enterprise.id == func.coalesce(SignIn.enterprise_id, Person.enterprise_id), isouter=True)
        .where(SignIn.activity_id == bindparam("activity"), SignIn.archived_at.is_(None))
    )  # fmt: skip


@cache
def _of_some(registered: bool) -> Executable:
    wanted: Any
    wanted, column = (_registered(), Registration.person_id) if registered else (_signed(), SignIn.person_id)
    found: Executable = wanted.where(among(column))
    return found


def entries(session: Session, activity_id: int, people: Collection[int] | None = None) -> dict[int, Entry]:
    """Everybody of an activity, or some of them, by person."""
    given: dict[str, Any] = {"activity": activity_id}
    if people is not None:
        given["ids"] = list(people)
    registered, signed = (_registered(), _signed()) if people is None else (_of_some(True), _of_some(False))
    found: dict[int, Entry] = {}
    for person, name, unit, own, mobile, sort, row_id, uid, status, firm in session.execute(registered, given):
        entry = Entry(person, name, unit or own or "", _digits(mobile), sort or "", row_id, uid, str(status))
        entry.enterprise = firm or ""
        found[person] = entry
    for person, name, unit, own, mobile, sort, row_id, at, left, walk_in, who, firm in session.execute(signed, given):
        entry = found.get(person) or Entry(person, name, unit or own or "", _digits(mobile), sort or "")
        entry.sign_in_id, entry.signed_at, entry.left_at = row_id, at, left
        entry.walk_in, entry.operator = bool(walk_in), who or ""
        entry.enterprise = entry.enterprise or firm or ""
        found[person] = entry
    return found


def _digits(mobile: str | None) -> str:
    return "".join(filter(str.isdecimal, mobile or ""))


def people_of(session: Session, kind: str, ids: Collection[int], activity_id: int) -> set[int]:
    """Whose registrations or sign-ins of an activity these are, as far as they are still there."""
    model = Registration if kind == "registrations" else SignIn
    wanted = select(model.person_id).where(model.id.in_(ids), model.activity_id == activity_id)
    return set(session.scalars(wanted))


# -- others of the station --------------------------------------------------------------------------


def strangers(session: Session, text: str, without: Collection[int]) -> tuple[list[Candidate], int, bool]:
    """People of the station who are not in `without` and answer `text`: the best, how many there are, and even more.

    Too short a text gives nobody: the desk is not for leafing through.
    """
    folded = fold(text)
    if len(folded) < 2 or (folded.isdecimal() and len(folded) < _TAIL):
        return [], 0, False
    found = _answering(session, text, folded)
    ids = [hit.id for hit in found.hits if hit.id not in without]
    rows = {row[0]: row for row in session.execute(_people(), {"ids": ids})}
    if folded.isdecimal():
        ids = [row_id for row_id in ids if row_id in rows and _digits(rows[row_id][3]).endswith(folded)]
    chosen = [_stranger(*rows[row_id]) for row_id in ids[:_OTHERS] if row_id in rows]
    known = sum(hit.id in without for hit in found.hits)
    count = len(ids) if folded.isdecimal() or not found.more else max(len(ids), found.count - known)
    return chosen, count, found.more and not folded.isdecimal()


def _answering(session: Session, text: str, folded: str) -> Found:
    """By their names; only where nobody is called so by unit and phone too, which takes longer.

    Letters with blanks between them (wang wei) are one name.
    """
    if not folded.isdecimal():
        asked = search.ask(session, folded if folded.isascii() else text, ["people"])
        found = search.find_titles(session, asked, "people", _OTHERS)
        if found.hits:
            return found
    return search.find(session, search.ask(session, text, ["people"]), "people", _LOOKED_AT)


@cache
def _people() -> Executable:
    wanted = select(Person.id, Person.name, Person.unit_name, Person.mobile)
    return wanted.where(among(Person.id), Person.archived_at.is_(None))


def stranger(session: Session, person_id: int) -> Candidate:
    """One person of the station; UserError when it is gone."""
    row = session.execute(_people(), {"ids": [person_id]}).first()
    if row is None:
        raise UserError(_("这位已经不在人员名单里了，请重新查找"))
    return _stranger(*row)


def _stranger(person_id: int, name: str, unit: str | None, mobile: str | None) -> Candidate:
    return Candidate(person_id, name, unit or "", _digits(mobile)[-2:], Belongs.STRANGER)


def of_mobile(session: Session, digits: str) -> list[int]:
    """The live people with a mobile number."""
    wanted = select(Person.id).where(Person.mobile == digits, Person.archived_at.is_(None))
    return list(session.scalars(wanted.order_by(Person.id).limit(_OTHERS)))


def of_badge(session: Session, uid: str) -> tuple[int, int] | None:
    """The activity and the person of a registration, by the code on a badge."""
    found = session.execute(select(Registration.activity_id, Registration.person_id).where(Registration.uid == uid))
    row = found.first()
    return (row[0], row[1]) if row else None


# -- inside a write -----------------------------------------------------------------------------------


@cache
def _about() -> Executable:
    """Everything that a sign-in goes by, in one row."""
    here: Any = bindparam("activity")
    person: Any = bindparam("person")
    day: Any = bindparam("day", type_=PartyMembership.left_on.type)
    member = exists().where(
        PartyMembership.person_id == Person.id,
        PartyMembership.archived_at.is_(None),
        or_(PartyMembership.entered_on.is_(None), PartyMembership.entered_on <= day),
        or_(PartyMembership.left_on.is_(None), PartyMembership.left_on > day),
    )
    registered = and_(
        Registration.activity_id == here, Registration.person_id == person, Registration.archived_at.is_(None)
    )
    signed = and_(SignIn.activity_id == here, SignIn.person_id == person, SignIn.archived_at.is_(None))
    return (
        select(
            Activity.title.label("title"), Activity.status.label("activity_status"),
            Activity.capacity.label("capacity"), Activity.allow_walk_in.label("allow_walk_in"),
            Activity.registered_count.label("registered"), Activity.signed_count.label("signed"),
            Activity.walk_in_count.label("walked_in"), Person.name.label("name"), Person.mobile.label("mobile"),
            Person.name_sort.label("name_sort"), Person.unit_name.label("own_unit"),
            Person.enterprise_id.label("own_enterprise"), member.label("member"),
            Registration.id.label("registration"), Registration.uid.label("badge"),
            Registration.status.label("status"), Registration.unit_name.label("unit"),
            Registration.enterprise_id.label("enterprise"), Registration.party_member.label("said_member"),
            SignIn.id.label("sign_in"), SignIn.signed_at.label("signed_at"), SignIn.left_at.label("left_at"),
            Account.name.label("operator"), Enterprise.name.label("firm"),
        )
        .select_from(Activity)
        .join(Person, Person.id == person)
        .join(Registration, registered, isouter=True)
        .join(SignIn, signed, isouter=True)
        .join(Account, Account.id == SignIn.created_by, isouter=True)
        .outerjoin(Enterprise, Enterprise.id == func.coalesce(Registration.enterprise_id, Person.enterprise_id))
        .where(Activity.id == here, Activity.archived_at.is_(None), Person.archived_at.is_(None))
    )  # fmt: skip


def about(session: Session, activity_id: int, person_id: int, day: dt.date) -> Any:
    """What a sign-in of one person goes by; UserError when the activity or the person is gone."""
    row = session.execute(_about(), {"activity": activity_id, "person": person_id, "day": day}).first()
    if row is None:
        there = select(func.count()).where(Activity.id == activity_id, Activity.archived_at.is_(None))
        if not session.scalar(there):
            raise gone()
        raise UserError(_("这位已经不在人员名单里了，请重新查找"))
    return row


def unit_of(row: Any) -> str:
    """The unit of the day: as registered, else the person's own, else the enterprise."""
    return row.unit or row.own_unit or row.firm or ""


def operator_name(session: Session, account_id: int | None) -> str:
    """Who is at the desk, in words."""
    return session.scalar(select(Account.name).where(Account.id == (account_id or 0))) or ""


def around(session: Session, first: dt.datetime, last: dt.datetime, now: dt.datetime) -> Iterator[Any]:
    """Live activities that begin between two moments or run longer than until now, earliest first."""
    wanted = select(
        Activity.id, Activity.title, func.coalesce(Facility.name, Activity.venue, "").label("venue"),
        Activity.starts_at, Activity.ends_at, Activity.status, Activity.registered_count, Activity.signed_count,
    ).join_from(Activity, Facility, Facility.id == Activity.venue_id, isouter=True)  # fmt: skip
    runs = and_(Activity.starts_at < first, Activity.ends_at >= now)
    wanted = wanted.where(Activity.archived_at.is_(None), or_(Activity.starts_at.between(first, last), runs))
    yield from session.execute(wanted.order_by(Activity.starts_at, Activity.id))
