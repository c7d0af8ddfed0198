"""What stands beside the requests: partners on duty, machines with faults, providers, packs, help with policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from louyu_desktop.services import default_checklist
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.tables import STAFF, STATION, Table, Tenant, shift
from louyu_desktop.services.every import every
from louyu_desktop.services.suite import Services

_CHECKED = frozenset("ABCDE")
"""The categories that the station has checked so far; the others are to be confirmed."""

_DELIVERIES = 206
"""So many packs were brought to firms (seed S0: 200余次)."""

_ROSTER = (
    ("党群服务", "", ("周一", "周二", "周三", "周四", "周五"), "09:00", "17:30", "党员报到、组织关系、活动场地"),
    ("街道营商办", "政策专员", ("周二", "周四"), "09:30", "11:30", "惠企政策、项目申报、租金补贴"),
    ("公益律师（梧桐律师事务所）", "", ("周三",), "13:30", "16:30", "租赁合同、劳动用工、合规"),
    ("商事调解中心", "", ("周五",), "13:30", "16:00", "合同纠纷、欠款、装修尾款"),
    ("区税务局", "咨询员", ("周一",), "14:00", "16:30", "个税、研发费用加计扣除、开票"),
    ("区人才服务中心", "", ("周二",), "13:30", "16:00", "人才落户、居住证积分"),
    ("市场监管所", "", ("周四",), "14:00", "16:00", "设立变更、食品经营许可"),
)  # fmt: skip
"""Partner, person, days, from, to, what it helps with."""

_MACHINES = (
    ("一网通办自助终端", "便民服务空间", "正常", "示例政务终端维护"), ("24 小时自助办税机", "便民服务空间", "故障", "示例税务终端维护"),
    ("自助打印复印机", "便民服务空间", "正常", "示例办公设备"), ("自动体外除颤仪", "前台", "正常", "示例医疗器械"),
    ("智能共享雨伞架", "前台", "故障", "示例便民设备"), ("血压测量仪", "活力健身空间", "正常", "示例医疗器械"),
    ("旧式触摸查询屏", "仓库", "停用", "示例政务终端维护"),
)  # fmt: skip
_FAULTS = (
    (0, -58, "身份证读不出来", "厂家", -55), (1, -34, "卡纸", "厂家", -33), (1, -2, "打印不出完税证明", "区税务局", None),
    (2, -19, "缺墨", "示例办公设备", -18), (4, -6, "三把伞锁不上", "", None),
)  # fmt: skip
_PROVIDERS = (
    ("街道营商办", "职能部门", "政策解读、项目申报、企业服务专员"), ("区税务局第一税务所", "职能部门", "税收政策咨询日、自助办税"),
    ("区人才服务中心", "职能部门", "落户、居住证积分、招聘会"), ("街道司法所", "职能部门", "公益律师、法律体检、普法宣讲"),
    ("梧桐律师事务所（示例）", "律所", "公益律师坐班、合同审查"), ("商事调解中心（示例）", "社会组织", "商事纠纷先行调解"),
    ("版权服务机构（示例）", "社会组织", "版权登记、海外版权布局"), ("淮海社区银行（示例）", "银行", "小微贷款、上门尽调"),
    ("楼下的医院（示例）", "医院", "义诊、线上问诊、颈椎保健"), ("音乐学院志愿队（示例）", "高校", "音乐疗愈、午间音乐会"),
    ("青年社会组织（示例）", "社会组织", "联谊、读书会、市集"), ("环贸物业服务中心", "企业", "停车、电梯、空调、场地"),
)  # fmt: skip
_POLICIES = (
    ("重点产业专项资金", (-1, "准备中", ""), (2, "准备中", ""), (-60, "获批", "50 万元")), ("高新技术企业认定", (0, "准备中", ""), (-80, "获批", "")),
    ("租金补贴", (6, "准备中", ""), (-20, "申报中", ""), (-90, "获批", "12 万元"), (-75, "未获批", "")),
    ("专精特新中小企业认定", (16, "准备中", ""), (-12, "申报中", "")), ("文化创意产业扶持资金", (33, "准备中", ""), (-100, "获批", "30 万元")),
    ("首次落户企业奖励", (-45, "获批", "20 万元"), (-15, "申报中", "")),
)  # fmt: skip
"""Policy, and each firm's last day, result and amount."""

