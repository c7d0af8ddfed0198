"""Pages of a list by keyset anchors: true row count, flat whatever the size (DESIGN.md section 4)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session

from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import BY_KIND, Record
from louyu_desktop.rules import values as plain
from louyu_desktop.services.copies import PAGE, Filter, Match, Query, Row
from louyu_desktop.services.references import ENTITIES, sort_expression, with_labels
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Changes

_REMEMBERED_QUERIES = 32
_Anchor = tuple[Any, int]


class Listing:
    """Counts, pages, ids and positions of queries; anchors are kept until something is written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._anchors: OrderedDict[Query, dict[int, _Anchor]] = OrderedDict()
        self._lock = threading.Lock()
        database.subscribe(self._forget)

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        model = BY_KIND[query.kind]
        with self._database.read() as session:
            return session.execute(
                select(func.count()).select_from(model).where(*self._conditions(query))
            ).scalar_one()

    def ids(self, query: Query) -> tuple[int, ...]:
        """The ids of everything found, in the list's order."""
        model = BY_KIND[query.kind]
        order = _Order(model, query)
        with self._database.read() as session:
            found = select(model.id).where(*self._conditions(query)).order_by(*order.terms)
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
        with self._database.read() as session:
            conditions = self._conditions(query)
            anchor = self._anchor(session, model, query, order, conditions, number)
            if anchor is None and number:
                return ()
            wanted = select(model.__table__, order.key.label("anchor_key")).where(*conditions)
            if anchor is not None:
                wanted = wanted.where(order.from_anchor(anchor))
            rows = session.execute(wanted.order_by(*order.terms).limit(PAGE + 1)).mappings().all()
            if len(rows) > PAGE:
                self._remember(query, number + 1, (rows[PAGE]["anchor_key"], rows[PAGE]["id"]))
            return with_labels(session, ENTITIES[query.kind], rows[:PAGE])

    def _anchor(
        self,
        session: Session,
        model: type[Record],
        query: Query,
        order: _Order,
        conditions: list[ColumnElement[bool]],
        number: int,
    ) -> _Anchor | None:
        """The first row of page `number`, found from the nearest anchor before it."""
        known = self._known(query)
        if number in known or number == 0:
            return known.get(number)
        near = max((page for page in known if page < number), default=0)
        search = select(order.key, model.id).where(*conditions)
        if near:
            search = search.where(order.from_anchor(known[near]))
        offset = (number - near) * PAGE
        row = session.execute(search.order_by(*order.terms).limit(1).offset(offset)).first()
        if row is None:
            return None
        anchor = (row[0], row[1])
        self._remember(query, number, anchor)
        return anchor

    def _known(self, query: Query) -> dict[int, _Anchor]:
        with self._lock:
            known = self._anchors.setdefault(query, {})
            self._anchors.move_to_end(query)
            while len(self._anchors) > _REMEMBERED_QUERIES:
                self._anchors.popitem(last=False)
            return dict(known)

    def _remember(self, query: Query, number: int, anchor: _Anchor) -> None:
        with self._lock:
            self._anchors.setdefault(query, {})[number] = anchor

    def _forget(self, changes: Changes) -> None:
        with self._lock:
            self._anchors.clear()

    def _conditions(self, query: Query) -> list[ColumnElement[bool]]:
        model = BY_KIND[query.kind]
        live = model.archived_at.is_not(None) if query.archived else model.archived_at.is_(None)
        found = [live, *(self._condition(model, one) for one in query.filters)]
        if query.text.strip():
            found.append(model.id.in_(self._database.matching(query.kind, query.text)))
        return found

    def _condition(self, model: type[Record], one: Filter) -> ColumnElement[bool]:
        if one.field == "id":  # the rows that a person selected
            return model.id.in_(one.value)
        field = ENTITIES[model.__entity__.kind].field(one.field)
        column: ColumnElement[Any] = model.__table__.c[one.field]
        match one.match:
            case Match.EMPTY:
                return column.is_(None)
            case Match.FILLED:
                return column.is_not(None)
            case Match.EQUALS:
                return column.is_not(True) if one.value is False else column == one.value
            case Match.AT_LEAST:
                return column.__ge__(one.value)
            case Match.AT_MOST:
                return column.__le__(one.value)
            case Match.ONE_OF:
                return _one_of(field, column, one.value)
            case Match.CONTAINS:
                return self._contains(model, field, column, str(one.value))

    def _contains(
        self, model: type[Record], field: Field, column: ColumnElement[Any], text: str
    ) -> ColumnElement[bool]:
        """By characters; by pinyin too where the text is Latin letters and the field is searched."""
        text = text.strip()
        if field.kind is Kind.REFERENCE:
            return column.in_(self._referred(field.target, text))
        plainly: ColumnElement[bool] = column.contains(text, autoescape=True)
        kind = model.__entity__.kind
        if field.searchable and text.isascii() and text.isalpha():
            return or_(plainly, model.id.in_(self._database.matching(kind, text, field=field.name)))
        return plainly

    def _referred(self, kind: str, text: str) -> Select[int]:
        """Ids of records of `kind` whose title has the text (through a second reference, if need be)."""
        model, entity = BY_KIND[kind], ENTITIES[kind]
        conditions = [self._condition(model, Filter(entity.title, Match.CONTAINS, text))]
        if entity.within:
            conditions.append(self._condition(model, Filter(entity.within, Match.CONTAINS, text)))
        return select(model.id).where(or_(*conditions))


class _Order:
    """ORDER BY key, id in one direction, and the rows from an anchor on (NULL stands first in SQLite)."""

    def __init__(self, model: type[Record], query: Query) -> None:
        wanted = query.sort or model.__entity__.sort or model.__entity__.title
        self.descending = wanted.startswith("-")
        self.key = sort_expression(model, wanted.removeprefix("-"))
        self._id = model.id
        self.terms = (
            (self.key.desc(), model.id.desc()) if self.descending else (self.key.asc(), model.id.asc())
        )

    def from_anchor(self, anchor: _Anchor) -> ColumnElement[bool]:
        """Rows at the anchor or behind it."""
        key, row_id = anchor
        if key is None and self.descending:
            return and_(self.key.is_(None), self._id <= row_id)
        if key is None:
            return or_(self.key.is_not(None), self._id >= row_id)
        pair, start = tuple_(self.key, self._id), tuple_(key, row_id)
        return or_(pair <= start, self.key.is_(None)) if self.descending else pair >= start


def _one_of(field: Field, column: ColumnElement[Any], wanted: tuple[Any, ...]) -> ColumnElement[bool]:
    if field.kind is not Kind.CHOICES:
        return column.in_(wanted)
    stored = func.coalesce(func.json(column), "")
    return or_(*(func.instr(stored, plain.display(field, (choice,))) > 0 for choice in wanted))
