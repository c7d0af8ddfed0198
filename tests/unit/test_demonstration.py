"""The demonstration station, built once through the ordinary importer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader

from louyu_desktop.app import open_services
from louyu_desktop.errors import UserError
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services import demonstration
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.participation import Scope
from louyu_desktop.services.suite import Services

DAY = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it was built."""
    place = tmp_path_factory.mktemp("demonstration")
    demonstration.build(place / "demo", place / "papers", DAY)
    return place


@pytest.fixture
def services(folder: Path) -> Iterator[Services]:
    """Its services."""
    opened = open_services(folder / "demo" / "station")
    yield opened
    opened.close()


def test_it_has_the_size_of_the_fenyang_area(services: Services) -> None:
    wanted = {"buildings": 5, "facilities": 10, "enterprises": 592, "people": 1239, "activities": 64}
    wanted |= {"service-items": 54, "series": 3}
    assert {kind: services.records.total(kind) for kind in wanted} == wanted
    assert services.records.total("memberships") == 339
    assert services.check() == []


def test_it_says_what_it_is(services: Services, folder: Path) -> None:
    assert services.stations.is_demonstration()
    items = Query("service-items", (Filter("is_example", Match.EQUALS, value=True),))
    assert services.records.count(items) == 54
    for paper in (folder / "papers").glob("*.pdf"):
        assert "演示" in (PdfReader(paper).pages[0].extract_text() or ""), paper.name


def test_its_days_tell_a_story_around_today(services: Services) -> None:
    for days in (0, 30, 31, 90, 91, 180, 181):
        ends = Filter("lease_end", Match.EQUALS, DAY + dt.timedelta(days=days))
        assert services.records.count(Query("enterprises", (ends,))), days
    signed = Query("activities", (Filter("signed_count", Match.AT_LEAST, 1),))
    assert services.records.count(signed) > 5
    waiting = Query("activities", (Filter("waiting_count", Match.AT_LEAST, 1),))
    assert services.records.count(waiting) == 1
    scope = Scope(DAY - dt.timedelta(days=60), DAY)
    counts = services.participation.counts(scope, dt.datetime.combine(DAY, dt.time(23), SHANGHAI))
    assert counts.held > 20
    assert counts.visits >= counts.people > counts.firms > 50
    consented = Query("people", (Filter("consented", Match.EQUALS, value=True),))
    assert 700 < services.records.count(consented) < 900


def test_it_is_fresh_for_a_week(folder: Path) -> None:
    assert demonstration.is_fresh(folder / "demo", DAY + dt.timedelta(days=7))
    assert not demonstration.is_fresh(folder / "demo", DAY + dt.timedelta(days=8))
    assert not demonstration.is_fresh(folder / "elsewhere", DAY)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "信.txt").write_text("别动", encoding="utf-8")
    with pytest.raises(UserError):
        demonstration.build(tmp_path, tmp_path / "papers", DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["信.txt"]