_ANSWERS = (
    ("受理答复", "受理", "已收到您反映的事，编号写在回执上，我们会在承诺日期前答复。"), ("转部门告知", "转办", "这件事由相关部门办理，我们已经转过去，并会盯着进度。"),
    ("延期告知", "延期", "部门需要多几天核实，新的日期会再告诉您，给您添麻烦了。"), ("办好告知", "结果", "事情已经办好，具体情况如下："),
    ("解释说明", "结果", "按现行政策暂时不能办，依据如下；条件变化时我们会第一时间告诉您。"), ("回访", "回访", "您好，回访上次反映的事：结果满意吗？还有别的要帮忙的吗？"),
)  # fmt: skip


def ledgers(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """Each after what it refers to."""
    yield from packs(today, tenants)
    yield _roster()
    yield _machines()
    yield _faults(today)
    yield _providers(inventor)
    yield _policies(today, tenants)
    yield Table("answer-templates", "答复模板.xlsx", "答复模板", ("模板名称", "用在", "内容"), _ANSWERS)


def packs(today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """The eight packs that the program brings along (seed S4), and to whom they were brought."""
    lines = default_checklist.packs()
    edition = f"{today.year} 版"
    rows = tuple(
        (line["服务包名称"], edition, line["内容"].replace("；", "\n"), line["适用对象"], "企事快办工作站", "是") for line in lines
    )
    columns = ("服务包名称", "版本", "内容", "适用对象", "服务团队", "启用")
    yield Table("service-packs", "服务包.xlsx", "服务包", columns, rows)
    given: list[tuple[object, ...]] = []
    for place in range(_DELIVERIES):
        one = tenants[place * 17 % len(tenants)]
        given.append((
            one.name, lines[place * 5 % len(lines)]["服务包名称"], shift(today, -(place * 150 // _DELIVERIES) - 2),
            ("上门", "上门", "来站领取")[place % 3], STAFF[place % len(STAFF)], one.contact,
            "想约一次上门讲解" if place % 23 == 3 else "",
        ))  # fmt: skip
    headings = ("企业", "服务包", "送达日期", "方式", "送达人", "签收人", "后续跟进")
    yield Table("pack-deliveries", "服务包送达.xlsx", "服务包送达登记", headings, tuple(given))


def _roster() -> Table:
    rows = tuple(
        (partner, person, day, begins, ends, "企事快办空间", helps)
        for partner, person, days, begins, ends, helps in _ROSTER
        for day in days
    )
    headings = ("坐班单位", "坐班人", "每周", "开始", "结束", "地点", "办什么")
    return Table("duty-roster", "坐班表.xlsx", f"{STATION}坐班表", headings, rows)


def _machines() -> Table:
    rows = tuple(
        (name, place, state, vendor, f"021-0000{number:04d}")
        for number, (name, place, state, vendor) in enumerate(_MACHINES, 101)
    )
    return Table("equipment", "设备.xlsx", "站内设备", ("设备名称", "位置", "状态", "维护单位", "报修电话"), rows)


def _faults(today: dt.date) -> Table:
    rows = tuple(
        (_MACHINES[machine][0], shift(today, found), what, told, "" if mended is None else shift(today, mended))
        for machine, found, what, told, mended in _FAULTS
    )
    headings = ("设备", "发现日期", "故障", "报给谁", "修好日期")
    return Table("equipment-faults", "设备故障.xlsx", "设备故障", headings, rows)


def _providers(inventor: Inventor) -> Table:
    rows = tuple((name, kind, offers, inventor.person(), inventor.mobile()) for name, kind, offers in _PROVIDERS)
    headings = ("单位名称", "类别", "能提供", "联系人", "联系电话")
    return Table("providers", "资源单位.xlsx", "资源单位", headings, rows)


def _policies(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    rows: list[tuple[object, ...]] = []
    for policy, *firms in _POLICIES:
        for until, result, amount in firms:
            one = tenants[(len(rows) * 37 + 11) % len(tenants)]
            applied = "" if result == "准备中" else shift(today, until - 3)
            rows.append((
                one.name, policy, applied, shift(today, until), result, amount, STAFF[len(rows) % len(STAFF)],
            ))  # fmt: skip
    headings = ("企业", "政策名称", "申报日期", "截止日期", "结果", "金额", "帮办人")
    return Table("policy-applications", "政策申报.xlsx", "政策申报", headings, tuple(rows))


def confirm(services: Services) -> None:
    """The station has checked half of its checklist against the departments' own pages."""
    items = every(services.records, Query("service-items", (Filter("enabled", Match.EQUALS, value=True),)))
    services.checklists.confirm([one.id for one in items if str(one.values["code"])[:1] in _CHECKED])
