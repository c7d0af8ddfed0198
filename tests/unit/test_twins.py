"""查重: what of a firm is compared, what is said of a pair, and who is meant by a name that is being typed."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.models import Snooze
from louyu_desktop.rules.dates import today
from louyu_desktop.services.duplicates import FOR_EVER, alike
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database


def firm(services: Services, name: str, **values: Any) -> int:
    return services.records.save("enterprises", None, {"name": name, **values})


def contact(services: Services, enterprise: int, name: str, **values: Any) -> int:
    return services.records.save("contacts", None, {"enterprise_id": enterprise, "name": name, **values})


def room(services: Services) -> int:
    building = services.records.save("buildings", None, {"name": "环贸广场一期"})
    return services.records.save("units", None, {"building_id": building, "floor": "23", "room": "06"})


def seat(services: Services, enterprise: int, unit: int, **values: Any) -> int:
    return services.records.save("occupancies", None, {"enterprise_id": enterprise, "unit_id": unit, **values})


def like(database: Database, name: str, but: int = 0) -> list[int]:
    with database.read() as session:
        return alike(session, name, but)


def test_a_pair_is_told_with_all_that_speaks_for_it(services: Services) -> None:
    """Who sits there no more, and contacts that are gone, say nothing."""
    here = room(services)
    one, two = firm(services, "永乐股份有限公司"), firm(services, "永乐（上海）股份有限公司")
    seat(services, one, here)
    seat(services, two, here)
    contact(services, one, "王芳", phone="13800001111")
    contact(services, two, "王芳", phone="13800001111")
    far = firm(services, "仁济贸易有限公司")
    seat(services, far, here, ended_on=today())
    services.records.archive("occupancies", [seat(services, far, here)])
    contact(services, far, "李强", phone="13800001111", until=today())
    gone = firm(services, "永乐股份公司")
    services.records.archive("enterprises", [gone])
    [twin] = services.duplicates.find()
    assert (twin.first, twin.second, twin.score) == (one, two, 110)
    assert twin.titles == ("永乐股份有限公司", "永乐（上海）股份有限公司")
    assert twin.places == ("环贸广场一期 23F-06", "环贸广场一期 23F-06")
    assert twin.reasons == ("名称只差地区或公司形式 +60", "在同一个单元 +25", "联系电话相同 +25")


@pytest.mark.parametrize(
    ("mine", "theirs", "reasons"),
    [
        ({"former_name": "晴川文化有限公司"}, {}, ("是另一家的曾用名 +60", "联系人同名 +10")),
        ({"short_name": "小白"}, {"short_name": "小 白"}, ("简称相同 +45", "联系人同名 +10")),
        ({}, {}, ("联系人同名 +10",)),
    ],
)
def test_former_and_short_names_and_contacts_count(
    services: Services, mine: dict[str, str], theirs: dict[str, str], reasons: tuple[str, ...]
) -> None:
    services.settings.set("twins_threshold", 10)
    here = room(services)
    for name, values in (("永乐股份有限公司", mine), ("晴川文化有限公司", theirs)):
        seat(services, key := firm(services, name, **values), here, ended_on=today())
        contact(services, key, "欧阳 芳")
    services.records.archive("contacts", [contact(services, firm(services, "旁人贸易有限公司"), "欧阳芳")])
    found = services.duplicates.find()
    assert [twin.reasons for twin in found] == ([reasons] if mine else [])
    assert all(twin.places == ("", "") for twin in found)


def test_two_codes_and_the_stations_own_weights_count(services: Services) -> None:
    one = firm(services, "永乐股份有限公司", credit_code="91310104MADEM00119")
    two = firm(services, "永乐（上海）股份有限公司", credit_code="91310115MADEM0070A")
    assert services.duplicates.find() == ()
    services.settings.set("twins_name", 80)
    services.settings.set("twins_threshold", 1)
    assert services.duplicates.find() == ()
    services.records.save("enterprises", two, {"credit_code": None})
    [twin] = services.duplicates.find()
    assert (twin.first, twin.score, twin.places) == (one, 80, ("", ""))
    services.settings.set("twins_name", 0)
    assert services.duplicates.find() == ()


def test_told_apart_is_told_apart_whichever_came_first(services: Services) -> None:
    """It says who is meant, and it stays so; the other pairs are shown all the same."""
    one, two, three = (firm(services, f"永乐{tail}") for tail in ("有限公司", "股份有限公司", "（上海）有限公司"))
    heard: list[tuple[int, int, str]] = []
    shown = services.duplicates.find(lambda done, total, note="": heard.append((done, total, note)))
    assert [(twin.first, twin.second) for twin in shown] == [(one, two), (one, three), (two, three)]
    assert heard[0] == (0, 0, "正在读企业")
    assert {note for _done, _total, note in heard[1:]} == {"正在比对"}
    assert heard[1][0] == 0 < heard[1][1]
    services.duplicates.tell_apart(two, one)
    services.duplicates.tell_apart(two, three, "一家管物业，一家做贸易")
    assert [(twin.first, twin.second) for twin in services.duplicates.find()] == [(one, three)]
    assert services.records.undo_state().undo_label == "查重：不是同一家"
    services.records.undo()
    assert [(twin.first, twin.second) for twin in services.duplicates.find()] == [(one, three), (two, three)]


def test_what_is_kept_of_a_pair_told_apart(services: Services, database: Database) -> None:
    one, two, three = (firm(services, f"永乐{tail}") for tail in ("有限公司", "股份有限公司", "（上海）有限公司"))
    services.duplicates.tell_apart(two, one)
    services.duplicates.tell_apart(one, three, "两个牌子")
    with database.read() as session:
        kept = session.execute(select(Snooze.topic, Snooze.until, Snooze.reason).order_by(Snooze.id)).all()
    assert [tuple(row) for row in kept] == [
        (f"twins:{one}:{two}", FOR_EVER, "不是同一家"),
        (f"twins:{one}:{three}", FOR_EVER, "两个牌子"),
    ]


def test_who_may_be_meant_by_what_is_typed(services: Services, database: Database) -> None:
    """The surest first, at most five; neither the record itself, nor who is in the bin, nor one sign alone."""
    same, near = firm(services, "同心明德会计师事务所"), firm(services, "同心明德会计事务所")
    services.records.archive("enterprises", [firm(services, "同心明德会计师事务所（普通合伙）")])
    firm(services, "仁济贸易有限公司")
    assert like(database, "同心明德会计师事务所") == [same]
    services.records.save("enterprises", near, {"short_name": "同心明德会计师"})
    assert like(database, "同心明德会计师事务所") == [same, near]
    assert like(database, "同心明德会计师事务所", but=same) == [near]
    many = [firm(services, f"永乐{tail}") for tail in ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")]
    many += [firm(services, f"上海永乐{tail}") for tail in ("有限公司", "有限责任公司", "股份有限公司")]
    found = like(database, "永乐有限公司")
    assert len(found) == 5
    assert set(found) <= set(many)
    assert found == sorted(found, reverse=True)
    assert like(database, "永") == []
    assert like(database, "有限公司") == []
    assert like(database, "不在这里的名字") == []


def test_the_very_name_is_found_however_many_are_like_it(
    services: Services, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The search gives the first few hundred, which need not hold it."""
    same = firm(services, "永乐股份有限公司")
    monkeypatch.setattr("louyu_desktop.services.duplicates._LOOKED_AT", 0)
    assert like(database, "永乐 股份有限公司") == [same]
    assert like(database, "永乐有限公司") == []
