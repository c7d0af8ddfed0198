"""What the floor plan and the building sheet are given: frozen copies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from louyu_desktop.printing.charts import Datum

FIRM, VACANT, STATION = "firm", "vacant", "station"


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorCell:
    """A piece of a floor.  `kind` is firm, vacant or station; `key` stays the same while it stands there.

    `shades` has the class of each way of colouring that the person may see; `others` the other floors of the firm.
    """

    key: str
    kind: str
    unit_id: int | None
    unit: str
    floor: str
    room: str
    area: Decimal | None
    weight: float
    name: str = ""
    short: str = ""
    occupancy_id: int | None = None
    enterprise_id: int | None = None
    shades: Mapping[str, str] = field(default_factory=dict)
    lease_end: dt.date | None = None
    headcount: int | None = None
    requests: int = 0
    is_key: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Floor:
    """One floor, its cells from left to right; `rate` is None where the areas do not say."""

    label: str
    cells: tuple[FloorCell, ...]
    rate: float | None
    leased: Decimal
    vacant: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FloorPlan:
    """A tower on a day, the highest floor first.

    `ways` are the ways of colouring that the person may see, `counts` how many firms fall into each class of them.
    `rate` goes by `leasable`, what the building says it has to let, else by its units; `month` and `declared` are
    what the property company declared last.
    """

    building_id: int
    name: str
    area: str
    on: dt.date
    floors: tuple[Floor, ...]
    ways: tuple[str, ...]
    counts: Mapping[str, Mapping[str, int]]
    firms: int = 0
    headcount: int = 0
    leased: Decimal = Decimal()
    vacant: Decimal = Decimal()
    leasable: Decimal | None = None
    rate: float | None = None
    month: str = ""
    declared: float | None = None

    def cell(self, key: str) -> FloorCell | None:
        """The cell that goes by this key."""
        return next((cell for floor in self.floors for cell in floor.cells if cell.key == key), None)


@dataclass(frozen=True, slots=True)
class SeatVisit:
    """A visit in one line."""

    id: int
    day: dt.date
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """What the panel beside the plan says of a tenancy; what the person may not see is None or empty."""

    occupancy_id: int
    enterprise_id: int
    unit: str
    name: str
    colour: str | None = None
    suggested: str | None = None
    is_key: bool = False
    undisturbed: bool = False
    lease_start: dt.date | None = None
    lease_end: dt.date | None = None
    intent: str | None = None
    area: Decimal | None = None
    headcount: int | None = None
    party_count: int | None = None
    party_status: str | None = None
    liaison: str = ""
    contact: str = ""
    phone: str | None = None
    requests: int = 0
    tasks: int = 0
    visits: tuple[SeatVisit, ...] = ()
    visit_count: int = 0
    seats: tuple[str, ...] = ()
    version: int = 0


@dataclass(frozen=True, slots=True)
class Target:
    """Where a tenant goes: a unit that there is, or a floor and room of a building, made if need be."""

    building_id: int
    floor: str = ""
    room: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did: the tenancy that stands now, the firm, and where it went."""

    occupancy_id: int
    enterprise_id: int
    name: str
    before: str
    unit: str


@dataclass(frozen=True, slots=True)
class BuildingLine:
    """A building in the shelf at the left."""

    id: int
    name: str
    firms: int


@dataclass(frozen=True, slots=True)
class AreaGroup:
    """An area with its buildings; the last group has those that belong to none."""

    id: int | None
    name: str
    buildings: tuple[BuildingLine, ...]
    firms: int


@dataclass(frozen=True, slots=True)
class MonthLine:
    """A month of a building: what was declared, beside what the records say; who came and who left by their ids."""

    month: str
    id: int | None = None
    version: int = 0
    declared_area: Decimal | None = None
    declared_rate: float | None = None
    declared_tenants: int | None = None
    declared_people: int | None = None
    area: Decimal = Decimal()
    rate: float | None = None
    tenants: int = 0
    came: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A chart of the sheet: bars of counts with the list behind each; a `sensitive` one stays in the station."""

    title: str
    note: str
    data: tuple[Datum, ...]
    sensitive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildingSheet:
    """A building in numbers: months, colours, tax bands, who came and went."""

    building_id: int
    name: str
    area: str
    facts: tuple[tuple[str, str], ...]
    leasable: Decimal | None
    leased: Decimal
    vacant: Decimal
    rate: float | None
    firms: int
    headcount: int
    months: tuple[MonthLine, ...]
    parts: tuple[SheetPart, ...]
    came: tuple[tuple[dt.date, str, str, int], ...] = ()
    left: tuple[tuple[dt.date, str, str, int], ...] = ()
