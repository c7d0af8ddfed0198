"""今日: what is due, what takes place, what is missing, and what was done; real numbers only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Entity
from louyu_desktop.models import (
    Account,
    Activity,
    Building,
    Enterprise,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    ServiceItem,
    entity_of,
)
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.completeness import missing_fields
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.copies import Filter, Match
from louyu_desktop.services.days import station_calendar
from louyu_desktop.services.overview import (
    Anniversary,
    CountTile,
    Gauge,
    LogLine,
    TodayGroup,
    TodayItem,
    TodayOverview,
)
from louyu_desktop.services.references import kinds_for, role_of
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_activities import Dated, day_words, of_activities
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

ZONE = SHANGHAI
_WEEK = 7
_LEASE_DAYS = 30
_VERIFIED_DAYS = 180


class Clock(Protocol):
    """Where the time comes from; tests hand in a fixed one."""

    def __call__(self) -> dt.datetime:
        """The aware present."""


def system_clock() -> dt.datetime:
    """The computer's time in UTC."""
    return dt.datetime.now(dt.UTC)


class Today:
    """The first tab's service."""

    def __init__(self, database: Database, clock: Clock = system_clock) -> None:
        self._database = database
        self._clock = clock

    def overview(self) -> TodayOverview:
        """What stands for today, as far as the person may see what it comes from; read in one transaction."""
        now, role = self._clock(), role_of(self._database)
        today = now.astimezone(ZONE).date()
        with self._database.read() as session:
            calendar = station_calendar(session)
            items = of_activities(session, role, now, calendar)
            items += _leases(session, today) if _seen(role, "enterprises", "lease_end") else []
            items += _unconsented(session, now) if _seen(role, "people", "consented") else []
            return TodayOverview(
                date=today,
                greeting_name=_actor_name(session, self._database.actor),
                groups=_grouped(items),
                gauges=_gauges(session, role, today),
                anniversaries=_anniversaries(session, today) if _seen(role, "memberships", "joined_on") else (),
                log=self._log(session, today),
                counts=_counts(session, role),
                warnings=_warnings(calendar, today),
            )

    def _log(self, session: Session, today: dt.date) -> tuple[LogLine, ...]:
        """What was done today; whoever may not read the station's log sees what they did themselves."""
        names = dict(session.execute(select(Account.id, Account.name)).all())
        whole = Right.LOG in OF_ROLE[role_of(self._database)]
        lines = []
        for operation in self._database.operations(limit=40):
            moment = operation.at.astimezone(ZONE)
            if moment.date() == today and (whole or operation.account_id == self._database.actor):
                who = names.get(operation.account_id or 0, _("系统"))
                lines.append(LogLine(moment.strftime("%H:%M"), who, operation.label))
        return tuple(lines)


def _seen(role: Role, kind: str, name: str) -> bool:
    """Whether a role sees a field, and its kind at all."""
    return any(entity.kind == kind and any(f.name == name for f in entity.fields) for entity in kinds_for(role))


def _actor_name(session: Session, actor: int | None) -> str:
    account = session.get(Account, actor) if actor else None
    return account.name if account else ""


def _grouped(items: Sequence[Dated]) -> tuple[TodayGroup, ...]:
    titles = (("overdue", _("逾期")), ("today", _("今天")), ("week", _("未来七天")))
    ordered = sorted(items, key=lambda dated: dated.order)
    return tuple(
        TodayGroup(key, title, tuple(dated.item for dated in ordered if dated.group == key)) for key, title in titles
    )


def _leases(session: Session, today: dt.date) -> list[Dated]:
    limit = today + dt.timedelta(days=_LEASE_DAYS)
    rows = session.execute(
        select(Enterprise.id, Enterprise.name, Enterprise.location, Enterprise.lease_end, Account.name)
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(Enterprise.archived_at.is_(None), Enterprise.lease_end.is_not(None))
        .where(Enterprise.lease_end <= limit, Enterprise.lease_end >= today - dt.timedelta(days=_LEASE_DAYS))
        .order_by(Enterprise.lease_end)
    ).all()
    found = []
    for key, name, location, lease_end, liaison in rows:
        assert lease_end is not None  # noqa: S101 - the query asks for it
        left = (lease_end - today).days
        when = (
            _("过期 {count} 天").format(count=-left) if left < 0
            else _("今天到期") if left == 0
            else _("剩 {count} 天").format(count=left)
        )  # fmt: skip
        detail = _("租期至 {day}·{place}").format(day=lease_end.isoformat(), place=location or _("位置未填"))
        group = "overdue" if left < 0 else "today" if left == 0 else "week"
        if left <= _WEEK:
            item = TodayItem("enterprises", key, "walk", name, detail, when, liaison or "", _("打开"), left < 0)
            found.append(Dated(group, (lease_end, dt.time(23)), item))
    return found


