"""Who stands on the sign-in sheet of an activity, and in which order; a few queries, whatever the number of people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Activity,
    Building,
    Enterprise,
    Occupancy,
    PartyOrganisation,
    Person,
    Registration,
    Signature,
    SignIn,
    Unit,
)
from louyu_desktop.printing.sign_in_sheet import Attendee, SignInSheet, Strokes
from louyu_desktop.rules import strokes
from louyu_desktop.rules.attendance import HOLDING
from louyu_desktop.rules.dates import midnight
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.services.paper_kinds import COLUMNS, LANDSCAPE, ORDERS, ROW_HEIGHTS
from louyu_desktop.services.paper_options import setting
from louyu_desktop.services.paper_words import Told, clock, floor_words, told
from louyu_desktop.text import _

MOST = 200
"""Activities whose sheets are put into one file at most."""

_PARTY = ("中共党员", "预备党员")
_NOT_HELD = ("延期", "取消")
_IDS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of a list of an activity's people: who was expected, or came without.

    `member` is what the registration or the sign-in says, else whether the person is one.
    """

    person_id: int
    name: str
    unit: str
    enterprise: str
    enterprise_id: int | None
    branch: str
    tail: str
    member: bool
    remark: str
    status: str
    uid: str
    expected: bool
    sign_in_id: int | None = None
    signed_at: dt.datetime | None = None
    left_at: dt.datetime | None = None


def people_of(session: Session, activity_id: int, *, arrived: bool = False) -> tuple[Listed, ...]:
    """Everyone who holds a place, in pinyin order; with `arrived` those too who came without one."""
    own, came = aliased(Enterprise), aliased(Enterprise)
    columns = (
        Person.id, Person.name, Registration.unit_name, Person.unit_name.label("own_unit"), Person.enterprise_id,
        Registration.enterprise_id.label("then"), own.name.label("own_name"), own.short_name,
        came.name.label("then_name"), came.short_name.label("then_short"), PartyOrganisation.name.label("branch"),
        func.substr(Person.mobile, -4).label("tail"), Registration.party_member, Person.political_status,
        Person.organisation_id, Registration.remark, Registration.status, Registration.uid,
        SignIn.id.label("sign_in"), SignIn.signed_at, SignIn.left_at, SignIn.unit_name.label("signed_unit"),
        SignIn.party_member.label("signed_member"),
    )  # fmt: skip
    there = (SignIn.person_id == Person.id) & (SignIn.activity_id == activity_id) & SignIn.archived_at.is_(None)
    asked = (
        (Registration.person_id == Person.id)
        & (Registration.activity_id == activity_id)
        & Registration.archived_at.is_(None)
    )
    registered = select(Registration.person_id).where(
        Registration.activity_id == activity_id, Registration.archived_at.is_(None), Registration.status.in_(HOLDING)
    )
    signed = select(SignIn.person_id).where(SignIn.activity_id == activity_id, SignIn.archived_at.is_(None))
    wanted = registered.union(signed) if arrived else registered
    rows = session.execute(
        select(*columns)
        .select_from(Person)
        .outerjoin(Registration, asked)
        .outerjoin(SignIn, there)
        .outerjoin(own, own.id == Person.enterprise_id)
        .outerjoin(came, came.id == Registration.enterprise_id)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == Person.organisation_id)
        .where(Person.id.in_(wanted))
        .order_by(Person.name_sort, Person.name, Person.id)
    ).all()
    return tuple(map(_listed, rows))


def _listed(row: Any) -> Listed:
    short, name = (row.then_short, row.then_name) if row.then else (row.short_name, row.own_name)
    unit = row.unit_name or row.signed_unit or short or name or row.own_unit or ""
    member = row.party_member if row.party_member is not None else row.signed_member
    if member is None:
        member = row.organisation_id is not None or row.political_status in _PARTY
    return Listed(
        person_id=row.id, name=row.name, unit=unit, enterprise=name or unit,
        enterprise_id=row.then or row.enterprise_id, branch=row.branch or "", tail=row.tail or "",
        member=bool(member), remark=row.remark or "", status=row.status or "", uid=row.uid or "",
        expected=row.status in {one.value for one in HOLDING},
        sign_in_id=row.sign_in, signed_at=row.signed_at, left_at=row.left_at,
    )  # fmt: skip


