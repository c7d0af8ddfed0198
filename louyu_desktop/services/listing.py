"""Pages of a list by keyset anchors: true row count, flat whatever the size (DESIGN.md section 4)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from louyu_desktop.models import BY_KIND, Record
from louyu_desktop.services.copies import PAGE, Query, Row
from louyu_desktop.services.filtering import conditions
from louyu_desktop.services.references import ENTITIES, sort_expression, with_labels
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Changes

_REMEMBERED_QUERIES = 32
_Anchor = tuple[Any, int]
_Anchors = dict[int, _Anchor]


class Listing:
    """Counts, pages, ids and positions of queries; anchors are kept until something is written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._anchors: OrderedDict[Query, _Anchors] = OrderedDict()
        self._lock = threading.Lock()
        database.subscribe(self._forget)

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        model = BY_KIND[query.kind]
        with self._database.read() as session:
            return session.execute(
                select(func.count()).select_from(model).where(*conditions(self._database, query))
            ).scalar_one()

    def ids(self, query: Query) -> tuple[int, ...]:
        """The ids of everything found, in the list's order."""
        model = BY_KIND[query.kind]
        order = _Order(model, query)
        with self._database.read() as session:
            found = select(model.id).where(*conditions(self._database, query)).order_by(*order.terms)
            return tuple(session.execute(found).scalars())

    def position(self, query: Query, row_id: int) -> int | None:
        """The line on which a record stands in the list; None when it is not in it."""
        try:
            return self.ids(query).index(row_id)
        except ValueError:
            return None

    def page(self, query: Query, number: int) -> tuple[Row, ...]:
        """The page `number` (from 0) of `PAGE` rows; empty behind the end."""
        model = BY_KIND[query.kind]
        order = _Order(model, query)
        known = self._known(query)
        with self._database.read() as session:
            wanted = select(model.__table__, order.key.label("anchor_key")).where(*conditions(self._database, query))
            if number:
                anchor = _anchor(session, wanted, order, known, number)
                if anchor is None:
                    return ()
                wanted = wanted.where(order.from_anchor(anchor))
            rows = session.execute(wanted.order_by(*order.terms).limit(PAGE + 1)).mappings().all()
            if len(rows) > PAGE:
                known[number + 1] = (rows[PAGE]["anchor_key"], rows[PAGE]["id"])
            return with_labels(session, ENTITIES[query.kind], rows[:PAGE])

    def _known(self, query: Query) -> _Anchors:
        """The anchors of a query as the file stands.

        Asked before the session begins: when something is written meanwhile, what is added goes with them.
        """
        with self._lock:
            known = self._anchors.setdefault(query, {})
            self._anchors.move_to_end(query)
            while len(self._anchors) > _REMEMBERED_QUERIES:
                self._anchors.popitem(last=False)
            return known

    def _forget(self, changes: Changes) -> None:
        with self._lock:
            self._anchors.clear()


def _anchor(session: Session, wanted: Select[Any], order: _Order, known: _Anchors, number: int) -> _Anchor | None:
    """The first row of page `number`, found from the nearest anchor before it."""
    if number not in known:
        near = max((page for page in tuple(known) if page < number), default=0)
        search = wanted.with_only_columns(order.key, order.id)
        if near:
            search = search.where(order.from_anchor(known[near]))
        row = session.execute(search.order_by(*order.terms).limit(1).offset((number - near) * PAGE)).first()
        if row is None:
            return None
        known[number] = (row[0], row[1])
    return known[number]


class _Order:
    """ORDER BY key, id in one direction, and the rows from an anchor on (NULL stands first in SQLite)."""

    def __init__(self, model: type[Record], query: Query) -> None:
        wanted = query.sort or model.__entity__.sort or model.__entity__.title
        self.descending = wanted.startswith("-")
        # as the file keeps it, or the anchor would be compared as text of another form
        self.key: ColumnElement[Any] = type_coerce(sort_expression(model, wanted.removeprefix("-")), NullType())
        self.id = model.id
        self.terms = (
            (self.key.desc(), model.id.desc()) if self.descending else (self.key.asc(), model.id.asc())
        )

    def from_anchor(self, anchor: _Anchor) -> ColumnElement[bool]:
        """Rows at the anchor or behind it."""
        key, row_id = anchor
        if key is None and self.descending:
            return and_(self.key.is_(None), self.id <= row_id)
        if key is None:
            return or_(self.key.is_not(None), self.id >= row_id)
        pair, start = tuple_(self.key, self.id), tuple_(key, row_id)
        return or_(pair <= start, self.key.is_(None)) if self.descending else pair >= start
