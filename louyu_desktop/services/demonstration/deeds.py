"""What people of the demonstration did besides keeping ledgers: colours decided, a manager changed, things put off."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Account, Building, ColourChange, Contact, Enterprise, Occupancy, Unit
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import FIRST, Step
from louyu_desktop.services.colour_copies import Credentials
from louyu_desktop.services.demonstration import firms
from louyu_desktop.services.demonstration.tables import BUILDINGS, STAFF, Tenant, leasable
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_PAST: Mapping[int, tuple[tuple[str, int, str], ...]] = {
    7: (("蓝", 200, "半年没有走访"), ("黄", 120, "员工数减少，客户流失"), ("橙", 75, "在看别处的办公室"), ("黄", 40, "走访后愿意再谈"),
        ("蓝", 12, "续租意向明确")),
    24: (("黄", 30, "主要客户撤单"),), 41: (("黄", 20, "总部预算收紧"),), 58: (("橙", 6, "另找场地，报告街道"),),
    75: (("蓝", 90, "走访间隔长"),), 92: (("黄", 150, "负面舆情"), ("绿", 60, "舆情平息，经营正常")),
}  # fmt: skip
"""Firms with a history of colours: colour, how many days ago, why."""

_OPEN = frozenset({20, 37, 88, 105, 122})
"""Firms whose suggested colour nobody has decided on yet."""

_RED, _WAITING, _AWAY = 3, 54, 71
"""A firm that two people made 红, one whose colour waits for the second, one whose visit was put off."""

_EMPTY_ROOMS = 24


def begin(database: Database, services: Services, today: dt.date, tenants: Sequence[Tenant]) -> None:
    """After the first ledgers: tasks are raised, colours decided, rooms stand empty, managers changed."""
    raise_held(services)
    _measured(database)
    _empty_rooms(database, tenants)
    _old_colours(database, today, tenants)
    _decide_colours(database, services, today, tenants)
    _change_managers(database, today, tenants)


def end(database: Database, services: Services, today: dt.date, tenants: Sequence[Tenant]) -> None:
    """At the end: a red colour confirmed by two, one that waits, a task put off, yesterday's log."""
    with database.read() as session:
        ids = _firms(session, tenants)
    services.colours.propose(ids[_RED], "红", _("租期已过还没有续租，已给物业发退租函"))
    services.colours.confirm(services.colours.waiting()[0].change_id, Credentials(STAFF[1]))
    services.colours.propose(ids[_WAITING], "橙", _("租期将到，正在看别处的办公室"))
    tasks = [task.id for task in services.must_visits.open() if task.enterprise_id == ids[_AWAY]]
    if tasks:
        until = max(today, dates.today()) + dt.timedelta(days=5)
        services.must_visits.put_off(tasks, until, _("对方出差，约在那天"))
    yesterday = today - dt.timedelta(days=1)
    services.day_logs.keep(yesterday, services.day_logs.draft(yesterday), STAFF[0])


def raise_held(services: Services) -> None:
    """Have the must-visits that an import found become tasks."""
    waiting = [task.id for task in services.must_visits.waiting()]
    if waiting:
        services.must_visits.decide(waiting, raise_=True)


def _firms(session: Session, tenants: Sequence[Tenant]) -> dict[int, int]:
    """The id of each firm by its number."""
    ids = dict(session.execute(select(Enterprise.name, Enterprise.id)).all())
    return {one.number: ids[one.name] for one in tenants}


def _measured(database: Database) -> None:
    """Each room has the area its tenant rents, so that floors have a rate."""
    with database.write(_("登记单元面积")) as write:
        rented = select(Occupancy.unit_id, func.sum(Occupancy.area)).where(Occupancy.ended_on.is_(None))
        rows = write.session.execute(rented.group_by(Occupancy.unit_id)).all()
        write.update(Unit, [{"id": unit, "area": area} for unit, area in rows if area])


def _empty_rooms(database: Database, tenants: Sequence[Tenant]) -> None:
    """Rooms that nobody has rented, on some floors of the towers."""
    room = leasable(tenants)
    with database.write(_("登记空置单元")) as write:
        places = dict(write.session.execute(select(Building.name, Building.id)).all())
        rows = []
        for name, floors, *_rest in BUILDINGS[:-1]:
            let = sum(one.area for one in tenants if one.building == name)
            each = round((room[name] - let) / _EMPTY_ROOMS * len(BUILDINGS[:-1]), 0)
            step = max(1, floors * len(BUILDINGS[:-1]) // _EMPTY_ROOMS)
            rows += [
                {"building_id": places[name], "floor": str(floor), "room": "20", "area": each}
                for floor in range(3, floors, step)
            ]
        write.insert(Unit, rows)


def _old_colours(database: Database, today: dt.date, tenants: Sequence[Tenant]) -> None:
    """Histories that began before this station's file: each row on its day."""
    with database.write(_("五色历史记录")) as write:
        ids = _firms(write.session, tenants)
        accounts = write.session.scalars(select(Account.id).order_by(Account.id)).all()
        rows = []
        for number, steps in _PAST.items():
            before = FIRST
            for place, (colour, back, why) in enumerate(steps):
                rows.append({
                    "enterprise_id": ids[number], "step": Step.SET.value, "colour": colour, "before": before,
                    "reason": why, "decided_on": today - dt.timedelta(days=back),
                    "account_id": accounts[(number + place) % len(accounts)],
                })  # fmt: skip
                before = colour
        write.insert(ColourChange, rows)


def _decide_colours(database: Database, services: Services, today: dt.date, tenants: Sequence[Tenant]) -> None:
    """Most of what the facts suggest was decided so in the last weeks; some of it still waits for a person."""
    suggested = services.colours.suggestions()
    with database.write(_("五色评定")) as write:
        ids = _firms(write.session, tenants)
        open_ = {ids[number] for number in (*_OPEN, *_PAST, _RED, _WAITING)}
        me = database.actor
        write.insert(ColourChange, [
            {
                "enterprise_id": one.enterprise_id, "step": Step.SET.value, "colour": one.colour, "before": one.present,
                "suggested": one.colour, "reason": one.reasons[0].words, "evidence": one.words,
                "decided_on": today - dt.timedelta(days=3 + one.enterprise_id % 40), "account_id": me,
            }
            for one in suggested
            if one.enterprise_id not in open_
        ])  # fmt: skip


def _change_managers(database: Database, today: dt.date, tenants: Sequence[Tenant]) -> None:
    """A new general manager of each of these firms: the old one's time ends on the day the new one's begins."""
    names = ("简知行", "沈昭宁")
    for number, name in zip(firms.MANAGERS, names, strict=True):
        one = tenants[number - 1]
        with database.write(_("总经理变更：{firm}").format(firm=one.name)) as write:
            firm = _firms(write.session, tenants)[number]
            old = write.session.scalar(
                select(Contact.id).where(
                    Contact.enterprise_id == firm, Contact.role == "总经理", Contact.until.is_(None)
                )
            )
            if old is not None:
                write.update(Contact, [{"id": old, "until": today}])
            new = {"enterprise_id": firm, "name": name, "role": "总经理", "since": today, "is_primary": True}
            write.insert(Contact, [new])
