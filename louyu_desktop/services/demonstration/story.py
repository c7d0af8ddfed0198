"""What the station did with its firms these months: visits, rounds, leads, inspections, honours, the towers' months."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from louyu_desktop.services.demonstration import asked, council, counter, firms, wall
from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.tables import BUILDINGS, LET, STAFF, Table, Tenant, leasable, shift

_TALKED = (
    ("经营平稳，准备扩招", "招聘和落户政策"), ("客户增加，办公室偏紧", "同楼扩租"), ("新品上市，常有访客", "访客停车"),
    ("总部预算收紧，业务不变", "续租和租金"), ("团队年轻，想办活动", "午间课程"), ("进出口单证多", "税务和外汇"),
)  # fmt: skip
_NEXT = {13: -2, 26: 0, 39: 1, 52: 3, 65: 6}
"""Days agreed on for the next visit, by firm: so many days from today."""


def ledgers(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """All of them, each after what it refers to."""
    yield visits(inventor, today, tenants)
    yield from asked.requests(inventor, today, tenants)
    yield rounds(today, tenants)
    yield leads(today)
    yield from shops(today, tenants)
    yield from counter.ledgers(inventor, today, tenants)
    yield from council.ledgers(inventor, today, tenants)
    yield from wall.ledgers(inventor, today)
    yield team(today, tenants)
    yield honours(today, tenants)
    yield months(today, tenants)


def visits(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """Seven firms of ten were visited this quarter, two the quarter before; a few were not in."""
    headings = (
        "企业", "走访日期", "走访人", "受访人", "见到了人", "方式", "事由", "谈了什么", "企业情况", "下次走访",
    )  # fmt: skip
    draw = inventor.random
    first = dt.date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    rows: list[tuple[object, ...]] = []
    for one in tenants:
        tens = one.number % 10
        if tens == 9:
            continue
        day = first - dt.timedelta(days=draw.randrange(5, 60)) if tens > 6 else _between(inventor, first, today)
        situation, topic = _TALKED[one.number % len(_TALKED)]
        met = one.number % 37 != 0
        rows.append((
            one.name, day.isoformat(), STAFF[one.number % len(STAFF)], f"{one.contact}（行政）" if met else "前台",
            "是" if met else "否", draw.choice(("上门", "上门", "电话", "跑楼")), "日常", topic, situation if met else "",
            shift(today, _NEXT[one.number]) if one.number in _NEXT else "",
        ))  # fmt: skip
    rows.sort(key=lambda row: str(row[1]))
    return Table("visits", "走访记录.xlsx", "走访企业记录", headings, tuple(rows))


def _between(inventor: Inventor, first: dt.date, today: dt.date) -> dt.date:
    """A day of this quarter before today; the quarter's first day where there is none."""
    return first + dt.timedelta(days=inventor.random.randrange(max(1, (today - first).days)))


