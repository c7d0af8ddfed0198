"""The three ledgers: dry run and import agree with what stands beside each; twice changes nothing; undo gives back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import CancelledError, ConflictError, FileRefusedError, UserError
from louyu_desktop.models import (
    Activity,
    Building,
    Consent,
    Contact,
    Enterprise,
    Occupancy,
    PartyMembership,
    PartyOrganisation,
    Person,
    Registration,
    Unit,
)
from louyu_desktop.services.import_plan import Action, ImportPlan, NewActivity
from louyu_desktop.services.importing import Importing
from louyu_desktop.storage.database import Database
from tests.stations import empty_station

CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
START = dt.datetime(2026, 11, 20, 4, tzinfo=dt.UTC)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with empty_station(tmp_path / "station") as opened:
        yield opened


@pytest.fixture
def importing(database: Database) -> Importing:
    return Importing(database)


def planned(importing: Importing, kind: str, path: Path, **options: Any) -> ImportPlan:
    book = importing.read(path)
    return importing.plan(kind, book, importing.propose(kind, book), **options)


def brought_in(importing: Importing, kind: str, path: Path, **options: Any) -> ImportPlan:
    plan = planned(importing, kind, path, **options)
    importing.write(plan)
    return plan


def activity(database: Database, title: str = "午间沙龙") -> int:
    with database.write("活动") as write:
        return write.insert(Activity, [{"title": title, "starts_at": START}])[0]


def workbook(path: Path, *rows: tuple[Any, ...], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for span in merged:
        sheet.merge_cells(span)
    book.save(path)
    return path


def expected_of(data: Path, name: str) -> tuple[Path, dict[str, Any]]:
    path = data / "ledgers" / name
    return path, json.loads(path.with_name(f"{name}.expected.json").read_text(encoding="utf-8"))


def settled(
    importing: Importing, database: Database, path: Path, expected: dict[str, Any], **options: Any
) -> ImportPlan:
    """Plan, write, write again and undo: what must hold for each of the ledgers."""
    before = database.content_hash()
    plan = planned(importing, expected["kind"], path, **options)
    assert database.content_hash() == before
    report = plan.to_json()
    assert report["rows"] == expected["rows"]
    assert [line["row"] for line in report["refused"]] == [row for row, _why in expected["bad"]]
    assert report["new"] == expected["rows"] - len(expected["bad"])
    assert importing.write(plan).to_json() == report
    after = database.content_hash()
    again = planned(importing, expected["kind"], path, **options)
    assert again.counts.written == 0
    assert again.to_json()["unchanged"] == report["new"]
    importing.write(again)
    assert database.content_hash() == after
    database.undo()
    assert database.content_hash() == before
    database.redo()
    assert database.content_hash() == after
    assert database.check() == []
    return plan


def test_the_ledger_of_enterprises(importing: Importing, database: Database, data: Path) -> None:
    path, expected = expected_of(data, "楼宇企业台账.xlsx")
    plan = settled(importing, database, path, expected)
    assert [(row.row, row.problems[0].column) for row in plan.refused] == [
        (15, "统一社会信用代码"), (25, "统一社会信用代码"), (45, "统一社会信用代码"), (55, "联系电话"), (65, "到期日期"),
    ]  # fmt: skip
    assert [(out.row, out.reason) for out in plan.left_out] == [
        (1, "标题"), (2, "标题"), (125, "合计行"), (126, "空行"), (127, "说明文字")
    ]  # fmt: skip
    with database.read() as session:
        assert set(session.scalars(select(Building.name))) == set(expected["buildings"])
        assert session.scalar(select(func.sum(Enterprise.headcount))) == expected["headcount_sum"]
        for sample in expected["sample"]:
            found = session.execute(
                select(Enterprise, Occupancy, Unit, Contact, Building.name)
                .join(Occupancy, Occupancy.enterprise_id == Enterprise.id)
                .join(Unit, Unit.id == Occupancy.unit_id)
                .join(Building, Building.id == Unit.building_id)
                .join(Contact, Contact.enterprise_id == Enterprise.id)
                .where(Enterprise.credit_code == sample["code"])
            ).one()
            firm, seat, unit, contact, building = found
            assert (firm.name, firm.headcount, firm.party_count, firm.is_key) == (
                sample["name"], sample["headcount"], sample["party"], sample["key"]
            )  # fmt: skip
            assert (building, unit.floor, unit.room) == (sample["building"], str(sample["floor"]), sample["room"])
            assert (contact.name, contact.phone) == (sample["contact"], sample["phone"])
            assert (str(seat.lease_start), str(seat.lease_end)) == (sample["start"], sample["end"])


def test_the_roll_of_members(importing: Importing, database: Database, data: Path) -> None:
    path, expected = expected_of(data, "党员名册.xlsx")
    plan = settled(importing, database, path, expected)
    assert [(row.row, row.problems[0].column) for row in plan.refused] == [(15, "转正时间")]
    with database.read() as session:
        assert set(session.scalars(select(PartyOrganisation.name))) == set(expected["branches"])
        phones = session.scalars(select(Person.mobile).where(Person.name == "王伟")).all()
        assert len(set(phones)) == 2
        for sample in expected["sample"]:
            person, membership, branch = session.execute(
                select(Person, PartyMembership, PartyOrganisation.name)
                .join(PartyMembership, PartyMembership.person_id == Person.id)
                .join(PartyOrganisation, PartyOrganisation.id == PartyMembership.organisation_id)
                .where(Person.mobile == sample["phone"])
            ).one()
            assert (person.name, person.gender, person.born) == (
                sample["name"], sample["gender"], sample["born"].replace(".", "-")
            )  # fmt: skip
            assert (str(membership.joined_on), branch) == (sample["joined"], sample["branch"])
            assert "党员" in person.roles


def test_the_questionnaire(importing: Importing, database: Database, data: Path) -> None:
    path, expected = expected_of(data, "问卷报名导出.xlsx")
    chosen = activity(database)
    plan = settled(importing, database, path, expected, activity_id=chosen)
    assert ["同意" in row.problems[0].reason or "同一个人" in row.problems[0].reason for row in plan.refused] == [True, True]
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == expected["people"]
        assert session.scalar(select(func.count()).select_from(Consent)) == expected["people"]
        assert session.scalar(select(Activity.registered_count)) == expected["people"]
        for sample in expected["sample"]:
            person, registration = session.execute(
                select(Person, Registration)
                .join(Registration, Registration.person_id == Person.id)
                .where(Person.mobile == sample["phone"])
            ).one()
            assert (person.name, registration.unit_name) == (sample["name"], sample["unit"])
            assert registration.party_member is (sample["member"] == "是")


def test_an_import_is_one_operation_with_its_name(importing: Importing, database: Database, data: Path) -> None:
    brought_in(importing, "people", data / "ledgers" / "党员名册.xlsx")
    assert database.undo_state()[0] == "导入人员：党员名册.xlsx"
    assert len(database.operations(10, None)) == 1


def test_lookups_do_not_grow_with_the_rows(
    importing: Importing, data: Path, queries: list[str]
) -> None:
    planned(importing, "enterprises", data / "ledgers" / "楼宇企业台账.xlsx")
    assert len(queries) < 30


def code(number: int) -> str:
    """A credit code that checks, different for each number."""
    body = f"91310104MA{number:07d}"
    total = sum(CREDIT_ALPHABET.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + CREDIT_ALPHABET[(31 - total % 31) % 31]


def test_a_second_ledger_changes_what_differs_and_says_so(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    heads = ("企业名称", "楼宇", "楼层", "室号", "信用代码", "员工数", "联系人", "联系电话", "租期")
    first = ("上海甲（中国）有限公司", "一期", 8, "805", code(1), 30, "张三", "13800001111", "2023.3.1-2026.2.28")
    brought_in(importing, "enterprises", workbook(tmp_path / "一.xlsx", heads, first))
    second = ("上海甲(中国)有限责任公司", "一期", "8F", "05", code(1), 36, "李四", "63331234", "2023.3.1-2027.2.28")
    plan = brought_in(importing, "enterprises", workbook(tmp_path / "二.xlsx", heads, second))
    [row] = plan.rows
    assert row.action is Action.CHANGED
    assert {(c.label, c.before, c.after) for c in row.changes} == {
        ("员工数", "30", "36"), ("到期日期", "2026-02-28", "2027-02-28"), ("联系人", "张三", "李四"),
    }  # fmt: skip
    with database.read() as session:
        [firm] = session.scalars(select(Enterprise)).all()
        assert (firm.name, firm.contact_name, firm.contact_phone) == ("上海甲（中国）有限公司", "李四", "63331234")
        assert session.scalar(select(func.count()).select_from(Unit)) == 1


def test_blank_cells_keep_clear_or_ask(importing: Importing, database: Database, tmp_path: Path) -> None:
    heads = ("企业名称", "员工数", "主营业务")
    brought_in(importing, "enterprises", workbook(tmp_path / "一.xlsx", heads, ("甲公司", 30, "咨询")))
    path = workbook(tmp_path / "二.xlsx", heads, ("甲公司", 30, None))
    assert planned(importing, "enterprises", path, blank="keep").counts.unchanged == 1
    asked = planned(importing, "enterprises", path, blank="ask")
    [row] = asked.rows
    assert row.question is not None
    assert (row.action, row.question.text) == (Action.ASK, "文件里空着：主营业务")
    key = (row.sheet, row.row, "blank")
    assert planned(importing, "enterprises", path, blank="ask", answers={key: "keep"}).counts.unchanged == 1
    brought_in(importing, "enterprises", path, blank="ask", answers={key: "clear"})
    with database.read() as session:
        assert session.scalar(select(Enterprise.business)) is None


def test_a_problem_is_mended_in_place(importing: Importing, tmp_path: Path) -> None:
    path = workbook(tmp_path / "一.xlsx", ("企业名称", "信用代码"), ("甲公司", code(3)[:-1]), (None, code(4)))
    plan = planned(importing, "enterprises", path)
    assert [(p.column, p.value, p.reason) for row in plan.refused for p in row.problems] == [
        ("信用代码", code(3)[:-1], "信用代码少 1 位：应为 18 位，现有 17 位"),
        ("企业名称", "", "缺少企业名称"),
    ]
    places = [(row.sheet, row.row, row.problems[0].field) for row in plan.refused]
    fixes = dict(zip(places, (code(3), "乙公司"), strict=True))
    assert planned(importing, "enterprises", path, fixes=fixes).counts.new == 2


def test_the_second_row_about_one_record_is_refused_and_names_the_first(importing: Importing, tmp_path: Path) -> None:
    rows = (("甲公司", code(1)), ("乙公司", code(1)), ("甲 公司", None), ("甲公司", code(2)))
    path = workbook(tmp_path / "一.xlsx", ("企业名称", "信用代码"), *rows)
    plan = planned(importing, "enterprises", path)
    assert [(row.row, row.problems[0].column, row.problems[0].reason) for row in plan.refused] == [
        (3, "信用代码", "与第 2 行是同一个信用代码"), (4, "企业名称", "与第 2 行是同一家企业")
    ]  # fmt: skip
    assert plan.counts.new == 2


def test_a_name_with_another_code_is_asked_about(importing: Importing, tmp_path: Path) -> None:
    heads = ("企业名称", "信用代码")
    brought_in(importing, "enterprises", workbook(tmp_path / "一.xlsx", heads, ("甲公司", code(1))))
    path = workbook(tmp_path / "二.xlsx", heads, ("甲公司", code(2)))
    [row] = planned(importing, "enterprises", path).rows
    assert row.question is not None
    assert [choice.key for choice in row.question.choices] == ["same", "new"]
    key = (row.sheet, row.row, "identity")
    assert planned(importing, "enterprises", path, answers={key: "same"}).counts.changed == 1
    assert planned(importing, "enterprises", path, answers={key: "new"}).counts.new == 1


def test_one_firm_in_two_rooms_by_a_vertical_merge(importing: Importing, database: Database, tmp_path: Path) -> None:
    rows = (("甲公司", "一期", "8", "801", code(1)), (None, None, "8", "802", None))
    path = workbook(tmp_path / "一.xlsx", ("企业名称", "楼宇", "楼层", "房号", "代码"), *rows, merged=("A2:A3", "B2:B3", "E2:E3"))
    plan = brought_in(importing, "enterprises", path)
    assert (plan.counts.new, plan.counts.refused) == (1, 0)
    with database.read() as session:
        assert set(session.scalars(select(Unit.label))) == {"8F-01", "8F-02"}
        assert session.scalar(select(func.count()).select_from(Occupancy)) == 2
    assert planned(importing, "enterprises", path).counts.written == 0


def test_people_of_one_name_are_told_apart(importing: Importing, database: Database, tmp_path: Path) -> None:
    heads = ("姓名", "手机", "工作单位")
    rows = (("朱　欣", "13800001111", "甲公司"), ("朱欣", "13800002222", "乙公司"))
    brought_in(importing, "people", workbook(tmp_path / "一.xlsx", heads, *rows))
    path = workbook(tmp_path / "二.xlsx", heads, ("朱欣", None, "甲公司"), ("朱欣", None, None))
    first, second = planned(importing, "people", path).rows
    assert first.action is Action.UNCHANGED
    assert second.question is not None
    assert [choice.label for choice in second.question.choices] == ["是朱　欣 甲公司", "是朱欣 乙公司", "另建一位"]


def test_people_are_linked_to_a_firm_of_that_name(importing: Importing, database: Database, tmp_path: Path) -> None:
    brought_in(importing, "enterprises", workbook(tmp_path / "企.xlsx", ("企业名称", "员工数"), ("上海甲有限公司", 3)))
    path = workbook(tmp_path / "人.xlsx", ("姓名", "工作单位"), ("张三", "上海甲有限责任公司"), ("李四", "外单位"))
    brought_in(importing, "people", path)
    with database.read() as session:
        found = {row.name: row.enterprise_id for row in session.execute(select(Person.name, Person.enterprise_id))}
        assert found["张三"] is not None
        assert found["李四"] is None


def test_registrations_need_an_activity(importing: Importing, database: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "报名.xlsx", ("姓名", "手机"), ("张三", "13800001111"))
    with pytest.raises(UserError, match="请先选定"):
        planned(importing, "registrations", path)
    with pytest.raises(UserError, match="没有编号为 77"):
        planned(importing, "registrations", path, activity_id=77)
    activity(database, "甲")
    named = workbook(tmp_path / "多场.xlsx", ("活动名称", "姓名"), ("甲", "张三"), ("乙", "张三"))
    plan = planned(importing, "registrations", named)
    assert [row.action.value for row in plan.rows] == ["new", "refused"]
    assert [p.column for p in plan.rows[1].problems] == ["活动名称"]


def test_an_activity_is_made_with_its_list_and_goes_with_it(
    importing: Importing, database: Database, tmp_path: Path
) -> None:
    before = database.content_hash()
    rows = ("", "13800001110"), ("张三", "13800001111"), ("李四", "13800001112")
    path = workbook(tmp_path / "报名.xlsx", ("姓名", "手机"), *rows)
    begun = NewActivity("声音疗愈", START)
    plan = planned(importing, "registrations", path, activity_id=begun)
    assert [row.action.value for row in plan.rows] == ["refused", "new", "new"]
    assert plan.brought["活动"] == 1
    assert database.content_hash() == before
    result = importing.write(plan)
    with database.read() as session:
        columns = Activity.id, Activity.title, Activity.starts_at, Activity.registered_count
        found = session.execute(select(*columns)).one()
        assert tuple(found) == (result.activity_id, "声音疗愈", START, 2)
        assert set(session.scalars(select(Registration.activity_id))) == {result.activity_id}
    database.undo()
    assert database.content_hash() == before


def test_a_file_about_something_else_is_refused(importing: Importing, tmp_path: Path) -> None:
    path = workbook(tmp_path / "纪要.xlsx", ("会议纪要",), ("时间", "周一"))
    with pytest.raises(FileRefusedError, match="没找到「企业名称」"):
        planned(importing, "enterprises", path)


def test_a_mapping_made_by_hand_is_remembered(importing: Importing, tmp_path: Path) -> None:
    path = workbook(tmp_path / "一.xlsx", ("企业名称", "乙栏"), ("甲公司", 12))
    book = importing.read(path)
    proposal = importing.propose("enterprises", book)
    [sheet] = proposal.sheets
    assert sheet.columns[1].field == ""
    changed = proposal.with_field(sheet.name, 1, "headcount")
    importing.write(importing.plan("enterprises", book, changed))
    [remembered] = importing.propose("enterprises", importing.read(path)).sheets
    assert (remembered.remembered, remembered.columns[1].field) == (True, "headcount")


def test_cancelling_a_write_leaves_everything_as_it_was(importing: Importing, database: Database, data: Path) -> None:
    plan = planned(importing, "enterprises", data / "ledgers" / "楼宇企业台账.xlsx")
    before = database.content_hash()

    def cancel(done: int, total: int, note: str = "") -> None:
        raise CancelledError("已取消")

    with pytest.raises(CancelledError):
        importing.write(plan, cancel)
    assert database.content_hash() == before
    assert importing.write(plan).counts.new == 115


def test_a_plan_on_older_data_is_not_written_blindly(importing: Importing, database: Database, tmp_path: Path) -> None:
    path = workbook(tmp_path / "一.xlsx", ("企业名称", "员工数"), ("甲公司", 30))
    plan = planned(importing, "enterprises", path)
    with database.write("别的") as write:
        write.insert(Building, [{"name": "一期"}])
    stale = planned(importing, "enterprises", path)
    with database.write("抢先") as write:
        write.insert(Enterprise, [{"name": "甲公司"}])
    with pytest.raises(ConflictError, match="重新核对"):
        importing.write(stale)
    database.undo()
    assert importing.write(plan).counts.new == 1


def test_refused_rows_go_out_with_their_reasons_and_come_back_mended(
    importing: Importing, data: Path, tmp_path: Path
) -> None:
    plan = planned(importing, "enterprises", data / "ledgers" / "楼宇企业台账.xlsx")
    target = tmp_path / "没收.xlsx"
    assert importing.save_refused(plan, target) == 5
    sheet = openpyxl.load_workbook(target).active
    assert sheet is not None
    reasons = [row[-2].value for row in sheet.iter_rows(min_row=2)]
    assert reasons[4] == "「到期日期」2026-02-30 不存在"
    again = planned(importing, "enterprises", target)
    assert (again.counts.rows, again.counts.refused) == (5, 5)
