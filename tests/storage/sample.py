"""A few records that belong together, and short ways to read them back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from louyu_desktop.models import Building, Contact, Enterprise, Occupancy, Record, Unit
from louyu_desktop.storage import engine, keys
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE


@dataclass(frozen=True, slots=True)
class Tower:
    """Ids of two buildings with a unit each, and an enterprise that sits in the first."""

    buildings: list[int]
    units: list[int]
    enterprise: int
    occupancy: int
    contact: int


def tower(database: Database) -> Tower:
    """One operation called 建楼 that makes them."""
    with database.write("建楼") as write:
        buildings = write.insert(Building, [{"name": "环贸广场"}, {"name": "国际中心"}])
        rooms = [{"building_id": buildings[0], "floor": "8", "room": "05"}, {"building_id": buildings[1], "floor": "9"}]
        units = write.insert(Unit, rooms)
        firm = {"name": "重庆火锅（上海）有限公司", "headcount": 30, "tags": ["初创"], "credit_code": "91310000MA1FL1XN7K"}
        [enterprise] = write.insert(Enterprise, [firm])
        seat = {"enterprise_id": enterprise, "unit_id": units[0], "area": "12.30", "lease_end": dt.date(2038, 1, 1)}
        [occupancy] = write.insert(Occupancy, [seat])
        [contact] = write.insert(Contact, [{"enterprise_id": enterprise, "name": "单小明", "phone": "13812342207"}])
    return Tower(buildings, units, enterprise, occupancy, contact)


def past_the_door(database: Database, *statements: str) -> None:
    """Damage the file as no part of the program would, through a connection without guard."""
    key = keys.derive_key(keys.read_key(database.folder), "database")
    connection = engine.connect(database.folder / DATA_FILE, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.close()


def row(database: Database, model: type[Record], row_id: int) -> Any:
    """The record as it stands in the file now."""
    with database.read() as session:
        return session.get(model, row_id)
