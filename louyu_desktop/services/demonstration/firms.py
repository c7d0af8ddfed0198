"""592 invented firms, and among them those about whom the demonstration tells something.

A number is the firm's place in the ledger; the stories (`story`, `deeds`) name firms by these numbers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from louyu_desktop.services.demonstration.invented import Firm, Inventor
from louyu_desktop.services.demonstration.tables import BUILDINGS, STAFF, Table, Tenant, shift

LEASES: Mapping[int, int] = {
    3: -3, 20: 0, 37: 1, 54: 5, 71: 7, 88: 30, 105: 31, 122: 90, 139: 91, 156: 180, 173: 181, 190: 150,
}  # fmt: skip
"""Firms whose leases end on the days that matter: so many days from today."""

INTENTS: Mapping[int, str] = {20: "续租", 88: "洽谈", 122: "洽谈", 156: "续租", 173: "续租", 190: "搬离"}
CONSULATE, PREPARING, OFFICE, PARENT, BRANCH, TALL = 60, 61, 62, 45, 230, 100
"""A consulate, a firm in preparation, a representative office, a firm and its branch, a firm on three floors."""

MANAGERS = (12, 131)
"""Firms whose general manager changes."""

SHRINKING, TAXED, FALLING = 110, 115, 118
"""Firms that shrink, pay less tax, and sell less."""

GUEST, DISPUTE = 140, 150
"""A firm to which the headquarters comes, and one with a dispute."""

_HEADINGS = (
    "序号", "楼宇", "楼层", "室号", "企业名称", "简称", "统一社会信用代码", "无码原因", "单位类别", "行业门类", "主营业务", "经济性质",
    "联系人", "职务", "联系电话", "员工数", "党员数", "面积", "入驻日期", "起租日期", "到期日期", "续租意向", "重点企业", "首席联络员",
    "税收等级", "经营趋势", "党组织情况", "核实日期",
)  # fmt: skip
_TERMS = (730, 1095, 1825)
"""How many days a lease runs; the longest is longer than the furthest end lies ahead."""
_BANDS = ("百万", "百万", "千万", "千万", "五千万", "亿级")


def enterprises(inventor: Inventor, today: dt.date) -> tuple[Table, tuple[Tenant, ...]]:
    """The ledger, and who sits where; a firm on three floors has three lines."""
    rows: list[tuple[object, ...]] = []
    tenants: list[Tenant] = []
    for building, floors, count, _kind, _grade in BUILDINGS:
        for place in range(count):
            seat = Tenant("", building, len(tenants) + 1, 1 + place * floors // count, 1 + place % 16)
            row, tenant = _enterprise(inventor, today, seat, tenants)
            rows.append(row)
            tenants.append(tenant)
            if tenant.number == TALL:
                rows += [_also(row, floor) for floor in (tenant.floor + 1, tenant.floor + 2)]
    numbered = tuple((number, *row[1:]) for number, row in enumerate(rows, 1))
    return Table("enterprises", "楼宇企业台账.xlsx", "汾阳片区楼宇企业台账", _HEADINGS, numbered), tuple(tenants)


def _also(row: tuple[object, ...], floor: int) -> tuple[object, ...]:
    """The same firm on another floor."""
    return (*row[:2], floor, "21", *row[4:])


def _enterprise(
    inventor: Inventor, today: dt.date, seat: Tenant, others: Sequence[Tenant]
) -> tuple[tuple[object, ...], Tenant]:
    draw, number = inventor.random, seat.number
    firm = inventor.firm()
    name, short, code, reason, kind = _kind_of(firm, seat, others)
    end = today + dt.timedelta(days=LEASES.get(number, draw.randrange(200, 1500)))
    start = _began(end, draw.choice(_TERMS), today)
    shop = seat.building.endswith("商铺")
    headcount = _headcount(inventor, number, shop=shop)
    members = draw.randrange(0, 2 + headcount // 12)
    state = "独立党支部" if members > 3 else "联合支部覆盖" if members else "未建·无党员"
    contact, area = inventor.person(), draw.randrange(20, 120) if shop else draw.randrange(60, 900)
    key = headcount >= 35 and number % 4 == 0
    told = number in LEASES or number in _TOLD
    row = (
        number, seat.building, seat.floor, f"{seat.room:02d}", name, short, code, reason, kind,
        "T 国际组织" if number == CONSULATE else firm.industry, "" if number == CONSULATE else firm.business,
        "" if reason else draw.choice(("民营", "民营", "外商投资", "港澳台投资", "国有")),
        contact, "总经理" if number in MANAGERS else "行政", inventor.mobile(), headcount, members, area,
        start.isoformat(), start.isoformat(), end.isoformat(), INTENTS.get(number, ""), "是" if key or told else "否",
        STAFF[number % len(STAFF)] if key or told else "",
        "千万" if number == TAXED else draw.choice(_BANDS) if key else "", "平稳" if told else "",
        state, shift(today, -draw.randrange(1, 175 if number % 25 else 400)),
    )  # fmt: skip
    return row, Tenant(name, seat.building, number, seat.floor, seat.room, area, contact, code)


_TOLD = frozenset({CONSULATE, PARENT, BRANCH, TALL, *MANAGERS, SHRINKING, TAXED, FALLING, GUEST, DISPUTE})


def _began(end: dt.date, term: int, today: dt.date) -> dt.date:
    """The day a lease of that term began, or of the next longer one under which the firm sits there already."""
    begun = (end - dt.timedelta(days=days - 1) for days in _TERMS if days >= term)
    return next((day for day in begun if day < today), end - dt.timedelta(days=_TERMS[-1] - 1))


def _headcount(inventor: Inventor, number: int, *, shop: bool) -> int:
    drawn = inventor.random.randrange(2, 9) if shop else inventor.random.choice((6, 9, 14, 18, 23, 28, 35, 46))
    return {SHRINKING: 46, TALL: 180}.get(number, drawn)


def _kind_of(firm: Firm, seat: Tenant, others: Sequence[Tenant]) -> tuple[str, str, str, str, str]:
    """Name, short name, code, why there is none, kind of unit."""
    match seat.number:
        case n if n == CONSULATE:
            return "示例国驻上海领事机构", "", "", "领事机构", "领事与国际机构"
        case n if n == PREPARING:
            return f"{firm.short_name}（筹备中）", firm.short_name, "", "筹备未登记", "筹备中"
        case n if n == OFFICE:
            return f"{firm.short_name}株式会社上海代表处", f"{firm.short_name}代表处", firm.code, "", "外企代表处"
        case n if n == BRANCH:
            parent = others[PARENT - 1].name
            return f"{parent}静安分公司", "", firm.code, "", "分支机构"
    kind = "个体工商户（商户）" if seat.building.endswith("商铺") else "企业"
    return firm.name, firm.short_name, firm.code, "", kind


def changes(table: Table) -> Table:
    """What the next ledger says anew of three firms: fewer people, a lower tax band, falling trade."""
    headings = ("企业名称", "统一社会信用代码", "员工数", "税收等级", "经营趋势")
    kept = {number: row for row in table.rows if (number := _number_in(row, table)) in {SHRINKING, TAXED, FALLING}}
    columns = {name: place for place, name in enumerate(table.headings)}
    rows = []
    for number, row in kept.items():
        fallen = {SHRINKING: (28, "", ""), TAXED: ("", "百万", ""), FALLING: ("", "", "下滑")}[number]
        rows.append((row[columns["企业名称"]], row[columns["统一社会信用代码"]], *fallen))
    return Table("enterprises", "企业变动.xlsx", "企业变动", headings, tuple(rows))


def _number_in(row: tuple[object, ...], table: Table) -> int:
    """The firm's number: its line, less the two more that the firm on three floors has."""
    line = table.rows.index(row) + 1
    return line if line <= TALL else line - 2
