"""Activities, registrations and sign-ins: FIELD.md 2.7."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Index, Select, func, select, text
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, among, hidden, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

TYPES = (
    "主题党日", "党课", "学习教育", "政策宣讲", "沙龙", "讲座", "义诊", "文体", "市集", "志愿",
    "联建", "议事", "展览", "节庆", "其他",
)  # fmt: skip
PLATFORMS = ("党建同心园", "企业加油站", "白领减压室", "商圈商学院", "协商议事厅")
STATES = ("策划", "报名中", "报名截止", "进行中", "待总结", "已归档", "延期", "取消")


class RegistrationStatus(StrEnum):
    """The states of a registration, as stored and shown."""

    REGISTERED = "已报名"
    WAITING = "候补"
    CANCELLED = "取消"
    SIGNED_IN = "已签到"
    ABSENT = "缺席"


class Activity(Record):
    """Something that takes place at a time and to which people come."""

    __tablename__ = "activity"
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
    organiser: Mapped[str | None] = column(
        Field(label=N_("主办"), max_length=100, required=True, width=20, aliases=("主办方", "主办单位"))
    )
    co_organisers: Mapped[str | None] = column(Field(label=N_("协办"), max_length=200, aliases=("协办方", "协办单位")))
    speaker: Mapped[str | None] = column(Field(label=N_("主讲"), max_length=60, aliases=("主讲人", "讲师")))
    owner: Mapped[str | None] = column(
        Field(label=N_("负责人"), kind=Kind.PERSON_NAME, max_length=50, required=True, width=8, aliases=("经办人",))
    )
    audience: Mapped[str | None] = column(Field(label=N_("面向"), max_length=100, aliases=("参加对象", "对象")))
    capacity: Mapped[int | None] = column(
        Field(label=N_("名额"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=6,
              aliases=("人数上限", "容量"), editable_in_list=True)
    )
    registration_deadline: Mapped[dt.datetime | None] = column(
        Field(label=N_("报名截止"), kind=Kind.DATETIME, width=16, aliases=("截止时间",))
    )
    allow_walk_in: Mapped[bool] = column(Field(label=N_("接受现场报名"), kind=Kind.FLAG), default=True)
    status: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=STATES, width=8), default="策划"
    )
    summary: Mapped[str | None] = column(Field(label=N_("活动总结"), kind=Kind.NOTE, max_length=4000, aliases=("成效",)))
    footfall: Mapped[int | None] = column(
        Field(label=N_("客流人次"), kind=Kind.INTEGER, minimum=0, maximum=1000000, unit=N_("人次"), aliases=("人次",), width=8)
    )
    registered_count: Mapped[int | None] = column(
        Field(label=N_("报名"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    signed_count: Mapped[int | None] = column(
        Field(label=N_("签到"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    title_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (
            Index("uq_activity_number", "number", unique=True, sqlite_where=text("number IS NOT NULL")),
            Index("ix_activity_starts_at", "starts_at"),
        )

    @classmethod
    def complete(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The pinyin order of the title."""
        return {"title_sort": sort_key(row["title"])}

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Registrations that count, and sign-ins."""
        registrations, sign_ins = _counts()
        registered = dict(session.execute(registrations, {"ids": list(ids)}).all())
        signed = dict(session.execute(sign_ins, {"ids": list(ids)}).all())
        return {key: {"registered_count": registered.get(key, 0), "signed_count": signed.get(key, 0)} for key in ids}


@cache
def _counts() -> tuple[Select[int, int], Select[int, int]]:
    """Registrations that count, and sign-ins, by activity."""
    return (
        select(Registration.activity_id, func.count())
        .where(among(Registration.activity_id), Registration.archived_at.is_(None))
        .where(Registration.status.not_in((RegistrationStatus.CANCELLED, RegistrationStatus.WAITING)))
        .group_by(Registration.activity_id),
        select(SignIn.activity_id, func.count())
        .where(among(SignIn.activity_id), SignIn.archived_at.is_(None))
        .group_by(SignIn.activity_id),
    )


class Registration(Record):
    """That a person means to come to an activity; once per person and activity."""

    __tablename__ = "registration"
    __feeds__ = ("activity_id",)
    __many__ = True
    __entity__: ClassVar = Entity(
        kind="registrations",
        label=N_("报名"),
        counter=N_("人"),
        title="person_id",
        icon="list",
        subtitle=("unit_name",),
        columns=("activity_id", "person_id", "unit_name", "status", "channel", "registered_at"),
        sort="-registered_at",
        keys=(("activity_id", "person_id"),),
    )

    activity_id: Mapped[int] = column(
        Field(label=N_("活动"), kind=Kind.REFERENCE, target="activities", mandatory=True, required=True, width=20,
              aliases=("活动名称", "活动编号")),
        references="activity",
    )
    person_id: Mapped[int] = column(
        Field(label=N_("人员"), kind=Kind.REFERENCE, target="people", mandatory=True, required=True, width=8,
              sensitivity=Sensitivity.PERSONAL),
        references="person",
    )
    unit_name: Mapped[str | None] = column(
        Field(label=N_("单位"), max_length=100, searchable=True, width=20, aliases=("所在单位", "工作单位"))
    )
    party_member: Mapped[bool | None] = column(
        Field(label=N_("党员"), kind=Kind.FLAG, sensitivity=Sensitivity.SENSITIVE, width=6, aliases=("是否党员", "是否为党员"))
    )
    status: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=tuple(RegistrationStatus), width=8),
        default=RegistrationStatus.REGISTERED.value,
    )
    channel: Mapped[str | None] = column(
        Field(label=N_("渠道"), kind=Kind.CHOICE, choices=("到站", "电话", "问卷", "接龙", "微信", "单位代报", "导入"),
              open_choices=True, aliases=("来源",), width=8)
    )
    registered_at: Mapped[dt.datetime | None] = column(
        Field(label=N_("报名时间"), kind=Kind.DATETIME, aliases=("提交答卷时间", "提交时间", "填写时间"), width=16)
    )
    queue_number: Mapped[int | None] = column(Field(label=N_("候补序号"), kind=Kind.INTEGER, minimum=1, width=6))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("registration", "activity_id", "person_id"),)


class SignIn(Record):
    """That a person came; once per person and activity, whatever wrote it."""

    __tablename__ = "sign_in"
    __feeds__ = ("activity_id",)
    __many__ = True
    __entity__: ClassVar = Entity(
        kind="sign-ins",
        label=N_("签到"),
        counter=N_("人次"),
        title="person_id",
        icon="check",
        columns=("activity_id", "person_id", "signed_at", "method", "walk_in"),
        sort="-signed_at",
        keys=(("activity_id", "person_id"),),
    )

    activity_id: Mapped[int] = column(
        Field(label=N_("活动"), kind=Kind.REFERENCE, target="activities", mandatory=True, required=True),
        references="activity",
    )
    person_id: Mapped[int] = column(
        Field(label=N_("人员"), kind=Kind.REFERENCE, target="people", mandatory=True, required=True,
              sensitivity=Sensitivity.PERSONAL),
        references="person",
    )
    registration_id: Mapped[int | None] = column(
        Field(label=N_("报名"), kind=Kind.REFERENCE, target="registrations"), references="registration"
    )
    signed_at: Mapped[dt.datetime] = column(
        Field(label=N_("签到时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    method: Mapped[str | None] = column(
        Field(label=N_("方式"), kind=Kind.CHOICE, choices=("现场录入", "纸质补录", "导入", "代录"), width=8)
    )
    walk_in: Mapped[bool] = column(Field(label=N_("现场报名"), kind=Kind.FLAG), default=False)
    hours: Mapped[Any] = column(Field(label=N_("时长"), kind=Kind.DECIMAL, digits=1, minimum=0, unit=N_("小时"), width=6))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("sign_in", "activity_id", "person_id"),)
