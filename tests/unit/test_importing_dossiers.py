"""Ledgers of what hangs on an enterprise's file, as people keep them: visits, requests, notes, leads, months, teams."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from louyu_desktop.errors import NotPermittedError, UsageError
from louyu_desktop.models import (
    BY_KIND,
    BuildingMonth,
    Enterprise,
    Honour,
    Lead,
    Record,
    Round,
    ServiceRequest,
    TeamMember,
    Unit,
    Visit,
    VisitTask,
)
from louyu_desktop.services.exporting import Exporting
from louyu_desktop.services.import_plan import ImportPlan
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.ledgers import EXPORTED
from louyu_desktop.storage.database import Database
from tests.stations import create_station

MANY = int(os.environ.get("LOUYU_LEDGER", "1010"))
"""Visits of a long ledger, enough for a bulk operation; `make faults` takes more."""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A station with two firms of one name, one of another, a building and two people who work there."""
    with create_station(tmp_path / "station", "示范站", "周敏") as opened:
        with opened.write("企业") as write:
            write.insert(Enterprise, [{"name": name} for name in ("上海甲有限公司", "乙公司", "丙公司", "丙公司")])
            write.insert(BY_KIND["buildings"], [{"name": "盈展大厦", "former_name": "老盈展"}])
            write.insert(BY_KIND["accounts"], [{"name": "陈默"}])
        yield opened


def planned(database: Database, kind: str, path: Path) -> ImportPlan:
    importing = Importing(database)
    book = importing.read(path)
    return importing.plan(kind, book, importing.propose(kind, book))


def brought(database: Database, kind: str, tmp_path: Path, *rows: tuple[str, ...]) -> ImportPlan:
    """The rows as a file, planned and written."""
    path = tmp_path / f"{kind}.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8-sig")
    plan = planned(database, kind, path)
    Importing(database).write(plan)
    return plan


def only(database: Database, model: type[Record], *names: str) -> list[tuple[Any, ...]]:
    """Some columns of all live rows."""
    with database.read() as session:
        columns = [model.__table__.c[name] for name in names]
        found = session.execute(select(*columns).where(model.archived_at.is_(None)).order_by(model.id)).all()
        return [tuple(row) for row in found]


HEAD = ("走访企业", "走访时间", "走访人员", "接待人", "走访方式", "走访原因", "经营情况", "企业需求", "下次走访时间")


def test_visits_find_their_firm_by_name_and_get_a_number(database: Database, tmp_path: Path) -> None:
    rows = (
        HEAD,
        ("上海甲（有限公司）", "2026.3.5", "周敏、陈默", "邵清扬（行政）", "实地走访", "租约到期", "稳定", "想续租", "2026-06-01"),
        ("乙公司", "2026年3月6日", "陈默", "", "电访", "日常走访", "", "", ""),
        ("丙公司", "2026-03-07", "陈默", "", "上门", "日常", "", "", ""),
        ("丁公司", "2026-03-07", "陈默", "", "上门", "日常", "", "", ""),
    )
    plan = brought(database, "visits", tmp_path, *rows)
    assert (plan.counts.new, plan.counts.refused) == (2, 2)
    assert [row.problems[0].reason for row in plan.refused] == [
        "叫这个名字的企业不止一个，请在站里直接登记", "站里没有这个企业，请先导入",
    ]  # fmt: skip
    assert only(database, Visit, "number", "enterprise_id", "visited_on", "form", "reason", "needs") == [
        ("ZF-2026-0001", 1, dt.date(2026, 3, 5), "上门", "租赁到期", "想续租"),
        ("ZF-2026-0002", 2, dt.date(2026, 3, 6), "电话", "日常", None),
    ]
    assert only(database, Enterprise, "last_visit_on", "next_visit_on")[0] == (dt.date(2026, 3, 5), dt.date(2026, 6, 1))
    assert planned(database, "visits", tmp_path / "visits.csv").counts.written == 0
    again = brought(database, "visits", tmp_path, HEAD, (*rows[1][:6], "下滑", "想续租", "2026-06-01"))
    assert (again.counts.new, again.counts.changed) == (0, 1)
    database.undo()
    database.undo()
    assert only(database, Visit, "id") == []
    assert only(database, Enterprise, "last_visit_on")[0] == (None,)


