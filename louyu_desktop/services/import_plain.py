"""Rows about new enterprises that leave nothing to ask: nearly all rows of a first ledger, planned in one go.

Such a row has a name that the station does not have, nor an earlier row without code; a code that neither has; a
building with floor or room; and values that cannot contradict each other.  What it makes is what `Enterprises`
would make; any other row is left to it.  Of a firm that no other row is about nothing is made but what it refers
to: its records are written as columns (`Settled`, `frames`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
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
from louyu_desktop.storage.bulk_rows import Frame, gathered

_ASKS_MORE = frozenset({
    UID, "remark+", "lease", "chief_liaison_id",
    "contact.phone+", "contact.since", "contact.until", "contact.is_primary",
    "occupancy.moved_in_on", "occupancy.ended_on", "unit.area", "unit.remark",
})  # fmt: skip
"""Values for which `Enterprises` has a word to say."""

Pairs = tuple[tuple[str, str], ...]
"""Attributes of a record, and the columns that they come from."""


class Talk(NamedTuple):
    """One whom a row names: the role ("" for the contact), the column of the name, and the others."""

    role: str
    name: str
    pairs: Pairs


class _Form(NamedTuple):
    """What rows with the same columns filled make: a firm, its seat, and those one may talk to, the first one first.

    `asks` when it takes more.
    """

    asks: bool
    firm: Pairs
    seat: Pairs
    talks: tuple[Talk, ...]


@by_station
def _form(kind: str, filled: tuple[str, ...]) -> _Form:
    names = frozenset(filled)
    parts = [part for part in ("contact", *ROLES) if f"{part}.name" in names]
    alone = any(f"{part}.phone" in names and part not in parts for part in ("contact", *ROLES))
    pairs = {part: plain_columns(kind, part, names) for part in ("", "occupancy", *parts)}
    turned = {part: tuple((attribute, name) for name, attribute in found) for part, found in pairs.items()}
    talks = tuple(Talk(ROLES.get(part, ""), f"{part}.name", turned[part]) for part in parts)
    return _Form(alone or not _ASKS_MORE.isdisjoint(names), turned[""], turned["occupancy"], talks)


class Settled(NamedTuple):
    """A plain row of whose firm no other row tells, with the unit in which it sits."""

    form: _Form
    values: dict[str, Any]
    unit: Item


class PlainFirms:
    """Plans the plain rows of one import, sharing everything with the builder of the others.

    `brought` counts the records that come along with those that were settled.
    """

    def __init__(self, builder: Enterprises) -> None:
        self.builder = builder
        self.pool: Pool = builder.pool
        self.kind = builder.kind
        self.settled: Settled | None = None
        self.brought: Counter[type[Record]] = Counter()

    def plan(self, row: Parsed, *, alone: bool = False) -> PlanRow | None:
        """The row of the plan; None for a row that is not plain.  `alone`, it is `settled`, and nothing is made."""
        self.settled = None
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
        unit = firms.refer.unit(place, floor, room)
        if unit.id is not None:
            firms.units[unit.id] = unit
        if alone:
            self.settled = Settled(form, values, unit)
            self.brought[Occupancy] += 1
            self.brought[Contact] += len(form.talks)
        else:
            firm = self._firm(form, values, unit)
            firms.places[firm] = {(fold_name(str(building)), floor, room)}
            firms.seen[firm] = row
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

    def _firm(self, form: _Form, values: dict[str, Any], unit: Item) -> Item:
        firm = self._made(Enterprise, form.firm, values)
        seat = self._made(Occupancy, form.seat, values)
        seat.links = {"enterprise_id": firm, "unit_id": unit}
        if unit.id is not None:
            seat.refer("unit_id", unit)
        contacts = [self._contact(talk, values, firm) for talk in form.talks]
        for contact in contacts:
            contact.values["is_primary"] = contact is contacts[0]
        self.builder.meet(firm)
        self.builder.seats[firm], self.builder.contacts[firm] = [seat], contacts
        return firm

    def _contact(self, talk: Talk, values: dict[str, Any], firm: Item) -> Item:
        contact = self._made(Contact, talk.pairs, values)
        if talk.role:
            contact.values["role"] = talk.role
        contact.links = {"enterprise_id": firm}
        return contact


def frames(settled: Sequence[Settled], given: Mapping[type[Record], int]) -> Iterator[Frame]:
    """The records of settled rows for a bulk operation, from the ids `given` on; those referred to have theirs."""
    first = given[Enterprise]
    values = [one.values for one in settled]
    firms = range(first, first + len(settled))
    units = [one.unit.written_as for one in settled]
    seats = _names(one.form.seat for one in settled)
    yield gathered(Occupancy, given[Occupancy], values, seats, {"enterprise_id": list(firms), "unit_id": units})
    yield from _contacts(settled, first, given[Contact])
    yield gathered(Enterprise, first, values, _names(one.form.firm for one in settled), {})


def _contacts(settled: Sequence[Settled], firm: int, contact: int) -> Iterator[Frame]:
    """Those one may talk to, each part of the rows by itself; of one firm they stay in order."""
    named: dict[str, list[tuple[int, Settled, Talk]]] = defaultdict(list)
    for place, one in enumerate(settled):
        for talk in one.form.talks:
            named[talk.name].append((place, one, talk))
    for name in sorted(named, key=_ORDER.index):
        found = named[name]
        more: dict[str, list[Any]] = {
            "enterprise_id": [firm + place for place, _one, _talk in found],
            "is_primary": [talk is one.form.talks[0] for _place, one, talk in found],
        }
        if found[0][2].role:
            more["role"] = [talk.role for _place, _one, talk in found]
        names = _names(talk.pairs for _place, _one, talk in found)
        yield gathered(Contact, contact, [one.values for _place, one, _talk in found], names, more)
        contact += len(found)


_ORDER = tuple(f"{part}.name" for part in ("contact", *ROLES))


def _names(pairs: Iterable[Pairs]) -> dict[str, list[str]]:
    """By attribute the columns that it may come from; the last one that is filled counts."""
    found: dict[str, list[str]] = {}
    for attribute, name in dict.fromkeys(chain.from_iterable(dict.fromkeys(pairs))):
        found.setdefault(attribute, []).append(name)
    return found
