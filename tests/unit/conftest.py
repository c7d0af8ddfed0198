"""A new station and its services; a test that wants another one has a fixture of the same name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import create_station


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with create_station(tmp_path / "station", "梧桐里党群服务站", "周敏") as made:
        yield made


@pytest.fixture
def services(database: Database) -> Services:
    return open_services(database)


@pytest.fixture
def records(database: Database) -> Records:
    return Records(database)