def _unconsented(session: Session, now: dt.datetime) -> list[Dated]:
    """Coming activities with registered people whose consent is not on file."""
    rows = session.execute(
        select(Activity.id, Activity.title, Activity.owner, Activity.starts_at, func.count())
        .join(Registration, Registration.activity_id == Activity.id)
        .join(Person, Person.id == Registration.person_id)
        .where(Activity.archived_at.is_(None), Activity.starts_at >= now)
        .where(Activity.starts_at <= now + dt.timedelta(days=_WEEK), Registration.archived_at.is_(None))
        .where(Registration.status != RegistrationStatus.CANCELLED, Person.consented.is_not(True))
        .group_by(Activity.id)
    ).all()
    today = now.astimezone(ZONE).date()
    found = []
    for key, title, owner, starts_at, count in rows:
        day = starts_at.astimezone(ZONE).date()
        item = TodayItem(
            "activities", key, "shield", _("{count} 人报了名，还没有同意记录").format(count=count),
            _("活动 {title}").format(title=title), day_words(day, today), owner or "", _("看名单"),
        )  # fmt: skip
        found.append(Dated("today" if day == today else "week", (day, dt.time(22)), item))
    return found


def _count(session: Session, query: Select[Any]) -> int:
    return int(session.execute(query).scalar_one())


def _gauges(session: Session, role: Role, today: dt.date) -> tuple[Gauge, ...]:
    found = [_known_firms(session, today)] if _seen(role, "enterprises", "verified_on") else []
    return tuple([*found, _agreed(session)] if _seen(role, "people", "consented") else found)


def _known_firms(session: Session, today: dt.date) -> Gauge:
    entity = entity_of(Enterprise)
    required = [field.name for field in entity.fields if field.required and not field.derived]
    names = ("verified_on", "building_id", *required, "no_code_reason")
    rows = session.execute(
        select(Enterprise.id, *(getattr(Enterprise, name) for name in names)).where(Enterprise.archived_at.is_(None))
    ).all()
    unknown = tuple(key for key, *kept in rows if not _known(entity, dict(zip(names, kept, strict=True)), today))
    missing = (Filter("id", Match.ONE_OF, unknown),)
    return Gauge(_("底数掌握"), len(rows) - len(unknown), len(rows), "enterprises", _("家"), missing)


def _agreed(session: Session) -> Gauge:
    people = _count(session, select(func.count()).select_from(Person).where(Person.archived_at.is_(None)))
    agreed = _count(
        session,
        select(func.count()).select_from(Person).where(Person.archived_at.is_(None), Person.consented.is_(True)),
    )
    unasked = Filter("consented", Match.EQUALS, value=False)
    return Gauge(_("个人信息同意"), agreed, people, "people", _("人"), (unasked,))


def _known(entity: Entity, values: Mapping[str, Any], today: dt.date) -> bool:
    """Whether a firm is verified within half a year, has a seat, and lacks nothing that is asked for."""
    verified = values["verified_on"]
    fresh = verified is not None and (today - verified).days <= _VERIFIED_DAYS
    return fresh and values["building_id"] is not None and not missing_fields(entity, values)


def _anniversaries(session: Session, today: dt.date) -> tuple[Anniversary, ...]:
    days = [today + dt.timedelta(days=step) for step in range(_WEEK + 1)]
    wanted = {(day.month, day.day): day for day in days}
    rows = session.execute(
        select(Person.id, Person.name, PartyOrganisation.name, PartyMembership.joined_on)
        .join(PartyMembership, PartyMembership.person_id == Person.id)
        .outerjoin(PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id)
        .where(Person.archived_at.is_(None), PartyMembership.archived_at.is_(None))
        .where(func.substr(PartyMembership.joined_on, 6).in_([day.strftime("%m-%d") for day in days]))
    ).all()
    found = []
    for key, name, organisation, joined in rows:
        day = wanted[(joined.month, joined.day)] if joined else today
        years = day.year - joined.year if joined else 0
        if years > 0:
            found.append((day, Anniversary(key, name, organisation or "", years, day_words(day, today))))
    return tuple(item for _day, item in sorted(found, key=lambda pair: pair[0]))


def _counts(session: Session, role: Role) -> tuple[CountTile, ...]:
    tiles = []
    seen = {entity.kind for entity in kinds_for(role)}
    for model in (Building, Enterprise, Person, Activity, ServiceItem):
        entity = model.__entity__
        if entity.kind not in seen:
            continue
        number = _count(session, select(func.count()).select_from(model).where(model.archived_at.is_(None)))
        tiles.append(CountTile(_(entity.label), number, _(entity.counter), entity.kind))
    return tuple(tiles)


def _warnings(calendar: Calendar, today: dt.date) -> tuple[str, ...]:
    found = []
    if not calendar.year_known(today.year):
        found.append(_("{year} 年放假安排还没有，工作日按周一至周五预估").format(year=today.year))
    if today.month >= 11 and not calendar.year_known(today.year + 1):
        found.append(_("{year} 年放假安排未导入，跨年的期限按周一至周五预估").format(year=today.year + 1))
    return tuple(found)
