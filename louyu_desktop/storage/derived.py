"""Keeps derived columns true: recomputes the rows a write touched, and the rows they feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, Update, bindparam, select, update
from sqlalchemy.orm import Session

from louyu_desktop.models import RECORDS, Record
from louyu_desktop.models.base import among
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.facts_noted import FactsNoted
from louyu_desktop.storage.places_given import PlacesGiven, Writing
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.slots_of_rooms import RoomsTaken
from louyu_desktop.storage.visits_due import VisitsDue

_ORDER = {model: place for place, model in enumerate(RECORDS)}


def derives(model: type[Record]) -> bool:
    """Whether the class computes columns from other rows."""
    return "derive" in model.__dict__


@cache
def _settles(model: type[Record]) -> bool:
    """Whether more follows from its rows than that parents are fed, which happens as they are written."""
    return not {"derive", "dependants"}.isdisjoint(model.__dict__)


@cache
def _reading(model: type[Record], names: tuple[str, ...]) -> Select[Any]:
    table = shape_of(model).table
    return select(*(table.c[name] for name in names)).where(among(table.c.id))


@cache
def _writing(model: type[Record], names: tuple[str, ...]) -> Update:
    table = shape_of(model).table
    return update(table).where(table.c.id == bindparam("row_id")).values({name: bindparam(name) for name in names})


class Derivation:
    """What is still to be recomputed in one write.  Children come before parents.

    `changed` collects the rows whose derived columns got new values.  `places`, `rooms`, `facts` and `visits` hear of
    every row, and settle first.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._pending: dict[type[Record], set[int]] = defaultdict(set)
        self._altered: dict[type[Record], set[int]] = defaultdict(set)
        self._seen: dict[type[Record], set[int]] = defaultdict(set)
        self.changed: dict[type[Record], set[int]] = defaultdict(set)
        self.places = PlacesGiven()
        self.rooms = RoomsTaken()
        self.facts = FactsNoted()
        self.visits = VisitsDue()

    def written(self, shape: Shape, ids: Iterable[int], *, altered: bool) -> None:
        """Rows were added or, when `altered`, existing ones were changed by hand: parents were told as it happened."""
        if _settles(shape.model):
            self.touch(shape, ids, altered=altered)

    def touch(self, shape: Shape, ids: Iterable[int], *, altered: bool) -> None:
        """Rows count otherwise than before, whoever changed them, or a day that has come."""
        found = set(ids)
        self._pending[shape.model] |= found
        self._seen[shape.model] -= found
        if altered or shape.model.__reaches__:
            self._altered[shape.model] |= found

    def feed(self, shape: Shape, row: Mapping[str, Any]) -> None:
        """The parents that `row` points to, or pointed to, need recomputing."""
        for name, parent in shape.feeds:
            target = row.get(name)
            if target is not None:
                self._pending[parent].add(target)

    def added(self, shape: Shape, rows: Sequence[Mapping[str, Any]]) -> None:
        """The same for many rows that have every column and are about to be there."""
        for name, parent in shape.feeds:
            self._pending[parent].update({row[name] for row in rows} - {None})
        for listener in (self.places, self.rooms, self.facts, self.visits):
            for row in rows if shape.model in listener.LOOKED_AT else ():
                listener.note(shape.model, None, row)

    def changed_from(self, shape: Shape, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """A row is about to be changed."""
        self.feed(shape, before)
        self.feed(shape, after)
        self._reach(shape, before)
        self._note(shape, before, after)

    def removed(self, shape: Shape, row: Mapping[str, Any]) -> None:
        """A row is about to go for good."""
        self.feed(shape, row)
        self._reach(shape, row)
        self._note(shape, row, None)

    def _reach(self, shape: Shape, row: Mapping[str, Any]) -> None:
        """What depends on the row as it still stands."""
        if shape.model.__reaches__:
            for other, touched in shape.model.dependants(self._session, [row["id"]]).items():
                self._pending[other] |= set(touched)

    def _note(self, shape: Shape, before: Mapping[str, Any], after: Mapping[str, Any] | None) -> None:
        for listener in (self.places, self.rooms, self.facts, self.visits):
            listener.note(shape.model, before, after)

    def share_out(self, write: Writing) -> None:
        """Give places and rooms out anew, note facts, and have the rules look at what the write touched."""
        self.places.settle(write)
        self.rooms.settle(self._session)
        self.facts.settle(write)
        self.settle()
        self.visits.settle(write)

    def forget(self, shape: Shape, ids: Collection[int]) -> None:
        """Rows were removed."""
        for kept in (self._pending, self._altered, self.changed):
            kept[shape.model].difference_update(ids)

    def settle(self) -> None:
        """Recompute until nothing is pending."""
        while waiting := [model for model, ids in self._pending.items() if ids]:
            model = max(waiting, key=_ORDER.__getitem__)
            ids = sorted(self._pending.pop(model))
            self._spread(model)
            for part in chunks(ids):
                self._settle(shape_of(model), part)

    def _spread(self, model: type[Record]) -> None:
        """Rows elsewhere that show something of a row changed by hand (a building's name in a location)."""
        ids = sorted(self._altered.pop(model, ()))
        for part in chunks(ids):
            for other, touched in model.dependants(self._session, part).items():
                self._pending[other] |= set(touched)

    def _settle(self, shape: Shape, ids: Sequence[int]) -> None:
        feeds = [name for name, _parent in shape.feeds]
        wanted = shape.model.derive(self._session, ids) if derives(shape.model) else {}
        columns = sorted({name for values in wanted.values() for name in values})
        if not feeds and not columns:
            return
        reading = _reading(shape.model, ("id", *sorted({*feeds, *columns})))
        rows = self._session.execute(reading, {"ids": ids}).mappings()
        fresh = []
        for row in map(dict[str, Any], rows.all()):
            values = wanted.get(row["id"], {})
            differs = any(row[name] != value for name, value in values.items())
            if differs:
                fresh.append({"row_id": row["id"], **values})
            self._pass_on(shape, row, values, differs=differs)
        if fresh:
            self._store(shape, columns, fresh)

    def _pass_on(self, shape: Shape, row: Mapping[str, Any], values: Mapping[str, Any], *, differs: bool) -> None:
        """Parents hear of a row the first time it is settled, and whenever its derived values changed."""
        seen = self._seen[shape.model]
        if row["id"] in seen and not differs:
            return
        seen.add(row["id"])
        self.feed(shape, row)
        self.feed(shape, values)

    def _store(self, shape: Shape, columns: Sequence[str], fresh: Sequence[Mapping[str, Any]]) -> None:
        connection = self._session.connection()
        with door(connection):
            connection.execute(_writing(shape.model, tuple(columns)), list(fresh))
        self.changed[shape.model].update(row["row_id"] for row in fresh)
