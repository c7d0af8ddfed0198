"""Who came: 场次, 人次, 人数 and 企业数 of any period, of an activity, a person and an enterprise (FIELD.md 4.5).

场次 are activities that began and were neither postponed nor cancelled; a festival with parts counts by its parts.
人次 are sign-ins, or the footfall of what is counted at the door.  人数 and 企业数 are the distinct people and
enterprises of the sign-ins, each as it was on that day.  Whoever should have come belonged on that day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, Facility, Person, Registration, SignIn
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.services.attended import (
    AT_THE_DOOR,
    Came,
    Expected,
    Held,
    came_rows,
    expected_of,
    held_rows,
    units_of,
    visits,
)
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.filtering import conditions
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

BY_FIRM = "企业"


class Counted(StrEnum):
    """The numbers of a period, by their Chinese names."""

    HELD = N_("场次")
    VISITS = N_("人次")
    PEOPLE = N_("人数")
    FIRMS = N_("企业数")
    MEMBERS = N_("党员数")
    WALK_INS = N_("现场报名")


DEFINITIONS: dict[Counted, str] = {
    Counted.HELD: N_("已经开始、没有延期或取消的活动；分成几场的节庆按场算"),
    Counted.VISITS: N_("签到一次算一人次；按客流统计的活动用登记的客流"),
    Counted.PEOPLE: N_("签过到的不同的人；一个人来几次都算一个"),
    Counted.FIRMS: N_("签到那天所在的不同企业；没对上企业档案的单位不算，另外列出"),
    Counted.MEMBERS: N_("签到的人里，那天是党员的不同的人"),
    Counted.WALK_INS: N_("没有报名、到现场登记签到的人次"),
}
"""What each number counts, as papers print it below."""


class Grouping(StrEnum):
    """What a period is broken down by."""

    MONTH = N_("月份")
    TYPE = N_("活动类型")
    TAG = N_("三位一体")
    SERIES = N_("系列")
    BRAND = N_("品牌")
    VENUE = N_("场地")


@dataclass(frozen=True, slots=True)
class Scope:
    """The days from `first` to `last`, both counted, and conditions on the activities."""

    first: dt.date
    last: dt.date
    filters: tuple[Filter, ...] = ()

    def query(self, *more: Filter) -> Query:
        """The list of the activities of these days."""
        begin, end = midnight(self.first), midnight(self.last + dt.timedelta(days=1)) - dt.timedelta(microseconds=1)
        bounds = (Filter("starts_at", Match.AT_LEAST, begin), Filter("starts_at", Match.AT_MOST, end))
        return Query("activities", (*bounds, *self.filters, *more), sort="starts_at")


@dataclass(frozen=True, slots=True)
class Counts:
    """The numbers of a group of activities; `members` is None for who may not know.

    `at_the_door` of the visits were counted without names, `unmatched` are the units that stand in no file,
    `by_hand` the enterprises that were only counted.
    """

    label: str
    held: int
    visits: int
    people: int
    firms: int
    members: int | None
    walk_ins: int
    at_the_door: int = 0
    unmatched: int = 0
    by_hand: int = 0
    activities: tuple[int, ...] = ()

    @property
    def firms_there(self) -> int:
        """Of one activity, the enterprises that were there, those too that were only counted."""
        return self.firms + self.by_hand

    def of(self, counted: Counted) -> int | None:
        """One of the numbers."""
        return {
            Counted.HELD: self.held,
            Counted.VISITS: self.visits,
            Counted.PEOPLE: self.people,
            Counted.FIRMS: self.firms,
            Counted.MEMBERS: self.members,
            Counted.WALK_INS: self.walk_ins,
        }[counted]


@dataclass(frozen=True, slots=True)
class ActivityNumbers:
    """One activity: places held, who came, and of those who should have come (`basis` says by what) how many did."""

    counts: Counts
    registered: int
    absent: int
    waiting: int
    basis: str
    expected: int
    expected_came: int


@dataclass(frozen=True, slots=True)
class Took:
    """One activity that somebody, or people of an enterprise, took part in."""

    activity_id: int
    title: str
    type: str
    starts_at: dt.datetime
    people: int
    walk_in: bool
    absent: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """The activities of a person or an enterprise, newest first, and their numbers."""

    activities: tuple[Took, ...]
    visits: int
    people: int
    absences: int


@dataclass(slots=True)
class _Gathered:
    """What is being counted of one group."""

    activities: list[int] = field(default_factory=list)
    held: int = 0
    visits: int = 0
    at_the_door: int = 0
    by_hand: int = 0
    walk_ins: int = 0
    people: set[int] = field(default_factory=set)
    firms: set[int] = field(default_factory=set)
    units: set[str] = field(default_factory=set)
    members: set[int] = field(default_factory=set)


class Participation:
    """Counts who came, and says who that was."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self, scope: Scope, now: dt.datetime) -> Counts:
        """The numbers of a period up to `now`."""
        [found] = self._grouped(scope, now, lambda _one: (_("合计"),)) or [_counts(_("合计"), _Gathered(), self._sees)]
        return found

    def table(self, scope: Scope, by: Grouping, now: dt.datetime) -> tuple[Counts, ...]:
        """The same broken down; a group that has nothing is left out, several tags count in each."""
        keys: dict[Grouping, Callable[[Held], Sequence[str]]] = {
            Grouping.MONTH: lambda one: (f"{one.day:%Y-%m}",),
            Grouping.TYPE: lambda one: (one.type or _("未填"),),
            Grouping.TAG: lambda one: one.tags or (_("未填"),),
            Grouping.SERIES: lambda one: (one.series or _("不属于系列"),),
            Grouping.BRAND: lambda one: (one.brand or _("没有品牌"),),
            Grouping.VENUE: lambda one: (one.venue or _("未填"),),
        }
        found = self._grouped(scope, now, keys[by])
        if by is Grouping.MONTH:
            return tuple(sorted(found, key=lambda one: one.label))
        return tuple(sorted(found, key=lambda one: (-one.held, -one.visits, one.label)))

    def each(self, scope: Scope, now: dt.datetime) -> dict[int, Counts]:
        """The numbers of every single activity of a period, by its id."""
        return {int(one.label): one for one in self._grouped(scope, now, lambda held: (str(held.id),))}

    def behind(self, scope: Scope, counted: Counted, now: dt.datetime, among: Collection[int] = ()) -> Query:
        """The list of what a number counts: activities, sign-ins, people or enterprises; of the activities `among`."""
        with self._database.read() as session:
            held = [one for one in self._held(session, scope, now) if not among or one.id in among]
            if counted is Counted.HELD:
                return Query("activities", (_among("id", (one.id for one in held if one.counts)),), sort="starts_at")
            came = came_rows(session, held)
        match counted:
            case Counted.VISITS:
                return Query("sign-ins", (_among("activity_id", (one.id for one in held)),))
            case Counted.WALK_INS:
                walked = Filter("walk_in", Match.EQUALS, value=True)
                return Query("sign-ins", (_among("activity_id", (one.id for one in held)), walked))
            case Counted.FIRMS:
                return Query("enterprises", (_among("id", {one.firm for one in came if one.firm is not None}),))
            case Counted.MEMBERS:
                return Query("people", (_among("id", {one.person for one in came if one.member and self._sees}),))
            case _:
                return Query("people", (_among("id", {one.person for one in came}),))

    def of_activity(self, activity_id: int, now: dt.datetime) -> ActivityNumbers:
        """One activity in numbers; UserError when it is gone."""
        with self._database.read() as session:
            held = held_rows(session, [Activity.id == activity_id], now)
            if not held:
                raise UserError(_("这场活动已经不在了"))
            counts = self._count(session, held, lambda _one: (_("合计"),))[0]
            status = func.coalesce(Registration.status, "")
            found = dict(
                session.execute(
                    select(status, func.count())
                    .where(Registration.activity_id == activity_id, Registration.archived_at.is_(None))
                    .group_by(status)
                ).all()
            )
            basis, expected = expected_of(session, activity_id, held[0].day, knows_members=self._sees)
        return ActivityNumbers(
            counts=counts,
            registered=sum(found.get(one.value, 0) for one in HOLDING),
            absent=found.get(RegistrationStatus.ABSENT.value, 0),
            waiting=found.get(RegistrationStatus.WAITING.value, 0),
            basis=basis,
            expected=len(expected),
            expected_came=sum(one.came for one in expected),
        )

    def drafted(self, activity_id: int, now: dt.datetime) -> str:
        """A first sentence of the summary out of the numbers; UserError when the activity is gone."""
        numbers = self.of_activity(activity_id, now).counts
        with self._database.read() as session:
            place = func.coalesce(Facility.name, Activity.venue)
            wanted = select(Activity.title, Activity.starts_at, place).outerjoin(
                Facility, Facility.id == Activity.venue_id
            )
            title, starts_at, where = session.execute(wanted.where(Activity.id == activity_id)).one()
        start = starts_at.astimezone(SHANGHAI)
        said = [
            _("{month} 月 {day} 日在{place}举办「{title}」").format(
                month=start.month, day=start.day, place=where or _("站里"), title=title
            ),
            _("{count} 人次参加").format(count=numbers.visits),
        ]
        if numbers.walk_ins:
            said[-1] += _("（其中现场来的 {count} 人）").format(count=numbers.walk_ins)
        if numbers.firms_there:
            said.append(_("来自 {count} 家企业").format(count=numbers.firms_there))
        if numbers.members:
            said.append(_("党员 {count} 人").format(count=numbers.members))
        return _("{words}。").format(words=_("，").join(said))

    def expected(self, activity_id: int) -> tuple[Expected, ...]:
        """Who should have come and whether they did: the members of its organisation on that day, else who registered.

        In the order of their names, those who did not come first; UserError when the activity is gone.
        """
        with self._database.read() as session:
            start = session.scalar(select(Activity.starts_at).where(Activity.id == activity_id))
            if start is None:
                raise UserError(_("这场活动已经不在了"))
            day = start.astimezone(SHANGHAI).date()
            return expected_of(session, activity_id, day, knows_members=self._sees)[1]

    def of_person(self, person_id: int) -> Taken:
        """What a person came to, and what they registered for and missed."""
        return self._taken(SignIn.person_id == person_id, Registration.person_id == person_id)

    def of_enterprise(self, enterprise_id: int) -> Taken:
        """What people of an enterprise came to, as they belonged to it on that day."""
        with self._database.read() as session:
            units = units_of(session, enterprise_id)
        firm = func.coalesce(SignIn.enterprise_id, Person.enterprise_id)
        unit = func.coalesce(SignIn.unit_name, Person.unit_name)
        wanted = func.coalesce(Registration.enterprise_id, Person.enterprise_id)
        theirs = func.coalesce(Registration.unit_name, Person.unit_name)
        return self._taken(
            or_(firm == enterprise_id, and_(firm.is_(None), unit.in_(units))),
            or_(wanted == enterprise_id, and_(wanted.is_(None), theirs.in_(units))),
        )

    # -- inside --------------------------------------------------------------------------------

    @property
    def _sees(self) -> bool:
        """Whether the person may know who is a member of the Party."""
        entity = entity_for(role_of(self._database), "sign-ins")
        return any(one.name == "party_member" for one in entity.fields)

    def _held(self, session: Session, scope: Scope, now: dt.datetime) -> list[Held]:
        return held_rows(session, conditions(self._database, scope.query()), now)

    def _grouped(self, scope: Scope, now: dt.datetime, keys: Callable[[Held], Sequence[str]]) -> list[Counts]:
        with self._database.read() as session:
            return self._count(session, self._held(session, scope, now), keys)

    def _count(self, session: Session, held: Sequence[Held], keys: Callable[[Held], Sequence[str]]) -> list[Counts]:
        came: dict[int, list[Came]] = defaultdict(list)
        for one in came_rows(session, held):
            came[one.activity].append(one)
        groups: dict[str, _Gathered] = {}
        for activity in held:
            for key in keys(activity):
                _gather(groups.setdefault(key, _Gathered()), activity, came[activity.id])
        return [_counts(label, group, self._sees) for label, group in groups.items()]

    def _taken(self, came: Any, registered: Any) -> Taken:
        """By conditions on sign-ins and on registrations."""
        with self._database.read() as session:
            there = session.execute(
                select(Activity.id, Activity.title, Activity.type, Activity.starts_at, SignIn.person_id, SignIn.walk_in)
                .join(Activity, Activity.id == SignIn.activity_id)
                .join(Person, Person.id == SignIn.person_id)
                .where(SignIn.archived_at.is_(None), Activity.archived_at.is_(None), came)
            ).all()
            missed = session.execute(
                select(Activity.id, Activity.title, Activity.type, Activity.starts_at, Registration.person_id)
                .join(Activity, Activity.id == Registration.activity_id)
                .join(Person, Person.id == Registration.person_id)
                .where(Registration.archived_at.is_(None), Activity.archived_at.is_(None), registered)
                .where(Registration.status == RegistrationStatus.ABSENT.value)
            ).all()
        found: dict[int, Took] = {}
        for key, title, kind, start, _person, walk_in in there:
            people = found[key].people + 1 if key in found else 1
            found[key] = Took(key, title, kind or "", start, people, bool(walk_in), absent=False)
        for key, title, kind, start, _person in missed:
            found.setdefault(key, Took(key, title, kind or "", start, 0, walk_in=False, absent=True))
        newest = sorted(found.values(), key=lambda one: (one.starts_at, one.activity_id), reverse=True)
        return Taken(tuple(newest), len(there), len({row[4] for row in there}), len(missed))


