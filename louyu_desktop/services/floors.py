"""The floor plan: a tower on a day, what is known of a tenant, moving in, about and out (FIELD.md 2.1)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Area, Building, Enterprise, Occupancy, Unit
from louyu_desktop.rules import dates
from louyu_desktop.rules.floors import storeys
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services import building_sheets, floor_rows, floor_seats
from louyu_desktop.services.floor_copies import (
    AreaGroup,
    BuildingLine,
    BuildingSheet,
    FloorPlan,
    Moved,
    Seat,
    Target,
)
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_FLOOR, _ROOM = 20, 40


class Floors:
    """What can be seen and done on a floor plan; each method that writes is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- seeing --------------------------------------------------------------------------------

    def shelf(self, text: str = "") -> tuple[AreaGroup, ...]:
        """Buildings by area with how many firms sit in each, those whose name or address has `text`."""
        entity_for(role_of(self._database), "buildings")
        wanted = fold_name(text)
        with self._database.read() as session:
            areas = dict(
                session.execute(select(Area.id, Area.name).where(Area.archived_at.is_(None)).order_by(Area.id)).all()
            )
            columns = (Building.id, Building.name, Building.alias, Building.area_id, Building.enterprise_count)
            rows = session.execute(
                select(*columns).where(Building.archived_at.is_(None)).order_by(Building.name_sort, Building.id)
            ).all()
        found: dict[int | None, list[BuildingLine]] = defaultdict(list)
        for row in rows:
            if not wanted or wanted in fold_name(row.name) or wanted in fold_name(row.alias or ""):
                home = row.area_id if row.area_id in areas else None
                found[home].append(BuildingLine(row.id, row.name, row.enterprise_count or 0))
        keys: tuple[int | None, ...] = (*areas, None)
        return tuple(
            AreaGroup(
                key, areas[key] if key is not None else "", tuple(found[key]), sum(one.firms for one in found[key])
            )
            for key in keys
            if found[key]
        )

    def plan(self, building_id: int, on: dt.date) -> FloorPlan:
        """A building floor by floor on a day, as the person may see it; UserError when it is gone."""
        role = role_of(self._database)
        entity_for(role, "buildings")
        with self._database.read() as session:
            return floor_rows.plan_of(session, role, building_id, on)

    def seat(self, occupancy_id: int, on: dt.date) -> Seat:
        """What is known of a tenancy and its firm, for the panel beside the plan; UserError when it is gone."""
        role = role_of(self._database)
        entity_for(role, "enterprises")
        with self._database.read() as session:
            return floor_seats.seat_of(session, role, occupancy_id, on)

    def sheet(self, building_id: int, today: dt.date) -> BuildingSheet:
        """A building in numbers, as the person may see it; UserError when it is gone."""
        role = role_of(self._database)
        entity_for(role, "buildings")
        with self._database.read() as session:
            return building_sheets.sheet_of(session, role, building_id, today)

    # -- doing ---------------------------------------------------------------------------------

    def move(
        self,
        occupancy_id: int,
        target: Target,
        day: dt.date,
        *,
        area: Decimal | None = None,
        lease_end: dt.date | None = None,
        corrects: bool = False,
    ) -> Moved:
        """A tenant moves to another unit from a day on: the old tenancy ends then, a new one begins.

        With `corrects` the tenancy was entered in the wrong place: it is put right, and no history made of it.
        UserError when it is gone or ended, the firm sits there already, or the day is before it moved in.
        """
        was, firm = self._standing(occupancy_id)
        here = self._words(was.unit_id)
        with self._database.write(_("「{name}」搬到{unit}").format(name=firm, unit=_place_words(target))) as write:
            unit, there = _unit_for(write, target)
            _refuse_there(write.session, was.enterprise_id, unit, day)
            if corrects:
                write.update(Occupancy, [{"id": was.id, "unit_id": unit, "area": area or was.area}])
                return Moved(was.id, was.enterprise_id, firm, here, there)
            since = was.moved_in_on or was.lease_start
            if since is not None and day < since:
                said = _("「{name}」{day} 才入驻，搬的日子要在那以后").format(name=firm, day=since.isoformat())
                raise UserError(said, field="day")
            reason = _("搬到{unit}").format(unit=there)
            write.update(Occupancy, [{"id": was.id, "ended_on": day, "end_reason": reason}])
            [new] = write.insert(Occupancy, [{
                "enterprise_id": was.enterprise_id, "unit_id": unit, "area": area or was.area, "moved_in_on": day,
                "lease_start": was.lease_start, "lease_end": lease_end or was.lease_end,
                "renewal_intent": was.renewal_intent,
            }])  # fmt: skip
        return Moved(new, was.enterprise_id, firm, here, there)

    def settle(
        self,
        enterprise_id: int,
        target: Target,
        day: dt.date,
        *,
        area: Decimal | None = None,
        lease_end: dt.date | None = None,
    ) -> Moved:
        """A firm moves in from a day on, beside where it sits already; UserError when it is gone or sits there."""
        with self._database.read() as session:
            firm = session.get(Enterprise, enterprise_id)
            if firm is None or firm.archived_at is not None:
                raise UserError(_("这家企业已经不在了"), field="enterprise_id")
            name = firm.name
        with self._database.write(_("「{name}」入驻{unit}").format(name=name, unit=_place_words(target))) as write:
            unit, there = _unit_for(write, target)
            _refuse_there(write.session, enterprise_id, unit, day)
            [new] = write.insert(Occupancy, [{
                "enterprise_id": enterprise_id, "unit_id": unit, "area": area, "moved_in_on": day,
                "lease_start": day, "lease_end": lease_end,
            }])  # fmt: skip
        return Moved(new, enterprise_id, name, "", there)

    def leave(self, occupancy_id: int, day: dt.date, reason: str = "") -> None:
        """A tenancy ends on a day; UserError when it is gone or ended, or the day is before it moved in."""
        was, firm = self._standing(occupancy_id)
        since = was.moved_in_on or was.lease_start
        if since is not None and day < since:
            said = _("「{name}」{day} 才入驻，迁出的日子要在那以后").format(name=firm, day=since.isoformat())
            raise UserError(said, field="day")
        with self._database.write(_("「{name}」迁出").format(name=firm)) as write:
            write.update(Occupancy, [{"id": was.id, "ended_on": day, "end_reason": reason.strip()[:200] or None}])

    def _standing(self, occupancy_id: int) -> tuple[Any, str]:
        with self._database.read() as session:
            was = session.execute(select(Occupancy.__table__).where(Occupancy.id == occupancy_id)).first()
            if was is None or was.archived_at is not None or (was.ended_on and was.ended_on <= dates.today()):
                raise UserError(_("这条入驻记录已经不在了，或者已经登记过迁出"))
            return was, session.scalar(select(Enterprise.name).where(Enterprise.id == was.enterprise_id)) or ""

    def _words(self, unit_id: int) -> str:
        with self._database.read() as session:
            return session.scalar(select(Unit.label).where(Unit.id == unit_id)) or ""


