"""Wishes and public notices: every step of their tables through the services, and nothing private on the wall."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from louyu_desktop.errors import LouyuError, NotPermittedError, UserError
from louyu_desktop.models import PublicNotice, ServiceRequest, Topic, Wish
from louyu_desktop.rules import notice_flow, wish_flow
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.notice_flow import Hands, why_not
from louyu_desktop.rules.public_text import Known, Sort, look, masked, spellings
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Pasted
from louyu_desktop.services.own_ways import BY_STEPS
from louyu_desktop.services.public_figures import share
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.wall_copies import Given
from louyu_desktop.storage.database import Database
from tests.unit.wall_station import BODY, IDENTITY, MOBILE, NOW, TODAY, enter, make, make_notice, make_wish

EVERYTHING = Given(
    public_text="想学手语", claimant="光年广告", due_on=TODAY, proof="办了三堂课", thanks="谢谢大家", state_reason="再改改",
    posted_on=TODAY, until=TODAY + dt.timedelta(days=7), address_ok=True,
)  # fmt: skip


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with time_machine.travel(NOW, tick=True):
        made = make(tmp_path_factory.mktemp("wall") / "station")
        yield made
        made.close()


@pytest.fixture(autouse=True)
def at_noon(database: Database) -> Iterator[None]:
    with time_machine.travel(NOW, tick=True):
        yield
        enter(database, "周敏")


def states_of(database: Database, model: type[Wish | PublicNotice], keys: list[int]) -> dict[int, str]:
    with database.read() as session:
        rows = session.execute(select(model.id, model.state).where(model.id.in_(keys)))
        return {row.id: row.state for row in rows}


# tables


@pytest.mark.parametrize("flow", [wish_flow, notice_flow], ids=["wishes", "notices"])
def test_ten_thousand_steps_stay_within_the_table(flow: Any) -> None:
    first = next(iter(flow.State))
    luck, state, seen = random.Random(7), first, {first}
    for _step in range(10_000):
        ways = [one for one in flow.Action if flow.STEPS[one].allows(state, Role.ADMINISTRATOR)]
        state = flow.STEPS[luck.choice(ways)].after(state) if ways else first
        seen.add(state)
    assert seen == set(flow.State) - {flow.State.VOID}


EVERYONE = {Role.ADMINISTRATOR: "周敏", Role.STAFF: "施佳宁", Role.DESK: "前台", Role.READER: "督导"}


@pytest.mark.parametrize("role", list(Role), ids=[role.name for role in Role])
def test_every_step_of_a_wish_is_taken_or_refused_as_declared(database: Database, role: Role) -> None:
    pairs = list(product(wish_flow.State, wish_flow.Action))
    with database.write("心愿") as write:
        keys = write.insert(Wish, [{"made_on": TODAY, "text": "想学", "state": state.value} for state, _ in pairs])
    services, expected = open_services(database), {}
    enter(database, EVERYONE[role])
    for (state, action), key in zip(pairs, keys, strict=True):
        expected[key] = state.value
        if wish_flow.STEPS[action].allows(state, role):
            expected[key] = wish_flow.STEPS[action].after(state).value
            assert services.wishes.act(key, action, EVERYTHING).state == expected[key]
        else:
            with pytest.raises(LouyuError):
                services.wishes.act(key, action, EVERYTHING)
    assert states_of(database, Wish, keys) == expected


@pytest.mark.parametrize("role", list(Role), ids=[role.name for role in Role])
def test_every_step_of_a_notice_is_taken_or_refused_as_declared(database: Database, role: Role) -> None:
    pairs = list(product(notice_flow.State, notice_flow.Action))
    row = {"proposed_on": TODAY, "title": "分层停靠", "body": BODY, "proposer_id": enter(database, "何俊杰")}
    row["seal"] = notice_flow.seal_of("分层停靠", BODY, None, named=False)
    with database.write("公示") as write:
        keys = write.insert(PublicNotice, [{**row, "state": state.value} for state, _ in pairs])
    services, expected = open_services(database), {}
    enter(database, EVERYONE[role])
    for (state, action), key in zip(pairs, keys, strict=True):
        # the only leader leaves the review to the staff, for the approval is theirs
        kept = action is notice_flow.Action.REVIEW and role is Role.ADMINISTRATOR
        expected[key] = state.value
        if notice_flow.STEPS[action].allows(state, role) and not kept:
            expected[key] = notice_flow.STEPS[action].after(state).value
            assert services.notices.act(key, action, EVERYTHING).state == expected[key]
        else:
            with pytest.raises(LouyuError):
                services.notices.act(key, action, EVERYTHING)
    assert states_of(database, PublicNotice, keys) == expected


def test_three_different_people_where_the_station_has_them() -> None:
    def hands(proposer: int | None, reviewer: int | None, staff: set[int], leaders: set[int]) -> Hands:
        return Hands(proposer, reviewer, frozenset(staff | leaders), frozenset(leaders))

    review, approve = notice_flow.Action.REVIEW, notice_flow.Action.APPROVE
    assert not why_not(review, 1, hands(1, None, set(), {1}))  # alone
    assert not why_not(approve, 1, hands(1, 1, set(), {1}))
    assert why_not(review, 2, hands(2, None, {2}, {1}))
    assert not why_not(review, 1, hands(2, None, {2}, {1}))  # nobody else is left
    assert why_not(review, 1, hands(2, None, {2, 3}, {1}))  # 3 can, and 1 has to approve
    assert not why_not(review, 3, hands(2, None, {2, 3}, {1}))
    assert not why_not(approve, 1, hands(2, 3, {2, 3}, {1}))
    assert why_not(approve, 1, hands(2, 1, {2, 3}, {1, 4}))
    assert not why_not(review, 1, hands(2, None, {2, 3}, {1, 4}))
    assert not why_not(approve, 1, hands(1, 2, {2}, {1}))  # the only leader has proposed it


# what may not hang on a wall


@pytest.mark.parametrize("said", [
    MOBILE, "138 0000 2207", "138-0000-2207", "１３８００００２２０７", "+86 13800002207", "一三八〇〇〇〇二二〇七",
    "微信同号13800002207。", "138\u200b00002207", "138　0000　2207", "138—0000—2207", "138 – 0000 – 2207", "138.0000.2207",
    "138/0000/2207", "（138）0000-2207", "138，0000，2207", "一三八 〇〇〇〇 二二〇七", "壹叁捌零零零零贰贰零柒", "幺三八○○○○二二○七",
    "1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣2️⃣2️⃣0️⃣7️⃣",
    "①③⑧⓪⓪⓪⓪②②⓪⑦", "١٣٨٠٠٠٠٢٢٠٧", "1 3 8 0 0 0 0 2 2 0 7", "0086-138-0000-2207", "138 00 00 22 07",
])  # fmt: skip
def test_mobiles_are_found_however_they_are_written(said: str) -> None:
    assert Sort.MOBILE in {one.sort for one in look(f"联系：{said}，谢谢")}


@pytest.mark.parametrize("said", [
    IDENTITY, "31010119900101123X", "310101 19900101 1237", "３１０１０１１９９００１０１１２３７", "310101900101123",
    "310101-19900101-123×", "31010119900101123Ⅹ", "三一零一零一一九九零零一零一一二三七",
    "310101　1990　0101　1237", "(310101)19900101(1237)",
])  # fmt: skip
def test_identity_numbers_are_found_however_they_are_written(said: str) -> None:
    assert Sort.IDENTITY in {one.sort for one in look(f"第一行\n证件 {said}")}


@pytest.mark.parametrize("said", [
    "021-64371234", "12345", "2026-11-23 10:00", "1,390 人次", "SQ-2026-0001", "91310000MA1FL0000X", "13:30–16:30", "",
    "信用代码 913101091331086130", "913101011322022450", "13.30-16.30 180人", "2026.11.23 10.30-11.30 18人",
    "13、14、15、16、17、8 幢",
    "15 20 18 16 17 3", "周一、三、五", "一三五七九", "400-820-8820", "2026年11月23日",
])  # fmt: skip
def test_what_is_no_number_of_a_person_stays(said: str) -> None:
    assert not [one for one in look(said) if one.stops]


@pytest.mark.parametrize("said", ["护照 E12345678", "护照号码：ＥＪ1234567", "港澳通行证（C12345678）"])
def test_other_documents_of_people_are_stopped(said: str) -> None:
    assert [one.sort for one in look(said)] == [Sort.DOCUMENT]


@pytest.mark.parametrize("said", [
    "家住建国西路五百弄三号", "陕西南路188-2号", "世纪大道 100 号", "5号301室", "3幢 1502", "步高坊12号", "汾阳路150号三单元五〇二室",
])  # fmt: skip
def test_addresses_are_flagged_however_they_are_written(said: str) -> None:
    assert [one.sort for one in look(said, own=("汾阳路150号",))] == [Sort.ADDRESS]


@pytest.mark.parametrize("said", ["5号楼 200 人", "12 月 3 日", "3号楼", "请走 2 号门"])
def test_what_is_no_address_stays(said: str) -> None:
    assert not look(said)


def test_names_are_masked_however_they_are_written() -> None:
    known = Known(frozenset({"张三", "陈华树", "阿依古丽·买买提", "Ann Li"}), frozenset({"张三丰餐饮"}))
    said = "张　三、陈 华 树、阿依古丽•买买提、ANN LI；Joann Lists 在张三丰餐饮见张三"
    told = masked(said, known)
    for name in ("张　三", "陈 华 树", "买买提", "ANN LI"):
        assert name not in told
    assert "Joann Lists 在张三丰餐饮见张＊" in told
    assert {"张三", "陈华树", "阿依古丽·买买提", "ann li"} <= spellings(said)


def test_addresses_are_flagged_and_the_station_s_own_is_not() -> None:
    text = "请到汾阳路150号二楼；家住威海路128弄5号301室\n3号楼1502室也行"
    found = look(text, own=("汾阳路150号",))
    assert [(one.sort, text[one.start : one.end]) for one in found] == [
        (Sort.ADDRESS, "家住威海路128弄5号301室"), (Sort.ADDRESS, "3号楼1502室"),
    ]  # fmt: skip
    assert [one.line for one in found] == [1, 2]
    assert not look("监督电话 139 1111 2222", own=("13911112222",))
    assert masked("陈华树和陈华", Known(frozenset({"陈华", "陈华树"}))) == "陈＊＊和陈＊"


def test_a_number_stops_a_wish_and_an_address_asks(services: Services, database: Database) -> None:
    key = make_wish(database, text="找陈华树学手语")
    for words, field in (("", "public_text"), (f"电话 {MOBILE}", "public_text"), ("来威海路128弄5号301室", "address_ok")):
        with pytest.raises(UserError) as refused:
            services.wishes.act(key, wish_flow.Action.POST, Given(public_text=words))
        assert refused.value.field == field
        assert MOBILE not in refused.value.sentence
    [offered] = [one for one in services.wishes.standing(key).offered if one.action == wish_flow.Action.POST]
    assert offered.begins["public_text"] == "找陈＊＊学手语"
    done = services.wishes.act(key, wish_flow.Action.POST, Given(public_text="找陈华树学手语"))
    assert (done.state, services.records.get("wishes", key).values["public_text"]) == ("待认领", "找陈＊＊学手语")
    with pytest.raises(UserError):
        services.wishes.act(key, wish_flow.Action.CLAIM, Given(claimant=MOBILE, due_on=TODAY))


def test_a_wish_goes_its_way(services: Services, database: Database) -> None:
    records = services.records
    key = records.save("wishes", None, {"made_on": TODAY, "text": "想学手语", "wisher": "陈华树"})
    assert str(records.get("wishes", key).values["number"]).startswith("XY-2026-")
    steps = (
        (wish_flow.Action.POST, Given(public_text="想学手语")), (wish_flow.Action.CLAIM, EVERYTHING),
        (wish_flow.Action.RELEASE, EVERYTHING), (wish_flow.Action.TAKE, EVERYTHING),
        (wish_flow.Action.FULFIL, EVERYTHING),
    )  # fmt: skip
    for action, given in steps:
        services.wishes.act(key, action, given)
    values = records.get("wishes", key).values
    assert (values["claimant"], values["fulfilled_on"]) == ("环贸党群服务中心", TODAY)
    assert key in [card.id for name, cards in services.wishes.wall().columns if name == "已实现" for card in cards]
    services.wishes.act(key, wish_flow.Action.THANK, EVERYTHING)
    assert key not in [card.id for _name, cards in services.wishes.wall().columns for card in cards]
    records.undo()
    assert records.get("wishes", key).values["state"] == "已实现"


def test_a_wish_becomes_a_request_or_a_topic_in_one_step(services: Services, database: Database) -> None:
    one, other = make_wish(database, text="电梯太慢"), make_wish(database, text="非机动车停车")
    done = services.wishes.act(one, wish_flow.Action.TO_REQUEST)
    request = services.records.get("requests", done.made or 0).values
    assert (request["title"], request["channel"], request["state"]) == ("电梯太慢", "心愿墙", "待受理")
    assert str(request["number"]).startswith("SQ-2026-")
    services.records.undo()
    with database.read() as session:
        undone = session.get_one(ServiceRequest, done.made)
        assert (undone.state, undone.number, undone.requester) == ("作废", request["number"], None)
    assert states_of(database, Wish, [one]) == {one: "征集"}
    done = services.wishes.act(other, wish_flow.Action.TO_TOPIC)
    with database.read() as session:
        topic = session.get(Topic, done.made)
        assert topic is not None
        assert (topic.title, topic.source_kind, topic.source_id) == ("非机动车停车", "wishes", other)


# notices


def test_a_notice_takes_three_people_and_its_very_words(services: Services, database: Database) -> None:
    notices, records = services.notices, services.records
    enter(database, "施佳宁")
    key = records.save("public-notices", None, {"proposed_on": TODAY, "title": "分层停靠", "body": BODY})
    assert str(records.get("public-notices", key).values["number"]).startswith("GS-2026-")
    notices.act(key, notice_flow.Action.PROPOSE)
    with pytest.raises(NotPermittedError):
        notices.act(key, notice_flow.Action.REVIEW)
    enter(database, "何俊杰")
    notices.act(key, notice_flow.Action.REVIEW)
    with pytest.raises(NotPermittedError):
        notices.act(key, notice_flow.Action.APPROVE)
    enter(database, "周敏")
    records.save("public-notices", key, {"body": BODY + "\n三、另加一句。"})
    with pytest.raises(UserError):
        notices.act(key, notice_flow.Action.APPROVE)
    assert not notices.preview(key).is_final
    records.undo()
    notices.act(key, notice_flow.Action.APPROVE)
    done = notices.act(key, notice_flow.Action.POST, Given(posted_on=TODAY, until=TODAY + dt.timedelta(days=7)))
    assert done.state == "公示中"
    shown = notices.preview(key)
    assert shown.is_final
    assert shown.period == "2026-11-23 – 2026-11-30"
    notices.act(key, notice_flow.Action.TAKE_DOWN)
    assert records.get("public-notices", key).values["until"] == TODAY


def test_a_number_stops_a_notice_at_every_step(services: Services, database: Database) -> None:
    body = f"第一行\n请找陈华树，{MOBILE}"
    for state in notice_flow.State:
        key = make_notice(database, state.value, body=body)
        for step in notice_flow.STEPS.values():
            if state in step.sources and step.action in {"propose", "review", "approve", "post"}:
                with pytest.raises((UserError, NotPermittedError)):
                    services.notices.act(key, step.action, EVERYTHING)
        with pytest.raises(UserError) as refused:
            services.notices.preview(key)
        assert MOBILE not in refused.value.sentence
        assert MOBILE not in str(services.notices.standing(key).found)


def test_names_are_masked_unless_the_notice_must_name_them(services: Services, database: Database) -> None:
    records = services.records
    key = make_notice(database, body="拟发展陈华树为预备党员。")
    assert services.notices.preview(key).paragraphs == ("拟发展陈＊＊为预备党员。",)
    records.save("public-notices", key, {"named": True})
    assert services.notices.preview(key).paragraphs == ("拟发展陈华树为预备党员。",)


def test_an_address_is_asked_for_at_the_review(services: Services, database: Database) -> None:
    proposer = enter(database, "何俊杰")
    key = make_notice(database, "待审核", proposer_id=proposer, body="地点：威海路128弄5号301室")
    enter(database, "施佳宁")
    with pytest.raises(UserError) as refused:
        services.notices.act(key, notice_flow.Action.REVIEW)
    assert refused.value.field == "address_ok"
    assert services.notices.act(key, notice_flow.Action.REVIEW, Given(address_ok=True)).state == "待审批"


def test_a_notice_does_not_hang_before_it_is_approved(services: Services, database: Database) -> None:
    key = make_notice(database, "已批准", approved_on=TODAY)
    early = Given(posted_on=TODAY - dt.timedelta(days=3), until=TODAY)
    with pytest.raises(UserError, match="批准以后"):
        services.notices.act(key, notice_flow.Action.POST, early)
    later = dt.timedelta(days=3)
    services.notices.act(key, notice_flow.Action.POST, Given(posted_on=TODAY + later, until=TODAY + 2 * later))
    services.notices.act(key, notice_flow.Action.TAKE_DOWN)
    values = services.records.get("public-notices", key).values
    assert values["until"] >= values["posted_on"]


def test_names_of_the_station_are_known_in_every_form(services: Services, database: Database) -> None:
    records = services.records
    for name in ("周一鸣", "阿依古丽·买买提", "Ann Li"):
        records.save("people", None, {"name": name})
    gone = records.save("people", None, {"name": "顾南星"})
    records.archive("people", [gone])
    records.save("enterprises", None, {"name": "周一鸣餐饮有限公司"})
    with database.write("诉求") as write:
        asked = [{"received_at": NOW, "title": "修灯", "requester": one} for one in ("居民", "沈括")]
        write.insert(ServiceRequest, asked)
    body = "周　一鸣和ann li请阿依古丽•买买提；顾南星、沈括是居民。地点：周一鸣餐饮有限公司"
    [shown] = services.notices.preview(make_notice(database, body=body)).paragraphs
    for name in ("周　一鸣", "ann li", "买买提", "顾南星", "沈括"):
        assert name not in shown
    assert shown.endswith("是居民。地点：周一鸣餐饮有限公司")


def test_the_wall_hides_what_an_old_ledger_brought(services: Services, database: Database) -> None:
    bad = make_wish(database, "待认领", public_text=f"找陈华树 {MOBILE}", posted_on=TODAY)
    good = make_wish(database, "待认领", public_text="找陈 华树学手语", posted_on=TODAY)
    shown = {card.id: card.text for _name, cards in services.wishes.wall().columns for card in cards}
    assert (shown[bad], shown[good]) == ("—", "找陈＊＊学手语")


# nothing but the table


@pytest.mark.parametrize(("kind", "name", "value"), [
    ("public-notices", "state", "已批准"), ("public-notices", "seal", "x"), ("public-notices", "approver_id", "周敏"),
    ("wishes", "state", "已实现"), ("wishes", "public_text", f"电话 {MOBILE}"), ("topics", "stage", "归档"),
    ("requests", "state", "已办结"), ("requests", "satisfaction", "5"), ("meetings", "state", "纪要已定"),
])  # fmt: skip
def test_nothing_but_its_table_moves_what_stands_there(
    services: Services, database: Database, kind: str, name: str, value: str
) -> None:
    records = services.records
    begins: dict[str, dict[str, Any]] = {
        "public-notices": {"proposed_on": TODAY, "title": "停水"}, "wishes": {"made_on": TODAY, "text": "想学画"},
        "topics": {"raised_on": TODAY, "title": "停车"}, "requests": {"received_at": NOW, "title": "修门"},
        "meetings": {"starts_at": NOW, "name": "例会"},
    }  # fmt: skip
    key = records.save(kind, None, begins[kind])
    before = records.get(kind, key)
    told: Any = 1 if name == "approver_id" else value
    ways: tuple[Callable[[], object], ...] = (
        lambda: records.save(kind, key, {name: told}), lambda: records.bulk_edit(kind, [key], name, told),
        lambda: records.paste(kind, [Pasted(key, before.version, {name: value})]),
    )  # fmt: skip
    for way in ways:
        with pytest.raises(LouyuError):
            way()
    assert records.get(kind, key).values[name] == before.values[name]


def test_what_only_steps_change_is_there() -> None:
    for kind, names in BY_STEPS.items():
        assert names <= {field.name for field in ENTITIES[kind].fields}


def test_a_file_does_not_move_what_stands_there(services: Services, tmp_path: Path) -> None:
    records, importing = services.records, services.importing
    key = records.save("wishes", None, {"made_on": TODAY, "text": "想学茶艺"})
    number = records.get("wishes", key).values["number"]
    path = tmp_path / "心愿.csv"
    path.write_text(f"心愿编号,提出日期,心愿,状态,单位\n{number},{TODAY},想学茶艺,已实现,光年广告\n", encoding="utf-8-sig")
    book = importing.read(path)
    plan = importing.plan("wishes", book, importing.propose("wishes", book))
    assert any("办理的步骤" in words for row in plan.rows for words in row.warnings)
    importing.write(plan)
    values = records.get("wishes", key).values
    assert (values["state"], values["unit_name"]) == ("征集", "光年广告")


def test_the_telephone_comes_from_the_settings(services: Services, database: Database) -> None:
    services.settings.set("monitor_phone", MOBILE)
    key = make_notice(database, body=f"监督电话 {MOBILE}")
    assert services.notices.preview(key).telephone == MOBILE
    services.settings.set("monitor_phone", "")
    with pytest.raises(UserError):
        services.notices.preview(key)


# numbers


def test_public_numbers_are_those_of_a_plain_count(services: Services, database: Database) -> None:
    day = dt.date(2025, 3, 3)
    at = dt.datetime(2025, 3, 3, 23, 30, tzinfo=SHANGHAI)
    with database.write("数") as write:
        write.insert(ServiceRequest, [
            {"received_at": at, "title": f"{n}", "state": state, "category": category, "closed_on": closed,
             "finished_on": closed, "satisfaction": score, "channel": "到站", "given_due_on": day}
            for n, (state, category, closed, score) in enumerate((
                ("已办结", "人才", day, 5), ("已办结", "人才", day + dt.timedelta(days=1), 3), ("待受理", "税务", None, None),
                ("作废", "税务", None, None),
            ))
        ])  # fmt: skip
    told = services.notices.figures(day + dt.timedelta(days=1), day)
    values = {(title, one.label): one for title, group in told.groups for one in group}
    assert {key: one.value for key, one in values.items() if key[0] in {"诉求", "诉求类别"}} == {
        ("诉求", "收到"): "3", ("诉求", "办结"): "2", ("诉求", "按时办完"): share(1, 2), ("诉求", "满意"): share(1, 2),
        ("诉求类别", "人才"): "2", ("诉求类别", "税务"): "1",
    }  # fmt: skip
    for one in values.values():
        if one.query is not None and one.value.isdecimal():
            assert services.records.count(one.query) == int(one.value), one.label


# 今日


def test_today_names_what_waits_for_whom(services: Services, database: Database) -> None:
    proposer = enter(database, "施佳宁")
    late, old = TODAY - dt.timedelta(days=2), TODAY - dt.timedelta(days=31)
    promised = make_wish(database, "已认领", public_text="护眼灯", claimant="光年广告", due_on=late)
    waiting = make_wish(database, "待认领", public_text="消防站", posted_on=old)
    review = make_notice(database, "待审核", proposer_id=proposer)
    over = make_notice(database, "公示中", until=late)

    def lines() -> dict[tuple[str, int], tuple[str, bool]]:
        overview = services.today.overview()
        return {(item.kind, item.id): (item.verb, item.overdue) for item in overview.items()}

    told = lines()
    assert told["wishes", promised] == ("打开", True)
    assert told["wishes", waiting] == ("打开", False)
    assert ("public-notices", review) not in told  # whoever proposed it does not review it
    assert told["public-notices", over] == ("撤下", True)
    enter(database, "何俊杰")
    assert lines()["public-notices", review] == ("审核", False)
    enter(database, "前台")
    assert not [key for key in lines() if key[0] in {"wishes", "public-notices"}]
