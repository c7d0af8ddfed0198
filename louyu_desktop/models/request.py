"""Requests (诉求): FIELD.md 2.8."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record
from louyu_desktop.models.columns import column
from louyu_desktop.text import N_

CHANNELS = ("到站", "电话", "来信", "走访", "跑楼", "座谈会", "微信", "心愿墙", "居民区", "上级转办")
CATEGORIES = (
    "党务", "注册变更", "政策资金", "人才", "税务", "法律", "知产", "物业治理", "安全消防", "停车交通", "餐饮生活",
    "文体健康", "招商线索", "其他",
)  # fmt: skip
MECHANISMS = ("即知即办", "平台协办", "特事特办", "难题专办")
REQUEST_STATES = ("待受理", "已受理", "办理中", "挂起", "待回访", "已办结", "转办", "已撤销", "并案")
OPEN_REQUESTS = ("待受理", "已受理", "办理中", "挂起", "待回访")


class ServiceRequest(Record):
    """Something that an enterprise or a person asks of the station, and what became of it."""

    __tablename__ = "service_request"
    __many__ = True
    __entity__: ClassVar = Entity(
        kind="requests",
        label=N_("诉求"),
        counter=N_("件"),
        title="title",
        icon="chat",
        subtitle=("number", "enterprise_id"),
        columns=("received_at", "number", "title", "category", "mechanism", "due_on", "state"),
        sort="-received_at",
        keys=(("number",), ("title", "received_at")),
    )

    number: Mapped[str | None] = column(
        Field(label=N_("诉求编号"), max_length=20, searchable=True, width=14, aliases=("编号",), hint=N_("保存时自动编"))
    )
    received_at: Mapped[dt.datetime] = column(
        Field(label=N_("受理时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16, aliases=("时间", "日期"))
    )
    channel: Mapped[str | None] = column(
        Field(label=N_("来源"), kind=Kind.CHOICE, choices=CHANNELS, required=True, width=8, aliases=("渠道",)),
        default="到站",
    )
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", width=20, aliases=("单位", "诉求企业")),
        references="enterprise",
    )
    requester: Mapped[str | None] = column(
        Field(label=N_("诉求人"), kind=Kind.PERSON_NAME, max_length=50, sensitivity=Sensitivity.PERSONAL, width=8)
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话", "手机"))
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings"), references="building"
    )
    category: Mapped[str | None] = column(
        Field(label=N_("诉求类别"), kind=Kind.CHOICE, choices=CATEGORIES, required=True, width=8, aliases=("类别",)),
        default="其他",
    )
    title: Mapped[str] = column(
        Field(label=N_("诉求"), mandatory=True, required=True, max_length=100, searchable=True, width=28,
              aliases=("标题", "事项"))
    )
    detail: Mapped[str | None] = column(
        Field(label=N_("诉求内容"), kind=Kind.NOTE, max_length=4000, searchable=True, width=36,
              sensitivity=Sensitivity.SENSITIVE, aliases=("内容", "详情"))
    )
    urgency: Mapped[str] = column(
        Field(label=N_("缓急"), kind=Kind.CHOICE, choices=("一般", "紧急"), width=6), default="一般"
    )
    mechanism: Mapped[str | None] = column(
        Field(label=N_("办理机制"), kind=Kind.CHOICE, choices=MECHANISMS, width=8, aliases=("机制",))
    )
    owner_id: Mapped[int | None] = column(
        Field(label=N_("责任人"), kind=Kind.REFERENCE, target="accounts", width=8), references="account"
    )
    due_on: Mapped[dt.date | None] = column(Field(label=N_("承诺日期"), kind=Kind.DATE, aliases=("期限",)))
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=REQUEST_STATES, width=8), default="待受理"
    )
    outcome: Mapped[str | None] = column(
        Field(label=N_("办理结果"), kind=Kind.CHOICE, choices=("解决", "部分解决", "解释说明", "转办", "不予办理"), width=8)
    )
    result: Mapped[str | None] = column(
        Field(label=N_("结果说明"), kind=Kind.NOTE, max_length=2000, sensitivity=Sensitivity.SENSITIVE, width=30)
    )
    closed_on: Mapped[dt.date | None] = column(Field(label=N_("办结日期"), kind=Kind.DATE))
    visit_id: Mapped[int | None] = column(
        Field(label=N_("来自走访"), kind=Kind.REFERENCE, target="visits"), references="visit"
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (Index("ix_service_request_enterprise_state", "enterprise_id", "state"),)
