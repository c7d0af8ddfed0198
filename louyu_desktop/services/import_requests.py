"""Rows about requests, which may be merged into one that comes further down, and about topics and public notices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from louyu_desktop.models import BY_KIND
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.import_change import Draft
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_links import Linked
from louyu_desktop.services.import_parsed import Parsed
from louyu_desktop.services.ledgers import UID, column_of

_MERGED = "merged_into_id"
_OVER = ("closed_on", "finished_on", "outcome", "satisfaction")
"""What only a request that was handled has; words about it may also say that it is not."""


class RequestRows(Linked):
    """Requests: what one was merged into may stand in the same file, above or below."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """And what waits for a request that comes further down."""
        super().prepare(rows)
        self.called: dict[str, list[Item]] = {}
        self.waiting: dict[str, list[Item]] = {}

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """Of a new one without a state, that it is over where the ledger says what came of it."""
        values = super().own_values(draft)
        is_new = draft.main is None or draft.main.current is None
        if is_new and not draft.row.exact and not values.get("state") and any(map(values.get, _OVER)):
            values["state"] = State.CLOSED.value
        return values

    def know(self, item: Item) -> None:
        """By its identity too; those that were merged into it and came before are told."""
        super().know(item)
        uid = str(item.get("uid"))
        self.pool.index(self.called, uid, item)
        for merged in self.waiting.get(uid, ()):
            merged.refer(_MERGED, item)

    def refers(self, draft: Draft, item: Item) -> None:
        """With the request that this one was merged into, as soon as it is known."""
        row = draft.row
        uid = str(row.get(f"merged_into.{UID}") or "")
        if not uid or self.other(row, _MERGED) is not None:
            super().refers(draft, item)
            return
        words = row.values.pop(_MERGED, None)
        super().refers(draft, item)
        if self.called.get(uid):
            label = column_of(self.kind, _MERGED).label
            self.refer.point(draft, item, _MERGED, self.called[uid][0], label, str(words or ""))
        else:
            self.pool.index(self.waiting, uid, item)


class Sourced(Linked):
    """What says by kind and number where it comes from: the number is that of the record here with that identity."""

    def prepare(self, rows: Sequence[Parsed]) -> None:
        """With what the rows come from."""
        super().prepare(rows)
        asked: dict[str, list[Any]] = {}
        for row in rows:
            if row.get(f"source_kind.{UID}") and row.get("source_kind") in BY_KIND:
                asked.setdefault(str(row.get("source_kind")), []).append(row.get(f"source_kind.{UID}"))
        self.sources = {
            (kind, item.get("uid")): item.id
            for kind, uids in asked.items()
            for item in self.pool.fetch(BY_KIND[kind], "uid", uids)
        }

    def own_values(self, draft: Draft) -> dict[str, Any]:
        """With the number that the source has here."""
        values = super().own_values(draft)
        found = self.sources.get((str(values.get("source_kind")), draft.row.get(f"source_kind.{UID}")))
        return {**values, "source_id": found} if found is not None else values
