"""The search index as it is kept: the texts of touched records go out and in with the write that touched them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Field
from louyu_desktop.models import Record
from louyu_desktop.models.base import among
from louyu_desktop.storage.gram_columns import grams_of
from louyu_desktop.storage.joined import Joined, join
from louyu_desktop.storage.shadow import next_search_id
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.tables import GRAMS, SearchRow

Columns = list[list[Any]]
Entry = tuple[str, str, str | None]
"""What the index holds of a record: `fields`, `folded` and `shown`."""

ROW = ("id", "kind", "row_id", "fields", "folded", "shown")
INSERT_ROW = f"INSERT INTO search_row ({', '.join(ROW)}) VALUES (?, ?, ?, ?, ?, ?)"
INSERT_GRAMS = f"INSERT INTO {GRAMS} (rowid, grams) VALUES (?, ?)"
_SET = f"INSERT INTO {GRAMS} ({GRAMS}, rank) VALUES (?, ?)"
_USUAL = (("automerge", 4), ("hashsize", 1 << 20))
_HURRIED = (("automerge", 16), ("hashsize", 4 << 20))
"""More than the cache of a processor holds takes longer, not less."""


def searchable(shape: Shape) -> tuple[Field, ...]:
    """The fields of a record class that the box looks at, its title first."""
    found = [field for field in shape.fields.values() if field.searchable]
    return tuple(sorted(found, key=lambda field: field.name != shape.model.__entity__.title))


@cache
def deciding(model: type[Record]) -> frozenset[str]:
    """The columns by which the index holds what it does of a record: a change of others leaves it as it is."""
    return frozenset({"archived_at", *(field.name for field in searchable(shape_of(model)))})


def refresh(
    session: Session, stale: Mapping[type[Record], Collection[int]], fresh: Mapping[type[Record], Collection[int]]
) -> None:
    """Index anew the rows that were changed or removed (`stale`) or just added (`fresh`), where a text is another.

    Out first, then in, each by growing rowid: FTS5 writes its batch to disk whenever a rowid is not greater
    than the one before, which made removals 30 times slower.
    """
    shapes = [shape for model in {*stale, *fresh} if searchable(shape := shape_of(model))]
    gone: list[int] = []
    touched = {shape.kind: set(fresh.get(shape.model, ())) for shape in shapes}
    for shape in shapes:
        known = set(stale.get(shape.model, ())) - touched[shape.kind]
        for row_id, rowid in _otherwise(session, shape, sorted(known)):
            gone += [] if rowid is None else [rowid]
            touched[shape.kind].add(row_id)
    _forget(session, sorted(gone))
    for shape in shapes:
        for part in chunks(sorted(touched[shape.kind])):
            add(session, shape, part)


def _otherwise(session: Session, shape: Shape, ids: Sequence[int]) -> Iterator[tuple[int, int | None]]:
    """The records of `ids` whose texts are not as the index holds them, each with its row there.

    Most changes touch no text: a sign-in changes the counts of its activity and the state of a registration.
    """
    for part in chunks(ids):
        rows = session.execute(_held(), {"kind": shape.kind, "ids": list(part)})
        held = {row_id: (rowid, tuple(entry)) for row_id, rowid, *entry in rows}
        wanted = entries_of(session, shape, part)
        for row_id in part:
            rowid, entry = held.get(row_id, (None, None))
            if entry != wanted.get(row_id):
                yield row_id, rowid


@cache
def _held() -> Select[Any, Any, Any, Any, Any]:
    row = SearchRow
    columns = (row.row_id, row.id, row.fields, row.folded, row.shown)
    return select(*columns).where(row.kind == bindparam("kind"), among(row.row_id))


def _forget(session: Session, rowids: Sequence[int]) -> None:
    connection = session.connection()
    for part in chunks(rowids):
        connection.exec_driver_sql(f"DELETE FROM {GRAMS} WHERE rowid = ?", [(rowid,) for rowid in part])
    for part in chunks(rowids):
        connection.exec_driver_sql("DELETE FROM search_row WHERE id = ?", [(rowid,) for rowid in part])


def add(session: Session, shape: Shape, ids: Sequence[int]) -> int:
    """Index records that the index knows nothing of; gives the number of their texts."""
    connection = session.connection()
    texts = _joined(session, shape, ids)
    if texts.ids:
        rows, grams = prepared(shape, texts, next_search_id(connection))
        connection.exec_driver_sql(INSERT_ROW, list(zip(*rows, strict=True)))
        connection.exec_driver_sql(INSERT_GRAMS, list(zip(*grams, strict=True)))
    return sum(map(bool, chain.from_iterable(texts.texts.values())))


def texts_of(session: Session, shape: Shape, ids: Sequence[int]) -> Sequence[Sequence[Any]]:
    """The id and the values of the `searchable` fields of the live ones among the records `ids`."""
    return session.execute(_reading(shape.model), {"ids": list(ids)}).all()


@cache
def _reading(model: type[Record]) -> Select[Any]:
    shape = shape_of(model)
    columns = [shape.table.c[field.name] for field in searchable(shape)]
    return select(shape.table.c.id, *columns).where(among(shape.table.c.id), shape.table.c.archived_at.is_(None))


def joined(shape: Shape, ids: Sequence[int], columns: Iterable[Sequence[Any]]) -> Joined:
    """The values of the `searchable` fields of some records, a column for each."""
    return join([field.name for field in searchable(shape)], ids, columns)


def _joined(session: Session, shape: Shape, ids: Sequence[int]) -> Joined:
    rows = texts_of(session, shape, ids)
    found, *columns = zip(*rows, strict=True) if rows else [()] * (1 + len(searchable(shape)))
    return joined(shape, found, columns)


def prepared(shape: Shape, texts: Joined, first: int) -> tuple[Columns, Columns]:
    """What the index takes in for its two statements, column by column, from the id `first` on."""
    numbers = list(range(first, first + len(texts.ids)))
    rows: Columns = [numbers, [shape.kind] * len(numbers), texts.ids, texts.fields, texts.folded, texts.shown]
    return rows, [numbers, documents(shape.kind, shape.model.__entity__.title, texts.texts)]


def documents(kind: str, title: str, texts: Mapping[str, Sequence[str]]) -> list[bytes]:
    """The grams of each record, all of its texts together; `texts` has a column for each field."""
    placed = (grams_of(column, kind, title=name == title) for name, column in texts.items())
    return list(map(b" ".join, zip(*placed, strict=True)))


def entries_of(session: Session, shape: Shape, ids: Sequence[int]) -> dict[int, Entry]:
    """What the index should hold for the live ones among the records `ids`."""
    texts = _joined(session, shape, ids)
    return dict(zip(texts.ids, zip(texts.fields, texts.folded, texts.shown, strict=True), strict=True))


def hurry(raw: Any, *, hurried: bool) -> None:
    """Have the index put off merging what is written to it, or go on as usual; the file keeps this setting."""
    raw.executemany(_SET, _HURRIED if hurried else _USUAL).close()
