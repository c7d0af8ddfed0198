"""Rows about new enterprises that leave nothing to ask: nearly all rows of a first ledger, planned in one go.

Such a row has a name and a code that neither the station nor an earlier row has, a building with floor or room,
and values that cannot contradict each other.  What it makes is what `Enterprises` would make; any other row is
left to it.
"""

from __future__ import annotations

from typing import Any

from louyu_desktop.models import Contact, Enterprise, Occupancy, Record
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.import_change import part_values
from louyu_desktop.services.import_enterprises import ROLES, Enterprises
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.import_near import place_key
from louyu_desktop.services.import_parsed import Parsed, unit_of
from louyu_desktop.services.import_plan import Action, PlanRow
from louyu_desktop.services.import_seats import place_words
from louyu_desktop.services.ledgers import UID

_ASKS_MORE = frozenset({
    UID, "remark+", "lease", "chief_liaison_id",
    "contact.phone+", "contact.since", "contact.until", "contact.is_primary",
    "occupancy.moved_in_on", "occupancy.ended_on", "unit.area", "unit.remark",
})  # fmt: skip
"""Values for which `Enterprises` has a word to say."""

_PARTS = ("contact", *ROLES)


class PlainFirms:
    """Plans the plain rows of one import, sharing everything with the builder of the others."""

    def __init__(self, builder: Enterprises) -> None:
        self.builder = builder
        self.pool: Pool = builder.pool
        self.kind = builder.kind

    def plan(self, row: Parsed) -> PlanRow | None:
        """The row of the plan, its records made; None for a row that is not plain."""
        values, firms = row.values, self.builder
        name, code, building = values.get("name"), values.get("credit_code"), values.get("building")
        if not name or not code or not building or row.exact or row.problems or row.continued or firms.neighbours:
            return None
        key = firms.key_of(name)
        if code in firms.by_code or key in firms.by_name or not self._simple(values):
            return None
        floor, room = unit_of(row)
        talks = [part for part in _PARTS if values.get(f"{part}.name")]
        if not (floor or room) or not self._distinct(talks, values):
            return None
        place = firms.refer.by_name("buildings", str(building))
        if place is None:
            return None
        firm = self._made(Enterprise, part_values(row, self.kind, ""))
        seat = self._made(Occupancy, part_values(row, self.kind, "occupancy"))
        unit = firms.refer.unit(place, floor, room)
        seat.links = {"enterprise_id": firm, "unit_id": unit}
        if unit.id is not None:
            seat.refer("unit_id", unit)
            firms.units[unit.id] = unit
        contacts = [self._contact(row, firm, part, first=part == talks[0]) for part in talks]
        self._known(row, firm, seat, contacts, code, key)
        self.pool.keep()
        name, words = row.typed.get("name", ""), place_words(place, floor, room)
        return PlanRow(
            row.sheet, row.row, Action.NEW, name, words, warnings=tuple(row.warnings), typed=row.typed
        )

    def _simple(self, values: dict[str, Any]) -> bool:
        """Whether nothing in the values leads to anything but themselves."""
        if not _ASKS_MORE.isdisjoint(values) or "重点" in (values.get("remark") or ""):
            return False
        if values.get("party_org_status") == "未建·无党员":
            return False
        start, end = values.get("occupancy.lease_start"), values.get("occupancy.lease_end")
        return start is None or end is None or start <= end

    def _distinct(self, parts: list[str], values: dict[str, Any]) -> bool:
        """Whether each number has a name, and no two parts name the same person."""
        if any(values.get(f"{part}.phone") and part not in parts for part in _PARTS):
            return False
        return len(parts) < 2 or len({fold_name(values[f"{part}.name"]) for part in parts}) == len(parts)

    def _made(self, model: type[Record], values: dict[str, Any]) -> Item:
        item = Item(model, self.pool, None, values)
        self.pool.made.append(item)
        return item

    def _contact(self, row: Parsed, firm: Item, part: str, *, first: bool) -> Item:
        values = part_values(row, self.kind, part)
        if part in ROLES:
            values["role"] = ROLES[part]
        values["is_primary"] = first
        contact = self._made(Contact, values)
        contact.links = {"enterprise_id": firm}
        return contact

    def _known(self, row: Parsed, firm: Item, seat: Item, contacts: list[Item], code: str, key: str) -> None:
        """Let later rows find what this one made."""
        firms = self.builder
        firms.by_code[code] = [firm]
        firms.by_name[key] = [firm]
        firms.seats[firm] = [seat]
        firms.contacts[firm] = contacts
        firms.places[firm] = {place_key(row)}
        firms.seen[firm] = row
