"""走访计划: whom to visit, ordered by building and floor so that one walks each tower once (FIELD.md 7; seed S1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Sensitivity
from louyu_desktop.models import (
    Account,
    Building,
    Contact,
    Enterprise,
    Occupancy,
    ServiceRequest,
    Unit,
    VisitTask,
)
from louyu_desktop.models.current import after
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.rules import dates, masks
from louyu_desktop.rules.floors import room_order, storeys
from louyu_desktop.rules.roles import Role, most_sensitive, sees
from louyu_desktop.services.references import ENTITIES, among, role_of
from louyu_desktop.services.visit_copies import PlanQuery, Route, RouteBuilding, Stop, Why
from louyu_desktop.services.visit_reading import recent_visits
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

MOST = 300
"""Stops that one plan shows; nobody walks further."""

_FAR = dt.date.max


@dataclass(slots=True)
class _Found:
    """Why one enterprise stands on the plan, with words, and the nearest day."""

    reasons: dict[Why, None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    due: dt.date | None = None
    requests: int = 0

    def add(self, why: Why, words: str, due: dt.date | None = None) -> None:
        """One more reason."""
        self.reasons[why] = None
        self.words.append(words)
        self.due = min(self.due or _FAR, due) if due else self.due


@dataclass(frozen=True, slots=True)
class _Seat:
    """Where an enterprise sits."""

    building_id: int
    floor: str
    room: str
    label: str


def plan(database: Database, query: PlanQuery, today: dt.date) -> Route:
    """The route of a query."""
    role = role_of(database)
    with database.read() as session:
        found = _found(session, query, today, role)
        live = _firms(session, found, query)
        kept = sorted(live, key=lambda key: (found[key].due or _FAR, key))[:MOST]
        firms = {key: live[key] for key in kept}
        seats = _seats(session, firms)
        stops = _Stops(session, role, today, firms)
        by_building: dict[int | None, list[tuple[tuple[Any, ...], Stop]]] = defaultdict(list)
        for key in kept:
            mine = _first(seats.get(key, []), query, firms[key]["building_id"])
            place = mine[0] if mine else None
            stop = stops.stop(key, found[key], mine)
            by_building[place.building_id if place else None].append((_order(place, stop), stop))
        return Route(today, _buildings(session, by_building), len(live) - len(kept))


# ------------------------------------------------------------------------ whom


def _found(session: Session, query: PlanQuery, today: dt.date, role: Role) -> dict[int, _Found]:
    """Who is to be visited, and why; with ids, exactly those, whatever else is known of them."""
    found: dict[int, _Found] = defaultdict(_Found)
    last = today + dt.timedelta(days=query.within)
    reasons = frozenset(Why) - {Why.LONG} if query.ids else query.reasons

    def only(column: Any) -> list[ColumnElement[bool]]:
        return [among(column, query.ids)] if query.ids else []

    if Why.TASK in reasons:
        _tasks(session, found, last if not query.ids else _FAR, only(VisitTask.enterprise_id), role)
    if Why.AGREED in reasons:
        _agreed(session, found, last if not query.ids else _FAR, only(Enterprise.id))
    if Why.REQUEST in reasons:
        _requests(session, found, only(ServiceRequest.enterprise_id))
    if Why.LONG in reasons:
        _long(session, found, today - dt.timedelta(days=query.unvisited_days))
    for key in query.ids:
        if not found[key].reasons:
            found[key].add(Why.CHOSEN, "")
    return found


def _tasks(
    session: Session, found: dict[int, _Found], last: dt.date, only: Iterable[ColumnElement[bool]], role: Role
) -> None:
    waiting = or_(VisitTask.state == "待访", (VisitTask.state == "延后") & (VisitTask.put_off_until <= last))
    rows = session.execute(
        select(VisitTask.enterprise_id, VisitTask.trigger, VisitTask.fact, VisitTask.due_on)
        .where(VisitTask.archived_at.is_(None), waiting, VisitTask.due_on <= last, *only)
        .order_by(VisitTask.due_on, VisitTask.id)
    ).all()
    whole = most_sensitive(role) >= Sensitivity.SENSITIVE
    for firm, trigger, fact, due in rows:
        words = _(trigger) + (_("：{fact}").format(fact=fact) if fact and whole else "")
        found[firm].add(Why.TASK, words, due)


def _agreed(session: Session, found: dict[int, _Found], last: dt.date, only: Iterable[ColumnElement[bool]]) -> None:
    rows = session.execute(
        select(Enterprise.id, Enterprise.next_visit_on).where(
            Enterprise.next_visit_on.is_not(None), Enterprise.next_visit_on <= last, *only
        )
    ).all()
    for firm, day in rows:
        found[firm].add(Why.AGREED, _("约好 {day} 再访").format(day=f"{day:%m-%d}"), day)


def _requests(session: Session, found: dict[int, _Found], only: Iterable[ColumnElement[bool]]) -> None:
    rows = session.execute(
        select(ServiceRequest.enterprise_id, func.count(), func.min(ServiceRequest.due_on))
        .where(ServiceRequest.archived_at.is_(None), ServiceRequest.state.in_(OPEN_REQUESTS))
        .where(ServiceRequest.enterprise_id.is_not(None), *only)
        .group_by(ServiceRequest.enterprise_id)
    ).all()
    for firm, count, due in rows:
        if firm is None:
            continue
        found[firm].requests = count
        found[firm].add(Why.REQUEST, _("未了的诉求 {count} 件").format(count=count), due)


def _long(session: Session, found: dict[int, _Found], since: dt.date) -> None:
    rows = session.execute(
        select(Enterprise.id, Enterprise.last_visit_on)
        .where(Enterprise.archived_at.is_(None), Enterprise.undisturbed.is_(False))
        .where(or_(Enterprise.last_visit_on.is_(None), Enterprise.last_visit_on < since))
    ).all()
    for firm, last in rows:
        words = _("上次走访 {day}").format(day=last.isoformat()) if last else _("还没走访过")
        found[firm].add(Why.LONG, words)


def _firms(session: Session, ids: Collection[int], query: PlanQuery) -> dict[int, Mapping[str, Any]]:
    """Those of `ids` that stand and that the query has not narrowed away."""
    wanted = select(
        Enterprise.id, Enterprise.name, Enterprise.short_name, Enterprise.building_id, Enterprise.last_visit_on,
        Enterprise.undisturbed, Enterprise.chief_liaison_id,
    ).where(among(Enterprise.id, ids), Enterprise.archived_at.is_(None))  # fmt: skip
    inside = select(Occupancy.enterprise_id).join(Unit, Unit.id == Occupancy.unit_id)
    inside = inside.where(after(Occupancy.ended_on, dates.today()), Occupancy.archived_at.is_(None))
    if query.building_id is not None:
        wanted = wanted.where(Enterprise.id.in_(inside.where(Unit.building_id == query.building_id)))
    if query.area_id is not None:
        of_area = inside.join(Building, Building.id == Unit.building_id).where(Building.area_id == query.area_id)
        wanted = wanted.where(Enterprise.id.in_(of_area))
    if query.account_id is not None:
        theirs = select(VisitTask.enterprise_id).where(
            VisitTask.assignee_id == query.account_id, VisitTask.archived_at.is_(None),
            VisitTask.state.in_(("待访", "延后")),
        )  # fmt: skip
        mine = or_(Enterprise.chief_liaison_id == query.account_id, Enterprise.id.in_(theirs))
        wanted = wanted.where(mine)
    return {row["id"]: dict(row) for row in session.execute(wanted).mappings()}


# ------------------------------------------------------------------------ where


def _seats(session: Session, ids: Collection[int]) -> dict[int, list[_Seat]]:
    rows = session.execute(
        select(Occupancy.enterprise_id, Unit.building_id, Unit.floor, Unit.room, Unit.label)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(among(Occupancy.enterprise_id, ids), Occupancy.archived_at.is_(None))
        .where(after(Occupancy.ended_on, dates.today()))
        .order_by(Occupancy.id)
    ).all()
    found: dict[int, list[_Seat]] = defaultdict(list)
    for firm, building, floor, room, label in rows:
        found[firm].append(_Seat(building, floor, room, label or ""))
    return found


def _first(seats: Sequence[_Seat], query: PlanQuery, building_id: int | None) -> list[_Seat]:
    """The seats with the one to go to first: in the building that was asked for, else where the firm sits mainly."""
    wanted = query.building_id or building_id
    return sorted(seats, key=lambda seat: seat.building_id != wanted)


def _order(seat: _Seat | None, stop: Stop) -> tuple[Any, ...]:
    """The top floor first, as one walks down."""
    number = storeys(seat.floor)[0].number if seat else 0.0
    return (-number, room_order(seat.room) if seat else room_order(""), stop.name)


def _buildings(
    session: Session, by_building: Mapping[int | None, list[tuple[tuple[Any, ...], Stop]]]
) -> tuple[RouteBuilding, ...]:
    ids = [key for key in by_building if key is not None]
    rows = session.execute(
        select(Building.id, Building.name, Building.address).where(Building.id.in_(ids)).order_by(Building.name_sort)
    ).all()
    found = [RouteBuilding(key, name, address or "", _sorted(by_building[key])) for key, name, address in rows]
    if None in by_building:
        found.append(RouteBuilding(None, _("没有登记位置"), "", _sorted(by_building[None])))
    return tuple(found)


def _sorted(stops: Iterable[tuple[tuple[Any, ...], Stop]]) -> tuple[Stop, ...]:
    return tuple(stop for _order, stop in sorted(stops, key=lambda one: one[0]))


class _Stops:
    """What is said of each stop: whom to ask for, how often one was there lately."""

    def __init__(
        self, session: Session, role: Role, today: dt.date, firms: Mapping[int, Mapping[str, Any]]
    ) -> None:
        self._today, self._firms = today, firms
        self._names = dict(session.execute(select(Account.id, Account.name)).all())
        self._recent = recent_visits(session, list(firms), today)
        self._contacts = _contacts(session, firms) if sees(role, ENTITIES["contacts"].field("phone")) else {}

    def stop(self, key: int, found: _Found, seats: Sequence[_Seat]) -> Stop:
        """One stop."""
        firm = self._firms[key]
        name, phone = self._contacts.get(key, ("", ""))
        return Stop(
            enterprise_id=key,
            name=firm["short_name"] or firm["name"],
            floor=seats[0].floor if seats else "",
            place=seats[0].label if seats else "",
            reasons=tuple(found.reasons),
            words=_("；").join(words for words in found.words if words),
            due_on=found.due,
            late=found.due is not None and found.due < self._today,
            contact=name,
            phone=masks.mask_phone(phone) if phone else "",
            last_visit_on=firm["last_visit_on"],
            recent=self._recent.get(key, 0),
            undisturbed=firm["undisturbed"],
            liaison=self._names.get(firm["chief_liaison_id"] or 0, ""),
            also=_("、").join(seat.label for seat in seats[1:]),
            requests=found.requests,
        )


def _contacts(session: Session, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The first contact of each, by the rule of the lists: the one marked, else the oldest."""
    rows = session.execute(
        select(Contact.enterprise_id, Contact.name, Contact.phone)
        .where(among(Contact.enterprise_id, ids), Contact.until.is_(None), Contact.archived_at.is_(None))
        .order_by(Contact.enterprise_id, Contact.is_primary, Contact.id.desc())
    ).all()
    return {firm: (name, phone or "") for firm, name, phone in rows}
