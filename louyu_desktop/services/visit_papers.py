"""The papers of visits: the record of one, forms to write on, the route of a day (FIELD.md 3.1; FEATURES B7, B8)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Building, Contact, Enterprise, ServiceRequest, Visit, VisitTask
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.models.visit import FORMS, REASONS, TRIGGERS
from louyu_desktop.printing.record_form import Chapter, Fact, RecordForm, Ticks
from louyu_desktop.printing.sheet import BOX, Column
from louyu_desktop.printing.table_sheet import Part, TableSheet
from louyu_desktop.printing.visit_form import VisitForm, VisitForms
from louyu_desktop.printing.visit_route import VisitRoute
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import date_words
from louyu_desktop.services.firm_words import Teller, firm_of, firms_called, people_of_station, person_called, word
from louyu_desktop.services.paper_info import INTERNAL
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.services.references import among, role_of
from louyu_desktop.services.visit_copies import PlanQuery, Route, Stop, Why
from louyu_desktop.services.visits import Visits
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

_SPOKEN = ("met", "needs", "answered", "follow_up")
"""What the enterprise said itself and what it was told: it may read that again before it signs."""

_FOOT = N_("本表由服务站存档，所填内容只用于服务企业")
_WAITING = ("待访", "延后")


# the record of a visit


def record_of(database: Database, visit_id: int, chosen: Mapping[str, Any]) -> RecordForm:
    """走访记录表 of a visit, whole for the station or for the enterprise to sign; UserError when it is gone."""
    now = dt.datetime.now(SHANGHAI)
    internal = chosen.get("version") == INTERNAL
    teller = Teller(role_of(database), internal=internal, spoken=_SPOKEN)
    with database.read() as session:
        visit = session.get(Visit, visit_id)
        if visit is None or visit.archived_at is not None:
            raise UserError(_("这次走访已经不在了，或者在回收站里"))
        firm, station, names = firm_of(session, visit.enterprise_id), station_words(session), people_of_station(session)
        who = _("打印人 {name}").format(name=names[database.actor]) if database.actor in names else ""
        return RecordForm(
            station=station.name,
            heading=N_("走访记录表"),
            title="·".join(filter(None, (firm.short_name or firm.name, visit.visited_on.isoformat()))),
            facts=_facts(teller, firm, visit),
            chapters=_chapters(teller, visit),
            signs=(N_("走访人："), N_("负责人：") if teller.internal else N_("受访人签名："), N_("日期：")),
            footer="·".join(filter(None, (who, f"{now:%Y-%m-%d %H:%M}", _foot(teller)))),
            is_demonstration=station.is_demonstration,
        )


def _foot(teller: Teller) -> str:
    return teller.stamp if teller.internal else _(_FOOT)


def _facts(teller: Teller, firm: Enterprise, visit: Visit) -> tuple[tuple[Fact, ...], ...]:
    say = teller.say
    others = tuple(one for one in REASONS if one not in TRIGGERS and (teller.internal or teller.reason(one) == _(one)))
    reason = teller.reason(visit.reason)
    found: list[tuple[Fact, ...]] = [
        ((_("企业"), firm.name),),
        ((_("位置"), firm.location or ""), (_("走访编号"), visit.number or "")),
        ((_("走访日期"), date_words(visit.visited_on)), (_("走访人"), say("visits", "visitors", visit.visitors))),
        ((_("受访人及职务"), say("visits", "met", visit.met) if visit.reached else _("没见到人")),),
        ((_("方式"), Ticks(tuple((_(one), one == visit.form) for one in FORMS))),),
        ((_("六必访"), Ticks(tuple((_(one), _(one) == reason) for one in TRIGGERS))),),
        ((_("其他事由"), Ticks(tuple((_(one), _(one) == reason) for one in others))),),
    ]
    again = visit.next_visit_on.isoformat() if visit.next_visit_on else ""
    if teller.internal:
        found.append(((_("建议颜色"), word(visit.colour_suggested)), (_("下次走访"), again)))
    elif again:
        found.append(((_("下次走访"), again),))
    return tuple(found)


def _chapters(teller: Teller, visit: Visit) -> tuple[Chapter, ...]:
    parts = (
        ("topics", N_("谈了什么"), 0.0), ("situation", N_("企业情况"), 30.0), ("needs", N_("提出的诉求"), 26.0),
        ("answered", N_("现场答复"), 22.0), ("follow_up", N_("后续措施"), 20.0), ("changes_found", N_("发现的变化"), 0.0),
    )  # fmt: skip
    found = []
    for name, label, least in parts:
        text = teller.say("visits", name, getattr(visit, name))
        if text or (least and teller.tells("visits", name)):
            found.append(Chapter(label, text, least or 12.0))
    return tuple(found)


# forms to write on


def blank_forms(database: Database, chosen: Mapping[str, Any]) -> VisitForms:
    """Blank forms, two to a page."""
    with database.read() as session:
        return _forms(session, database, chosen, (VisitForm(),) * (2 * (chosen.get("count") or 1)))


def forms_of(database: Database, enterprise_id: int, chosen: Mapping[str, Any]) -> VisitForms:
    """Forms with what is known of one enterprise."""
    with database.read() as session:
        firm_of(session, enterprise_id)
        [one] = _filled(session, database, [enterprise_id], internal=chosen.get("version") == INTERNAL)
        return _forms(session, database, chosen, (one,) * (chosen.get("copies") or 1))


def _forms(
    session: Session, database: Database, chosen: Mapping[str, Any], forms: Sequence[VisitForm]
) -> VisitForms:
    station = station_words(session)
    teller = Teller(role_of(database), internal=chosen.get("version") == INTERNAL)
    return VisitForms(
        station=station.name, forms=tuple(forms), internal=teller.internal,
        foot=_foot(teller), is_demonstration=station.is_demonstration,
    )  # fmt: skip


def _filled(session: Session, database: Database, ids: Sequence[int], *, internal: bool) -> tuple[VisitForm, ...]:
    """A form for each, in this order; contacts are named, never with a telephone."""
    teller = Teller(role_of(database), internal=internal, spoken=("name",))
    me = people_of_station(session).get(database.actor or 0, "")
    rows = {row.id: row for row in session.scalars(select(Enterprise).where(among(Enterprise.id, ids)))}
    met, reasons, open_ = _first_contacts(session, ids), _triggers(session, ids), _open_requests(session, ids)
    found = []
    for key in ids:
        firm, person = rows[key], met.get(key)
        last = _("上次走访 {day}").format(day=firm.last_visit_on.isoformat()) if firm.last_visit_on else ""
        asked = _("没办结的诉求 {count} 件").format(count=open_[key]) if open_.get(key) else ""
        found.append(VisitForm(
            enterprise=firm.name, place=firm.location or "", visitors=me, met=_person(teller, person),
            reasons=tuple(map(_, reasons.get(key, ()))) if teller.internal else (),
            known=_("，").join(filter(None, (last, asked))),
        ))  # fmt: skip
    return tuple(found)


def _person(teller: Teller, person: Contact | None) -> str:
    if person is None:
        return ""
    name = teller.say("contacts", "name", person.name)
    return _("{name}（{duty}）").format(name=name, duty=_(person.role)) if person.role and name else name


def _first_contacts(session: Session, ids: Collection[int]) -> dict[int, Contact]:
    """The first contact of each, by the rule of the lists: the one marked, else the oldest."""
    rows = session.scalars(
        select(Contact)
        .where(among(Contact.enterprise_id, ids), Contact.until.is_(None), Contact.archived_at.is_(None))
        .order_by(Contact.enterprise_id, Contact.is_primary, Contact.id.desc())
    )
    return {row.enterprise_id: row for row in rows}


def _triggers(session: Session, ids: Collection[int]) -> dict[int, list[str]]:
    """Why each is to be visited, the most pressing first."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(VisitTask.enterprise_id, VisitTask.trigger)
        .where(among(VisitTask.enterprise_id, ids), VisitTask.archived_at.is_(None), VisitTask.state.in_(_WAITING))
        .order_by(VisitTask.due_on, VisitTask.id)
    )
    for firm, trigger in rows:
        found[firm].append(trigger)
    return found