def test_a_number_tells_visits_apart_and_is_not_given_twice(database: Database, tmp_path: Path) -> None:
    head = ("走访编号", "企业", "走访日期", "事由", "企业情况")
    rows = (("ZF-2026-0001", "乙公司", "2026-03-05", "日常", "一"), ("ZF-2026-0007", "乙公司", "2026-03-05", "日常", "二"),
            ("", "乙公司", "2026-03-06", "日常", "三"))  # fmt: skip
    assert brought(database, "visits", tmp_path, head, *rows).counts.new == 3
    assert only(database, Visit, "number") == [("ZF-2026-0001",), ("ZF-2026-0007",), ("ZF-2026-0002",)]
    moved = brought(database, "visits", tmp_path, head, ("ZF-2026-0007", "乙公司", "2026-04-01", "回访", "二"))
    assert (moved.counts.new, moved.counts.changed) == (0, 1)
    twice = brought(database, "visits", tmp_path, head, *(("ZF-2026-0007", "乙公司", "2026-04-01", "回访", "三"),) * 2)
    assert twice.counts.refused == 1


def test_requests_and_leads_may_name_nobody(database: Database, tmp_path: Path) -> None:
    head = ("诉求标题", "受理时间", "企业名称", "来源渠道", "类别", "办理人", "办理状态")
    rows = (("人才落户", "2026-03-05 09:30", "乙公司", "电话", "人才", "陈默", "在办"),
            ("空调太冷", "2026-03-06", "", "到站", "物业治理", "", ""),
            ("停车难", "2026-03-07", "没有的公司", "到站", "停车交通", "谁也不是", "完成"))  # fmt: skip
    plan = brought(database, "requests", tmp_path, head, *rows)
    assert (plan.counts.new, plan.counts.refused) == (3, 0)
    [doubtful] = [row for row in plan.rows if row.warnings]
    assert doubtful.warnings == ("企业：没有的公司", "责任人：谁也不是")
    assert only(database, ServiceRequest, "number", "title", "enterprise_id", "owner_id", "state") == [
        ("SQ-2026-0001", "人才落户", 2, 2, "办理中"), ("SQ-2026-0002", "空调太冷", None, None, "待受理"),
        ("SQ-2026-0003", "停车难", None, None, "已办结"),
    ]  # fmt: skip
    assert planned(database, "requests", tmp_path / "requests.csv").counts.written == 0
    leads = (("线索", "发现日期", "面积要求", "楼宇", "对接人"), ("某基因公司", "2026-03-05", "800㎡", "老盈展", "陈默"))
    brought(database, "leads", tmp_path, *leads)
    assert only(database, Lead, "name", "wants", "building_id", "owner_id") == [("某基因公司", "800㎡", 1, 2)]
    assert planned(database, "leads", tmp_path / "leads.csv").counts.written == 0


def test_notes_of_a_round_keep_their_place_and_what_they_became(database: Database, tmp_path: Path) -> None:
    head = ("巡楼时间", "楼宇", "楼层室号", "记录内容")
    rows = (("2026-03-05 10:05", "盈展大厦", "8楼805", "前台在打包"), ("2026-03-05 10:20", "不认识的楼", "", "电梯坏了"))
    plan = brought(database, "rounds", tmp_path, head, *rows)
    assert (plan.counts.new, [row.warnings for row in plan.rows]) == (2, [(), ("楼宇：不认识的楼",)])
    assert only(database, Round, "building_id", "place", "words") == [(1, "8楼805", "前台在打包"), (None, None, "电梯坏了")]
    with database.write("走访") as write:
        [visit] = write.insert(Visit, [{"enterprise_id": 2, "visited_on": dt.date(2026, 3, 5)}])
        write.update(Round, [{"id": 1, "became": "走访", "became_id": visit}])
    Exporting(database).export("rounds", tmp_path / "跑楼.xlsx")
    assert planned(database, "rounds", tmp_path / "跑楼.xlsx").counts.written == 0


def test_rooms_are_brought_without_a_tenant(database: Database, tmp_path: Path) -> None:
    head = ("楼宇", "楼层", "室号", "面积")
    rows = (("盈展大厦", "8楼", "805", "120.5"), ("盈展大厦", "8F", "06室", "80"), ("没有的楼", "1", "", ""),
            ("盈展大厦", "8", "05", "1"))  # fmt: skip
    plan = brought(database, "units", tmp_path, head, *rows)
    assert (plan.counts.new, plan.counts.refused) == (2, 2)
    assert only(database, Unit, "floor", "room", "label") == [("8", "05", "8F-05"), ("8", "06", "8F-06")]
    with database.write("改") as write:
        write.insert(Unit, [{"building_id": 1, "floor": "B1"}, {"building_id": 1, "room": "大堂"}])
    Exporting(database).export("units", tmp_path / "单元.xlsx")
    assert planned(database, "units", tmp_path / "单元.xlsx").counts.unchanged == 4


