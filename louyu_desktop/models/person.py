"""People in all their roles, their Party membership and their consent: FIELD.md 2.6."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache, partial
from typing import Any, ClassVar

from sqlalchemy import Index, Select, select
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, among, hidden, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

GENDERS = ("未知", "男", "女", "未说明")
"""性别 of GB/T 2261.1."""

EDUCATIONS = ("研究生", "大学本科", "大学专科", "中专中技", "高中", "初中", "小学", "其他")
"""学历 of GB/T 4658, the short list."""

POLITICAL = ("中共党员", "预备党员", "共青团员", "民主党派", "无党派人士", "群众")
ROLES = ("党员", "白领", "志愿者", "合伙人", "企业联系人", "新就业群体", "居民")
_P = Sensitivity.PERSONAL
_S = Sensitivity.SENSITIVE


class Person(Record):
    """One human being, in whatever roles; a walk-in may have no more than a name."""

    __tablename__ = "person"
    __feeds__ = ("organisation_id",)
    __many__ = True
    __follows__: ClassVar = {
        "name_key": (fold_name, ("name",)), "name_sort": (partial(sort_key, person=True), ("name",))
    }  # fmt: skip
    __entity__: ClassVar = Entity(
        kind="people",
        label=N_("人员"),
        counter=N_("人"),
        icon="people",
        subtitle=("unit_name", "mobile"),
        columns=("name", "gender", "unit_name", "mobile", "roles", "organisation_id", "consented"),
        sort="name",
        keys=(("mobile", "name"), ("identity_number",), ("name", "unit_name"), ("name",)),
    )

    name: Mapped[str] = column(
        Field(label=N_("姓名"), kind=Kind.PERSON_NAME, mandatory=True, required=True, max_length=50, searchable=True,
              width=8,
              sensitivity=_P, aliases=("名字", "您的姓名", "党员姓名", "报名人", "参加人"))
    )
    gender: Mapped[str | None] = column(
        Field(label=N_("性别"), kind=Kind.CHOICE, choices=GENDERS, width=6, sensitivity=_P,
              synonyms={"男性": "男", "女性": "女", "M": "男", "F": "女", "1": "男", "2": "女"})
    )
    born: Mapped[str | None] = column(
        Field(label=N_("出生年月"), kind=Kind.PARTIAL_DATE, sensitivity=_P, width=10, aliases=("出生日期", "生日", "出生", "出生年份"))
    )
    mobile: Mapped[str | None] = column(
        Field(label=N_("手机"), kind=Kind.MOBILE, required=True, searchable=True, sensitivity=_P, width=11,
              aliases=("手机号", "手机号码", "联系电话", "电话", "您的手机号", "联系方式", "移动电话"))
    )
    email: Mapped[str | None] = column(Field(label=N_("邮箱"), kind=Kind.EMAIL, sensitivity=_P, aliases=("电子邮箱",)))
    wechat: Mapped[str | None] = column(Field(label=N_("微信"), max_length=40, sensitivity=_P, aliases=("微信号",)))
    identity_number: Mapped[str | None] = column(
        Field(label=N_("身份证号"), kind=Kind.IDENTITY_NUMBER, sensitivity=_S, width=18,
              aliases=("身份证", "身份证号码", "公民身份号码", "证件号码"), hint=N_("不是必须，能不记就不记"))
    )
    education: Mapped[str | None] = column(
        Field(label=N_("学历"), kind=Kind.CHOICE, choices=EDUCATIONS, sensitivity=_P, aliases=("文化程度",),
              synonyms={"本科": "大学本科", "大学": "大学本科", "学士": "大学本科", "大专": "大学专科", "专科": "大学专科",
                        "硕士": "研究生", "硕士研究生": "研究生", "博士": "研究生", "博士研究生": "研究生", "中专": "中专中技"})
    )
    enterprise_id: Mapped[int | None] = column(
        Field(label=N_("所属企业"), kind=Kind.REFERENCE, target="enterprises"), references="enterprise"
    )
    unit_name: Mapped[str | None] = column(
        Field(label=N_("单位"), max_length=100, searchable=True, width=20,
              aliases=("工作单位", "所在单位", "单位名称", "公司", "企业名称", "所属单位", "企业"))
    )
    job_title: Mapped[str | None] = column(Field(label=N_("职务"), max_length=40, aliases=("岗位", "单位职务")))
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings"), references="building"
    )
    roles: Mapped[tuple[str, ...]] = column(
        Field(label=N_("身份"), kind=Kind.CHOICES, choices=ROLES, required=True, open_choices=True, sensitivity=_S,
              aliases=("人员类别",))  # 党员 is one of them
    )
    team: Mapped[str | None] = column(
        Field(label=N_("队伍"), kind=Kind.CHOICE, choices=("楼宇工作者", "专业志愿者", "政府部门综合服务"))
    )
    skills: Mapped[str | None] = column(Field(label=N_("特长"), max_length=200))
    political_status: Mapped[str | None] = column(
        Field(label=N_("政治面貌"), kind=Kind.CHOICE, choices=POLITICAL, sensitivity=_S,
              synonyms={"党员": "中共党员", "团员": "共青团员", "中共预备党员": "预备党员"})
    )
    source: Mapped[str | None] = column(Field(label=N_("来源"), max_length=60))
    retention_until: Mapped[dt.date | None] = column(Field(label=N_("保存至"), kind=Kind.DATE))
    organisation_id: Mapped[int | None] = column(
        Field(label=N_("所在党组织"), kind=Kind.REFERENCE, target="organisations", derived=True, sensitivity=_S, width=16),
        references="party_organisation",
    )
    joined_on: Mapped[dt.date | None] = column(Field(label=N_("入党时间"), kind=Kind.DATE, derived=True, sensitivity=_S))
    consented: Mapped[bool | None] = column(Field(label=N_("已同意"), kind=Kind.FLAG, derived=True, width=6))
    name_key: Mapped[str | None] = column(hidden())
    name_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (
            once("person", "identity_number", also="identity_number IS NOT NULL"),
            Index("ix_person_name_key", "name_key"),
            Index("ix_person_mobile", "mobile"),
        )

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Where the person's membership stands, and whether a consent is in force."""
        result: dict[int, dict[str, Any]] = {
            key: {"organisation_id": None, "joined_on": None, "consented": False} for key in ids
        }
        memberships, consents = _of_people()
        for person, organisation, joined in session.execute(memberships, {"ids": list(ids)}):
            result[person].update(organisation_id=organisation, joined_on=joined)
        for person in session.scalars(consents, {"ids": list(ids)}):
            result[person]["consented"] = True
        return result


