"""Activities that come again: series with their rule, and templates to begin from (FIELD.md 2.7; FEATURES.md D1-D3)."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models.activity import COUNT_MODES, HOLIDAY_RULES, PLATFORMS, TYPES
from louyu_desktop.models.base import Record, hidden, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.names import fold_name
from louyu_desktop.text import N_


class ActivitySeries(Record):
    """A series such as 亿元街区下午茶: what its activities have in common, and the rule by which they come again."""

    __tablename__ = "activity_series"
    __follows__: ClassVar = {"name_key": (fold_name, ("name",))}
    __entity__: ClassVar = Entity(
        kind="series",
        label=N_("活动系列"),
        counter=N_("个"),
        icon="calendar",
        subtitle=("brand",),
        columns=("name", "type", "brand", "first_at", "rule", "owner"),
        sort="name",
        keys=(("name",),),
    )

    name: Mapped[str] = column(
        Field(label=N_("系列名称"), mandatory=True, required=True, max_length=60, searchable=True, width=24,
              aliases=("名称", "系列"))
    )
    type: Mapped[str | None] = column(
        Field(label=N_("活动类型"), kind=Kind.CHOICE, choices=TYPES, aliases=("类型",), width=8)
    )
    tags: Mapped[tuple[str, ...]] = column(
        Field(label=N_("三位一体"), kind=Kind.CHOICES, choices=("党建", "营商", "治理"), aliases=("标签",))
    )
    platform: Mapped[str | None] = column(
        Field(label=N_("平台"), kind=Kind.CHOICE, choices=PLATFORMS, open_choices=True, aliases=("五大平台",))
    )
    brand: Mapped[str | None] = column(Field(label=N_("品牌"), max_length=40, searchable=True))
    organiser: Mapped[str | None] = column(Field(label=N_("主办"), max_length=100, aliases=("主办方", "主办单位")))
    owner: Mapped[str | None] = column(Field(label=N_("负责人"), kind=Kind.PERSON_NAME, max_length=50, width=8))
    first_at: Mapped[dt.datetime | None] = column(
        Field(label=N_("首场时间"), kind=Kind.DATETIME, width=16, aliases=("首场",))
    )
    minutes: Mapped[int | None] = column(
        Field(label=N_("每场时长"), kind=Kind.INTEGER, minimum=5, maximum=43200, unit=N_("分钟"), width=6)
    )
    rule: Mapped[str | None] = column(
        Field(label=N_("重复规则"), max_length=200, width=24, hint=N_("由「重复」对话框写，一次性的系列不填"))
    )
    exceptions: Mapped[tuple[str, ...]] = column(
        Field(label=N_("除外的日期"), kind=Kind.CHOICES, open_choices=True, width=20)
    )
    on_holiday: Mapped[str | None] = column(
        Field(label=N_("遇到放假"), kind=Kind.CHOICE, choices=HOLIDAY_RULES, width=6, hint=N_("不填照常办"))
    )
    name_key: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("activity_series", "name_key"),)


class ActivityTemplate(Record):
    """What a new activity may begin from; its two notes have a line for each preparation and each question."""

    __tablename__ = "activity_template"
    __follows__: ClassVar = {"name_key": (fold_name, ("name",))}
    __entity__: ClassVar = Entity(
        kind="activity-templates",
        label=N_("活动模板"),
        counter=N_("个"),
        icon="file",
        subtitle=("type",),
        columns=("name", "type", "minutes", "venue_id", "capacity", "owner"),
        sort="name",
        keys=(("name",),),
    )

    name: Mapped[str] = column(Field(label=N_("模板名称"), mandatory=True, required=True, max_length=60, width=20))
    title: Mapped[str | None] = column(Field(label=N_("活动名称"), max_length=100, width=30))
    type: Mapped[str | None] = column(Field(label=N_("活动类型"), kind=Kind.CHOICE, choices=TYPES, width=8))
    tags: Mapped[tuple[str, ...]] = column(
        Field(label=N_("三位一体"), kind=Kind.CHOICES, choices=("党建", "营商", "治理"))
    )
    platform: Mapped[str | None] = column(
        Field(label=N_("平台"), kind=Kind.CHOICE, choices=PLATFORMS, open_choices=True)
    )
    brand: Mapped[str | None] = column(Field(label=N_("品牌"), max_length=40))
    begins: Mapped[str | None] = column(Field(label=N_("几点开始"), max_length=5, width=6, hint=N_("如 12:00")))
    minutes: Mapped[int | None] = column(
        Field(label=N_("时长"), kind=Kind.INTEGER, minimum=5, maximum=43200, unit=N_("分钟"), width=6)
    )
    venue_id: Mapped[int | None] = column(
        Field(label=N_("场地"), kind=Kind.REFERENCE, target="facilities"), references="facility"
    )
    venue: Mapped[str | None] = column(Field(label=N_("其他地点"), max_length=100, width=20))
    setup_minutes: Mapped[int | None] = column(
        Field(label=N_("布置"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5)
    )
    clear_minutes: Mapped[int | None] = column(
        Field(label=N_("清场"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5)
    )
    organiser: Mapped[str | None] = column(Field(label=N_("主办"), max_length=100, width=20))
    co_organisers: Mapped[str | None] = column(Field(label=N_("协办"), max_length=200))
    providers: Mapped[str | None] = column(Field(label=N_("支持单位"), max_length=200))
    owner: Mapped[str | None] = column(Field(label=N_("负责人"), kind=Kind.PERSON_NAME, max_length=50, width=8))
    audience: Mapped[str | None] = column(Field(label=N_("面向"), max_length=100))
    capacity: Mapped[int | None] = column(
        Field(label=N_("名额"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=6)
    )
    quota: Mapped[int | None] = column(
        Field(label=N_("每家企业名额"), kind=Kind.INTEGER, minimum=1, maximum=100000, unit=N_("人"), width=6)
    )
    deadline_days: Mapped[int | None] = column(
        Field(label=N_("报名提前几天截止"), kind=Kind.INTEGER, minimum=0, maximum=365, unit=N_("天"), width=5)
    )
    waiting_hours: Mapped[int | None] = column(
        Field(label=N_("候补确认时限"), kind=Kind.INTEGER, minimum=1, maximum=720, unit=N_("小时"), width=6)
    )
    allow_walk_in: Mapped[bool] = column(Field(label=N_("接受现场报名"), kind=Kind.FLAG), default=True)
    count_mode: Mapped[str | None] = column(Field(label=N_("统计方式"), kind=Kind.CHOICE, choices=COUNT_MODES, width=6))
    preparations: Mapped[str | None] = column(
        Field(label=N_("筹备事项"), kind=Kind.NOTE, max_length=4000, hint=N_("一行一件：提前 3 天　发通知　何俊杰"))
    )
    questions: Mapped[str | None] = column(
        Field(label=N_("报名问题"), kind=Kind.NOTE, max_length=4000, hint=N_("一行一个：是否用餐（是/否）"))
    )
    name_key: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("activity_template", "name_key"),)

