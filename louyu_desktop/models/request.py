"""Requests (诉求): FIELD.md 2.8."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import LIVE, Record, among, once
from louyu_desktop.models.calendar import station_calendar
from louyu_desktop.models.columns import column, of_account
from louyu_desktop.rules.promise import Pause
from louyu_desktop.rules.request_flow import OPEN, State
from louyu_desktop.rules.request_terms import Dates, Kept, dates_of
from louyu_desktop.rules.score_words import SCORES
from louyu_desktop.text import N_

CHANNELS = ("到站", "电话", "来信", "走访", "跑楼", "座谈会", "微信", "心愿墙", "居民区", "上级转办")
CATEGORIES = (
    "党务", "注册变更", "政策资金", "人才", "税务", "法律", "知产", "物业治理", "安全消防", "停车交通", "餐饮生活",
    "文体健康", "招商线索", "其他",
)  # fmt: skip
MECHANISMS = ("即知即办", "平台协办", "特事特办", "难题专办")
REQUEST_STATES = tuple(state.value for state in State)
OPEN_REQUESTS = tuple(state.value for state in OPEN)
REQUESTERS = ("企业", "个人", "党组织", "物业", "居民区")
OUTCOMES = ("解决", "部分解决", "解释说明", "转办", "不予办理")
PAUSES = ("等企业材料", "等第三方鉴定", "企业要求暂缓", "不可抗力")
VERDICTS = ASKED, GRANTED, REFUSED = "待批", "同意", "不同意"
_SENSITIVE = Sensitivity.SENSITIVE
_REQUEST = Field(
    label=N_("诉求"), kind=Kind.REFERENCE, target="requests", mandatory=True, required=True, width=24,
    aliases=("诉求编号",),
)  # fmt: skip


class ServiceRequest(Record):
    """Something that an enterprise or a person asks of the station, and what became of it."""

    __tablename__ = "service_request"
    __many__ = True
    __void__: ClassVar = {"state": State.VOID.value}
    __copies__: ClassVar = {"person_id": ("requester", "phone")}
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
    requester_kind: Mapped[str | None] = column(
        Field(label=N_("诉求方"), kind=Kind.CHOICE, choices=REQUESTERS, required=True, width=6)
    )
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", width=20, aliases=("单位", "诉求企业")),
        references="enterprise",
    )
    person_id: Mapped[int | None] = column(
        Field(label=N_("个人"), kind=Kind.REFERENCE, target="people"), references="person"
    )
    organisation_id: Mapped[int | None] = column(
        Field(label=N_("党组织"), kind=Kind.REFERENCE, target="organisations"), references="party_organisation"
    )
    requester_unit: Mapped[str | None] = column(Field(label=N_("诉求方单位"), max_length=100, width=16))
    requester: Mapped[str | None] = column(
        Field(label=N_("诉求人"), kind=Kind.PERSON_NAME, max_length=50, sensitivity=Sensitivity.PERSONAL, width=8)
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话", "手机"))
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings"), references="building"
    )
    item_id: Mapped[int | None] = column(
        Field(label=N_("服务事项"), kind=Kind.REFERENCE, target="service-items", width=20), references="service_item"
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
    owner_id: Mapped[int | None] = of_account(N_("责任人"))
    departments: Mapped[tuple[str, ...]] = column(
        Field(label=N_("协同部门"), kind=Kind.CHOICES, open_choices=True, aliases=("协办",))
    )
    lead_department: Mapped[str | None] = column(
        Field(label=N_("牵头部门"), max_length=60, width=14, aliases=("承办部门",))
    )
    promised_days: Mapped[int | None] = column(
        Field(label=N_("承诺工作日"), kind=Kind.INTEGER, minimum=0, maximum=365, unit=N_("个工作日"), width=6)
    )
    contact_days: Mapped[int | None] = column(
        Field(label=N_("联系承诺"), kind=Kind.INTEGER, minimum=0, maximum=365, unit=N_("个工作日"), width=6)
    )
    first_days: Mapped[int | None] = column(
        Field(label=N_("最初承诺工作日"), kind=Kind.INTEGER, minimum=0, maximum=365, unit=N_("个工作日"), width=6)
    )
    cut_off: Mapped[int | None] = column(
        Field(label=N_("几点后算次日"), kind=Kind.INTEGER, minimum=0, maximum=24, unit=N_("点"), width=6)
    )
    restarted_at: Mapped[dt.datetime | None] = column(Field(label=N_("重办时间"), kind=Kind.DATETIME, width=16))
    given_due_on: Mapped[dt.date | None] = column(
        Field(label=N_("另定期限"), kind=Kind.DATE, aliases=("期限", "办结期限", "承诺日期"), hint=N_("填了就以这一天为准"))
    )
    contact_due_on: Mapped[dt.date | None] = column(Field(label=N_("联系期限"), kind=Kind.DATE, derived=True))
    reply_due_on: Mapped[dt.date | None] = column(Field(label=N_("答复期限"), kind=Kind.DATE, derived=True))
    due_on: Mapped[dt.date | None] = column(Field(label=N_("承诺日期"), kind=Kind.DATE, derived=True))
    first_due_on: Mapped[dt.date | None] = column(Field(label=N_("最初承诺"), kind=Kind.DATE, derived=True))
    estimated: Mapped[bool | None] = column(Field(label=N_("预估"), kind=Kind.FLAG, width=6, derived=True))
    contacted_at: Mapped[dt.datetime | None] = column(Field(label=N_("首次联系"), kind=Kind.DATETIME, width=16))
    replied_at: Mapped[dt.datetime | None] = column(Field(label=N_("答复时间"), kind=Kind.DATETIME, width=16))
    turn: Mapped[int] = column(Field(label=N_("第几轮"), kind=Kind.INTEGER, minimum=1, width=4), default=1)
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=REQUEST_STATES, width=8), default="待受理"
    )
    outcome: Mapped[str | None] = column(
        Field(label=N_("办理结果"), kind=Kind.CHOICE, choices=OUTCOMES, width=8)
    )
    result: Mapped[str | None] = column(
        Field(label=N_("结果说明"), kind=Kind.NOTE, max_length=2000, sensitivity=Sensitivity.SENSITIVE, width=30)
    )
    finished_on: Mapped[dt.date | None] = column(Field(label=N_("办完日期"), kind=Kind.DATE))
    closed_on: Mapped[dt.date | None] = column(Field(label=N_("办结日期"), kind=Kind.DATE))
    satisfaction: Mapped[int | None] = column(
        Field(label=N_("满意度"), kind=Kind.INTEGER, minimum=1, maximum=5, unit=N_("分"), width=4, synonyms=SCORES)
    )
    merged_into_id: Mapped[int | None] = column(
        Field(label=N_("并入"), kind=Kind.REFERENCE, target="requests"), references="service_request"
    )
    is_public: Mapped[bool] = column(Field(label=N_("可以公开"), kind=Kind.FLAG, width=6), default=False)
    visit_id: Mapped[int | None] = column(
        Field(label=N_("来自走访"), kind=Kind.REFERENCE, target="visits"), references="visit"
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (
            Index("ix_service_request_enterprise_state", "enterprise_id", "state"),
            Index("ix_service_request_closed_on", "closed_on", sqlite_where=text(LIVE)),
        )

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """The promised dates, out of what the row keeps, its pauses and extensions, and the station's calendar."""
        return {key: dates_in_columns(dates) for key, dates in promised_dates(session, ids).items()}


