"""What stands only once: the desk does not run into rows that it cannot see."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Index, UniqueConstraint, Update, text, tuple_, update
from sqlalchemy.orm import Session

from louyu_desktop.models import Record
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.shadow import hidden
from louyu_desktop.storage.shapes import Shape, shape_of
from louyu_desktop.storage.tables import BulkOperation

Place = tuple[tuple[str, ...], str]
"""The columns of what may stand only once, and the condition for rows that count; blank for all."""

_STATE = re.compile(r"(\w+) IS (NOT )?NULL")
_AMONG = re.compile(r"(\w+) IN \(([^)]*)\)")
_LIVE = "archived_at IS NULL"


def give_way(session: Session, shape: Shape, rows: Sequence[Mapping[str, Any]]) -> None:
    """Have a bulk operation's rows leave the places that `rows` take and only one may have: it is not published."""
    connection = session.connection()
    span = hidden(connection).get(shape.table.name)
    if span is None:
        return
    gone = 0
    with door(connection):
        for place in _places(shape.model):
            taken = {key for row in rows if (key := _taken(row, place)) is not None}
            if taken:
                gone += connection.execute(_leaving(shape, place, taken, span)).rowcount
        if gone:
            connection.execute(update(BulkOperation).values(clashed=True))


@cache
def _places(model: type[Record]) -> tuple[Place, ...]:
    table = shape_of(model).table
    indexes = [
        (tuple(column.name for column in index.columns), _condition(index))
        for index in table.indexes
        if index.unique
    ]
    always = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    return (*indexes, *((tuple(column.name for column in one.columns), "") for one in always))


def _condition(index: Index) -> str:
    where = index.dialect_options["sqlite"]["where"]
    return "" if where is None else str(where)


def _taken(row: Mapping[str, Any], place: Place) -> tuple[Any, ...] | None:
    """What a row takes; None when it does not count."""
    names, condition = place
    key = tuple(row[name] for name in names)
    return key if counts(condition, row) and None not in key else None


def counts(condition: str, row: Mapping[str, Any]) -> bool:
    """Whether a row is one of those of which a unique index with this condition lets only one stand."""
    blank = all((row[name] is None) is not bool(negated) for name, negated in _STATE.findall(condition))
    return blank and all(f"'{row[name]}'" in among for name, among in _AMONG.findall(condition))


def _leaving(shape: Shape, place: Place, taken: set[tuple[Any, ...]], span: tuple[int, int]) -> Update:
    """Into the bin with them; where that is not enough, the text gets a sign that no other has."""
    names, condition = place
    columns = [shape.table.c[name] for name in names]
    there = columns[0].in_([key[0] for key in taken]) if len(names) == 1 else tuple_(*columns).in_(taken)
    theirs = update(shape.table).where(there, (shape.table.c.id + 0).between(*span))
    if condition:
        theirs = theirs.where(text(condition))
    stays = {} if _LIVE in condition else {column: column.concat("\x1f") for column in columns}
    return theirs.values({shape.table.c.archived_at: dt.datetime.now(dt.UTC), **stays})
