"""The checklist: what people call an item, confirmed items, versions kept and compared, rosters and papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from louyu_desktop.errors import UserError
from louyu_desktop.models import CatalogueVersion
from louyu_desktop.rules import dates
from louyu_desktop.rules.catalogue import Changed, difference
from louyu_desktop.services.copies import Query
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database
from tests.stations import create_station


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A new station with its 54 examples."""
    with create_station(tmp_path_factory.mktemp("list") / "station", "示范站", "周敏") as opened:
        yield opened


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


def test_a_version_made_by_hand_keeps_the_checklist_of_its_day(services: Services) -> None:
    checklists, records = services.checklists, services.records
    today = dates.today()
    first = records.save("catalogue-versions", None, {"name": "手写", "effective_on": today})
    assert records.get("catalogue-versions", first).values["note"]
    assert checklists.compare(first).difference.is_empty
    records.save("catalogue-versions", first, {"effective_on": today - dt.timedelta(days=10)})
    records.save("service-items", None, {"code": "K02", "name": "共享打印", "promised_days": 0})
    given = {"name": "补记", "effective_on": today - dt.timedelta(days=9), "note": "照旧"}
    past = records.save("catalogue-versions", None, given)
    assert checklists.compare(first, past).difference.is_empty
    assert records.get("catalogue-versions", past).values["note"] == "照旧"
    now = records.save("catalogue-versions", None, {"name": "新的", "effective_on": today + dt.timedelta(days=9)})
    assert checklists.compare(past, now).difference.added == (("K02", "共享打印"),)
    before_all = records.save("catalogue-versions", None, {"name": "最早", "effective_on": dt.date(2019, 1, 1)})
    with pytest.raises(UserError, match="没有留下"):
        checklists.compare(before_all)


def test_an_item_is_known_by_its_identity() -> None:
    before = [{"uid": "1", "code": "A01", "name": "甲", "department": "街道"}, {"uid": "2", "code": "A02", "name": "乙"}]
    after = [{"uid": "1", "code": "A09", "name": "甲", "department": "街道"}, {"uid": "3", "code": "A02", "name": "乙"}]
    found = difference(before, after)
    assert found.changed == (Changed("A09", "甲", (("code", "A01", "A09"),)),)
    assert (found.added, found.removed) == ((("A02", "乙"),), (("A02", "乙"),))
    assert difference(after, after).is_empty


def test_eight_packs_stand_ready_and_are_signed_for(services: Services, tmp_path: Path) -> None:
    packs = services.records.ids(Query("service-packs"))
    assert len(packs) == 8
    firm = services.records.save("enterprises", None, {"name": "澄怀设计"})
    given = {"enterprise_id": firm, "pack_id": packs[0], "delivered_on": dt.date(2026, 11, 20), "receiver": "李一诺"}
    delivery = services.records.save("pack-deliveries", None, given)
    [text] = printed(services, "pack-receipt", tmp_path / "s.pdf", delivery)
    for words in ("澄怀设计", "签收人", "2026-11-20"):
        assert words in text


def test_a_receipt_says_what_was_in_the_pack_when_it_was_handed_over(services: Services, tmp_path: Path) -> None:
    records, today = services.records, dates.today()
    pack = records.save("service-packs", None, {"name": "开办礼包", "content": "代办营业执照", "provider": "企服专窗"})
    firm = records.save("enterprises", None, {"name": "湖滨检测"})
    given = {"enterprise_id": firm, "pack_id": pack, "receiver": "李一诺"}
    first = records.save("pack-deliveries", None, {**given, "delivered_on": today})
    noted_late = records.save("pack-deliveries", None, {**given, "delivered_on": today - dt.timedelta(days=40)})
    records.save("service-packs", pack, {"content": "刻章补贴", "edition": "第二版"})
    records.save("service-packs", pack, {"provider": "街道营商办"})
    second = records.save("pack-deliveries", None, {**given, "delivered_on": today, "way": "上门"})
    for delivery in (first, noted_late):
        [text] = printed(services, "pack-receipt", tmp_path / "1.pdf", delivery)
        assert ("代办营业执照" in text, "刻章补贴" in text, "第二版" in text, "街道营商办" in text) == (True, False, False, False)
    [text] = printed(services, "pack-receipt", tmp_path / "2.pdf", second)
    assert ("代办营业执照" in text, "刻章补贴" in text, "第二版" in text, "街道营商办" in text) == (False, True, True, True)


def printed(services: Services, paper: str, target: Path, record: int | None = None, **options: object) -> list[str]:
    services.papers.build(paper, target, id=record, options=options)
    return [page.extract_text() for page in PdfReader(target).pages]


