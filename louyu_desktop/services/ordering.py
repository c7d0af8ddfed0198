"""The order of a list: key, then id, in one direction, cut into stretches that an index answers each by itself.

`(key, id) >= (?, ?)` in one condition walks through all rows of the same key, and NULLs make an OR of
it that no index serves.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import NullType

from louyu_desktop.models import BY_KIND, Record
from louyu_desktop.models.base import kept_orders
from louyu_desktop.services.references import sort_expression, sort_name

Anchor = tuple[Any, int]
"""A row's key, as the file keeps it, and its id."""

Stretch = tuple[ColumnElement[bool], ...]
"""Conditions that rows next to each other in an order fulfil."""


class Order:
    """ORDER BY key, id (NULL stands first in SQLite); `kept` where an index of the lists has it."""

    def __init__(self, model: type[Record], sort: str) -> None:
        wanted = sort or model.__entity__.sort or model.__entity__.title
        name = wanted.removeprefix("-")
        self._model, self._sort = model, wanted
        self.descending = wanted.startswith("-")
        self.table = model.__table__
        # as the file keeps it, or the anchor would be compared as text of another form
        self.key: ColumnElement[Any] = type_coerce(sort_expression(model, name), NullType())
        self.id = model.id
        self.kept = sort_name(model, name) in kept_orders(model)
        self.terms = (
            (self.key.desc(), model.id.desc()) if self.descending else (self.key.asc(), model.id.asc())
        )

    def turned(self) -> Order:
        """The same order from its end."""
        return Order(self._model, self._sort[1:] if self.descending else f"-{self._sort}")

    def from_(self, anchor: Anchor | None) -> tuple[Stretch, ...]:
        """The rows at the anchor and behind it, all of them without one."""
        if anchor is None:
            return ((),)
        key, row_id = anchor
        same = (self._same(key), self.id <= row_id if self.descending else self.id >= row_id)
        if self.descending:
            return (same,) if key is None else (same, (self.key < key,), (self.key.is_(None),))
        return (same, (self.key.is_not(None) if key is None else self.key > key,))

    def before(self, anchor: Anchor) -> tuple[Stretch, ...]:
        """The rows before the anchor."""
        key, row_id = anchor
        same = (self._same(key), self.id > row_id if self.descending else self.id < row_id)
        if self.descending:
            return ((self.key.is_not(None) if key is None else self.key > key,), same)
        return (same,) if key is None else ((self.key.is_(None),), (self.key < key,), same)

    def leads(self, one: Anchor, other: Anchor) -> bool:
        """Whether `one` stands before `other`, or is the same row; texts compare as SQLite compares their bytes."""
        first, second = _rank(one), _rank(other)
        return first >= second if self.descending else first <= second

    def between(self, start: Anchor, end: Anchor) -> tuple[Stretch, ...]:
        """The rows from `start` on that stand before `end`."""
        (low, first), (high, last) = start, end
        begun = self.id <= first if self.descending else self.id >= first
        ended = self.id > last if self.descending else self.id < last
        if low == high:
            return ((self._same(low), begun, ended),)
        inner = [] if low is None else [self.key < low if self.descending else self.key > low]
        inner += [] if high is None else [self.key > high if self.descending else self.key < high]
        return ((self._same(low), begun), tuple(inner), (self._same(high), ended))

    def _same(self, key: Any) -> ColumnElement[bool]:
        return self.key.is_(None) if key is None else self.key == key


def _rank(anchor: Anchor) -> tuple[bool, Any, int]:
    key, row_id = anchor
    return key is not None, 0 if key is None else key, row_id


@cache
def kept_fields(kind: str) -> frozenset[str]:
    """The fields of a kind whose own values stand in an index of its lists."""
    model = BY_KIND[kind]
    return frozenset(name for name in kept_orders(model) if name in model.__table__.c and not name.endswith("_sort"))
