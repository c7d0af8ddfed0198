"""What a service handbook says, as plain values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from louyu_desktop.printing.charts import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A room or zone of the station."""

    name: str
    use: str = ""
    floor: str = ""
    area: str = ""
    capacity: str = ""
    hours: str = ""
    equipment: str = ""
    rules: str = ""
    bookable: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """A node of the organisation chart."""

    name: str
    kind: str = ""
    children: tuple[Organisation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tower:
    """A building that the station serves."""

    name: str
    address: str = ""
    floors: str = ""
    enterprises: str = ""
    property: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A service item as it is printed."""

    code: str
    name: str
    targets: str = ""
    materials: str = ""
    department: str = ""
    promise: str = ""
    mode: str = ""
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class Category:
    """A category of the checklist with its items in order."""

    code: str
    name: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A coming activity."""

    day: dt.date
    time: str
    title: str
    venue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handbook:
    """Everything the handbook says; empty parts are left out with their chapter."""

    station: str
    made_on: dt.date
    paper: str = "A5"
    subdistrict: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    introduction: str = ""
    history: str = ""
    booking_guide: str = ""
    zones: tuple[Zone, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    towers: tuple[Tower, ...] = ()
    categories: tuple[Category, ...] = ()
    version: str = ""
    effective_on: str = ""
    events: tuple[Event, ...] = ()
    figures: tuple[Drawing, ...] = ()
    contacts: tuple[tuple[str, str], ...] = field(default=())
    is_demonstration: bool = False
