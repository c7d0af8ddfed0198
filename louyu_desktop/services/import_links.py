"""Rows about records that hang on others: preparations, questions, answers, sign-ins, signatures.

What a row refers to is found by the hidden identity of our own files, and by its name in files of others; it is
never made, because a sign-in without its activity says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from louyu_desktop.models import Activity, Enterprise, Facility, Person, Record
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.services.import_build import Builder
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item, group_by
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.ledgers import ENTITIES, LINKED, UID, LedgerColumn, column_of, columns_of
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.text import _

_FINDERS: dict[type[Record], tuple[tuple[str, Callable[[str], str]], ...]] = {
    Activity: (("number", str), ("title", str)),
    Person: (("name_key", fold_name),),
    Enterprise: (("name_key", fold_organisation),),
    Facility: (("name", str),),
}
"""The columns by which records are found that a row names, and how the name is folded for it."""


class Linked(Builder):
    """Records that hang on others; who is named by several records is not guessed."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """What the rows refer to, and what hangs there already."""
        self.references: dict[str, LedgerColumn] = {c.attribute: c for c in columns_of(self.kind) if c.target}
        self.others = {name: self._look_up(name, rows) for name in self.references}
        self.keys = LINKED[self.kind]
        parents = [item.id for row in rows if (item := self._of(row, self.keys[0])) is not None]
        known = self.pool.fetch(self.model, self.keys[0], parents)
        self.there: dict[Any, Item] = {self._key(item): item for item in known}

    def _look_up(self, name: str, rows: Sequence[Parsed]) -> dict[str, list[Item]]:
        """The records that the column `name` may mean, by identity and by the words that stand in it."""
        model = shape_of(self.model).references[name]
        part = name.removesuffix("_id")
        found: dict[str, list[Item]] = {}
        for item in self.pool.fetch(model, "uid", [row.get(f"{part}.{UID}") for row in rows]):
            found[str(item.get("uid"))] = [item]
        for column, fold in _FINDERS.get(model, ()):
            words = {str(row.get(name)): fold(str(row.get(name))) for row in rows if row.get(name) and not row.exact}
            fitting = group_by(self.pool.fetch(model, column, words.values()), column)
            for word, folded in words.items():
                if folded in fitting:
                    found.setdefault(word, fitting[folded])
        return found

    def _of(self, row: Parsed, name: str) -> Item | None:
        """The record that a row refers to with the column `name`."""
        items = self.others[name].get(str(row.get(f"{name.removesuffix('_id')}.{UID}") or ""))
        if items is None and not row.exact:
            items = self.others[name].get(str(row.get(name) or ""), [])
        return items[0] if items and len(items) == 1 else None

    def _key(self, item: Item) -> tuple[Any, ...]:
        return tuple(_folded(item.get(name)) for name in self.keys)

    def match(self, draft: Draft) -> Item | None:
        """The record with the same references and words."""
        row, key = draft.row, []
        for name in self.keys:
            other = self._of(row, name) if name in self.references else None
            key.append(other.id if other is not None else _folded(row.get(name)))
        return self.there.get(tuple(key))

    def fill(self, draft: Draft) -> None:
        """Only when all is there without which the record is nothing."""
        for name, column in self.references.items():
            if ENTITIES[self.kind].field(name).mandatory and self._of(draft.row, name) is None:
                draft.row.refuse(name, self._missing(draft.row, column))
        if not draft.row.problems:
            super().fill(draft)

    def _missing(self, row: Parsed, column: LedgerColumn) -> str:
        label = column.label
        if len(self.others[column.attribute].get(str(row.get(column.attribute) or ""), ())) > 1:
            return _("叫这个名字的{label}不止一个，请在站里直接登记").format(label=label)
        return _("站里没有这个{label}，请先导入").format(label=label)

    def settle(self, draft: Draft, item: Item | None) -> Item:
        """With its references, which are there."""
        row = draft.row
        if item is None:
            item = self.pool.make(self.model)
        for name, column in self.references.items():
            other = self._of(row, name)
            if other is None:
                continue
            if item.is_new:
                item.refer(name, other)
            else:
                self.refer.point(draft, item, name, other, column.label, str(row.get(name) or ""))
        return super().settle(draft, item)

    def know(self, item: Item) -> None:
        """By what it hangs on."""
        key = self._key(item)
        if key not in self.there:
            self.there[key] = item
            self.pool.journal.append(lambda: self.there.pop(key, None))

    def sameness(self, row: Parsed, first: Parsed) -> tuple[str, str]:
        """The same thing twice."""
        name = self.keys[-1] if self.keys[-1] in row.headings else self.keys[0]
        return name, _("同一{label}").format(label=column_of(self.kind, name).label)


def _folded(value: Any) -> Any:
    return fold_name(value) if isinstance(value, str) else value
