"""Reading the change log: the story of one record, the list of operations."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import ChangeLog, ChangeValue, Operation
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage.change_log import (
    EVENT,
    PENDING,
    VOID,
    LoggedChange,
    LoggedOperation,
)
from louyu_desktop.storage.coding import Item, unpack


def items_of(session: Session, kind: str, row_id: int) -> Iterator[tuple[ChangeLog, Item]]:
    """Every logged change of one record, newest first, out of packed rows too."""
    statement = (
        select(ChangeLog, ChangeValue.content)
        .join(ChangeValue, ChangeValue.change_id == ChangeLog.id)
        .where(ChangeLog.entity == kind, ChangeLog.first_id <= row_id, ChangeLog.last_id >= row_id)
        .order_by(ChangeLog.id.desc())
    )
    for change, content in session.execute(statement).all():
        for item in reversed(unpack(content)):
            if item.id == row_id:
                yield change, item


def history(session: Session, kind: str, row_id: int) -> list[LoggedChange]:
    """The changes of one record, newest first; none of a bulk operation that is not finished."""
    found = list(items_of(session, kind, row_id))
    ids = {change.operation_id for change, _item in found}
    seen = select(Operation).where(Operation.id.in_(ids), Operation.kind.not_in((PENDING, VOID)))
    operations = {o.id: o for o in session.scalars(seen)}
    return [_logged(operations[c.operation_id], c, item) for c, item in found if c.operation_id in operations]


def _logged(operation: Operation, change: ChangeLog, item: Item) -> LoggedChange:
    return LoggedChange(
        operation_id=operation.id,
        at=change.at,
        account_id=change.account_id,
        label=operation.label,
        kind=operation.kind,
        action=change.action,
        row_id=item.id,
        before=item.before,
        after=item.after,
        text=item.text,
    )


def operations(session: Session, limit: int, before: int | None) -> list[LoggedOperation]:
    """The latest operations, newest first; `before` is the id to go on from."""
    changed = (
        select(func.coalesce(func.sum(ChangeLog.rows), 0))
        .where(ChangeLog.operation_id == Operation.id, ChangeLog.action != EVENT)
        .scalar_subquery()
    )
    seen = select(Operation, changed).where(Operation.kind.not_in((PENDING, VOID)))
    statement = seen.order_by(Operation.id.desc()).limit(limit)
    if before is not None:
        statement = statement.where(Operation.id < before)
    return [
        LoggedOperation(o.id, o.label, o.kind, o.account_id, o.at, o.target_id, o.reversed_by, rows, Topic(o.topic))
        for o, rows in session.execute(statement).all()
    ]
