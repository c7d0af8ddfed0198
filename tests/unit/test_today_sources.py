"""今日 by source: what each asks for, in which group, whose, where it leads; what a role may not know is not there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from louyu_desktop.models import Account, ColourChange, Enterprise, ServiceRequest, VisitTask
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import Step
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.checklists import Checklists
from louyu_desktop.services.copies import Query
from louyu_desktop.services.every import every
from louyu_desktop.services.overview import SOURCES, TodayItem, TodayOverview
from louyu_desktop.services.records import Records
from louyu_desktop.services.request_copies import Given
from louyu_desktop.services.requests import Requests
from louyu_desktop.services.today import Today
from louyu_desktop.services.today_parts import MOST
from louyu_desktop.storage.database import Database
from tests.stations import create_station

TODAY = dates.today()
NOON = dt.datetime.combine(TODAY, dt.time(12), SHANGHAI)
FIRM = "澄怀设计（上海）有限公司"


def day(days: int) -> dt.date:
    """So many days from today."""
    return TODAY + dt.timedelta(days=days)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with two people and one firm that 周敏 looks after."""
    opened = create_station(tmp_path / "station", "示范站", "周敏")
    with opened.write("同事") as write:
        write.insert(Account, [{"name": "顾一鸣", "role": "工作人员"}])
    Records(opened).save("enterprises", None, {"name": FIRM, "chief_liaison_id": 1})
    yield opened
    opened.close()


def _overview(database: Database, days: int = 0) -> TodayOverview:
    return Today(database, lambda: NOON + dt.timedelta(days=days)).overview()


def _of(overview: TodayOverview, source: str) -> list[tuple[str, TodayItem]]:
    return [(group.key, item) for group in overview.groups for item in group.items if item.source == source]


def test_a_must_visit_leads_to_a_visit_of_that_firm(database: Database) -> None:
    values = {"enterprise_id": 1, "kind": "舆情", "happened_on": TODAY, "what": "报道"}
    Records(database).save("special-cases", None, values)
    [(group, item)] = _of(_overview(database, 6), "tasks")
    assert (item.title, item.who, item.person_id, item.tool) == (FIRM, "周敏", 1, "visit")
    assert (group, item.overdue, "超期" in item.when) == ("overdue", True, True)
    assert item.options["enterprise_id"] == 1
    assert "特殊情况" in item.detail


def test_what_an_import_found_is_one_line(database: Database) -> None:
    records = Records(database)
    for kind in ("舆情", "劳资纠纷"):
        values = {"enterprise_id": 1, "kind": kind, "happened_on": TODAY, "what": "报道"}
        records.save("special-cases", None, values)
    with database.write("导入") as write:
        ids = write.session.scalars(select(VisitTask.id)).all()
        write.update(VisitTask, [{"id": key, "state": "待定"} for key in ids])
    [(group, item)] = _of(_overview(database), "tasks")
    assert (group, item.title) == ("today", "导入的数据会产生 2 件必访")
    assert "特殊情况 2 件" in item.detail


def test_a_colour_waits_for_the_other_person(database: Database) -> None:
    """Who proposed it may look at it; the other one confirms it; then it is gone."""
    row = {"enterprise_id": 1, "step": Step.PROPOSED.value, "colour": "红", "decided_on": TODAY, "reason": "退租通知"}
    with database.write("提出") as write:
        first = write.insert(ColourChange, [{**row, "account_id": 1}])[0]
    [(_group, mine)] = _of(_overview(database), "colours")
    assert (mine.verb, mine.tool) == ("打开", "")
    assert "需第二人确认" in mine.title
    database.actor = 2
    [(_group, theirs)] = _of(_overview(database), "colours")
    assert (theirs.verb, theirs.tool, theirs.options) == ("确认", "colour-confirm", {"enterprise_id": 1})
    [(late, _item)] = _of(_overview(database, 9), "colours")
    assert late == "overdue"
    with database.write("确认") as write:
        answer = {"enterprise_id": 1, "step": Step.CONFIRMED.value, "of_id": first, "decided_on": TODAY}
        write.insert(ColourChange, [{**answer, "colour": "红", "account_id": 2}])
    assert _waiting(database) == []
    for undo_or_redo, waits in ((database.undo, [first]), (database.redo, [])):
        undo_or_redo()
        assert _waiting(database) == waits


def _waiting(database: Database) -> list[int]:
    topics = [item.topic.partition(":") for _group, item in _of(_overview(database), "colours")]
    return [int(number) for table, _colon, number in topics if table == "colour-changes"]


