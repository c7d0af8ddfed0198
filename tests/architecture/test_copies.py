"""What services really give back: copies, all the way down."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from louyu_desktop.errors import LouyuError
from louyu_desktop.models import Person
from louyu_desktop.models.base import Base
from louyu_desktop.services.copies import Option, Query
from louyu_desktop.services.suite import Services, open_services
from tests.stations import create_station

SAMPLES: dict[str, Any] = {
    "kind": "facilities", "row_id": 1, "record_id": 1, "ids": (1, 2), "query": Query("facilities"), "number": 0,
    "text": "空间", "name": "remark", "value": "靠窗", "field": "remark", "key": "council_name", "limit": 5,
    "values": {"name": "阅览角"}, "account_id": 1,
}  # fmt: skip
"""An argument for each name that services use; methods that want others are left to their own tests."""


def live_parts(value: object, path: str = "") -> Iterator[str]:
    """Where inside `value` a record, a row or a session hides."""
    if isinstance(value, Base) or type(value).__module__.startswith("sqlalchemy"):
        yield f"{path}: {type(value).__name__}"
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from live_parts(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from live_parts(part, f"{path}[{key!r}]")
    elif isinstance(value, tuple | list | set | frozenset):
        for part in value:
            yield from live_parts(part, f"{path}[]")


def answers(services: Services) -> Iterator[tuple[str, object]]:
    """Each public method that can be called with the samples, and what it gave."""
    for service in ("records", "searching", "papers", "today", "stations", "settings"):
        for name, method in inspect.getmembers(getattr(services, service), callable):
            if name.startswith("_"):
                continue
            wanted = [part for part in inspect.signature(method).parameters.values() if part.default is part.empty]
            if all(part.name in SAMPLES for part in wanted):
                try:
                    yield f"{service}.{name}", method(**{part.name: SAMPLES[part.name] for part in wanted})
                except (LouyuError, KeyError):
                    continue


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    opened = open_services(create_station(tmp_path / "station", "环贸党群服务中心", "陈晨"))
    yield opened
    opened.close()


def test_no_method_gives_a_live_object(services: Services) -> None:
    given = dict(answers(services))
    assert {"records.get", "records.page", "searching.find", "today.overview", "stations.accounts"} <= given.keys()
    assert [place for name, value in given.items() for place in live_parts(value, name)] == []


def test_a_live_object_deep_inside_is_found() -> None:
    planted = {"rows": (Option(1, "x", subtitle=Person()),)}  # type: ignore[arg-type]
    assert list(live_parts(planted)) == ["['rows'][].subtitle: Person"]