@cache
def _of_people() -> tuple[Select[Any, Any, Any], Select[Any]]:
    """Memberships in their order, and who has given a consent that is in force."""
    return (
        select(PartyMembership.person_id, PartyMembership.organisation_id, PartyMembership.joined_on)
        .where(among(PartyMembership.person_id), PartyMembership.archived_at.is_(None))
        .where(PartyMembership.left_on.is_(None))
        .order_by(PartyMembership.id),
        select(Consent.person_id).where(
            among(Consent.person_id), Consent.withdrawn_on.is_(None), Consent.archived_at.is_(None)
        ),
    )


class PartyMembership(Record):
    """That a person's Party membership stands in an organisation."""

    __tablename__ = "party_membership"
    __feeds__ = ("person_id", "organisation_id")
    __entity__: ClassVar = Entity(
        kind="memberships",
        label=N_("党员信息"),
        title="organisation_id",
        icon="badge",
        columns=("organisation_id", "kind", "joined_on", "regularised_on", "relation_type", "post"),
        keys=(("person_id",),),
    )

    person_id: Mapped[int] = column(
        Field(label=N_("人员"), kind=Kind.REFERENCE, target="people", mandatory=True, required=True), references="person"
    )
    organisation_id: Mapped[int | None] = column(
        Field(label=N_("所在党组织"), kind=Kind.REFERENCE, target="organisations", required=True, sensitivity=_S,
              aliases=("所在党支部", "所在支部", "党支部", "支部", "党组织", "所属党支部", "党支部名称")),
        references="party_organisation",
    )
    kind: Mapped[str | None] = column(
        Field(label=N_("党籍类型"), kind=Kind.CHOICE, choices=("正式", "预备"), required=True, sensitivity=_S,
              synonyms={"正式党员": "正式", "预备党员": "预备"}, aliases=("党员类型",))
    )
    joined_on: Mapped[dt.date | None] = column(
        Field(label=N_("入党时间"), kind=Kind.DATE, required=True, sensitivity=_S, aliases=("入党日期", "入党年月"))
    )
    regularised_on: Mapped[dt.date | None] = column(
        Field(label=N_("转正时间"), kind=Kind.DATE, sensitivity=_S, aliases=("转正日期",))
    )
    relation_type: Mapped[str | None] = column(
        Field(label=N_("组织关系"), kind=Kind.CHOICE, sensitivity=_S,
              choices=("在本组织", "在外单位·本楼工作", "流动党员", "已转出"))
    )
    post: Mapped[str | None] = column(Field(label=N_("党内职务"), max_length=40, sensitivity=_S))
    entered_on: Mapped[dt.date | None] = column(
        Field(label=N_("转入日期"), kind=Kind.DATE, sensitivity=_S, hint=N_("哪天起在这个组织；不知道就不填"))
    )
    left_on: Mapped[dt.date | None] = column(
        Field(label=N_("转出日期"), kind=Kind.DATE, sensitivity=_S, hint=N_("填了，就算到前一天为止"))
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("party_membership", "person_id", also="left_on IS NULL"),)


class Consent(Record):
    """That a person agreed to their data being kept, to which text, and until when (PIPL art. 13–17)."""

    __tablename__ = "consent"
    __feeds__ = ("person_id",)
    __entity__: ClassVar = Entity(
        kind="consents",
        label=N_("同意记录"),
        title="given_on",
        icon="check",
        columns=("given_on", "form", "basis", "text_version", "withdrawn_on"),
        keys=(("person_id",),),
    )

    person_id: Mapped[int] = column(
        Field(label=N_("人员"), kind=Kind.REFERENCE, target="people", mandatory=True, required=True), references="person"
    )
    given_on: Mapped[dt.date | None] = column(Field(label=N_("同意日期"), kind=Kind.DATE, required=True))
    form: Mapped[str | None] = column(
        Field(label=N_("形式"), kind=Kind.CHOICE, choices=("书面", "问卷勾选", "口头·经办人记", "电子"), required=True)
    )
    basis: Mapped[str | None] = column(
        Field(label=N_("依据"), kind=Kind.CHOICE, choices=("本人同意", "法定职责"), required=True)
    )
    text_version: Mapped[str | None] = column(Field(label=N_("告知书版本"), max_length=20))
    scope: Mapped[str | None] = column(Field(label=N_("用途"), max_length=100))
    withdrawn_on: Mapped[dt.date | None] = column(Field(label=N_("撤回日期"), kind=Kind.DATE))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("consent", "person_id", also="withdrawn_on IS NULL"),)

