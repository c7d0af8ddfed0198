"""Enterprises (一企一档), where they sit and whom one talks to: FIELD.md 2.2."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Index, Select, case, func, select
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, among, hidden, once, own
from louyu_desktop.models.building import DISTRICTS, Building, Unit
from louyu_desktop.models.columns import column
from louyu_desktop.models.current import day_of, lasting
from louyu_desktop.models.seated import derived_of
from louyu_desktop.rules.colours import COLOURS, Entry, severity, standing
from louyu_desktop.rules.names import fold_name, fold_organisation
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

INDUSTRIES = (
    "A 农、林、牧、渔业", "B 采矿业", "C 制造业", "D 电力、热力、燃气及水生产和供应业", "E 建筑业", "F 批发和零售业",
    "G 交通运输、仓储和邮政业", "H 住宿和餐饮业", "I 信息传输、软件和信息技术服务业", "J 金融业", "K 房地产业",
    "L 租赁和商务服务业", "M 科学研究和技术服务业", "N 水利、环境和公共设施管理业", "O 居民服务、修理和其他服务业",
    "P 教育", "Q 卫生和社会工作", "R 文化、体育和娱乐业", "S 公共管理、社会保障和社会组织", "T 国际组织",
)  # fmt: skip
"""行业门类 of GB/T 4754-2017."""

UNIT_KINDS = ("企业", "分支机构", "外企代表处", "个体工商户（商户）", "社会组织", "律所等专业机构", "机关事业", "领事与国际机构", "筹备中")
NO_CODE_REASONS = ("领事机构", "境外机构", "筹备未登记", "个体未换证", "暂缺")
LEGAL_FORMS = (
    "有限责任公司（自然人独资）", "有限责任公司（法人独资）", "有限责任公司（国有独资）", "有限责任公司（外商投资）",
    "有限责任公司（港澳台投资）", "有限责任公司（其他）", "股份有限公司（上市）", "股份有限公司（非上市）",
    "普通合伙", "有限合伙", "个人独资", "分公司", "代表处", "全民所有制", "集体所有制", "股份合作", "其他",
)  # fmt: skip
OWNERSHIPS = ("国有", "集体", "民营", "外商投资", "港澳台投资", "混合", "其他")
PARTY_ORG_STATES = ("独立党支部", "联合支部覆盖", "未建·有党员", "未建·无党员", "不详")
ROLES = ("法定代表人", "董事长", "总经理", "首席代表", "党组织书记", "HR", "行政", "财务", "工会主席", "其他")
_BUILT = ("已建", "未建", "不详")


class Enterprise(Record):
    """One firm, shop, office, consulate or association; the credit code may be missing with a reason."""

    __tablename__ = "enterprise"
    __feeds__ = ("building_id",)
    __many__ = True
    __follows__: ClassVar = {"name_key": (fold_organisation, ("name",)), "name_sort": (sort_key, ("name",))}
    __entity__: ClassVar = Entity(
        kind="enterprises",
        label=N_("企业"),
        counter=N_("家"),
        icon="tower",
        subtitle=("location",),
        columns=(
            "name", "colour", "location", "headcount", "lease_end", "contact_name", "is_key", "party_org_status",
            "last_visit_on",
        ),
        sort="name",
        keys=(("credit_code",), ("name",), ("former_name",)),
    )

    name: Mapped[str] = column(
        Field(label=N_("企业名称"), kind=Kind.ORGANISATION_NAME, mandatory=True, required=True, max_length=100, width=28,
              searchable=True, aliases=("单位全称", "单位名称", "公司名称", "企业全称", "企业", "公司", "名称", "单位", "商户名称"))
    )
    short_name: Mapped[str | None] = column(Field(label=N_("简称"), max_length=40, searchable=True, aliases=("企业简称",)))
    name_en: Mapped[str | None] = column(
        Field(label=N_("英文名"), max_length=200, searchable=True, width=24, aliases=("英文名称",))
    )
    former_name: Mapped[str | None] = column(
        Field(label=N_("曾用名"), max_length=100, searchable=True, width=24, aliases=("原名",))
    )
    unit_kind: Mapped[str] = column(
        Field(label=N_("单位类别"), kind=Kind.CHOICE, choices=UNIT_KINDS, required=True, aliases=("类别", "单位性质")),
        default="企业",
    )
    credit_code: Mapped[str | None] = column(
        Field(label=N_("统一社会信用代码"), kind=Kind.CREDIT_CODE, required=True, searchable=True, width=18,
              aliases=("信用代码", "社会信用代码", "统一信用代码", "代码", "营业执照号"))
    )
    no_code_reason: Mapped[str | None] = column(
        Field(label=N_("无码原因"), kind=Kind.CHOICE, choices=NO_CODE_REASONS, hint=N_("没有信用代码时填"))
    )
    legal_form: Mapped[str | None] = column(
        Field(label=N_("企业类型"), kind=Kind.CHOICE, choices=LEGAL_FORMS, aliases=("公司类型",))
    )
    ownership: Mapped[str | None] = column(
        Field(label=N_("经济性质"), kind=Kind.CHOICE, choices=OWNERSHIPS, aliases=("企业性质", "性质"))
    )
    hq_level: Mapped[str | None] = column(
        Field(label=N_("总部级别"), kind=Kind.CHOICE, choices=("跨国公司地区总部", "国内总部", "区域总部", "非总部"))
    )
    scale: Mapped[str | None] = column(
        Field(label=N_("规模"), kind=Kind.CHOICE, choices=("大", "中", "小", "微"), width=6, aliases=("企业规模",))
    )
    industry: Mapped[str | None] = column(
        Field(label=N_("行业门类"), kind=Kind.CHOICE, choices=INDUSTRIES, required=True, aliases=("行业", "所属行业"), width=20)
    )
    business: Mapped[str | None] = column(
        Field(label=N_("主营业务"), max_length=200, searchable=True, width=24, aliases=("主营", "经营范围"))
    )
    registered_address: Mapped[str | None] = column(
        Field(label=N_("注册地址"), max_length=120, width=30, aliases=("注册地",))
    )
    registered_district: Mapped[str | None] = column(
        Field(label=N_("注册地区"), kind=Kind.CHOICE, choices=DISTRICTS, open_choices=True, aliases=("注册区",))
    )
    tax_local: Mapped[bool | None] = column(Field(label=N_("税收落地"), kind=Kind.FLAG, aliases=("税收是否落地",)))
    registered_on: Mapped[dt.date | None] = column(
        Field(label=N_("成立日期"), kind=Kind.DATE, aliases=("注册日期", "成立时间"))
    )
    registered_capital: Mapped[str | None] = column(
        Field(label=N_("注册资本"), max_length=60, hint=N_("照执照写，如 500 万元人民币"))
    )
    headcount: Mapped[int | None] = column(
        Field(label=N_("员工数"), kind=Kind.INTEGER, minimum=0, maximum=1000000, unit=N_("人"), width=8,
              aliases=("从业人数", "人数", "员工人数", "职工数", "职工人数", "从业人员"), editable_in_list=True)
    )
    headcount_on: Mapped[dt.date | None] = column(Field(label=N_("人数截至"), kind=Kind.DATE))
    party_count: Mapped[int | None] = column(
        Field(label=N_("党员数"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=8,
              aliases=("党员人数", "党员"), editable_in_list=True)
    )
    tax_band: Mapped[str | None] = column(
        Field(label=N_("税收等级"), kind=Kind.CHOICE, hint=N_("只记档次，不记数额"), sensitivity=Sensitivity.SENSITIVE,
              choices=("亿级", "五千万", "千万", "百万", "以下", "未知"), aliases=("税收档",))
    )
    revenue_trend: Mapped[str | None] = column(
        Field(label=N_("经营趋势"), kind=Kind.CHOICE, choices=("上升", "平稳", "下滑", "大幅下滑"),
              sensitivity=Sensitivity.SENSITIVE)
    )
    is_key: Mapped[bool] = column(
        Field(label=N_("重点企业"), kind=Kind.FLAG, aliases=("是否重点", "是否重点企业", "重点"), editable_in_list=True,
              synonyms={"重点企业": "是", "重点": "是"}),
        default=False,
    )
    chief_liaison_id: Mapped[int | None] = column(
        Field(label=N_("首席联络员"), kind=Kind.REFERENCE, target="accounts", aliases=("联络员",)), references="account"
    )
    party_org_status: Mapped[str | None] = column(
        Field(label=N_("党组织情况"), kind=Kind.CHOICE, choices=PARTY_ORG_STATES, required=True, aliases=("党组织",))
    )
    union_status: Mapped[str | None] = column(Field(label=N_("工会"), kind=Kind.CHOICE, choices=_BUILT))
    youth_status: Mapped[str | None] = column(Field(label=N_("团组织"), kind=Kind.CHOICE, choices=_BUILT))
    women_status: Mapped[str | None] = column(Field(label=N_("妇联"), kind=Kind.CHOICE, choices=_BUILT))
    tags: Mapped[tuple[str, ...]] = column(
        Field(label=N_("标签"), kind=Kind.CHOICES, open_choices=True, searchable=True,
              choices=("初创", "上市后备", "专精特新", "高新技术", "跨国公司", "沿街商户"))
    )
    verified_on: Mapped[dt.date | None] = column(Field(label=N_("核实日期"), kind=Kind.DATE, aliases=("上次核实",)))
    verified_by_id: Mapped[int | None] = column(
        Field(label=N_("核实人"), kind=Kind.REFERENCE, target="accounts"), references="account"
    )
    undisturbed: Mapped[bool] = column(
        Field(label=N_("无事不扰"), kind=Kind.FLAG, hint=N_("没有必访的事就不上门")), default=False
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings", derived=True), references="building"
    )
    location: Mapped[str | None] = column(Field(label=N_("位置"), derived=True, searchable=True, width=18))
    location_sort: Mapped[str | None] = column(hidden())
    lease_end: Mapped[dt.date | None] = column(Field(label=N_("租期至"), kind=Kind.DATE, derived=True))
    contact_name: Mapped[str | None] = column(
        Field(label=N_("联系人"), kind=Kind.PERSON_NAME, derived=True, searchable=True, width=8,
              sensitivity=Sensitivity.PERSONAL)
    )
    contact_phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, derived=True, searchable=True, sensitivity=Sensitivity.PERSONAL)
    )
    colour: Mapped[str | None] = column(
        Field(label=N_("五色"), kind=Kind.CHOICE, choices=COLOURS, derived=True, width=6,
              sensitivity=Sensitivity.SENSITIVE)
    )
    colour_sort: Mapped[str | None] = column(hidden())
    colour_since: Mapped[dt.date | None] = column(
        Field(label=N_("定色日期"), kind=Kind.DATE, derived=True, sensitivity=Sensitivity.SENSITIVE)
    )
    colour_reason: Mapped[str | None] = column(
        Field(label=N_("定色理由"), derived=True, sensitivity=Sensitivity.SENSITIVE, width=24)
    )
    last_visit_on: Mapped[dt.date | None] = column(Field(label=N_("上次走访"), kind=Kind.DATE, derived=True))
    next_visit_on: Mapped[dt.date | None] = column(Field(label=N_("约好再访"), kind=Kind.DATE, derived=True))
    own_text_1: Mapped[str | None] = column(own())
    own_text_2: Mapped[str | None] = column(own())
    own_text_3: Mapped[str | None] = column(own())
    own_text_4: Mapped[str | None] = column(own())
    own_text_5: Mapped[str | None] = column(own())
    own_text_6: Mapped[str | None] = column(own())
    own_text_7: Mapped[str | None] = column(own())
    own_text_8: Mapped[str | None] = column(own())
    own_number_1: Mapped[Any] = column(own(Kind.DECIMAL))
    own_number_2: Mapped[Any] = column(own(Kind.DECIMAL))
    own_number_3: Mapped[Any] = column(own(Kind.DECIMAL))
    own_number_4: Mapped[Any] = column(own(Kind.DECIMAL))
    own_date_1: Mapped[dt.date | None] = column(own(Kind.DATE))
    own_date_2: Mapped[dt.date | None] = column(own(Kind.DATE))
    own_date_3: Mapped[dt.date | None] = column(own(Kind.DATE))
    own_date_4: Mapped[dt.date | None] = column(own(Kind.DATE))
    name_key: Mapped[str | None] = column(hidden())
    name_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (
            once("enterprise", "credit_code", also="credit_code IS NOT NULL"),
            Index("ix_enterprise_name_key", "name_key"),
        )

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Seat, lease end and first contact out of what is not ended; the colour its history gives; the last visit."""
        wanted = {"ids": list(ids), "day": day_of(session)}
        seats, people = (session.execute(statement, wanted) for statement in _of_firms())
        result = derived_of(ids, seats, people)
        for enterprise, found in _colours(session, ids).items():
            result[enterprise].update(found)
        for enterprise, last, following in session.execute(_visits(), {"ids": list(ids)}):
            ahead = following if following and (last is None or following > last) else None
            result[enterprise].update(last_visit_on=last, next_visit_on=ahead)
        return result

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[type[Record], Collection[int]]:
        """Units it sits in, which feed the counts of their buildings."""
        return {Unit: session.scalars(select(Occupancy.unit_id).where(Occupancy.enterprise_id.in_(ids))).all()}


