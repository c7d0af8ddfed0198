"""What is asked after a log-in is translated before it, of a station of nothing that leaves no trace."""

from __future__ import annotations

import logging
from contextlib import closing
from pathlib import Path

import pytest

from louyu_desktop.app import open_services
from louyu_desktop.services import vaults
from louyu_desktop.services.copies import Query
from louyu_desktop.services.rehearsing import rehearse
from tests.stations import PASSWORD


def test_the_station_that_follows_is_the_real_one(tmp_path: Path) -> None:
    vaults.create(tmp_path / "s", "环贸党群服务中心", "周敏", PASSWORD).close()
    before = sorted(tmp_path.rglob("*"))
    rehearse()
    rehearse()
    assert sorted(tmp_path.rglob("*")) == before
    with closing(open_services(tmp_path / "s", "周敏", PASSWORD)) as services:
        assert services.stations.name() == "环贸党群服务中心"
        assert services.today.overview().greeting_name == "周敏"
        services.records.save("buildings", None, {"name": "梧桐大厦"})
    with closing(open_services(tmp_path / "s", "周敏", PASSWORD)) as services:
        assert services.records.count(Query("buildings")) == 1


def test_nothing_that_today_asks_is_translated_again(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    vaults.create(tmp_path / "s", "环贸党群服务中心", "周敏", PASSWORD).close()
    with caplog.at_level(logging.INFO, "sqlalchemy.engine.Engine"):
        rehearse()
        services = open_services(tmp_path / "s", "周敏", PASSWORD)
        caplog.clear()
        services.today.overview()
        services.close()
    told = [record.getMessage() for record in caplog.records]
    assert any(words.startswith("[cached") for words in told)
    assert [words for words in told if words.startswith("[generated")] == []