def floors_of(session: Session, enterprises: Iterable[int | None], day: dt.date) -> dict[int, str]:
    """Of each enterprise the building and the floors where it sat on a day: 盈展大厦 9F、10F."""
    ids = sorted({one for one in enterprises if one is not None})
    found: dict[int, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
    for start in range(0, len(ids), _IDS):
        rows = session.execute(
            select(Occupancy.enterprise_id, Building.name, Unit.floor)
            .join(Unit, Unit.id == Occupancy.unit_id)
            .outerjoin(Building, Building.id == Unit.building_id)
            .where(Occupancy.enterprise_id.in_(ids[start : start + _IDS]), Occupancy.archived_at.is_(None))
            .where(Occupancy.moved_in_on.is_(None) | (Occupancy.moved_in_on <= day))
            .where(Occupancy.ended_on.is_(None) | (Occupancy.ended_on > day))
            .order_by(Occupancy.enterprise_id, Building.name_sort, Unit.id)
        )
        for enterprise, building, floor in rows:
            found[enterprise][building or ""][floor_words(floor)] = None
    return {
        key: "、".join(" ".join(filter(None, (name, "、".join(floors)))) for name, floors in places.items())
        for key, places in found.items()
    }


def sign_in(session: Session, activity_id: int, chosen: Mapping[str, Any]) -> SignInSheet:
    """The sheet of an activity; UserError when the activity is gone."""
    activity = told(session, activity_id)
    arrivals = bool(chosen["arrivals"])
    order = ORDERS[chosen["order"]]
    columns = [key for label, key in COLUMNS.items() if label in chosen["columns"]]
    columns += ["phone_tail"] if chosen["phone_tail"] else []
    listed = people_of(session, activity_id, arrived=arrivals)
    if arrivals:
        columns += ["signed_at"]
        columns += ["left_at"] if any(one.left_at for one in listed) else []
    known = listed if chosen["prefilled"] or arrivals else ()
    floors = _floors(session, known, activity, wanted=order == "floor" or "floor" in columns)
    drawn = _strokes(session, activity_id) if arrivals and chosen.get("signatures", True) else {}
    attendees = [_attendee(one, order, columns, floors, drawn, arrivals=arrivals) for one in known]
    return SignInSheet(
        activity=activity.row.title,
        time=activity.time,
        place=activity.place,
        organiser=activity.organiser,
        attendees=_ordered(attendees, order),
        columns=("name", *columns),
        grouped=order != "pinyin",
        blank_rows=0 if arrivals else chosen["blank_rows"],
        row_height=ROW_HEIGHTS[chosen["row_height"]],
        landscape=chosen["paper"] == LANDSCAPE,
        expected=sum(one.expected for one in listed) if known else None,
        signed=sum(one.signed_at is not None for one in listed) if arrivals else None,
        code=sheet_code(activity.row.uid) if chosen["qr"] else "",
        privacy_line=setting(session, "privacy_line"),
        is_demonstration=activity.is_demonstration,
    )


def sheet_code(uid: object) -> str:
    """What the QR of a sheet holds before its page: no signs but those that make a small code."""
    return f"LYQD:{str(uid).replace('-', '').upper()}"


def sign_ins(session: Session, first: dt.date, last: dt.date, chosen: Mapping[str, Any]) -> tuple[SignInSheet, ...]:
    """The sheets of all activities that begin on these days, in their order; UserError for none and for too many."""
    begin, end = (midnight(day) for day in (first, last + dt.timedelta(days=1)))
    ids = session.scalars(
        select(Activity.id)
        .where(Activity.archived_at.is_(None), Activity.status.not_in(_NOT_HELD))
        .where(Activity.starts_at >= begin, Activity.starts_at < end)
        .order_by(Activity.starts_at, Activity.id)
    ).all()
    if not ids:
        raise UserError(_("这几天没有活动。请换个日期"), field="first")
    if len(ids) > MOST:
        sentence = _("这几天有 {count} 场活动，一次最多印 {most} 场。请缩短日期")
        raise UserError(sentence.format(count=len(ids), most=MOST), field="last")
    return tuple(sign_in(session, one, chosen) for one in ids)


def _floors(session: Session, listed: Sequence[Listed], activity: Told, *, wanted: bool) -> dict[int, str]:
    return floors_of(session, (one.enterprise_id for one in listed), activity.day) if wanted else {}


def _attendee(
    one: Listed, order: str, columns: Sequence[str], floors: Mapping[int, str], drawn: Mapping[int, Strokes],
    *, arrivals: bool,
) -> Attendee:  # fmt: skip
    """One line; what has no column on the sheet does not leave the database."""
    floor = floors.get(one.enterprise_id or 0, "")
    group = {"enterprise": one.enterprise, "branch": one.branch, "floor": floor}.get(order, "")
    note = one.remark if one.expected or not arrivals else _("现场报名")
    return Attendee(
        one.name,
        one.unit,
        one.tail if "phone_tail" in columns else "",
        one.member and "party" in columns,
        note if "note" in columns else "",
        group,
        one.branch if "branch" in columns else "",
        floor if "floor" in columns else "",
        clock(one.signed_at) if arrivals else "",
        clock(one.left_at) if arrivals else "",
        drawn.get(one.sign_in_id or 0, ()),
    )


def _ordered(people: Sequence[Attendee], order: str) -> tuple[Attendee, ...]:
    """Groups by pinyin, floors by their numbers, those without a group last."""
    if order == "pinyin":
        return tuple(people)
    keys = {group: (not group, sort_key(group), group) for group in {one.group for one in people}}
    if order == "floor":
        keys = {group: (not group, by_floor(group), group) for group in keys}
    return tuple(sorted(people, key=lambda one: keys[one.group]))


def by_floor(place: str) -> str:
    """9F before 10F: digits as numbers of four places."""
    digits, found = "", []
    for sign in f"{sort_key(place.partition(' ')[0])} {place.partition(' ')[2]}\0":
        if sign.isdecimal():
            digits += sign
            continue
        found.append(digits.zfill(4) if digits else "")
        digits = ""
        found.append(sign)
    return "".join(found)


def _strokes(session: Session, activity_id: int) -> dict[int, Strokes]:
    """What was drawn, by sign-in."""
    rows = session.execute(
        select(Signature.sign_in_id, Signature.strokes)
        .join(SignIn, SignIn.id == Signature.sign_in_id)
        .where(SignIn.activity_id == activity_id, SignIn.archived_at.is_(None), Signature.archived_at.is_(None))
    )
    return {sign_in_id: strokes.decode(text) for sign_in_id, text in rows}
