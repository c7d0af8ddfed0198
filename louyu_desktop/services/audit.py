"""The station's log by day, person, topic and words, and the checks of the chain that holds it (SAFETY.md 5.5)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, ChangeLog, Operation, SettingValue, Station
from louyu_desktop.rules.dates import midnight
from louyu_desktop.rules.head_words import words_of
from louyu_desktop.rules.topics import Topic
from louyu_desktop.services.audit_copies import ChainHead, LogEntry, LogPart, LogQuery, RolledBack, Verdict
from louyu_desktop.services.copies import Control, Option, no_control
from louyu_desktop.storage import anchor
from louyu_desktop.storage.chain import RECENT, verify_chain
from louyu_desktop.storage.change_log import DO, EVENT, PENDING, REDO, UNDO, VOID
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

PAGE: Final = 200
WEEK: Final = dt.timedelta(days=7)
_RESULT = "audit.checked"

Clock = Callable[[], dt.datetime]


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Audit:
    """What was done at the station, and whether its log is as it was written."""

    def __init__(self, database: Database, clock: Clock = _now) -> None:
        self._database = database
        self._clock = clock

    # -- the log -------------------------------------------------------------------------------

    def log(self, query: LogQuery, limit: int = PAGE, before: int | None = None) -> LogPart:
        """The latest operations that a query finds; go on with the last id as `before`."""
        asked = _conditions(query)
        rows = (
            select(ChangeLog.operation_id, func.sum(ChangeLog.rows).label("rows"))
            .where(ChangeLog.action != EVENT).group_by(ChangeLog.operation_id)
        )  # fmt: skip
        with self._database.read() as session:
            found = select(Operation).where(*asked).order_by(Operation.id.desc()).limit(limit)
            if before is not None:
                found = found.where(Operation.id < before)
            operations = session.scalars(found).all()
            ids = [operation.id for operation in operations]
            counts = dict(session.execute(rows.where(ChangeLog.operation_id.in_(ids))).all())
            names = dict(session.execute(select(Account.id, Account.name)).all())
            count = session.scalar(select(func.count()).select_from(Operation).where(*asked)) or 0
            first = session.scalar(select(func.min(Operation.id)))
        entries = tuple(_entry(operation, names, counts.get(operation.id, 0), first) for operation in operations)
        return LogPart(entries, count)

    def people(self) -> tuple[Option, ...]:
        """Whoever stands in the log, also those who left."""
        with self._database.read() as session:
            rows = session.execute(select(Account.id, Account.name, Account.role).order_by(Account.id)).all()
        return tuple(Option(*row) for row in rows)

    def head(self, seq: int | None = None) -> ChainHead:
        """The eight words of the log's head, or of the row numbered `seq`, as a printed log shows them.

        UserError when there is no such row.
        """
        wanted = select(ChangeLog.id, ChangeLog.at, ChangeLog.chain).order_by(ChangeLog.id.desc()).limit(1)
        if seq is not None:
            wanted = wanted.where(ChangeLog.id == seq)
        with self._database.read() as session:
            found = session.execute(wanted).first()
        if found is None and seq is not None:
            raise UserError(_("操作记录里没有第 {seq} 条").format(seq=seq))
        return ChainHead(0, None, ()) if found is None else ChainHead(found[0], found[1], words_of(found[2]))

    # -- the chain -----------------------------------------------------------------------------

    def check_recent(self, control: Control = no_control) -> Verdict:
        """Whether the latest 5,000 rows of the log, and the records they are about, are as they were written."""
        return self._check(RECENT, control)

    def check_all(self, control: Control = no_control) -> Verdict:
        """The same for the whole log, kept as the week's result."""
        verdict = self._check(None, control)
        if not self._database.read_only:
            kept = json.dumps([verdict.at.isoformat(), verdict.rows, verdict.first, verdict.replayed])
            with self._database.write("") as write:
                write.put(SettingValue, {"key": _RESULT}, {"value": kept})
        return verdict

    def last_check(self) -> Verdict | None:
        """What the last check of the whole log found; None before the first."""
        with self._database.read() as session:
            kept = session.scalar(select(SettingValue.value).where(SettingValue.key == _RESULT))
        if kept is None:
            return None
        at, rows, first, replayed = json.loads(kept)
        return Verdict(dt.datetime.fromisoformat(at), rows, first, replayed, whole=True)

    def is_due(self) -> bool:
        """Whether the whole log was not checked for a week, or the clock went back behind the last check."""
        last = self.last_check()
        return last is None or not dt.timedelta() <= self._clock() - last.at < WEEK

    def _check(self, recent: int | None, control: Control) -> Verdict:
        with self._database.read() as session:
            total = anchor.head(session).seq
            control(0, total)
            first = next(verify_chain(session, recent, lambda done: control(done, total)), 0)
            control(total, total)
            pages = () if first else anchor.replayed(session, recent, lambda _rows: control(total, total))
            replayed = sum(1 for _record in pages)
        rows = total if recent is None else min(recent, total)
        return Verdict(self._clock(), rows, first, replayed, whole=recent is None)

    # -- the anchor ----------------------------------------------------------------------------

    def anchor(self) -> None:
        """Keep the head of the log outside the file: at log-in and log-out, at backups, and now and then."""
        anchor.keep(self._database)

    def rolled_back(self) -> RolledBack | None:
        """How far the file is behind its anchor; None when all is well or somebody has decided."""
        if not self._database.read_only:
            return None
        head = self.head()
        vault = self._database.vault
        kept = vault.anchor if vault is not None else None
        return RolledBack(kept.seq if kept is not None else 0, head.seq, head.at)

    def accept(self) -> None:
        """Go on with a file that is older than its anchor: it is written into the log, and the anchor is set anew."""
        stands = self.rolled_back()
        if stands is None:
            return
        label = _("承认回退后的数据：钥匙文件记到第 {kept} 条，现在只有 {found} 条").format(kept=stands.kept, found=stands.found)
        self._database.read_only = False
        try:
            with self._database.write(label, lasting=True) as write:
                write.event("stations", _station(write.session), label, Topic.BACKUP)
        except BaseException:
            self._database.read_only = True
            raise
        anchor.keep(self._database)


def _station(session: Session) -> int:
    return session.execute(select(Station.id).order_by(Station.id).limit(1)).scalar_one()


def _conditions(query: LogQuery) -> Sequence[ColumnElement[bool]]:
    found: list[Any] = [Operation.kind.not_in((PENDING, VOID)), Operation.label != ""]
    if query.first is not None:
        found.append(Operation.at >= midnight(query.first))
    if query.last is not None:
        found.append(Operation.at < midnight(query.last + dt.timedelta(days=1)))
    if query.account is not None:
        found.append(Operation.account_id.is_not_distinct_from(query.account or None))
    if query.topic is not None:
        found.append(Operation.topic == query.topic)
    found += [Operation.label.contains(word, autoescape=True) for word in query.text.split()]
    return found


def _entry(operation: Operation, names: dict[int, str], rows: int, first: int | None) -> LogEntry:
    state = {UNDO: _("撤销"), REDO: _("重做")}.get(operation.kind, "")
    if operation.kind == DO and operation.reversed_by is not None:
        state = _("已撤回")
    return LogEntry(
        id=operation.id,
        at=operation.at,
        who=names.get(operation.account_id or 0, _("系统")),
        topic=Topic(operation.topic),
        text=operation.label,
        rows=rows,
        state=state,
        can_go_back=operation.kind == DO and operation.reversed_by is None and rows > 0 and operation.id != first,
    )
