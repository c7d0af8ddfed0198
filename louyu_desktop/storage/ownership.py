"""What belongs to what: a record goes into the bin, and comes out of it, with those that are nothing without it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Record
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.text import _

Part = tuple[type[Record], Sequence[int]]


def going(session: Session, shape: Shape, ids: Collection[int]) -> Iterator[Part]:
    """The live rows, by class, that go into the bin with the rows `ids`."""
    for model, column in shape.owned():
        table = shape_of(model).table
        yield model, session.scalars(
            select(table.c.id).where(table.c[column].in_(ids), table.c.archived_at.is_(None))
        ).all()


def coming(session: Session, shape: Shape, rows: Mapping[int, Mapping[str, Any]]) -> Iterator[Part]:
    """The rows, by class, that went into the bin with `rows` and that nothing else holds there.

    `rows` are as they were in the bin; they must be out of it by now.
    """
    moments: dict[dt.datetime, list[int]] = defaultdict(list)
    for row_id, row in rows.items():
        moments[row["archived_at"]].append(row_id)
    for moment, ids in moments.items():
        for model, column in shape.owned():
            table = shape_of(model).table
            wanted = select(table.c.id).where(table.c[column].in_(ids), table.c.archived_at == moment)
            for name, owner in shape_of(model).owners():
                other = shape_of(owner).table.alias()
                wanted = wanted.where(exists().where(other.c.id == table.c[name], other.c.archived_at.is_(None)))
            yield model, session.scalars(wanted).all()


def orphans(session: Session, shape: Shape, ids: Collection[int] | None = None) -> dict[str, int]:
    """How many live rows (of `ids`) belong to one in the bin, by the column that says so."""
    found = {}
    for name, model in shape.owners():
        owner = shape_of(model).table.alias()
        wanted = select(func.count()).select_from(shape.table).join(owner, owner.c.id == shape.table.c[name])
        wanted = wanted.where(shape.table.c.archived_at.is_(None), owner.c.archived_at.is_not(None))
        if ids is not None:
            wanted = wanted.where(shape.table.c.id.in_(ids))
        found[name] = session.scalar(wanted) or 0
    return found


def refuse_orphans(session: Session, *touched: Mapping[type[Record], Collection[int]]) -> None:
    """UserError when a written row lives while what it belongs to lies in the bin."""
    for model in {model for one in touched for model in one}:
        shape = shape_of(model)
        for part in chunks(sorted({row_id for one in touched for row_id in one.get(model, ())})):
            for name, count in orphans(session, shape, part).items():
                if count:
                    owner = _(shape.fields[name].label)
                    raise UserError(_("所属的{owner}在回收站里。请先把它恢复，再试一次").format(owner=owner), field=name)