def test_bad_suggestions_stand_alone_others_are_counted(database: Database) -> None:
    records = Records(database)
    building = records.save("buildings", None, {"name": "嘉华中心"})
    for number, days in enumerate((20, 80, 300, 320)):
        unit = records.save("units", None, {"building_id": building, "floor": str(number + 2)})
        firm = records.save("enterprises", None, {"name": f"第{number}家"})
        records.save("occupancies", None, {"enterprise_id": firm, "unit_id": unit, "lease_end": day(days)})
    found = _of(_overview(database), "colours")
    assert [(group, item.title) for group, item in found] == [
        ("today", "第0家"), ("today", "第1家"), ("week", "2 家企业的五色有新的建议"),
    ]  # fmt: skip
    assert "建议由绿转为红" in found[0][1].detail
    assert "转蓝 2 家" in found[2][1].detail


def test_a_visit_agreed_on(database: Database) -> None:
    """From a week before its day until it was made; nobody met is no visit."""
    records = Records(database)
    visit = {"enterprise_id": 1, "visited_on": day(-9), "visitors": "周敏", "next_visit_on": TODAY}
    records.save("visits", None, visit)
    groups = {days: [group for group, _item in _of(_overview(database, days), "visits")] for days in (-8, -7, 0, 1, 40)}
    assert groups == {-8: [], -7: ["week"], 0: ["today"], 1: ["overdue"], 40: ["overdue"]}
    records.save("visits", None, {"enterprise_id": 1, "visited_on": TODAY, "visitors": "周敏", "reached": False})
    assert [item.title for _group, item in _of(_overview(database), "visits")] == [FIRM]
    records.save("visits", None, {"enterprise_id": 1, "visited_on": TODAY, "visitors": "周敏"})
    assert _of(_overview(database), "visits") == []


def test_a_guest_is_told_once(database: Database) -> None:
    """By its must-visit while that is open, else by itself until the day is over."""
    values = {"enterprise_id": 1, "arrives_on": day(3), "guest": "沈知行", "post": "副总裁"}
    Records(database).save("headquarters-visits", None, values)
    assert [item.title for _group, item in _of(_overview(database), "tasks")] == [FIRM]
    assert _of(_overview(database), "guests") == []
    with database.write("走访过") as write:
        write.delete(VisitTask, write.session.scalars(select(VisitTask.id)).all())
    assert [(group, item.detail) for group, item in _of(_overview(database), "guests")] == [
        ("week", "总部来访·沈知行·副总裁")
    ]
    assert _of(_overview(database, 4), "guests") == []


def test_a_note_of_a_round_is_for_the_same_day(database: Database) -> None:
    records = Records(database)
    note = records.save("rounds", None, {"noted_at": NOON, "words": "门口堆纸箱", "place": "8F"})
    assert [(group, item.title) for group, item in _of(_overview(database), "rounds")] == [("today", "门口堆纸箱")]
    assert [group for group, _item in _of(_overview(database, 1), "rounds")] == ["overdue"]
    records.save("rounds", note, {"became": "不用处理"})
    assert _of(_overview(database, 1), "rounds") == []


def test_leads_and_their_days(database: Database) -> None:
    records = Records(database)
    lead = {"name": "找办公室", "found_on": TODAY, "owner_id": 2}
    key = records.save("leads", None, lead)
    due = Calendar({}).add_workdays(TODAY, 3).day
    [(group, item)] = _of(_overview(database), "leads")
    assert (group, item.who, item.person_id) == ("week", "顾一鸣", 2)
    assert [g for g, _item in _of(_overview(database, (due - TODAY).days + 1), "leads")] == ["overdue"]
    records.save("leads", key, {"next_on": day(20), "state": "跟进中"})
    assert _of(_overview(database), "leads") == []
    assert [g for g, _item in _of(_overview(database, 20), "leads")] == ["today"]
    records.save("leads", key, {"state": "已落地"})
    assert _of(_overview(database, 30), "leads") == []


_REQUESTS = (
    ("办理中", -12, "overdue", True), ("办理中", 0, "today", False), ("待回访", 7, "week", False),
    ("办理中", 8, None, False), ("待受理", None, "today", False), ("挂起", -5, "week", False), ("已办结", -1, None, False),
)  # fmt: skip


def test_requests(database: Database) -> None:
    """What is stopped is not late; what has no day stands there until it has one."""
    records = Records(database)
    for number, (state, due, _group, _late) in enumerate(_REQUESTS):
        promised = day(due) if due is not None else None
        values = {"title": f"诉求 {number}", "received_at": NOON - dt.timedelta(days=9), "given_due_on": promised}
        records.save("requests", None, {**values, "state": state})
    found = {item.title: (group, item.overdue) for group, item in _of(_overview(database), "requests")}
    wanted = {f"诉求 {number}": (group, late) for number, (_s, _d, group, late) in enumerate(_REQUESTS) if group}
    assert found == wanted


