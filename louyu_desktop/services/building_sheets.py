"""A building in numbers: declared by month beside what the records say, colours, tax bands, who came and left."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import BuildingMonth, Enterprise, Occupancy, Unit
from louyu_desktop.printing.charts import Datum
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.colours import COLOURS, LEVELS
from louyu_desktop.rules.floors import let_rate
from louyu_desktop.rules.months import begin_of, months_on, span_of
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.floor_copies import BuildingSheet, MonthLine, SheetPart
from louyu_desktop.services.floor_rows import building_of
from louyu_desktop.services.references import among, entity_for, titles
from louyu_desktop.text import _

_MONTHS = 12
_FACTS = ("kind", "grade", "address", "floors_above", "floors_below", "gross_area", "leasable_area", "completed_year",
          "owner_name", "property_company", "tax_band")  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Stay:
    """That a firm was in the building from one day to another."""

    firm: int
    name: str
    unit: str
    area: Decimal
    since: dt.date | None
    until: dt.date | None

    def on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or self.until > day)


def sheet_of(session: Session, role: Role, building_id: int, today: dt.date) -> BuildingSheet:
    """The sheet of a building, with what a role may know of it."""
    building = building_of(session, building_id)
    stays = _stays(session, building_id)
    units = session.scalars(
        select(Unit.area).where(Unit.building_id == building_id, Unit.archived_at.is_(None))
    ).all()
    total = building.leasable_area or (sum(units, Decimal()) if units and all(units) else None)
    here = {stay.firm for stay in stays if stay.on(today)}
    months = _months(session, building_id, stays, total, today)
    leased = _leased(stays, today)
    firms = _firms(session, here)
    return BuildingSheet(
        building_id=building_id, name=building.name,
        area=titles(session, "areas", [building.area_id]).get(building.area_id, "") if building.area_id else "",
        facts=_facts(role, building), leasable=total, leased=leased,
        vacant=max(Decimal(), total - leased) if total else Decimal(), rate=let_rate(leased, total), firms=len(here),
        headcount=sum(one.headcount or 0 for one in firms), months=months, parts=_parts(role, firms),
        came=_moves(stays, today, "since"), left=_moves(stays, today, "until"),
    )  # fmt: skip


def _facts(role: Role, building: Any) -> tuple[tuple[str, str], ...]:
    entity = entity_for(role, "buildings")
    known = {field.name: field for field in entity.fields}
    found = []
    for name in _FACTS:
        value = getattr(building, name)
        if name in known and value not in (None, ""):
            found.append((_(known[name].label), plain.with_unit(known[name], value)))
    return tuple(found)


def _stays(session: Session, building_id: int) -> list[_Stay]:
    columns = (
        Occupancy.enterprise_id, Enterprise.name, Unit.label, Occupancy.area, Unit.area.label("whole"),
        Occupancy.moved_in_on, Occupancy.lease_start, Occupancy.ended_on,
    )  # fmt: skip
    rows = session.execute(
        select(*columns)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Enterprise, Enterprise.id == Occupancy.enterprise_id)
        .where(Unit.building_id == building_id, Occupancy.archived_at.is_(None), Enterprise.archived_at.is_(None))
        .order_by(Occupancy.id)
    ).all()
    return [
        _Stay(one.enterprise_id, one.name, one.label or "", one.area or one.whole or Decimal(),
              one.moved_in_on or one.lease_start, one.ended_on)
        for one in rows
    ]  # fmt: skip


def _leased(stays: Iterable[_Stay], day: dt.date) -> Decimal:
    return sum((stay.area for stay in stays if stay.on(day)), Decimal())


def _months(
    session: Session, building_id: int, stays: Sequence[_Stay], total: Decimal | None, today: dt.date
) -> tuple[MonthLine, ...]:
    """The last twelve months, the latest first: declared, and as the records say on the last day."""
    rows = session.execute(
        select(BuildingMonth.__table__).where(
            BuildingMonth.building_id == building_id, BuildingMonth.archived_at.is_(None)
        )
    ).all()
    said = {row.month[:7]: row for row in rows}
    found = []
    for back in range(_MONTHS):
        first, end = span_of(months_on(today, -back))
        last = min(end, today)
        before = {stay.firm for stay in stays if stay.on(first - dt.timedelta(days=1))}
        now = {stay.firm for stay in stays if stay.on(last)}
        month = f"{first:%Y-%m}"
        found.append(_line(month, said.get(month), _leased(stays, last), total, (now, before)))
    return tuple(found)


def _line(
    month: str, row: Any, area: Decimal, total: Decimal | None, firms: tuple[set[int], set[int]]
) -> MonthLine:
    now, before = firms
    line = MonthLine(month=month, area=area, rate=let_rate(area, total), tenants=len(now),
                     came=tuple(sorted(now - before)), left=tuple(sorted(before - now)))  # fmt: skip
    if row is None:
        return line
    declared = let_rate(row.leased_area, total) if row.leased_area is not None else None
    return MonthLine(month, row.id, row.version, row.leased_area, declared, row.tenant_count, row.headcount, area,
                     line.rate, line.tenants, line.came, line.left)  # fmt: skip


def _firms(session: Session, ids: set[int]) -> Sequence[Any]:
    columns = (Enterprise.id, Enterprise.headcount, Enterprise.colour, Enterprise.tax_band, Enterprise.industry)
    return session.execute(select(*columns).where(among(Enterprise.id, sorted(ids)))).all()


def _parts(role: Role, firms: Sequence[Any]) -> tuple[SheetPart, ...]:
    """Colours, tax bands and industries, each with the firms behind it; what a role may not know is no part."""
    fields = {field.name: field for field in entity_for(role, "enterprises").fields}
    found = []
    if "colour" in fields:
        colours = {one.id: one.colour or COLOURS[0] for one in firms}
        data = _data(colours, COLOURS, lambda colour: f"{_(colour)} {_(LEVELS[colour])}")
        found.append(SheetPart(_("五色"), _("共 {count} 家").format(count=len(firms)), data, sensitive=True))
    if "tax_band" in fields:
        order = (*fields["tax_band"].choices, "")
        bands = _data({one.id: one.tax_band or "" for one in firms}, order)
        found.append(SheetPart(_("税收等级"), "", bands, sensitive=True))
    industries = {one.id: (one.industry or "").partition(" ")[2] or one.industry or "" for one in firms}
    common = [word for word, _count in Counter(industries.values()).most_common() if word]
    found.append(SheetPart(_("行业"), "", _data(industries, (*common[:8], ""))))
    return tuple(part for part in found if part.data)


def _data(values: Mapping[int, str], order: Sequence[str], say: Callable[[str], str] = _) -> tuple[Datum, ...]:
    found = []
    for word in order:
        ids = tuple(sorted(key for key, value in values.items() if value == word))
        if ids:
            query = Query("enterprises", (Filter("id", Match.ONE_OF, ids),))
            found.append(Datum(say(word) if word else _("未填"), len(ids), query))
    return tuple(found)


def _moves(stays: Sequence[_Stay], today: dt.date, end: str) -> tuple[tuple[dt.date, str, str, int], ...]:
    """Who came (`since`) or left (`until`) in the twelve months, the latest first; moves inside the house are none."""
    begin = begin_of(months_on(today, 1 - _MONTHS))
    found = []
    for stay in stays:
        day = getattr(stay, end)
        if day is None or not begin <= day <= today:
            continue
        beside = day - dt.timedelta(days=1) if end == "since" else day
        if not any(one.firm == stay.firm and one.on(beside) for one in stays):
            found.append((day, stay.name, stay.unit, stay.firm))
    return tuple(sorted(found, key=lambda one: (-one[0].toordinal(), one[1])))
