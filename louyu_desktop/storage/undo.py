"""Taking operations back, and doing them again, through the same door as every change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import UserError
from louyu_desktop.models import ChangeLog, ChangeValue, Operation, OwnField
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage import ownership
from louyu_desktop.storage.change_log import ADD, DO, EVENT, PENDING, REDO, REMOVE, UNDO, VOID
from louyu_desktop.storage.coding import Item, unpack
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.in_turn import refuse_moved, refuse_overtaken
from louyu_desktop.storage.kept_numbers import staying, voided
from louyu_desktop.storage.making_way import make_way, take_along
from louyu_desktop.storage.shapes import Shape, shape_of, shape_of_kind
from louyu_desktop.storage.withdrawing import forget_silent, withdraw
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


def latest_done(session: Session, actor: int | None) -> Operation | None:
    """What Ctrl+Z takes back: the actor's latest operation that was not taken back yet."""
    statement = select(Operation).where(
        Operation.kind == DO, Operation.account_id.is_not_distinct_from(actor), Operation.reversed_by.is_(None)
    )
    return session.scalar(statement.order_by(Operation.id.desc()).limit(1))


def latest_undone(session: Session, actor: int | None) -> Operation | None:
    """What Ctrl+Y does again: the actor's latest undo, unless something was done after it."""
    later = aliased(Operation)
    mine = Operation.account_id.is_not_distinct_from(actor)
    since = select(later.id).where(
        later.kind == DO, later.account_id.is_not_distinct_from(actor), later.id > Operation.id
    )
    statement = select(Operation).where(Operation.kind == UNDO, mine, Operation.reversed_by.is_(None), ~since.exists())
    return session.scalar(statement.order_by(Operation.id.desc()).limit(1))


def find_operation(session: Session, operation_id: int) -> Operation:
    """The operation to take back; UserError when it is gone, was taken back, or changed nothing."""
    found = session.get(Operation, operation_id)
    if found is None or found.kind in {PENDING, VOID}:
        raise UserError(_("这项操作已经不在记录里了"))
    if found.topic == Topic.PURGE:
        raise UserError(_("彻底清除的内容找不回来，这一步不能撤销"))
    if found.kind == EVENT:
        raise UserError(_("这项操作没有改动数据，不用撤销"))
    if found.kind == REDO:
        return find_operation(session, found.target_id or 0)
    if found.reversed_by is not None:
        raise UserError(_("这项操作已经撤销过了"))
    return found


def reverse(write: Write, operation: Operation) -> tuple[int, tuple[str, ...]]:
    """Take every change of `operation` back, last one first: rows changed, labels of fields that stayed.

    A field changed since keeps its newer value; in a history to which rows are only added a row is withdrawn by
    another one, and what has a number stays under it as 作废.  UserError when a created record is in use by now.
    """
    rows = 0
    kept: dict[str, None] = {}
    for change, items in changes_of(write.session, operation.id):
        shape = shape_of_kind(change.entity)
        if change.action == ADD:
            rows += _take_out(write, shape, items, operation.topic)
        elif change.action == REMOVE:
            rows += _put_back(write, shape, items)
        else:
            rows += _set_back(write, shape, items, kept)
    _mark(write, operation)
    return rows, tuple(kept)


def changes_of(session: Session, operation_id: int) -> Iterator[tuple[ChangeLog, tuple[Item, ...]]]:
    """The lines of an operation in the order in which they are taken back; UserError when a line holds nothing."""
    lines = (
        select(ChangeLog.id)
        .where(ChangeLog.operation_id == operation_id, ChangeLog.action != EVENT)
        .order_by(ChangeLog.id.desc())
    )
    one = select(ChangeLog, ChangeValue.content).join(ChangeValue, ChangeValue.change_id == ChangeLog.id)
    for change_id in session.scalars(lines).all():
        change, content = session.execute(one.where(ChangeLog.id == change_id)).one()
        items = unpack(content)
        if not items:
            raise UserError(_("这项操作的内容已按规定清除，不能撤销"))
        yield change, items


