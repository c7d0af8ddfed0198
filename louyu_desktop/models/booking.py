"""Rooms lent out, and times at which they are not to be had (FIELD.md 2.10; FEATURES.md G).

An activity that names a room takes it by itself; a booking is for everything else.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record
from louyu_desktop.models.columns import column
from louyu_desktop.text import N_

BOOKING_STATES = ("申请", "确认", "拒绝", "取消", "已用", "爽约")
TAKING = ("申请", "确认", "已用", "爽约")
"""The states of a booking that keep the room from others."""


class Booking(Record):
    """That somebody has a room for a time."""

    __tablename__ = "booking"
    __entity__: ClassVar = Entity(
        kind="bookings",
        label=N_("场地预约"),
        counter=N_("次"),
        title="purpose",
        icon="grid",
        subtitle=("facility_id", "starts_at"),
        columns=("starts_at", "facility_id", "purpose", "unit_name", "applicant", "people", "state"),
        sort="-starts_at",
        keys=(("facility_id", "starts_at"),),
    )

    facility_id: Mapped[int] = column(
        Field(label=N_("场地"), kind=Kind.REFERENCE, target="facilities", mandatory=True, required=True,
              aliases=("功能区", "房间")),
        references="facility",
    )
    starts_at: Mapped[dt.datetime] = column(
        Field(label=N_("开始时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16,
              aliases=("开始", "时间", "使用时间"))
    )
    ends_at: Mapped[dt.datetime] = column(
        Field(label=N_("结束时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16, aliases=("结束",))
    )
    purpose: Mapped[str] = column(
        Field(label=N_("用途"), mandatory=True, required=True, max_length=100, searchable=True, width=24,
              aliases=("活动内容", "事由", "内容"))
    )
    unit_name: Mapped[str | None] = column(
        Field(label=N_("使用单位"), max_length=100, required=True, searchable=True, width=20, aliases=("单位", "支部名称"))
    )
    applicant: Mapped[str | None] = column(
        Field(label=N_("联系人"), kind=Kind.PERSON_NAME, max_length=50, required=True, width=8,
              sensitivity=Sensitivity.PERSONAL, aliases=("负责人", "申请人"))
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, width=12, aliases=("手机", "电话"))
    )
    people: Mapped[int | None] = column(
        Field(label=N_("人数"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=6, aliases=("使用人数",))
    )
    setup_minutes: Mapped[int | None] = column(
        Field(label=N_("布置"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5, hint=N_("不填按场地"))
    )
    clear_minutes: Mapped[int | None] = column(
        Field(label=N_("清场"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5, hint=N_("不填按场地"))
    )
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=BOOKING_STATES, width=6, aliases=("预约状态",)), default="确认"
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (Index("ix_booking_starts_at", "starts_at"),)


class Blackout(Record):
    """A time at which a room, or every room, is not to be had."""

    __tablename__ = "blackout"
    __entity__: ClassVar = Entity(
        kind="blackouts",
        label=N_("停用时段"),
        counter=N_("段"),
        title="reason",
        icon="clock",
        columns=("starts_at", "ends_at", "facility_id", "reason"),
        sort="-starts_at",
    )

    facility_id: Mapped[int | None] = column(
        Field(label=N_("场地"), kind=Kind.REFERENCE, target="facilities", hint=N_("不填就是全站")), references="facility"
    )
    starts_at: Mapped[dt.datetime] = column(
        Field(label=N_("开始时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    ends_at: Mapped[dt.datetime] = column(
        Field(label=N_("结束时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    reason: Mapped[str] = column(
        Field(label=N_("原因"), mandatory=True, required=True, max_length=100, width=24)
    )