def test_a_line_is_missed_every_day_or_every_week(database: Database) -> None:
    """特事特办 asks for one each working day, 难题专办 each week; days off and pauses ask for none."""
    friday = dt.datetime(2026, 11, 6, 10, tzinfo=SHANGHAI)
    requests, keys = Requests(database), {}
    for mechanism in ("特事特办", "难题专办", "平台协办"):
        values = {"title": mechanism, "received_at": friday, "state": "办理中", "mechanism": mechanism}
        keys[mechanism] = Records(database).save("requests", None, values)
        requests.note(keys[mechanism], "到现场看过", now=friday)

    def missed(days: int) -> dict[str, tuple[str, str]]:
        found = Today(database, lambda: friday + dt.timedelta(days=days)).overview()
        lines = [(group, one) for group, one in _of(found, "requests") if one.topic.startswith("request-log:")]
        assert {(one.verb, one.tool, one.options["request_id"]) for _group, one in lines} <= {
            ("记一笔", "request-note", key) for key in keys.values()
        }
        return {one.title: (group, one.when) for group, one in lines}

    assert missed(0) == missed(2) == {}
    assert missed(3) == {"特事特办": ("today", "今天要记")}
    assert missed(4) == {"特事特办": ("overdue", "2 个工作日没记")}
    assert missed(8)["难题专办"] == ("today", "5 个工作日没记")  # a Saturday: nothing turns late
    assert missed(7) == {"特事特办": ("overdue", "5 个工作日没记"), "难题专办": ("today", "今天要记")}
    requests.note(keys["特事特办"], "又去了一次", now=friday + dt.timedelta(days=7))
    assert missed(7) == {"难题专办": ("today", "今天要记")}
    requests.act(keys["难题专办"], Action.PAUSE, Given(words="等企业材料"), now=friday + dt.timedelta(days=7))
    assert missed(9) == {}


def test_what_an_inspection_found(database: Database) -> None:
    records = Records(database)
    values = {"enterprise_id": 1, "kind": "消防安全", "inspected_on": day(-9), "result": "限期整改", "due_on": day(-1),
              "findings": "灭火器过期"}  # fmt: skip
    key = records.save("inspections", None, values)
    records.save("inspections", None, {**values, "kind": "燃气", "result": "合格"})
    assert [(group, item.detail) for group, item in _of(_overview(database), "inspections")] == [
        ("overdue", "消防安全整改·灭火器过期")
    ]
    records.save("inspections", key, {"rectified_on": TODAY})
    assert _of(_overview(database), "inspections") == []


def test_a_policy_is_applied_for_in_time(database: Database) -> None:
    """From a week before the last day until it is handed in; whoever helps is named."""
    records = Records(database)
    values = {"enterprise_id": 1, "policy": "专项资金", "deadline_on": day(7), "owner_id": 2}
    key = records.save("policy-applications", None, values)
    records.save("policy-applications", None, {"enterprise_id": 1, "policy": "租金补贴"})
    groups = {days: [group for group, _item in _of(_overview(database, days), "policies")] for days in (-1, 0, 7, 8)}
    assert groups == {-1: [], 0: ["week"], 7: ["today"], 8: ["overdue"]}
    [(_group, item)] = _of(_overview(database), "policies")
    assert (item.title, item.detail, item.who, item.person_id) == ("专项资金", f"政策申报·{FIRM}", "顾一鸣", 2)
    records.save("policy-applications", key, {"result": "申报中"})
    assert _of(_overview(database, 8), "policies") == []


def test_a_machine_stands_there_until_it_is_mended(database: Database) -> None:
    """With its fault, or without one when somebody called it broken; not when it is out of use."""
    records = Records(database)
    machine = records.save("equipment", None, {"name": "自助办税机", "place": "前台"})
    assert _of(_overview(database), "equipment") == []
    fault = records.save("equipment-faults", None, {"equipment_id": machine, "found_on": day(-1), "what": "卡纸"})
    records.save("equipment", None, {"name": "雨伞架", "state": "故障"})
    found = [(group, item.title, item.detail, item.when) for group, item in _of(_overview(database), "equipment")]
    assert found == [
        ("today", "自助办税机", "设备故障·卡纸·还没有报修·前台", "昨天坏的"),
        ("today", "雨伞架", "设备故障·还没有记是什么故障·还没有报修", "没有写哪天坏的"),
    ]
    records.save("equipment", machine, {"state": "停用"})
    assert [item.title for _group, item in _of(_overview(database), "equipment")] == ["雨伞架"]
    records.save("equipment", machine, {"state": "正常"})
    records.save("equipment-faults", fault, {"mended_on": TODAY})
    assert [item.title for _group, item in _of(_overview(database), "equipment")] == ["雨伞架"]


