"""Pages of a list: flat whatever the size (DESIGN.md section 4).

Where an index keeps the order, pages are found by anchors, the keys with which they begin. Any other
order, and whatever is filtered, is worked out once as an array of ids, and forgotten with the next write
that concerns it.
"""

from __future__ import annotations

import threading
from array import array
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import BY_KIND
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import PAGE, Control, Query, Row, no_control
from louyu_desktop.services.filtering import conditions, live
from louyu_desktop.services.ordering import Anchor, Order
from louyu_desktop.services.references import among, entity_for, field_for, role_of, watched_by, with_labels
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Changes

FEW = 2000
"""So many hits are put in order by themselves; more are picked out of the order of the whole list."""

STRIDE = 128
"""Every so many pages of an order that an index keeps an anchor is laid ahead of time."""

_REMEMBERED_QUERIES = 32
_REMEMBERED_ARRAYS = 3


Conditions = Sequence[ColumnElement[bool]]


@dataclass(slots=True)
class _Known:
    """What was learned of a query since the last write that concerns it."""

    anchors: dict[int, Anchor] = field(default_factory=dict)
    count: int | None = None
    ids: array[int] | None = None
    many: bool = False


class Listing:
    """Counts, pages, ids and positions of queries; what was learned is kept until something is written."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._states: OrderedDict[tuple[Role, Query], _Known] = OrderedDict()
        self._lock = threading.Lock()
        database.subscribe(self._forget)

    def count(self, query: Query) -> int:
        """How many records the query finds."""
        known = self._known(query)
        if known.count is None:
            with self._database.read() as session:
                found = select(func.count()).select_from(BY_KIND[query.kind]).where(*conditions(self._database, query))
                known.count = session.execute(found).scalar_one()
        return known.count

    def ids(self, query: Query) -> Sequence[int]:
        """The ids of everything found, in the list's order; an array, which holds a million in 8 MB."""
        known = self._known(query)
        with self._database.read() as session:
            return self._ids(session, query, known)

    def prepare(self, query: Query, control: Control = no_control) -> None:
        """Lay anchors through the whole list, so that a jump to anywhere in it is short."""
        known = self._known(query)
        order = Order(BY_KIND[query.kind], query.sort)
        if not _flat(query, order):
            return
        pages = self.count(query) // PAGE
        with self._database.read() as session:
            for number in range(STRIDE, pages, STRIDE):
                control(number, pages)
                if _anchor(session, (live(query),), order, known, number) is None:
                    break

    def position(self, query: Query, row_id: int) -> int | None:
        """The line on which a record stands in the list; None when it is not in it."""
        order = Order(BY_KIND[query.kind], query.sort)
        if not _flat(query, order):
            ids = self.ids(query)
            return ids.index(row_id) if row_id in ids else None
        known = self._known(query)
        with self._database.read() as session:
            found = select(order.key, order.id).where(live(query), order.id == row_id)
            row = session.execute(found).first()
            return None if row is None else _place(session, live(query), order, known, (row[0], row[1]))

    def page(self, query: Query, number: int, pages: int = 1) -> tuple[Row, ...]:
        """The page `number` (from 0) of `PAGE` rows, and so many `pages` from there on; empty behind the end."""
        order = Order(BY_KIND[query.kind], query.sort)
        known = self._known(query)
        with self._database.read() as session:
            if _flat(query, order):
                rows = _flat_rows(session, (live(query),), order, known, number, pages)
            elif self._goes_on(session, query, order, known, number):
                rows = _flat_rows(session, conditions(self._database, query), order, known, number, pages)
            else:
                ids = self._ids(session, query, known)[number * PAGE : (number + pages) * PAGE]
                rows = _rows_of(session, order, ids)
            return with_labels(session, entity_for(role_of(self._database), query.kind), rows)

    # -- orders that no index keeps, and filters -------------------------------------------------

    def _goes_on(self, session: Session, query: Query, order: Order, known: _Known, number: int) -> bool:
        """Whether a filtered page is found in its order from its start, before all that is found is known."""
        if known.ids is not None or not order.kept or (number and number not in known.anchors):
            return False
        if not known.many:
            self._take_few(session, query, order, known)
        return known.many

    def _take_few(self, session: Session, query: Query, order: Order, known: _Known) -> None:
        """Everything found, where it is little; `known.many` otherwise."""
        found = select(order.id).where(*conditions(self._database, query)).limit(FEW + 1)
        few = session.scalars(found).all()
        known.many = len(few) > FEW
        if not known.many:
            self._keep(known, session, select(order.id).where(among(order.id, few)).order_by(*order.terms))

    def _ids(self, session: Session, query: Query, known: _Known) -> array[int]:
        order = Order(BY_KIND[query.kind], query.sort)
        if known.ids is None and _filtered(query) and not known.many:
            self._take_few(session, query, order, known)
        if known.ids is None:
            found = select(order.id)
            if not order.kept:
                found = found.where(*conditions(self._database, query, walk=True))
            elif _filtered(query):
                hits = select(order.id).where(*conditions(self._database, query))
                found = found.where(live(query), (order.id + 0).in_(hits))
            else:
                found = found.where(live(query))
            self._keep(known, session, found.order_by(*order.terms))
        assert known.ids is not None  # noqa: S101 - kept just now
        return known.ids

    def _keep(self, known: _Known, session: Session, found: Select[int]) -> None:
        """Read the ids past the ORM's rows: a million of them in a fifth of the time and memory."""
        result = session.connection().execute(found)
        cursor: Any = result.cursor
        ids = array("q", map(itemgetter(0), cursor))
        result.close()
        known.ids, known.count = ids, len(ids)
        with self._lock:
            with_arrays = [one for one in self._states.values() if one.ids is not None and one is not known]
            for one in with_arrays[: 1 - _REMEMBERED_ARRAYS]:
                one.ids = None

    # -- what is known ---------------------------------------------------------------------------

    def _known(self, query: Query) -> _Known:
        """What is known of a query as the file stands, by those who may ask it; NotPermittedError for others.

        Asked before the session begins: when something is written meanwhile, what is added goes with it.
        """
        asked = role_of(self._database), query
        _refuse_unseen(*asked)
        with self._lock:
            known = self._states.setdefault(asked, _Known())
            self._states.move_to_end(asked)
            while len(self._states) > _REMEMBERED_QUERIES:
                self._states.popitem(last=False)
            return known

    def _forget(self, changes: Changes) -> None:
        with self._lock:
            for asked in [one for one in self._states if not watched_by(one[1].kind).isdisjoint(changes.kinds)]:
                del self._states[asked]


