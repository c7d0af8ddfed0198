"""Registrations with their answers, and sign-ins: FIELD.md 2.7."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.text import N_

QUESTION_KINDS = ("填空", "单选", "多选", "是否")


class Question(Record):
    """What an activity asks of those who register, besides name and unit."""

    __tablename__ = "question"
    __entity__: ClassVar = Entity(
        kind="questions",
        label=N_("报名问题"),
        counter=N_("个"),
        title="text",
        icon="help",
        columns=("activity_id", "text", "kind", "required"),
        sort="position",
    )

    activity_id: Mapped[int] = column(
        Field(label=N_("活动"), kind=Kind.REFERENCE, target="activities", mandatory=True, required=True),
        references="activity",
    )
    text: Mapped[str] = column(Field(label=N_("问题"), mandatory=True, required=True, max_length=100, width=24))
    kind: Mapped[str] = column(Field(label=N_("怎样答"), kind=Kind.CHOICE, choices=QUESTION_KINDS, width=6), default="填空")
    options: Mapped[tuple[str, ...]] = column(
        Field(label=N_("可选的答案"), kind=Kind.CHOICES, open_choices=True, width=24)
    )
    required: Mapped[bool] = column(Field(label=N_("必答"), kind=Kind.FLAG, width=5), default=False)
    position: Mapped[int | None] = column(Field(label=N_("排序"), kind=Kind.INTEGER, minimum=0, width=5))


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
    offered_until: Mapped[dt.datetime | None] = column(
        Field(label=N_("候补答复期限"), kind=Kind.DATETIME, width=16, hint=N_("到时没有答复，名额让给下一位"))
    )
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("所属企业"), kind=Kind.REFERENCE, target="enterprises", hint=N_("报名时的企业，企业名额按它算")),
        references="enterprise",
    )
    brought_by_id: Mapped[int | None] = column(
        Field(label=N_("由谁带来"), kind=Kind.REFERENCE, target="registrations"), references="registration"
    )
    told: Mapped[bool | None] = column(
        Field(label=N_("已告知并同意"), kind=Kind.FLAG, width=6, hint=N_("个人信息怎么用，已经告诉本人"))
    )

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
    left_at: Mapped[dt.datetime | None] = column(Field(label=N_("签退时间"), kind=Kind.DATETIME, width=16))
    unit_name: Mapped[str | None] = column(Field(label=N_("单位"), max_length=100, width=20, hint=N_("签到那天的单位")))
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("所属企业"), kind=Kind.REFERENCE, target="enterprises", hint=N_("签到那天的企业，企业数按它算")),
        references="enterprise",
    )
    party_member: Mapped[bool | None] = column(
        Field(label=N_("党员"), kind=Kind.FLAG, sensitivity=Sensitivity.SENSITIVE, width=6)
    )
    sheet_page: Mapped[int | None] = column(Field(label=N_("签到表页"), kind=Kind.INTEGER, minimum=1, maximum=9999,
            width=5))
    sheet_line: Mapped[int | None] = column(Field(label=N_("签到表行"), kind=Kind.INTEGER, minimum=1, maximum=9999,
            width=5))
    walk_in: Mapped[bool] = column(Field(label=N_("现场报名"), kind=Kind.FLAG), default=False)
    hours: Mapped[Any] = column(Field(label=N_("时长"), kind=Kind.DECIMAL, digits=1, minimum=0, unit=N_("小时"), width=6))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("sign_in", "activity_id", "person_id"),)


class Answer(Record):
    """What somebody who registered answered; once per question."""

    __tablename__ = "answer"
    __entity__: ClassVar = Entity(
        kind="answers",
        label=N_("报名回答"),
        counter=N_("个"),
        title="question_id",
        icon="list",
        columns=("registration_id", "question_id", "value"),
        keys=(("registration_id", "question_id"),),
    )

    registration_id: Mapped[int] = column(
        Field(label=N_("报名"), kind=Kind.REFERENCE, target="registrations", mandatory=True, required=True),
        references="registration",
    )
    question_id: Mapped[int] = column(
        Field(label=N_("问题"), kind=Kind.REFERENCE, target="questions", mandatory=True, required=True),
        references="question",
    )
    value: Mapped[str | None] = column(
        Field(label=N_("回答"), kind=Kind.NOTE, max_length=1000, sensitivity=Sensitivity.PERSONAL)
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("answer", "registration_id", "question_id"),)


class Signature(Record):
    """The strokes that somebody drew at the desk: points of a pen, in hundredths of the pad's width."""

    __tablename__ = "signature"
    __entity__: ClassVar = Entity(
        kind="signatures",
        label=N_("手写签名"),
        counter=N_("个"),
        title="sign_in_id",
        icon="file",
        columns=("sign_in_id",),
        keys=(("sign_in_id",),),
    )

    sign_in_id: Mapped[int] = column(
        Field(label=N_("签到"), kind=Kind.REFERENCE, target="sign-ins", mandatory=True, required=True),
        references="sign_in",
    )
    strokes: Mapped[str] = column(
        Field(label=N_("笔迹"), kind=Kind.NOTE, mandatory=True, max_length=20000, sensitivity=Sensitivity.SENSITIVE)
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("signature", "sign_in_id"),)
