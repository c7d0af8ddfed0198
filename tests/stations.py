"""Stations for tests: keyless ones, as only the demonstration may be, and the password of those with a vault."""

from __future__ import annotations

import atexit
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from louyu_desktop.models import Station
from louyu_desktop.rules import dates
from louyu_desktop.services.stations import Stations, furnish
from louyu_desktop.storage.database import Database

PASSWORD = "梧桐 窗台 纸船 八月"
"""Of every vault that a test makes, unless the test is about passwords."""

_made: dict[tuple[object, ...], tuple[dt.datetime, Path]] = {}


def opened(key: tuple[object, ...], make: Callable[[Path], Database], folder: Path) -> Database:
    """What `make` makes, copied and opened."""
    lay(key, make, folder)
    return Database.open(folder)


def lay(key: tuple[object, ...], make: Callable[[Path], Database], folder: Path) -> None:
    """What `make` makes: made once a day in a process, then copied, with the same key and the same uids."""
    key, now = (*key, dates.today()), dt.datetime.now(dt.UTC)
    since, template = _made.get(key, (now, Path()))
    if key not in _made or since > now:  # the other one was made at a time to come, as that test saw it
        parent = Path(tempfile.mkdtemp(prefix="louyu-template-"))
        atexit.register(shutil.rmtree, parent, ignore_errors=True)
        template = parent / "s"
        make(template).close()
        _made[key] = (now, template)
    shutil.copytree(template, folder, dirs_exist_ok=True)


def empty_station(folder: Path) -> Database:
    """A station with nothing in it, not even a profile."""
    return opened(("empty",), Database.create, folder)


def copied(key: tuple[object, ...], make: Callable[[Path], Database], folder: Path) -> Database:
    """What `make` makes, entered by its first person."""
    database = opened(key, make, folder)
    Stations(database).enter(None)
    return database


def create_station(folder: Path, name: str, administrator: str) -> Database:
    """A new station without a vault, as the first versions made them."""
    fill = partial(furnish, name=name, administrator=administrator)
    return copied((name, administrator), lambda new: Database.create(new, fill), folder)


def keyless(folder: Path, name: str = "梧桐里党群服务站", person: str = "周敏") -> Database:
    """An empty station that says it is a demonstration: it opens without a password in the window and in commands."""
    database = create_station(folder, name, person)
    with database.write("演示") as write:
        write.update(Station, [{"id": 1, "is_demonstration": True}])
    return database
