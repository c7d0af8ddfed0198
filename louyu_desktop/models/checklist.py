"""The service checklist (服务清单): categories, items and versions: FIELD.md 2.8 and 5."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, hidden, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

_OPEN = Sensitivity.PUBLIC
MODES = ("现场办", "帮办代办", "自助", "预约", "转介")


class ServiceCategory(Record):
    """One of the ten categories of the checklist."""

    __tablename__ = "service_category"
    __entity__: ClassVar = Entity(
        kind="service-categories",
        label=N_("服务大类"),
        counter=N_("类"),
        icon="list",
        columns=("code", "name"),
        sort="code",
        keys=(("code",), ("name",)),
    )

    code: Mapped[str] = column(
        Field(label=N_("大类代码"), mandatory=True, required=True, max_length=4, width=6, sensitivity=_OPEN)
    )
    name: Mapped[str] = column(
        Field(label=N_("大类名称"), mandatory=True, required=True, max_length=40, searchable=True, sensitivity=_OPEN)
    )

    catalogue: Mapped[str | None] = column(
        Field(label=N_("所属清单"), max_length=40, width=14, sensitivity=_OPEN, hint=N_("不填就是服务清单，如：服务企业20条"))
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("service_category", "code"),)


class ServiceItem(Record):
    """One thing the station does for people, with the working days it promises."""

    __tablename__ = "service_item"
    __follows__: ClassVar = {"name_sort": (sort_key, ("name",))}
    __entity__: ClassVar = Entity(
        kind="service-items",
        label=N_("服务事项"),
        counter=N_("项"),
        icon="list",
        subtitle=("code",),
        columns=("code", "name", "category_id", "targets", "department", "promised_days", "mode", "enabled"),
        sort="code",
        keys=(("code",), ("name",)),
    )

    code: Mapped[str] = column(
        Field(label=N_("事项编码"), mandatory=True, required=True, max_length=10, searchable=True, width=8,
              sensitivity=_OPEN,
              aliases=("编码", "码", "编号"))
    )
    name: Mapped[str] = column(
        Field(label=N_("事项名称"), mandatory=True, required=True, max_length=80, searchable=True, width=28,
              sensitivity=_OPEN,
              aliases=("事项", "名称", "服务事项"))
    )
    said_as: Mapped[str | None] = column(
        Field(label=N_("俗称"), max_length=200, searchable=True, width=20, sensitivity=_OPEN,
              aliases=("大家怎么说", "别名"), hint=N_("大家怎么叫它，如：落户、居转户；照这些字和拼音都能找到"))
    )
    category_id: Mapped[int | None] = column(
        Field(label=N_("大类"), kind=Kind.REFERENCE, target="service-categories", required=True, width=14,
              sensitivity=_OPEN,
              aliases=("服务大类", "类别", "分类")),
        references="service_category",
    )
    targets: Mapped[tuple[str, ...]] = column(
        Field(label=N_("服务对象"), kind=Kind.CHOICES, choices=("企业", "个人", "组织"), aliases=("对象",), width=10,
              sensitivity=_OPEN,
              synonyms={"企": "企业", "个": "个人", "组": "组织"})
    )
    domain: Mapped[str | None] = column(
        Field(label=N_("领域"), kind=Kind.CHOICE, choices=("党务", "政务", "事务", "群团", "生活"), sensitivity=_OPEN)
    )
    materials: Mapped[str | None] = column(
        Field(label=N_("所需材料"), kind=Kind.NOTE, max_length=500, aliases=("带什么", "材料"), sensitivity=_OPEN, width=24)
    )
    department: Mapped[str | None] = column(
        Field(label=N_("责任部门"), max_length=80, required=True, searchable=True, width=18, aliases=("部门",),
              sensitivity=_OPEN)
    )
    partner: Mapped[str | None] = column(Field(label=N_("协作单位"), max_length=80, sensitivity=_OPEN))
    promised_days: Mapped[int | None] = column(
        Field(label=N_("承诺时限"), kind=Kind.INTEGER, minimum=0, maximum=365, required=True, unit=N_("个工作日"), width=8,
              sensitivity=_OPEN, aliases=("承诺", "承诺工作日", "时限"), hint=N_("0 表示当场办"), editable_in_list=True)
    )
    mode: Mapped[str | None] = column(
        Field(label=N_("办理方式"), kind=Kind.CHOICE, choices=MODES, sensitivity=_OPEN, width=10, aliases=("方式",),
              synonyms={"现": "现场办", "帮": "帮办代办", "自": "自助", "约": "预约", "转": "转介"})
    )
    hours: Mapped[str | None] = column(Field(label=N_("办理时间"), max_length=60, sensitivity=_OPEN))
    phone: Mapped[str | None] = column(Field(label=N_("咨询电话"), kind=Kind.PHONE, sensitivity=_OPEN, aliases=("电话",)))
    basis: Mapped[str | None] = column(Field(label=N_("依据"), max_length=200, sensitivity=_OPEN))
    mechanism: Mapped[str | None] = column(
        Field(label=N_("默认机制"), kind=Kind.CHOICE, choices=("即知即办", "平台协办", "特事特办", "难题专办"))
    )
    enabled: Mapped[bool] = column(
        Field(label=N_("启用"), kind=Kind.FLAG, sensitivity=_OPEN, width=6, editable_in_list=True), default=True
    )
    confirmed_on: Mapped[dt.date | None] = column(Field(label=N_("核对日期"), kind=Kind.DATE, sensitivity=_OPEN))
    is_example: Mapped[bool] = column(Field(label=N_("示例"), kind=Kind.FLAG, sensitivity=_OPEN, width=6), default=False)
    name_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("service_item", "code"),)


class CatalogueVersion(Record):
    """A version of the checklist as it was published; printed on every list."""

    __tablename__ = "catalogue_version"
    __entity__: ClassVar = Entity(
        kind="catalogue-versions",
        label=N_("清单版本"),
        counter=N_("版"),
        icon="history",
        columns=("name", "effective_on"),
        sort="-effective_on",
        keys=(("name",),),
    )

    name: Mapped[str] = column(Field(label=N_("版本"), mandatory=True, required=True, max_length=20, sensitivity=_OPEN))
    effective_on: Mapped[dt.date | None] = column(
        Field(label=N_("生效日期"), kind=Kind.DATE, required=True, sensitivity=_OPEN, hint=N_("保存时留下这天的清单"))
    )
    note: Mapped[str | None] = column(Field(label=N_("改了什么"), kind=Kind.NOTE, max_length=1000))
    content: Mapped[str | None] = column(Field(label=N_("当时的清单"), kind=Kind.NOTE, sensitivity=_OPEN))


class ServicePack(Record):
    """A pack of services for enterprises (企业服务包, seeds S0 and S4)."""

    __tablename__ = "service_pack"
    __entity__: ClassVar = Entity(
        kind="service-packs",
        label=N_("服务包"),
        counter=N_("个"),
        icon="gift",
        columns=("name", "provider", "edition", "enabled"),
        sort="name",
        keys=(("name",),),
    )

    name: Mapped[str] = column(
        Field(label=N_("服务包名称"), mandatory=True, required=True, max_length=60, searchable=True, width=20,
              aliases=("名称", "服务包"))
    )
    edition: Mapped[str | None] = column(Field(label=N_("版本"), max_length=20, width=8))
    content: Mapped[str | None] = column(Field(label=N_("内容"), kind=Kind.NOTE, max_length=4000, width=36))
    provider: Mapped[str | None] = column(Field(label=N_("服务团队"), max_length=100, width=20))
    phone: Mapped[str | None] = column(Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=_OPEN))
    tags: Mapped[tuple[str, ...]] = column(Field(label=N_("适用对象"), kind=Kind.CHOICES, open_choices=True))
    enabled: Mapped[bool] = column(Field(label=N_("启用"), kind=Kind.FLAG, width=6), default=True)


class PackDelivery(Record):
    """That a pack was handed to an enterprise, by whom and to whom."""

    __tablename__ = "pack_delivery"
    __entity__: ClassVar = Entity(
        kind="pack-deliveries",
        label=N_("服务包送达"),
        counter=N_("次"),
        title="pack_id",
        within="enterprise_id",
        icon="gift",
        columns=("delivered_on", "enterprise_id", "pack_id", "way", "deliverer", "receiver"),
        sort="-delivered_on",
        keys=(("enterprise_id", "pack_id", "delivered_on"),),
    )

    enterprise_id: Mapped[int] = column(
        Field(label=N_("企业"), kind=Kind.REFERENCE, target="enterprises", mandatory=True, required=True, width=24,
              aliases=("单位", "企业名称")),
        references="enterprise",
    )
    pack_id: Mapped[int] = column(
        Field(label=N_("服务包"), kind=Kind.REFERENCE, target="service-packs", mandatory=True, required=True, width=16),
        references="service_pack",
    )
    delivered_on: Mapped[dt.date] = column(
        Field(label=N_("送达日期"), kind=Kind.DATE, mandatory=True, required=True, aliases=("日期",))
    )
    way: Mapped[str | None] = column(
        Field(label=N_("方式"), kind=Kind.CHOICE, choices=("上门", "来站领取", "邮寄", "线上"), width=8)
    )
    deliverer: Mapped[str | None] = column(Field(label=N_("送达人"), max_length=50, width=8))
    receiver: Mapped[str | None] = column(
        Field(label=N_("签收人"), kind=Kind.PERSON_NAME, max_length=50, width=8, sensitivity=Sensitivity.PERSONAL)
    )
    follow_up: Mapped[str | None] = column(Field(label=N_("后续跟进"), kind=Kind.NOTE, max_length=1000))
