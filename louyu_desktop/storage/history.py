"""Reading the change log: the story of one record, the list of operations, the check of the chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, select, text
from sqlalchemy.orm import Session

from louyu_desktop.errors import DamagedError
from louyu_desktop.models import ChangeLog, ChangeValue, Operation
from louyu_desktop.storage.change_log import (
    CHAINED,
    EVENT,
    PENDING,
    START,
    VOID,
    LoggedChange,
    LoggedOperation,
    digest_of,
    link,
)
from louyu_desktop.storage.coding import Item, unpack
from louyu_desktop.text import _


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
        LoggedOperation(o.id, o.label, o.kind, o.account_id, o.at, o.target_id, o.reversed_by, rows)
        for o, rows in session.execute(statement).all()
    ]


def verify_chain(session: Session) -> Iterator[int]:
    """Ids of changes that do not fit the chain, their operation or the digest of their values.

    The key is in `session.info`.  Changes cut off at the end are missed by the counter of SQLite, which
    whoever has the data key could set back: only an anchor outside the file (SAFETY.md 5.5) proves the end.
    """
    key: bytes = session.info["audit_key"]
    statement = (
        select(
            ChangeLog.id, *(ChangeLog.__table__.c[name] for name in CHAINED),
            ChangeLog.chain, ChangeValue.salt, ChangeValue.content,
            and_(Operation.at == ChangeLog.at, Operation.account_id.is_not_distinct_from(ChangeLog.account_id))
            .label("fits"),
        )
        .outerjoin(ChangeValue, ChangeValue.change_id == ChangeLog.id)
        .outerjoin(Operation, Operation.id == ChangeLog.operation_id)
        .order_by(ChangeLog.id)
    )
    previous, last = START, 0
    for row in session.execute(statement.execution_options(yield_per=500)).mappings():
        if link(key, previous, dict(row)) != row["chain"] or not row["fits"] or not _holds(row):
            yield row["id"]
        previous, last = row["chain"], row["id"]
    counted = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'")) or 0
    if counted != last:
        yield last + 1


def _holds(row: Any) -> bool:
    if row["salt"] is None:
        return False
    return row["content"] is None or digest_of(row["salt"], row["content"]) == row["digest"]


def refuse_broken_chain(session: Session) -> None:
    """DamagedError when the log was altered past the program."""
    first = next(verify_chain(session), None)
    if first is not None:
        raise DamagedError(_("操作记录从第 {id} 条起对不上，可能被改动过。请不要继续录入，先恢复备份").format(id=first))
