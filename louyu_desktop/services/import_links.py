"""Rows about records that hang on others: preparations, answers, sign-ins; visits, requests, inspections, honours.

What a row refers to is found by the hidden identity of our own files, and by its name in files of others; it is
never made, because a sign-in without its activity says nothing.  A reference that may be missing and names what
the station has not is left out with a word of doubt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from louyu_desktop.models import (
    Account,
    Activity,
    Area,
    Building,
    Council,
    Enterprise,
    Equipment,
    Facility,
    Meeting,
    PartyOrganisation,
    Person,
    Record,
    ServiceItem,
    ServicePack,
    ServiceRequest,
    Topic,
    Visit,
)
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.import_build import Builder
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item, group_by
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.import_places import floor_of, room_of
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.ledgers import BECAME, LINKED, UID, LedgerColumn, column_of, columns_of
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.text import _


def _last_word(text: str) -> str:
    """The number at the end of 「上海某某有限公司 ZF-2026-0001」."""
    return text.rsplit(maxsplit=1)[-1] if text.strip() else ""


_FINDERS: dict[type[Record], tuple[tuple[str, Callable[[str], str]], ...]] = {
    Account: (("name", str.strip),),
    Activity: (("number", str), ("title", str)),
    Area: (("name", str.strip),),
    Building: (("name_key", fold_name), ("alias", str), ("former_name", str)),
    Council: (("name", str.strip),),
    Enterprise: (("name_key", fold_organisation),),
    Equipment: (("name", str.strip),),
    Facility: (("name_key", fold_name),),
    Meeting: (("number", str), ("name", str.strip)),
    PartyOrganisation: (("name", str),),
    Person: (("name_key", fold_name),),
    ServiceItem: (("code", str), ("name", str.strip)),
    ServicePack: (("name", str),),
    ServiceRequest: (("number", str), ("title", str.strip)),
    Topic: (("number", str), ("title", str.strip)),
    Visit: (("number", _last_word),),
}
"""The columns by which records are found that a row names, and how the name is folded for it."""

_BY_NAME = frozenset({"accounts"})
"""What has no identity outside its station: people who work there are known by name."""


class Linked(Builder):
    """Records that hang on others; who is named by several records is not guessed."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """What the rows refer to, and what hangs there already."""
        self.references: dict[str, LedgerColumn] = {c.attribute: c for c in columns_of(self.kind) if c.target}
        self.others = {name: self._look_up(name, rows) for name in self.references}
        self.keys = LINKED[self.kind]
        first = self.keys[0]
        known = self.pool.fetch(self.model, first, [self._part(row, first) for row in rows])
        self.numbered = "number" in self.model.__table__.c
        if self.numbered:
            known += self.pool.fetch(self.model, "number", [row.get("number") for row in rows])
        self.there: dict[Any, list[Item]] = {}
        for item in dict.fromkeys(known):
            for key in self._keys(item):
                self.there.setdefault(key, []).append(item)

    def _look_up(self, name: str, rows: Sequence[Parsed]) -> dict[str, list[Item]]:
        """The records that the column `name` may mean, by identity and by the words that stand in it."""
        model = shape_of(self.model).references[name]
        part = name.removesuffix("_id")
        exactly = self.references[name].target in _BY_NAME
        found: dict[str, list[Item]] = {}
        for item in self.pool.fetch(model, "uid", [row.get(f"{part}.{UID}") for row in rows]):
            found[str(item.get("uid"))] = [item]
        said = [str(row.get(name)) for row in rows if row.get(name) and (exactly or not row.exact)]
        for column, fold in _FINDERS.get(model, ()):
            words = {word: fold(word) for word in said}
            fitting = group_by(self.pool.fetch(model, column, words.values()), column)
            for word, folded in words.items():
                if folded in fitting:
                    found.setdefault(word, fitting[folded])
        return found

    def other(self, row: Parsed, name: str) -> Item | None:
        """The record that a row refers to with the column `name`."""
        items = self.others[name].get(str(row.get(f"{name.removesuffix('_id')}.{UID}") or ""))
        if items is None and (not row.exact or self.references[name].target in _BY_NAME):
            items = self.others[name].get(str(row.get(name) or ""), [])
        return items[0] if items and len(items) == 1 else None

    def _part(self, row: Parsed, name: str) -> Any:
        """One part of a row's key: the id of what it refers to, or the value itself."""
        if name not in self.references:
            return row.get(name)
        found = self.other(row, name)
        return None if found is None else found.id

    def _keys(self, item: Item) -> list[Any]:
        """What a record is found by: its number, and the values that tell it from others."""
        keys: list[Any] = [tuple(_folded(item.get(name)) for name in self.keys)]
        return [str(item.get("number")), *keys] if self.numbered and item.get("number") else keys

    def match(self, draft: Draft) -> Item | None:
        """The record with the same number, else with the same references and words; another number is another one."""
        row = draft.row
        number = str(row.get("number") or "") if self.numbered else ""
        if number and number in self.there:
            return self.there[number][0]
        found = self.there.get(tuple(_folded(self._part(row, name)) for name in self.keys), [])
        return next((item for item in found if not (number and item.get("number"))), None)

    def fill(self, draft: Draft) -> None:
        """Only when all is there without which the record is nothing."""
        for name, column in self.references.items():
            if ENTITIES[self.kind].field(name).mandatory and self.other(draft.row, name) is None:
                draft.row.refuse(name, self._missing(draft.row, column))
        if not draft.row.problems:
            super().fill(draft)

    def _missing(self, row: Parsed, column: LedgerColumn) -> str:
        label = column.label
        if len(self.others[column.attribute].get(str(row.get(column.attribute) or ""), ())) > 1:
            return _("叫这个名字的{label}不止一个，请在站里直接登记").format(label=label)
        return _("站里没有这个{label}，请先导入").format(label=label)

    def refers(self, draft: Draft, item: Item) -> None:
        """Point to what is there; what is not is a word of doubt."""
        row = draft.row
        for name, column in self.references.items():
            words, other = str(row.get(name) or ""), self.other(row, name)
            if other is not None:
                self.refer.point(draft, item, name, other, column.label, words)
            elif words:
                row.warnings.append(f"{column.label}：{words}")

    def know(self, item: Item) -> None:
        """By what it hangs on."""
        for key in self._keys(item):
            if item not in self.there.get(key, ()):
                self.pool.index(self.there, key, item)

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The same thing twice."""
        name = self.keys[-1] if self.keys[-1] in row.headings else self.keys[0]
        return name, _("同一{label}").format(label=column_of(self.kind, name).label)


class Units(Linked):
    """Floors and rooms, tenanted or not, by the words that an enterprise's ledger has for them."""

    def fill(self, draft: Draft) -> None:
        """Below the name of its building each row is another room."""
        draft.row.continued = False
        super().fill(draft)

    def _part(self, row: Parsed, name: str) -> Any:
        """Floor and room as they are kept."""
        return self._place(row).get(name) or super()._part(row, name)

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With floor and room as they are kept."""
        return {**super().own_values(draft), **self._place(draft.row)}

    def _place(self, row: Parsed) -> dict[str, str]:
        floor, room = str(row.get("floor") or ""), str(row.get("room") or "")
        if row.exact or not (floor or room):
            return {}
        floor = floor_of(floor)[:20]
        return {"floor": floor, "room": room_of(room, floor)[:40]}


class Team(Linked):
    """Who serves an enterprise: somebody may have left its team and come again."""

    def match(self, draft: Draft) -> Item | None:
        """The time that began on that day; a row without an end is about the one that has none either."""
        row = draft.row
        found = self.there.get(tuple(_folded(self._part(row, name)) for name in self.keys), [])
        same = [item for item in found if row.get("since") is not None and item.get("since") == row.get("since")]
        lasting = [item for item in found if item.get("until") is None]
        return next(iter(same or lasting), None)


class Rounds(Linked):
    """Words jotted down on a round, and the visit, request or lead that they became."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """With what the words became."""
        super().prepare(rows)
        self.became = {
            item.get("uid"): item
            for model in BECAME.values()
            for item in self.pool.fetch(model, "uid", [row.get("became.uid") for row in rows])
        }

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the id that the record has here; a word without a record behind it stays a word."""
        values = super().own_values(draft)
        found = self.became.get(draft.row.get("became.uid"))
        if found is not None and BECAME.get(str(values.get("became"))) is found.model:
            values["became_id"] = found.id
        return values


def _folded(value: Any) -> Any:
    if isinstance(value, str):
        return fold_name(value) or None
    return value.replace(second=0, microsecond=0) if isinstance(value, dt.datetime) else value
