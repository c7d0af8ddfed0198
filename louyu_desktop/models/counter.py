"""What a station has beside its requests: partners on duty, machines and their faults, who helps (FIELD.md 2.8)."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column
from louyu_desktop.text import N_

MACHINE_STATES = WORKS, BROKEN, OUT_OF_USE = "正常", "故障", "停用"


class DutyRoster(Record):
    """坐班: which partner sits at the station when (seed S0: 党群、营商、公益律师、商事调解 合署办公)."""

    __tablename__ = "duty_roster"
    __entity__: ClassVar = Entity(
        kind="duty-roster", label=N_("坐班"), counter=N_("班"), title="partner", icon="people",
        columns=("partner", "weekday", "day", "begins", "ends", "person", "place"), sort="partner",
        keys=(("partner", "weekday", "day", "begins"),),
    )  # fmt: skip

    partner: Mapped[str] = column(
        Field(label=N_("坐班单位"), mandatory=True, required=True, max_length=60, searchable=True, width=18,
              sensitivity=Sensitivity.PUBLIC, aliases=("单位", "事项"))
    )
    person: Mapped[str | None] = column(
        Field(label=N_("坐班人"), kind=Kind.PERSON_NAME, max_length=50, width=8, sensitivity=Sensitivity.PERSONAL)
    )
    weekday: Mapped[str | None] = column(
        Field(label=N_("每周"), kind=Kind.CHOICE, choices=("周一", "周二", "周三", "周四", "周五", "周六", "周日"), width=6,
              sensitivity=Sensitivity.PUBLIC)
    )
    day: Mapped[dt.date | None] = column(
        Field(label=N_("某一天"), kind=Kind.DATE, sensitivity=Sensitivity.PUBLIC, hint=N_("只这一天时填"))
    )
    begins: Mapped[str | None] = column(
        Field(label=N_("开始"), max_length=5, width=5, hint="13:30", sensitivity=Sensitivity.PUBLIC)
    )
    ends: Mapped[str | None] = column(
        Field(label=N_("结束"), max_length=5, width=5, hint="16:30", sensitivity=Sensitivity.PUBLIC)
    )
    place: Mapped[str | None] = column(
        Field(label=N_("地点"), max_length=60, width=14, sensitivity=Sensitivity.PUBLIC)
    )
    helps_with: Mapped[str | None] = column(
        Field(label=N_("办什么"), max_length=200, width=24, sensitivity=Sensitivity.PUBLIC)
    )


class Equipment(Record):
    """A machine at the station (政务服务机, 自助税务机), where it stands and whether it works."""

    __tablename__ = "equipment"
    __entity__: ClassVar = Entity(
        kind="equipment", label=N_("设备"), counter=N_("台"), icon="grid",
        columns=("name", "place", "state", "vendor", "vendor_phone"), sort="name", keys=(("name",),),
    )  # fmt: skip

    name: Mapped[str] = column(
        Field(label=N_("设备名称"), mandatory=True, required=True, max_length=60, searchable=True, width=20)
    )
    place: Mapped[str | None] = column(Field(label=N_("位置"), max_length=60, width=14))
    state: Mapped[str] = column(
        Field(label=N_("状态"), kind=Kind.CHOICE, choices=MACHINE_STATES, width=6), default=WORKS
    )
    vendor: Mapped[str | None] = column(Field(label=N_("维护单位"), max_length=60, width=16))
    vendor_phone: Mapped[str | None] = column(
        Field(label=N_("报修电话"), kind=Kind.PHONE, sensitivity=Sensitivity.INTERNAL)
    )


class EquipmentFault(Record):
    """A fault of a machine, until it is mended."""

    __tablename__ = "equipment_fault"
    __entity__: ClassVar = Entity(
        kind="equipment-faults", label=N_("故障"), counter=N_("次"), title="what", within="equipment_id", icon="alert",
        columns=("found_on", "what", "reported_to", "mended_on"), sort="-found_on",
        keys=(("equipment_id", "found_on"),),
    )  # fmt: skip

    equipment_id: Mapped[int] = column(
        Field(label=N_("设备"), kind=Kind.REFERENCE, target="equipment", mandatory=True, required=True),
        references="equipment",
    )
    found_on: Mapped[dt.date] = column(Field(label=N_("发现日期"), kind=Kind.DATE, mandatory=True, required=True))
    what: Mapped[str] = column(Field(label=N_("故障"), mandatory=True, required=True, max_length=200, width=28))
    reported_to: Mapped[str | None] = column(Field(label=N_("报给谁"), max_length=60, width=14))
    mended_on: Mapped[dt.date | None] = column(Field(label=N_("修好日期"), kind=Kind.DATE))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("equipment_fault", "equipment_id", also="mended_on IS NULL"),)


class ResourceProvider(Record):
    """A partner that helps enterprises or people: a department, a hospital, a law firm, a bank."""

    __tablename__ = "resource_provider"
    __entity__: ClassVar = Entity(
        kind="providers", label=N_("资源单位"), counter=N_("家"), icon="link",
        columns=("name", "kind", "offers", "contact", "phone"), sort="name", keys=(("name",),),
    )  # fmt: skip

    name: Mapped[str] = column(
        Field(label=N_("单位名称"), kind=Kind.ORGANISATION_NAME, mandatory=True, required=True, max_length=100,
              searchable=True, width=24, aliases=("名称", "单位"))
    )
    kind: Mapped[str | None] = column(
        Field(label=N_("类别"), kind=Kind.CHOICE, open_choices=True, width=8,
              choices=("职能部门", "律所", "医院", "银行", "高校", "社会组织", "企业", "其他"))
    )
    offers: Mapped[str | None] = column(Field(label=N_("能提供"), max_length=300, searchable=True, width=30))
    contact: Mapped[str | None] = column(
        Field(label=N_("联系人"), kind=Kind.PERSON_NAME, max_length=50, width=8, sensitivity=Sensitivity.PERSONAL)
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话", "手机"))
    )
