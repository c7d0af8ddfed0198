"""What hangs on the file of an enterprise (一企一档, 一店一册): FIELD.md 2.2, 4.2; seeds S2 and S3."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column, of_account
from louyu_desktop.rules.colours import COLOURS, Step
from louyu_desktop.text import N_

_OPEN = Sensitivity.SENSITIVE


def _firm(*, required: bool = True) -> Field:
    return Field(
        label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=required, required=required,
        aliases=("单位", "企业名称", "单位名称", "商户"), width=24,
    )  # fmt: skip


class ColourChange(Record):
    """One step in the history of an enterprise's colour (五色): proposed, set, confirmed, kept, withdrawn.

    Rows are only added.  `of_id` is the row that a confirmation, a refusal or a withdrawal is about;
    taking a row back adds one that withdraws it.  `heard` has the keys of the rules that spoke at that time.
    """

    __tablename__ = "colour_change"
    __feeds__ = ("enterprise_id",)
    __withdrawn_by__ = "of_id"
    __lets_go__ = ("visit_id",)
    __entity__: ClassVar = Entity(
        kind="colour-changes",
        label=N_("五色记录"),
        counter=N_("条"),
        title="step",
        within="enterprise_id",
        icon="shield",
        columns=("decided_on", "enterprise_id", "step", "colour", "before", "reason", "account_id"),
        sort="-decided_on",
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    step: Mapped[str] = column(
        Field(label=N_("步骤"), kind=Kind.CHOICE, choices=tuple(one.value for one in Step), mandatory=True, width=8,
              sensitivity=_OPEN),
        default=Step.SET.value,
    )
    of_id: Mapped[int | None] = column(
        Field(label=N_("针对"), kind=Kind.REFERENCE, target="colour-changes"), references="colour_change"
    )
    colour: Mapped[str | None] = column(
        Field(label=N_("五色"), kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)
    )
    before: Mapped[str | None] = column(
        Field(label=N_("原来"), kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)
    )
    suggested: Mapped[str | None] = column(
        Field(label=N_("系统建议"), kind=Kind.CHOICE, choices=COLOURS, sensitivity=_OPEN, width=6)
    )
    reason: Mapped[str | None] = column(
        Field(label=N_("理由"), kind=Kind.NOTE, max_length=500, sensitivity=_OPEN, width=30)
    )
    evidence: Mapped[str | None] = column(
        Field(label=N_("依据"), kind=Kind.NOTE, max_length=2000, sensitivity=_OPEN, hint=N_("系统当时看到的事实"), width=30)
    )
    heard: Mapped[str | None] = column(
        Field(label=N_("规则记号"), max_length=4000, sensitivity=_OPEN, hint=N_("当时哪几条规则在说话，供系统比对"))
    )
    decided_on: Mapped[dt.date] = column(Field(label=N_("日期"), kind=Kind.DATE, mandatory=True, required=True))
    account_id: Mapped[int | None] = of_account(N_("经办人"))
    visit_id: Mapped[int | None] = column(
        Field(label=N_("依据的走访"), kind=Kind.REFERENCE, target="visits"), references="visit"
    )

    @classmethod
    def withdrawal(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a row that withdraws `row`, but for its day and who did it."""
        return {"enterprise_id": row["enterprise_id"], "step": Step.WITHDRAWN.value, "of_id": row["id"]}


