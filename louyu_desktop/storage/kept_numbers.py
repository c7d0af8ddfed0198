"""Numbers that were given out: a record whose making is taken back stays under its own, as 作废 (`Record.__void__`).

It keeps its number and that without which it is no record; whom and what it was about it lets go, so that those can be
taken back, forgotten or changed as if it had never been.  Doing it again brings everything back out of the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from louyu_desktop.models import Record
from louyu_desktop.models.columns import Choices
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage.shapes import Shape, shape_of

NUMBER = "number"
Rows = Mapping[int, dict[str, Any]]


def staying(shape: Shape, rows: Rows, topic: str) -> Rows:
    """Those of `rows` that stay when their making is taken back; what an import brought goes, nobody was told of it."""
    if not shape.model.__void__ or topic == Topic.IMPORT:
        return {}
    return {row_id: row for row_id, row in rows.items() if row[NUMBER]}


@cache
def voided(model: type[Record]) -> Mapping[str, Any]:
    """The columns of a void record besides those that it keeps."""
    shape = shape_of(model)
    kept = {NUMBER, "archived_at", *(name for name, field in shape.fields.items() if field.mandatory)}
    empty = {name: _empty(shape, name) for name in shape.logged if name not in kept}
    return MappingProxyType({**empty, **model.__void__})


def _empty(shape: Shape, name: str) -> Any:
    column = shape.table.c[name]
    return shape.defaults[name] if isinstance(column.type, Choices) or not column.nullable else None
