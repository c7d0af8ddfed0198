"""Ledgers of every kind and shape, and the way back: what is exported is imported as no change."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from louyu_desktop.models import (
    BY_KIND,
    Activity,
    Building,
    Contact,
    Enterprise,
    Holiday,
    Occupancy,
    PartyOrganisation,
    Person,
    Registration,
    ServiceCategory,
    ServiceItem,
    SignIn,
    Unit,
)
from louyu_desktop.rules.names import clean
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.exporting import Exporting
from louyu_desktop.services.import_places import place_of, room_of
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.ledgers import KINDS
from louyu_desktop.services.records import Records
from louyu_desktop.storage.database import Database
from tests.stations import empty_station


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_station(tmp_path / "station") as opened:
        yield opened


def plan_of(database: Database, kind: str, path: Path, **options: Any) -> ImportPlan:
    importing = Importing(database)
    book = importing.read(path)
    return importing.plan(kind, book, importing.propose(kind, book), **options)


def brought_in(database: Database, kind: str, path: Path, **options: Any) -> ImportPlan:
    plan = plan_of(database, kind, path, **options)
    Importing(database).write(plan)
    return plan


def csv_file(path: Path, *rows: tuple[str, ...], encoding: str = "utf-8-sig") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


@pytest.mark.parametrize(
    ("typed", "floor", "room"),
    [
        ("8楼805室", "8", "05"), ("33楼3312室", "33", "12"), ("8F-05", "8", "05"), ("B1层", "B1", ""), ("地下一层", "B1", ""),
        ("８楼８０５室", "8", "05"), ("1203室", "12", "03"), ("8-10楼", "8-10", ""), ("8楼801、802室", "8", "01、02"),
        ("A座12楼1203室", "12", "A座03"), ("B1-03", "B1", "03"), ("二楼", "2", ""), ("12A层", "12A", ""), ("整层", "", "整层"),
        ("8楼整层", "8", "整层"), ("15楼1509-1510室", "15", "09-10"), ("8/F 05", "8", "05"),
    ],
)  # fmt: skip
def test_floor_and_room_out_of_one_cell(typed: str, floor: str, room: str) -> None:
    assert place_of(typed) == (floor, room)


def test_a_room_is_the_same_with_and_without_its_floor() -> None:
    assert {room_of(text, "8") for text in ("805", "0805", "05", "805室", "8F05", "8-05", "8F-05")} == {"05"}
    assert room_of("1012", "10") == "12"
    assert room_of("12", "1") == "12"


def test_a_sheet_for_each_building_with_renamed_headings(database: Database, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number, name in enumerate(("嘉华中心", "永新大厦")):
        sheet = book.create_sheet(name, number)
        sheet.append([f"{name}入驻单位情况表"])
        sheet.append(["序号", "单位全称", "楼层", "房间号", "联系人及电话", None, "从业人数（人）", "租赁期限"])
        sheet.append([None, None, None, None, "姓名", "手机", None, None])
        sheet.merge_cells("A1:H1")
        sheet.merge_cells("E2:F2")
        sheet.append([1, f"上海示例{number}有限公司", "8F", "805", "张三", "13800001111", "约２0人", "2023.3.1-2026.2.28"])
        sheet.append(["小计", None, None, None, None, None, 20])
        sheet.append(["注：从业人数为全日制员工"])
    path = tmp_path / "分楼台账.xlsx"
    book.save(path)
    plan = brought_in(database, "enterprises", path)
    assert (plan.counts.new, plan.counts.refused) == (2, 0)
    assert {(out.sheet, out.row, out.reason) for out in plan.left_out} == {
        (name, row, reason)
        for name in ("嘉华中心", "永新大厦")
        for row, reason in ((1, "标题"), (5, "合计行"), (6, "说明文字"))
    }
    with database.read() as session:
        found = session.execute(select(Enterprise.location, Enterprise.headcount, Enterprise.lease_end)).all()
        assert {tuple(row) for row in found} == {
            ("嘉华中心 8F-05", 20, dt.date(2026, 2, 28)), ("永新大厦 8F-05", 20, dt.date(2026, 2, 28))
        }  # fmt: skip


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig"])
def test_a_csv_whose_building_is_written_once(database: Database, tmp_path: Path, encoding: str) -> None:
    path = csv_file(
        tmp_path / "清单.csv",
        ("序号", "所属楼宇", "企业全称", "办公地点", "联系方式", "员工人数", "起租时间", "租约到期"),
        ("１", "嘉华中心", "上海甲（中国）有限公司", "８Ｆ－０５", "021-63331234", "１２０", "２０２３．０３．０１", "2026.2.28"),
        ("2", "", "上海乙有限公司", "B1层", "13800001111/13900002222", "约35人", "2023年3月", "长期"),
        ("3", "", "上海丙有限公司", "1203室", "1380000", "35", "2023/3/1", "2026-02-30"),
        ("合计", "", "", "", "", "190", "", ""),
        encoding=encoding,
    )
    plan = brought_in(database, "enterprises", path)
    assert plan.to_json()["new"] == 2
    [refused] = plan.refused
    assert (refused.row, [p.column for p in refused.problems]) == (4, ["联系方式", "租约到期"])
    assert len(plan.rows[1].warnings) == 3
    with database.read() as session:
        assert session.scalars(select(Building.name)).all() == ["嘉华中心"]
        first = session.scalar(select(Contact.remark).where(Contact.phone == "13800001111"))
        assert first == "另有电话：13900002222"
        assert session.scalar(select(Occupancy.lease_start).where(Occupancy.lease_end.is_(None))) == dt.date(2023, 3, 1)


def test_an_xls_named_after_its_building(database: Database, data: Path) -> None:
    plan = brought_in(database, "enterprises", data / "ledgers" / "嘉华中心入驻单位.xls")
    assert (plan.counts.new, plan.counts.refused) == (2, 0)
    with database.read() as session:
        assert session.scalars(select(Enterprise.location).order_by(Enterprise.id)).all() == ["嘉华中心 8F-05", "嘉华中心 B1"]


def test_activities_with_day_and_hours_apart_get_numbers(database: Database, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "安排.csv",
        ("活动主题", "日期", "时间", "地点"),
        ("午间沙龙", "2026年11月20日", "12:00-13:30", "三楼大厅"),
        ("讲座", "2026.11.21", "14:00", ""),
    )
    plan = brought_in(database, "activities", path)
    assert plan.counts.new == 2
    with database.read() as session:
        first = session.scalars(select(Activity).order_by(Activity.id)).first()
        assert first is not None
        assert (first.number, first.venue) == ("HD-2026-0001", "三楼大厅")
        assert first.starts_at == dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
        assert first.ends_at == dt.datetime(2026, 11, 20, 5, 30, tzinfo=dt.UTC)
    assert plan_of(database, "activities", path).counts.unchanged == 2


def test_service_items_under_section_rows(database: Database, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "清单.csv",
        ("码", "事项", "对象", "承诺", "方式"),
        ("A 党务服务", "", "", "", ""),
        ("A01", "党员报到", "个/组", "0", "现"),
        ("B 企业开办", "", "", "", ""),
        ("B01", "设立登记帮办", "企", "2", "帮"),
    )
    plan = brought_in(database, "service-items", path)
    assert (plan.counts.new, plan.counts.refused) == (2, 0)
    with database.read() as session:
        rows = session.execute(
            select(ServiceItem.code, ServiceItem.targets, ServiceItem.mode, ServiceCategory.code, ServiceCategory.name)
            .join(ServiceCategory, ServiceCategory.id == ServiceItem.category_id)
            .order_by(ServiceItem.code)
        ).all()
        assert [tuple(row) for row in rows] == [
            ("A01", ("个人", "组织"), "现场办", "A", "党务服务"), ("B01", ("企业",), "帮办代办", "B", "企业开办"),
        ]  # fmt: skip


def test_organisations_name_their_parents_before_they_come(database: Database, tmp_path: Path) -> None:
    path = csv_file(
        tmp_path / "组织.csv",
        ("党组织名称", "上级党组织", "书记"),
        ("嘉华中心联合党支部", "汾阳片区党总支", "张三"),
        ("汾阳片区党总支", "", "李四"),
    )
    plan = brought_in(database, "organisations", path)
    assert plan.counts.new == 2
    with database.read() as session:
        assert {o.name: (o.kind, o.secretary) for o in session.scalars(select(PartyOrganisation))} == {
            "汾阳片区党总支": ("党总支", "李四"), "嘉华中心联合党支部": (None, "张三")
        }  # fmt: skip


def filled(database: Database) -> None:
    """One of everything, with children, as a station would hold it."""
    with database.write("样本") as write:
        towers: list[dict[str, Any]] = [{"name": "嘉华中心", "gross_area": Decimal("1234.50")}, {"name": "=大厦"}]
        one, two = write.insert(Building, towers)
        rooms = [{"building_id": one, "floor": "8", "room": "805"}, {"building_id": two, "floor": "B1", "room": ""}]
        units = write.insert(Unit, rooms)
        rows: list[dict[str, Any]] = [
            {"name": "甲（上海）有限公司", "credit_code": "91310104MADEM00119", "tags": ("专精特新", "初创"), "remark": "-1\n二"},
            {"name": "某领事馆", "no_code_reason": "领事机构", "headcount": 0, "registered_capital": "500(万元人民币)"},
        ]
        firms = write.insert(Enterprise, rows)
        seat = {"enterprise_id": firms[0], "lease_start": dt.date(2023, 3, 1), "area": Decimal("12.30")}
        write.insert(Occupancy, [{**seat, "unit_id": unit} for unit in units])
        contact = {"enterprise_id": firms[0], "is_primary": False}
        talks = [{**contact, "name": "张三", "phone": "13800001111"}, {**contact, "name": "李四", "is_primary": True}]
        write.insert(Contact, talks)
        human: dict[str, Any] = {"name": "𬱖䶮", "born": "1990-05", "enterprise_id": firms[0]}
        human |= {"unit_name": "甲", "roles": ("白领",)}
        [person] = write.insert(Person, [human])
        starts = dt.datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=dt.UTC)
        [event] = write.insert(Activity, [{"number": "HD-2026-0001", "title": "+1 沙龙", "starts_at": starts}])
        who = {"activity_id": event, "person_id": person}
        [booked] = write.insert(Registration, [{**who, "status": "已签到"}])
        came = {"signed_at": starts + dt.timedelta(minutes=5), "method": "现场录入"}
        write.insert(SignIn, [{**who, "registration_id": booked, **came}])
        write.insert(Holiday, [{"day": dt.date(2027, 1, 1), "kind": "休", "name": "元旦"}])
        [category] = write.insert(ServiceCategory, [{"code": "A", "name": "党务"}])
        write.insert(ServiceItem, [{"code": "A01", "name": "报到", "category_id": category, "targets": ("个人",)}])


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_an_export_is_imported_as_no_change(database: Database, tmp_path: Path, suffix: str) -> None:
    filled(database)
    before = database.content_hash()
    for kind in KINDS:
        path = tmp_path / f"{kind}.{suffix}"
        count = Exporting(database).export(kind, path)
        counts = brought_in(database, kind, path).counts
        assert (counts.written, counts.refused, counts.ask) == (0, 0, 0), kind
        assert counts.unchanged >= count
    assert database.content_hash() == before


def test_an_export_makes_another_station_the_same(database: Database, tmp_path: Path) -> None:
    filled(database)
    with empty_station(tmp_path / "other") as other:
        for kind in KINDS:
            path = tmp_path / f"{kind}.xlsx"
            count = Exporting(database).export(kind, path)
            if count:
                assert brought_in(other, kind, path).counts.refused == 0
            with database.read() as mine, other.read() as theirs:
                model = BY_KIND[kind]
                assert set(mine.scalars(select(model.uid))) == set(theirs.scalars(select(model.uid)))
        with other.read() as session:
            assert len(session.scalars(select(Occupancy)).all()) == 2
            [came] = session.scalars(select(SignIn))
            assert (came.signed_at, came.method) == (dt.datetime(2026, 1, 2, 3, 9, 5, 678, tzinfo=dt.UTC), "现场录入")
            assert session.scalars(select(Activity.signed_count)).all() == [1]
            assert {(c.name, c.is_primary) for c in session.scalars(select(Contact))} == {("张三", False), ("李四", True)}


def test_who_is_marked_as_signed_in_counts_as_come(database: Database, tmp_path: Path) -> None:
    with database.write("活动") as write:
        starts = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)
        [event] = write.insert(Activity, [{"title": "午间沙龙", "starts_at": starts}])
    heads = ("姓名", "手机", "状态", "签到时间")
    rows = [("甲一", "13800000001", "已签到", ""), ("甲二", "13800000002", "已报名", "")]
    rows.append(("甲三", "13800000003", "", "2026-11-20 12:10"))
    empty = database.content_hash()
    path = csv_file(tmp_path / "报名.csv", heads, *rows)
    assert brought_in(database, "registrations", path, activity_id=event).counts.new == 3
    with database.read() as session:
        found = select(Person.name, SignIn.signed_at, SignIn.method)
        found = found.join(Person, Person.id == SignIn.person_id).order_by(SignIn.id)
        came = [("甲一", starts, "导入"), ("甲三", starts + dt.timedelta(minutes=10), "导入")]
        assert [tuple(row) for row in session.execute(found)] == came
        assert session.scalars(select(Activity.signed_count)).all() == [2]
    assert brought_in(database, "registrations", path, activity_id=event).counts.unchanged == 3
    rows[1] = ("甲二", "13800000002", "已签到", "")
    later = csv_file(tmp_path / "签到.csv", heads, *rows)
    assert brought_in(database, "registrations", later, activity_id=event).counts.changed == 1
    with database.read() as session:
        assert session.scalars(select(Activity.signed_count)).all() == [3]
    database.undo()
    database.undo()
    assert database.content_hash() == empty


def test_an_export_of_what_is_shown_holds_just_that(database: Database, tmp_path: Path) -> None:
    filled(database)
    path = tmp_path / "部分.xlsx"
    query = Query("enterprises", (Filter("headcount", Match.FILLED),))
    Exporting(database).export("enterprises", path, query=query, columns=("name", "location", "headcount"))
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    shown = [cell.column - 1 for cell in sheet[1] if "uid" not in str(cell.value)]
    rows = [[row[index].value for index in shown] for row in sheet]
    assert rows == [["企业名称", "楼宇", "楼层", "室号", "员工数"], ["某领事馆", None, None, None, 0]]


NO_CHOICES = {
    "organisations", "preparations", "answers", "signatures", "blackouts", "building-months", "headquarters-visits",
    "pledges", "units", "service-categories", "councils", "measures", "feedback", "equipment-faults",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_dropdowns_and_an_example_that_is_not_read(
    database: Database, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / f"{kind}.xlsx"
    Exporting(database).template(kind, path)
    book = openpyxl.load_workbook(path)
    main = book.worksheets[0]
    headings = [cell.value for cell in main[2]]
    assert all(cell.number_format == "@" for cell in main[3] if cell.value)
    assert main.data_validations.dataValidation or kind in NO_CHOICES
    options = {"activity_id": _activity(database)} if kind == "registrations" else {}
    empty = plan_of(database, kind, path, **options)
    assert empty.counts.rows == 0
    assert any(out.row == 3 and out.reason == "示例行" for out in empty.left_out)
    [sheet] = [s for s in Importing(database).propose(kind, Importing(database).read(path)).sheets if s.used]
    assert [column.heading for column in sheet.columns if not column.field] == ["序号"]
    assert len(headings) == len(sheet.columns)


def _activity(database: Database) -> int:
    with database.write("活动") as write:
        return write.insert(Activity, [{"title": "沙龙", "starts_at": dt.datetime(2026, 1, 2, tzinfo=dt.UTC)}])[0]


characters = st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co"])
printable = (
    st.text(characters, min_size=1, max_size=30)
    .map(clean)
    .filter(lambda text: text and text not in {"/", "／", "-", "—", "——"})
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(printable, min_size=1, max_size=6), suffix=st.sampled_from(["xlsx", "csv"]))
def test_any_text_goes_out_and_comes_back(
    database: Database, tmp_path: Path, texts: list[str], suffix: str
) -> None:
    with database.write("任意文字") as write:
        rows = [{"name": f"企业{number}", "business": text} for number, text in enumerate(texts)]
        ids = write.insert(Enterprise, rows)
    path = tmp_path / f"任意.{suffix}"
    Exporting(database).export("enterprises", path)
    plan = plan_of(database, "enterprises", path)
    with database.write("收回") as write:
        write.delete(Enterprise, ids)
    assert [(row.changes, row.problems) for row in plan.rows if row.action != "unchanged"] == []


def test_a_ledger_puts_nothing_below_itself(database: Database, tmp_path: Path) -> None:
    """Neither within the file, nor by what the station has: the last one to say so is told."""
    head, kind = ("党组织名称", "上级党组织"), "organisations"
    ring = csv_file(tmp_path / "一圈.csv", head, ("甲支部", "丙支部"), ("乙支部", "甲支部"), ("丙支部", "乙支部"))
    plan = brought_in(database, kind, ring)
    assert [row.warnings for row in plan.rows] == [(), (), ("上级组织：「乙支部」自己在它下面，没有改",)]
    plan = brought_in(database, kind, csv_file(tmp_path / "再来.csv", head, ("丙支部", "甲支部"), ("甲支部", "甲支部")))
    assert [len(row.warnings) for row in plan.rows] == [1, 1]
    with database.read() as session:
        found = session.scalars(select(PartyOrganisation)).all()
    names = {one.id: one.name for one in found}
    above = {one.name: names.get(one.parent_id or 0) for one in found}
    assert above == {"甲支部": "丙支部", "乙支部": "甲支部", "丙支部": None}


@pytest.mark.parametrize(("ledger", "kind"), [
    ("党员名册.xlsx", "people"), ("嘉华中心入驻单位.xls", "enterprises"), ("楼宇企业台账.xlsx", "enterprises"),
    ("问卷报名导出.xlsx", "registrations"),
])  # fmt: skip
def test_the_headings_say_of_what_kind_a_ledger_is(database: Database, data: Path, ledger: str, kind: str) -> None:
    importing = Importing(database)
    book = importing.read(data / "ledgers" / ledger)
    assert importing.propose("buildings", book, guess=True).kind == kind
    assert importing.propose("buildings", book).kind == "buildings"


def test_what_the_program_gives_out_is_known_again_and_what_says_nothing_is_what_was_chosen(
    database: Database, tmp_path: Path
) -> None:
    importing, path = Importing(database), tmp_path / "模板.xlsx"
    Exporting(database).template("requests", path)
    assert importing.propose("people", importing.read(path), guess=True).kind == "requests"
    nothing = importing.read(csv_file(tmp_path / "别的.csv", ("甲", "乙"), ("1", "2")))
    assert importing.propose("people", nothing, guess=True).kind == "people"


def test_a_row_whose_room_is_taken_is_refused_alone(database: Database, tmp_path: Path) -> None:
    """By what the station has, and by the row before; the others are written, and a second import changes nothing."""
    room = ("场地", "开始时间", "结束时间", "用途", "使用单位")
    name = "大活动室"
    venue = Records(database).save("facilities", None, {"name": name})
    Records(database).save("activities", None, {
        "title": "声音疗愈", "venue_id": venue, "starts_at": "2026-11-24 12:00", "ends_at": "2026-11-24 13:00",
    })  # fmt: skip
    path = csv_file(
        tmp_path / "预约.csv", room,
        (name, "2026-11-24 09:00", "2026-11-24 10:00", "早会", "渤健"),
        (name, "2026-11-24 12:30", "2026-11-24 14:00", "路演", "亿滋"),
        (name, "2026-11-24 09:45", "2026-11-24 11:00", "晨读", "乐高"),
        (name, "2026-11-24 14:00", "2026-11-24 15:00", "沙龙", "索尼"),
    )  # fmt: skip
    plan = brought_in(database, "bookings", path)
    assert (plan.counts.new, plan.counts.refused) == (2, 2)
    reasons = [row.problems[0].reason for row in plan.rows if row.problems]
    assert "已经有「声音疗愈」" in reasons[0]
    assert reasons[1] == "第 2 行那时候已经用了这个场地。请换一个时间或场地"
    again = plan_of(database, "bookings", path)
    assert (again.counts.new, again.counts.changed, again.counts.refused) == (0, 0, 2)
