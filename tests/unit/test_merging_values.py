"""Merging value by value: what is taken, what is kept under its former name, what is said, what points elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from louyu_desktop.errors import ConflictError, InvalidRecordError, UserError
from louyu_desktop.models import Enterprise, FactChange
from louyu_desktop.rules.dates import today
from louyu_desktop.services.suite import Services
from louyu_desktop.storage.database import Database


def firm(services: Services, name: str, **values: Any) -> int:
    return services.records.save("enterprises", None, {"name": name, **values})


def person(services: Services, name: str, **values: Any) -> int:
    return services.records.save("people", None, {"name": name, **values})


def kept(services: Services, key: int, name: str, kind: str = "enterprises") -> Any:
    return services.records.get(kind, key).values[name]


def test_each_side_is_shown_in_words_and_nothing_that_is_derived(services: Services) -> None:
    works = firm(services, "永乐股份有限公司")
    one = person(services, "王芳", mobile="13800001111", gender="女")
    two = person(services, "王 芳", enterprise_id=works, unit_name="永乐", mobile="13900002222")
    shown = services.merging.compare("people", one, two)
    sides = {side.field.name: side for side in shown.sides}
    assert shown.kind == "people"
    assert shown.ids == (one, two)
    assert shown.titles == ("王芳", "王 芳")
    assert shown.versions == (1, 1)
    assert sides["enterprise_id"].words == ("", "永乐股份有限公司")
    assert sides["enterprise_id"].values == (None, works)
    assert sides["enterprise_id"].other
    assert sides["enterprise_id"].differs
    assert sides["mobile"].words == ("138****1111", "139****2222")
    assert not sides["mobile"].other
    assert sides["gender"].words == ("女", "")
    assert not sides["gender"].other
    assert not {"education", "email"} & sides.keys()
    assert all(side.field.label and not side.field.derived for side in shown.sides)
    assert shown.moves == ()


def test_a_box_that_is_ticked_says_more_than_one_that_is_not(services: Services) -> None:
    one, two = firm(services, "甲一贸易有限公司", is_key=True), firm(services, "甲一商贸有限公司", undisturbed=True)
    other = {side.field.name: side.other for side in services.merging.compare("enterprises", one, two).sides}
    assert (other["is_key"], other["undisturbed"], other["name"]) == (False, True, False)


def test_what_is_no_kind_for_it_and_who_is_gone_is_said(services: Services) -> None:
    one, two = person(services, "王芳"), person(services, "王 芳")
    first = services.records.save("visits", None, {
        "enterprise_id": firm(services, "甲有限公司"), "visited_on": today(), "visitors": "周敏",
    })  # fmt: skip
    for kind, stays, goes, says in (
        ("visits", first, first + 1, "两条不同的"), ("people", one, one, "两条不同的"), ("people", one, two + 1, "已经不在了"),
    ):  # fmt: skip
        with pytest.raises(UserError, match=says):
            services.merging.compare(kind, stays, goes)
        with pytest.raises(UserError, match=says):
            services.merging.merge(kind, stays, goes, {})
    services.records.archive("people", [two])
    with pytest.raises(UserError, match="已经不在了"):
        services.merging.compare("people", one, two)


def test_values_are_taken_where_they_were_chosen_and_nowhere_else(services: Services) -> None:
    one = firm(services, "永乐股份有限公司", headcount=10, short_name="永乐", business="茶")
    two = firm(services, "永续商贸有限公司", headcount=20, short_name="永续", business="咖啡")
    taken = {"headcount": True, "short_name": False, "lease_end": True, "nothing": True}
    merged = services.merging.merge("enterprises", one, two, taken, (1, 1))
    assert (merged.id, merged.title, merged.moves, merged.count) == (one, "永乐股份有限公司", (), 0)
    found = [kept(services, one, name) for name in ("name", "headcount", "short_name", "business", "former_name")]
    assert found == ["永乐股份有限公司", 20, "永乐", "茶", "永续商贸有限公司"]
    assert kept(services, two, "headcount") == 20
    assert services.records.undo_state().undo_label == "合并企业：永续商贸有限公司 → 永乐股份有限公司"


@pytest.mark.parametrize(
    ("former", "name", "taken", "comes"),
    [
        ("永安有限公司", "永续商贸有限公司", {}, "永安有限公司、永续商贸有限公司"),
        ("永安、永续商贸有限公司", "永续商贸有限公司", {}, "永安、永续商贸有限公司"),
        (None, "永续商贸有限公司", {"name": True}, "永乐股份有限公司"),
        (None, "永乐 股份有限公司", {}, None),
        ("永安有限公司", "永续商贸有限公司", {"former_name": True}, "早年有限公司"),
        ("永安有限公司", "永续商贸有限公司", {"former_name": False}, "永安有限公司"),
        ("旧" * 95, "永续商贸有限公司", {}, "旧" * 95 + "、永续商贸"),
    ],
)
def test_the_name_that_is_given_up(
    services: Services, former: str | None, name: str, taken: dict[str, bool], comes: str | None
) -> None:
    one = firm(services, "永乐股份有限公司", former_name=former)
    two = firm(services, name, former_name="早年有限公司")
    services.merging.merge("enterprises", one, two, taken)
    assert kept(services, one, "former_name") == comes
    assert kept(services, one, "name") == (name if taken.get("name") else "永乐股份有限公司")


def test_what_went_says_where_it_is_below_what_it_said(services: Services) -> None:
    said = f"已并入「永乐股份有限公司」（{today().isoformat()}）"
    one = firm(services, "永乐股份有限公司", remark="常来")
    for name, remark, comes in (
        ("永续商贸有限公司", "原来的话", f"原来的话\n{said}"),
        ("永安商贸有限公司", None, said),
        ("永久商贸有限公司", "长" * 1999, "长" * 1999 + "\n"),
    ):
        two = firm(services, name, remark=remark)
        services.merging.merge("enterprises", one, two, {})
        assert kept(services, two, "remark") == comes
    assert kept(services, one, "remark") == "常来"


def test_either_of_the_two_may_have_been_changed_meanwhile(services: Services) -> None:
    one, two = firm(services, "甲一贸易有限公司"), firm(services, "甲一商贸有限公司")
    for versions in ((2, 1), (1, 2)):
        with pytest.raises(ConflictError):
            services.merging.merge("enterprises", one, two, {}, versions)
    services.merging.merge("enterprises", one, two, {}, (1, 1))


def test_what_stood_below_the_other_does_not_come_to_stand_below_itself(services: Services) -> None:
    def branch(name: str, parent: int | None = None) -> int:
        return services.records.save("organisations", None, {"name": name, "parent_id": parent})

    top, beside = branch("街道党工委"), branch("商会党委")
    below = branch("甲支部", branch("甲总支", top))
    services.merging.merge("organisations", below, below - 1, {})
    assert kept(services, below, "parent_id", "organisations") == top
    services.merging.merge("organisations", below, branch("乙支部", below), {"parent_id": True})
    assert kept(services, below, "parent_id", "organisations") == top
    child = branch("丙支部", branch("丙总支"))
    services.merging.merge("organisations", child, child - 1, {})
    assert kept(services, child, "parent_id", "organisations") is None
    services.merging.merge("organisations", child, branch("丁支部", beside), {"parent_id": True})
    assert kept(services, child, "parent_id", "organisations") == beside


def test_what_comes_of_it_must_be_able_to_stand(services: Services) -> None:
    one = services.records.save("organisations", None, {"name": "甲支部", "founded_on": "2020-07-01"})
    two = services.records.save("organisations", None, {"name": "乙支部", "term_end": "2019-07-01"})
    with pytest.raises(InvalidRecordError):
        services.merging.merge("organisations", one, two, {"term_end": True})
    assert services.records.get("organisations", two).archived_at is None


def test_what_names_it_by_kind_and_number_names_the_other_one(services: Services, database: Database) -> None:
    one, two = firm(services, "甲一贸易有限公司"), firm(services, "甲一商贸有限公司", headcount=100)
    services.records.save("enterprises", two, {"headcount": 10})
    wanted = select(FactChange.enterprise_id, FactChange.source_id).where(FactChange.source_kind == "enterprises")
    with database.read() as session:
        assert set(map(tuple, session.execute(wanted))) == {(two, two)}
    services.merging.merge("enterprises", one, two, {})
    with database.read() as session:
        assert set(map(tuple, session.execute(wanted))) == {(one, one)}


def test_what_moves_is_counted_by_kind_in_the_order_of_the_kinds(services: Services, database: Database) -> None:
    one, two = firm(services, "甲一贸易有限公司"), firm(services, "甲一商贸有限公司")
    building = services.records.save("buildings", None, {"name": "环贸广场一期"})
    room = services.records.save("units", None, {"building_id": building, "floor": "8", "room": "01"})
    for key in (one, two):
        services.records.save("occupancies", None, {"enterprise_id": key, "unit_id": room})
    for name in ("邵知远", "顾南星"):
        services.records.save("contacts", None, {"enterprise_id": two, "name": name})
    gone = services.records.save("contacts", None, {"enterprise_id": two, "name": "林一"})
    services.records.archive("contacts", [gone])
    moves = services.merging.compare("enterprises", one, two).moves
    assert services.merging.merge("enterprises", one, two, {}).moves == moves
    told = [(one.kind, one.label, one.counter, one.count, one.together) for one in moves]
    assert told == [("occupancies", "入驻记录", "条", 1, 1), ("contacts", "联系人", "人", 3, 0)]
    with database.read() as session:
        rows = session.execute(select(Enterprise.id, Enterprise.archived_at))
        assert {key: at is None for key, at in rows} == {one: True, two: False}