def dates_in_columns(dates: Dates) -> dict[str, Any]:
    """Promised dates as a request's row has them."""
    return {
        "contact_due_on": dates.contact.day if dates.contact else None,
        "reply_due_on": dates.reply.day if dates.reply else None,
        "due_on": dates.finish.day if dates.finish else None,
        "first_due_on": dates.first.day if dates.first else None,
        "estimated": dates.estimated,
    }


def promised_dates(session: Session, ids: Collection[int]) -> dict[int, Dates]:
    """The dates of requests with their reasons; those that are gone are left out."""
    calendar = station_calendar(session)
    counted: dict[Kept, Dates] = {}
    found = {}
    for key, kept in kept_of(session, ids).items():
        if kept not in counted:
            counted[kept] = dates_of(kept, calendar)
        found[key] = counted[kept]
    return found


def kept_of(session: Session, ids: Collection[int]) -> dict[int, Kept]:
    """What the rows of requests keep of their promises."""
    wanted = {"ids": list(ids)}
    rows, stops, more = _of_promises()
    pauses: dict[int, list[Pause]] = defaultdict(list)
    for request, begun, ended, reason in session.execute(stops, wanted):
        pauses[request].append(Pause(begun, ended, reason))
    extensions: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for request, turn, days in session.execute(more, wanted):
        extensions[request].append((turn, days))
    found = {}
    for key, turn, *columns in session.execute(rows, wanted):
        received, contact, promised, first, cut_off, given, restarted = columns
        granted = tuple(days for one, days in extensions[key] if one == turn)
        stops_of = tuple(pauses[key])
        found[key] = Kept(received, contact, promised, first, cut_off, given, restarted, stops_of, granted)
    return found


