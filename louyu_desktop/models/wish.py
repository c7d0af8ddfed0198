"""What stands beside requests: templates of answers, applications for policies, wishes (FIELD.md 2.8, 2.10)."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record
from louyu_desktop.models.columns import column, of_account
from louyu_desktop.models.request import CATEGORIES
from louyu_desktop.rules.wish_flow import State as WishState
from louyu_desktop.text import N_

POLICY_RESULTS = ("准备中", "申报中", "获批", "未获批")
PREPARED = POLICY_RESULTS[0]
_SENSITIVE = Sensitivity.SENSITIVE


class AnswerTemplate(Record):
    """Words that are used again and again, by stage and category."""

    __tablename__ = "answer_template"
    __entity__: ClassVar = Entity(
        kind="answer-templates", label=N_("答复模板"), counter=N_("条"), icon="file",
        columns=("name", "stage", "category", "words"), sort="name", keys=(("name",),),
    )  # fmt: skip

    name: Mapped[str] = column(
        Field(label=N_("模板名称"), mandatory=True, required=True, max_length=40, searchable=True, width=16)
    )
    stage: Mapped[str | None] = column(
        Field(label=N_("用在"), kind=Kind.CHOICE, choices=("受理", "转办", "延期", "结果", "回访"), width=6)
    )
    category: Mapped[str | None] = column(Field(label=N_("诉求类别"), kind=Kind.CHOICE, choices=CATEGORIES, width=8))
    words: Mapped[str] = column(
        Field(label=N_("内容"), kind=Kind.NOTE, mandatory=True, required=True, max_length=2000, width=40)
    )


class PolicyApplication(Record):
    """政策申报: what an enterprise applies for, until when, and what came of it (seed S0)."""

    __tablename__ = "policy_application"
    __entity__: ClassVar = Entity(
        kind="policy-applications", label=N_("政策申报"), counter=N_("项"), title="policy", within="enterprise_id",
        icon="file", columns=("deadline_on", "enterprise_id", "policy", "result", "owner_id"), sort="deadline_on",
        keys=(("enterprise_id", "policy", "applied_on"),),
    )  # fmt: skip

    enterprise_id: Mapped[int] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True, required=True, width=24,
              aliases=("单位", "企业名称")),
        references="enterprise",
    )
    policy: Mapped[str] = column(
        Field(label=N_("政策名称"), mandatory=True, required=True, max_length=120, searchable=True, width=28,
              aliases=("政策", "项目"))
    )
    applied_on: Mapped[dt.date | None] = column(Field(label=N_("申报日期"), kind=Kind.DATE, aliases=("日期",)))
    deadline_on: Mapped[dt.date | None] = column(Field(label=N_("截止日期"), kind=Kind.DATE, aliases=("申报截止",)))
    result: Mapped[str] = column(
        Field(label=N_("结果"), kind=Kind.CHOICE, choices=POLICY_RESULTS, width=6), default=PREPARED
    )
    amount: Mapped[str | None] = column(Field(label=N_("金额"), max_length=40, width=10, sensitivity=_SENSITIVE))
    owner_id: Mapped[int | None] = of_account(N_("帮办人"))
    request_id: Mapped[int | None] = column(
        Field(label=N_("来自诉求"), kind=Kind.REFERENCE, target="requests"), references="service_request"
    )


class Wish(Record):
    """心愿: collected, reviewed, on the wall, claimed, fulfilled, thanked for (FIELD.md 4.6)."""

    __tablename__ = "wish"
    __void__: ClassVar = {"state": WishState.VOID.value}
    __entity__: ClassVar = Entity(
        kind="wishes", label=N_("心愿"), counter=N_("个"), title="text", icon="heart",
        columns=("made_on", "number", "public_text", "state", "claimant", "due_on"), sort="-made_on",
        keys=(("number",), ("text", "made_on")),
    )  # fmt: skip

    number: Mapped[str | None] = column(
        Field(label=N_("心愿编号"), max_length=20, searchable=True, width=14, aliases=("编号",), hint=N_("保存时自动编"))
    )
    made_on: Mapped[dt.date] = column(
        Field(label=N_("提出日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    wisher: Mapped[str | None] = column(
        Field(label=N_("许愿人"), kind=Kind.PERSON_NAME, max_length=50, width=8, sensitivity=Sensitivity.PERSONAL,
              hint=N_("不填就是匿名"))
    )
    unit_name: Mapped[str | None] = column(Field(label=N_("单位"), max_length=100, width=16))
    text: Mapped[str] = column(
        Field(label=N_("心愿"), mandatory=True, required=True, max_length=100, searchable=True, width=30,
              aliases=("内容", "心愿内容"))
    )
    public_text: Mapped[str | None] = column(
        Field(label=N_("上墙文字"), max_length=100, width=30, sensitivity=Sensitivity.PUBLIC, hint=N_("审核时写，不出现姓名和电话"))
    )
    category: Mapped[str | None] = column(
        Field(label=N_("心愿类别"), kind=Kind.CHOICE, open_choices=True, width=8,
              choices=("学习", "健康", "交友", "亲子", "就业", "帮困", "环境", "其他"))
    )
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, width=8,
              choices=tuple(state.value for state in WishState)),
        default=WishState.COLLECTED.value,
    )
    state_reason: Mapped[str | None] = column(Field(label=N_("原因"), max_length=200))
    posted_on: Mapped[dt.date | None] = column(Field(label=N_("上墙日期"), kind=Kind.DATE))
    claimant: Mapped[str | None] = column(
        Field(label=N_("认领方"), max_length=80, width=14, sensitivity=Sensitivity.PUBLIC)
    )
    claimed_on: Mapped[dt.date | None] = column(Field(label=N_("认领日期"), kind=Kind.DATE))
    due_on: Mapped[dt.date | None] = column(Field(label=N_("约定日期"), kind=Kind.DATE))
    fulfilled_on: Mapped[dt.date | None] = column(Field(label=N_("实现日期"), kind=Kind.DATE))
    proof: Mapped[str | None] = column(Field(label=N_("怎样实现的"), kind=Kind.NOTE, max_length=1000))
    thanks: Mapped[str | None] = column(Field(label=N_("致谢"), max_length=200))
    request_id: Mapped[int | None] = column(
        Field(label=N_("转成的诉求"), kind=Kind.REFERENCE, target="requests"), references="service_request"
    )
