"""What a floor plan is made of, read from the database: units, who sits in them, what is known of each."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Building, BuildingMonth, Enterprise, Facility, Occupancy, ServiceRequest, Station, Unit
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.floors import Cell, Place, Row, Tenancy, arrange, let_rate, short_of, storey_label, storeys
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.floor_copies import FIRM, STATION, VACANT, Floor, FloorCell, FloorPlan
from louyu_desktop.services.references import among, entity_for, kinds_for, titles
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Tower:
    """A building's units and tenancies on a day, arranged by floor."""

    places: Mapping[int, Any]
    tenants: Mapping[int, Any]
    rows: tuple[Row, ...]


def ways_of(role: Role) -> tuple[str, ...]:
    """The ways of colouring that tell a role nothing it may not see."""
    fields = {field.name for field in entity_for(role, "enterprises").fields}
    kinds = {entity.kind for entity in kinds_for(role)}
    return tuple(
        way.key for way in tints.WAYS if (not way.field or way.field in fields) and (not way.kind or way.kind in kinds)
    )


def building_of(session: Session, building_id: int) -> Any:
    """The row of a building; UserError when it is gone."""
    found = session.execute(select(Building.__table__).where(Building.id == building_id)).first()
    if found is None:
        raise UserError(_("这幢楼已经不在了，可能被撤销了新建"))
    return found


def here_on(day: dt.date) -> ColumnElement[bool]:
    """Tenancies that stand on a day: come by then, not gone yet."""
    since = func.coalesce(Occupancy.moved_in_on, Occupancy.lease_start)
    return and_(
        or_(since.is_(None), since <= day), or_(Occupancy.ended_on.is_(None), Occupancy.ended_on > day)
    )  # fmt: skip


def tower_of(session: Session, building_id: int, on: dt.date) -> Tower:
    """Units and tenancies of a building on a day."""
    units = session.execute(
        select(Unit.id, Unit.floor, Unit.room, Unit.area, Unit.label)
        .where(Unit.building_id == building_id, Unit.archived_at.is_(None))
        .order_by(Unit.label_sort, Unit.id)
    ).all()
    places = {one.id: one for one in units}
    wanted = (
        Occupancy.id, Occupancy.unit_id, Occupancy.area, Occupancy.lease_end, Occupancy.enterprise_id,
        Enterprise.name, Enterprise.short_name, Enterprise.colour, Enterprise.headcount, Enterprise.party_org_status,
        Enterprise.is_key,
    )  # fmt: skip
    found = session.execute(
        select(*wanted)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Enterprise, Enterprise.id == Occupancy.enterprise_id)
        .where(Unit.building_id == building_id, Occupancy.archived_at.is_(None), Enterprise.archived_at.is_(None))
        .where(here_on(on))
        .order_by(Occupancy.id)
    ).all()
    tenants = {one.id: one for one in found if one.unit_id in places}
    rows = arrange(
        (Place(one.id, one.floor, one.room, one.area) for one in units),
        (Tenancy(one.id, one.unit_id, one.area) for one in tenants.values()),
    )
    return Tower(places, tenants, rows)


def plan_of(session: Session, role: Role, building_id: int, on: dt.date) -> FloorPlan:
    """The plan of a building on a day, as a role may see it."""
    building = building_of(session, building_id)
    ways = ways_of(role)
    tower = tower_of(session, building_id, on)
    asking = _requests(session, {one.enterprise_id for one in tower.tenants.values()}) if tints.REQUESTS in ways else {}
    reading = _Reading(tower, ways, on, asking)
    floors = tuple(reading.floor(row) for row in tower.rows)
    floors = _with_station(session, building_id, floors)
    leased = sum((floor.leased for floor in floors), Decimal())
    vacant = sum((floor.vacant for floor in floors), Decimal())
    measured = [floor for floor in floors if floor.rate is not None]
    rate = let_rate(leased, building.leasable_area)
    if rate is None and measured and len(measured) == sum(bool(floor.cells) for floor in floors):
        rate = let_rate(leased, leased + vacant)
    month = declared(session, building_id)
    firms = {one.enterprise_id: one.headcount or 0 for one in tower.tenants.values()}
    return FloorPlan(
        building_id=building_id, name=building.name,
        area=titles(session, "areas", [building.area_id]).get(building.area_id, "") if building.area_id else "",
        on=on, floors=floors, ways=ways, counts=reading.counts(), firms=len(firms), headcount=sum(firms.values()),
        leased=leased, vacant=vacant, leasable=building.leasable_area, rate=rate,
        month=month[0] if month else "", declared=let_rate(month[1], building.leasable_area) if month else None,
    )  # fmt: skip


