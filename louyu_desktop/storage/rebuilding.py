"""Makes anew what is computed out of the records: folded keys, derived columns, the search index, rooms taken."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from louyu_desktop.models import RECORDS
from louyu_desktop.storage import indexing, slots_of_rooms
from louyu_desktop.storage.container import Report
from louyu_desktop.storage.derived import Derivation
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.tables import GRAMS, SearchRow
from louyu_desktop.text import _


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many records had another value, how many texts the index holds now, how many have no room any more."""

    values: int
    texts: int
    roomless: int


def rebuild(session: Session, report: Report) -> Rebuilt:
    """Do it inside a write that nobody else sees yet."""
    with door(session.connection()):
        values = sum(_complete(session, shape_of(model)) for model in RECORDS)
        report(0, 0, _("正在重算合计和关联"))
        values += _derive(session)
        report(0, 0, _("正在重建搜索索引"))
        texts = _index(session)
        roomless = slots_of_rooms.rebuild(session) if slots_of_rooms.wrong(session) else 0
    return Rebuilt(values, texts, roomless)


def _ids(session: Session, shape: Shape) -> list[int]:
    return list(session.scalars(select(shape.table.c.id).order_by(shape.table.c.id)))


def _complete(session: Session, shape: Shape) -> int:
    """Columns that follow from others of the same row."""
    changed, table = 0, shape.table
    for ids in chunks(_ids(session, shape)):
        for row in session.execute(select(table).where(table.c.id.in_(ids))).mappings().all():
            wanted = shape.model.complete(dict(row))
            if differing := {name: value for name, value in wanted.items() if row[name] != value}:
                key = table.c.id == bindparam("row_id")
                session.connection().execute(update(table).where(key).values(differing), {"row_id": row["id"]})
                changed += 1
    return changed


def _derive(session: Session) -> int:
    derivation = Derivation(session)
    for model in RECORDS:
        shape = shape_of(model)
        derivation.touch(shape, _ids(session, shape), altered=False)
    derivation.settle()
    return sum(len(ids) for ids in derivation.changed.values())


def _index(session: Session) -> int:
    """Every text of every live record, out of the records alone."""
    connection = session.connection()
    connection.exec_driver_sql(f"INSERT INTO {GRAMS} ({GRAMS}) VALUES ('delete-all')")
    connection.execute(delete(SearchRow))
    texts = 0
    for model in RECORDS:
        shape = shape_of(model)
        for ids in chunks(_ids(session, shape)) if indexing.searchable(shape) else ():
            texts += indexing.add(session, shape, ids)
    return texts
