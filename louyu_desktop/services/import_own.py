"""Rows about the station's own fields: each gets a spare column, that of its file where it is free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from louyu_desktop.errors import UserError
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.own_fields import CHOICE, SLOTS, TYPES, lines_of
from louyu_desktop.services.import_build import Builder
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.own_fields import fixed_type, free_slots, no_choices, none_left, refuse_same


class OwnFieldRows(Builder):
    """Fields of the station's own, found by their label."""

    folds = ("label",)

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """The columns that are left."""
        self.left = {kind: free_slots(self.pool.session, kind) for kind in TYPES}

    def know(self, item: Item) -> None:
        """By its label."""
        table, key = self.pool.named(self.model, fold_name, self.folds), fold_name(item.get("label"))
        if item not in table.get(key, ()):
            self.pool.index(table, key, item)

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the column that holds the values; it is never another one than it was."""
        row, item = draft.row, draft.main
        values = super().own_values(draft)
        if item is not None and item.current is not None:
            self._keep(row, values, item)
            return values
        kind = str(values.get("type") or TYPES[0])
        try:
            refuse_same(self.pool.session, str(values.get("label")), None)
        except UserError as refused:
            row.refuse("label", refused.sentence)
        if kind == CHOICE and not lines_of(values.get("choices")):
            row.refuse("choices", no_choices(), also=("type",))
        left = self.left.get(kind, [])
        if not left:
            row.refuse("type", none_left(kind))
            return {**values, "slot": SLOTS[TYPES[0]][0]}
        slot = values.get("slot") if values.get("slot") in left else left[0]
        self._take(str(slot))
        return {**values, "slot": slot}

    def _keep(self, row: Parsed, values: dict[str, Any], item: Item) -> None:
        """What a field holds does not change under its values."""
        values.pop("slot", None)
        kind = str(values.get("type") or item.get("type"))
        if item.get("slot") not in SLOTS.get(kind, ()):
            row.refuse("type", fixed_type(str(item.get("label")), str(item.get("type")), kind))

    def _take(self, slot: str) -> None:
        before = self.left
        self.left = {kind: [one for one in left if one != slot] for kind, left in before.items()}
        self.pool.journal.append(lambda: setattr(self, "left", before))
