"""今日: what is due, what takes place, what is missing, and what was done; real numbers only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

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
)
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import day_words
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.overview import Anniversary, CountTile, LogLine, TodayGroup, TodayItem, TodayOverview
from louyu_desktop.services.references import kinds_for, role_of
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.snoozing import PutOff, snoozed
from louyu_desktop.services.today_activities import of_activities
from louyu_desktop.services.today_council import of_council
from louyu_desktop.services.today_gauges import gauges, quarter_words
from louyu_desktop.services.today_parts import Asked, Dated, Found
from louyu_desktop.services.today_requests import of_requests
from louyu_desktop.services.today_station import of_station
from louyu_desktop.services.today_tasks import of_tasks, until_words
from louyu_desktop.services.today_visits import of_visits
from louyu_desktop.services.today_wall import of_wall
from louyu_desktop.storage.change_log import REDO, UNDO
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.text import _

ZONE = SHANGHAI
_WEEK = 7


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
            asked = Asked(session, role, now, today, calendar, self._database.actor)
            found = [
                *of_tasks(asked), *of_visits(asked), *of_requests(asked), *of_wall(asked), *of_council(asked),
                *of_station(asked), Found(_of_activities(asked)),
            ]  # fmt: skip
            here, away = _shared_out(found, snoozed(session), today)
            return TodayOverview(
                date=today,
                greeting_name=_actor_name(session, self._database.actor),
                groups=_grouped(here),
                gauges=gauges(asked),
                anniversaries=_anniversaries(session, today) if asked.sees("memberships", "joined_on") else (),
                log=self._log(session, today),
                counts=_counts(session, role),
                warnings=_warnings(calendar, today),
                account_id=self._database.actor,
                put_off=away,
                further=tuple(one.further for one in found if one.further is not None),
                period=quarter_words(today),
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
                step = {UNDO: _("撤销：{label}"), REDO: _("重做：{label}")}.get(operation.kind, "{label}")
                lines.append(LogLine(moment.strftime("%H:%M"), who, step.format(label=operation.label)))
        return tuple(lines)


def _actor_name(session: Session, actor: int | None) -> str:
    account = session.get(Account, actor) if actor else None
    return account.name if account else ""


def _grouped(items: Sequence[Dated]) -> tuple[TodayGroup, ...]:
    titles = (("overdue", _("逾期")), ("today", _("今天")), ("week", _("未来七天")))
    ordered = sorted(items, key=lambda dated: dated.order)
    return tuple(
        TodayGroup(key, title, tuple(dated.item for dated in ordered if dated.group == key)) for key, title in titles
    )


def _of_activities(asked: Asked) -> list[Dated]:
    items = of_activities(asked.session, asked.role, asked.now, asked.calendar)
    return items + (_unconsented(asked.session, asked.now) if asked.sees("people", "consented") else [])


def _shared_out(
    found: Sequence[Found], snoozes: Mapping[str, PutOff], today: dt.date
) -> tuple[list[Dated], tuple[TodayItem, ...]]:
    """What stands here, and what was put off to a day that has not come; that one says until when and why."""
    here: list[Dated] = []
    away: list[tuple[dt.date, TodayItem]] = []
    for dated in (dated for one in found for dated in one.items):
        item = dated.item
        snooze = snoozes.get(item.topic)
        if item.put_off:
            away.append((dt.date.max, replace(item, verb=_("取回"))))
        elif snooze is not None and snooze.until > today:
            words = until_words(snooze.until, today, snooze.reason)
            away.append((snooze.until, replace(item, put_off=words, verb=_("取回"))))
        else:
            here.append(dated)
    return here, tuple(item for _until, item in sorted(away, key=lambda pair: pair[0]))


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
            topic=f"consents:{key}", source="activities",
        )  # fmt: skip
        found.append(Dated("today" if day == today else "week", (day, dt.time(22)), item))
    return found


def _count(session: Session, query: Select[Any]) -> int:
    return int(session.execute(query).scalar_one())


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
