"""What a bulk operation has written so far is nobody's business: views stand before the tables it fills.

A transaction takes its snapshot at once and learns out of it whether such an operation is unfinished.  Then
temporary views with the names of the tables leave its rows out, in every statement of that connection;
statements that change something are sent to the tables themselves.  The views are made and dropped between
transactions, because they would go with the end of the one that made them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

Ranges = Mapping[str, tuple[int, int]]
"""First and last id of the rows that an operation makes, by table."""

SEARCH = "search_row"
_CHECKPOINT = 1000
_HALF = "{}"
"""What a connection is said to hide while its views are made: no operation has such ranges."""

_TARGET = re.compile(
    r"(\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+)(?=\w|\")", re.IGNORECASE
)


def begin(connection: Connection) -> None:
    """Begin a transaction over one state of the data, without the rows of an unfinished bulk operation in it.

    The execution option `whole` lets them be seen: for whoever publishes them.
    """
    options = connection.get_execution_options()
    raw: Any = connection.connection.driver_connection
    while True:
        raw.execute("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN").close()
        found = raw.execute("SELECT ranges FROM main.bulk_operation LIMIT 1").fetchone()
        wanted = found[0] if found is not None and not options.get("whole") else None
        if wanted == connection.info.get("shadow"):
            return
        raw.execute("ROLLBACK").close()
        _cast(raw, connection.info, wanted)


def _cast(raw: Any, info: dict[Any, Any], wanted: str | None) -> None:
    """Make the views for the ranges `wanted`, or none; the desk leaves checkpoints to the one who writes much.

    Broken off half way it is done again by the next transaction: a view that stays would hide rows for good.
    """
    info["shadow"] = _HALF
    for (view,) in raw.execute("SELECT name FROM temp.sqlite_master WHERE type = 'view'").fetchall():
        raw.execute(f'DROP VIEW temp."{view}"').close()
    ranges = read_ranges(wanted)
    for table, (first, last) in ranges.items():
        seen = f'SELECT * FROM main."{table}" WHERE +id NOT BETWEEN {first:d} AND {last:d}'
        raw.execute(f'CREATE TEMP VIEW "{table}" AS {seen}').close()
    raw.execute(f"PRAGMA wal_autocheckpoint = {0 if ranges else _CHECKPOINT}").close()
    if wanted is None:
        del info["shadow"]
    else:
        info["shadow"] = wanted


def read_ranges(kept: str | None) -> dict[str, tuple[int, int]]:
    """The ranges as they stand in the file."""
    return {table: (first, last) for table, (first, last) in json.loads(kept or "{}").items()}


def hidden(connection: Connection) -> dict[str, tuple[int, int]]:
    """The ranges that this connection does not see."""
    return read_ranges(connection.info.get("shadow"))


def at_the_table(connection: Connection, statement: str) -> str:
    """A statement that changes something, past the view that may stand before its table."""
    return _TARGET.sub(r"\1main.", statement, count=1) if "shadow" in connection.info else statement


def next_search_id(connection: Connection) -> int:
    """The id that the next row of the search index gets: behind those that a bulk operation keeps for itself."""
    last = connection.exec_driver_sql(f"SELECT max(id) FROM main.{SEARCH}").scalar() or 0
    return int(max(last, hidden(connection).get(SEARCH, (0, 0))[1])) + 1