def declared(session: Session, building_id: int) -> tuple[str, Decimal] | None:
    """The last month of a building for which somebody declared an area."""
    row = session.execute(
        select(BuildingMonth.month, BuildingMonth.leased_area)
        .where(BuildingMonth.building_id == building_id, BuildingMonth.archived_at.is_(None))
        .where(BuildingMonth.leased_area.is_not(None))
        .order_by(BuildingMonth.month.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else None


def _requests(session: Session, firms: set[int]) -> dict[int, int]:
    """How many requests each firm has open."""
    rows = session.execute(
        select(ServiceRequest.enterprise_id, func.count())
        .where(among(ServiceRequest.enterprise_id, sorted(firms)), ServiceRequest.archived_at.is_(None))
        .where(ServiceRequest.state.in_(OPEN_REQUESTS))
        .group_by(ServiceRequest.enterprise_id)
    )
    return {firm: count for firm, count in rows if firm is not None}


class _Reading:
    """Turns rows of the rule into floors that can be shown."""

    def __init__(self, tower: Tower, ways: Sequence[str], on: dt.date, asking: Mapping[int, int]) -> None:
        self._tower, self._ways, self._on, self._asking = tower, ways, on, asking
        self._floors: dict[int, list[str]] = defaultdict(list)
        for one in tower.tenants.values():
            self._floors[one.enterprise_id].append(storey_label(tower.places[one.unit_id].floor))
        self._of_firm: dict[int, dict[str, str]] = {}

    def counts(self) -> dict[str, dict[str, int]]:
        """How many firms fall into each class of each way; one on several floors counts once."""
        found: dict[str, dict[str, int]] = {}
        for way in self._ways:
            found[way] = dict(Counter(shades[way] for shades in self._of_firm.values()))
        if tints.VACANCY in found:
            vacant = sum(cell.vacant for row in self._tower.rows for cell in row.cells)
            found[tints.VACANCY][tints.VACANT] = vacant
        return found

    def floor(self, row: Row) -> Floor:
        """A floor with its cells."""
        label = row.storey.label
        cells = tuple(self._cell(cell, label, number) for number, cell in enumerate(row.cells))
        return Floor(label, cells, row.rate, row.leased, row.vacant)

    def _cell(self, cell: Cell, floor: str, number: int) -> FloorCell:
        place = self._tower.places[cell.place_id]
        common = {
            "unit_id": cell.place_id, "unit": place.label or floor, "floor": floor, "room": place.room,
            "area": cell.area, "weight": cell.weight,
        }  # fmt: skip
        if cell.tenancy_id is None:
            return FloorCell(key=f"v{cell.place_id}@{floor}#{number}", kind=VACANT, **common,
                             shades=dict.fromkeys(self._ways, tints.VACANT))  # fmt: skip
        one = self._tower.tenants[cell.tenancy_id]
        others = tuple(dict.fromkeys(words for words in self._floors[one.enterprise_id] if words != floor))
        return FloorCell(
            key=f"o{one.id}@{floor}", kind=FIRM, **common, name=one.name, short=short_of(one.name, one.short_name),
            occupancy_id=one.id, enterprise_id=one.enterprise_id, shades=self._shades(one), lease_end=one.lease_end,
            headcount=one.headcount, requests=self._asking.get(one.enterprise_id, 0), is_key=bool(one.is_key),
            others=others,
        )  # fmt: skip

    def _shades(self, one: Any) -> dict[str, str]:
        mine = {
            tints.COLOUR: tints.by_colour(one.colour), tints.LEASE: tints.by_lease(one.lease_end, self._on),
            tints.PEOPLE: tints.by_people(one.headcount), tints.PARTY: tints.by_party(one.party_org_status),
            tints.REQUESTS: tints.by_requests(self._asking.get(one.enterprise_id, 0)), tints.VACANCY: "let",
        }  # fmt: skip
        shades = {way: mine[way] for way in self._ways}
        kept = self._of_firm.setdefault(one.enterprise_id, shades)
        if kept is not shades and tints.LEASE in kept:
            kept[tints.LEASE] = _nearer(kept[tints.LEASE], shades[tints.LEASE])
        return shades


def _nearer(one: str, other: str) -> str:
    order = [shade.key for shade in tints.BY_KEY[tints.LEASE].shades]
    return min(one, other, key=order.index)


def _with_station(session: Session, building_id: int, floors: tuple[Floor, ...]) -> tuple[Floor, ...]:
    """The floors with the station's own zones, flagged; its unit, where it has one, is no vacancy."""
    zones = session.execute(
        select(Facility.id, Facility.floor, Facility.area)
        .where(Facility.building_id == building_id, Facility.archived_at.is_(None), Facility.floor.is_not(None))
    ).all()  # fmt: skip
    by_floor: dict[str, list[Any]] = defaultdict(list)
    for zone in zones:
        by_floor[storey_label(zone.floor)].append(zone)
    if not by_floor:
        return floors
    name = session.scalar(select(Station.name).order_by(Station.id).limit(1)) or ""
    found = []
    for floor in floors:
        mine = by_floor.pop(floor.label, None)
        found.append(_with_zones(floor, mine, name) if mine else floor)
    missing = [Floor(label, (), None, Decimal(), Decimal()) for label in by_floor]
    added = [_with_zones(floor, by_floor[floor.label], name) for floor in missing]
    return tuple(sorted((*found, *added), key=lambda floor: _height(floor.label), reverse=True))


def _height(label: str) -> tuple[Any, ...]:
    return tuple(storeys(label))


def _with_zones(floor: Floor, zones: Sequence[Any], name: str) -> Floor:
    area = sum((zone.area for zone in zones if zone.area), Decimal()) or None
    weights = [cell.weight for cell in floor.cells]
    usual = sum(weights) / len(weights) if weights else 100.0
    cell = FloorCell(
        key=f"s@{floor.label}", kind=STATION, unit_id=None, unit=floor.label, floor=floor.label, room="", area=area,
        weight=float(area) if area else usual, name=name, short=name,
    )  # fmt: skip
    rest = _less(floor.cells, area)
    if len(rest) == len(floor.cells):
        return Floor(floor.label, (cell, *rest), floor.rate, floor.leased, floor.vacant)
    vacant = sum((one.area for one in rest if one.kind == VACANT and one.area), Decimal())
    return Floor(floor.label, (cell, *rest), let_rate(floor.leased, floor.leased + vacant), floor.leased, vacant)


def _less(cells: Sequence[FloorCell], area: Decimal | None) -> tuple[FloorCell, ...]:
    """The cells without a vacancy that is the station's own: as large as it, within a tenth."""
    if area is None:
        return tuple(cells)
    near = [c for c in cells if c.kind == VACANT and c.area and abs(c.area - area) <= area / 10]
    return tuple(cell for cell in cells if not near or cell is not near[0])
