"""Lists of enterprises and of the visits they are due, and the cards they are given (FIELD.md 3.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Enterprise, Occupancy, Station, TeamMember, Unit, VisitTask
from louyu_desktop.models.current import after
from louyu_desktop.models.station import Account
from louyu_desktop.models.visit import OPEN_STATES
from louyu_desktop.printing.contact_card import ContactCard, ContactCards
from louyu_desktop.printing.labels import LABELS
from louyu_desktop.printing.sheet import Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.colours import COLOURS, LEVELS
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import sees
from louyu_desktop.services.firm_paper_kinds import BY_PERSON, BY_TRIGGER, OPEN_ONLY
from louyu_desktop.services.firm_words import Teller, firm_of, firms_called, people_of_station, person_called, word
from louyu_desktop.services.paper_info import INTERNAL
from louyu_desktop.services.paper_words import floor_words, station_words
from louyu_desktop.services.references import ENTITIES, among, role_of
from louyu_desktop.services.visit_papers import building_called
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _


def _now() -> dt.datetime:
    return dt.datetime.now(SHANGHAI)


def _foot(station: str, person: str, stamp: str) -> str:
    who = _("打印人 {name}").format(name=person) if person else ""
    return "·".join(filter(None, (station, who, f"{_now():%Y-%m-%d %H:%M}", stamp)))


# must-visits


def must_visits_of(database: Database, chosen: Mapping[str, Any]) -> TableSheet:
    """必访清单: what waits, or all, by day, by person or by trigger; with the facts for who may know them."""
    today = dates.today()
    teller = Teller(role_of(database), internal=True)
    with database.read() as session:
        rows = session.execute(_tasks(session, chosen)).all()
        names, station = people_of_station(session), station_words(session)
    late = sum(task.due_on < today and task.state in OPEN_STATES for task, _name, _place in rows)
    said = (
        _("{count} 件").format(count=len(rows)), _("过期 {count} 件").format(count=late) if late else "",
        chosen.get("who") or "", _("期限到 {day}").format(day=chosen["until"].isoformat()) if chosen.get("until") else "",
    )  # fmt: skip
    facts = teller.tells("visit-tasks", "fact")
    return TableSheet(
        title=_("必访清单"),
        aside="·".join(filter(None, said)),
        columns=_task_columns(facts=facts),
        parts=_task_parts(rows, names, chosen.get("grouping") or "", teller, today),
        signs=(_("填表人："), _("负责人："), _("日期：")),
        notes=(_("「已过」是期限已经过了还没有了结的；期限按工作日算，调休照站里的节假日表。"),),
        footer=_foot(station.name, names.get(database.actor or 0, ""), teller.stamp if teller.internal else ""),
        empty=_("没有要走访的"),
        landscape=True,
        is_demonstration=station.is_demonstration,
    )


def _tasks(session: Session, chosen: Mapping[str, Any]) -> Select[VisitTask, str, str | None]:
    wanted = (
        select(VisitTask, Enterprise.name, Enterprise.location)
        .join(Enterprise, Enterprise.id == VisitTask.enterprise_id)
        .where(VisitTask.archived_at.is_(None), Enterprise.archived_at.is_(None))
        .order_by(VisitTask.due_on, Enterprise.name_sort, VisitTask.id)
    )
    if chosen.get("state") == OPEN_ONLY:
        wanted = wanted.where(VisitTask.state.in_(OPEN_STATES))
    if chosen.get("until"):
        wanted = wanted.where(VisitTask.due_on <= chosen["until"])
    if (chosen.get("who") or "").strip():
        wanted = wanted.where(VisitTask.assignee_id == person_called(session, chosen["who"]))
    return wanted


def _task_columns(*, facts: bool) -> tuple[Column, ...]:
    fact = (Column(_("事实"), 84),) if facts else ()
    return (
        Column(_("序号"), 11, "center"), Column(_("期限"), 21, "center"), Column(_("企业"), 50), Column(_("位置"), 32),
        Column(_("必访"), 18), *fact, Column(_("负责人"), 16), Column(_("状态"), 24), Column(_("结果"), 18),
    )  # fmt: skip


def _task_parts(
    rows: Sequence[Any], names: dict[int, str], grouping: str, teller: Teller, today: dt.date
) -> tuple[Part, ...]:
    facts = teller.tells("visit-tasks", "fact")
    lines = []
    for task, name, place in rows:
        who, why = names.get(task.assignee_id or 0, ""), teller.reason(task.trigger)
        group = {BY_PERSON: who or _("还没有负责人"), BY_TRIGGER: why}.get(grouping, "")
        fact = (teller.say("visit-tasks", "fact", task.fact),) if facts else ()
        due = task.due_on.isoformat() + (_("（预估）") if task.estimated else "")
        lines.append((group, (due, name, place or "", why, *fact, who, _state(task, today), "")))
    lines.sort(key=lambda line: line[0])
    numbered = [(group, (str(number), *line)) for number, (group, line) in enumerate(lines, 1)]
    found = []
    for group, run in groupby(numbered, lambda line: line[0]):
        cells = [line for _group, line in run]
        found.append(Part(rows=cells, heading=group, note=_("{count} 件").format(count=len(cells)) if group else ""))
    return tuple(found)


def _state(task: VisitTask, today: dt.date) -> str:
    if task.state in OPEN_STATES and task.due_on < today:
        return _("{state}·已过 {days} 天").format(state=_(task.state), days=(today - task.due_on).days)
    if task.put_off_until and task.state == "延后":
        return _("延后到 {day}").format(day=task.put_off_until.isoformat())
    return _(task.state)


# key firms


def key_firms_of(database: Database, chosen: Mapping[str, Any]) -> TableSheet:
    """重点企业名单: with colours and whole names for the station, without and masked for others."""
    teller = Teller(role_of(database), internal=chosen.get("version") == INTERNAL)
    building = (chosen.get("building") or "").strip()
    with database.read() as session:
        wanted = select(Enterprise).where(Enterprise.is_key.is_(True), Enterprise.archived_at.is_(None))
        if building:
            wanted = wanted.where(Enterprise.building_id == building_called(session, building))
        firms = session.scalars(wanted.order_by(Enterprise.name_sort, Enterprise.id)).all()
        names, station = people_of_station(session), station_words(session)
        rows = [_firm(teller, names, number, firm) for number, firm in enumerate(firms, 1)]
    people = sum(firm.headcount or 0 for firm in firms)
    said = (building, _("{count} 家").format(count=len(rows)), _("从业 {count} 人").format(count=f"{people:,}"))
    return TableSheet(
        title=_("重点企业名单"),
        aside="·".join(filter(None, said)),
        columns=_firm_columns(teller),
        parts=(Part(rows=rows),),
        notes=_counts(firms) if teller.internal else (),
        footer=_foot(station.name, names.get(database.actor or 0, ""), teller.stamp if teller.internal else ""),
        empty=_("还没有重点企业。在企业档案里勾上「重点企业」"),
        landscape=True,
        is_demonstration=station.is_demonstration,
    )


def _firm_columns(teller: Teller) -> tuple[Column, ...]:
    colour = (Column(_("五色"), 13, "center"),) if teller.internal else ()
    contact = (Column(_("联系人"), 18),) if teller.tells("enterprises", "contact_name") else ()
    phone = (Column(_("电话"), 28),) if teller.tells("enterprises", "contact_phone") else ()
    return (
        Column(_("序号"), 11, "center"), Column(_("企业"), 56), *colour, Column(_("位置"), 44), Column(_("员工数"), 15, "right"),
        Column(_("党组织"), 26), Column(_("首席联络员"), 20), *contact, *phone, Column(_("租期至"), 22, "center"),
        Column(_("上次走访"), 22, "center"),
    )  # fmt: skip


def _firm(teller: Teller, names: dict[int, str], number: int, firm: Enterprise) -> tuple[str, ...]:
    say = teller.say
    colour = (word(firm.colour or COLOURS[0]),) if teller.internal else ()
    contact = tuple(
        say("enterprises", name, getattr(firm, name))
        for name in ("contact_name", "contact_phone") if teller.tells("enterprises", name)
    )  # fmt: skip
    people = "" if firm.headcount is None else f"{firm.headcount:,}"
    days = ((day.isoformat() if day else "") for day in (firm.lease_end, firm.last_visit_on))
    status = word(firm.party_org_status)
    liaison = teller.staff(names, firm.chief_liaison_id)
    return (str(number), firm.name, *colour, firm.location or "", people, status, liaison, *contact, *days)


def _counts(firms: Iterable[Enterprise]) -> tuple[str, ...]:
    """绿（稳定）12 家，黄（一般）3 家."""
    found = [firm.colour or COLOURS[0] for firm in firms]
    words = (
        _("{colour}（{level}）{count} 家").format(colour=_(one), level=_(LEVELS[one]), count=found.count(one))
        for one in COLOURS if one in found
    )  # fmt: skip
    return (_("，").join(words),)


# contact cards


def cards_of(database: Database, chosen: Mapping[str, Any], enterprise_id: int = 0) -> ContactCards:
    """服务联系卡: so many for one enterprise, or one for each that was chosen; nothing of the enterprise but its name."""
    with database.read() as session:
        station = session.execute(select(Station).order_by(Station.id).limit(1)).scalar_one()
        ids = [firm_of(session, enterprise_id).id] if enterprise_id else _chosen(session, chosen)
        shows = sees(role_of(database), ENTITIES["accounts"].field("phone"))
        cards = _cards(session, ids, phones=shows)
        address = "".join(filter(None, (station.address, f"（{floor_words(station.floor)}）" if station.floor else "")))
        return ContactCards(
            labels=LABELS[chosen["labels"]],
            station=station.name,
            place=address,
            hours=station.hours or "",
            phone=plain.display(ENTITIES["stations"].field("phone"), station.phone),
            cards=tuple(cards) * ((chosen.get("count") or 1) if enterprise_id else 1),
            guides=bool(chosen.get("guides")),
            is_demonstration=station.is_demonstration,
        )


def _chosen(session: Session, chosen: Mapping[str, Any]) -> list[int]:
    """Those named; else those of the building, or all, or the key ones; in the order of buildings and floors."""
    named = firms_called(session, chosen.get("firms") or "")
    if named:
        return list(named)
    wanted = select(Enterprise.id).where(Enterprise.archived_at.is_(None))
    if chosen.get("key_only"):
        wanted = wanted.where(Enterprise.is_key.is_(True))
    building = (chosen.get("building") or "").strip()
    if building:
        inside = select(Occupancy.enterprise_id).join(Unit, Unit.id == Occupancy.unit_id).where(
            Unit.building_id == building_called(session, building), after(Occupancy.ended_on, dates.today()),
            Occupancy.archived_at.is_(None),
        )  # fmt: skip
        wanted = wanted.where(Enterprise.id.in_(inside))
    return list(session.scalars(wanted.order_by(Enterprise.location_sort, Enterprise.name_sort, Enterprise.id)))


def _cards(session: Session, ids: Sequence[int], *, phones: bool) -> list[ContactCard]:
    people = {row.id: row for row in session.scalars(select(Account).where(Account.archived_at.is_(None)))}
    team: dict[int, list[tuple[int, str]]] = {}
    rows = session.execute(
        select(TeamMember.enterprise_id, TeamMember.account_id, TeamMember.duty)
        .where(among(TeamMember.enterprise_id, ids), TeamMember.archived_at.is_(None), TeamMember.until.is_(None))
        .order_by(TeamMember.id)
    )
    for firm, account, duty in rows:
        if account in people:
            words = (word(duty), people[account].name, _phone(people[account]) if phones else "")
            team.setdefault(firm, []).append((account, "　".join(filter(None, words))))
    firms = {row.id: row for row in session.execute(
        select(Enterprise.id, Enterprise.name, Enterprise.chief_liaison_id).where(among(Enterprise.id, ids))
    )}  # fmt: skip
    found = []
    for key in ids:
        liaison = people.get(firms[key].chief_liaison_id or 0)
        phone = _phone(liaison) if liaison is not None and phones else ""
        found.append(ContactCard(
            enterprise=firms[key].name, liaison=liaison.name if liaison else "", phone=phone,
            team=tuple(words for account, words in team.get(key, ()) if account != firms[key].chief_liaison_id),
        ))  # fmt: skip
    return found


def _phone(account: Account) -> str:
    return plain.display(ENTITIES["accounts"].field("phone"), account.phone)