class FactChange(Record):
    """That a fact of an enterprise changed, noted by the write itself: the source of must-visits and signals."""

    __tablename__ = "fact_change"
    __entity__: ClassVar = Entity(
        kind="fact-changes",
        label=N_("变动"),
        counter=N_("条"),
        title="fact",
        within="enterprise_id",
        icon="history",
        columns=("noted_on", "enterprise_id", "fact", "before", "after"),
        sort="-noted_on",
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    fact: Mapped[str] = column(
        Field(label=N_("变动"), kind=Kind.CHOICE, mandatory=True, width=8,
              choices=("高管", "入驻", "员工数", "税收等级", "经营趋势", "注册地址", "名称"))
    )
    before: Mapped[str | None] = column(Field(label=N_("原来"), max_length=200, sensitivity=_OPEN, width=16))
    after: Mapped[str | None] = column(Field(label=N_("现在"), max_length=200, sensitivity=_OPEN, width=16))
    source_kind: Mapped[str] = column(Field(label=N_("来源类别"), mandatory=True, max_length=40), default="enterprises")
    source_id: Mapped[int | None] = column(Field(label=N_("来源编号"), kind=Kind.INTEGER))
    noted_on: Mapped[dt.date] = column(Field(label=N_("发现日期"), kind=Kind.DATE, mandatory=True, required=True))


class SpecialCase(Record):
    """重要个性情况: something about an enterprise that asks for a visit of its own."""

    __tablename__ = "special_case"
    __entity__: ClassVar = Entity(
        kind="special-cases",
        label=N_("特殊情况"),
        counter=N_("件"),
        title="kind",
        within="enterprise_id",
        icon="alert",
        columns=("happened_on", "enterprise_id", "kind", "what", "resolved_on"),
        sort="-happened_on",
        keys=(("enterprise_id", "kind", "happened_on"),),
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    kind: Mapped[str] = column(
        Field(label=N_("类别"), kind=Kind.CHOICE, mandatory=True, required=True, width=10, open_choices=True,
              choices=("劳资纠纷", "舆情", "安全事故", "重大项目", "退租通知", "另找场地", "迁册", "其他")),
        default="其他",
    )
    happened_on: Mapped[dt.date] = column(
        Field(label=N_("发生日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    what: Mapped[str | None] = column(
        Field(label=N_("情况"), kind=Kind.NOTE, max_length=2000, required=True, sensitivity=_OPEN, width=36)
    )
    resolved_on: Mapped[dt.date | None] = column(Field(label=N_("解除日期"), kind=Kind.DATE))


class TeamMember(Record):
    """Someone of the station's team that serves an enterprise (组团式服务), from when to when."""

    __tablename__ = "team_member"
    __entity__: ClassVar = Entity(
        kind="team-members",
        label=N_("服务团队"),
        counter=N_("人"),
        title="account_id",
        icon="people",
        columns=("account_id", "duty", "since", "until"),
        keys=(("enterprise_id", "account_id"),),
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    account_id: Mapped[int] = column(
        Field(label=N_("成员"), kind=Kind.REFERENCE, target="accounts", mandatory=True, required=True, width=8,
              aliases=("姓名", "工作人员")),
        references="account",
    )
    duty: Mapped[str | None] = column(
        Field(label=N_("分工"), kind=Kind.CHOICE, open_choices=True,
              choices=("党建督导", "经济包干", "市场监管", "公安联络", "消防辅导", "政策服务"))
    )
    since: Mapped[dt.date | None] = column(Field(label=N_("自"), kind=Kind.DATE))
    until: Mapped[dt.date | None] = column(Field(label=N_("至"), kind=Kind.DATE))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("team_member", "enterprise_id", "account_id", also="until IS NULL"),)


class Inspection(Record):
    """One inspection of a shop or an office, and whether what was found was put right (一店一册)."""

    __tablename__ = "inspection"
    __entity__: ClassVar = Entity(
        kind="inspections",
        label=N_("检查"),
        counter=N_("次"),
        title="kind",
        within="enterprise_id",
        icon="check",
        columns=("inspected_on", "enterprise_id", "kind", "result", "inspector", "due_on", "rectified_on"),
        sort="-inspected_on",
        keys=(("enterprise_id", "kind", "inspected_on"),),
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    kind: Mapped[str] = column(
        Field(label=N_("检查类别"), kind=Kind.CHOICE, mandatory=True, required=True, open_choices=True, width=10,
              choices=("食品安全", "消防安全", "门责", "燃气", "外摆店招", "其他"), aliases=("类别",)),
        default="食品安全",
    )
    inspected_on: Mapped[dt.date] = column(
        Field(label=N_("检查日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    inspector: Mapped[str | None] = column(
        Field(label=N_("检查人"), max_length=60, sensitivity=Sensitivity.PERSONAL, aliases=("检查单位",))
    )
    findings: Mapped[str | None] = column(Field(label=N_("发现的问题"), kind=Kind.NOTE, max_length=1000, width=30))
    result: Mapped[str | None] = column(
        Field(label=N_("结果"), kind=Kind.CHOICE, choices=("合格", "限期整改", "停业整改"), required=True, width=8)
    )
    due_on: Mapped[dt.date | None] = column(Field(label=N_("整改期限"), kind=Kind.DATE))
    rectified_on: Mapped[dt.date | None] = column(Field(label=N_("整改完成"), kind=Kind.DATE))


class Pledge(Record):
    """A pledge (承诺书) that an enterprise or a shop signed."""

    __tablename__ = "pledge"
    __entity__: ClassVar = Entity(
        kind="pledges",
        label=N_("承诺书"),
        counter=N_("份"),
        title="name",
        within="enterprise_id",
        icon="file",
        columns=("signed_on", "enterprise_id", "name", "signer", "valid_until"),
        sort="-signed_on",
        keys=(("enterprise_id", "name", "signed_on"),),
    )

    enterprise_id: Mapped[int] = column(_firm(), references="enterprise")
    name: Mapped[str] = column(
        Field(label=N_("承诺书名称"), mandatory=True, required=True, max_length=80, width=24, aliases=("名称",),
              hint=N_("如：食品安全自律承诺书"))
    )
    signed_on: Mapped[dt.date] = column(
        Field(label=N_("签署日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    signer: Mapped[str | None] = column(
        Field(label=N_("签署人"), kind=Kind.PERSON_NAME, max_length=50, sensitivity=Sensitivity.PERSONAL, width=8)
    )
    valid_until: Mapped[dt.date | None] = column(Field(label=N_("有效期至"), kind=Kind.DATE))


class Honour(Record):
    """An honour of an enterprise, an organisation or a person (seed S4: 两优一先, 最美社区工作者)."""

    __tablename__ = "honour"
    __entity__: ClassVar = Entity(
        kind="honours",
        label=N_("荣誉"),
        counter=N_("项"),
        icon="star",
        columns=("awarded_on", "name", "level", "enterprise_id", "organisation_id", "person_id", "awarded_by"),
        sort="-awarded_on",
        keys=(("name", "enterprise_id", "organisation_id", "person_id"),),
    )

    name: Mapped[str] = column(
        Field(label=N_("荣誉名称"), mandatory=True, required=True, max_length=100, searchable=True, width=24,
              aliases=("名称", "荣誉"))
    )
    level: Mapped[str | None] = column(
        Field(label=N_("级别"), kind=Kind.CHOICE, choices=("国家级", "市级", "区级", "街道级", "行业"), width=8)
    )
    awarded_on: Mapped[dt.date | None] = column(Field(label=N_("授予日期"), kind=Kind.DATE, required=True, aliases=("日期",)))
    awarded_by: Mapped[str | None] = column(Field(label=N_("授予单位"), max_length=80, width=20))
    enterprise_id: Mapped[int | None] = column(_firm(required=False), references="enterprise")
    organisation_id: Mapped[int | None] = column(
        Field(label=N_("党组织"), kind=Kind.REFERENCE, target="organisations"), references="party_organisation"
    )
    person_id: Mapped[int | None] = column(
        Field(label=N_("个人"), kind=Kind.REFERENCE, target="people"), references="person"
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (Index("ix_honour_awarded_on", "awarded_on"),)
