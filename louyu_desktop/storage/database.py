"""A station's database: opened once by one program, read in sessions, written through one door."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from louyu_desktop.errors import LouyuError, UserError
from louyu_desktop.models import RECORDS, Operation
from louyu_desktop.storage import attachments, bulk, chain, checking, hashing, history, place, search, undo
from louyu_desktop.storage.bulk import Brought, Ground, Load, Report
from louyu_desktop.storage.change_log import DO, EVENT, LoggedChange, LoggedOperation
from louyu_desktop.storage.opened import OpenStation
from louyu_desktop.storage.problems import in_words
from louyu_desktop.storage.twin import Child
from louyu_desktop.storage.values import Changes, Outcome, SearchHit, together
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

__all__ = ["Changes", "Database", "LoggedChange", "LoggedOperation", "Outcome", "SearchHit", "Subscriber"]

Subscriber = Callable[[Changes], None]


class Database(OpenStation):
    """The data of one station: what is written, announced, taken back, checked and found."""

    def __init__(self, *opened: Any) -> None:
        super().__init__(*opened)
        self.attachments = attachments.Files(self.folder, self.key_of)
        self._subscribers: list[Subscriber] = []
        self._writer: Child | None = None
        self._tidying: threading.Thread | None = None

    # writing

    def write(self, label: str, *, lasting: bool = False) -> AbstractContextManager[Write]:
        """One transaction and one operation called `label`; all of it is rolled back when the block raises.

        A `lasting` one is passed by undo: what was done to the vault with it would stay.
        It belongs to whoever is the actor now, though another may be on duty when the lane is free.
        Subscribers hear of it after the commit, in this thread.
        """
        return self._transaction(self._begun(label, lasting=lasting))

    def write_in_turns(self, label: str, pieces: Iterable[Callable[[Write], None]]) -> None:
        """One lasting operation in many transactions, between which everybody else may write; announced once.

        What has been written stays when a piece raises.
        """
        operation = {**self._begun(label, lasting=True), "at": dt.datetime.now(dt.UTC)}
        told: list[Changes] = []
        try:
            for piece in pieces:
                with self._lane.aside(), self._committed(operation, told) as write:
                    piece(write)
                if told[-1].operation_id is not None:
                    operation["id"] = told[-1].operation_id
        finally:
            if told:
                self._announce(together(told))

    def _begun(self, label: str, *, lasting: bool) -> dict[str, Any]:
        return {"kind": EVENT if lasting else DO, "label": label, "target_id": None, "account_id": self.actor}

    @contextmanager
    def _transaction(self, operation: dict[str, Any]) -> Iterator[Write]:
        told: list[Changes] = []
        with self._lane.held():
            stamped = {**operation, "at": dt.datetime.now(dt.UTC)}
            with self._committed(stamped, told) as write:
                yield write
        for changes in told:
            self._announce(changes)

    @contextmanager
    def _committed(self, operation: dict[str, Any], told: list[Changes]) -> Iterator[Write]:
        """One transaction of an operation by whoever has the lane; what it touched is added to `told`."""
        with in_words(), self._write_session() as session:
            try:
                write = Write(session, self._keyring.audit, operation)
                yield write
                changes = write.finish()
                session.commit()
            except BaseException:
                with suppress(Exception):  # the first error counts; SQLite may have rolled back already
                    session.rollback()
                raise
        told.append(changes)

    def write_bulk(self, label: str, load: Load, report: Report, *, alone: bool = False) -> Brought:
        """Write a load of many rows as one operation while others go on writing; what raises takes it back.

        `alone` when nobody else writes in this program: it is quicker, and others would wait for a second.
        UserError while there is another one, ConflictError when what others wrote meanwhile does not go with it.
        """
        self._running()
        self._refuse_read_only()
        if not self._bulk.acquire(blocking=False):
            raise UserError(_("另一批数据正在写入。请等它写完再试"))
        path, ring = self.folder / place.DATA_FILE, self._keyring

        def told(done: int, total: int, note: str) -> None:
            report(done, total, note)
            self._running()

        try:
            writer, self._writer = self._writer, None
            written = self._tidy_beside if alone else None
            ground = Ground(path, ring.database, ring.audit, self._running(), self._lane, alone, writer, written)
            changes = bulk.carry_out(ground, label, self.actor, load, told)
        finally:
            self._bulk.release()
            self._give_back()
        self._announce(changes)
        return changes

    def _tidy_beside(self) -> None:
        """Have the pages of one long transaction moved to their place while others go on: who closes would wait."""
        self._tidied()
        self._tidying = threading.Thread(target=self._tidy)
        self._tidying.start()

    def _tidied(self) -> None:
        if self._tidying is not None:
            self._tidying.join()

    def _tidy(self) -> None:
        with suppress(LouyuError), self._gate.passed(), in_words():
            raw = self._running().raw_connection()
            try:
                raw.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            finally:
                raw.close()

    def expect_bulk(self, writer: Child) -> None:
        """Have the next bulk operation written by a writer that was started before; who started it ends it."""
        self._writer = writer

    def close(self) -> None:
        """Close the station."""
        self._tidied()
        super().close()

    # announcing

    def subscribe(self, callback: Subscriber) -> None:
        """Have `callback` called after each commit that changed something, in the thread that wrote."""
        self._subscribers.append(callback)

    def unsubscribe(self, callback: Subscriber) -> None:
        """Stop calling `callback`."""
        with suppress(ValueError):
            self._subscribers.remove(callback)

    def _announce(self, changes: Changes) -> None:
        if "accounts" in changes.kinds:
            self._roles.clear()
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
        """What is wrong with the file, a sentence each; empty when all is well.

        Reads every page and every attachment.
        """
        with self.read() as session:
            return [*checking.check(session), *attachments.faults(session, self.attachments)]

    # search

    def search(
        self, text: str, kinds: Sequence[str] | None = None, limit: int = 50, unseen: Collection[str] = ()
    ) -> list[SearchHit]:
        """Live records that hold every word of `text` by characters, pinyin, initials or digits, titles first.

        Fields that are `unseen` give no hit.
        """
        with self.read() as session:
            every = [model.__entity__.kind for model in RECORDS] if kinds is None else kinds
            asked = search.ask(session, text, every)
            hits = [hit for kind in every for hit in search.find(session, asked, kind, limit, unseen=unseen).hits]
        return sorted(hits, key=lambda hit: not hit.in_title)[:limit]


def _some(operation: Operation | None, otherwise: str) -> Operation:
    if operation is None:
        raise UserError(otherwise)
    return operation
