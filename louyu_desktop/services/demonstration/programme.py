"""Sixty activities around today, and who registered for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from louyu_desktop.services.demonstration.invented import Inventor
from louyu_desktop.services.demonstration.tables import BRANCHES, STAFF, STATION, Table

_PROGRAMME = (
    ("午间一小时·声音疗愈", "文体", "白领减压室", "综合活动空间", "12:00", 60, 60, "治理"),
    ("亿元街区下午茶·民营经济促进法", "政策宣讲", "企业加油站", "社交生活空间", "14:00", 90, 40, "营商"),
    ("公益律师坐班", "讲座", "企业加油站", "企事快办空间", "13:30", 180, 6, "营商"),
    ("主题党日·家门口的红色记忆", "主题党日", "党建同心园", "党群活动空间", "18:30", 90, 50, "党建"),
    ("白领午间课堂·书法体验", "文体", "商圈商学院", "融合共享空间", "12:00", 60, 30, "治理"),
    ("税护航程·知产赋能", "政策宣讲", "企业加油站", "商务洽谈空间", "15:00", 90, 10, "营商"),
    ("楼事会·电梯高峰议题", "议事", "协商议事厅", "党群活动空间", "10:00", 90, 20, "治理"),
    ("肩颈放松小课", "义诊", "白领减压室", "活力健身空间", "12:10", 50, 20, "治理"),
    ("书记工作室·支部书记沙龙", "沙龙", "党建同心园", "书记工作室", "16:00", 60, 16, "党建"),
    ("梧桐公益·爱心市集", "市集", "党建同心园", "综合活动空间", "11:30", 120, 60, "党建"),
    ("人才落户政策面对面", "政策宣讲", "商圈商学院", "综合活动空间", "15:00", 90, 50, "营商"),
    ("党课·把支部建在楼上", "党课", "党建同心园", "党群活动空间", "17:30", 60, 80, "党建"),
)
_EACH_SIDE = 30


@dataclass(frozen=True, slots=True)
class Planned:
    """One activity with its number, moment and room."""

    number: str
    title: str
    start: dt.datetime
    capacity: int
    held: bool


def activities(today: dt.date) -> tuple[Table, tuple[Planned, ...]]:
    """Thirty activities of the last weeks and thirty of the coming ones; two take place today."""
    headings = (
        "活动编号", "活动名称", "活动类型", "三位一体", "平台", "系列", "开始时间", "结束时间", "场地", "主办", "负责人", "应到党组织",
        "名额", "候补确认时限", "状态", "活动总结", "上级活动",
    )  # fmt: skip
    rows: list[tuple[object, ...]] = []
    planned: list[Planned] = []
    for place, day in enumerate(_days(today)):
        title, kind, platform, venue, clock, minutes, capacity, tag = _PROGRAMME[place % len(_PROGRAMME)]
        start = dt.datetime.combine(day, dt.time.fromisoformat(clock))
        held = day < today
        summed_up = held and (today - day).days not in _NOT_SUMMED_UP
        round_number = 1 + place // len(_PROGRAMME)
        number = f"HD-{day.year}-{place + 1:04d}"
        full_title = f"{title}（第 {round_number} 场）"
        state = "已归档" if summed_up else "待总结" if held else "报名中"
        branch = BRANCHES[place // len(_PROGRAMME) % len(BRANCHES)] if kind == "主题党日" else ""
        rows.append((
            number, full_title, kind, tag, platform, title if title in SERIES else "", start.strftime("%Y-%m-%d %H:%M"),
            (start + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M"), venue, STATION,
            STAFF[place % len(STAFF)], branch, capacity, 24 if title == _WANTED else "", state,
            "按计划举办，现场答疑充分，反馈良好。" if summed_up else "", "",
        ))  # fmt: skip
        planned.append(Planned(number, full_title, start, capacity, held))
    rows += _festival(today, len(rows))
    return Table("activities", "活动.xlsx", "活动安排", headings, tuple(rows)), tuple(planned)


SERIES = {
    "午间一小时·声音疗愈": ("文体", "白领午间课堂", "FREQ=MONTHLY;BYDAY=2WE;COUNT=12"),
    "亿元街区下午茶·民营经济促进法": ("政策宣讲", "亿元街区下午茶", "FREQ=MONTHLY;BYDAY=1TH;COUNT=12"),
    "白领午间课堂·书法体验": ("文体", "白领午间课堂", "FREQ=MONTHLY;BYDAY=3FR;COUNT=12"),
}
"""What comes again: kind, brand and rule."""

_WANTED = "白领午间课堂·书法体验"
"""The course that more people want to come to than there are places."""


def series(today: dt.date) -> Table:
    """The series of the station."""
    headings = ("系列名称", "活动类型", "品牌", "主办", "负责人", "首场时间", "每场时长", "重复规则", "遇到放假")
    first = dt.datetime.combine(today - dt.timedelta(days=200), dt.time(12)).strftime("%Y-%m-%d %H:%M")
    rows = tuple(
        (title, kind, brand, STATION, STAFF[place], first, 60, rule, "顺延")
        for place, (title, (kind, brand, rule)) in enumerate(SERIES.items())
    )
    return Table("series", "活动系列.xlsx", "活动系列", headings, rows)


def preparations(planned: Sequence[Planned], today: dt.date) -> Table:
    """What is to be prepared for the activities of the next days; the first of them is late."""
    headings = ("活动", "事项", "负责人", "提前天数", "办好日期")
    rows: list[tuple[object, ...]] = []
    for place, activity in enumerate(one for one in planned if one.start.date() > today and not one.held):
        if place == 6:
            break
        for what, owner, days in (("发通知、开放报名", 2, 7), ("确认主讲和设备", 3, 3), ("布置场地、打印签到表", 4, 0)):
            due = activity.start.date() - dt.timedelta(days=days)
            done = due.isoformat() if due < today and (place or days == 7) else ""
            rows.append((activity.number, what, STAFF[owner], days, done))
    return Table("preparations", "筹备事项.xlsx", "活动筹备事项", headings, tuple(rows))


def _festival(today: dt.date, before: int) -> list[tuple[object, ...]]:
    """A festival of three parts on one Saturday to come, counted by its parts."""
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7 + 14)
    rows: list[tuple[object, ...]] = []
    for place, (title, clock, minutes, kind) in enumerate(_FESTIVAL):
        start = dt.datetime.combine(saturday, dt.time.fromisoformat(clock))
        end = start + dt.timedelta(minutes=minutes)
        rows.append((
            f"HD-{saturday.year}-{before + 1 + place:04d}", title, kind, "治理", "白领减压室", "",
            start.strftime("%Y-%m-%d %H:%M"), end.strftime("%Y-%m-%d %H:%M"), "环贸广场中庭", STATION, STAFF[0], "", "", "",
            "报名中", "", _FESTIVAL[0][0] if place else "",
        ))  # fmt: skip
    return rows


_FESTIVAL = (
    ("淮海白领先锋节", "10:00", 480, "节庆"), ("先锋节·楼宇好声音", "10:30", 120, "文体"),
    ("先锋节·交友会", "14:00", 120, "文体"), ("先锋节·公益市集", "10:00", 480, "市集"),
)  # fmt: skip


_NOT_SUMMED_UP = frozenset((1, 2, 8, 9))


def _days(today: dt.date) -> list[dt.date]:
    past = [day for step in range(1, 70) if (day := today - dt.timedelta(days=step)).weekday() < 5]
    coming = [day for step in range(1, 70) if (day := today + dt.timedelta(days=step)).weekday() < 5]
    return [*reversed(past[:_EACH_SIDE]), today, today, *coming[: _EACH_SIDE - 2]]


def registrations(
    inventor: Inventor, planned: Sequence[Planned], people: Sequence[tuple[str, str, str, bool]]
) -> Table:
    """Who registered: `people` are name, mobile, unit and membership; the nearest activities fill up most."""
    draw = inventor.random
    headings = ("活动编号", "姓名", "手机", "单位", "是否党员", "状态", "渠道", "报名时间")
    rows: list[tuple[object, ...]] = []
    for activity in planned[_EACH_SIDE - 12 : _EACH_SIDE + 14]:
        full = activity.title.startswith(_WANTED) and not activity.held
        wanted = activity.capacity + 6 if full else max(3, round(activity.capacity * draw.uniform(0.55, 0.97)))
        for place, (name, mobile, unit, member) in enumerate(draw.sample(list(people), wanted)):
            absent = activity.held and place % 9 == 4
            state = (
                "缺席" if absent else "已签到" if activity.held else "已报名" if place < activity.capacity else "候补"
            )
            moment = activity.start - dt.timedelta(hours=draw.randrange(20, 200))
            rows.append((
                activity.number, name, mobile, unit, "是" if member else "否", state,
                draw.choice(("问卷", "问卷", "接龙", "到站", "电话")), moment.strftime("%Y-%m-%d %H:%M"),
            ))  # fmt: skip
    return Table("registrations", "活动报名.xlsx", "活动报名名单", headings, tuple(rows))


_BOOKINGS = (
    (0, "综合活动空间", "09:30", 60, "季度员工大会彩排", 40, "已用"),
    (1, "商务洽谈空间", "10:00", 90, "招商洽谈", 8, "确认"),
    (1, "融合共享空间", "14:00", 120, "新员工入职培训", 25, "确认"),
    (2, "社交生活空间", "10:00", 60, "读书会", 12, "申请"),
    (3, "商务洽谈空间", "10:00", 60, "客户座谈", 6, "确认"),
    (4, "融合共享空间", "15:00", 90, "楼宇物业沟通会", 18, "申请"),
)
"""How many working days ahead, which room, when, how long, what for, how many, and its state."""


def bookings(inventor: Inventor, today: dt.date, firms: Sequence[str]) -> Table:
    """Rooms lent to firms of the tower in these days, at hours that the programme leaves free."""
    headings = ("场地", "开始时间", "结束时间", "用途", "使用单位", "联系人", "联系电话", "人数", "状态")
    days = [day for step in range(14) if (day := today + dt.timedelta(days=step)).weekday() < 5]
    rows: list[tuple[object, ...]] = []
    for place, (ahead, room, clock, minutes, purpose, people, state) in enumerate(_BOOKINGS):
        start = dt.datetime.combine(days[ahead], dt.time.fromisoformat(clock))
        end = start + dt.timedelta(minutes=minutes)
        rows.append((
            room, start.strftime("%Y-%m-%d %H:%M"), end.strftime("%Y-%m-%d %H:%M"), purpose, firms[place % len(firms)],
            inventor.person(), inventor.mobile(), people, state,
        ))  # fmt: skip
    return Table("bookings", "场地预约.xlsx", "场地预约登记", headings, tuple(rows))


def blackouts(today: dt.date) -> Table:
    """One Saturday on which a floor is mended."""
    saturday = today + dt.timedelta(days=(5 - today.weekday()) % 7 or 7)
    row = ("活力健身空间", f"{saturday} 09:00", f"{saturday} 18:00", "地板保养")
    return Table("blackouts", "停用时段.xlsx", "场地停用时段", ("场地", "开始时间", "结束时间", "原因"), (row,))
