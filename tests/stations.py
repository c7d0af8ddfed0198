"""Stations for tests: keyless ones, as only the demonstration may be, and the password of those with a vault."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from louyu_desktop.models import Station
from louyu_desktop.services.stations import Stations, furnish
from louyu_desktop.storage.database import Database

PASSWORD = "梧桐 窗台 纸船 八月"
"""Of every vault that a test makes, unless the test is about passwords."""


def create_station(folder: Path, name: str, administrator: str) -> Database:
    """A new station without a vault, as the first versions made them."""
    database = Database.create(folder, partial(furnish, name=name, administrator=administrator))
    Stations(database).enter(None)
    return database


def keyless(folder: Path, name: str = "梧桐里党群服务站", person: str = "周敏") -> Database:
    """An empty station that says it is a demonstration: it opens without a password in the window and in commands."""
    database = create_station(folder, name, person)
    with database.write("演示") as write:
        write.update(Station, [{"id": 1, "is_demonstration": True}])
    return database