@cache
def _of_firms() -> tuple[Select[Any, Any, Any, Any, Any], Select[Any, Any, Any]]:
    """Seats and contacts that are not ended, those that count most at the end."""
    return (
        select(Occupancy.enterprise_id, Unit.building_id, Building.name, Unit.label, Occupancy.lease_end)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(among(Occupancy.enterprise_id), lasting(Occupancy.ended_on), Occupancy.archived_at.is_(None))
        .order_by(Occupancy.enterprise_id, Occupancy.id.desc()),
        select(Contact.enterprise_id, Contact.name, Contact.phone)
        .where(among(Contact.enterprise_id), lasting(Contact.until), Contact.archived_at.is_(None))
        .order_by(Contact.enterprise_id, Contact.is_primary, Contact.id.desc()),
    )


@cache
def _history() -> Select[Any]:
    table = Record.metadata.tables["colour_change"]
    names = ("enterprise_id", "id", "step", "colour", "of_id", "decided_on", "reason")
    return select(*(table.c[name] for name in names)).where(
        among(table.c.enterprise_id), table.c.archived_at.is_(None)
    )


def _colours(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """Colour, since when and why, of the enterprises that have a history."""
    histories: dict[int, dict[int, Any]] = {}
    for row in session.execute(_history(), {"ids": list(ids)}):
        histories.setdefault(row.enterprise_id, {})[row.id] = row
    found = {}
    for enterprise, rows in histories.items():
        now = standing(Entry(row.id, row.step, row.colour, row.of_id) for row in rows.values())
        by, since = rows.get(now.by_id or 0), rows.get(now.from_id or 0)
        found[enterprise] = {
            "colour": now.colour, "colour_sort": str(severity(now.colour)),
            "colour_since": since.decided_on if since else None, "colour_reason": by.reason if by else None,
        }  # fmt: skip
    return found


@cache
def _visits() -> Select[Any]:
    """The last visit on which somebody was met, and the farthest day agreed on."""
    table = Record.metadata.tables["visit"]
    met = func.max(case((table.c.reached, table.c.visited_on)))
    return (
        select(table.c.enterprise_id, met, func.max(table.c.next_visit_on))
        .where(among(table.c.enterprise_id), table.c.archived_at.is_(None))
        .group_by(table.c.enterprise_id)
    )


class Occupancy(Record):
    """That an enterprise sits, or sat, in a unit, and until when its lease runs."""

    __tablename__ = "occupancy"
    __feeds__ = ("enterprise_id", "unit_id")
    __entity__: ClassVar = Entity(
        kind="occupancies",
        label=N_("入驻记录"),
        title="unit_id",
        icon="door",
        columns=("unit_id", "area", "lease_start", "lease_end", "renewal_intent", "ended_on"),
        keys=(("enterprise_id", "unit_id"),),
    )

    enterprise_id: Mapped[int] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True, required=True),
        references="enterprise",
    )
    unit_id: Mapped[int] = column(
        Field(label=N_("单元"), kind=Kind.REFERENCE, target="units", mandatory=True, required=True), references="unit"
    )
    area: Mapped[Any] = column(
        Field(label=N_("租赁面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", width=8, aliases=("面积", "面积（㎡）"))
    )
    moved_in_on: Mapped[dt.date | None] = column(
        Field(label=N_("入驻日期"), kind=Kind.DATE, aliases=("入驻时间", "迁入日期"))
    )
    lease_start: Mapped[dt.date | None] = column(
        Field(label=N_("起租日期"), kind=Kind.DATE, aliases=("租赁起始", "租期起", "起始日期", "租赁开始"))
    )
    lease_end: Mapped[dt.date | None] = column(
        Field(label=N_("到期日期"), kind=Kind.DATE, aliases=("租赁到期", "租期止", "租期至", "合同到期", "到期时间"))
    )
    renewal_intent: Mapped[str | None] = column(
        Field(label=N_("续租意向"), kind=Kind.CHOICE, choices=("续租", "洽谈", "搬离", "未知"), sensitivity=Sensitivity.SENSITIVE)
    )
    ended_on: Mapped[dt.date | None] = column(Field(label=N_("迁出日期"), kind=Kind.DATE, aliases=("搬离日期",)))
    end_reason: Mapped[str | None] = column(Field(label=N_("迁出原因"), max_length=200))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("occupancy", "enterprise_id", "unit_id", also="ended_on IS NULL"),)


