"""The Ctrl+K box: anything by Chinese, pinyin, initials or digits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select

from louyu_desktop.models import BY_KIND
from louyu_desktop.services.copies import Hit
from louyu_desktop.services.references import ENTITIES, subtitle, titles, with_labels
from louyu_desktop.storage.database import Database

FOUND_EVERYWHERE = ("enterprises", "people", "activities", "buildings", "facilities", "organisations", "service-items")
"""Kinds that the box looks through, in the order of its groups."""


class Searching:
    """Finds records of every kind at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, text: str, kinds: Sequence[str] | None = None, limit: int = 4) -> tuple[Hit, ...]:
        """At most `limit` hits of each kind, in the order of the kinds."""
        if not text.strip():
            return ()
        wanted = kinds or FOUND_EVERYWHERE
        found = [hit for kind in wanted for hit in self._database.search(text, (kind,), limit)]
        because = {(hit.kind, hit.id): hit.text for hit in found}
        by_kind: dict[str, list[int]] = defaultdict(list)
        for hit in found:
            by_kind[hit.kind].append(hit.id)
        hits: list[Hit] = []
        with self._database.read() as session:
            for kind, ids in by_kind.items():
                model, entity = BY_KIND[kind], ENTITIES[kind]
                rows = session.execute(select(model.__table__).where(model.id.in_(ids))).mappings()
                copies = {row.id: row for row in with_labels(session, entity, rows)}
                names = titles(session, kind, ids)
                hits += [
                    Hit(kind, row_id, names[row_id], subtitle(entity, copies[row_id]), because[kind, row_id])
                    for row_id in ids
                    if row_id in copies
                ]
        return tuple(hits)