def _open_requests(session: Session, ids: Collection[int]) -> dict[int, int]:
    rows = session.execute(
        select(ServiceRequest.enterprise_id, func.count())
        .where(among(ServiceRequest.enterprise_id, ids), ServiceRequest.archived_at.is_(None))
        .where(ServiceRequest.state.in_(OPEN_REQUESTS))
        .group_by(ServiceRequest.enterprise_id)
    ).all()
    return {firm: count for firm, count in rows if firm is not None}


# the route


def route_of(database: Database, chosen: Mapping[str, Any]) -> VisitRoute:
    """走访路线: whom to visit by building and floor, without any fact or colour, and a form for each.

    UserError for a building, a person or an enterprise that is not there.
    """
    today = dates.today()
    with database.read() as session:
        query = _query(session, chosen, today)
    route = Visits(database).plan(query, today)
    ids = [stop.enterprise_id for stop in route.stops]
    teller = Teller(role_of(database), internal=False)
    with database.read() as session:
        reasons = {key: [teller.reason(one) for one in found] for key, found in _triggers(session, ids).items()}
        people = _first_contacts(session, ids)
        station = station_words(session)
        whole = Teller(role_of(database), internal=False, spoken=("phone",))
        phones = bool(chosen.get("phones")) and teller.tells("contacts", "phone")
        stops = _stops(route, reasons, people, whole if phones else None)
        forms = _filled(session, database, ids, internal=False) if chosen.get("forms") else ()
        whose = chosen.get("who") or ""
        aside = (date_words(today), chosen.get("building") or "", whose, _("{count} 家").format(count=len(ids)))
        now = dt.datetime.now(SHANGHAI)
        sheet = TableSheet(
            title=_("走访路线"),
            aside="·".join(filter(None, aside)),
            columns=_columns(phones=phones),
            parts=stops,
            notes=(_("从高到低走完一幢再去下一幢；见到人打勾，没见到写原因。"), *_left_out(route)),
            signs=(_("走访人："), _("出发："), _("回来：")),
            footer=f"{station.name}·{now:%Y-%m-%d %H:%M}",
            empty=_("这些条件下没有要走访的企业"),
            is_demonstration=station.is_demonstration,
        )
        made = _forms(session, database, {}, forms) if forms else None
    return VisitRoute(sheet, made)