def test_months_are_one_for_each_building(database: Database, tmp_path: Path) -> None:
    head = ("楼宇", "统计月份", "已出租面积", "入驻户数")
    rows = (("盈展大厦", "2026年9月", "30000㎡", "80"), ("盈展大厦", "2026-10", "31000", "82"),
            ("盈展大厦", "2026.10", "1", "1"), ("盈展大厦", "2026", "1", "1"))  # fmt: skip
    plan = brought(database, "building-months", tmp_path, head, *rows)
    assert (plan.counts.new, [row.problems[0].reason for row in plan.refused]) == (
        2, ["与第 3 行是同一月份", "要有年和月，写成 2026-10 这样"],
    )  # fmt: skip
    assert only(database, BuildingMonth, "month", "tenant_count") == [("2026-09", 80), ("2026-10", 82)]


def test_a_team_knows_who_came_again(database: Database, tmp_path: Path) -> None:
    head = ("企业", "成员", "分工", "自", "至")
    rows = (("乙公司", "陈默", "党建督导", "2025-01-01", "2025-12-31"),
            ("乙公司", "陈默", "消防辅导", "2026-03-01", ""), ("乙公司", "没有的人", "", "", ""))  # fmt: skip
    plan = brought(database, "team-members", tmp_path, head, *rows)
    assert (plan.counts.new, plan.counts.refused) == (2, 1)
    assert only(database, TeamMember, "duty", "until") == [("党建督导", dt.date(2025, 12, 31)), ("消防辅导", None)]
    assert planned(database, "team-members", tmp_path / "team-members.csv").counts.written == 0
    changed = brought(database, "team-members", tmp_path, head, ("乙公司", "陈默", "政策服务", "", ""))
    assert (changed.counts.new, changed.counts.changed) == (0, 1)


def test_an_honour_may_be_anybodys(database: Database, tmp_path: Path) -> None:
    rows = (("荣誉称号", "级别", "企业", "获奖日期"), ("五一劳动奖状", "区级", "乙公司", "2026-05-01"), ("五一劳动奖状", "区级", "", "2026-05-01"))
    assert brought(database, "honours", tmp_path, *rows).counts.new == 2
    assert planned(database, "honours", tmp_path / "honours.csv").counts.written == 0
    assert only(database, Honour, "enterprise_id") == [(2,), (None,)]


@pytest.mark.parametrize("kind", EXPORTED)
def test_what_follows_from_facts_is_written_and_never_read(database: Database, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "出.xlsx"
    Exporting(database).export(kind, path)
    importing = Importing(database)
    assert kind not in importing.kinds()
    with pytest.raises(UsageError):
        importing.propose(kind, importing.read(path))


def test_a_role_takes_out_what_it_sees(database: Database, tmp_path: Path) -> None:
    brought(database, "visits", tmp_path, HEAD, ("乙公司", "2026-03-05", "陈默", "邵清扬", "上门", "日常", "要搬走", "停车位", ""))
    with database.write("人") as write:
        write.insert(BY_KIND["accounts"], [{"name": "读者", "role": "只读"}])
    database.actor = 3
    path = tmp_path / "走访.csv"
    Exporting(database).export("visits", path)
    text = path.read_text("utf-8-sig")
    assert "乙公司" in text
    assert "要搬走" not in text
    assert "停车位" not in text
    with pytest.raises(NotPermittedError):
        Exporting(database).export("visits", path, columns=("situation",))


def test_a_long_ledger_is_one_operation(database: Database, tmp_path: Path) -> None:
    before = database.content_hash()
    first = dt.date(2020, 1, 1)
    days = [str(first + dt.timedelta(days=number)) for number in range(MANY)]
    rows = [("乙公司", day, "陈默", "", "上门", "日常", "稳", "", "") for day in days]
    assert brought(database, "visits", tmp_path, HEAD, *rows).counts.new == MANY
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Visit)) == MANY
        last = first + dt.timedelta(days=MANY - 1)
        assert session.scalar(select(Enterprise.last_visit_on).where(Enterprise.id == 2)) == last
        assert len(set(session.scalars(select(Visit.number)))) == MANY
        open_ = session.scalars(select(VisitTask.enterprise_id).where(VisitTask.closed_on.is_(None))).all()
        assert len(open_) == len(set(open_))
    database.undo()
    assert database.content_hash() == before