def _place_words(target: Target) -> str:
    return " ".join(filter(None, (target.floor, target.room))) or _("别的单元")


def _unit_for(write: Write, target: Target) -> tuple[int, str]:
    """The id and words of the unit that is meant, made where there is none; UserError for one that cannot be."""
    unit = _found(write, target)
    return unit.id, unit.label or ""


def _found(write: Write, target: Target) -> Unit:
    if target.unit_id is not None:
        unit = write.session.get(Unit, target.unit_id)
        if unit is None or unit.archived_at is not None:
            raise UserError(_("要搬去的单元已经不在了"), field="room")
        return unit
    floor, room = target.floor.strip(), target.room.strip()
    if not floor and not room:
        raise UserError(_("写上楼层或室号，才知道搬到哪里"), field="floor")
    if len(floor) > _FLOOR or len(room) > _ROOM:
        raise UserError(_("楼层最多 20 个字，室号最多 40 个字"), field="floor")
    building = write.session.get(Building, target.building_id)
    if building is None or building.archived_at is not None:
        raise UserError(_("要搬去的楼已经不在了"), field="building_id")
    known = (Unit.building_id == building.id, Unit.room == room, Unit.archived_at.is_(None))
    same = (one for one in write.session.scalars(select(Unit).where(*known)) if storeys(one.floor) == storeys(floor))
    return next(same, None) or write.add(Unit(building_id=building.id, floor=floor, room=room))


def _refuse_there(session: Session, enterprise_id: int, unit_id: int, day: dt.date) -> None:
    sitting = select(Occupancy.id).where(
        Occupancy.enterprise_id == enterprise_id, Occupancy.unit_id == unit_id, Occupancy.archived_at.is_(None),
        or_(Occupancy.ended_on.is_(None), Occupancy.ended_on > day),
    )  # fmt: skip
    if session.scalar(sitting.limit(1)) is not None:
        raise UserError(_("这家企业已经在这个单元里"), field="room")
