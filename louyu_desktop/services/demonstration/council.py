"""The council of the demonstration (seeds S0, S1, S4): members, meetings, topics from a need to an answer, measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.tables import AREA, BUILDINGS, STAFF, STATION, Table, Tenant, shift

COUNCIL = f"{AREA}楼事会"
TOWER_COUNCIL = f"{BUILDINGS[2][0]}楼事会"
LIFTS = "电梯早高峰排队"

_COVENANT = """一、非机动车停进划线区，不占消防通道和盲道。
二、访客车辆提前一天预约，停满两小时请挪到地下三层。
三、电动车不进楼、不上楼充电，充电请用集中充电桩。
四、卸货在上午十点以前、下午三点以后，走货梯。
五、物业每周巡查一次，结果贴在楼务公开墙上。"""
_SEATS = (
    ("召集人", "党组织", "汾阳片区楼宇党总支"), ("楼长", "物业", "环贸物业服务中心"), ("委员", "业主", "环贸广场业主方"),
    ("委员", "企业", ""), ("委员", "企业", ""), ("委员", "企业", ""), ("委员", "职能部门", "湖南派出所"),
    ("委员", "职能部门", "街道市场监管所"), ("委员", "居民区", "梧桐里居民区党总支"), ("秘书", "站点", STATION),
)  # fmt: skip
_TOWER_SEATS = (
    ("召集人", "党组织", "嘉华中心联合党支部"), ("楼长", "物业", "嘉华中心物业服务中心"), ("委员", "企业", ""), ("委员", "企业", ""),
    ("秘书", "站点", STATION),
)  # fmt: skip
"""Nobody of the owners, the departments and the neighbourhood sits there yet."""

_MEETINGS = (
    ("停车公约专题会", "议事会", -130, "纪要已定"), ("街区、楼宇大讨论", "大讨论", -96, "纪要已定"), ("电梯和停放点专题会", "议事会", -61, "纪要已定"),
    ("树木修剪现场协调会", "现场协调", -47, "纪要已定"), ("外卖柜和访客登记例会", "例会", -3, "已开"), ("外卖柜和消防演练例会", "例会", 5, "已通知"),
)  # fmt: skip
_CLOSED, _ANSWERED, _RESOURCED, _DISCUSSED, _COLLECTED = "归档", "闭环反馈", "资源整合", "议题共商", "需求收集"
_TOPICS = (
    ("访客和非机动车停车公约", "停车", -141, "物业服务中心", _CLOSED, 0, "通过", "通过五条停车公约，物业按约管理，每周公布巡查结果。",
     "车位紧，电动车占道，访客绕楼找车位。"),
    ("门前道路积水", "积水", -110, "乌鲁木齐中路商户", _CLOSED, 1, "通过", "物业疏通排水沟，街道城建更换两处井盖。", "暴雨后门口积水没过脚面。"),
    ("屋顶改建网球场", "其他", -104, "白领代表", _CLOSED, 1, "否决", "屋顶承重不够，改为开放街道体育馆的午间时段。", "想在屋顶建网球场。"),
    (LIFTS, "电梯", -75, "楼内企业", _ANSWERED, 2, "通过", "高低区错层停靠；大企业打卡机移到闸机前；九点前增设引导员。",
     "九点前后大堂排到门外，最长等二十分钟，员工打卡迟到。"),
    ("居民楼前的树冠遮光", "环境卫生", -54, "梧桐里居民区", _CLOSED, 3, "通过", "请业主方绿化部门按护绿方案修剪一排树冠。",
     "楼内树木长得快，挡住隔壁居民楼的采光，晾衣没有阳光。"),
    ("非机动车停放点扩容", "非机动车", -70, "楼内企业", _RESOURCED, 2, "通过", "东侧空地划八十个车位，分时段管理。", "电动车停到人行道上。"),
    ("外卖柜放在哪里", "餐饮外卖", -28, "白领代表", _DISCUSSED, 5, "再议", "请物业比较前厅和后门两个位置，下次再定。", "取餐点太远，午间来回一刻钟。"),
    ("大堂访客登记提速", "其他", -20, "楼内企业", _RESOURCED, 4, "通过", "访客可提前一天预约，到了刷身份证直接过闸。", "上午访客登记排队。"),
    ("消防演练安排在什么时候", "消防安全", -12, "物业服务中心", _DISCUSSED, 5, "", "", "上次演练赶上月末，很多人没参加。"),
    ("午间广场音量", "环境卫生", -9, "楼内企业", _COLLECTED, None, "", "", "午间活动音响影响二层会议室。"),
)  # fmt: skip
"""Title, category, day, who raised it, stage, meeting, decision and its words, how things stand."""

_AGENDA = ((0,), (1, 2), (3, 5), (4,), (6, 7), (6, 8))
"""The topics of each meeting."""

_MEASURES = (
    (0, "印发停车公约并上墙", "物业服务中心", 0, -120, -123, "全楼张贴，企业签收"), (0, "划出访客车位十个", "物业服务中心", 1, -110, -112, "已划线"),
    (1, "疏通排水沟", "物业服务中心", 2, -80, -84, "已疏通，雨后复看"), (1, "更换两处井盖", "街道城建", 2, -70, -72, "已更换"),
    (3, "高低区错层停靠", "电梯维保单位", 1, -40, -43, "已调整程序"), (3, "打卡机移到闸机前", "楼内大企业", 1, -20, -22, "三家已移"),
    (3, "九点前增设引导员", "物业服务中心", 3, -50, -55, "每日两名"), (4, "修剪一排树冠", "业主方绿化部门", 4, -30, -33, "按护绿方案剪除"),
    (5, "东侧空地划线", "物业服务中心", 2, -1, None, ""), (5, "搭雨棚、装监控", "业主方", 2, 6, None, ""),
    (5, "安排护车员", "物业服务中心", 3, -2, -3, "午间一名"), (7, "访客预约程序上线", "物业服务中心", 4, 3, None, ""),
    (7, "闸机加装身份证读卡", "业主方", 4, 20, None, ""),
)  # fmt: skip
"""Topic, what, by whom, who follows it up, until when, when it was done, how."""

_CLOSED_ON = {0: -98, 1: -66, 2: -85, 4: -25}
_TOLD = {0: 6, 1: 4, 2: 1, 3: 6, 4: 1, 5: 4, 6: 2, 7: 3, 8: 1, 9: 1}
"""How many are concerned by a topic."""

_OPEN_ANSWERS = 2
"""Firms that still wait for an answer about the lifts."""


def ledgers(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Iterator[Table]:
    """Each after what it refers to."""
    day = shift(today, -132)
    yield Table(
        "councils", "议事机构.xlsx", "楼事会", ("名称", "片区", "楼宇", "公约", "公约通过日期"),
        ((COUNCIL, AREA, "", _COVENANT, day), (TOWER_COUNCIL, "", BUILDINGS[2][0], "", "")),
    )  # fmt: skip
    seats = _members(inventor, today, tenants)
    yield seats
    names = [str(row[1]) for row in seats.rows[: len(_SEATS)]]
    yield _meetings(today, names)
    yield _topics(today)
    yield _agenda()
    yield _measures(today)
    yield _feedback(today, tenants)


def _members(inventor: Inventor, today: dt.date, tenants: Sequence[Tenant]) -> Table:
    rows: list[tuple[object, ...]] = []
    for council, seats, firms in ((COUNCIL, _SEATS, tenants), (TOWER_COUNCIL, _TOWER_SEATS, _in(tenants, 2))):
        for place, (post, side, unit) in enumerate(seats):
            firm = firms[place * 3]
            name = STAFF[1] if side == "站点" else firm.contact if side == "企业" else inventor.person()
            rows.append((council, name, side, post, unit or firm.name, inventor.mobile(), shift(today, -520), ""))
    rows.append((COUNCIL, inventor.person(), "企业", "委员", tenants[40].name, "", shift(today, -520), shift(today, -90)))
    headings = ("议事机构", "姓名", "代表方", "职务", "单位", "联系电话", "自", "至")
    return Table("council-members", "议事成员.xlsx", "楼事会成员", headings, tuple(rows))


def _in(tenants: Sequence[Tenant], building: int) -> list[Tenant]:
    return [one for one in tenants if one.building == BUILDINGS[building][0]]


def _name(place: int) -> str:
    return f"{COUNCIL}{_MEETINGS[place][0]}"


def _meetings(today: dt.date, members: Sequence[str]) -> Table:
    headings = (
        "会议名称", "议事机构", "会议类型", "时间", "地点", "主持人", "记录人", "应到", "出席", "请假", "列席", "发言", "议定事项", "状态",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    for place, (_title, kind, days, state) in enumerate(_MEETINGS):
        held = days < 0
        agreed = [f"{n}. {_TOPICS[topic][7]}" for n, topic in enumerate(_AGENDA[place], 1) if _TOPICS[topic][7]]
        where = "梧桐里小区树旁" if kind == "现场协调" else f"{STATION}党群活动空间"
        rows.append((
            _name(place), COUNCIL, kind, f"{_workday(today, days).isoformat()} {'10:00' if place % 2 else '14:00'}",
            where,
            members[0], members[-1], len(members) if held else "",
            "、".join((*members[:8], members[-1])) if held else "",
            f"{members[8]}（出差）" if held else "", "街道营商办" if held else "",
            f"{members[1]}：物业可以先试两周。\n{members[3]}：希望有时间表。" if held else "",
            "\n".join(agreed) if held else "", state,
        ))  # fmt: skip
    return Table("meetings", "议事会议.xlsx", "楼事会会议", headings, tuple(rows))


def _workday(today: dt.date, days: int) -> dt.date:
    """That many days from today, a day on or back where it is a weekend."""
    day = today + dt.timedelta(days=days)
    step = dt.timedelta(days=1 if days > 0 else -1)
    while day.weekday() > 4:
        day += step
    return day


def _topics(today: dt.date) -> Table:
    headings = (
        "议题", "议事机构", "提出日期", "提出方", "议题类别", "情况", "阶段", "会议", "方案", "议定", "决定", "资源", "归档日期",
    )  # fmt: skip
    rows = []
    for place, (title, category, days, proposer, stage, meeting, decision, words, story) in enumerate(_TOPICS):
        closed = shift(today, _CLOSED_ON[place]) if stage == _CLOSED else ""
        rows.append((
            title, COUNCIL, shift(today, days), proposer, category, story, stage,
            "" if meeting is None else _name(meeting),
            words, decision, words, "物业出人，业主方出料，街道协调。" if decision == "通过" else "", closed,
        ))  # fmt: skip
    return Table("topics", "议题.xlsx", "楼事会议题", headings, tuple(rows))


def _agenda() -> Table:
    rows = []
    for meeting, topics in enumerate(_AGENDA):
        for position, topic in enumerate(topics, 1):
            decision, words = _TOPICS[topic][6:8]
            held = _MEETINGS[meeting][2] < 0
            said = "各方都说了看法，分歧不大。" if held else ""
            rows.append((
                _name(meeting), _TOPICS[topic][0], position, said, decision if held else "", words if held else "",
            ))  # fmt: skip
    headings = ("会议", "议题", "顺序", "发言", "议定", "决定")
    return Table("agenda-items", "会议议程.xlsx", "会议议程", headings, tuple(rows))


def _measures(today: dt.date) -> Table:
    rows = tuple(
        (_TOPICS[topic][0], what, whose, STAFF[who], shift(today, due), "" if done is None else shift(today, done), how)
        for topic, what, whose, who, due, done, how in _MEASURES
    )
    headings = ("议题", "措施", "责任单位", "跟进人", "期限", "完成日期", "完成情况")
    return Table("measures", "议题措施.xlsx", "议题措施", headings, rows)


def _feedback(today: dt.date, tenants: Sequence[Tenant]) -> Table:
    rows: list[tuple[object, ...]] = []
    for topic, count in _TOLD.items():
        title, _category, _days, proposer, stage = _TOPICS[topic][:5]
        told = stage in (_CLOSED, _ANSWERED)
        for place in range(count):
            by_name = count == 1
            open_ = not told or (stage == _ANSWERED and place >= count - _OPEN_ANSWERS)
            firm = tenants[(topic * 13 + place * 11 + 4) % 380]
            rows.append((
                title, "" if by_name else firm.name, proposer if by_name else "",
                "" if open_ else shift(today, _CLOSED_ON.get(topic, -12) - 2),
                "" if open_ else "已按会上定的办好，请看现场。", "" if open_ else ("满意", "比以前好多了", "希望保持")[place % 3],
                "" if open_ else 5 - place % 2,
            ))  # fmt: skip
    headings = ("议题", "企业", "反馈对象", "反馈日期", "反馈内容", "对方意见", "满意度")
    return Table("feedback", "议题反馈.xlsx", "议题反馈", headings, tuple(rows))