def _take_out(write: Write, shape: Shape, items: Sequence[Item], topic: str) -> int:
    refuse_overtaken(write.session, shape, items)
    there = write.rows(shape, [item.id for item in items])
    if shape.model.__withdrawn_by__:
        return withdraw(write, shape, there)
    take_along(write, shape, list(there))
    forget_silent(write, shape, there)
    stay = staying(shape, there, topic)
    if stay:
        ownership.refuse_used(write.session, shape, list(stay))
        write.change(shape, stay, dict.fromkeys(stay, voided(shape.model)))
    write.delete(shape.model, there.keys() - stay.keys())
    return len(there)


def _put_back(write: Write, shape: Shape, items: Sequence[Item]) -> int:
    refuse_overtaken(write.session, shape, items)
    there = write.rows(shape, [item.id for item in items])
    back = []
    for item in items:
        if item.id not in there and item.before:  # what a purge has emptied has nothing to come back with
            values = {**shape.defaults, **write.stamps(), **item.before}
            back.append({**values, "id": item.id, "uid": item.uid, "version": item.version + 1})
    make_way(write, shape, back)
    write.put_back(shape, sorted(back, key=lambda row: int(row["id"])))
    return len(back)


def _set_back(write: Write, shape: Shape, items: Sequence[Item], kept: dict[str, None]) -> int:
    current = write.rows(shape, [item.id for item in items])
    refuse_moved(write.session, shape, items, current)
    wanted: dict[int, dict[str, Any]] = {}
    for item in reversed(items):
        row = current.get(item.id)
        if row is not None:
            for name in fields_back(row, item, wanted.setdefault(item.id, {})):
                kept[field_label(write.session, shape, name)] = None
    make_way(write, shape, [{**current[row_id], **values} for row_id, values in wanted.items()])
    for row_id, values in wanted.items():
        if values.get("archived_at") is not None and current[row_id]["archived_at"] is None:
            _bin_along(write, shape, [row_id], values["archived_at"])
    write.change(shape, current, wanted)
    return sum(bool(values) for values in wanted.values())


def _bin_along(write: Write, shape: Shape, ids: Sequence[int], moment: dt.datetime) -> None:
    """What came to hang on a record since it was restored goes back into the bin with it."""
    for model, theirs in ownership.going(write.session, shape, ids):
        other = shape_of(model)
        rows = write.rows(other, theirs)
        if rows:
            _bin_along(write, other, list(rows), moment)
            write.change(other, rows, {row_id: {"archived_at": moment} for row_id in rows})


def fields_back(row: Mapping[str, Any], item: Item, wanted: dict[str, Any]) -> Iterator[str]:
    """Put into `wanted` what a row gets back; gives the fields that stay because they were changed since."""
    for name, after in item.after.items():
        if wanted.get(name, row[name]) == after:
            wanted[name] = item.before[name]
        else:
            yield name


def field_label(session: Session, shape: Shape, name: str) -> str:
    """What a column is called, one of the station's own as the station does; that of the bin has no field."""
    field = shape.fields.get(name)
    if field is None:
        return _("归档")
    called = select(OwnField.label).where(OwnField.slot == name).order_by(OwnField.archived_at, OwnField.id.desc())
    return _(field.label) or session.scalar(called.limit(1)) or ""


def _mark(write: Write, operation: Operation) -> None:
    """Note who took it back; taking an undo back makes its target stand again."""
    mine = write.log.begin()
    connection = write.session.connection()
    with door(connection):
        connection.execute(update(Operation).where(Operation.id == operation.id).values(reversed_by=mine))
        if operation.kind == UNDO:
            again = update(Operation).where(Operation.id == operation.target_id)
            connection.execute(again.values(reversed_by=None))


def plan(operation: Operation) -> dict[str, Any]:
    """The row of the operation that takes `operation` back: an undo, or a redo when it is an undo itself."""
    again = operation.kind == UNDO
    return {
        "kind": REDO if again else UNDO,
        "label": operation.label,
        "target_id": operation.target_id if again else operation.id,
    }
