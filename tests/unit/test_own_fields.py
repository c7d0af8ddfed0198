"""The station's own fields: wherever enterprises are shown, searched through, brought in and taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from louyu_desktop.errors import InvalidRecordError, NotPermittedError, UserError
from louyu_desktop.fields import Kind
from louyu_desktop.models import Account
from louyu_desktop.rules.own_fields import CHOICE, TYPES
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Filter, Match, Pasted, Query
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.own_fields import OwnFieldDraft
from louyu_desktop.services.suite import Services, open_services
from tests.stations import create_station

PARKING, DRILL = OwnFieldDraft("车位数", "数字"), OwnFieldDraft("消防演练", "日期")
CANTEEN = OwnFieldDraft("食堂", CHOICE, ("自有", "外送"))


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    """A station with three own fields and two firms."""
    opened = open_services(create_station(tmp_path / "station", "梧桐里党群服务站", "周敏"))
    for draft in (PARKING, CANTEEN, DRILL):
        opened.own_fields.add(draft)
    for name, count in (("甲公司", "12"), ("乙公司", "3")):
        opened.records.save("enterprises", None, {"name": name, "own_number_1": count, "own_text_1": "自有"})
    yield opened
    opened.close()


def labels(services: Services) -> list[str]:
    fields = services.records.entity("enterprises").fields
    return [field.label for field in fields if field.label and field.name.startswith("own_")]


def planned(services: Services, path: Path, kind: str = "enterprises") -> ImportPlan:
    book = services.importing.read(path)
    return services.importing.plan(kind, book, services.importing.propose(kind, book))


def csv(path: Path, *rows: tuple[str, ...]) -> Path:
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    return path


def test_a_field_is_what_its_type_says(services: Services) -> None:
    fields = {one.label: one for one in services.records.entity("enterprises").fields}
    assert [fields[one].kind for one in ("车位数", "食堂", "消防演练")] == [Kind.DECIMAL, Kind.CHOICE, Kind.DATE]
    assert fields["食堂"].choices == ("自有", "外送")
    assert list(fields)[-4:] == ["车位数", "食堂", "消防演练", "备注"]
    assert "车位数" not in {one.label for one in ENTITIES["enterprises"].fields}
    with pytest.raises(InvalidRecordError):
        services.records.save("enterprises", 1, {"own_text_1": "楼下"})
    services.records.save("enterprises", 1, {"own_number_1": "12.5", "own_date_1": "2026-3-5"})
    values = services.records.get("enterprises", 1).values
    assert (values["own_number_1"], values["own_date_1"]) == (Decimal("12.50"), dt.date(2026, 3, 5))
    [line, _new] = services.records.history("enterprises", 1)
    assert ("车位数", "12", "12.5") in {(one.label, one.before, one.after) for one in line.changes}


def test_lists_filter_sort_edit_and_take_blocks(services: Services) -> None:
    records = services.records
    query = Query("enterprises", (Filter("own_number_1", Match.AT_LEAST, 5),))
    assert records.count(query) == 1
    assert [row.id for row in records.page(Query("enterprises", sort="own_number_1"), 0)] == [2, 1]
    assert records.bulk_edit("enterprises", [1, 2], "own_text_1", "外送") == 2
    assert services.records.undo_state().undo_label == "批量修改 2 家企业的「食堂」"
    version = records.get("enterprises", 1).version
    with pytest.raises(UserError, match="第 1 行「食堂」"):
        records.paste("enterprises", [Pasted(1, version, {"own_text_1": "楼下"})])
    records.paste("enterprises", [Pasted(1, version, {"own_text_1": "自有", "own_number_1": "1"})])
    assert records.get("enterprises", 1).values["own_text_1"] == "自有"


def test_an_undo_names_the_field_whose_newer_value_stays(services: Services) -> None:
    services.records.save("enterprises", 1, {"own_number_1": "20"})
    [operation, *_older] = [line.operation_id for line in services.records.history("enterprises", 1)]
    services.records.save("enterprises", 1, {"own_number_1": "30"})
    assert services.records.take_back(operation).kept == ("车位数",)
    assert services.records.get("enterprises", 1).values["own_number_1"] == 30


def test_a_ledger_brings_them_by_their_label(services: Services, tmp_path: Path) -> None:
    rows = (("企业名称", "车位数", "食堂", "消防演练"), ("甲公司", "14", "外送", "2026.3.5"), ("丙公司", "6", "楼下", ""))
    plan = planned(services, csv(tmp_path / "台账.csv", *rows))
    assert (plan.counts.new, plan.counts.changed) == (1, 1)
    changed = next(row for row in plan.rows if row.changes)
    assert ("车位数", "12", "14") in {(one.label, one.before, one.after) for one in changed.changes}
    services.importing.write(plan)
    assert services.records.get("enterprises", 3).values["remark"] == "食堂：楼下"
    path = tmp_path / "导出.xlsx"
    services.exporting.export("enterprises", path, columns=("name", "own_number_1", "own_text_1"))
    sheet = openpyxl.load_workbook(path).worksheets[0]
    written = [list(row[:3]) for row in sheet.iter_rows(values_only=True)]
    assert written[0] == ["企业名称", "车位数", "食堂"]
    assert sorted(written[1:], key=str) == sorted([["甲公司", 14, "外送"], ["乙公司", 3, "自有"], ["丙公司", 6, None]], key=str)
    assert planned(services, path).counts.written == 0
    services.exporting.template("enterprises", tmp_path / "模板.xlsx")
    heads = [cell.value for cell in openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0][2]]
    assert {"车位数", "食堂", "消防演练"} <= set(heads)


def test_a_field_put_away_keeps_its_values_and_its_column(services: Services) -> None:
    services.own_fields.hide(2)
    assert labels(services) == ["车位数", "消防演练"]
    assert [(one.label, one.hidden, one.filled) for one in services.own_fields.all()][-1] == ("食堂", True, 2)
    assert services.own_fields.left() == {"文字": 7, "数字": 3, "日期": 3, "选项": 7}
    services.own_fields.add(OwnFieldDraft("班车"))
    assert services.records.get("enterprises", 1).values["own_text_2"] is None
    services.own_fields.show(2)
    assert services.records.get("enterprises", 1).values["own_text_1"] == "自有"
    assert labels(services) == ["车位数", "食堂", "消防演练", "班车"]
    services.records.undo()
    assert labels(services) == ["车位数", "消防演练", "班车"]
    services.records.redo()
    assert labels(services) == ["车位数", "食堂", "消防演练", "班车"]


def test_a_label_is_taken_once_and_comes_back_only_where_it_is_free(services: Services) -> None:
    for label in ("企业名称", "员工数", " 车位数 ", "", "一二三四五六七八九十一二三"):
        with pytest.raises(UserError):
            services.own_fields.add(OwnFieldDraft(label))
    services.own_fields.hide(1)
    services.own_fields.add(OwnFieldDraft("车位数", "文字"))
    with pytest.raises(UserError, match="企业已经有「车位数」这一项"):
        services.own_fields.show(1)


def test_there_are_so_many_and_no_more(services: Services) -> None:
    for number in range(2, 5):
        services.own_fields.add(OwnFieldDraft(f"数{number}", "数字"))
    with pytest.raises(UserError, match="最多 4 项"):
        services.own_fields.add(OwnFieldDraft("数5", "数字"))
    services.own_fields.hide(1)
    with pytest.raises(UserError, match="最多 4 项"):
        services.own_fields.add(OwnFieldDraft("数5", "数字"))
    services.own_fields.show(1)
    services.records.bulk_edit("enterprises", [1, 2], "own_number_1", None)
    services.own_fields.hide(1)
    services.own_fields.add(OwnFieldDraft("数5", "数字"))
    assert "数5" in labels(services)


def test_text_becomes_choice_and_a_number_stays_a_number(services: Services) -> None:
    with pytest.raises(UserError, match="「车位数」已经是数字，不能改成文字"):
        services.own_fields.change(1, OwnFieldDraft("车位数", "文字"))
    services.own_fields.change(2, OwnFieldDraft("餐食", "文字"))
    services.records.save("enterprises", 1, {"own_text_1": "楼下"})
    services.own_fields.change(2, OwnFieldDraft("餐食", CHOICE, ("自有",)))
    assert services.own_fields.all()[1].outside == 1
    services.own_fields.arrange([3, 2, 1])
    assert labels(services) == ["消防演练", "餐食", "车位数"]


def test_two_stations_keep_their_fields_apart(services: Services, tmp_path: Path) -> None:
    other = open_services(create_station(tmp_path / "other", "武康路站", "陈默"))
    assert labels(other) == []
    path = tmp_path / "字段.xlsx"
    services.exporting.export("own-fields", path)
    services.own_fields.hide(1)
    other.own_fields.add(OwnFieldDraft("楼栋", "文字"))
    other.importing.write(planned(other, path, "own-fields"))
    assert labels(other) == ["楼栋", "车位数", "食堂", "消防演练"]
    assert labels(services) == ["食堂", "消防演练"]
    services.own_fields.show(1)
    services.exporting.export("enterprises", tmp_path / "企业.xlsx")
    other.importing.write(planned(other, tmp_path / "企业.xlsx"))
    values = other.records.get("enterprises", 1).values
    assert (values["own_text_1"], values["own_text_2"], values["own_number_1"]) == (None, "自有", 12)
    assert planned(other, tmp_path / "企业.xlsx").counts.written == 0
    other.close()


def test_rows_of_fields_that_cannot_be_are_refused(services: Services, tmp_path: Path) -> None:
    rows = [("字段名称", "字段类型", "可选的值"), ("员工数", "数字", ""), ("班车", "选项", ""), ("食堂", "数字", ""), ("车位数", "数字", "")]
    plan = planned(services, csv(tmp_path / "字段.csv", *rows), "own-fields")
    assert (plan.counts.refused, plan.counts.unchanged) == (3, 1)
    assert [row.problems[0].reason for row in plan.refused] == [
        "企业已经有「员工数」这一项。请换一个名称", "请写出可选的值，一行一个", "「食堂」已经是选项，不能改成数字。请另建一项",
    ]


def test_the_settings_are_the_administrators(services: Services, tmp_path: Path) -> None:
    services.exporting.export("own-fields", path := tmp_path / "字段.xlsx")
    services.accounts.add("陈默", Role.STAFF)
    services.stations.set_actor(2)
    assert labels(services) == ["车位数", "食堂", "消防演练"]
    for call in (lambda: services.own_fields.hide(1), lambda: planned(services, path, "own-fields"),
                 lambda: services.records.archive("own-fields", [1])):  # fmt: skip
        with pytest.raises(NotPermittedError):
            call()
    assert Account.__entity__.kind == "accounts"


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(("add", "hide", "show", "undo", "redo")), st.integers(0, 5),
                                st.sampled_from(TYPES)), max_size=12))  # fmt: skip
def test_no_column_ever_holds_two_fields(
    services: Services, steps: list[tuple[str, int, str]]
) -> None:
    own = services.own_fields
    for number, (step, which, kind) in enumerate(steps):
        try:
            if step == "add":
                services.own_fields.add(OwnFieldDraft(f"项{which}", kind, ("甲",) if kind == CHOICE else ()))
            elif step in ("undo", "redo"):
                getattr(services.records, step)()
            else:
                getattr(own, step)([one.id for one in own.all()][which])
        except (UserError, IndexError):
            continue
        shown = [one for one in own.all() if not one.hidden]
        assert len({one.name for one in shown}) == len({one.label for one in shown}) == len(shown), number
