"""Enterprises that a row may mean although its name is not quite theirs: those that sit in the same unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rapidfuzz import fuzz

from louyu_desktop.models import Enterprise, Occupancy
from louyu_desktop.rules.names import fold_name, fold_organisation, short_organisation
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.import_parsed import Parsed, unit_of
from louyu_desktop.services.import_refer import Referring

_NEAR = 75.0
"""Percent of likeness of two short names; 「甲一贸易」 and 「甲一商贸」 have it, two firms of one trade do not."""

PlaceKey = tuple[str, str, str]


def place_key(row: Parsed) -> PlaceKey:
    """Building, floor and room of a row, for comparing."""
    floor, room = unit_of(row)
    return fold_name(str(row.get("building") or "")), floor, room


def neighbours(pool: Pool, refer: Referring, rows: Sequence[Parsed]) -> dict[PlaceKey, list[Item]]:
    """The enterprises that sit where these rows say, by place; a row without floor and room has none."""
    units: dict[int, PlaceKey] = {}
    for row in rows:
        building = refer.known_building(str(row.get("building"))) if row.get("building") else None
        if building is None:
            continue
        place = place_key(row)
        unit = refer.known_unit(building, place[1], place[2]) if any(place[1:]) else None
        if unit is not None and unit.id is not None:
            units[unit.id] = place
    seats = [seat for seat in pool.fetch(Occupancy, "unit_id", units) if seat.get("ended_on") is None]
    firms = {firm.id: firm for firm in pool.fetch(Enterprise, "id", [seat.get("enterprise_id") for seat in seats])}
    found: dict[PlaceKey, list[Item]] = defaultdict(list)
    for seat in seats:
        firm = firms.get(seat.get("enterprise_id"))
        if firm is not None:
            found[units[seat.get("unit_id")]].append(firm)
    return found


def nearly_same(row: Parsed, firm: Item) -> bool:
    """Whether name and code leave it open that the row means this firm."""
    if row.get("credit_code") and firm.get("credit_code"):
        return False
    mine, theirs = (_core(str(name)) for name in (row.get("name"), firm.get("name")))
    if min(len(mine), len(theirs)) < 2:
        return False
    return mine in theirs or theirs in mine or fuzz.ratio(mine, theirs) >= _NEAR


def _core(name: str) -> str:
    return fold_organisation(short_organisation(name))
