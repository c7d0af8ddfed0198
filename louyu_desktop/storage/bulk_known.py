"""What a bulk operation brings itself, so that derived columns of its enterprises need not be read out of the file."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from louyu_desktop.models import Building, Contact, Enterprise, Occupancy, Record, Unit
from louyu_desktop.models.seated import derived_columns
from louyu_desktop.rules.firm_facts import Lease
from louyu_desktop.rules.must_visit import LEAVING
from louyu_desktop.storage.firm_facts import lease

Columns = dict[str, list[Any]]


class _Seat(NamedTuple):
    unit_id: int
    lease_end: dt.date | None
    id: int
    renewal_intent: str | None


class Known:
    """Rows of the operation that enterprises are derived from; they come before them."""

    def __init__(self) -> None:
        self._buildings: dict[int, str] = {}
        self._units: dict[int, tuple[int, str | None]] = {}
        self._seats: defaultdict[int, list[_Seat]] = defaultdict(list)
        self._people: defaultdict[int, list[tuple[bool, int, str, str | None]]] = defaultdict(list)
        self._ending: set[int] = set()

    def learn(self, model: type[Record], columns: Columns) -> None:
        """Remember what counts of new rows of a class."""
        if model is Building:
            self._buildings.update(_live(columns, "id", "name"))
        elif model is Unit:
            units = _live(columns, "id", "building_id", "label")
            self._units.update((unit, (building, label)) for unit, building, label in units)
        elif model is Occupancy:
            self._ending.update(_ended(columns, "ended_on"))
            for firm, *seat in _live(columns, "enterprise_id", *_Seat._fields):
                self._seats[firm].append(_Seat(*seat))
        elif model is Contact:
            names = ("enterprise_id", "is_primary", "id", "name", "phone")
            self._ending.update(_ended(columns, "until"))
            for firm, first, row_id, name, phone in _live(columns, *names):
                self._people[firm].append((first, -row_id, name, phone))

    def derived(self, model: type[Record], ids: Sequence[int]) -> Columns | None:
        """The derived columns of new enterprises; None where something that was there before, or a day, has a say."""
        seats = [seat for row_id in ids for seat in self._seats.get(row_id, ())]
        if model is not Enterprise or not self._ending.isdisjoint(ids) or not self._knows(seats):
            return None
        people = ((firm, name, phone) for firm in ids for *_order, name, phone in sorted(self._people.get(firm, ())))
        return derived_columns(ids, self._seated(ids), people)

    def _knows(self, seats: Sequence[_Seat]) -> bool:
        units = (self._units.get(seat.unit_id) for seat in seats)
        return all(unit is not None and unit[0] in self._buildings for unit in units)

    def _seated(self, ids: Sequence[int]) -> Iterator[tuple[int, int, str, str | None, dt.date | None]]:
        """Firm, building, its name, the label of the unit and the end of the lease: the latest seat first."""
        for firm in ids:
            for seat in reversed(self._seats.get(firm, ())):
                building, label = self._units[seat.unit_id]
                yield firm, building, self._buildings[building], label, seat.lease_end

    def leases(self, firm: int) -> tuple[Lease, ...]:
        """The seats of an enterprise whose derived columns are known."""
        found = []
        for seat in self._seats.get(firm, ()):
            building, label = self._units[seat.unit_id]
            found.append(lease(seat.id, self._buildings[building], label, seat.lease_end, seat.renewal_intent))
        return tuple(found)

    def is_near(self, firm: int, until: dt.date) -> bool:
        """Whether a lease of an enterprise ends by a day, or it says that it leaves."""
        return any(
            seat.renewal_intent == LEAVING or (seat.lease_end is not None and seat.lease_end <= until)
            for seat in self._seats.get(firm, ())
        )


def _live(columns: Columns, *names: str) -> Iterator[tuple[Any, ...]]:
    """Some columns of the rows that are not in the bin."""
    values = zip(*(columns[name] for name in names), strict=True)
    for row, archived in zip(values, columns["archived_at"], strict=True):
        if archived is None:
            yield row


def _ended(columns: Columns, until: str) -> Iterator[int]:
    """The enterprises of rows that are over some day."""
    return (firm for firm, day in zip(columns["enterprise_id"], columns[until], strict=True) if day is not None)
