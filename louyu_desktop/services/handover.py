"""What somebody looks after, and how all of it goes to another when they leave (seed S2: 首席联络员)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Account,
    Activity,
    ActivitySeries,
    ActivityTemplate,
    Enterprise,
    Lead,
    Preparation,
    Record,
    ServiceRequest,
    TeamMember,
    VisitTask,
)
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.models.visit import OPEN_STATES
from louyu_desktop.rules import dates
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.references import among, titles
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _


class Charge(StrEnum):
    """What one may look after, by its Chinese words."""

    FIRMS = N_("担任首席联络员的企业")
    TEAMS = N_("参加的服务团队")
    TASKS = N_("没走完的必访")
    REQUESTS = N_("没办结的诉求")
    LEADS = N_("在跟的线索")
    ACTIVITIES = N_("还没办的活动")
    PREPARATIONS = N_("活动筹备里没做完的事")
    SERIES = N_("活动系列")
    TEMPLATES = N_("活动模板")


@dataclass(frozen=True, slots=True)
class Held:
    """How many of one charge somebody looks after, and what the first are called; `kind` and `ids` show the list."""

    charge: Charge
    kind: str
    ids: tuple[int, ...]
    names: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Holdings:
    """All that somebody looks after."""

    account_id: int
    name: str
    held: tuple[Held, ...]

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(one.count for one in self.held)


@dataclass(frozen=True, slots=True)
class Handed:
    """What went over: how many of each charge; `joined` teams had the successor among them already."""

    to: str
    counts: tuple[tuple[Charge, int], ...]
    joined: int = 0

    @property
    def count(self) -> int:
        """How many in all."""
        return sum(count for _charge, count in self.counts)


_NAMED = 5


class Handover:
    """Handing over what somebody looks after."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def holdings(self, account_id: int) -> Holdings:
        """What somebody looks after now; UserError for nobody of the station."""
        now = dt.datetime.now(dt.UTC)
        with self._database.read() as session:
            one = _account(session, account_id)
            return Holdings(account_id, one.name, _held(session, one, now))

    def hand_over(
        self, account_id: int, to_id: int, charges: Collection[Charge] = tuple(Charge), on: dt.date | None = None
    ) -> Handed:
        """Give all of these charges to another person, as one operation; from the day `on` they are in the teams.

        UserError for the same person, for somebody who is not at the station, and when there is nothing to give.
        """
        if account_id == to_id:
            raise UserError(_("请选另一个人来接手"), field="to_id")
        day, now = on or dates.today(), dt.datetime.now(dt.UTC)
        with self._database.read() as session:
            leaving, to = _account(session, account_id), _account(session, to_id)
            found = [held for held in _held(session, leaving, now) if held.charge in charges]
        if not found:
            raise UserError(_("{name}手上没有要移交的").format(name=leaving.name))
        label = _("移交：{name} → {to}").format(name=leaving.name, to=to.name)
        joined, counts = 0, []
        with self._database.write(label) as write:
            for held in found:
                if held.charge is Charge.TEAMS:
                    joined += _give_seats(write, held.ids, to.id, day)
                else:
                    _give(write, held, to)
                counts.append((held.charge, held.count))
        return Handed(to.name, tuple(counts), joined)


@dataclass(frozen=True, slots=True)
class _Where:
    """Rows of a charge: `person` is a reference or, in activities, the typed name of who looks after them."""

    charge: Charge
    model: type[Record]
    person: str
    conditions: Callable[[dt.datetime], tuple[ColumnElement[bool], ...]]


def _none(_now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return ()


def _to_come(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return Activity.starts_at >= now, Activity.status.not_in(("延期", "取消"))


def _to_prepare(_now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (Preparation.done_on.is_(None),)


_WHERE: tuple[_Where, ...] = (
    _Where(Charge.FIRMS, Enterprise, "chief_liaison_id", _none),
    _Where(Charge.TEAMS, TeamMember, "account_id", lambda _now: (TeamMember.until.is_(None),)),
    _Where(Charge.TASKS, VisitTask, "assignee_id", lambda _now: (VisitTask.state.in_(OPEN_STATES),)),
    _Where(
        Charge.REQUESTS, ServiceRequest, "owner_id", lambda _now: (ServiceRequest.state.in_(OPEN_REQUESTS),)
    ),
    _Where(Charge.LEADS, Lead, "owner_id", lambda _now: (Lead.state.in_(("新线索", "跟进中")),)),
    _Where(Charge.ACTIVITIES, Activity, "owner", _to_come),
    _Where(Charge.PREPARATIONS, Preparation, "owner", _to_prepare),
    _Where(Charge.SERIES, ActivitySeries, "owner", _none),
    _Where(Charge.TEMPLATES, ActivityTemplate, "owner", _none),
)


def _account(session: Session, account_id: int) -> Account:
    found = session.get(Account, account_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("站里没有这位工作人员"), field="to_id")
    session.expunge(found)
    return found


def _held(session: Session, one: Account, now: dt.datetime) -> tuple[Held, ...]:
    return tuple(held for where in _WHERE if (held := _of(session, where, one, now)).ids)


def _of(session: Session, where: _Where, one: Account, now: dt.datetime) -> Held:
    model = where.model
    table = model.__table__
    person = table.c[where.person]
    conditions = [table.c.archived_at.is_(None), *where.conditions(now)]
    typed = where.person == "owner"
    conditions.append(person.is_not(None) if typed else person == one.id)
    rows = session.execute(select(table.c.id, person).where(*conditions).order_by(table.c.id)).all()
    key = fold_name(one.name)
    mine = tuple(row[0] for row in rows if not typed or fold_name(row[1]) == key)
    return Held(where.charge, model.__entity__.kind, mine, _names(session, where, mine[:_NAMED]))


def _names(session: Session, where: _Where, ids: Sequence[int]) -> tuple[str, ...]:
    """What they are called; a seat in a team by its enterprise."""
    if where.charge is not Charge.TEAMS:
        return tuple(titles(session, where.model.__entity__.kind, ids).values())
    firms = session.scalars(select(TeamMember.enterprise_id).where(among(TeamMember.id, ids))).all()
    return tuple(titles(session, "enterprises", firms).values())


def _give(write: Write, held: Held, to: Account) -> None:
    where = next(one for one in _WHERE if one.model.__entity__.kind == held.kind)
    value: Any = to.name if where.person == "owner" else to.id
    write.update(where.model, [{"id": key, where.person: value} for key in held.ids])


def _give_seats(write: Write, ids: Sequence[int], to_id: int, day: dt.date) -> int:
    """End the seats in teams and give them to another; how many teams had that one already."""
    wanted = (TeamMember.enterprise_id, TeamMember.duty, TeamMember.since, TeamMember.id)
    seats = write.session.execute(select(*wanted).where(among(TeamMember.id, ids))).all()
    there = set(
        write.session.scalars(
            select(TeamMember.enterprise_id).where(
                TeamMember.account_id == to_id, TeamMember.until.is_(None), TeamMember.archived_at.is_(None)
            )
        )
    )
    # whoever begins later than the successor was in the team for no day at all
    write.update(TeamMember, [{"id": row.id, "until": max(day, row.since or day)} for row in seats])
    fresh = [row for row in seats if row.enterprise_id not in there]
    write.insert(
        TeamMember,
        [{"enterprise_id": row.enterprise_id, "account_id": to_id, "duty": row.duty, "since": day} for row in fresh],
    )
    return len(seats) - len(fresh)
