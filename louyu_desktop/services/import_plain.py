"""Rows about new enterprises that leave nothing to ask: nearly all rows of a first ledger, planned in one go.

Such a row has a name that the station does not have, nor an earlier row without code; a code that neither has; a
building with floor or room; and values that cannot contradict each other.  What it makes is what `Enterprises`
would make; any other row is left to it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from louyu_desktop.models import Contact, Enterprise, Occupancy, Record
from louyu_desktop.rules.names import fold_name
from louyu_desktop.services.import_change import plain_columns
from louyu_desktop.services.import_enterprises import ROLES, Enterprises
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.import_parsed import Parsed, unit_of
from louyu_desktop.services.import_plan import Action, PlanRow
from louyu_desktop.services.import_seats import place_words
from louyu_desktop.services.kinds import by_station
from louyu_desktop.services.ledgers import UID

_ASKS_MORE = frozenset({
    UID, "remark+", "lease", "chief_liaison_id",
    "contact.phone+", "contact.since", "contact.until", "contact.is_primary",
    "occupancy.moved_in_on", "occupancy.ended_on", "unit.area", "unit.remark",
})  # fmt: skip
"""Values for which `Enterprises` has a word to say."""

Pairs = tuple[tuple[str, str], ...]
"""Attributes of a record, and the columns that they come from."""


class _Form(NamedTuple):
    """What rows with the same columns filled make: a firm, its seat, and those one may talk to, the first one first.

    Each of those is a role ("" for the contact), the column of the name and the pairs.  `asks` when it takes more.
    """

    asks: bool
    firm: Pairs
    seat: Pairs
    talks: tuple[tuple[str, str, Pairs], ...]


@by_station
def _form(kind: str, filled: tuple[str, ...]) -> _Form:
    names = frozenset(filled)
    parts = [part for part in ("contact", *ROLES) if f"{part}.name" in names]
    alone = any(f"{part}.phone" in names and part not in parts for part in ("contact", *ROLES))
    pairs = {part: plain_columns(kind, part, names) for part in ("", "occupancy", *parts)}
    turned = {part: tuple((attribute, name) for name, attribute in found) for part, found in pairs.items()}
    talks = tuple((ROLES.get(part, ""), f"{part}.name", turned[part]) for part in parts)
    return _Form(alone or not _ASKS_MORE.isdisjoint(names), turned[""], turned["occupancy"], talks)


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
        form = _form(self.kind, tuple(values))
        if form.asks or code in firms.by_code or not firms.is_other(name) or not self._simple(values):
            return None
        floor, room = unit_of(row)
        if not (floor or room) or not self._distinct(form, values):
            return None
        place = firms.refer.by_name("buildings", str(building))
        if place is None:
            return None
        firm = self._made(Enterprise, form.firm, values)
        seat = self._made(Occupancy, form.seat, values)
        unit = firms.refer.unit(place, floor, room)
        seat.links = {"enterprise_id": firm, "unit_id": unit}
        if unit.id is not None:
            seat.refer("unit_id", unit)
            firms.units[unit.id] = unit
        contacts = [self._contact(talk, values, firm) for talk in form.talks]
        for contact in contacts:
            contact.values["is_primary"] = contact is contacts[0]
        firms.places[firm] = {(fold_name(str(building)), floor, room)}
        firms.meet(firm)
        firms.seats[firm], firms.contacts[firm], firms.seen[firm] = [seat], contacts, row
        self.made = [firm, seat, *contacts]
        self.pool.keep()
        typed, words = row.typed, place_words(place, floor, room)
        warnings = tuple(row.warnings)
        return PlanRow(row.sheet, row.row, Action.NEW, typed.get("name", ""), words, warnings=warnings, typed=typed)

    def _simple(self, values: dict[str, Any]) -> bool:
        """Whether nothing in the values leads to anything but themselves."""
        if "重点" in (values.get("remark") or "") or values.get("party_org_status") == "未建·无党员":
            return False
        start, end = values.get("occupancy.lease_start"), values.get("occupancy.lease_end")
        return start is None or end is None or start <= end

    def _distinct(self, form: _Form, values: dict[str, Any]) -> bool:
        """Whether no two parts name the same person."""
        talks = form.talks
        return len(talks) < 2 or len({fold_name(values[name]) for _role, name, _pairs in talks}) == len(talks)

    def _made(self, model: type[Record], pairs: Pairs, values: dict[str, Any]) -> Item:
        item = Item(model, self.pool, None, {attribute: values[name] for attribute, name in pairs})
        self.pool.made.append(item)
        return item

    def _contact(self, talk: tuple[str, str, Pairs], values: dict[str, Any], firm: Item) -> Item:
        role, _name, pairs = talk
        contact = self._made(Contact, pairs, values)
        if role:
            contact.values["role"] = role
        contact.links = {"enterprise_id": firm}
        return contact
