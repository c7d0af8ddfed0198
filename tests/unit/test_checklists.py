"""The checklist: what people call an item, confirmed items, versions kept and compared, rosters and papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import CatalogueVersion
from louyu_desktop.rules.catalogue import Changed, difference
from louyu_desktop.services.copies import Query
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from tests.stations import create_station


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A new station with its 54 examples."""
    with create_station(tmp_path_factory.mktemp("list") / "station", "示范站", "周敏") as opened:
        yield opened


@pytest.fixture
def services(database: Database) -> Services:
    """What a window may ask."""
    return open_services(database)


def codes(services: Services, ids: tuple[int, ...]) -> list[str]:
    return [services.records.get("service-items", one).values["code"] for one in ids]


@pytest.mark.parametrize(
    ("said", "code"),
    [("落户", "D01"), ("luohu", "D01"), ("居转户", "D01"), ("jzh", "D01"), ("开公司", "B01"), ("kaigongsi", "B01"),
     ("居住证积分", "D02"), ("漏水", "H03"), ("借伞", "I05"), ("软著", "G02"), ("dianti", "H03"), ("欠薪", "F04")],
)  # fmt: skip
def test_an_item_is_found_by_what_people_say(services: Services, said: str, code: str) -> None:
    assert code in codes(services, tuple(services.records.ids(Query("service-items", text=said))))
    [found] = services.searching.find(said, ["service-items"])
    assert code in codes(services, tuple(hit.id for hit in found.hits))


def test_every_example_has_words_of_the_street(services: Services) -> None:
    for one in services.records.ids(Query("service-items")):
        assert services.records.get("service-items", one).values["said_as"]


def test_examples_become_the_stations_own_when_somebody_confirmed_them(services: Services) -> None:
    assert (services.checklists.standing().items, services.checklists.standing().unconfirmed) == (54, 54)
    ids = services.records.ids(Query("service-items"))[:3]
    assert services.checklists.confirm(ids) == 3
    assert services.checklists.standing().unconfirmed == 51
    values = services.records.get("service-items", ids[0]).values
    assert (values["is_example"], values["confirmed_on"] is not None) == (False, True)
    services.records.undo()
    assert services.checklists.standing().unconfirmed == 54


def test_versions_are_kept_and_compared(services: Services, database: Database) -> None:
    checklists, records = services.checklists, services.records
    [first] = checklists.versions()
    assert first.kept
    with pytest.raises(UserError, match="一模一样"):
        checklists.publish()
    [d01] = records.ids(Query("service-items", text="D01"))
    [h03] = records.ids(Query("service-items", text="H03"))
    records.save("service-items", d01, {"promised_days": 2, "phone": "021-63330000"})
    records.save("service-items", h03, {"enabled": False})
    made = records.save("service-items", None, {"code": "K01", "name": "共享会议室预约", "promised_days": 0})
    now = checklists.compare(first.id)
    assert (now.before, now.after) == (first.name, "现在")
    second = checklists.publish()
    found = checklists.compare(first.id, second)
    assert found.difference == now.difference
    assert found.difference.added == (("K01", "共享会议室预约"),)
    assert [code for code, _name in found.difference.removed] == ["H03"]
    [changed] = found.difference.changed
    assert changed.code == "D01"
    assert [(found.labels[name], before, after) for name, before, after in changed.fields] == [
        ("承诺时限", "3", "2"), ("咨询电话", "", "021-63330000")
    ]  # fmt: skip
    with database.read() as session:
        note = session.scalar(select(CatalogueVersion.note).where(CatalogueVersion.id == second))
    assert note == "新增 1 项，改动 1 项，停用或删去 1 项"
    old = records.save("catalogue-versions", None, {"name": "老版", "effective_on": dt.date(2020, 1, 1)})
    with pytest.raises(UserError, match="没有留下"):
        checklists.compare(old)
    records.archive("service-items", [made])
    assert checklists.compare(second).difference.removed == (("K01", "共享会议室预约"),)


def test_an_item_is_known_by_its_identity() -> None:
    before = [{"uid": "1", "code": "A01", "name": "甲", "department": "街道"}, {"uid": "2", "code": "A02", "name": "乙"}]
    after = [{"uid": "1", "code": "A09", "name": "甲", "department": "街道"}, {"uid": "3", "code": "A02", "name": "乙"}]
    found = difference(before, after)
    assert found.changed == (Changed("A09", "甲", (("code", "A01", "A09"),)),)
    assert (found.added, found.removed) == ((("A02", "乙"),), (("A02", "乙"),))
    assert difference(after, after).is_empty


def test_eight_packs_stand_ready(services: Services, tmp_path: Path) -> None:
    packs = services.records.ids(Query("service-packs"))
    assert len(packs) == 8
    firm = services.records.save("enterprises", None, {"name": "澄怀设计"})
    given = {"enterprise_id": firm, "pack_id": packs[0], "delivered_on": dt.date(2026, 11, 20), "receiver": "李一诺"}
    assert services.records.save("pack-deliveries", None, given)