def rounds(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """Notes of two rounds; two wait to be dealt with since yesterday, two since this morning."""
    headings = ("时间", "楼宇", "楼层室号", "企业", "记录", "去向")
    told = (
        (-1, "10:05", 33, "前台说年后可能缩减一半工位", "待处理"), (-1, "10:20", 34, "门口堆放纸箱，请物业看一下", "待处理"),
        (0, "08:40", 47, "新来的行政想了解午间课程", "待处理"), (0, "08:52", 48, "隔壁空铺有人来量尺寸", "待处理"),
        (-4, "15:10", 80, "换了门牌，名称待核实", "不用处理"),
    )  # fmt: skip
    rows = tuple(
        (f"{shift(today, days)} {clock}", one.building, f"{one.floor}F-{one.room:02d}", one.name, words, became)
        for days, clock, number, words, became in told
        for one in (tenants[number - 1],)
    )
    return Table("rounds", "跑楼速记.xlsx", "跑楼速记", headings, rows)


def leads(today: dt.date) -> Table:
    """Five firms that may come."""
    headings = ("线索", "发现日期", "来源", "需求", "楼宇", "跟进人", "状态", "下次跟进")
    told = (
        ("某医疗器械企业找 300 ㎡ 办公", -9, "业主物业", "300–400 ㎡，靠近地铁", 0, 1, "跟进中", -1),
        ("设计工作室扩租", -3, "走访", "同楼再要 120 ㎡", 1, 3, "跟进中", 0), ("外资咨询公司设分公司", -2, "跑楼", "500 ㎡", 0, 0, "跟进中", 4),
        ("连锁轻食看铺位", -1, "跑楼", "沿街 60 ㎡", 4, 2, "新线索", None), ("软件团队从外区迁入", -30, "企业推荐", "200 ㎡", 3, 4, "已落地", None),
    )  # fmt: skip
    rows = tuple(
        (name, shift(today, found), source, wants, BUILDINGS[place][0], STAFF[who], state,
         "" if due is None else shift(today, due))
        for name, found, source, wants, place, who, state, due in told
    )  # fmt: skip
    return Table("leads", "招商线索.xlsx", "招商线索", headings, rows)


def shops(today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """一店一册: inspections of the shops, three with something to put right, and their pledges."""
    own = [one for one in tenants if one.building == BUILDINGS[-1][0]]
    headings = ("企业", "检查类别", "检查日期", "检查人", "发现的问题", "结果", "整改期限", "整改完成")
    to_mend = {4: (-1, "灭火器过期 2 只"), 11: (3, "后厨没有防蝇帘"), 19: (6, "燃气软管老化")}
    rows: list[tuple[object, ...]] = []
    for place, one in enumerate(own):
        kind = ("食品安全", "消防安全", "门责", "燃气")[place % 4]
        due, finding = to_mend.get(place, (None, ""))
        day = shift(today, -5 - place % 60) if due is None else shift(today, -10)
        result = "合格" if due is None else "限期整改"
        rows.append(
            (one.name, kind, day, "街道市场监管所", finding, result, "" if due is None else shift(today, due), "")
        )
    yield Table("inspections", "商户检查.xlsx", "沿街商户检查", headings, tuple(rows))
    signed = tuple(
        (one.name, "食品安全自律承诺书", shift(today, -200 + place), one.contact, shift(today, 165 + place))
        for place, one in enumerate(own[:24])
    )
    yield Table(
        "pledges", "承诺书.xlsx", "商户承诺书", ("企业", "承诺书名称", "签署日期", "签署人", "有效期至"), signed
    )


def team(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """Who serves the firms that the stories are about."""
    duties = ("党建督导", "经济包干", "消防辅导", "政策服务")
    chosen = sorted({*firms.LEASES, *firms.MANAGERS, firms.TALL, firms.GUEST})
    rows = tuple(
        (
            tenants[number - 1].name,
            STAFF[(number + step) % len(STAFF)],
            duties[(number + step) % len(duties)],
            shift(today, -300),
        )
        for number in chosen
        for step in (0, 1)
    )
    return Table("team-members", "服务团队.xlsx", "企业服务团队", ("企业", "成员", "分工", "自"), rows)


def honours(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """Six firms that were honoured."""
    names = (("区级文明单位", "区级"), ("市级专精特新企业", "市级"), ("街道先锋企业", "街道级"))
    rows = tuple(
        (*names[place % 3], shift(today, -120 - 20 * place), "示例授予单位", tenants[number - 1].name)
        for place, number in enumerate((firms.TALL, firms.PARENT, 139, 12, 173, 330))
    )
    return Table("honours", "荣誉.xlsx", "企业荣誉", ("荣誉名称", "级别", "授予日期", "授予单位", "企业"), rows)


def months(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    """The buildings in the last twelve months: what was let, how many firms and people."""
    room = leasable(tenants)
    rows: list[tuple[object, ...]] = []
    for (name, _floors, count, *_rest), share in zip(BUILDINGS, LET, strict=True):
        for back in range(12, 0, -1):
            year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
            let = share - 0.004 * back + 0.012 * (back % 3)
            firms_then = count - back // 2 + back % 3
            rows.append((name, f"{year}-{month + 1:02d}", round(room[name] * let), firms_then, firms_then * 23))
    headings = ("楼宇", "月份", "已租面积", "户数", "从业人数")
    return Table("building-months", "楼宇月报.xlsx", "楼宇月报", headings, tuple(rows))


def causes(today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """What asks for visits: a guest of the headquarters, and a dispute that nobody has decided about yet."""
    guest, dispute = tenants[firms.GUEST - 1], tenants[firms.DISPUTE - 1]
    coming = ((guest.name, shift(today, 5), "沈知行", "集团副总裁", "考察上海团队"),)
    headings = ("企业", "来访日期", "来访领导", "职务", "来意")
    yield Table("headquarters-visits", "总部来访.xlsx", "总部来访", headings, coming)
    told = ((dispute.name, "劳资纠纷", shift(today, -1), "两名员工来站反映欠发加班费，已请人社协调。"),)
    yield Table("special-cases", "特殊情况.xlsx", "特殊情况", ("企业", "类别", "发生日期", "情况"), told)
