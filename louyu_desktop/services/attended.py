"""Who came to activities, each as it was on that day, and who should have come: rows for `participation`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from louyu_desktop.models import (
    Activity,
    ActivitySeries,
    Enterprise,
    Facility,
    PartyMembership,
    Person,
    Registration,
    SignIn,
)
from louyu_desktop.rules.attendance import HOLDING
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.lifecycle import OFF
from louyu_desktop.rules.names import fold_organisation
from louyu_desktop.services.tree_rules import with_parts
from louyu_desktop.text import _

AT_THE_DOOR = "客流"
_PEOPLE = 2000
T = TypeVar("T")
Membership = tuple[int | None, dt.date | None, dt.date | None]


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who should have come: whether they did, and what the registration says."""

    person_id: int
    name: str
    unit: str
    came: bool
    status: str


@dataclass(frozen=True, slots=True)
class Held:
    """An activity that was held; a festival with parts `counts` for none itself."""

    id: int
    type: str
    tags: tuple[str, ...]
    series: str
    brand: str
    venue: str
    day: dt.date
    mode: str
    footfall: int | None
    firms_present: int
    counts: bool


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came, as it was on that day."""

    activity: int
    person: int
    firm: int | None
    unit: str
    member: bool
    walk_in: bool


def divided() -> Any:
    """The condition that an activity is a festival that takes place in parts, and counts by them."""
    part = aliased(Activity)
    parts = select(part.id).where(
        part.parent_id == Activity.id, part.archived_at.is_(None), part.status.not_in(OFF)
    )
    return parts.exists()


def held_rows(session: Session, wanted: Sequence[Any], now: dt.datetime) -> list[Held]:
    """The activities that meet the conditions, began by `now` and were held."""
    columns = (
        Activity.id, Activity.type, Activity.tags, ActivitySeries.name, Activity.brand,
        func.coalesce(Facility.name, Activity.venue), Activity.starts_at, Activity.count_mode, Activity.footfall,
        Activity.firms_present, divided(),
    )  # fmt: skip
    found = (
        select(*columns)
        .outerjoin(ActivitySeries, ActivitySeries.id == Activity.series_id)
        .outerjoin(Facility, Facility.id == Activity.venue_id)
        .where(*wanted, Activity.starts_at <= now, Activity.status.not_in(OFF))
        .order_by(Activity.starts_at, Activity.id)
    )
    return [
        Held(
            key, kind or "", tags or (), series or "", brand or "", venue or "", start.astimezone(SHANGHAI).date(),
            mode or "", footfall, firms or 0, not in_parts,
        )
        for key, kind, tags, series, brand, venue, start, mode, footfall, firms, in_parts in session.execute(found)
    ]  # fmt: skip


def came_rows(session: Session, held: Sequence[Held]) -> list[Came]:
    """The sign-ins of these activities, with whom each was on that day."""
    days = {one.id: one.day for one in held}
    members = memberships_of(session)
    found = []
    columns: tuple[Any, ...] = (
        SignIn.activity_id, SignIn.person_id, func.coalesce(SignIn.enterprise_id, Person.enterprise_id),
        func.coalesce(SignIn.unit_name, Registration.unit_name, Person.unit_name),
        func.coalesce(SignIn.party_member, Registration.party_member), SignIn.walk_in,
    )  # fmt: skip
    ids = list(days)
    for start in range(0, len(ids), _PEOPLE):
        rows = session.execute(
            select(*columns)
            .join(Person, Person.id == SignIn.person_id)
            .outerjoin(Registration, Registration.id == SignIn.registration_id)
            .where(SignIn.activity_id.in_(ids[start : start + _PEOPLE]), SignIn.archived_at.is_(None))
        )
        for activity, person, firm, unit, flag, walk_in in rows:
            member = belongs(members.get(person, ()), days[activity]) if flag is None else flag
            found.append(Came(activity, person, firm, (unit or "").strip(), member, bool(walk_in)))
    firms = firms_called(session, {one.unit for one in found if one.firm is None and one.unit})
    return [replace(one, firm=firms.get(one.unit)) if one.firm is None else one for one in found]


def firms_called(session: Session, units: Collection[str]) -> dict[str, int]:
    """Of these units, as people write them, those that one enterprise goes by: in full or by its short name."""
    if not units:
        return {}
    called: dict[str, set[int]] = defaultdict(set)
    keys = sorted({fold_organisation(unit) for unit in units})
    live = Enterprise.archived_at.is_(None)
    for part in _parts(keys):
        for key, folded in session.execute(
            select(Enterprise.id, Enterprise.name_key).where(Enterprise.name_key.in_(part), live)
        ):
            called[folded or ""].add(key)
    for part in _parts(sorted(units)):
        for key, short in session.execute(
            select(Enterprise.id, Enterprise.short_name).where(Enterprise.short_name.in_(part), live)
        ):
            called[fold_organisation(short or "")].add(key)
    found = {unit: called.get(fold_organisation(unit), set()) for unit in units}
    return {unit: next(iter(keys)) for unit, keys in found.items() if len(keys) == 1}


def units_of(session: Session, enterprise_id: int) -> list[str]:
    """How people write the unit that is this enterprise."""
    units = {unit for column in (Person.unit_name, SignIn.unit_name, Registration.unit_name)
             for unit in session.scalars(select(column).distinct()) if unit}  # fmt: skip
    return sorted(unit for unit, key in firms_called(session, units).items() if key == enterprise_id)


def visits(one: Held, signed: int) -> int:
    """人次 of an activity to which so many signed in: what is counted at the door goes by its footfall."""
    return one.footfall if one.mode == AT_THE_DOOR and one.footfall is not None else signed


def visits_of(session: Session, held: Sequence[Held]) -> Iterable[tuple[Held, int]]:
    """Each activity with its 人次."""
    signed = dict(
        session.execute(
            select(SignIn.activity_id, func.count()).where(SignIn.archived_at.is_(None)).group_by(SignIn.activity_id)
        ).all()
    )
    return [(one, visits(one, signed.get(one.id, 0))) for one in held]


def memberships_of(session: Session) -> dict[int, list[Membership]]:
    """Of each person (organisation, entered, left)."""
    found: dict[int, list[Membership]] = defaultdict(list)
    columns = (
        PartyMembership.person_id, PartyMembership.organisation_id, PartyMembership.entered_on,
        PartyMembership.left_on,
    )  # fmt: skip
    for person, organisation, entered, left in session.execute(
        select(*columns).where(PartyMembership.archived_at.is_(None))
    ):
        found[person].append((organisation, entered, left))
    return found


def belongs(memberships: Iterable[Membership], day: dt.date) -> bool:
    """Whether one of them holds on a day."""
    return any((entered or day) <= day and (left is None or day < left) for _one, entered, left in memberships)


def expected_of(
    session: Session, activity_id: int, day: dt.date, *, knows_members: bool
) -> tuple[str, tuple[Expected, ...]]:
    """By what, and who should have come to an activity held on `day`.

    For who may not know of members it is those who registered.
    """
    of_branch = select(Activity.organisation_id).where(Activity.id == activity_id)
    organisation = session.scalar(of_branch) if knows_members else None
    came = set(
        session.scalars(select(SignIn.person_id).where(SignIn.activity_id == activity_id, SignIn.archived_at.is_(None)))
    )
    status: dict[int, str] = dict(
        session.execute(
            select(Registration.person_id, Registration.status).where(
                Registration.activity_id == activity_id, Registration.archived_at.is_(None)
            )
        ).all()
    )
    if organisation is None:
        held = {one.value for one in HOLDING}
        wanted = [person for person, state in status.items() if state in held]
        basis = _("报名的人")
    else:
        below = with_parts(session, organisation)
        wanted = [
            person
            for person, memberships in memberships_of(session).items()
            if belongs((one for one in memberships if one[0] in below), day)
        ]
        basis = _("那天的党员")
    firm = aliased(Enterprise)
    people = (
        select(Person.id, Person.name, func.coalesce(firm.name, Person.unit_name, ""), Person.name_sort)
        .outerjoin(firm, firm.id == Person.enterprise_id)
        .where(Person.archived_at.is_(None))
    )
    found = [row for part in _parts(wanted) for row in session.execute(people.where(Person.id.in_(part)))]
    found.sort(key=lambda row: (row[0] in came, row[3] or "", row[0]))
    return basis, tuple(
        Expected(key, name, unit, key in came, status.get(key, "")) for key, name, unit, _order in found
    )


def _parts(ids: Sequence[T]) -> Iterable[Sequence[T]]:
    for start in range(0, len(ids), _PEOPLE):
        yield ids[start : start + _PEOPLE]
