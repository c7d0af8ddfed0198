"""The only place that opens the data file: SQLCipher with a raw key, checked pragmas, one guarded door."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlcipher3
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool, Pool, QueuePool

from louyu_desktop.errors import DamagedError, SystemProblem
from louyu_desktop.storage import joined, shadow
from louyu_desktop.text import _

DriverError = sqlcipher3.Error
"""What the driver raises where SQLAlchemy does not stand between."""

DriverIntegrityError = sqlcipher3.IntegrityError
"""The same for a row that an index or a reference does not let in."""

OLDEST_SQLITE: Final = (3, 51, 3)
"""Older ones have the WAL-reset bug."""

_PLAIN: Final = b"SQLite format 3\0"
_CHANGES = re.compile(
    r"\s*(?:INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|ALTER|WITH\b.*\b(?:INSERT|UPDATE|DELETE)\b)",
    re.IGNORECASE | re.DOTALL,
)
# cipher_memory_security stays off: it locks and wipes every allocation, not only keys.  Measured here: bulk inserts
# take 2.4 times and an undo 3.5 times as long, and 3 of 4 copies of a row stay in memory (SAFETY.md, finding 10)
_PRAGMAS: Final = (
    ("cipher_log_level", "NONE", None),
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("fullfsync", "ON", None),
    ("foreign_keys", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("mmap_size", "0", 0),
    ("secure_delete", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("busy_timeout", "5000", 5000),
    ("cache_size", "-40000", -40000),
)


class OutsideTheDoorError(RuntimeError):
    """A statement that changes data was sent past `Database.write`: it would miss history, undo and search."""


def damaged() -> DamagedError:
    """What is said when the file cannot be read as ours."""
    return DamagedError(_("数据文件已损坏，或钥匙不是它的。原文件没有动过，请从最近的备份恢复"))


def check_header(path: Path) -> None:
    """DamagedError when the file is plain SQLite or no database; called before any connection is open.

    Opening and closing the file later would drop the locks that SQLite holds on it.
    """
    with path.open("rb") as file:
        start = file.read(16)
    if start == _PLAIN:
        raise DamagedError(_("数据文件没有加密，不是本程序写的。没有打开它，请换成备份里的文件"))
    if len(start) < len(_PLAIN):
        raise damaged()


def check_driver() -> None:
    """SystemProblem when the SQLite inside the driver has the WAL-reset bug."""
    if tuple(int(part) for part in sqlcipher3.sqlite_version.split(".")) < OLDEST_SQLITE:
        raise SystemProblem(_("程序自带的数据库太旧，可能损坏数据。请重新安装本程序"))


def versions() -> tuple[str, str]:
    """Of SQLCipher and of the SQLite in it."""
    connection = sqlcipher3.connect(":memory:")
    try:
        cipher = connection.execute("PRAGMA cipher_version").fetchone()
    finally:
        connection.close()
    return (str(cipher[0]) if cipher else ""), sqlcipher3.sqlite_version


def connect(path: Path, key: bytes) -> Any:
    """A driver connection with the key and every pragma set and read back."""
    connection = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5.0)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        version = connection.execute("PRAGMA cipher_version").fetchone()
        if not version or not version[0]:
            raise SystemProblem(_("程序缺少加密部件，没有打开数据。请重新安装本程序"))
        _settle(connection)
        _teach(connection)
    except sqlcipher3.DatabaseError as error:
        connection.close()
        if "not a database" in str(error) or "malformed" in str(error):
            raise damaged() from None
        raise
    except BaseException:
        connection.close()
        raise
    return connection


def _teach(connection: Any) -> None:
    """The functions that filters of lists ask for."""
    connection.create_function("reads", 2, joined.reads, deterministic=True)
    connection.create_function("holds", 4, joined.holds, deterministic=True)


def fits(path: Path, key: bytes) -> bool:
    """Whether a key opens a file."""
    try:
        connect(path, key).close()
    except DamagedError:
        return False
    return True


def export(connection: Any, target: Path, key: bytes, pragmas: Sequence[str]) -> None:
    """Copy all that is in the file of a connection into an empty file under another key, and these pragmas.

    Nothing of it is on the disk for certain until the caller has synced the file.
    """
    connection.execute(f"ATTACH DATABASE ? AS fresh KEY \"x'{key.hex()}'\"", (str(target),))
    for setting in ("journal_mode", "synchronous"):
        connection.execute(f"PRAGMA fresh.{setting} = OFF").fetchall()
    connection.execute("SELECT sqlcipher_export('fresh')").fetchall()
    for name in pragmas:
        [value] = connection.execute(f"PRAGMA main.{name}").fetchone()
        connection.execute(f"PRAGMA fresh.{name} = {value}")
    connection.execute("DETACH DATABASE fresh")


def holds(connection: Any) -> bool:
    """Whether every page is as it was written, and the whole fits together."""
    pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
    return not pages and connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def _settle(connection: Any) -> None:
    for name, value, expected in _PRAGMAS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
        if expected is None:
            continue
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is not None and found[0] != expected:
            raise SystemProblem(_("数据库不接受设置 {name}，没有打开数据。请重新安装本程序").format(name=name))


class _Source:
    """Where the connections of an engine lead: to a file with its key, before that to what a script makes in memory."""

    def __init__(self, script: str) -> None:
        self._script = script
        self.file: tuple[Path, bytes] | None = None

    def connect(self) -> Any:
        if self.file is not None:
            return connect(*self.file)
        connection = sqlcipher3.connect(":memory:", isolation_level=None, check_same_thread=False)
        connection.executescript(self._script)
        _teach(connection)
        return connection


class Spare(NamedTuple):
    """An engine that leads nowhere yet."""

    engine: Engine
    source: _Source


_rehearsed: list[Spare] = []


def make_engine(path: Path, key: bytes) -> Engine:
    """The engine of the station: pooled connections, own BEGIN, and the guard against writes past the door.

    It is the one that has rehearsed, where one has.
    """
    engine, source = _rehearsed.pop() if _rehearsed else spare()
    source.file = path, key
    return engine


def keep(rehearsed: Spare) -> None:
    """Have the next station opened with it: its statements are translated, what they were asked of is forgotten."""
    rehearsed.engine.dispose()
    _rehearsed[:] = [rehearsed]


def spare(script: str = "") -> Spare:
    """An engine on what `script` makes in memory; `keep` has it lead to the next station."""
    source = _Source(script)
    engine = _engine(source.connect, QueuePool, pool_size=6, max_overflow=10, pool_use_lifo=True)
    event.listen(engine, "begin", shadow.begin)
    event.listen(engine, "before_cursor_execute", _guard, retval=True)
    return Spare(engine, source)


def migration_engine(path: Path, key: bytes) -> Engine:
    """An engine without guard and with foreign keys off: for `upgrade` alone."""
    engine = _engine(lambda: connect(path, key), NullPool).execution_options(writing=True)
    event.listen(engine, "begin", _begin)
    event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA foreign_keys = OFF").close())
    return engine


def bulk_engine(path: Path, key: bytes) -> Engine:
    """An engine for the writer of a bulk operation, which sees all of its rows and is its own guard.

    Foreign keys are off, because children may come first; what it refers to is looked at when all is there.
    A power cut may take its last transactions, which nobody has seen: publishing syncs them with its own.
    """
    engine = _engine(lambda: connect(path, key), QueuePool, pool_size=1, max_overflow=0)
    event.listen(engine, "begin", _begin_turn)
    event.listen(engine, "connect", _settle_bulk)
    return engine


def _begin_turn(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.info.get("turn") else "BEGIN")


def _settle_bulk(raw: Any, _record: object) -> None:
    for setting in ("foreign_keys = OFF", "synchronous = NORMAL", "wal_autocheckpoint = 0", "cache_size = -256000"):
        raw.execute(f"PRAGMA {setting}").fetchall()


def _engine(creator: Callable[[], Any], pool: type[Pool], **options: Any) -> Engine:
    return create_engine(
        "sqlite://", module=sqlcipher3, creator=creator, poolclass=pool, hide_parameters=True, **options
    )


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _guard(
    connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any
) -> tuple[str, Any]:
    if not _CHANGES.match(statement):
        return statement, parameters
    if not connection.info.get("door"):
        raise OutsideTheDoorError(statement.split(None, 3)[:3])
    return shadow.at_the_table(connection, statement), parameters


@contextmanager
def door(connection: Connection) -> Iterator[None]:
    """Let statements that change data pass on this connection; only the parts of `storage` use it."""
    before = connection.info.get("door", False)
    connection.info["door"] = True
    try:
        yield
    finally:
        connection.info["door"] = before
