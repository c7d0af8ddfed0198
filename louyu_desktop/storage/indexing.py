"""The search index as it is kept: the texts of touched records go out and in with the write that touched them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Field
from louyu_desktop.models import RECORDS, Record
from louyu_desktop.models.base import among
from louyu_desktop.storage.grams import fold, placed_grams
from louyu_desktop.storage.shadow import next_search_id
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.tables import GRAMS, SearchRow

Entry = dict[str, Any]
COLUMNS = ("id", "kind", "row_id", "field", "sensitivity", "folded", "shown")
INSERT_ROW = f"INSERT INTO search_row ({', '.join(COLUMNS)}) VALUES (?, ?, ?, ?, ?, ?, ?)"
INSERT_GRAMS = f"INSERT INTO {GRAMS} (rowid, grams) VALUES (?, ?)"
_SET = f"INSERT INTO {GRAMS} ({GRAMS}, rank) VALUES (?, ?)"
_USUAL = (("automerge", 4), ("hashsize", 1 << 20))
_HURRIED = (("automerge", 16), ("hashsize", 16 << 20))


def searchable(shape: Shape) -> tuple[Field, ...]:
    """The fields of a record class that the box looks at, its title first."""
    found = [field for field in shape.fields.values() if field.searchable]
    return tuple(sorted(found, key=lambda field: field.name != shape.model.__entity__.title))


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
        for row_id, rowids in _otherwise(session, shape, sorted(known)):
            gone += rowids
            touched[shape.kind].add(row_id)
    _forget(session, sorted(gone))
    for shape in shapes:
        for part in chunks(sorted(touched[shape.kind])):
            add(session, shape, part)


def _otherwise(session: Session, shape: Shape, ids: Sequence[int]) -> Iterator[tuple[int, list[int]]]:
    """The records of `ids` whose texts are not as the index holds them, each with what it holds of it.

    Most changes touch no text: a sign-in changes the counts of its activity and the state of a registration.
    """
    for part in chunks(ids):
        held: dict[int, dict[tuple[Any, ...], int]] = {row_id: {} for row_id in part}
        for rowid, row_id, *text in session.execute(_held(), {"kind": shape.kind, "ids": list(part)}):
            held[row_id][tuple(text)] = rowid
        wanted: dict[int, set[tuple[Any, ...]]] = {row_id: set() for row_id in part}
        for _kind, row_id, *text in _folded(shape, texts_of(session, shape, part)):
            wanted[row_id].add(tuple(text))
        yield from ((row_id, [*held[row_id].values()]) for row_id in part if held[row_id].keys() != wanted[row_id])


@cache
def _held() -> Select[Any, Any, Any, Any, Any, Any]:
    row = SearchRow
    columns = (row.id, row.row_id, row.field, row.sensitivity, row.folded, row.shown)
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
    rows, grams = prepared(shape, texts_of(session, shape, ids), next_search_id(connection))
    if rows:
        connection.exec_driver_sql(INSERT_ROW, rows)
        connection.exec_driver_sql(INSERT_GRAMS, grams)
    return len(rows)


def texts_of(session: Session, shape: Shape, ids: Sequence[int]) -> Sequence[Sequence[Any]]:
    """The id and the values of the `searchable` fields of the live ones among the records `ids`."""
    return session.execute(_reading(shape.model), {"ids": list(ids)}).all()


@cache
def _reading(model: type[Record]) -> Select[Any]:
    shape = shape_of(model)
    columns = [shape.table.c[field.name] for field in searchable(shape)]
    return select(shape.table.c.id, *columns).where(among(shape.table.c.id), shape.table.c.archived_at.is_(None))


def prepared(
    shape: Shape, rows: Iterable[Sequence[Any]], first: int
) -> tuple[list[tuple[Any, ...]], list[tuple[int, str]]]:
    """What the index takes in for rows as `texts_of` gives them, for its two statements, from the id `first` on."""
    kind, title = shape.kind, shape.model.__entity__.title
    texts = [(number, *text) for number, text in enumerate(_folded(shape, rows), start=first)]
    return texts, [(text[0], placed_grams(kind, text[5], title=text[3] == title)) for text in texts]


def _folded(shape: Shape, rows: Iterable[Sequence[Any]]) -> Iterator[tuple[str, int, str, int, str, str | None]]:
    """The columns of the index, but for the id."""
    kind = shape.kind
    fields = [(field.name, int(field.sensitivity)) for field in searchable(shape)]
    for row_id, *values in rows:
        for (name, sensitivity), value in zip(fields, values, strict=True):
            if not value:
                continue
            shown = value if isinstance(value, str) else " ".join(value)
            folded = fold(shown)
            if folded:
                yield kind, row_id, name, sensitivity, folded, None if shown == folded else shown


def entries_of(session: Session, shape: Shape, ids: Sequence[int]) -> Iterator[Entry]:
    """What the index should hold for the live ones among the records `ids`."""
    return (dict(zip(COLUMNS[1:], text, strict=True)) for text in _folded(shape, texts_of(session, shape, ids)))


def hurry(raw: Any, *, hurried: bool) -> None:
    """Have the index put off merging what is written to it, or go on as usual; the file keeps this setting."""
    raw.executemany(_SET, _HURRIED if hurried else _USUAL).close()


def rebuild(connection: Connection) -> None:
    """Write the grams of every text that the index holds anew; for migrations, which know the tables of their time."""
    titles = {model.__entity__.kind: model.__entity__.title for model in RECORDS}
    connection.exec_driver_sql(f"INSERT INTO {GRAMS} ({GRAMS}) VALUES ('delete-all')")
    page, last = "SELECT id, kind, field, folded FROM search_row WHERE id > ? ORDER BY id LIMIT 1000", 0
    while rows := connection.exec_driver_sql(page, (last,)).all():
        last = rows[-1][0]
        grams = [(id_, placed_grams(kind, folded, title=name == titles[kind])) for id_, kind, name, folded in rows]
        connection.exec_driver_sql(INSERT_GRAMS, grams)
