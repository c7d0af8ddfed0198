"""The Ctrl+K box: anything by Chinese, pinyin, initials or digits, and what was opened last."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Entity, Field
from louyu_desktop.models import BY_KIND, Recent
from louyu_desktop.services.copies import Hit, HitsOfKind, Shown
from louyu_desktop.services.references import (
    kinds_for,
    role_of,
    subtitle_parts,
    titles,
    unseen,
    with_labels,
)
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.grams import places
from louyu_desktop.storage.stopping import Stop

__all__ = ["FOUND_EVERYWHERE", "Searching", "Stop"]

FOUND_EVERYWHERE = (
    "enterprises", "people", "activities", "buildings", "facilities", "organisations", "visits", "requests", "leads",
    "service-items", "topics", "wishes", "providers",
)  # fmt: skip
"""Kinds that the box looks through, in the order of its groups."""

_REMEMBERED = 50


class Searching:
    """Finds records of every kind at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(
        self, text: str, kinds: Sequence[str] | None = None, limit: int = 4, stop: Stop | None = None
    ) -> tuple[HitsOfKind, ...]:
        """The best hits of each kind, at most `limit`, in the order of the kinds; nothing for blank words.

        Only of kinds and fields that the person sees.  CancelledError when `stop` is set before the answer is there.
        """
        role, stop = role_of(self._database), stop or Stop()
        seen = self._seen()
        wanted = [kind for kind in kinds or FOUND_EVERYWHERE if kind in seen]
        with self._database.read() as session, stop.over(session):
            asked = search.ask(session, text, wanted)
            if not asked.terms:
                return ()
            found = [search.find(session, asked, kind, limit, stop, unseen(role, kind)) for kind in wanted]
            return tuple(
                HitsOfKind(one.kind, _hits(session, seen[one.kind], ids, asked.terms), one.count, one.more)
                for one, ids in ((one, [hit.id for hit in one.hits]) for one in found)
            )

    def recent(self, limit: int = 8) -> tuple[Hit, ...]:
        """What the person on duty opened last, newest first, as far as it is still there."""
        seen = self._seen()
        mine = select(Recent.kind, Recent.row_id).where(Recent.account_id == (self._database.actor or 0))
        mine = mine.where(Recent.kind.in_(seen))
        with self._database.read() as session:
            opened = session.execute(mine.order_by(Recent.opened_at.desc(), Recent.id.desc()).limit(limit)).all()
            by_kind: dict[str, list[int]] = defaultdict(list)
            for kind, row_id in opened:
                by_kind[kind].append(row_id)
            found = (hit for kind, ids in by_kind.items() for hit in _hits(session, seen[kind], ids, ()))
            hits = {(hit.kind, hit.id): hit for hit in found}
            return tuple(hits[kind, row_id] for kind, row_id in opened if (kind, row_id) in hits)

    def _seen(self) -> dict[str, Entity]:
        """What the person sees of each kind."""
        return {entity.kind: entity for entity in kinds_for(role_of(self._database))}

    def remember(self, kind: str, row_id: int) -> None:
        """Keep that the person on duty opened a record; only the latest ones stay."""
        if self._database.read_only:
            return
        mine = {"account_id": self._database.actor or 0}
        with self._database.write("") as write:
            write.put(Recent, {**mine, "kind": kind, "row_id": row_id}, {"opened_at": dt.datetime.now(dt.UTC)})
            newest = select(Recent.id).where(Recent.account_id == mine["account_id"])
            old = write.session.scalars(newest.order_by(Recent.opened_at.desc(), Recent.id.desc()).offset(_REMEMBERED))
            for recent_id in old.all():
                write.put(Recent, {"id": recent_id}, None)


def _hits(session: Session, entity: Entity, ids: Collection[int], terms: Sequence[str]) -> tuple[Hit, ...]:
    """The live ones of these records, each with what it is called and why it was found."""
    if not ids:
        return ()
    kind, model = entity.kind, BY_KIND[entity.kind]
    live = select(model.__table__).where(model.id.in_(ids), model.archived_at.is_(None))
    copies = {row.id: row for row in with_labels(session, entity, session.execute(live).mappings())}
    names = titles(session, kind, ids)
    texts = search.texts(session, kind, ids) if terms else {}
    title, fields = entity.field(entity.title), {field.name: field for field in entity.fields}
    return tuple(
        Hit(
            kind, row_id, _marked(Shown(title, names[row_id]), terms),
            tuple(Shown(field, words) for field, words in subtitle_parts(entity, copies[row_id])),
            _because(names[row_id], _shown(fields, texts.get(row_id, ())), terms),
        )
        for row_id in ids
        if row_id in copies
    )  # fmt: skip


def _shown(fields: Mapping[str, Field], texts: Iterable[tuple[str, str]]) -> list[Shown]:
    """The texts of the fields that are seen."""
    return [Shown(fields[name], text) for name, text in texts if name in fields]


def _because(title: str, texts: Iterable[Shown], terms: Sequence[str]) -> tuple[Shown, ...]:
    """For each word that the title does not hold the first field that does; a field stands once, with all its marks."""
    texts = list(texts)
    found: dict[str, Shown] = {}
    for term in terms:
        if not places(title, term):
            holding = next((one for one in texts if places(one.text, term)), None)
            if holding is not None:
                found[holding.field.name] = _marked(holding, terms)
    return tuple(found.values())


def _marked(shown: Shown, terms: Sequence[str]) -> Shown:
    """A value with what was searched for marked, overlaps as one."""
    marks: list[tuple[int, int]] = []
    for start, end in sorted(place for term in terms for place in places(shown.text, term)):
        if marks and start <= marks[-1][1]:
            marks[-1] = (marks[-1][0], max(end, marks[-1][1]))
        else:
            marks.append((start, end))
    return Shown(shown.field, shown.text, tuple(marks))
