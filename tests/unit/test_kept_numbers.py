"""Numbers are given out once: what an undo takes back stays as 作废 under its own, and lets go of everything else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import BY_KIND, RECORDS, PublicNotice, Record, RequestStep, ServiceRequest, Topic, Wish
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.kept_numbers import voided
from louyu_desktop.storage.shapes import shape_of
from tests.stations import keyless

DAY = dt.date(2026, 6, 1)
NOON = dt.datetime(2026, 6, 1, 12, tzinfo=SHANGHAI)
TAKEN: dict[str, dict[str, Any]] = {
    "requests": {"title": "电梯太慢", "received_at": NOON, "requester": "陈树", "phone": "13800002207", "detail": "细说"},
    "topics": {"title": "电梯太慢", "raised_on": DAY, "proposer": "光年广告", "background": "细说"},
    "wishes": {"text": "想学手语", "made_on": DAY, "wisher": "陈树", "unit_name": "光年广告", "remark": "细说"},
    "public-notices": {"title": "分层停靠", "proposed_on": DAY, "body": "细说", "signed_by": "陈树", "named": True},
}
NUMBERED = [BY_KIND[kind] for kind in TAKEN]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with keyless(tmp_path_factory.mktemp("numbers") / "station") as opened:
        yield opened


@pytest.fixture(scope="module")
def services(database: Database) -> Services:
    return open_services(database)


def stored(database: Database, model: type[Record], key: int) -> dict[str, Any]:
    """A row as it is."""
    with database.read() as session:
        return dict(session.execute(select(model.__table__).where(model.id == key)).mappings().one())


def test_these_kinds_stay() -> None:
    assert [model for model in RECORDS if model.__void__] == sorted(NUMBERED, key=RECORDS.index)
    for model in NUMBERED:
        [(name, void)] = model.__void__.items()
        assert void in shape_of(model).fields[name].choices
        assert not [name for name in shape_of(model).references if voided(model).get(name) is not None]


@pytest.mark.parametrize("kind", list(TAKEN))
def test_an_undone_one_stays_void_under_its_number(services: Services, database: Database, kind: str) -> None:
    records, model = services.records, BY_KIND[kind]
    firm = records.save("enterprises", None, {"name": f"澄怀设计{kind}"})
    refers = {"enterprise_id": firm} if kind == "requests" else {}
    key = records.save(kind, None, {**TAKEN[kind], **refers})
    whole, made = database.content_hash(), stored(database, model, key)
    records.undo()
    [(state, void)] = model.__void__.items()
    left = stored(database, model, key)
    assert (left["number"], left[state], left["uid"]) == (made["number"], void, made["uid"])
    assert left[model.__entity__.title] == made[model.__entity__.title]
    assert "陈树" not in str(left)
    assert "细说" not in str(left)
    assert not [name for name in shape_of(model).references if left[name] is not None]
    records.redo()
    assert database.content_hash() == whole
    records.undo()
    assert stored(database, model, key)[state] == void
    records.undo()  # the firm, which nobody holds any more
    with pytest.raises(UserError):
        records.get("enterprises", firm)
    following = stored(database, model, records.save(kind, None, TAKEN[kind]))
    assert following["number"] > made["number"]
    assert database.check() == []


def test_a_taking_with_all_that_hangs_on_it(services: Services, database: Database) -> None:
    records = services.records
    done = services.requests.take(
        RequestDraft(title="停车", mechanism="难题专办", lead="物业", supporting=("消防", "城管"), answer="已经答复"), NOON
    )
    whole = database.content_hash()
    records.undo()
    row = stored(database, ServiceRequest, done.id)
    assert (row["state"], row["number"], row["due_on"], row["contact_due_on"]) == ("作废", done.number, None, None)
    with database.read() as session:
        assert not session.scalars(select(RequestStep.id).where(RequestStep.request_id == done.id)).all()
    assert services.requests.actions(done.id) == ()
    records.redo()
    assert database.content_hash() == whole


def test_what_is_worked_on_is_not_taken_back(services: Services, database: Database) -> None:
    """As with any other record that is in use: it is said what stands in the way, before and when it is tried."""
    done = services.requests.take(RequestDraft(title="外机扰民", mechanism="平台协办"), NOON)
    taking = database.operations(limit=1)[0].id
    services.requests.act(done.id, Action.ACCEPT, now=NOON)
    assert "办理过程" in services.taking_back.preview(taking).hindrance
    before = database.content_hash()
    with pytest.raises(UserError, match=r"办理过程|后来又办了"):
        services.records.take_back(taking)
    assert database.content_hash() == before
    services.records.undo()
    preview = services.taking_back.preview(taking)
    assert (preview.voided, preview.hindrance) == (1, "")
    assert [line.effect for line in preview.lines if line.kind == "requests"] == ["作废"]
    services.records.take_back(taking)
    assert stored(database, ServiceRequest, done.id)["state"] == "作废"


def test_what_was_added_since_is_said_to_be_lost(services: Services, database: Database) -> None:
    key = services.records.save("wishes", None, TAKEN["wishes"])
    making = database.operations(limit=1)[0].id
    services.records.save("wishes", key, {"unit_name": "远帆贸易"})
    assert services.taking_back.preview(making).lost == 1
    services.records.take_back(making)
    assert stored(database, Wish, key)["unit_name"] is None


def test_an_import_goes_as_a_whole(services: Services, database: Database, tmp_path: Path) -> None:
    """Nobody was told the numbers that it gave; brought again it is new again."""
    start = database.content_hash()
    path = tmp_path / "诉求.csv"
    path.write_text("诉求,受理时间\n停车难,2026-03-05\n电梯慢,2026-03-06\n", "utf-8")
    importing = Importing(database)
    for _turn in range(2):
        book = importing.read(path)
        plan = importing.plan("requests", book, importing.propose("requests", book))
        assert plan.counts.new == 2
        importing.write(plan)
        preview = services.taking_back.preview(database.operations(limit=1)[0].id)
        assert (preview.voided, preview.removed) == (0, 2)
        services.records.undo()
        assert database.content_hash() == start


def test_without_a_number_nothing_stays(database: Database) -> None:
    for model, day in ((Topic, "raised_on"), (PublicNotice, "proposed_on")):
        with database.write("x") as write:
            [key] = write.insert(model, [{"title": "x", day: DAY}])
        database.undo()
        with database.read() as session:
            assert session.get(model, key) is None


def test_void_ones_are_counted_nowhere(services: Services) -> None:
    def numbers() -> dict[tuple[str, str], str]:
        groups = services.notices.figures(DAY, DAY).groups
        return {(title, one.label): one.value for title, group in groups for one in group}

    before, wall = numbers(), services.wishes.wall()
    for kind in ("requests", "topics", "wishes"):
        services.records.save(kind, None, TAKEN[kind])
        assert numbers() != before
        services.records.undo()
    assert numbers() == before
    assert services.wishes.wall() == wall
