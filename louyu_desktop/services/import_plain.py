"""Rows about new enterprises that leave nothing to ask: nearly all rows of a first ledger, planned in one go.

Such a row has a name that the station does not have, nor an earlier row without code; a code that neither has; a
building with floor or room; and values that cannot contradict each other.  What it makes is what `Enterprises`
would make; any other row is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from louyu_desktop.models import Contact, Enterprise, Occupancy, Record
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.import_change import part_values
from louyu_desktop.services.import_enterprises import ROLES, Enterprises
from louyu_desktop.services.import_items import Item, Pool
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


@cache
def _parts(names: frozenset[str]) -> tuple[tuple[str, str, str], ...]:
    """Who may stand in a row that has these columns, with the columns of name and number."""
    every = ((part, f"{part}.name", f"{part}.phone") for part in _PARTS)
    return tuple(one for one in every if not names.isdisjoint(one))


class PlainFirms:
    """Plans the plain rows of one import, sharing everything with the builder of the others."""

    def __init__(self, builder: Enterprises) -> None:
        self.builder = builder
        self.pool: Pool = builder.pool
        self.kind = builder.kind
        self.made: list[Item] = []

    def plan(self, row: Parsed) -> PlanRow | None:
        """The row of the plan, its records `made`, the firm first; None for a row that is not plain."""
        values, firms = row.values, self.builder
        name, code, building = values.get("name"), values.get("credit_code"), values.get("building")
        if not name or not code or not building or row.exact or row.problems or row.continued or firms.neighbours:
            return None
        key = firms.key_of(name)
        if code in firms.by_code or not self._is_other(key) or not self._simple(values):
            return None
        floor, room = unit_of(row)
        parts = _parts(row.reader.may_have)
        talks = [part for part, name_of, _phone in parts if values.get(name_of)]
        if not (floor or room) or not self._distinct(parts, talks, values):
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
        firms.places[firm] = {(fold_name(str(building)), floor, room)}
        self._known(row, firm, seat, contacts, code, key)
        self.made = [firm, seat, *contacts]
        self.pool.keep()
        typed, words = row.typed, place_words(place, floor, room)
        warnings = tuple(row.warnings)
        return PlanRow(row.sheet, row.row, Action.NEW, typed.get("name", ""), words, warnings=warnings, typed=typed)

    def _is_other(self, key: str) -> bool:
        """Whether firms of this name, if there are any, are new ones that have codes: another code is another firm."""
        named = self.builder.by_name.get(key)
        return not named or all(firm.current is None and firm.get("credit_code") for firm in named)

    def _simple(self, values: dict[str, Any]) -> bool:
        """Whether nothing in the values leads to anything but themselves."""
        if not _ASKS_MORE.isdisjoint(values) or "重点" in (values.get("remark") or ""):
            return False
        if values.get("party_org_status") == "未建·无党员":
            return False
        start, end = values.get("occupancy.lease_start"), values.get("occupancy.lease_end")
        return start is None or end is None or start <= end

    def _distinct(self, parts: Sequence[tuple[str, str, str]], talks: list[str], values: dict[str, Any]) -> bool:
        """Whether each number has a name, and no two parts name the same person."""
        for part, _name, phone in parts:
            if values.get(phone) and part not in talks:
                return False
        return len(talks) < 2 or len({fold_name(values[f"{part}.name"]) for part in talks}) == len(talks)

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
        firms.by_name.setdefault(key, []).append(firm)
        firms.seats[firm] = [seat]
        firms.contacts[firm] = contacts
        firms.seen[firm] = row
