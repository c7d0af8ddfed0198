"""A station's database: opened once by one program, read in sessions, written through one door."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any, Self

from filelock import FileLock
from sqlalchemy import Engine, Select
from sqlalchemy.orm import Session

from louyu_desktop import paths
from louyu_desktop.errors import DamagedError, SystemProblem, UserError
from louyu_desktop.fields import Sensitivity
from louyu_desktop.models import RECORDS, Operation
from louyu_desktop.storage import (
    bulk,
    chain,
    checking,
    engine,
    hashing,
    history,
    keys,
    place,
    search,
    undo,
    upgrade,
    voiding,
)
from louyu_desktop.storage.bulk import Ground, Load, Report
from louyu_desktop.storage.change_log import DO, EVENT, LoggedChange, LoggedOperation
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.lane import Lane
from louyu_desktop.storage.problems import closed, in_words
from louyu_desktop.storage.values import Changes, Outcome, SearchHit
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

__all__ = ["Changes", "Database", "LoggedChange", "LoggedOperation", "Outcome", "SearchHit", "Subscriber"]

Subscriber = Callable[[Changes], None]


class Database:
    """The data of one station.  `actor` is the account that writes are stamped with.

    It is `read_only` when the file is older than its anchor says, until an administrator has decided.
    """

    def __init__(self, folder: Path, data_key: bytes, lock: FileLock) -> None:
        paths.leave_no_core()
        self.folder = folder
        self.actor: int | None = None
        self.read_only = False
        self._lock = lock
        self._data_keys = {keys.FIRST_EPOCH: data_key}
        self._audit_key = AuditKey(keys.FIRST_EPOCH, keys.derive_key(data_key, "audit"))
        self._database_key = keys.derive_key(data_key, "database")
        self._engine: Engine | None = engine.make_engine(folder / place.DATA_FILE, self._database_key)
        self._lane = Lane()
        self._bulk = threading.Lock()
        self._subscribers: list[Subscriber] = []

    @classmethod
    def create(cls, folder: Path, fill: Callable[[Self], object] | None = None) -> Self:
        """A new station in `folder`, with what `fill` writes into it; there is none until all of it is written.

        UserError when there is one already, StationBusyError on a share, SystemProblem when the disk refuses.
        """
        place.refuse_network(folder)
        place.make(folder)
        with place.holding(folder) as lock:
            place.refuse_occupied(folder)
            with place.making(folder) as new:
                data_key = keys.create_key(new)
                with cls._start(new, data_key, FileLock(new / place.LOCK_FILE)) as made:
                    if fill is not None:
                        fill(made)
                place.move_in(new, folder)
            return cls(folder, data_key, lock)

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The station in `folder`, brought to the present schema.

        StationBusyError when another program holds it or it lies on a share, DamagedError when it
        cannot be read or is newer than this program, SystemProblem when there is none.
        """
        place.refuse_network(folder)
        place.refuse_empty(folder)
        with place.holding(folder) as lock:
            place.shut(folder)
            engine.check_header(folder / place.DATA_FILE)
            return cls._start(folder, keys.read_key(folder), lock)

    @classmethod
    def _start(cls, folder: Path, data_key: bytes, lock: FileLock) -> Self:
        engine.check_driver()
        with in_words():
            path, key = folder / place.DATA_FILE, keys.derive_key(data_key, "database")
            upgrade.to_present(path, key)
        with suppress(SystemProblem), in_words():  # without room for that it stays unseen
            voiding.take_back(path, key)
        return cls(folder, data_key, lock)

    def close(self) -> None:
        """Give the file and the lock back; nothing works afterwards.

        A bulk operation that is under way is taken back first: the lock is kept until nothing of it is left.
        """
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None
            self._give_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def key_of(self, epoch: int, purpose: str) -> bytes:
        """The key for one purpose out of the data key of an epoch; KeyError for one that this station never had."""
        return keys.derive_key(self._data_keys[epoch], purpose)

    def _audit_key_of(self, epoch: int) -> bytes:
        return self.key_of(epoch, "audit")

    # reading and writing

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session over one consistent state of the data; a change in it is refused."""
        if self._engine is None:
            raise closed()
        with in_words(), Session(self._engine, autoflush=False, expire_on_commit=False) as session:
            session.info["audit_keys"] = self._audit_key_of
            yield session

    def write(self, label: str, *, lasting: bool = False) -> AbstractContextManager[Write]:
        """One transaction and one operation called `label`; all of it is rolled back when the block raises.

        A `lasting` one is passed by undo: what was done to the vault with it would stay.
        It belongs to whoever is the actor now, though another may be on duty when the lane is free.
        Subscribers hear of it after the commit, in this thread.
        """
        kind = EVENT if lasting else DO
        return self._transaction({"kind": kind, "label": label, "target_id": None, "account_id": self.actor})

    @contextmanager
    def _transaction(self, operation: dict[str, Any]) -> Iterator[Write]:
        done: list[Changes] = []
        with self._lane.held(), in_words(), self._write_session() as session:
            stamped = {**operation, "at": dt.datetime.now(dt.UTC)}
            try:
                write = Write(session, self._audit_key, stamped)
                yield write
                done.append(write.finish())
                session.commit()
            except BaseException:
                with suppress(Exception):  # the first error counts; SQLite may have rolled back already
                    session.rollback()
                raise
        for changes in done:
            self._announce(changes)

    @property
    def bulk_running(self) -> bool:
        """Whether rows are being written that nobody sees yet; a backup waits for the end of it."""
        return self._bulk.locked()

    def write_bulk(self, label: str, load: Load, report: Report, *, alone: bool = False) -> Changes:
        """Write a load of many rows as one operation while others go on writing; what raises takes it back.

        `alone` when nobody else writes in this program: it is quicker, and others would wait for a second.
        UserError while there is another one, ConflictError when what others wrote meanwhile does not go with it.
        """
        if self._engine is None:
            raise closed()
        if not self._bulk.acquire(blocking=False):
            raise UserError(_("另一批数据正在写入。请等它写完再试"))
        path = self.folder / place.DATA_FILE
        self._refuse_read_only()

        def told(done: int, total: int, note: str) -> None:
            report(done, total, note)
            self._refuse_closed()

        try:
            ground = Ground(path, self._database_key, self._audit_key, self._engine, self._lane, alone)
            changes = bulk.carry_out(ground, label, self.actor, load, told)
        finally:
            self._bulk.release()
            self._give_back()
        self._announce(changes)
        return changes

    def _refuse_read_only(self) -> None:
        if self.read_only:
            raise DamagedError(_("数据比上次用的时候旧，现在只能看，没有写入。请站长先决定：恢复备份，还是就用现在的数据"))

    def _refuse_closed(self) -> None:
        if self._engine is None:
            raise closed()

    def _give_back(self) -> None:
        """Let others have the station once it is closed and nobody writes."""
        if self._engine is None and not self.bulk_running:
            self._lock.release()

    def _write_session(self) -> Session:
        if self._engine is None:
            raise closed()
        self._refuse_read_only()
        return Session(self._engine.execution_options(writing=True), autoflush=False, expire_on_commit=False)

    # announcing

    def subscribe(self, callback: Subscriber) -> None:
        """Have `callback` called after each commit that changed something, in the thread that wrote."""
        self._subscribers.append(callback)

    def unsubscribe(self, callback: Subscriber) -> None:
        """Stop calling `callback`."""
        with suppress(ValueError):
            self._subscribers.remove(callback)

    def _announce(self, changes: Changes) -> None:
        if changes.kinds or changes.operation_id is not None:
            for callback in tuple(self._subscribers):
                callback(changes)

    # undo and history

    def undo_state(self) -> tuple[str, str]:
        """The labels of what undo and redo would do for the actor now; empty where there is nothing."""
        with self.read() as session:
            back, again = undo.latest_done(session, self.actor), undo.latest_undone(session, self.actor)
            return (back.label if back else "", again.label if again else "")

    def undo(self, operation_id: int | None = None) -> Outcome:
        """Take back the actor's latest operation, or the one named; UserError when there is nothing to take back."""
        actor = self.actor
        with self.read() as session:
            if operation_id is not None:
                operation = undo.find_operation(session, operation_id)
            else:
                operation = _some(undo.latest_done(session, actor), _("没有可以撤销的操作"))
        return self._reverse(operation, actor)

    def redo(self) -> Outcome:
        """Do the actor's latest undone operation again; UserError when there is none."""
        actor = self.actor
        with self.read() as session:
            operation = _some(undo.latest_undone(session, actor), _("没有可以重做的操作"))
        return self._reverse(operation, actor)

    def _reverse(self, operation: Operation, actor: int | None) -> Outcome:
        with self._transaction({**undo.plan(operation), "account_id": actor}) as write:
            undo.find_operation(write.session, operation.id)  # nobody else was quicker
            rows, kept = undo.reverse(write, operation)
            return Outcome(write.log.begin(), operation.label, rows, kept)

    def history(self, kind: str, row_id: int) -> list[LoggedChange]:
        """Every change of one record, newest first, out of packed rows too."""
        with self.read() as session:
            return history.history(session, kind, row_id)

    def operations(self, limit: int = 100, before: int | None = None) -> list[LoggedOperation]:
        """The latest operations of everyone, newest first; go on with the last id as `before`."""
        with self.read() as session:
            return history.operations(session, limit, before)

    # checks

    def content_hash(self) -> str:
        """SHA-256 over all that people keep, by uid: equal for equal content, whatever the ids and stamps."""
        with self.read() as session:
            return hashing.content_hash(session)

    def verify_chain(self) -> None:
        """DamagedError when the change log was altered past the program."""
        with self.read() as session:
            chain.refuse_broken_chain(session)

    def check(self) -> list[str]:
        """What is wrong with the file, a sentence each; empty when all is well.  Reads every page."""
        with self.read() as session:
            return checking.check(session)

    # search

    def search(
        self, text: str, kinds: Sequence[str] | None = None, limit: int = 50, allowed: Sensitivity | None = None
    ) -> list[SearchHit]:
        """Live records that hold every word of `text` by characters, pinyin, initials or digits, titles first."""
        with self.read() as session:
            every = [model.__entity__.kind for model in RECORDS] if kinds is None else kinds
            asked = search.ask(session, text, every, allowed)
            hits = [hit for kind in every for hit in search.find(session, asked, kind, limit).hits]
        return sorted(hits, key=lambda hit: not hit.in_title)[:limit]

    def matching(
        self, kind: str, text: str, *, field: str = "", allowed: Sensitivity | None = None
    ) -> Select[int]:
        """A select of the ids of live records of `kind` that hold every word of `text` (in `field`), for filters."""
        return search.matching(kind, text, allowed, field)


def _some(operation: Operation | None, otherwise: str) -> Operation:
    if operation is None:
        raise UserError(otherwise)
    return operation
