"""Taking back what a bulk operation wrote before it was finished: chunk by chunk, until nothing of it is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any

from louyu_desktop.models import RECORDS, Enterprise
from louyu_desktop.storage import engine, indexing
from louyu_desktop.storage.change_log import VOID
from louyu_desktop.storage.shadow import SEARCH, read_ranges
from louyu_desktop.storage.shapes import CHUNK
from louyu_desktop.storage.tables import GRAMS, Suggestion

Turns = Callable[[], AbstractContextManager[object]]
_LOGGED = 20
"""Packed rows of the change log emptied in one transaction; each holds up to a thousand changes."""


def take_back(path: Path, key: bytes, turns: Turns = nullcontext) -> int:
    """Take every unfinished bulk operation back; gives how many there were.

    Its lines in the chained change log stay without their values, its ids are not given out again.
    """
    raw = engine.connect(path, key)
    try:
        raw.execute("PRAGMA foreign_keys = OFF").close()  # what points to one another goes together
        found = raw.execute("SELECT operation_id, ranges FROM bulk_operation").fetchall()
        for operation, kept in found:
            with suppress(_NotThereError):
                _empty(raw, partial(_transaction, raw, turns, operation), operation, read_ranges(kept))
    finally:
        raw.close()
    return len(found)


class _NotThereError(Exception):
    """Somebody else was quicker; ids of the search index may be others' by now."""


def _empty(raw: Any, turn: Turns, operation: int, ranges: dict[str, tuple[int, int]]) -> None:
    for statement, first, last in _parts(raw, ranges):
        with turn():
            raw.execute(statement, (first, last)).close()
    said = "SELECT id FROM change_log WHERE operation_id = ? ORDER BY id"
    lines = [row[0] for row in raw.execute(said, (operation,)).fetchall()]
    for start in range(0, len(lines), _LOGGED):
        with turn():
            _forget(raw, lines[start : start + _LOGGED])
    with turn():  # also what an orphaned writer added meanwhile: it writes no more from here on
        for statement, first, last in _parts(raw, ranges):
            raw.execute(statement, (first, last)).close()
        _forget(raw, [row[0] for row in raw.execute(said, (operation,)).fetchall() if row[0] not in set(lines)])
        indexing.hurry(raw, hurried=False)
        raw.execute("UPDATE operation SET kind = ? WHERE id = ?", (VOID, operation)).close()
        raw.execute("DELETE FROM bulk_operation WHERE operation_id = ?", (operation,)).close()


def _parts(raw: Any, ranges: dict[str, tuple[int, int]]) -> Iterator[tuple[str, int, int]]:
    """Statements that delete a stretch of ids each, children before parents, for all that is there now."""
    tables = [SEARCH, *(model.__tablename__ for model in reversed(RECORDS))]
    for table in tables:
        first, last = ranges.get(table, (1, 0))
        there = f"SELECT min(id), max(id) FROM {table} WHERE id BETWEEN ? AND ?"
        low, high = raw.execute(there, (first, last)).fetchone()
        for start in range(low, high + 1, CHUNK) if low is not None else ():
            end = min(start + CHUNK - 1, high)
            if table == SEARCH:
                grams = f"DELETE FROM {GRAMS} WHERE rowid IN (SELECT id FROM {SEARCH} WHERE id BETWEEN ? AND ?)"
                yield grams, start, end
            if table == Enterprise.__tablename__:
                yield f"DELETE FROM {Suggestion.__tablename__} WHERE enterprise_id BETWEEN ? AND ?", start, end
            yield f"DELETE FROM {table} WHERE id BETWEEN ? AND ?", start, end


def _forget(raw: Any, lines: list[int]) -> None:
    raw.executemany("UPDATE change_value SET content = NULL WHERE change_id = ?", [(line,) for line in lines]).close()


@contextmanager
def _transaction(raw: Any, turns: Turns, operation: int) -> Iterator[None]:
    with turns():
        raw.execute("BEGIN IMMEDIATE").close()
        try:
            if not raw.execute("SELECT 1 FROM bulk_operation WHERE operation_id = ?", (operation,)).fetchall():
                raise _NotThereError
            yield
            raw.execute("COMMIT").close()
        except BaseException:
            if raw.in_transaction:
                raw.execute("ROLLBACK").close()
            raise
