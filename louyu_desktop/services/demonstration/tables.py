"""The demonstration's buildings, organisations and people as plain tables: what a careful station keeps in Excel."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.services import default_checklist
from louyu_desktop.services.demonstration.invented import Inventor

STATION = "环贸党群服务中心"
AREA = "汾阳片区"
BUILDINGS = (
    ("环贸广场一期", 38, 214, "商业综合体", "超甲"),
    ("环贸广场二期", 32, 166, "商务楼", "超甲"),
    ("嘉华中心", 45, 98, "商务楼", "甲"),
    ("永新大厦", 28, 71, "商务楼", "甲"),
    ("乌鲁木齐中路商铺", 3, 43, "商铺", "乙"),
)
"""Name, floors, enterprises (592 in all, seed S0), kind, grade."""

ZONES = (
    ("党群活动空间", "组织生活、主题党日", 80, True), ("企事快办空间", "企事快办窗口、坐班", 12, False),
    ("书记工作室", "书记沙龙、谈心", 16, True), ("商务洽谈空间", "洽谈、小型会议", 10, True),
    ("便民服务空间", "自助终端、应急便民", 15, False), ("活力健身空间", "健身、肩颈放松", 20, True),
    ("融合共享空间", "阅读、手作、书法", 30, True), ("社交生活空间", "联谊、下午茶", 40, True),
    ("母婴友好空间", "哺乳与休息", 4, False), ("综合活动空间", "讲座、展演、市集", 60, True),
)  # fmt: skip
BRANCHES = (
    "环贸广场第一党支部", "环贸广场第二党支部", "环贸广场第三党支部", "嘉华中心联合党支部", "永新大厦联合党支部",
    "汾阳街区商户联合党支部", "澄怀设计党支部", "远舟投资党支部", "楼宇青年流动党支部",
)  # fmt: skip
GENERAL_BRANCH = "汾阳片区楼宇党总支"
STAFF = ("周敏", "顾一鸣", "何俊杰", "施佳宁", "陆文静")


@dataclass(frozen=True, slots=True)
class Table:
    """One workbook to be: its kind, file name, title line, headings and rows."""

    kind: str
    file_name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Tenant:
    """A firm with its number in the ledger and where it sits, for people and stories."""

    name: str
    building: str
    number: int = 0
    floor: int = 0
    room: int = 0
    area: int = 0
    contact: str = ""
    code: str = ""


LET = (0.94, 0.97, 0.88, 0.91, 0.95)
"""The share of each building that is let."""


def leasable(tenants: Sequence[Tenant]) -> dict[str, int]:
    """The area of each building that can be let, so that the share in `LET` is let."""
    let = {name: sum(one.area for one in tenants if one.building == name) for name, *_rest in BUILDINGS}
    return {name: round(let[name] / share / 10) * 10 for (name, *_rest), share in zip(BUILDINGS, LET, strict=True)}


def buildings(tenants: Sequence[Tenant]) -> Table:
    """The five buildings of the area."""
    headings = (
        "楼宇名称",
        "片区",
        "地址",
        "区",
        "邮编",
        "楼宇类型",
        "等级",
        "地上层数",
        "重点楼宇",
        "建筑面积",
        "可租面积",
    )
    streets = ("淮海中路", "淮海中路", "淮海中路", "淮海中路", "乌鲁木齐中路")
    room = leasable(tenants)
    rows = tuple(
        (name, AREA, f"徐汇区{street}（示例）", "徐汇区", "200031", kind, grade, floors,
         "是" if grade == "超甲" else "否", round(room[name] * 1.3), room[name])
        for (name, floors, _count, kind, grade), street in zip(BUILDINGS, streets, strict=True)
    )  # fmt: skip
    return Table("buildings", "楼宇.xlsx", "汾阳片区楼宇", headings, rows)


def facilities() -> Table:
    """The ten zones of the station (seed S0)."""
    headings = ("排序", "功能区名称", "用途", "所在楼宇", "楼层", "可容纳人数", "开放时间", "可预约")
    rows = tuple(
        (place, name, use, BUILDINGS[0][0], "9", capacity, "工作日 09:00 – 19:00", "是" if bookable else "否")
        for place, (name, use, capacity, bookable) in enumerate(ZONES, 1)
    )
    return Table("facilities", "功能区.xlsx", f"{STATION}十大功能区", headings, rows)


def organisations(inventor: Inventor, today: dt.date) -> Table:
    """One general branch with nine branches below it."""
    headings = ("党组织名称", "组织类型", "上级组织", "成立日期", "本届任满", "书记", "联系电话")
    rows: list[tuple[object, ...]] = [
        (GENERAL_BRANCH, "党总支", "", "2019-06-28", shift(today, 900), inventor.person(), inventor.mobile())
    ]
    for place, name in enumerate(BRANCHES):
        kind = "联合党支部" if "联合" in name else "功能型（流动）党支部" if "流动" in name else "党支部"
        term = shift(today, 120 + 130 * place)
        founded = f"{2016 + place}-03-18"
        rows.append((name, kind, GENERAL_BRANCH, founded, term, inventor.person(), inventor.mobile()))
    return Table("organisations", "党组织.xlsx", "汾阳片区党组织", headings, tuple(rows))


def shift(day: dt.date, days: int) -> str:
    """A day so many days on, as it stands in a ledger."""
    return (day + dt.timedelta(days=days)).isoformat()


_MEMBER_HEADINGS = (
    "序号",
    "姓名",
    "性别",
    "出生年月",
    "学历",
    "入党时间",
    "转正时间",
    "所在党支部",
    "工作单位",
    "手机号码",
    "党内职务",
)


def members(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """339 Party members (seed S0); two of them joined on a day of this week."""
    draw = inventor.random
    rows: list[tuple[object, ...]] = []
    for number in range(1, 340):
        joined = _joined(inventor, today, number)
        born = joined.year - draw.randrange(19, 32)
        regular = joined.replace(year=joined.year + 1, day=min(joined.day, 28))
        rows.append((
            number, inventor.person(), draw.choice("男女"), f"{born}.{draw.randrange(1, 13):02d}",
            draw.choice(("本科", "本科", "硕士研究生", "大专", "博士")),
            joined.isoformat(), regular.isoformat() if regular <= today else "",
            BRANCHES[number % len(BRANCHES)], draw.choice(tenants).name, inventor.mobile(),
            "支部委员" if number % 40 == 0 else "",
        ))  # fmt: skip
    return Table("people", "党员名册.xlsx", "汾阳片区楼宇党总支党员名册", _MEMBER_HEADINGS, tuple(rows))


def _joined(inventor: Inventor, today: dt.date, number: int) -> dt.date:
    years = inventor.random.randrange(1, 28)
    if number <= 3:
        day = today + dt.timedelta(days=2 * (number - 1))
        return dt.date(day.year - 5 * number, day.month, min(day.day, 28))
    return today - dt.timedelta(days=365 * years + inventor.random.randrange(0, 360))


_AGREED = 0.94
"""The share of people whose consent is on file; the others are still to be asked."""


def people(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """900 people of the towers: office workers, volunteers, couriers."""
    draw = inventor.random
    headings = ("序号", "姓名", "性别", "手机", "单位", "身份", "来源", "是否同意登记个人信息", "同意日期")
    rows: list[tuple[object, ...]] = []
    for number in range(1, 901):
        agreed = draw.random() < _AGREED
        rows.append((
            number, inventor.person(), draw.choice("男女"), inventor.mobile(), draw.choice(tenants).name,
            draw.choice(("白领", "白领", "白领", "白领、志愿者", "合伙人", "新就业群体")),
            draw.choice(("活动报名", "到站登记", "走访")),
            "同意" if agreed else "", shift(today, -draw.randrange(1, 300)) if agreed else "",
        ))  # fmt: skip
    return Table("people", "楼宇人员.xlsx", "楼宇白领与志愿者", headings, tuple(rows))


def service_items() -> Table:
    """The default checklist, marked as an example."""
    lines = default_checklist.lines()
    headings = (*lines[0], "示例")
    rows = tuple((*line.values(), "是") for line in lines)
    return Table("service-items", "服务清单.xlsx", "企事快办服务清单（示例）", headings, rows)
