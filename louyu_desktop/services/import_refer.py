"""References by name: what exists is used, what a ledger brings along is made, accounts are only matched."""

from __future__ import annotations

from typing import Any

from louyu_desktop.models import (
    RECORDS,
    Account,
    Area,
    Building,
    Enterprise,
    Facility,
    PartyOrganisation,
    Record,
    ServiceCategory,
    Unit,
)
from louyu_desktop.models.organisation import KINDS as PARTY_KINDS
from louyu_desktop.rules.names import clean, fold_name, fold_organisation
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item, Pool
from louyu_desktop.services.import_places import floor_of, room_of
from louyu_desktop.services.kinds import by_station
from louyu_desktop.services.ledgers import UID, LedgerColumn, columns_of
from louyu_desktop.services.tree_rules import ABOVE
from louyu_desktop.text import _

_MODELS: dict[str, tuple[type[Record], tuple[str, ...], bool]] = {
    "areas": (Area, ("name",), True),
    "buildings": (Building, ("name", "alias", "former_name"), True),
    "organisations": (PartyOrganisation, ("name",), True),
    "facilities": (Facility, ("name",), False),
    "accounts": (Account, ("name",), False),
}
"""Kind → its class, the names it is found by, and whether an import makes a missing one."""


class Referring:
    """Finds and makes what rows refer to, each record once for the whole import."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._units: dict[int, dict[Any, list[Item]]] = {}
        self._new_units: dict[Any, list[Item]] = {}
        self._firms: dict[str, list[Item]] = {}
        self._by_uid: dict[Any, Item] = {}

    def by_name(self, kind: str, text: str, uid: Any = None) -> Item | None:
        """The record of a small kind called `text`; made when the kind allows it, with its identity of elsewhere."""
        model, names, makes = _MODELS[kind]
        table = self.pool.named(model, fold_name, names)
        key = fold_name(text)
        found = table.get(key)
        if found:
            return found[0]
        if not makes or not key:
            return None
        made = self.pool.make(model, {"name": clean(text)})
        self.pool.identify(made, uid)
        if model is PartyOrganisation:
            made.values["kind"] = _kind_of_organisation(text)
        self.pool.index(table, key, made)
        return made

    def know_firms(self, names: list[str]) -> None:
        """Look up many enterprises by name at once, for `firm`."""
        keys = [fold_organisation(name) for name in names]
        for item in self.pool.fetch(Enterprise, "name_key", keys):
            self._firms.setdefault(item.get("name_key"), []).append(item)

    def know_uids(self, uids: list[Any]) -> None:
        """Look up many enterprises by identity at once, for `firm`."""
        self._by_uid = {item.get("uid"): item for item in self.pool.fetch(Enterprise, "uid", uids)}

    def firm(self, text: str, uid: Any = None) -> Item | None:
        """The live enterprise of that identity, or the one of that name; None when there is none, or more than one."""
        found = self._firms.get(fold_organisation(text), [])
        if uid in self._by_uid:
            return self._by_uid[uid]
        return found[0] if len(found) == 1 else None

    def category(self, code: str, name: str, uid: Any = None) -> Item | None:
        """A category by code letter, by name, or by 「A 党务服务」; made when it has a code."""
        table = self.pool.named(ServiceCategory, fold_name, ("code", "name"))
        found = next((table[fold_name(t)][0] for t in (code, name) if t and table.get(fold_name(t))), None)
        if found is not None or not code:
            return found
        made = self.pool.make(ServiceCategory, {"code": clean(code), "name": clean(name or code)})
        self.pool.identify(made, uid)
        for text in dict.fromkeys((fold_name(code), fold_name(name or code))):
            self.pool.index(table, text, made)
        return made

    def known_building(self, text: str) -> Item | None:
        """The building of that name, if the station has it."""
        model, names, _makes = _MODELS["buildings"]
        found = self.pool.named(model, fold_name, names).get(fold_name(text))
        return found[0] if found else None

    def known_unit(self, building: Item, floor: str, room: str) -> Item | None:
        """The unit with this floor and room, if there is one."""
        table, key = self._units_of(building, floor, room)
        return table[key][0] if table.get(key) else None

    def _units_of(self, building: Item, floor: str, room: str) -> tuple[dict[Any, list[Item]], Any]:
        """The table of a building's units, and the key under which this one stands."""
        if building.id is None:
            return self._new_units, (id(building), floor, room)
        if building.id not in self._units:
            rows = self.pool.fetch(Unit, "building_id", [building.id])
            table: dict[Any, list[Item]] = {}
            for unit in rows:
                table.setdefault((unit.get("floor"), unit.get("room")), []).append(unit)
            for unit in rows:
                table.setdefault(_alike(unit), []).append(unit)
            self._units[building.id] = table
        return self._units[building.id], (floor, room)

    def unit(self, building: Item, floor: str, room: str, uid: Any = None) -> Item:
        """A unit of a building; made when there is none with this floor and room."""
        table, key = self._units_of(building, floor, room)
        if table.get(key):
            return table[key][0]
        made = self.pool.make(Unit, {"floor": floor, "room": room})
        self.pool.identify(made, uid)
        made.refer("building_id", building)
        self.pool.index(table, key, made)
        return made

    def lay_references(self, draft: Draft, item: Item, kind: str, part: str = "") -> None:
        """Point the references of one part to the records that the row names; what is not found stays as it is."""
        for column in _references(kind, part, item.model):
            text = draft.row.get(column.name)
            if text is None:
                continue
            uid = draft.row.get(f"{column.attribute.removesuffix('_id')}.{UID}")
            other = self.by_name(column.target, str(text), uid)
            if other is None:
                draft.row.warnings.append(f"{column.label}：{text}")
                continue
            self.point(draft, item, column.attribute, other, column.label, str(text))

    def point(self, draft: Draft, item: Item, name: str, other: Item, label: str, text: str) -> None:
        """Point one reference, and note it where that is a change; nothing comes to stand below itself."""
        if item.refers_to(name, other):
            return
        if name == ABOVE and self._is_below(other, item):
            draft.row.warnings.append(_("{label}：「{text}」自己在它下面，没有改").format(label=label, text=text))
            return
        if not item.is_new:
            draft.note(label, self._title(item, name), text)
        item.refer(name, other)

    def _is_below(self, other: Item | None, item: Item) -> bool:
        """Whether `other` is `item`, or stands below it, as the import leaves them."""
        passed: list[Item] = []
        while other is not None and other is not item and other not in passed:
            passed.append(other)
            found = self.pool.fetch(other.model, "id", [other.get(ABOVE)])
            other = other.links.get(ABOVE) or next(iter(found), None)
        return other is item

    def _title(self, item: Item, name: str) -> str:
        """The name of what a reference points to now, "" for nothing."""
        target = item.get(name)
        if target is None:
            return ""
        column = next(iter(item.model.__table__.c[name].foreign_keys)).column
        model = next(record for record in RECORDS if record.__tablename__ == column.table.name)
        found = self.pool.fetch(model, "id", [target], archived=True)
        return str(found[0].get("name")) if found else ""


@by_station
def _references(kind: str, part: str, model: type[Record]) -> tuple[LedgerColumn, ...]:
    """The columns of one part that refer to records by name."""
    known = model.__table__.c
    return tuple(c for c in columns_of(kind) if c.part == part and c.target in _MODELS and c.attribute in known)


def _alike(unit: Item) -> tuple[str, str]:
    """How a unit that was typed in full would be read: room 805 on floor 8 is also 05."""
    floor = floor_of(unit.get("floor") or "")
    return floor, room_of(unit.get("room") or "", floor)


def _kind_of_organisation(name: str) -> str | None:
    """The kind that the end of a full name says (…联合党支部)."""
    fitting = [kind for kind in PARTY_KINDS if clean(name).endswith(kind)]
    return max(fitting, key=len, default=None)
