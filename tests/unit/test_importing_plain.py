"""Rows planned in one go are planned as one by one; what a station has already and what a file repeats is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.rules.identity import credit_check_digit
from louyu_desktop.services import import_plain
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.importing import Importing
from tests.stations import empty_station

HEADINGS = ("企业名称", "统一社会信用代码", "法定代表人", "法人电话", "负责人", "负责人电话", "行业门类", "员工数", "党组织情况", "楼宇", "楼层", "室号",
            "租赁面积", "起租日期", "到期日期", "联系人", "联系电话", "职务", "备注")  # fmt: skip


def lines(count: int) -> list[list[Any]]:
    """Rows of which every few are odd in one way or another."""
    found = []
    for n in range(count):
        head = f"9131010{n % 9}MA1{n:06d}"
        code = head + credit_check_digit(head)
        found.append([
            f"上海{'甲乙丙丁'[n % 4]}{n - n % 13 // 12}贸易有限公司", code if n % 7 else "",
            f"王{'一二三'[n % 3]}", "", f"李{'一二三'[n % 3]}", "13800001111" if n % 5 else "",
            "C 制造业" if n % 6 else "咖啡馆", n if n % 11 else "约30人", "" if n % 8 else "未建·无党员",
            f"永盛{n // 20}号" if n % 9 else "", n % 20 + 1, f"{n % 5 + 1:02d}", 100.5,
            "2024-03-01", "2023-02-28" if n % 17 == 3 else "2027-02-28",
            f"王{'一二三'[n % 5 % 3]}" if n % 4 else "",
            "13900002222、63331234" if n % 10 == 4 else "13900002222", "HR", "重点企业" if n % 12 == 5 else "朝北",
        ])  # fmt: skip
    return found


def told(plan: ImportPlan) -> tuple[Any, ...]:
    """Everything a plan says and would write, records by their place."""
    items: list[Item] = plan.prepared[0]
    place = {item: number for number, item in enumerate(_by_class(items))}
    made = [
        (item.model.__name__, item.values, {name: place[other] for name, other in item.links.items()}, item.id)
        for item in _by_class(items)
    ]
    return plan.rows, plan.counts, plan.brought, made


def _by_class(items: list[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.model.__name__)


def test_rows_planned_in_one_go_are_as_those_planned_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.xlsx"
    write_sheet(path, [SheetColumn(heading) for heading in HEADINGS], lines(400), name="台账")
    taken = []
    plan_one = import_plain.PlainFirms.plan
    with empty_station(tmp_path / "station") as database:
        importing = Importing(database)
        book = importing.read(path)
        proposal = importing.propose("enterprises", book)

        def counted(self: import_plain.PlainFirms, row: Any, **how: Any) -> Any:
            found = plan_one(self, row, **how)
            taken.append(found is not None)
            return found

        for _again in range(2):
            monkeypatch.setattr(import_plain.PlainFirms, "plan", counted)
            at_once = importing.plan("enterprises", book, proposal)
            assert 50 < sum(taken) < 390 or _again
            monkeypatch.setattr(import_plain.PlainFirms, "plan", lambda _self, _row, **_how: None)
            assert told(at_once) == told(importing.plan("enterprises", book, proposal))
            importing.write(at_once)
        assert at_once.counts.written == 0