def _left_out(route: Route) -> tuple[str, ...]:
    words = _("还有 {count} 家没有排进来，请缩小条件再印一张。")
    return (words.format(count=route.left_out),) if route.left_out else ()


def _query(session: Session, chosen: Mapping[str, Any], today: dt.date) -> PlanQuery:
    firms = firms_called(session, chosen.get("firms") or "")
    until = chosen.get("until")
    query = PlanQuery(ids=firms, within=max(0, (until - today).days) if until else PlanQuery().within)
    who, building = (chosen.get("who") or "").strip(), (chosen.get("building") or "").strip()
    if who:
        query = replace(query, account_id=person_called(session, who))
    return replace(query, building_id=building_called(session, building)) if building else query


def building_called(session: Session, name: str) -> int:
    """A building by its name; UserError when there is none."""
    found = session.scalar(select(Building.id).where(Building.name == name, Building.archived_at.is_(None)))
    if found is None:
        raise UserError(_("没有叫「{name}」的楼宇").format(name=name), field="building")
    return found


def _columns(*, phones: bool) -> tuple[Column, ...]:
    phone = (Column(_("电话"), 27),) if phones else ()
    return (
        Column(_("序号"), 10, "center"), Column(_("楼层室号"), 22), Column(_("企业"), 44, bold=True),
        Column(_("为什么去"), 36), Column(_("期限"), 15, "center"), Column(_("找谁"), 18), *phone,
        Column(_("上次走访"), 22, "center"), Column(_("见到"), 10, "center"),
    )  # fmt: skip


def _stops(
    route: Route, reasons: Mapping[int, Sequence[str]], people: Mapping[int, Contact], teller: Teller | None
) -> tuple[Part, ...]:
    found, number = [], 0
    for building in route.buildings:
        rows = []
        for stop in building.stops:
            number += 1
            person = people.get(stop.enterprise_id)
            phone = (teller.say("contacts", "phone", person.phone) if person else "",) if teller else ()
            rows.append((
                str(number), "、".join(filter(None, (stop.place, stop.also))), stop.name,
                _why(stop, reasons.get(stop.enterprise_id, ())), f"{stop.due_on:%m-%d}" if stop.due_on else "",
                stop.contact, *phone, stop.last_visit_on.isoformat() if stop.last_visit_on else _("还没去过"), BOX,
            ))  # fmt: skip
        note = _("{count} 家").format(count=len(rows))
        heading = "　".join(filter(None, (building.name, building.address)))
        found.append(Part(heading=heading, note=note, rows=rows))
    return tuple(found)


def _why(stop: Stop, triggers: Sequence[str]) -> str:
    """租赁到期、诉求 2 件: the reasons without the facts, for the sheet is read at the door."""
    words = list(triggers)
    if Why.AGREED in stop.reasons:
        words.append(_("约好再访"))
    if stop.requests:
        words.append(_("诉求 {count} 件").format(count=stop.requests))
    if Why.LONG in stop.reasons:
        words.append(_("久未走访"))
    return _("、").join(dict.fromkeys(words))
