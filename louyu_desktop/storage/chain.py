"""The check of the chain that ties the change log together (SAFETY.md 5.5): all of it, or its latest rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import RowMapping, and_, select, text
from sqlalchemy.orm import Session

from louyu_desktop.errors import DamagedError
from louyu_desktop.models import ChangeLog, ChangeValue, Operation
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage.change_log import CHAINED, EVENT, START, digest_of, link
from louyu_desktop.storage.coding import unpack
from louyu_desktop.text import _

RECENT: Final = 5_000
"""Rows that are looked at after each log-in."""

REWRITTEN: Final = "rewritten"
"""What the event of a purge keeps: `id:digest` of each row of the log whose values it has emptied."""

_AT_ONCE = 500


def verify_chain(
    session: Session, recent: int | None = None, told: Callable[[int], object] = lambda _row: None
) -> Iterator[int]:
    """Ids of changes that do not fit the chain, their operation or the digest of their values.

    Only the latest `recent` rows when that is given; `told` hears now and then how far it is.  Keys by epoch
    come from `session.info`, and no epoch follows a later one.  Changes cut off at the end are missed by the
    counter of SQLite, which whoever has the data key could set back: only the anchor proves the end.
    """
    key_of = _Keys(session)
    after, previous, epoch = _start(session, recent)
    rewritten = _rewritten(session, after)
    last = after
    rows = session.execute(_rows(after).execution_options(yield_per=_AT_ONCE)).mappings()
    for number, row in enumerate(rows):
        key = key_of(row["key_epoch"]) if row["key_epoch"] >= epoch else None
        linked = key is not None and link(key, previous, dict(row)) == row["chain"]
        if not linked or not row["fits"] or not _holds(row, rewritten):
            yield row["id"]
        previous, last, epoch = row["chain"], row["id"], row["key_epoch"]
        if number % _AT_ONCE == 0:
            told(last)
    counted = session.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = 'change_log'")) or 0
    if counted != last:
        yield last + 1


class _Keys:
    """The audit keys by epoch, each derived once; None for an epoch that this station never had."""

    def __init__(self, session: Session) -> None:
        self._of: Callable[[int], bytes] = session.info["audit_keys"]
        self._known: dict[int, bytes | None] = {}

    def __call__(self, epoch: int) -> bytes | None:
        if epoch not in self._known:
            try:
                self._known[epoch] = self._of(epoch)
            except KeyError:
                self._known[epoch] = None
        return self._known[epoch]


def _start(session: Session, recent: int | None) -> tuple[int, bytes, int]:
    """The row before the first that is looked at: its id, its chain value and its epoch."""
    if recent is not None:
        wanted = select(ChangeLog.id, ChangeLog.chain, ChangeLog.key_epoch).order_by(ChangeLog.id.desc())
        found = session.execute(wanted.offset(recent).limit(1)).first()
        if found is not None:
            return (found[0], found[1], found[2])
    return 0, START, 0


def _rows(after: int) -> Any:
    fits = and_(Operation.at == ChangeLog.at, Operation.account_id.is_not_distinct_from(ChangeLog.account_id))
    columns = (ChangeLog.__table__.c[name] for name in CHAINED)
    return (
        select(ChangeLog.id, *columns, ChangeLog.chain, ChangeValue.salt, ChangeValue.content, fits.label("fits"))
        .outerjoin(ChangeValue, ChangeValue.change_id == ChangeLog.id)
        .outerjoin(Operation, Operation.id == ChangeLog.operation_id)
        .where(ChangeLog.id > after)
        .order_by(ChangeLog.id)
    )


def _rewritten(session: Session, after: int) -> dict[int, str]:
    """The digests of values that purges have emptied since, out of their own events, which the chain holds."""
    wanted = (
        select(ChangeValue.salt, ChangeValue.content, ChangeLog.digest)
        .join(ChangeLog, ChangeLog.id == ChangeValue.change_id)
        .join(Operation, Operation.id == ChangeLog.operation_id)
        .where(Operation.topic == Topic.PURGE, ChangeLog.action == EVENT, ChangeLog.id > after)
        .order_by(ChangeLog.id)
    )
    found: dict[int, str] = {}
    for salt, content, digest in session.execute(wanted):
        if content is None or digest_of(salt, content) != digest:  # altered: said when its own turn comes
            continue
        for item in unpack(content):
            pairs = (pair.split(":") for pair in item.after.get(REWRITTEN, ()))
            found.update({int(change): digest for change, digest in pairs})
    return found


def _holds(row: RowMapping, rewritten: Mapping[int, str]) -> bool:
    if row["salt"] is None:
        return False
    if row["content"] is None:
        return True
    digest = digest_of(row["salt"], row["content"])
    return bool(digest.hex() == rewritten[row["id"]] if row["id"] in rewritten else digest == row["digest"])


def refuse_broken_chain(session: Session, recent: int | None = None) -> None:
    """DamagedError when the log was altered past the program."""
    first = next(verify_chain(session, recent), None)
    if first is not None:
        raise DamagedError(_("操作记录从第 {id} 条起对不上，可能被改动过。请不要继续录入，先恢复备份").format(id=first))
