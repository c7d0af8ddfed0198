"""What stands only once: the desk does not run into rows that it cannot see."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Index, text, update
from sqlalchemy.orm import Session

from louyu_desktop.storage.engine import door
from louyu_desktop.storage.shadow import hidden
from louyu_desktop.storage.shapes import Shape
from louyu_desktop.storage.tables import BulkOperation


def give_way(session: Session, shape: Shape, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have a bulk operation's rows leave the places that `rows` take and only one may have: it is not published."""
    span = hidden(session.connection()).get(shape.table.name)
    if span is None:
        return
    for index in shape.table.indexes:
        if index.unique:
            for row in rows:
                _leave(session, shape, index, row, span)


def _leave(session: Session, shape: Shape, index: Index, row: Mapping[str, Any], span: tuple[int, int]) -> None:
    table = shape.table
    place = {column.name: row[column.name] for column in index.columns}
    if row["archived_at"] is not None or None in place.values():
        return
    condition = text(str(index.dialect_options["sqlite"]["where"]))
    theirs = (table.c.id.between(*span), condition, *(table.c[name] == value for name, value in place.items()))
    connection = session.connection()
    with door(connection):
        gone = connection.execute(update(table).where(*theirs).values(archived_at=dt.datetime.now(dt.UTC)))
        if gone.rowcount:
            connection.execute(update(BulkOperation).values(clashed=True))
