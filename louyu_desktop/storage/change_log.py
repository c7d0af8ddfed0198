"""The change log while it is written: operations, packed changes, and the chain that ties them together."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from louyu_desktop.models import ChangeLog, Operation
from louyu_desktop.models.columns import UtcDateTime
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage.coding import Item, as_json, pack, pack_added
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.keys import AuditKey
from louyu_desktop.storage.shapes import CHUNK

ADD, CHANGE, REMOVE, EVENT = "add", "change", "remove", "event"
DO, UNDO, REDO = "do", "undo", "redo"
PENDING, VOID = "pending", "void"
"""A bulk operation that is not finished, and one that never was: nobody sees them."""

CHAINED = ("operation_id", "at", "account_id", "entity", "action", "first_id", "last_id", "rows", "digest", "key_epoch")
"""The columns that the chain covers, in this order."""

_FEW = 100
"""So few rows wait for those that follow, to be packed together."""

_COLUMNS = (*CHAINED, "chain")
_CHANGE = f"INSERT INTO change_log ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_VALUE = "INSERT INTO change_value (change_id, salt, content) VALUES (?, ?, ?)"

START = bytes(32)
"""What the first change is chained to."""


@dataclass(frozen=True, slots=True)
class LoggedChange:
    """One change of one record; `kind` is the operation's (do, undo, redo, event), `text` an event's words."""

    operation_id: int
    at: dt.datetime
    account_id: int | None
    label: str
    kind: str
    action: str
    row_id: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True, slots=True)
class LoggedOperation:
    """One operation: `rows` counts the changed rows, `reversed_by` the operation that took it back."""

    id: int
    label: str
    kind: str
    account_id: int | None
    at: dt.datetime
    target_id: int | None
    reversed_by: int | None
    rows: int
    topic: Topic = Topic.CHANGE


def link(key: bytes, previous: bytes, row: dict[str, Any]) -> bytes:
    """The chain value of one change: HMAC-SHA256 over the one before it and its own columns."""
    values = [row[name].hex() if name == "digest" else row[name] for name in CHAINED]
    return hmac.digest(key, previous + as_json(values).encode(), "sha256")


def digest_of(salt: bytes, content: bytes) -> bytes:
    """The salted digest that stays when the values are purged."""
    return hashlib.sha256(salt + content).digest()


class Log:
    """Collects the changes of one operation; consecutive ones of the same entity and action are packed.

    The row of the operation is written with its first change, so one without changes leaves nothing;
    one that has an `id` stands already.
    """

    def __init__(self, connection: Connection, audit_key: AuditKey, operation: dict[str, Any]) -> None:
        self.operation_id: int | None = operation.get("id")
        self._connection = connection
        self._audit_key = audit_key
        self._operation = operation
        self._run: tuple[str, str] = ("", "")
        self._items: list[Item] = []
        self._only_events = True
        self._topic = Topic.CHANGE
        self._head: bytes | None = None

    @property
    def at(self) -> dt.datetime:
        """When the operation takes place: one moment for all its rows."""
        moment: dt.datetime = self._operation["at"]
        return moment

    @property
    def reverses(self) -> bool:
        """Whether it takes another operation back, or does one again."""
        return self._operation["kind"] in {UNDO, REDO}

    def about(self, topic: Topic) -> None:
        """Say what the operation is about, for the filters of the station's log."""
        self._topic = topic

    def note(self, kind: str, action: str, item: Item) -> None:
        """Keep one change."""
        if (kind, action) != self._run or len(self._items) >= CHUNK:
            self.flush()
            self._run = (kind, action)
        self._items.append(item)

    def added(self, kind: str, rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> None:
        """Keep whole new rows, at most `CHUNK` of them, by their columns `names`."""
        if len(rows) < _FEW:
            for row in rows:
                after = {name: row[name] for name in names}
                self.note(kind, ADD, Item(row["id"], row["uid"], row["version"], after=after))
            return
        self.flush()
        ids = [row["id"] for row in rows]
        self.keep(kind, ADD, (min(ids), max(ids), len(ids)), pack_added(rows, names))

    def begin(self) -> int:
        """The operation's id; its row is written now if it was not before."""
        if self.operation_id is None:
            with door(self._connection):
                self.operation_id = int(self._connection.execute(insert(Operation), self._operation).lastrowid)
        return self.operation_id

    def finish(self) -> None:
        """Write what is still held; an operation of events alone becomes an event that undo passes by."""
        self.flush()
        told: dict[str, Any] = {"topic": self._topic} if self._topic else {}
        if self._only_events and self._operation["kind"] == DO:
            told["kind"] = EVENT
        if self.operation_id is not None and told:
            mine = Operation.id == self.operation_id
            with door(self._connection):
                self._connection.execute(update(Operation).where(mine).values(told))

    def flush(self) -> None:
        """Write what is held: its lines have ids then."""
        if not self._items:
            return
        kind, action = self._run
        items, self._items = self._items, []
        ids = [item.id for item in items]
        self.keep(kind, action, (min(ids), max(ids), len(ids)), pack(items))

    def keep(self, kind: str, action: str, span: tuple[int, int, int], content: bytes) -> None:
        """Write one packed row: first id, last id and number of the changes, and what they are."""
        self._only_events &= action == EVENT
        first, last, count = span
        salt = secrets.token_bytes(16)
        row = {
            "operation_id": self.begin(), "at": self.at, "account_id": self._operation["account_id"],
            "entity": kind, "action": action, "first_id": first, "last_id": last, "rows": count,
            "digest": digest_of(salt, content), "key_epoch": self._audit_key.epoch,
        }  # fmt: skip
        row["chain"] = self._head = link(self._audit_key.key, self._previous(), row)
        stored = {**row, "at": UtcDateTime().process_bind_param(self.at, self._connection.dialect)}
        with door(self._connection):
            done = self._connection.exec_driver_sql(_CHANGE, tuple(stored[name] for name in _COLUMNS))
            self._connection.exec_driver_sql(_VALUE, (done.lastrowid, salt, content))

    def _previous(self) -> bytes:
        """The head of the chain, read inside this transaction, which holds the write lock."""
        if self._head is None:
            last = select(ChangeLog.chain).order_by(ChangeLog.id.desc()).limit(1)
            self._head = self._connection.scalar(last) or START
        return self._head
