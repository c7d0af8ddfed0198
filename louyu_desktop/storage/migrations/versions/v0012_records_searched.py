"""The search index has one row for a record, with all of its texts, where it had one for each text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from alembic import op
from sqlalchemy import Connection

from louyu_desktop.models import RECORDS
from louyu_desktop.storage.indexing import searchable
from louyu_desktop.storage.shapes import shape_of

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLE = """CREATE TABLE search_row_new (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    fields TEXT NOT NULL,
    folded TEXT NOT NULL,
    shown TEXT,
    CONSTRAINT pk_search_row PRIMARY KEY (id)
)"""
INDEX = "CREATE UNIQUE INDEX uq_search_row_kind_row_id ON search_row (kind, row_id)"
TEXTS = """SELECT kind, row_id, field, folded, shown FROM search_row INDEXED BY uq_search_row_kind_row_id_field
    WHERE id NOT BETWEEN ? AND ? ORDER BY kind, row_id"""
"""A sorter would hold all of them in memory."""

ROW = "INSERT INTO search_row_new (id, kind, row_id, fields, folded, shown) VALUES (?, ?, ?, ?, ?, ?)"
BETWEEN = "\x1f"
PAGE = 1000

Entry = tuple[int, str, int, str, str, str | None]
"""What the table gets for a record."""


def upgrade() -> None:
    """Read the texts record by record and write them joined, a page at a time; their grams are all made by 0013."""
    connection = op.get_bind()
    first, last = _forget_unfinished(connection)
    connection.exec_driver_sql(TABLE)
    texts = connection.exec_driver_sql(TEXTS, (first, last))
    page: list[Entry] = []
    for entry in _entries(map(tuple, texts)):
        page.append(entry)
        if len(page) == PAGE:
            _write(connection, page)
            page.clear()
    _write(connection, page)
    connection.exec_driver_sql("DROP TABLE search_row")
    connection.exec_driver_sql("ALTER TABLE search_row_new RENAME TO search_row")
    connection.exec_driver_sql(INDEX)


def _forget_unfinished(connection: Connection) -> tuple[int, int]:
    """The texts of a bulk operation that was broken off, which are left out; the next start takes back the rest of it.

    It keeps the ids of its texts, which are others' from now on.
    """
    found = connection.exec_driver_sql("SELECT operation_id, ranges FROM bulk_operation").all()
    first, last = 1, 0
    for operation, kept in found:
        ranges = json.loads(kept)
        first, last = ranges.pop("search_row", (first, last))
        connection.exec_driver_sql(
            "UPDATE bulk_operation SET ranges = ? WHERE operation_id = ?", (json.dumps(ranges), operation)
        )
    return first, last


def _entries(texts: Iterator[tuple[Any, ...]]) -> Iterator[Entry]:
    """What is written for each record, numbered from 1 on."""
    shapes = [shape_of(model) for model in RECORDS]
    fields = {shape.kind: [field.name for field in searchable(shape)] for shape in shapes}
    number = 0
    for (kind, row_id), rows in groupby(texts, itemgetter(0, 1)):
        order = fields.get(kind, [])
        parts = sorted((row[2:] for row in rows if row[2] in order), key=lambda part: order.index(part[0]))
        if parts:
            number += 1
            yield _entry(number, kind, row_id, parts)


def _entry(number: int, kind: str, row_id: int, parts: Sequence[tuple[Any, ...]]) -> Entry:
    names, folded, shown = zip(*parts, strict=True)
    typed = BETWEEN.join((text or "").replace(BETWEEN, " ") for text in shown) if any(shown) else None
    return number, kind, row_id, ",".join(names), BETWEEN.join(folded), typed


def _write(connection: Connection, page: Sequence[Entry]) -> None:
    if page:
        connection.exec_driver_sql(ROW, list(page))
