"""Visits as a service, on a real file: what one knows before, what one recording does, rounds, leads, the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import ConflictError, InvalidRecordError, NotPermittedError, UserError
from louyu_desktop.models import (
    Account,
    ColourChange,
    Contact,
    Enterprise,
    Lead,
    Record,
    Round,
    ServiceRequest,
    SpecialCase,
    Visit,
    VisitTask,
)
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import Step
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.colours import Colours
from louyu_desktop.services.firm_words import firms_called
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.services.visit_copies import (
    Change,
    Into,
    Need,
    PlanQuery,
    VisitDraft,
    Why,
)
from louyu_desktop.services.visits import Visits
from louyu_desktop.storage.database import Database
from tests.stations import keyless

TODAY = dates.today()
DAY = dt.timedelta(days=1)
Maker = Callable[..., int]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = keyless(tmp_path_factory.mktemp("visits") / "station")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def records(database: Database) -> Records:
    return Records(database)


@pytest.fixture(scope="module")
def visits(database: Database) -> Visits:
    return Visits(database)


@pytest.fixture(scope="module")
def building(records: Records) -> int:
    return records.save("buildings", None, {"name": "环贸一期", "address": "淮海中路"})


@pytest.fixture(scope="module")
def firm(records: Records, building: int) -> Maker:
    """Makes a firm that sits somewhere."""
    made: list[int] = []
    units: dict[tuple[str, str], int] = {}

    def make(floor: str = "", room: str = "", **values: Any) -> int:
        made.append(records.save("enterprises", None, {"name": f"示例{len(made)}号公司", "headcount": 100, **values}))
        if floor:
            place = (floor, room)
            if place not in units:
                values = {"building_id": building, "floor": floor, "room": room}
                units[place] = records.save("units", None, values)
            records.save("occupancies", None, {"enterprise_id": made[-1], "unit_id": units[place]})
        return made[-1]

    return make


def of(database: Database, model: type[Record], **wanted: Any) -> list[Any]:
    """Every live row with these values."""
    with database.read() as session:
        where = [getattr(model, name) == value for name, value in wanted.items()]
        found = session.scalars(select(model).where(model.archived_at.is_(None), *where).order_by(model.id)).all()
        session.expunge_all()
        return list(found)


def task(database: Database, enterprise: int, **values: Any) -> int:
    """A must-visit with a source of its own."""
    with database.write("x") as write:
        [case] = write.insert(
            SpecialCase, [{"enterprise_id": enterprise, "kind": "其他", "what": "试一试",
                           "happened_on": TODAY}],
        )  # fmt: skip
    found = of(database, VisitTask, enterprise_id=enterprise, source_kind="special-cases", source_id=case)
    assert found, "the write itself raises the task"
    if values:
        with database.write("x") as write:
            write.update(VisitTask, [{"id": found[0].id, **values}])
    return int(found[0].id)


# ------------------------------------------------------------------------ one operation


def test_all_that_follows_from_a_visit_is_one_step(
    database: Database, records: Records, visits: Visits, firm: Maker
) -> None:
    key = firm("23", "06")
    asked = task(database, key)
    before = visits.prepare(key, TODAY)
    start = database.content_hash()
    done = visits.record(
        VisitDraft(
            enterprise_id=key, visited_on=TODAY, visitors="周敏", met="邵清扬（总经理）", reason="特殊情况",
            situation="想换场地", needs=(Need("车位不够", "停车交通"), Need("问社保", settled=True)), answered="发了指南",
            follow_up="下周回话", next_visit_on=TODAY + 30 * DAY, task_ids=(asked,),
            changes=(
                Change("enterprises", key, {"headcount": "60"}, before.facts[0].version),
                Change("contacts", None, {"name": "王新宇", "role": "总经理"}),
            ),
        ),
        TODAY,
    )  # fmt: skip
    assert (done.tasks, len(done.requests), done.changed, done.colour) == (1, 2, 2, "")
    assert done.number.startswith(f"ZF-{TODAY.year}-")
    values = records.get("enterprises", key).values
    assert (values["headcount"], values["headcount_on"]) == (60, TODAY)
    assert (values["last_visit_on"], values["next_visit_on"]) == (TODAY, TODAY + 30 * DAY)
    [visit] = of(database, Visit, enterprise_id=key)
    assert visit.needs == "车位不够\n问社保（当场答复）"
    assert visit.changes_found == "员工数 100 → 60\n联系人 王新宇，职务 总经理"
    told = {row.title: row for row in of(database, ServiceRequest, visit_id=done.visit_id)}
    assert (told["车位不够"].state, told["车位不够"].channel) == ("待受理", "走访")
    assert (told["问社保"].state, told["问社保"].closed_on, told["问社保"].result) == ("已办结", TODAY, "发了指南")
    [closed] = of(database, VisitTask, id=asked)
    assert (closed.state, closed.visit_id, closed.closed_on) == ("已访", done.visit_id, TODAY)

    after = database.content_hash()
    for redone in (True, False):
        records.undo()
        left = [one for key in done.requests for one in of(database, ServiceRequest, id=key)]
        assert [(one.state, one.visit_id, one.enterprise_id) for one in left] == [("作废", None, None)] * 2
        if redone:
            records.redo()
            assert database.content_hash() == after
    with database.write("x") as write:  # but for the numbers that were given out all is as it was
        write.delete(ServiceRequest, done.requests)
    assert database.content_hash() == start


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"visited_on": TODAY + DAY}, "visited_on"),
        ({"next_visit_on": TODAY}, "next_visit_on"),
        ({"form": "飞鸽"}, "form"),
        ({"met": "某" * 201}, "met"),
        ({"needs": (Need("难" * 101),)}, "title"),
        ({"needs": (Need("车位", "没有的类别"),)}, "category"),
        ({"colour": "紫", "situation": "x"}, "colour_suggested"),
        ({"colour": "黄"}, "colour_reason"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_keeps_nothing(
    database: Database, visits: Visits, firm: Maker, changed: dict[str, Any], field: str
) -> None:
    key = firm()
    draft = VisitDraft(**{"enterprise_id": key, "visited_on": TODAY, **changed})
    with pytest.raises(UserError) as refused:
        visits.record(draft, TODAY)
    named = refused.value.problems if isinstance(refused.value, InvalidRecordError) else {refused.value.field}
    assert field in named
    for model in (Visit, ServiceRequest, ColourChange):
        assert not of(database, model, enterprise_id=key)


def test_what_someone_else_changed_meanwhile_is_no_ground_to_write_over(
    database: Database, records: Records, visits: Visits, firm: Maker
) -> None:
    key = firm()
    before = visits.prepare(key, TODAY)
    records.save("enterprises", key, {"headcount": 80})
    change = Change("enterprises", key, {"headcount": 60}, before.facts[0].version)
    with pytest.raises(ConflictError):
        visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, changes=(change,)), TODAY)
    assert not of(database, Visit, enterprise_id=key)


def test_a_visit_changes_no_other_firm(database: Database, records: Records, visits: Visits, firm: Maker) -> None:
    key, other = firm(), firm()
    contact = records.save("contacts", None, {"enterprise_id": other, "name": "别家的人"})
    for change in (Change("enterprises", other, {"headcount": 1}), Change("contacts", contact, {"until": TODAY})):
        with pytest.raises(UserError):
            visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, changes=(change,)), TODAY)
    with pytest.raises(ValueError, match="changes no"):
        visits.record(
            VisitDraft(enterprise_id=key, visited_on=TODAY, changes=(Change("people", 1, {"name": "x"}),)), TODAY
        )
    theirs = task(database, other)
    assert visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, task_ids=(theirs,)), TODAY).tasks == 0
    assert of(database, VisitTask, id=theirs)[0].state == "待访"


def test_what_is_not_to_be_changed_is_said_in_words(
    database: Database, records: Records, visits: Visits, firm: Maker
) -> None:
    key = firm()
    change = Change("enterprises", key, {"headcount": 60}, apply=False)
    done = visits.record(
        VisitDraft(enterprise_id=key, visited_on=TODAY, changes=(change,), changes_found="门牌也换了"), TODAY
    )
    assert done.changed == 0
    assert records.get("enterprises", key).values["headcount"] == 100
    assert of(database, Visit, id=done.visit_id)[0].changes_found == "门牌也换了\n员工数 100 → 60（没有改进档案）"


def test_nobody_met_answers_nothing(database: Database, records: Records, visits: Visits, firm: Maker) -> None:
    key = firm()
    asked = task(database, key)
    done = visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, reached=False, task_ids=(asked,)), TODAY)
    assert done.tasks == 0
    assert of(database, VisitTask, id=asked)[0].state == "待访"
    assert records.get("enterprises", key).values["last_visit_on"] is None
    before = visits.prepare(key, TODAY)
    assert (before.recent, len(before.visits), before.warning) == (0, 1, "")


def test_a_task_that_was_put_off_is_answered_too(database: Database, visits: Visits, firm: Maker) -> None:
    key = firm()
    asked = task(database, key, state="延后", put_off_until=TODAY + 9 * DAY, state_reason="对方出差")
    assert visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, task_ids=(asked,)), TODAY).tasks == 1
    assert visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, task_ids=(asked,)), TODAY).tasks == 0


def test_a_colour_far_worse_waits_for_a_second_person(database: Database, visits: Visits, firm: Maker) -> None:
    key = firm()
    draft = VisitDraft(enterprise_id=key, visited_on=TODAY, colour="红", colour_reason="已经退租")
    done = visits.record(draft, TODAY)
    assert done.colour == "五色红等第二人确认"
    [step] = of(database, ColourChange, enterprise_id=key)
    assert (step.step, step.visit_id) == (Step.PROPOSED.value, done.visit_id)
    assert Colours(database).of(key).colour == "绿"
    same = VisitDraft(enterprise_id=key, visited_on=TODAY, colour="绿", situation="还好")
    assert visits.record(same, TODAY).colour == ""


def test_a_colour_taken_back_with_its_visit_stays_in_the_history(
    database: Database, records: Records, visits: Visits, firm: Maker
) -> None:
    key = firm()
    done = visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, colour="蓝", situation="在看别处"), TODAY)
    assert done.colour == "五色改为蓝"
    colours = Colours(database)
    assert colours.of(key).colour == "蓝"
    records.undo()
    assert colours.of(key).colour == "绿"
    assert not of(database, Visit, enterprise_id=key)
    records.redo()
    assert colours.of(key).colour == "蓝"


def test_an_ordinary_request_is_due_in_working_days(database: Database, visits: Visits, firm: Maker) -> None:
    key = firm()
    done = visits.record(
        VisitDraft(enterprise_id=key, visited_on=dt.date(2026, 9, 28), needs=(Need("车位"),)), dt.date(2026, 9, 28)
    )
    [asked] = of(database, ServiceRequest, visit_id=done.visit_id)
    assert asked.due_on == dt.date(2026, 10, 10)  # the national holidays passed, the made-up Saturday counted
    assert asked.received_at.date() == dt.date(2026, 9, 28)


def test_a_firm_in_the_bin_is_not_visited(records: Records, visits: Visits, firm: Maker) -> None:
    key = firm()
    records.archive("enterprises", [key])
    with pytest.raises(UserError):
        visits.prepare(key, TODAY)
    with pytest.raises(UserError):
        visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY), TODAY)


# ------------------------------------------------------------------------ before


@pytest.mark.parametrize(("ago", "counts"), [(0, 1), (29, 1), (30, 1), (31, 0), (-1, 0)])
def test_thirty_days_and_no_more(database: Database, visits: Visits, firm: Maker, ago: int, counts: int) -> None:
    key = firm()
    day = TODAY - ago * DAY
    visits.record(VisitDraft(enterprise_id=key, visited_on=day), day)
    before = visits.prepare(key, TODAY)
    assert before.recent == counts
    assert before.warning == ("30 天内已有 1 次走访" if counts else "")


def test_undisturbed_is_a_warning_only_without_a_must_visit(database: Database, visits: Visits, firm: Maker) -> None:
    key = firm(undisturbed=True)
    assert "无事不扰" in visits.prepare(key, TODAY).warning
    task(database, key)
    assert visits.prepare(key, TODAY).warning == ""


def test_what_was_promised_comes_along(database: Database, visits: Visits, firm: Maker) -> None:
    key = firm()
    draft = VisitDraft(
        enterprise_id=key, visited_on=TODAY - 60 * DAY, follow_up="发两处房源", needs=(Need("充电桩"), Need("问好", settled=True))
    )
    visits.record(draft, TODAY)
    before = visits.prepare(key, TODAY)
    assert [(one.words, one.kind, one.late) for one in before.promises] == [
        ("发两处房源", "visits", False), ("充电桩", "requests", True),
    ]  # fmt: skip
    assert [(one.title, one.late) for one in before.requests] == [("充电桩", True)]
    with database.write("x") as write:
        write.update(ServiceRequest, [{"id": before.requests[0].id, "state": "已办结"}])
    assert not visits.prepare(key, TODAY).requests


def test_people_who_left_are_not_offered(records: Records, visits: Visits, firm: Maker) -> None:
    key = firm()
    records.save("contacts", None, {"enterprise_id": key, "name": "邵清扬", "phone": "13800002207", "role": "行政"})
    records.save("contacts", None, {"enterprise_id": key, "name": "走了的", "until": TODAY - DAY})
    records.save("contacts", None, {"enterprise_id": key, "name": "何芳", "is_primary": True})
    known = visits.prepare(key, TODAY).contacts
    assert [(one.name, one.phone) for one in known] == [("何芳", ""), ("邵清扬", "138****2207")]


# ------------------------------------------------------------------------ rounds


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("31", ("31F-06", "31F-3107")), ("31F-06", ("31F-06",)), ("3106", ("31F-06",)), ("31楼06室", ("31F-06",)),
        ("31F 3107", ("31F-3107",)), ("3107", ("31F-3107",)), ("31F", ("31F-06", "31F-3107")), ("32", ()), ("", ()),
        ("b2", ("B2-01",)), ("B2-01", ("B2-01",)),
    ],
)  # fmt: skip
def test_a_place_is_found_as_it_is_typed(
    visits: Visits, firm: Maker, building: int, typed: str, found: tuple[str, ...], seated: None
) -> None:
    assert tuple(one.place for one in visits.who_is_there(building, typed)) == found


@pytest.fixture(scope="module")
def seated(firm: Maker) -> None:
    firm("31", "06"), firm("31", "3107"), firm("B2", "01")


def test_a_note_knows_whose_place_it_is(
    database: Database, visits: Visits, firm: Maker, building: int, seated: None
) -> None:
    noted = visits.round_note("  大门锁着 ，在搬  ", building_id=building, place="3106")
    assert noted.enterprise.startswith("示例")
    [row] = of(database, Round, id=noted.id)
    assert (row.words, row.became, row.enterprise_id) == ("大门锁着 ，在搬", "待处理", noted.enterprise_id)
    assert visits.round_note("整层很吵", building_id=building, place="31").enterprise_id is None
    for words in ("", "   ", "长" * 501):
        with pytest.raises(UserError):
            visits.round_note(words)


@pytest.mark.parametrize("into", list(Into))
def test_a_note_becomes_one_thing_once(
    database: Database, records: Records, visits: Visits, into: Into, firm: Maker
) -> None:
    key = firm()
    noted = visits.round_note("想找三百平的场地", enterprise_id=key)
    turned = visits.turn_round_into(noted.id, into)
    [row] = of(database, Round, id=noted.id)
    assert (row.became, row.became_id) == (into.value, turned.id)
    made = {Into.VISIT: Visit, Into.REQUEST: ServiceRequest, Into.LEAD: Lead}
    if into in made:
        assert of(database, made[into], id=turned.id, enterprise_id=key)
    with pytest.raises(UserError, match="已经处理过"):
        visits.turn_round_into(noted.id, Into.REQUEST)
    records.undo()
    assert of(database, Round, id=noted.id)[0].became == "待处理"
    assert into not in made or not of(database, made[into], enterprise_id=key)


def test_a_visit_needs_a_firm(visits: Visits, firm: Maker) -> None:
    noted = visits.round_note("聊了两句")
    with pytest.raises(UserError) as refused:
        visits.turn_round_into(noted.id, Into.VISIT)
    assert refused.value.field == "enterprise_id"
    assert visits.turn_round_into(noted.id, Into.VISIT, enterprise_id=firm()).kind == "visits"


def test_the_page_of_a_visit_deals_with_the_note_it_came_from(database: Database, visits: Visits, firm: Maker) -> None:
    key, noted = firm(), visits.round_note("前台换人了")
    done = visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, form="跑楼", round_id=noted.id), TODAY)
    [row] = of(database, Round, id=noted.id)
    assert (row.became, row.became_id, row.enterprise_id) == ("走访", done.visit_id, key)


def test_a_lead_keeps_its_steps(database: Database, visits: Visits) -> None:
    key = visits.turn_round_into(visits.round_note("隔壁有人看房").id, Into.LEAD).id or 0
    with pytest.raises(UserError):
        visits.follow_lead(key, "已移交", "说好了", today=TODAY)
    with pytest.raises(UserError):
        visits.follow_lead(key, "放弃", today=TODAY)
    visits.follow_lead(key, "跟进中", "约了看房", next_on=TODAY + 7 * DAY, today=TODAY)
    visits.follow_lead(key, "已移交", "材料给了", handed_to="街道企业服务中心", today=TODAY + DAY)
    [row] = of(database, Lead, id=key)
    assert (row.state, row.handed_to, row.next_on) == ("已移交", "街道企业服务中心", None)
    assert row.result == f"{TODAY} 跟进中：约了看房\n{TODAY + DAY} 已移交给 街道企业服务中心：材料给了"


# ------------------------------------------------------------------------ the plan


@pytest.fixture
def tower(tmp_path: Path) -> Iterator[tuple[Visits, dict[str, int], Database]]:
    """Two towers with a firm on each of some floors, and one that sits nowhere."""
    database = keyless(tmp_path / "tower")
    records = Records(database)
    towers = {name: records.save("buildings", None, {"name": name}) for name in ("悟锦世纪", "环贸一期")}
    keys: dict[str, int] = {}
    seats = (("悟锦世纪", "8", ""), ("环贸一期", "B1", "01"), ("环贸一期", "9", "02"), ("环贸一期", "23", "06"), ("环贸一期", "9", "01"))
    for place in seats:
        unit = records.save("units", None, {"building_id": towers[place[0]], "floor": place[1], "room": place[2]})
        name = "".join(place)
        keys[name] = records.save("enterprises", None, {"name": name})
        records.save("occupancies", None, {"enterprise_id": keys[name], "unit_id": unit})
    keys["无处"] = records.save("enterprises", None, {"name": "无处"})
    yield Visits(database), keys | towers, database
    database.close()


def test_one_walks_each_tower_once_from_the_top(tower: tuple[Visits, dict[str, int], Database]) -> None:
    visits, keys, _database = tower
    route = visits.plan(PlanQuery(reasons=frozenset({Why.LONG})), TODAY)
    assert [one.name for one in route.buildings] == ["环贸一期", "悟锦世纪", "没有登记位置"]
    assert [stop.place for stop in route.stops] == ["23F-06", "9F-01", "9F-02", "B1-01", "8F", ""]
    chosen = visits.route([keys["悟锦世纪8"], keys["环贸一期B101"], 999], TODAY)
    assert [(stop.name, stop.reasons) for stop in chosen.stops] == [
        ("环贸一期B101", (Why.CHOSEN,)), ("悟锦世纪8", (Why.CHOSEN,)),
    ]  # fmt: skip
    narrowed = visits.plan(PlanQuery(reasons=frozenset({Why.LONG}), building_id=keys["悟锦世纪"]), TODAY)
    assert [stop.name for stop in narrowed.stops] == ["悟锦世纪8"]


def test_why_and_by_when(tower: tuple[Visits, dict[str, int], Database]) -> None:
    visits, keys, database = tower
    late, agreed, asks = keys["环贸一期2306"], keys["环贸一期902"], keys["环贸一期901"]
    task(database, late, due_on=TODAY - 2 * DAY)
    visits.record(VisitDraft(enterprise_id=agreed, visited_on=TODAY, next_visit_on=TODAY + 8 * DAY), TODAY)
    visits.record(VisitDraft(enterprise_id=asks, visited_on=TODAY, needs=(Need("车位"),)), TODAY)
    stops = {stop.enterprise_id: stop for stop in visits.plan(PlanQuery(within=14), TODAY).stops}
    assert {key: stop.reasons for key, stop in stops.items()} == {
        late: (Why.TASK,), agreed: (Why.AGREED,), asks: (Why.REQUEST,),
    }  # fmt: skip
    assert (stops[late].late, stops[agreed].due_on, stops[asks].requests) == (True, TODAY + 8 * DAY, 1)
    assert stops[agreed].recent == 1
    soon = visits.plan(PlanQuery(within=7, reasons=frozenset({Why.AGREED})), TODAY)
    assert not soon.stops
    mine = visits.plan(PlanQuery(account_id=database.actor), TODAY)
    assert not mine.stops
    with database.write("x") as write:
        write.update(Enterprise, [{"id": late, "chief_liaison_id": database.actor}])
    assert [stop.enterprise_id for stop in visits.plan(PlanQuery(account_id=database.actor), TODAY).stops] == [late]


def test_a_plan_without_end_says_what_it_leaves_out(tower: tuple[Visits, dict[str, int], Database]) -> None:
    visits, _keys, database = tower
    with database.write("x") as write:
        write.insert(Enterprise, [{"name": f"第{number}家"} for number in range(400)])
    route = visits.plan(PlanQuery(reasons=frozenset({Why.LONG})), TODAY)
    assert (len(route.stops), route.left_out) == (300, 106)


# ------------------------------------------------------------------------ roles


def as_role(services: Services, role: Role) -> None:
    """Someone of a role is at work from now on."""
    with services._database.write("x") as write:
        [key] = write.insert(Account, [{"name": f"某{role.value}", "role": role.value}])
    services.stations.set_actor(key)


def test_a_reader_sees_that_not_what(tmp_path: Path) -> None:
    database = keyless(tmp_path / "roles")
    services = open_services(database)
    key = services.records.save("enterprises", None, {"name": "澄怀设计", "tax_band": "千万"})
    services.records.save("contacts", None, {"enterprise_id": key, "name": "邵清扬", "phone": "13800002207"})
    task(database, key)
    draft = VisitDraft(
        enterprise_id=key, visited_on=TODAY, met="邵清扬", situation="要搬家", follow_up="回话", colour="蓝", needs=(Need("车位"),)
    )
    services.visits.record(draft, TODAY)
    as_role(services, Role.READER)
    before = services.visits.prepare(key, TODAY)
    assert (before.colour, before.promises, before.contacts) == (None, (), ())
    assert [(one.situation, one.met, one.visited_on) for one in before.visits] == [("", "", TODAY)]
    assert {fact.field.name for fact in before.facts}.isdisjoint({"tax_band", "revenue_trend", "renewal_intent"})
    assert all(not one.fact and not one.why for one in before.tasks)
    assert "要搬家" not in repr(before)
    assert not services.visits.plan(PlanQuery(), TODAY).stops[0].contact
    with pytest.raises(NotPermittedError):
        services.visits.record(draft, TODAY)
    as_role(services, Role.DESK)
    for ask in (
        lambda: services.visits.prepare(key, TODAY), lambda: services.visits.plan(PlanQuery(), TODAY),
        lambda: services.visits.who_is_there(1, "23"), lambda: services.visits.round_note("看到"),
    ):  # fmt: skip
        with pytest.raises(NotPermittedError):
            ask()
    services.close()


def test_somebody_new_succeeds(database: Database, records: Records, visits: Visits, firm: Maker) -> None:
    key = firm()
    old = records.save("contacts", None, {"enterprise_id": key, "name": "老总", "role": "总经理"})
    changes = (
        Change("contacts", old, {"until": TODAY}),
        Change("contacts", None, {"name": "新总", "role": "总经理", "since": TODAY}),
    )  # fmt: skip
    done = visits.record(VisitDraft(enterprise_id=key, visited_on=TODAY, changes=changes), TODAY)
    assert done.changed == 2
    with database.read() as session:
        wanted = select(func.count()).where(Contact.enterprise_id == key, Contact.until.is_(None))
        assert session.scalar(wanted) == 1
    assert visits.prepare(key, TODAY).contacts[0].name == "新总"


def test_a_paper_is_told_its_firms_by_name(database: Database, visits: Visits, firm: Maker) -> None:
    """What the words say is what is found again; a name of two firms, or with a comma, is said by its number."""
    alone, twins = firm(name="只此一家"), [firm(name="两家同名") for _turn in range(2)]
    odd = firm(name="示例，（上海）、有限公司")
    chosen = (odd, alone, twins[1])
    words = visits.words_for(chosen)
    assert words == f"{odd}、只此一家、{twins[1]}"
    with database.read() as session:
        assert firms_called(session, words) == chosen
    many = [firm(name=f"名字很长很长很长很长很长很长的第{place}家公司") for place in range(3)] * 100
    assert visits.words_for(many) == "、".join(map(str, many))
