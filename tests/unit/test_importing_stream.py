"""A ledger that is written while it is planned gives what one gives that is planned first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from louyu_desktop.errors import CancelledError
from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.models import Building, Unit
from louyu_desktop.models.seated import sort_of_location
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.services import import_stream, import_write, importing
from louyu_desktop.services.import_plan import ImportResult
from louyu_desktop.services.importing import Importing
from louyu_desktop.storage.database import Database
from tests.unit.test_importing_plain import HEADINGS, lines

_SEATS = (
    "SELECT e.*, '|', u.floor, u.room, u.label, b.name, o.area, o.lease_start, o.lease_end FROM enterprise e"
    " LEFT JOIN occupancy o ON o.enterprise_id = e.id LEFT JOIN unit u ON u.id = o.unit_id"
    " LEFT JOIN building b ON b.id = u.building_id"
)
_PEOPLE = "SELECT c.*, '|', e.name, e.credit_code FROM contact c LEFT JOIN enterprise e ON e.id = c.enterprise_id"
_OWN = {"id", "uid", "building_id", "enterprise_id", "created_at", "updated_at"}
"""What is not the same in two stations."""


def told(database: Database) -> list[list[str]]:
    """Firms with their seats, contacts, and the totals of buildings."""
    with database.read() as session:
        found = []
        for statement in (_SEATS, _PEOPLE, "SELECT name, enterprise_count, headcount FROM building"):
            rows = session.execute(text(statement)).mappings()
            found.append(sorted(str([value for name, value in row.items() if name not in _OWN]) for row in rows))
        return found


def written(database: Database, path: Path, **how: Any) -> ImportResult:
    """Import as the command does."""
    service = Importing(database)
    book = service.read(path)
    plan = service.plan("enterprises", book, service.propose("enterprises", book), **how)
    return service.write(plan, alone=True)


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rows of which some are settled at once and others only when all are planned."""
    for module in (import_stream, import_write, importing):
        monkeypatch.setattr(module, "LARGE", 20)
    path = tmp_path / "台账.xlsx"
    write_sheet(path, [SheetColumn(heading) for heading in HEADINGS], lines(400), name="台账")
    return path


def test_it_gives_what_a_plan_gives_that_was_made_before(ledger: Path, tmp_path: Path) -> None:
    """Records, counts, search and the ids that come next; the second time there is nothing to write."""
    with Database.create(tmp_path / "one") as one, Database.create(tmp_path / "two") as two:
        first, second = written(one, ledger), written(two, ledger, at_writing=True)
        assert told(one) == told(two)
        assert first.to_json() == second.to_json()
        assert second.operation_id is not None
        assert second.plan.brought == first.plan.brought
        assert two.check() == []
        hits = [{hit.text for hit in database.search("永盛", limit=900)} for database in (one, two)]
        assert hits[0] == hits[1]
        with two.write("登记") as write:
            [building] = write.insert(Building, [{"name": "后来的楼"}])
            [unit] = write.insert(Unit, [{"building_id": building, "floor": "1"}])
        with two.read() as session:
            assert session.scalar(text("SELECT count(*) FROM building")) == building
            assert session.scalar(text("SELECT count(*) FROM unit")) == unit
        assert written(two, ledger, at_writing=True).counts.written == 0


def test_it_is_taken_back_as_one(ledger: Path, tmp_path: Path) -> None:
    """Ctrl+Z takes all of it."""
    with Database.create(tmp_path / "station") as database:
        before = database.content_hash()
        written(database, ledger, at_writing=True)
        assert database.content_hash() != before
        database.undo()
        assert database.content_hash() == before
        assert database.check() == []


@pytest.mark.parametrize("when", ["正在写入企业", "正在整理"])
def test_what_breaks_off_leaves_nothing(ledger: Path, tmp_path: Path, when: str) -> None:
    """At the first rows that the writer gets, and at the last."""

    def cancel(done: int, total: int, note: str = "") -> None:
        if note == when:
            raise CancelledError("")

    with Database.create(tmp_path / "station") as database:
        before = database.content_hash()
        service = Importing(database)
        book = service.read(ledger)
        plan = service.plan("enterprises", book, service.propose("enterprises", book), at_writing=True)
        with pytest.raises(CancelledError):
            service.write(plan, cancel, alone=True)
        assert database.content_hash() == before
        assert database.check() == []
        assert database.undo_state() == ("", "")


@given(st.text("汾阳1①½ⅣA座楼 -（）號", max_size=6), st.text("1F-0B a~", max_size=5))
def test_the_order_of_a_place_is_that_of_its_words(building: str, label: str) -> None:
    """However it is worked out."""
    location = f"{building} {label}".strip()
    assert sort_of_location(building, label) == sort_key(location)