def _refuse_unseen(role: Role, query: Query) -> None:
    """An order or a condition says as much of a field as its column does."""
    entity_for(role, query.kind)
    for name in (query.sort.removeprefix("-"), *(one.field for one in query.filters)):
        if name not in {"", "id"}:
            field_for(role, query.kind, name)


def _filtered(query: Query) -> bool:
    return bool(query.filters or query.text.strip() or query.archived)


def _flat(query: Query, order: Order) -> bool:
    return order.kept and not _filtered(query)


# -- by anchors --------------------------------------------------------------------------------------


def _flat_rows(
    session: Session, where: Conditions, order: Order, known: _Known, number: int, pages: int
) -> Sequence[Any]:
    anchor = _anchor(session, where, order, known, number) if number else None
    if number and anchor is None:
        return ()
    rows: list[Any] = []
    wished = pages * PAGE
    wanted = select(order.table, order.key.label("anchor_key")).where(*where).order_by(*order.terms)
    for stretch in order.from_(anchor):
        rows += session.connection().execute(wanted.where(*stretch).limit(wished + 1 - len(rows))).mappings()
        if len(rows) > wished:
            break
    for page, row in enumerate(rows[PAGE::PAGE], number + 1):
        known.anchors[page] = (row["anchor_key"], row["id"])
    return rows[:wished]


def _anchor(session: Session, where: Conditions, order: Order, known: _Known, number: int) -> Anchor | None:
    """The first row of page `number`, found from the nearest anchor on either side, or from an end."""
    if number in known.anchors:
        return known.anchors[number]
    anchors = dict(known.anchors)
    before = max((page for page in anchors if page < number), default=0)
    behind = min((page for page in anchors if page > number), default=0)
    ways = [((number - before) * PAGE, order, anchors.get(before))]
    if behind:
        ways.append(((behind - number) * PAGE, order.turned(), anchors[behind]))
    elif known.count is not None and number * PAGE < known.count:
        ways.append((known.count - 1 - number * PAGE, order.turned(), None))
    steps, way, start = min(ways, key=itemgetter(0))
    found = _row_at(session, where, way, start, steps)
    if found is not None:
        known.anchors[number] = found
    return found


def _row_at(session: Session, where: Conditions, order: Order, start: Anchor | None, steps: int) -> Anchor | None:
    """The row that stands `steps` behind a row in an order; None when it ends before."""
    for stretch in order.from_(start):
        wanted = select(order.key, order.id).where(*where, *stretch).order_by(*order.terms)
        row = session.execute(wanted.limit(1).offset(steps)).first()
        if row is not None:
            return row[0], row[1]
        steps -= _length(session, (*where, *stretch), order)
    return None


def _place(session: Session, there: ColumnElement[bool], order: Order, known: _Known, row: Anchor) -> int:
    """How many rows stand before one, counted from the nearest anchor before it."""
    before = [(page, anchor) for page, anchor in dict(known.anchors).items() if order.leads(anchor, row)]
    page, anchor = max(before, key=itemgetter(0), default=(0, None))
    between = order.before(row) if anchor is None else order.between(anchor, row)
    return page * PAGE + sum(_length(session, (there, *stretch), order) for stretch in between)


def _length(session: Session, where: Conditions, order: Order) -> int:
    return session.execute(select(func.count()).select_from(order.table).where(*where)).scalar_one()


def _rows_of(session: Session, order: Order, ids: Sequence[int]) -> Sequence[Any]:
    """The rows with these ids, in their order."""
    found = session.connection().execute(select(order.table).where(among(order.id, ids))).mappings()
    by_id = {row["id"]: row for row in found}
    return [by_id[one] for one in ids if one in by_id]
