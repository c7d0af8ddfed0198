"""Activities and what is to be done before them: FIELD.md 2.7."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Index, Select, case, func, select, text
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models.base import Record, among, hidden, record_class
from louyu_desktop.models.columns import column
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

TYPES = (
    "主题党日", "党课", "支部党员大会", "支部委员会", "党小组会", "学习教育", "政策宣讲", "沙龙", "讲座", "义诊", "文体", "市集", "志愿",
    "联建", "议事", "展览", "节庆", "其他",
)  # fmt: skip
PLATFORMS = ("党建同心园", "企业加油站", "白领减压室", "商圈商学院", "协商议事厅")
STATES = ("策划", "报名中", "报名截止", "进行中", "待总结", "已归档", "延期", "取消")


COUNT_MODES = ("签到", "客流", "企业")
"""How those who came are counted: by sign-in, at the door, by firm (FIELD.md 4.5)."""

HOLIDAY_RULES = ("照常", "跳过", "顺延", "提前")
"""What a series does on a day that people do not work."""


class Activity(Record):
    """Something that takes place at a time and to which people come."""

    __tablename__ = "activity"
    __follows__: ClassVar = {"title_sort": (sort_key, ("title",))}
    __entity__: ClassVar = Entity(
        kind="activities",
        label=N_("活动"),
        counter=N_("场"),
        title="title",
        icon="calendar",
        subtitle=("starts_at", "venue"),
        columns=("starts_at", "title", "type", "venue_id", "owner", "status", "registered_count", "signed_count"),
        sort="-starts_at",
        keys=(("number",), ("title", "starts_at")),
    )

    number: Mapped[str | None] = column(
        Field(label=N_("活动编号"), max_length=20, searchable=True, width=14, aliases=("编号",), hint=N_("保存时自动编"))
    )
    title: Mapped[str] = column(
        Field(label=N_("活动名称"), mandatory=True, required=True, max_length=100, searchable=True, width=30,
              aliases=("名称", "活动主题", "主题", "标题"))
    )
    type: Mapped[str | None] = column(
        Field(label=N_("活动类型"), kind=Kind.CHOICE, choices=TYPES, required=True, aliases=("类型",), width=8)
    )
    tags: Mapped[tuple[str, ...]] = column(
        Field(label=N_("三位一体"), kind=Kind.CHOICES, choices=("党建", "营商", "治理"), aliases=("标签",))
    )
    platform: Mapped[str | None] = column(
        Field(label=N_("平台"), kind=Kind.CHOICE, choices=PLATFORMS, open_choices=True, aliases=("五大平台",))
    )
    brand: Mapped[str | None] = column(Field(label=N_("品牌"), max_length=40, searchable=True))
    series_id: Mapped[int | None] = column(
        Field(label=N_("系列"), kind=Kind.REFERENCE, target="series", aliases=("活动系列", "系列活动")),
        references="activity_series",
    )
    occurrence: Mapped[dt.datetime | None] = column(
        Field(label=N_("系列中的场次"), kind=Kind.DATETIME, hint=N_("按系列的规则本该开始的时间"))
    )
    detached: Mapped[bool | None] = column(Field(label=N_("单独改过"), kind=Kind.FLAG, hint=N_("改系列时不跟着变")))
    parent_id: Mapped[int | None] = column(
        Field(label=N_("上级活动"), kind=Kind.REFERENCE, target="activities", aliases=("所属活动",), hint=N_("节庆里的一场，填节庆")),
        references="activity",
    )
    starts_at: Mapped[dt.datetime] = column(
        Field(label=N_("开始时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16,
              aliases=("活动时间", "时间", "开始", "日期", "活动日期"))
    )
    ends_at: Mapped[dt.datetime | None] = column(
        Field(label=N_("结束时间"), kind=Kind.DATETIME, required=True, width=16, aliases=("结束",))
    )
    venue_id: Mapped[int | None] = column(
        Field(label=N_("场地"), kind=Kind.REFERENCE, target="facilities", aliases=("活动场地", "功能区")), references="facility"
    )
    venue: Mapped[str | None] = column(
        Field(label=N_("其他地点"), max_length=100, width=20, aliases=("地点", "活动地点"), hint=N_("不在站里时填"))
    )
    setup_minutes: Mapped[int | None] = column(
        Field(label=N_("布置"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5, hint=N_("不填按场地"))
    )
    clear_minutes: Mapped[int | None] = column(
        Field(label=N_("清场"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5, hint=N_("不填按场地"))
    )
    organiser: Mapped[str | None] = column(
        Field(label=N_("主办"), max_length=100, required=True, width=20, aliases=("主办方", "主办单位"))
    )
    co_organisers: Mapped[str | None] = column(Field(label=N_("协办"), max_length=200, aliases=("协办方", "协办单位")))
    providers: Mapped[str | None] = column(Field(label=N_("支持单位"), max_length=200, aliases=("资源方", "支持方")))
    speaker: Mapped[str | None] = column(Field(label=N_("主讲"), max_length=60, aliases=("主讲人", "讲师")))
    owner: Mapped[str | None] = column(
        Field(label=N_("负责人"), kind=Kind.PERSON_NAME, max_length=50, required=True, width=8, aliases=("经办人",))
    )
    audience: Mapped[str | None] = column(Field(label=N_("面向"), max_length=100, aliases=("参加对象", "对象")))
    organisation_id: Mapped[int | None] = column(
        Field(label=N_("应到党组织"), kind=Kind.REFERENCE, target="organisations", aliases=("参加党组织", "开展支部")),
        references="party_organisation",
    )
    capacity: Mapped[int | None] = column(
        Field(label=N_("名额"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=6,
              aliases=("人数上限", "容量"), editable_in_list=True)
    )
    quota: Mapped[int | None] = column(
        Field(label=N_("每家企业名额"), kind=Kind.INTEGER, minimum=1, maximum=100000, unit=N_("人"), width=6,
              aliases=("单位名额",))
    )
    waiting_hours: Mapped[int | None] = column(
        Field(label=N_("候补确认时限"), kind=Kind.INTEGER, minimum=1, maximum=720, unit=N_("小时"), width=6,
              hint=N_("轮到候补的人，多久之内要答复；不填就直接补上"))
    )
    registration_deadline: Mapped[dt.datetime | None] = column(
        Field(label=N_("报名截止"), kind=Kind.DATETIME, width=16, aliases=("截止时间",))
    )
    allow_walk_in: Mapped[bool] = column(Field(label=N_("接受现场报名"), kind=Kind.FLAG), default=True)
    status: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=STATES, width=8), default="策划"
    )
    status_reason: Mapped[str | None] = column(Field(label=N_("延期或取消的原因"), max_length=200))
    count_mode: Mapped[str | None] = column(
        Field(label=N_("统计方式"), kind=Kind.CHOICE, choices=COUNT_MODES, width=6, hint=N_("不填按签到统计"))
    )
    summary: Mapped[str | None] = column(
        Field(label=N_("活动总结"), kind=Kind.NOTE, max_length=4000, aliases=("活动内容", "内容"))
    )
    effect: Mapped[str | None] = column(Field(label=N_("成效"), kind=Kind.NOTE, max_length=2000, aliases=("活动成效",)))
    issues: Mapped[str | None] = column(Field(label=N_("问题与改进"), kind=Kind.NOTE, max_length=2000))
    budget: Mapped[Any] = column(Field(label=N_("预算"), kind=Kind.DECIMAL, digits=2, minimum=0, unit=N_("元"), width=8))
    cost: Mapped[Any] = column(
        Field(label=N_("支出"), kind=Kind.DECIMAL, digits=2, minimum=0, unit=N_("元"), width=8, aliases=("费用",))
    )
    wrapped_up_on: Mapped[dt.date | None] = column(Field(label=N_("总结日期"), kind=Kind.DATE))
    footfall: Mapped[int | None] = column(
        Field(label=N_("客流人次"), kind=Kind.INTEGER, minimum=0, maximum=1000000, unit=N_("人次"), aliases=("人次",), width=8)
    )
    firms_present: Mapped[int | None] = column(
        Field(label=N_("到场企业"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("家"), width=6,
              hint=N_("按企业统计、没有逐人签到时填"))
    )
    registered_count: Mapped[int | None] = column(
        Field(label=N_("报名"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    waiting_count: Mapped[int | None] = column(
        Field(label=N_("候补"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    signed_count: Mapped[int | None] = column(
        Field(label=N_("签到"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    walk_in_count: Mapped[int | None] = column(
        Field(label=N_("现场来"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    title_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (
            Index("uq_activity_number", "number", unique=True, sqlite_where=text("number IS NOT NULL")),
            Index("ix_activity_starts_at", "starts_at"),
        )

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Registrations that hold a place, those that wait, sign-ins, and walk-ins among them."""
        registrations, sign_ins = _counts()
        held = {key: (taken, waiting) for key, taken, waiting in session.execute(registrations, {"ids": list(ids)})}
        came = {key: (all_, walked) for key, all_, walked in session.execute(sign_ins, {"ids": list(ids)})}
        names = ("registered_count", "waiting_count", "signed_count", "walk_in_count")
        none = (0, 0)
        return {key: dict(zip(names, (*held.get(key, none), *came.get(key, none)), strict=True)) for key in ids}

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[Any, Collection[int]]:
        """Preparations: their day goes by the beginning of the activity."""
        return {Preparation: session.scalars(_preparations(), {"ids": list(ids)}).all()}