@cache
def _of_promises() -> tuple[Any, Any, Any]:
    """The kept columns, the pauses, the granted extensions."""
    one = ServiceRequest
    return (
        select(
            one.id, one.turn, one.received_at, one.contact_days, one.promised_days, one.first_days, one.cut_off,
            one.given_due_on, one.restarted_at,
        ).where(among(one.id)),
        select(RequestPause.request_id, RequestPause.begun_at, RequestPause.ended_at, RequestPause.reason)
        .where(among(RequestPause.request_id), RequestPause.archived_at.is_(None))
        .order_by(RequestPause.begun_at, RequestPause.id),
        select(Extension.request_id, Extension.turn, Extension.days)
        .where(among(Extension.request_id), Extension.archived_at.is_(None), Extension.verdict == GRANTED)
        .order_by(Extension.id),
    )  # fmt: skip


class RequestStep(Record):
    """One line of what was done with a request; the state it led from and to."""

    __tablename__ = "request_step"
    __entity__: ClassVar = Entity(
        kind="request-steps", label=N_("办理过程"), counter=N_("步"), title="action", within="request_id", icon="history",
        columns=("at", "action", "words", "account_id"), sort="at", keys=(("request_id", "at", "action"),),
    )  # fmt: skip

    request_id: Mapped[int] = column(_REQUEST, references="service_request")
    at: Mapped[dt.datetime] = column(
        Field(label=N_("时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    action: Mapped[str] = column(Field(label=N_("动作"), mandatory=True, required=True, max_length=20, width=10))
    before: Mapped[str | None] = column(Field(label=N_("原状态"), kind=Kind.CHOICE, choices=REQUEST_STATES, width=8))
    after: Mapped[str | None] = column(Field(label=N_("新状态"), kind=Kind.CHOICE, choices=REQUEST_STATES, width=8))
    words: Mapped[str | None] = column(
        Field(label=N_("说明"), kind=Kind.NOTE, max_length=2000, width=40, sensitivity=_SENSITIVE)
    )
    account_id: Mapped[int | None] = of_account(N_("经办人"))


class RequestPause(Record):
    """挂起: from when to when the clock of a request stands, and for which of the named reasons."""

    __tablename__ = "request_pause"
    __feeds__ = ("request_id",)
    __entity__: ClassVar = Entity(
        kind="request-pauses", label=N_("停表"), counter=N_("次"), title="reason", within="request_id", icon="pause",
        columns=("begun_at", "ended_at", "reason"), sort="begun_at", keys=(("request_id", "begun_at"),),
    )  # fmt: skip

    request_id: Mapped[int] = column(_REQUEST, references="service_request")
    begun_at: Mapped[dt.datetime] = column(
        Field(label=N_("停表时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    ended_at: Mapped[dt.datetime | None] = column(Field(label=N_("继续时间"), kind=Kind.DATETIME, width=16))
    reason: Mapped[str] = column(
        Field(label=N_("停表原因"), kind=Kind.CHOICE, choices=PAUSES, mandatory=True, required=True, width=12),
        default=PAUSES[0],
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("request_pause", "request_id", also="ended_at IS NULL"),)


class Extension(Record):
    """延期: days that were asked for and, by somebody else, granted or not; the first promise stays visible."""

    __tablename__ = "extension"
    __feeds__ = ("request_id",)
    __entity__: ClassVar = Entity(
        kind="extensions", label=N_("延期"), counter=N_("次"), title="reason", within="request_id", icon="clock",
        columns=("asked_on", "days", "reason", "verdict", "approver_id"), sort="asked_on",
        keys=(("request_id", "asked_on"),),
    )  # fmt: skip

    request_id: Mapped[int] = column(_REQUEST, references="service_request")
    asked_on: Mapped[dt.date] = column(Field(label=N_("申请日期"), kind=Kind.DATE, mandatory=True, required=True))
    days: Mapped[int] = column(
        Field(label=N_("延长"), kind=Kind.INTEGER, minimum=1, maximum=15, unit=N_("个工作日"), mandatory=True, width=6),
        default=5,
    )
    turn: Mapped[int] = column(Field(label=N_("第几轮"), kind=Kind.INTEGER, minimum=1, width=4), default=1)
    reason: Mapped[str] = column(Field(label=N_("延期原因"), mandatory=True, required=True, max_length=200, width=24))
    asker_id: Mapped[int | None] = of_account(N_("申请人"))
    verdict: Mapped[str] = column(
        Field(label=N_("批复"), kind=Kind.CHOICE, choices=VERDICTS, width=6), default=VERDICTS[0]
    )
    approver_id: Mapped[int | None] = of_account(N_("批准人"))
    decided_on: Mapped[dt.date | None] = column(Field(label=N_("批复日期"), kind=Kind.DATE))


class Receipt(Record):
    """That a department has a request: lead or supporting, when it went out, its receipt and its answer."""

    __tablename__ = "receipt"
    __entity__: ClassVar = Entity(
        kind="receipts", label=N_("部门回执"), counter=N_("份"), title="department", within="request_id", icon="file",
        columns=("department", "part", "sent_on", "received_on", "replied_on", "reply"), sort="sent_on",
        keys=(("request_id", "department"),),
    )  # fmt: skip

    request_id: Mapped[int] = column(_REQUEST, references="service_request")
    department: Mapped[str] = column(
        Field(label=N_("部门"), mandatory=True, required=True, max_length=60, width=16, searchable=True)
    )
    part: Mapped[str] = column(
        Field(label=N_("角色"), kind=Kind.CHOICE, choices=("牵头", "协同", "配合", "落实"), width=6), default="牵头"
    )
    sent_on: Mapped[dt.date | None] = column(Field(label=N_("转出日期"), kind=Kind.DATE))
    number: Mapped[str | None] = column(Field(label=N_("回执编号"), max_length=40, width=14))
    received_on: Mapped[dt.date | None] = column(Field(label=N_("收到日期"), kind=Kind.DATE))
    replied_on: Mapped[dt.date | None] = column(Field(label=N_("答复日期"), kind=Kind.DATE))
    reply: Mapped[str | None] = column(
        Field(label=N_("答复"), kind=Kind.NOTE, max_length=2000, width=30, sensitivity=_SENSITIVE)
    )


class Callback(Record):
    """回访: one attempt to hear whether the requester is content."""

    __tablename__ = "callback"
    __entity__: ClassVar = Entity(
        kind="callbacks", label=N_("回访"), counter=N_("次"), title="called_at", within="request_id", icon="phone",
        columns=("called_at", "reached", "satisfaction", "words", "account_id"), sort="called_at",
        keys=(("request_id", "called_at"),),
    )  # fmt: skip

    request_id: Mapped[int] = column(_REQUEST, references="service_request")
    called_at: Mapped[dt.datetime] = column(
        Field(label=N_("回访时间"), kind=Kind.DATETIME, mandatory=True, required=True, width=16)
    )
    reached: Mapped[bool] = column(Field(label=N_("联系上了"), kind=Kind.FLAG, width=6), default=True)
    satisfaction: Mapped[int | None] = column(
        Field(label=N_("满意度"), kind=Kind.INTEGER, minimum=1, maximum=5, unit=N_("分"), width=4, synonyms=SCORES)
    )
    words: Mapped[str | None] = column(
        Field(label=N_("说了什么"), kind=Kind.NOTE, max_length=1000, width=30, sensitivity=_SENSITIVE)
    )
    account_id: Mapped[int | None] = of_account(N_("回访人"))
