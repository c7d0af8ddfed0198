"""What can still be read of a data file with damaged pages, table by table, into a fresh file of the same schema.

SQLCipher refuses a connection for good once it met a bad page: it is opened anew then, and the stretch of rows that
held the page is halved until only what lies on it is left out.  The ids that the indexes still know say what is lost.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from louyu_desktop.errors import DamagedError
from louyu_desktop.storage import engine, upgrade
from louyu_desktop.storage.container import Report
from louyu_desktop.storage.tables import GRAMS
from louyu_desktop.text import _

_STRETCH: Final = 1000
_PROBES: Final = 64
_MADE_ANEW: Final = ("sqlite_", "alembic_", "search_row", GRAMS, "booking_slot")
"""What the rebuilding makes out of the records."""


@dataclass(slots=True)
class Found:
    """Rows by table: written to the fresh file, known to be lost; and tables of which nobody knows how many."""

    saved: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    unknown: list[str] = field(default_factory=list)


class _Damaged:
    """A file that may refuse any page."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path, self._key = path, key
        self._raw: Any = engine.connect(path, key)

    def ask(self, statement: str, values: Sequence[Any] = ()) -> list[Any] | None:
        """The rows; None where a page in the way is damaged."""
        try:
            found: list[Any] = self._raw.execute(statement, values).fetchall()
        except engine.DriverError:
            self._raw.close()
            self._raw = engine.connect(self._path, self._key)
            return None
        return found

    def close(self) -> None:
        """Let the file go."""
        self._raw.close()


def salvage(damaged: Path, key: bytes, fresh: Path, report: Report) -> Found:
    """Write all that can be read of `damaged` to a new file; DamagedError where not even its schema can be."""
    try:
        source = _Damaged(damaged, key)
    except DamagedError:
        raise _unreadable() from None
    try:
        version = source.ask("PRAGMA user_version")
        if version and version[0][0] > upgrade.SCHEMA:
            raise upgrade.newer(version[0][0])
        if not version or not version[0][0] or source.ask("SELECT 1 FROM sqlite_master") is None:
            raise _unreadable()
        upgrade.make_empty(fresh, key, version[0][0])
        target = engine.connect(fresh, key)
        try:
            return _filled(source, target, report)
        finally:
            target.close()
    finally:
        source.close()


def _unreadable() -> DamagedError:
    return DamagedError(_("数据文件里说明有哪些表的那几页坏了，读不出记录，原文件没有动过。请从最近的备份恢复"))


def _filled(source: _Damaged, target: Any, report: Report) -> Found:
    found = Found()
    target.execute("PRAGMA foreign_keys = OFF").close()
    target.execute("BEGIN IMMEDIATE").close()
    triggers = target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in triggers:
        target.execute(f'DROP TRIGGER "{name}"').close()
    named = target.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
    tables = [name for (name,) in named if not name.startswith(_MADE_ANEW)]
    sequence = dict(source.ask("SELECT name, seq FROM sqlite_sequence") or ())
    for number, table in enumerate(tables):
        report(number, len(tables), _("正在救出记录"))
        _table(source, target, table, sequence.get(table), found)
    drop_hanging(target, found)
    for table, last in sequence.items():
        target.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (last, table)).close()
    for _name, sql in triggers:
        target.execute(sql).close()
    target.execute("COMMIT").close()
    return found


def _table(source: _Damaged, target: Any, table: str, last: int | None, found: Found) -> None:
    columns = [row[1] for row in target.execute(f'PRAGMA table_info("{table}")').fetchall()]
    known = _known(source, target, table)
    ids = sorted(known) if known is not None else _guessed(source, table, last)
    if ids is None:
        found.unknown.append(table)
        return
    names = ", ".join(f'"{name}"' for name in columns)
    put = f'INSERT OR REPLACE INTO "{table}" ({names}) VALUES ({", ".join("?" * len(columns))})'
    read = f'SELECT {names} FROM "{table}" NOT INDEXED WHERE rowid BETWEEN ? AND ?'
    for rows in _readable(source, read, ids):
        target.executemany(put, rows).close()
        found.saved[table] += len(rows)
    if known is not None:
        found.lost[table] += len(known) - found.saved[table]
    elif _is_torn(source, read, ids):
        found.unknown.append(table)


def _known(source: _Damaged, target: Any, table: str) -> set[int] | None:
    """The ids of all rows, by the first whole index that is readable to its end; None where there is none."""
    indexes = target.execute(f'PRAGMA index_list("{table}")').fetchall()
    for _number, name, _unique, _origin, partial in indexes:
        rows = None if partial else source.ask(f'SELECT rowid FROM "{table}" INDEXED BY "{name}"')
        if rows is not None:
            return {row[0] for row in rows}
    return None


def _guessed(source: _Damaged, table: str, last: int | None) -> Sequence[int] | None:
    """All the ids that there may be, up to the last one that was given."""
    if last is None:
        rows = source.ask(f'SELECT max(rowid) FROM "{table}" NOT INDEXED')
        if rows is None:
            return None
        last = rows[0][0] or 0
    return range(1, last + 1)


def _readable(source: _Damaged, read: str, ids: Sequence[int]) -> Iterator[list[Any]]:
    """The rows of growing ids, in stretches; what lies on a damaged page is passed over."""
    waiting = [ids[start : start + _STRETCH] for start in range(0, len(ids), _STRETCH)]
    if len(waiting) > 1 and not _probed(source, read, ids):
        return
    waiting.reverse()
    while waiting:
        part = waiting.pop()
        rows = source.ask(read, (part[0], part[-1]))
        if rows:
            yield rows
        elif rows is None and len(part) > 1:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]


def _probed(source: _Damaged, read: str, ids: Sequence[int]) -> bool:
    """Whether anything of a large table can be read at all: where its root is damaged every row would be tried."""
    some = ids[:: max(1, len(ids) // _PROBES)]
    return any(source.ask(read, (one, one)) is not None for one in some)


def _is_torn(source: _Damaged, read: str, ids: Sequence[int]) -> bool:
    return bool(ids) and source.ask(f"SELECT count(*) FROM ({read})", (ids[0], ids[-1])) is None


def drop_hanging(raw: Any, found: Found) -> None:
    """What refers to a row that is lost: the reference goes where it may be empty, else the row goes too."""
    while broken := raw.execute("PRAGMA foreign_key_check").fetchall():
        for table, row_id, _parent, number in broken:
            _unhang(raw, found, table, row_id, number)


def _unhang(raw: Any, found: Found, table: str, row_id: int, number: int) -> None:
    keys = raw.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
    names: Collection[str] = {row[3] for row in keys if row[0] == number}
    required = {row[1] for row in raw.execute(f'PRAGMA table_info("{table}")').fetchall() if row[3] or row[5]}
    if required.isdisjoint(names):
        gone = ", ".join(f'"{name}" = NULL' for name in names)
        raw.execute(f'UPDATE "{table}" SET {gone} WHERE rowid = ?', (row_id,)).close()
        return
    deleted = raw.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (row_id,)).rowcount
    found.saved[table] -= deleted
    found.lost[table] += deleted