@cache
def _counts() -> tuple[Select[Any], Select[Any]]:
    """Of each activity (id, places held, waiting), and (id, sign-ins, walk-ins)."""
    registration, sign_in = record_class("registration").__table__, record_class("sign_in").__table__
    status = registration.c.status
    return (
        select(
            registration.c.activity_id,
            func.sum(case((status.in_(HOLDING), 1), else_=0)),
            func.sum(case((status == RegistrationStatus.WAITING, 1), else_=0)),
        )
        .where(among(registration.c.activity_id), registration.c.archived_at.is_(None))
        .group_by(registration.c.activity_id),
        select(sign_in.c.activity_id, func.count(), func.sum(case((sign_in.c.walk_in, 1), else_=0)))
        .where(among(sign_in.c.activity_id), sign_in.c.archived_at.is_(None))
        .group_by(sign_in.c.activity_id),
    )


@cache
def _preparations() -> Select[Any]:
    return select(Preparation.id).where(among(Preparation.activity_id))


class Preparation(Record):
    """Something to be done before an activity, by whom and how many days ahead; its day follows the activity."""

    __tablename__ = "preparation"
    __entity__: ClassVar = Entity(
        kind="preparations",
        label=N_("筹备事项"),
        counter=N_("件"),
        title="what",
        icon="check",
        columns=("activity_id", "what", "owner", "days_before", "due_on", "done_on"),
        sort="due_on",
    )

    activity_id: Mapped[int] = column(
        Field(label=N_("活动"), kind=Kind.REFERENCE, target="activities", mandatory=True, required=True, width=20),
        references="activity",
    )
    what: Mapped[str] = column(
        Field(label=N_("事项"), mandatory=True, required=True, max_length=100, width=24, aliases=("筹备事项", "内容"))
    )
    owner: Mapped[str | None] = column(Field(label=N_("负责人"), kind=Kind.PERSON_NAME, max_length=50, width=8))
    days_before: Mapped[int | None] = column(
        Field(
            label=N_("提前天数"),
            kind=Kind.INTEGER,
            minimum=-60,
            maximum=365,
            unit=N_("天"),
            width=6,
            editable_in_list=True,
            aliases=("提前",),
        )
    )
    done_on: Mapped[dt.date | None] = column(Field(label=N_("办好日期"), kind=Kind.DATE, editable_in_list=True))
    due_on: Mapped[dt.date | None] = column(Field(label=N_("应办日期"), kind=Kind.DATE, derived=True))

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """So many days before the day of the activity."""
        rows = session.execute(
            select(cls.id, cls.days_before, Activity.starts_at)
            .join(Activity, Activity.id == cls.activity_id)
            .where(cls.id.in_(ids))
        )
        return {
            key: {"due_on": starts_at.astimezone(SHANGHAI).date() - dt.timedelta(days=days or 0)}
            for key, days, starts_at in rows
        }
