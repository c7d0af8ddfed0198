"""Where an enterprise of a row sits: building, floor and room, and the lease."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from louyu_desktop.models import Building, Occupancy
from louyu_desktop.services.import_build import Builder
from louyu_desktop.services.import_change import Draft, blanks, check, fields_for, lay, part_values, take_exactly
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_parsed import unit_of
from louyu_desktop.services.ledgers import UID
from louyu_desktop.text import _


class Seats(Builder):
    """The part of a builder that knows who sits where; `known` are those that a row means by their identity."""

    seats: dict[Any, list[Item]]
    units: dict[int | None, Item]
    known: set[Item]

    def sit(self, draft: Draft) -> None:
        """The occupancy and the unit that the row says."""
        row, firm = draft.row, draft.main
        values = part_values(row, self.kind, "occupancy")
        values.pop("lease", None)
        floor, room = unit_of(row)
        name = row.get("building")
        if firm is None or not (values or floor or room or name):
            return
        mine = self.seats.setdefault(firm.id or firm, [])
        building = self.refer.by_name("buildings", str(name)) if name else self._building_of(mine, floor or room)
        uid = row.get(f"occupancy.{UID}")
        seat = next((one for one in mine if uid and one.get("uid") == uid), None)
        if seat is None and not (uid and firm.is_new):
            seat = self._seat_of([one for one in mine if one not in self.known], building, floor, room, values)
        if seat is None:
            seat = self._new_seat(draft, firm, mine, building or self._some_building(), (floor, room))
        if uid:
            self.known.add(seat)
        self._unit(draft, seat)
        take_exactly(draft, seat, "occupancy", values, self.kind)
        lay(draft, seat, values, fields_for("occupancies"))
        blanks(draft, seat, self.kind, "occupancy", self.options.blank)
        check(draft, seat, self.kind, "occupancy")
        if building is not None:
            draft.subtitle = place_words(building, floor, room)

    def _unit(self, draft: Draft, seat: Item) -> None:
        """What the row says of the unit itself."""
        values = {name: draft.row.get(f"unit.{name}") for name in ("area", "remark") if draft.row.get(f"unit.{name}")}
        unit = self._unit_of(seat) if values else None
        if unit is not None:
            lay(draft, unit, values, fields_for("units"))

    def _building_of(self, seats: Sequence[Item], placed: str) -> Item | None:
        """The building where the firm sits, for a row that names only floor and room."""
        unit = next((self._unit_of(seat) for seat in reversed(seats)), None) if placed else None
        if unit is None:
            return None
        if "building_id" in unit.links:
            return unit.links["building_id"]
        return next(iter(self.pool.fetch(Building, "id", [unit.get("building_id")])), None)

    def _some_building(self) -> Item:
        """The only building of the station, else one that says it is not known."""
        every = self.pool.everything(Building)
        if len(every) == 1:
            return every[0]
        found = self.refer.by_name("buildings", _("未注明楼宇"))
        assert found is not None  # noqa: S101 - a building that is missing is made
        return found

    def _unit_of(self, seat: Item) -> Item | None:
        return seat.links.get("unit_id") or self.units.get(seat.get("unit_id"))

    def _seat_of(
        self, seats: Sequence[Item], building: Item | None, floor: str, room: str, values: dict[str, Any]
    ) -> Item | None:
        """The seat that the row means; an ended one only when the row says it ended."""
        if building is None and not floor and not room:
            still = [seat for seat in seats if seat.get("ended_on") is None]
            return still[-1] if still else None
        unit = self.refer.unit(building, floor, room) if building is not None and (floor or room) else None
        fitting = []
        for seat in seats:
            sits = self._unit_of(seat)
            if sits is None or (unit is not None and sits is not unit):
                continue
            if unit is None and building is not None and not sits.refers_to("building_id", building):
                continue
            fitting.append(seat)
        ended = values.get("ended_on")
        open_ones = [seat for seat in fitting if seat.get("ended_on") is None or seat.get("ended_on") == ended]
        start = values.get("lease_start")
        latest = open_ones[-1] if open_ones else None
        return next((seat for seat in open_ones if seat.get("lease_start") == start), latest)

    def _new_seat(
        self, draft: Draft, firm: Item, mine: list[Item], building: Item, place: tuple[str, str]
    ) -> Item:
        unit = self.refer.unit(building, *place, draft.row.get(f"unit.{UID}"))
        seat = self.pool.make(Occupancy)
        self.pool.identify(seat, draft.row.get(f"occupancy.{UID}"))
        seat.refer("enterprise_id", firm)
        seat.refer("unit_id", unit)
        if unit.id is not None:
            self.units[unit.id] = unit
        if draft.main is not None and not draft.main.is_new:
            draft.note(_("位置"), draft.main.get("location") or "", place_words(building, *place))
        elif mine:
            draft.note(_("位置"), "", place_words(building, *place))
        mine.append(seat)
        self.pool.journal.append(mine.pop)
        return seat


def place_words(building: Item, floor: str, room: str) -> str:
    """Building, floor and room as a row of the plan names them."""
    floor = f"{floor}F" if floor[:1].isdigit() and floor[-1:].isdigit() else floor
    label = f"{floor}-{room}" if floor and room else floor or room
    return f"{building.get('name')} {label}".strip()
