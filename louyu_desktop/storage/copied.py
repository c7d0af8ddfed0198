"""What records repeat of a person they point to, taken out of rows and log when the person is purged (PIPL art. 47).

`Record.__copies__` says which columns these are: a request keeps name and phone of whom it came from beside the person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import RECORDS, Record
from louyu_desktop.storage.coding import Item
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.write import Write

Found = Mapping[type[Record], Collection[int]]


@dataclass(frozen=True, slots=True)
class Copies:
    """The columns of one class that repeat something of the purged, and the rows that point to them."""

    shape: Shape
    column: str
    names: tuple[str, ...]
    purged: Collection[int]
    rows: frozenset[int]

    def clean(self, items: Sequence[Item], emptied: str) -> tuple[Item, ...]:
        """A line of the log without what is repeated there."""
        return tuple(
            replace(item, before=self._without(item.before, emptied), after=self._without(item.after, emptied))
            if self._is_theirs(item) else item
            for item in items
        )  # fmt: skip

    def nothing(self, name: str, emptied: str) -> str | None:
        """What stands in a column instead."""
        return None if self.shape.table.c[name].nullable else emptied

    def _is_theirs(self, item: Item) -> bool:
        pointed = {values.get(self.column) for values in (item.before, item.after)}
        return item.id in self.rows or not pointed.isdisjoint(self.purged)

    def _without(self, values: Mapping[str, Any], emptied: str) -> dict[str, Any]:
        return {
            name: self.nothing(name, emptied) if name in self.names and value is not None else value
            for name, value in values.items()
        }


def empty_copies(write: Write, found: Found, emptied: str) -> tuple[Copies, ...]:
    """Empty the rows; gives what is to be taken out of the log."""
    made = tuple(_copies(write, found))
    for one in made:
        for part in chunks(sorted(one.rows)):
            rows = write.rows(one.shape, part)
            write.change(one.shape, rows, {key: _emptied(one, row, emptied) for key, row in rows.items()})
    return made


def _copies(write: Write, found: Found) -> Iterator[Copies]:
    for model in RECORDS:
        shape = shape_of(model)
        for column, names in model.__copies__.items():
            purged = found.get(shape.references[column], ())
            rows: set[int] = set()
            for part in chunks(sorted(purged)):
                rows.update(write.session.scalars(select(shape.table.c.id).where(shape.table.c[column].in_(part))))
            if purged:
                yield Copies(shape, column, names, purged, frozenset(rows.difference(found.get(model, ()))))


def _emptied(one: Copies, row: Mapping[str, Any], emptied: str) -> dict[str, Any]:
    return {name: one.nothing(name, emptied) for name in one.names if row[name] is not None}