class Contact(Record):
    """A person of an enterprise whom the station talks to, with role and validity."""

    __tablename__ = "contact"
    __feeds__ = ("enterprise_id",)
    __follows__: ClassVar = {"name_key": (fold_name, ("name",))}
    __entity__: ClassVar = Entity(
        kind="contacts",
        label=N_("联系人"),
        counter=N_("人"),
        icon="person",
        columns=("name", "role", "phone", "is_primary", "since", "until"),
        keys=(("enterprise_id", "name"),),
    )

    enterprise_id: Mapped[int] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True, required=True),
        references="enterprise",
    )
    name: Mapped[str] = column(
        Field(label=N_("联系人"), kind=Kind.PERSON_NAME, mandatory=True, required=True, max_length=50, searchable=True,
              width=8,
              sensitivity=Sensitivity.PERSONAL, aliases=("联系人姓名", "负责人", "姓名", "企业联系人"))
    )
    role: Mapped[str | None] = column(
        Field(label=N_("职务"), kind=Kind.CHOICE, choices=ROLES, open_choices=True, aliases=("联系人职务",))
    )
    department: Mapped[str | None] = column(Field(label=N_("部门"), max_length=40))
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, searchable=True, sensitivity=Sensitivity.PERSONAL,
              aliases=("电话", "手机", "手机号", "手机号码", "联系方式", "联系人电话"))
    )
    wechat: Mapped[str | None] = column(Field(label=N_("微信"), max_length=40, sensitivity=Sensitivity.PERSONAL))
    email: Mapped[str | None] = column(
        Field(label=N_("邮箱"), kind=Kind.EMAIL, sensitivity=Sensitivity.PERSONAL, aliases=("电子邮箱", "邮件"))
    )
    is_primary: Mapped[bool] = column(Field(label=N_("第一联系人"), kind=Kind.FLAG), default=False)
    since: Mapped[dt.date | None] = column(Field(label=N_("任职自"), kind=Kind.DATE))
    until: Mapped[dt.date | None] = column(Field(label=N_("任职至"), kind=Kind.DATE))
    name_key: Mapped[str | None] = column(hidden())