def _among(name: str, values: Iterable[int]) -> Filter:
    return Filter(name, Match.ONE_OF, tuple(sorted(values)))


def _gather(group: _Gathered, activity: Held, came: Sequence[Came]) -> None:
    group.activities.append(activity.id)
    group.held += activity.counts
    door = activity.mode == AT_THE_DOOR and activity.footfall is not None
    group.visits += visits(activity, len(came))
    group.at_the_door += max(0, (activity.footfall or 0) - len(came)) if door else 0
    firms = {one.firm for one in came if one.firm is not None}
    group.by_hand += max(0, activity.firms_present - len(firms)) if activity.mode == BY_FIRM else 0
    group.walk_ins += sum(one.walk_in for one in came)
    group.people.update(one.person for one in came)
    group.firms |= firms
    group.units.update(one.unit for one in came if one.firm is None and one.unit)
    group.members.update(one.person for one in came if one.member)


def _counts(label: str, group: _Gathered, sees: bool) -> Counts:
    return Counts(
        label=label,
        held=group.held,
        visits=group.visits,
        people=len(group.people),
        firms=len(group.firms),
        members=len(group.members) if sees else None,
        walk_ins=group.walk_ins,
        at_the_door=group.at_the_door,
        unmatched=len(group.units),
        by_hand=group.by_hand,
        activities=tuple(group.activities),
    )