def test_the_checklist_is_printed_as_list_and_as_poster(services: Services, tmp_path: Path) -> None:
    text = "".join(printed(services, "checklist", tmp_path / "list.pdf"))
    for words in ("D01", "人才引进、落户政策咨询", "党务服务", "版本", "起施行", "当场办"):
        assert words in text
    [poster] = printed(services, "checklist", tmp_path / "poster.pdf", sheet="A3 海报")
    assert all(code in poster for code in ("A01", "J04", "H02"))
    [page] = PdfReader(tmp_path / "poster.pdf").pages
    assert [round(float(side) * 25.4 / 72) for side in (page.mediabox.width, page.mediabox.height)] == [297, 420]
    some = "".join(printed(services, "checklist", tmp_path / "some.pdf", only="D、税务与财务"))
    assert "D01" in some
    assert "E01" in some
    assert "A01" not in some
    with pytest.raises(UserError, match="没有这个大类"):
        printed(services, "checklist", tmp_path / "no.pdf", only="Z")


def test_further_catalogues_stand_beside_it(services: Services, tmp_path: Path) -> None:
    other = {"code": "20", "name": "帮企业", "catalogue": "服务企业20条"}
    category = services.records.save("service-categories", None, other)
    services.records.save("service-items", None, {"code": "Q01", "name": "上门宣讲政策", "category_id": category})
    text = "".join(printed(services, "checklist", tmp_path / "l.pdf", catalogue="服务企业20条"))
    assert "Q01" in text
    assert "A01" not in text
    assert "Q01" not in "".join(printed(services, "checklist", tmp_path / "l.pdf"))
    with pytest.raises(UserError, match="所属清单"):
        printed(services, "checklist", tmp_path / "l.pdf", catalogue="没有的")


def test_a_week_of_partners(services: Services, tmp_path: Path) -> None:
    save = services.records.save
    lawyer = {"partner": "公益律师", "begins": "13:30", "ends": "16:30", "person": "沈律师", "place": "一楼"}
    save("duty-roster", None, {**lawyer, "weekday": "周三"})
    save("duty-roster", None, {**lawyer, "weekday": "周四"})
    save("duty-roster", None, {"partner": "税务咨询", "day": dt.date(2026, 10, 3), "begins": "09:00"})
    usual = services.duty_rosters.week(dt.date(2026, 11, 25))
    assert usual.monday == dt.date(2026, 11, 23)
    assert usual.free == (False,) * 5 + (True, True)
    assert [(one.partner, [len(day) for day in one.days]) for one in usual.lines] == [("公益律师", [0, 0, 1, 1, 0, 0, 0])]
    assert usual.lines[0].days[2][0].hours == "13:30–16:30"
    festive = services.duty_rosters.week(dt.date(2026, 10, 1))
    assert {one.partner: [len(day) for day in one.days] for one in festive.lines} == {
        "公益律师": [0, 0, 1, 0, 0, 0, 0], "税务咨询": [0, 0, 0, 0, 0, 1, 0]
    }  # fmt: skip
    [text] = printed(services, "duty-roster", tmp_path / "r.pdf", week=dt.date(2026, 11, 25))
    assert "沈律师" in text
    assert "周三 11-25" in text


def test_who_comes_every_saturday_comes(services: Services) -> None:
    save = services.records.save
    for begins in ("13:30", "9:00"):
        save("duty-roster", None, {"partner": "周末义诊", "weekday": "周六", "begins": begins})
    weeks = [services.duty_rosters.week(day) for day in (dt.date(2026, 11, 25), dt.date(2026, 10, 1))]
    ordinary, festive = (next(one.days[5] for one in week.lines if one.partner == "周末义诊") for week in weeks)
    assert [one.hours for one in ordinary] == ["9:00", "13:30"]
    assert festive == ()  # 国庆


def test_a_list_says_when_it_is_no_longer_its_version(services: Services, tmp_path: Path) -> None:
    services.records.save("service-items", None, {"code": "Z98", "name": "刚加的"})
    assert "之后有改动" in "".join(printed(services, "checklist", tmp_path / "l.pdf"))
    services.checklists.publish()
    assert "之后有改动" not in "".join(printed(services, "checklist", tmp_path / "l.pdf"))


def test_no_item_is_lost_with_its_category(services: Services, tmp_path: Path) -> None:
    records = services.records
    category = records.save("service-categories", None, {"code": "K", "name": "要撤的"})
    records.save("service-items", None, {"code": "K01", "name": "没了大类的", "category_id": category})
    records.archive("service-categories", [category])
    assert "K01" in "".join(printed(services, "checklist", tmp_path / "l.pdf"))
