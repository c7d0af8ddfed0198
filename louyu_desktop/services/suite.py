"""All services of one open station, handed to whoever needs them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from louyu_desktop.services.exporting import Exporting
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.papers import Papers
from louyu_desktop.services.records import Records
from louyu_desktop.services.searching import Searching
from louyu_desktop.services.stations import Stations, StationSettings
from louyu_desktop.services.today import Today
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.values import Changes


@dataclass(frozen=True, slots=True)
class Services:
    """One open station: everything a window or a command may ask."""

    records: Records
    searching: Searching
    importing: Importing
    exporting: Exporting
    papers: Papers
    today: Today
    stations: Stations
    settings: StationSettings
    folder: Path
    listen: Callable[[Callable[[Changes], None]], None]
    check: Callable[[], list[str]]
    close: Callable[[], None]


def open_services(database: Database) -> Services:
    """The services of a station whose file is open."""
    return Services(
        records=Records(database),
        searching=Searching(database),
        importing=Importing(database),
        exporting=Exporting(database),
        papers=Papers(database),
        today=Today(database),
        stations=Stations(database),
        settings=StationSettings(database),
        folder=database.folder,
        listen=database.subscribe,
        check=database.check,
        close=database.close,
    )
