"""Visits, the tasks that ask for them, rounds through a building, leads, and what is put off: FIELD.md 2.8, 4.3."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column, of_account
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.text import N_

TRIGGERS = ("高管变动", "总部来访", "企业搬迁", "租赁到期", "经营下滑", "特殊情况")
"""六必访 (seed S2) in short words."""

REASONS = (*TRIGGERS, "五色跟进", "日常", "专项", "回访")
"""Why a visit is made: one of the six, the deadline of a colour, or without a task."""

FORMS = ("上门", "电话", "座谈", "来站", "跑楼")
OPEN_STATES = ("待定", "待访", "延后")
"""The states of a task that is not done with; 待定 are those that an import found and nobody has looked at yet."""

TASK_STATES = (*OPEN_STATES, "已访", "无需")
_SENSITIVE = Sensitivity.SENSITIVE
_FIRM = Field(
    label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True, required=True, width=24,
    aliases=("单位", "企业名称", "单位名称", "走访企业"),
)  # fmt: skip


class Visit(Record):
    """That somebody of the station met, or tried to meet, an enterprise."""

    __tablename__ = "visit"
    __feeds__ = ("enterprise_id",)
    __many__ = True
    __entity__: ClassVar = Entity(
        kind="visits",
        label=N_("走访"),
        counter=N_("次"),
        title="number",
        within="enterprise_id",
        icon="walk",
        subtitle=("visited_on", "visitors"),
        columns=("visited_on", "enterprise_id", "reason", "form", "visitors", "met", "next_visit_on", "number"),
        sort="-visited_on",
        keys=(("number",), ("enterprise_id", "visited_on", "reason")),
    )

    number: Mapped[str | None] = column(
        Field(label=N_("走访编号"), max_length=20, searchable=True, width=14, aliases=("编号",), hint=N_("保存时自动编"))
    )
    enterprise_id: Mapped[int] = column(_FIRM, references="enterprise")
    visited_on: Mapped[dt.date] = column(
        Field(label=N_("走访日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期", "走访时间"))
    )
    visitors: Mapped[str | None] = column(
        Field(label=N_("走访人"), max_length=100, required=True, width=12, aliases=("走访人员", "联络员"))
    )
    met: Mapped[str | None] = column(
        Field(label=N_("受访人"), max_length=200, required=True, width=14, sensitivity=Sensitivity.PERSONAL,
              hint=N_("姓名（职务），多人用顿号"), aliases=("受访人及职务", "接待人"))
    )
    reached: Mapped[bool] = column(
        Field(label=N_("见到了人"), kind=Kind.FLAG, width=6, hint=N_("没见到的不算一次走访")), default=True
    )
    form: Mapped[str | None] = column(
        Field(label=N_("方式"), kind=Kind.CHOICE, choices=FORMS, required=True, width=6, aliases=("走访方式", "走访形式")),
        default="上门",
    )
    reason: Mapped[str | None] = column(
        Field(label=N_("事由"), kind=Kind.CHOICE, choices=REASONS, required=True, width=8, aliases=("走访事由", "类型")),
        default="日常",
    )
    topics: Mapped[str | None] = column(
        Field(label=N_("谈了什么"), kind=Kind.NOTE, max_length=2000, width=30, sensitivity=_SENSITIVE, aliases=("主题",))
    )
    situation: Mapped[str | None] = column(
        Field(label=N_("企业情况"), kind=Kind.NOTE, max_length=4000, width=36, searchable=True, sensitivity=_SENSITIVE,
              aliases=("情况", "走访情况", "经营情况"))
    )
    needs: Mapped[str | None] = column(
        Field(label=N_("提出的诉求"), kind=Kind.NOTE, max_length=2000, width=30, sensitivity=_SENSITIVE,
              aliases=("诉求", "企业诉求"))
    )
    answered: Mapped[str | None] = column(
        Field(label=N_("现场答复"), kind=Kind.NOTE, max_length=2000, width=30, sensitivity=_SENSITIVE)
    )
    follow_up: Mapped[str | None] = column(
        Field(label=N_("后续措施"), kind=Kind.NOTE, max_length=2000, width=30, sensitivity=_SENSITIVE)
    )
    changes_found: Mapped[str | None] = column(
        Field(label=N_("发现的变化"), kind=Kind.NOTE, max_length=1000, width=24, sensitivity=_SENSITIVE)
    )
    colour_suggested: Mapped[str | None] = column(
        Field(label=N_("建议颜色"), kind=Kind.CHOICE, choices=COLOURS, width=6, sensitivity=_SENSITIVE)
    )
    next_visit_on: Mapped[dt.date | None] = column(Field(label=N_("下次走访"), kind=Kind.DATE))
    signed: Mapped[bool] = column(Field(label=N_("受访人已签名"), kind=Kind.FLAG, width=6), default=False)


class VisitTask(Record):
    """必访: that an enterprise is to be visited, because of which fact, by when; kept by `storage.visits_due`.

    At most one is open for a firm, trigger and source; `mark` says how the source stood (the lease's end, say),
    `stage` how near it is: a nearer one sharpens the open task.  One that is `cleared` was closed by the write that
    took its cause away, and opens again with it.
    """

    __tablename__ = "visit_task"
    __entity__: ClassVar = Entity(
        kind="visit-tasks",
        label=N_("必访任务"),
        counter=N_("件"),
        title="trigger",
        within="enterprise_id",
        icon="walk",
        subtitle=("due_on", "state"),
        columns=("due_on", "enterprise_id", "trigger", "fact", "state", "assignee_id", "raised_on"),
        sort="due_on",
    )

    enterprise_id: Mapped[int] = column(_FIRM, references="enterprise")
    trigger: Mapped[str] = column(
        Field(label=N_("必访"), kind=Kind.CHOICE, choices=(*TRIGGERS, "五色跟进"), mandatory=True, required=True, width=8)
    )
    source_kind: Mapped[str] = column(Field(label=N_("来源类别"), mandatory=True, max_length=40))
    source_id: Mapped[int] = column(Field(label=N_("来源编号"), kind=Kind.INTEGER, mandatory=True))
    mark: Mapped[str] = column(Field(label=N_("当时"), max_length=80), default="")
    stage: Mapped[int] = column(Field(label=N_("临近"), kind=Kind.INTEGER, unit=N_("天")), default=0)
    fact: Mapped[str | None] = column(Field(label=N_("事实"), max_length=200, sensitivity=_SENSITIVE, width=28))
    why: Mapped[str | None] = column(
        Field(label=N_("为什么"), kind=Kind.NOTE, max_length=600, sensitivity=_SENSITIVE, width=40,
              hint=N_("哪个事实、哪条规则、什么期限、怎样算完"))
    )
    raised_on: Mapped[dt.date] = column(Field(label=N_("生成日期"), kind=Kind.DATE, mandatory=True))
    due_on: Mapped[dt.date] = column(Field(label=N_("期限"), kind=Kind.DATE, mandatory=True, required=True))
    estimated: Mapped[bool] = column(Field(label=N_("预估"), kind=Kind.FLAG), default=False)
    assignee_id: Mapped[int | None] = of_account(N_("负责人"))
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=TASK_STATES, mandatory=True, width=6), default="待访"
    )
    state_reason: Mapped[str | None] = column(Field(label=N_("原因"), max_length=200, width=20))
    put_off_until: Mapped[dt.date | None] = column(Field(label=N_("延后到"), kind=Kind.DATE))
    visit_id: Mapped[int | None] = column(
        Field(label=N_("走访"), kind=Kind.REFERENCE, target="visits"), references="visit"
    )
    closed_on: Mapped[dt.date | None] = column(Field(label=N_("了结日期"), kind=Kind.DATE))
    cleared: Mapped[bool] = column(Field(label=N_("原因已消除"), kind=Kind.FLAG, width=6), default=False)

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        states = ", ".join(f"'{state}'" for state in OPEN_STATES)
        return (
            once("visit_task", "enterprise_id", "trigger", "source_kind", "source_id", also=f"state IN ({states})"),
            Index("ix_visit_task_state_due_on", "state", "due_on"),
        )


class HeadquartersVisit(Record):
    """总部领导来沪考察: when somebody of the headquarters comes."""

    __tablename__ = "headquarters_visit"
    __entity__: ClassVar = Entity(
        kind="headquarters-visits",
        label=N_("总部来访"),
        counter=N_("次"),
        title="guest",
        within="enterprise_id",
        icon="building",
        columns=("arrives_on", "enterprise_id", "guest", "post", "purpose"),
        sort="-arrives_on",
        keys=(("enterprise_id", "arrives_on", "guest"),),
    )

    enterprise_id: Mapped[int] = column(_FIRM, references="enterprise")
    arrives_on: Mapped[dt.date] = column(
        Field(label=N_("来访日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    guest: Mapped[str] = column(
        Field(label=N_("来访领导"), kind=Kind.PERSON_NAME, mandatory=True, required=True, max_length=60, width=10,
              sensitivity=Sensitivity.PERSONAL, aliases=("领导", "姓名"))
    )
    post: Mapped[str | None] = column(Field(label=N_("职务"), max_length=60, width=14))
    purpose: Mapped[str | None] = column(Field(label=N_("来意"), max_length=200, width=24, sensitivity=_SENSITIVE))


class Lead(Record):
    """招商线索: a firm that may come, or something to follow that is no request."""

    __tablename__ = "lead"
    __entity__: ClassVar = Entity(
        kind="leads",
        label=N_("招商线索"),
        counter=N_("条"),
        icon="flag",
        columns=("found_on", "name", "wants", "state", "owner_id", "next_on"),
        sort="-found_on",
        keys=(("name", "found_on"),),
    )

    name: Mapped[str] = column(
        Field(label=N_("线索"), mandatory=True, required=True, max_length=100, searchable=True, width=24,
              aliases=("企业", "名称", "企业名称"))
    )
    found_on: Mapped[dt.date] = column(
        Field(label=N_("发现日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    source: Mapped[str | None] = column(
        Field(label=N_("来源"), kind=Kind.CHOICE, open_choices=True, choices=("跑楼", "走访", "业主物业", "企业推荐", "来站", "其他"))
    )
    wants: Mapped[str | None] = column(Field(label=N_("需求"), max_length=300, width=28, aliases=("面积要求", "意向")))
    contact: Mapped[str | None] = column(
        Field(label=N_("联系人"), kind=Kind.PERSON_NAME, max_length=50, sensitivity=Sensitivity.PERSONAL, width=8)
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话", "手机"))
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings"), references="building"
    )
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("相关企业"), kind=Kind.REFERENCE, target="enterprises"), references="enterprise"
    )
    owner_id: Mapped[int | None] = of_account(N_("跟进人"))
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=("新线索", "跟进中", "已移交", "已落地", "放弃"), width=8),
        default="新线索",
    )
    handed_to: Mapped[str | None] = column(Field(label=N_("移交给"), max_length=80))
    next_on: Mapped[dt.date | None] = column(Field(label=N_("下次跟进"), kind=Kind.DATE))
    result: Mapped[str | None] = column(Field(label=N_("结果"), kind=Kind.NOTE, max_length=1000))


class Round(Record):
    """跑楼速记: words jotted down on a round through a building, until they become something else."""

    __tablename__ = "round"
    __entity__: ClassVar = Entity(
        kind="rounds",
        label=N_("跑楼速记"),
        counter=N_("条"),
        title="words",
        icon="walk",
        columns=("noted_at", "building_id", "place", "enterprise_id", "words", "became"),
        sort="-noted_at",
        keys=(("noted_at", "words"),),
    )

    noted_at: Mapped[dt.datetime] = column(
        Field(label=N_("时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings", required=True), references="building"
    )
    place: Mapped[str | None] = column(Field(label=N_("楼层室号"), max_length=40, width=8, aliases=("房号", "位置")))
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises"), references="enterprise"
    )
    words: Mapped[str] = column(
        Field(label=N_("记录"), mandatory=True, required=True, max_length=500, searchable=True, width=36,
              aliases=("内容", "备忘"))
    )
    became: Mapped[str] = column(
        Field(label=N_("去向"), kind=Kind.CHOICE, choices=("待处理", "走访", "诉求", "线索", "不用处理"), width=8),
        default="待处理",
    )
    became_id: Mapped[int | None] = column(Field(label=N_("去向编号"), kind=Kind.INTEGER))


class Snooze(Record):
    """延后: something on 今日 that is put off until a day, with its reason; it comes back by itself."""

    __tablename__ = "snooze"
    __entity__: ClassVar = Entity(
        kind="snoozes", label=N_("延后的事"), counter=N_("件"), title="reason", icon="clock", columns=("until", "reason"),
        sort="until", keys=(("topic",),),
    )  # fmt: skip

    topic: Mapped[str] = column(Field(label=N_("哪件事"), mandatory=True, max_length=80))
    until: Mapped[dt.date] = column(Field(label=N_("延后到"), kind=Kind.DATE, mandatory=True, required=True))
    reason: Mapped[str] = column(Field(label=N_("原因"), mandatory=True, required=True, max_length=200, width=24))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("snooze", "topic"),)


class DayLog(Record):
    """值班日志: what was done on a day, drafted from the station's log and finished by who was on duty."""

    __tablename__ = "day_log"
    __entity__: ClassVar = Entity(
        kind="day-logs", label=N_("值班日志"), counter=N_("天"), title="day", icon="file",
        columns=("day", "on_duty", "text"), sort="-day", keys=(("day",),),
    )  # fmt: skip

    day: Mapped[dt.date] = column(Field(label=N_("日期"), kind=Kind.DATE, mandatory=True, required=True))
    on_duty: Mapped[str | None] = column(Field(label=N_("值班人"), max_length=60, width=10))
    text: Mapped[str | None] = column(
        Field(label=N_("日志"), kind=Kind.NOTE, max_length=8000, width=48, searchable=True, sensitivity=_SENSITIVE)
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("day_log", "day"),)
