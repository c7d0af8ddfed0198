"""Records that hang on another one, as the section of its file lists them."""

from __future__ import annotations

from louyu_desktop.services.copies import Filter, Match, Query, Row
from louyu_desktop.services.records import Records


def hanging(records: Records, kind: str, column: str, parent: int) -> tuple[Row, ...]:
    """The live records of a kind whose `column` is this record, in the order they came."""
    found = records.page(Query(kind, (Filter(column, Match.EQUALS, parent),)), 0)
    return tuple(sorted(found, key=lambda row: row.id))
