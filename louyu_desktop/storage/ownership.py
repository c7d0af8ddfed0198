"""What belongs to what: a record goes into the bin, and comes out of it, with those that are nothing without it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Attachment, Record
from louyu_desktop.models.base import among
from louyu_desktop.storage import hanging
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
    yield Attachment, hanging.live_on(session, shape.kind, ids)


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
        yield Attachment, hanging.gone_with(session, shape.kind, ids, moment)


@cache
def deciding(model: type[Record]) -> frozenset[str]:
    """The columns by which a record lives and belongs to others: a change of the rest makes no orphan."""
    shape = shape_of(model)
    return shape.names if model is Attachment else frozenset({"archived_at", *dict(shape.owners())})


def orphans(session: Session, shape: Shape, ids: Collection[int] | None = None) -> dict[str, int]:
    """How many live rows (of `ids`) belong to one in the bin, by the column that says so."""
    statement = _orphans(shape.model, some=ids is not None)
    if statement is None:
        return {}
    return dict(session.execute(statement, {} if ids is None else {"ids": list(ids)}).mappings().one())


@cache
def _orphans(model: type[Record], *, some: bool) -> Select[Any] | None:
    """One row of counts; None for a class that belongs to none."""
    shape, counts = shape_of(model), []
    for name, target in shape.owners():
        mine, owner = shape.table.alias(), shape_of(target).table.alias()
        wanted = select(func.count()).select_from(mine).join(owner, owner.c.id == mine.c[name])
        wanted = wanted.where(mine.c.archived_at.is_(None), owner.c.archived_at.is_not(None))
        counts.append((wanted.where(among(mine.c.id)) if some else wanted).scalar_subquery().label(name))
    return select(*counts) if counts else None


def refuse_orphans(session: Session, *touched: Mapping[type[Record], Collection[int]]) -> None:
    """UserError when a written row lives while what it belongs to lies in the bin."""
    for model in {model for one in touched for model in one}:
        shape = shape_of(model)
        for part in chunks(sorted({row_id for one in touched for row_id in one.get(model, ())})):
            for name, count in orphans(session, shape, part).items():
                if count:
                    owner = _(shape.fields[name].label)
                    raise UserError(_("所属的{owner}在回收站里。请先把它恢复，再试一次").format(owner=owner), field=name)
            if model is Attachment and hanging.adrift(session, part):
                raise UserError(_("附件所属的记录在回收站里，或者已经不在了。请先恢复它，再试一次"))


def refuse_used(session: Session, shape: Shape, ids: Collection[int]) -> None:
    """UserError when other rows point to one of `ids`, which are about to be removed."""
    for model, column in shape.users():
        table = shape_of(model).table
        statement = select(func.count()).where(table.c[column].in_(ids))
        if model is shape.model:
            statement = statement.where(table.c.id.not_in(ids))
        count = session.scalar(statement)
        if count:
            user, own = model.__entity__, shape.model.__entity__
            sentence = _("还有 {count} {counter}{entity}用着这{own_counter}{own}，请先处理它们")
            words = {"counter": _(user.counter), "own_counter": _(own.counter), "own": _(own.label)}
            raise UserError(sentence.format(count=count, entity=_(user.label), **words))
    hung = hanging.count_on(session, shape.kind, ids)
    if hung:
        own = shape.model.__entity__
        sentence = _("这{counter}{label}还有 {count} 个附件（包括回收站里的），请先处理它们")
        raise UserError(sentence.format(counter=_(own.counter), label=_(own.label), count=hung))


def make_room(
    shape: Shape, current: Mapping[int, Mapping[str, Any]], changed: Mapping[int, dict[str, Any]]
) -> list[int]:
    """Rows that must leave the unique indexes before any of `changed` takes its new place, so that they may swap.

    Their stored columns get the mark of the bin they have now, which brings them back.
    """
    moving = [row_id for row_id, stored in changed.items() if not shape.once.isdisjoint(stored)]
    if len(moving) < 2:
        return []
    for row_id in moving:
        changed[row_id].setdefault("archived_at", current[row_id]["archived_at"])
    return moving