def test_the_checklist_is_to_be_confirmed(database: Database) -> None:
    """One line that leads to the items; none for who does not keep the list, and none when all are confirmed."""
    records, checklists = Records(database), Checklists(database)
    [(group, item)] = _of(_overview(database), "checklist")
    assert (group, item.title) == ("week", "54 个服务事项还没有核对")
    query = item.options["query"]
    assert isinstance(query, Query)
    assert records.count(query) == 54
    items = [row.id for row in every(records, query)]
    checklists.confirm(items[:50])
    [(_group, item)] = _of(_overview(database), "checklist")
    assert item.title == "4 个服务事项还没有核对"
    database.actor = 2
    with database.write("换岗位") as write:
        write.update(Account, [{"id": 2, "role": "只读"}])
    assert _of(_overview(database), "checklist") == []
    database.actor = 1
    checklists.confirm(items)
    assert _of(_overview(database), "checklist") == []


def test_every_line_has_its_topic_and_source(database: Database) -> None:
    """Each topic once: it is what a line is put off by."""
    records = Records(database)
    records.save("activities", None, {"title": "书法", "starts_at": NOON, "ends_at": NOON + dt.timedelta(hours=1)})
    records.save("requests", None, {"title": "停车不便", "received_at": NOON})
    records.save("leads", None, {"name": "找办公室", "found_on": day(-9)})
    records.save("rounds", None, {"noted_at": NOON, "words": "门口堆纸箱"})
    items = list(_overview(database).items())
    assert len(items) == 5
    assert {item.source for item in items} <= set(SOURCES)
    assert len({item.topic for item in items if item.topic}) == len(items)


def test_more_than_can_be_listed_is_counted_and_led_to(database: Database) -> None:
    rows = [{"title": f"诉求 {number}", "received_at": NOON, "given_due_on": TODAY} for number in range(MOST + 40)]
    records = Records(database)
    with database.write("很多诉求") as write:
        write.insert(ServiceRequest, rows)
    overview = _overview(database)
    assert len(_of(overview, "requests")) == MOST
    [further] = overview.further
    assert (further.source, further.count) == ("requests", 40)
    assert records.count(further.query) == MOST + 40


def test_a_reader_learns_nothing_sensitive(database: Database) -> None:
    """Neither colours nor why somebody is to be visited; who signs people in sees none of it."""
    records = Records(database)
    values = {"enterprise_id": 1, "kind": "舆情", "happened_on": TODAY, "what": "报道"}
    records.save("special-cases", None, values)
    row = {"enterprise_id": 1, "step": Step.PROPOSED.value, "colour": "红", "decided_on": TODAY, "account_id": 2}
    with database.write("提出") as write:
        write.insert(ColourChange, [row])
        write.update(Account, [{"id": 1, "role": "只读"}])
    overview = _overview(database)
    assert _of(overview, "colours") == []
    said = " ".join(f"{item.title}{item.detail}{item.put_off}" for item in overview.items())
    assert "舆情" not in said
    assert "红" not in said
    with database.write("换岗位") as write:
        write.update(Account, [{"id": 1, "role": "志愿者·签到台"}])
    assert {item.source for item in _overview(database).items()} <= {"activities"}


def test_the_three_hundred_percent(database: Database) -> None:
    """走访 counts whom somebody met this quarter; 问题处置 leaves out what is stopped, withdrawn or not accepted."""
    records = Records(database)
    for number in range(3):
        records.save("enterprises", None, {"name": f"第{number}家"})
    records.save("visits", None, {"enterprise_id": 1, "visited_on": TODAY, "visitors": "周敏"})
    records.save("visits", None, {"enterprise_id": 2, "visited_on": TODAY, "visitors": "周敏", "reached": False})
    records.save("visits", None, {"enterprise_id": 3, "visited_on": day(-100), "visitors": "周敏"})
    for state in ("已办结", "已办结", "办理中", "挂起", "已撤销", "待受理", "并案"):
        records.save("requests", None, {"title": state, "received_at": NOON, "state": state})
    overview = _overview(database)
    gauges = {gauge.label: gauge for gauge in overview.gauges}
    assert (gauges["走访企业"].done, gauges["走访企业"].total) == (1, 4)
    assert (gauges["问题处置"].done, gauges["问题处置"].total) == (2, 3)
    for gauge in gauges.values():
        assert gauge.definition
    with database.read() as session:
        ids = session.scalars(select(Enterprise.id).where(Enterprise.last_visit_on.is_not(None))).all()
    assert set(gauges["走访企业"].missing[0].value) == {1, 2, 3, 4} - {1}
    assert set(ids) == {1, 3}
