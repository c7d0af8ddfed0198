"""The file of an enterprise: its head, its timeline, 核实, and what is handed over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.rules import branches, dates, tenure
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.dossier_copies import Event, Gap, Place
from louyu_desktop.services.dossiers import Dossiers
from louyu_desktop.services.handover import Charge, Handover
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import keyless

TODAY = dates.today()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """An empty station."""
    made = keyless(tmp_path / "station")
    yield made
    made.close()


@pytest.fixture
def firm(records: Records) -> int:
    """A firm in two units, with a contact and a past seat."""
    building = records.save("buildings", None, {"name": "梧桐里一号"})
    units = [records.save("units", None, {"building_id": building, "floor": str(n), "room": "01"}) for n in (8, 9, 12)]
    key = records.save("enterprises", None, {"name": "青梧设计（上海）有限公司", "headcount": 40, "is_key": True})
    past = {"moved_in_on": dt.date(2020, 3, 1), "ended_on": dt.date(2022, 8, 20)}
    records.save("occupancies", None, {"enterprise_id": key, "unit_id": units[0], **past})
    for unit in units[1:]:
        records.save("occupancies", None, {"enterprise_id": key, "unit_id": unit, "moved_in_on": dt.date(2022, 9, 1)})
    records.save("contacts", None, {"enterprise_id": key, "name": "邵清扬", "role": "总经理", "since": dt.date(2023, 1, 1)})
    return key


def words(event: Event) -> str:
    """A line as it is read."""
    return " ".join((event.what, *(one.text for one in (*event.title, *event.more))))


def test_the_head_of_a_file(database: Database, records: Records, firm: int) -> None:
    found = Dossiers(database).summary(firm)
    assert [seat.place for seat in found.seats] == ["梧桐里一号 9-01", "梧桐里一号 12-01"] or len(found.seats) == 2
    assert found.since == dt.date(2020, 3, 1)
    assert found.left_on is None
    missing = [gap.field for gap in found.gaps]
    assert "chief_liaison_id" in missing
    assert "location" not in missing
    assert found.odd == (("chief_liaison_id", "重点企业要有首席联络员"),)
    account = records.save("accounts", None, {"name": "顾一鸣"})
    records.save("enterprises", firm, {"chief_liaison_id": account})
    records.save("team-members", None, {"enterprise_id": firm, "account_id": account, "duty": "党建督导"})
    after = Dossiers(database).summary(firm)
    assert after.filled == found.filled + 1
    assert after.liaison is not None
    assert (after.liaison.name, after.team[0].duty, after.odd) == ("顾一鸣", "党建督导", ())


def test_what_is_asked_goes_by_what_a_unit_is(database: Database, records: Records) -> None:
    key = records.save("enterprises", None, {"name": "某国驻沪总领事馆", "unit_kind": "领事与国际机构"})
    gaps = Dossiers(database).summary(key).gaps
    assert [gap.field for gap in gaps] == ["industry", "location", "contact_name"]
    assert gaps[1] == Gap("location", "位置", "occupancies")
    records.save("enterprises", key, {"unit_kind": "企业"})
    assert "credit_code" in [gap.field for gap in Dossiers(database).summary(key).gaps]


def test_a_branch_is_known_by_its_name(database: Database, records: Records) -> None:
    parent = records.save("enterprises", None, {"name": "青梧设计（上海）有限公司"})
    branch = records.save("enterprises", None, {"name": "青梧设计(上海)有限公司静安分公司", "unit_kind": "分支机构"})
    records.save("enterprises", None, {"name": "青梧设计（上海）有限公司餐厅", "unit_kind": "企业"})
    service = Dossiers(database)
    found = service.summary(branch)
    assert found.parent is not None
    assert (found.parent.id, found.branches) == (parent, ())
    assert [one.id for one in service.summary(parent).branches] == [branch]
    records.archive("enterprises", [parent])
    assert service.summary(branch).parent is None


@pytest.mark.parametrize(
    ("key", "parents"),
    [
        ("甲律师事务所特殊普通合伙上海分所", ("甲律师事务所特殊普通合伙", "甲律师事务所")),
        ("甲银行股份有限公司上海市分行", ("甲银行股份有限公司", "甲银行")),
        ("三木商事株式会社上海代表处", ("三木商事株式会社",)),
        ("甲有限公司", ()),
        ("分公司", ()),
    ],
)
def test_whose_branch(key: str, parents: tuple[str, ...]) -> None:
    assert branches.parent_keys(key) == parents


@pytest.mark.parametrize(
    ("begin", "end", "said"),
    [
        (dt.date(2022, 8, 20), dt.date(2026, 11, 22), "4 年 3 个月"),
        (dt.date(2024, 2, 29), dt.date(2025, 2, 28), "11 个月"),
        (dt.date(2024, 2, 29), dt.date(2025, 3, 1), "1 年"),
        (dt.date(2026, 11, 1), dt.date(2026, 11, 22), "不到一个月"),
        (dt.date(2026, 12, 1), dt.date(2026, 11, 22), ""),
    ],
)
def test_how_long(begin: dt.date, end: dt.date, said: str) -> None:
    assert tenure.span_words(begin, end) == said


def test_a_stay_is_broken_by_a_gap() -> None:
    day = dt.date
    gone = tenure.Stay(day(2019, 1, 1), day(2020, 1, 1))
    assert tenure.resident_since([gone, tenure.Stay(day(2022, 1, 1), None)]) == day(2022, 1, 1)
    assert tenure.resident_since([gone, tenure.Stay(day(2020, 2, 1), None)]) == day(2019, 1, 1)
    assert tenure.resident_since([gone]) is None
    assert tenure.left_on([gone]) == day(2020, 1, 1)
    assert tenure.left_on([]) is None


def test_the_timeline_tells_all_and_goes_on(database: Database, records: Records, firm: int) -> None:
    day = TODAY - dt.timedelta(days=3)
    records.save("visits", None, {"enterprise_id": firm, "visited_on": day, "met": "邵清扬（总经理）", "visitors": "周敏"})
    records.save("special-cases", None, {"enterprise_id": firm, "kind": "舆情", "happened_on": day, "what": "有人拍视频"})
    records.save("requests", None, {"enterprise_id": firm, "title": "想要车位", "received_at": dt.datetime.now(dt.UTC)})
    records.save("honours", None, {"enterprise_id": firm, "name": "文明单位", "awarded_on": dt.date(2021, 5, 1)})
    service = Dossiers(database)
    whole = service.timeline(firm, limit=100)
    assert not whole.more
    days = [event.day for event in whole.events]
    assert days == sorted(days, reverse=True)
    said = [words(event) for event in whole.events]
    assert any(one.startswith("走访 日常 上门 周敏") for one in said)
    assert any("入驻 梧桐里一号" in one for one in said)
    assert any(one.startswith("迁出") for one in said)
    assert any(one.startswith("联系人到任 邵清扬 总经理") for one in said)
    paged: list[Event] = []
    last: Place | None = None
    while True:
        part = service.timeline(firm, last, limit=3)
        paged += part.events
        if not part.more:
            break
        last = part.events[-1].place
    assert tuple(paged) == whole.events


def test_a_reader_is_told_what_a_reader_may_know(database: Database, records: Records, firm: int) -> None:
    records.save("special-cases", None, {"enterprise_id": firm, "kind": "舆情", "happened_on": TODAY, "what": "秘密的事"})
    records.save("visits", None, {"enterprise_id": firm, "visited_on": TODAY, "situation": "很秘密"})
    reader, desk = (
        records.save("accounts", None, {"name": role.value, "role": role.value}) for role in (Role.READER, Role.DESK)
    )
    database.actor = reader
    said = " ".join(words(event) for event in Dossiers(database).timeline(firm, limit=100).events)
    assert "走访" in said
    assert "秘密" not in said
    database.actor = desk
    with pytest.raises(NotPermittedError):
        Dossiers(database).timeline(firm)
    with pytest.raises(NotPermittedError):
        Dossiers(database).summary(firm)


def test_verified_by_whoever_is_at_work(database: Database, records: Records, firm: int) -> None:
    service = Dossiers(database)
    assert service.verify([firm]) == 1
    found = service.summary(firm)
    assert (found.verified_on, found.verified_by) == (TODAY, "周敏")
    records.undo()
    assert service.summary(firm).verified_on is None
    records.save("enterprises", firm, {"verified_on": TODAY})
    assert service.summary(firm).verified_by == "周敏"
    records.bulk_edit("enterprises", [firm], "verified_on", None)
    assert (service.summary(firm).verified_on, service.summary(firm).verified_by) == (None, "")
    with pytest.raises(UserError):
        service.verify([firm], TODAY + dt.timedelta(days=1))


def test_all_that_one_looks_after_goes_to_another(database: Database, records: Records, firm: int) -> None:
    leaving, to = (records.save("accounts", None, {"name": name}) for name in ("顾一鸣", "何俊杰"))
    records.save("enterprises", firm, {"chief_liaison_id": leaving})
    other = records.save("enterprises", None, {"name": "云栖贸易"})
    for key in (firm, other):
        records.save("team-members", None, {"enterprise_id": key, "account_id": leaving, "duty": "政策服务"})
    records.save("team-members", None, {"enterprise_id": other, "account_id": to, "duty": "党建督导"})
    soon = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    activity = records.save("activities", None, {
        "title": "读书会", "starts_at": soon, "ends_at": soon + dt.timedelta(hours=1), "owner": "顾一鸣"})
    request = {"enterprise_id": firm, "title": "车位", "received_at": soon, "owner_id": leaving}
    asked = records.save("requests", None, request)
    done = records.save("requests", None, {**request, "title": "办完的", "state": "已办结"})
    service = Handover(database)
    holdings = service.holdings(leaving)
    assert {one.charge: one.count for one in holdings.held} == {
        Charge.FIRMS: 1, Charge.TEAMS: 2, Charge.REQUESTS: 1, Charge.ACTIVITIES: 1}
    before = database.operations(limit=1)[0].id
    handed = service.hand_over(leaving, to)
    assert (handed.count, handed.joined, handed.to) == (5, 1, "何俊杰")
    assert database.operations(limit=1)[0].id == before + 1
    assert service.holdings(leaving).held == ()
    assert service.holdings(to).count == 5
    assert records.get("requests", done).values["owner_id"] == leaving
    assert records.get("requests", asked).values["owner_id"] == to
    assert records.get("activities", activity).values["owner"] == "何俊杰"
    records.undo()
    assert service.holdings(leaving).count == 5
    assert service.holdings(to).count == 1
    records.redo()
    assert service.holdings(to).count == 5
    with pytest.raises(UserError):
        service.hand_over(leaving, to)
    with pytest.raises(UserError):
        service.hand_over(to, to)
