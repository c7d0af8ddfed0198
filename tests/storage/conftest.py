"""A station of its own for each test: a real encrypted file in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu_desktop.storage.database import Database
from tests.stations import empty_station
from tests.storage import backups
from tests.storage.backups import Made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the station lies."""
    return tmp_path / "站点 一"


@pytest.fixture
def database(folder: Path) -> Iterator[Database]:
    """A new, empty station, opened."""
    with empty_station(folder) as opened:
        opened.actor = 7
        yield opened


@pytest.fixture
def made(folder: Path) -> Iterator[Made]:
    """A station with something of everything."""
    found = backups.station(folder)
    yield found
    found.database.close()
