"""Areas (片区), buildings and their units (floor and room): FIELD.md 2.1."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, hidden, once, record_class
from louyu_desktop.models.columns import column
from louyu_desktop.models.current import day_of, lasting
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

DISTRICTS = (
    "黄浦区", "徐汇区", "长宁区", "静安区", "普陀区", "虹口区", "杨浦区", "闵行区",
    "宝山区", "嘉定区", "浦东新区", "金山区", "松江区", "青浦区", "奉贤区", "崇明区",
)  # fmt: skip


class Area(Record):
    """A 片区: several buildings around one station."""

    __tablename__ = "area"
    __follows__: ClassVar = {"name_key": (fold_name, ("name",))}
    __entity__: ClassVar = Entity(
        kind="areas", label=N_("片区"), counter=N_("个"), icon="pin", columns=("name", "building_count"), keys=(("name",),)
    )

    name: Mapped[str] = column(Field(label=N_("片区名称"), mandatory=True, required=True, max_length=40, searchable=True))
    building_count: Mapped[int | None] = column(Field(label=N_("楼宇数"), kind=Kind.INTEGER, unit=N_("幢"), derived=True))
    name_key: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("area", "name_key"),)

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """How many buildings stand in each area."""
        counts = dict(
            session.execute(
                select(Building.area_id, func.count())
                .where(Building.area_id.in_(ids), Building.archived_at.is_(None))
                .group_by(Building.area_id)
            ).all()
        )
        return {area: {"building_count": counts.get(area, 0)} for area in ids}


class Building(Record):
    """A tower, mall, park or hotel that the station serves."""

    __tablename__ = "building"
    __feeds__ = ("area_id",)
    __follows__: ClassVar = {"name_key": (fold_name, ("name",)), "name_sort": (sort_key, ("name",))}
    __entity__: ClassVar = Entity(
        kind="buildings",
        label=N_("楼宇"),
        counter=N_("幢"),
        icon="building",
        subtitle=("address",),
        columns=("name", "area_id", "kind", "grade", "enterprise_count", "headcount", "address", "property_company"),
        sort="name",
        keys=(("name",), ("former_name",)),
    )

    name: Mapped[str] = column(
        Field(label=N_("楼宇名称"), mandatory=True, required=True, max_length=60, searchable=True, width=20,
              aliases=("楼宇", "楼名", "大厦", "大厦名称", "楼宇名", "所在楼宇", "名称"))
    )
    alias: Mapped[str | None] = column(Field(label=N_("别名"), max_length=60, searchable=True, aliases=("简称",)))
    former_name: Mapped[str | None] = column(Field(label=N_("曾用名"), max_length=60, searchable=True, aliases=("原名",)))
    area_id: Mapped[int | None] = column(
        Field(label=N_("片区"), kind=Kind.REFERENCE, target="areas", aliases=("所属片区",)), references="area"
    )
    grid_code: Mapped[str | None] = column(Field(label=N_("网格号"), max_length=30, aliases=("网格",)))
    address: Mapped[str | None] = column(
        Field(label=N_("地址"), max_length=120, required=True, searchable=True, width=30, aliases=("楼宇地址",))
    )
    district: Mapped[str | None] = column(
        Field(label=N_("区"), kind=Kind.CHOICE, choices=DISTRICTS, required=True, aliases=("行政区", "所在区"))
    )
    postcode: Mapped[str | None] = column(Field(label=N_("邮编"), kind=Kind.POSTCODE, width=8, aliases=("邮政编码",)))
    kind: Mapped[str | None] = column(
        Field(label=N_("楼宇类型"), kind=Kind.CHOICE, required=True, aliases=("类型",),
              choices=(N_("商务楼"), N_("商业综合体"), N_("园区"), N_("酒店"), N_("混合"), N_("商铺")))
    )
    grade: Mapped[str | None] = column(
        Field(label=N_("等级"), kind=Kind.CHOICE, choices=(N_("超甲"), N_("甲"), N_("乙"), N_("丙")), width=6)
    )
    floors_above: Mapped[int | None] = column(
        Field(label=N_("地上层数"), kind=Kind.INTEGER, minimum=0, maximum=200, unit=N_("层"), width=6, aliases=("层数", "楼层数"))
    )
    floors_below: Mapped[int | None] = column(
        Field(label=N_("地下层数"), kind=Kind.INTEGER, minimum=0, maximum=20, unit=N_("层"), width=6)
    )
    gross_area: Mapped[Any] = column(
        Field(label=N_("建筑面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", aliases=("建筑面积（㎡）", "总面积"))
    )
    office_area: Mapped[Any] = column(Field(label=N_("办公面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡"))
    leasable_area: Mapped[Any] = column(
        Field(label=N_("可租面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", aliases=("可出租面积",))
    )
    completed_year: Mapped[int | None] = column(
        Field(label=N_("竣工年"), kind=Kind.INTEGER, minimum=1900, maximum=2100, width=6, aliases=("竣工年份", "建成年份"))
    )
    owner_name: Mapped[str | None] = column(Field(label=N_("业主方"), max_length=100, aliases=("业主", "产权方"), width=24))
    property_company: Mapped[str | None] = column(
        Field(label=N_("物业公司"), max_length=100, aliases=("物业", "物业管理"), width=24)
    )
    property_phone: Mapped[str | None] = column(
        Field(label=N_("物业电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL)
    )
    tax_band: Mapped[str | None] = column(
        Field(label=N_("税收等级"), kind=Kind.CHOICE, hint=N_("只记档次，不记数额"), aliases=("税收档",),
              choices=(N_("百亿"), N_("月亿"), N_("亿元"), N_("千万元"), N_("其他")))
    )
    is_key: Mapped[bool] = column(
        Field(label=N_("重点楼宇"), kind=Kind.FLAG, aliases=("是否重点",), editable_in_list=True), default=False
    )
    enterprise_count: Mapped[int | None] = column(
        Field(label=N_("入驻企业"), kind=Kind.INTEGER, unit=N_("家"), derived=True, width=8)
    )
    headcount: Mapped[int | None] = column(
        Field(label=N_("从业人数"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=8)
    )
    name_key: Mapped[str | None] = column(hidden())
    name_sort: Mapped[str | None] = column(hidden(), index=True)

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("building", "name_key"),)

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Enterprises now in the building, and the people of those that have their seat here."""
        seat, firm = cls.metadata.tables["occupancy"], cls.metadata.tables["enterprise"]
        tenants = dict(
            session.execute(
                select(Unit.building_id, func.count(func.distinct(seat.c.enterprise_id)))
                .join(seat, seat.c.unit_id == Unit.id)
                .join(firm, firm.c.id == seat.c.enterprise_id)
                .where(Unit.building_id.in_(ids), lasting(seat.c.ended_on))
                .where(seat.c.archived_at.is_(None), firm.c.archived_at.is_(None))
                .group_by(Unit.building_id),
                {"day": day_of(session)},
            ).all()
        )
        people = dict(
            session.execute(
                select(firm.c.building_id, func.sum(firm.c.headcount))
                .where(firm.c.building_id.in_(ids), firm.c.archived_at.is_(None))
                .group_by(firm.c.building_id)
            ).all()
        )
        return {b: {"enterprise_count": tenants.get(b, 0), "headcount": people.get(b) or 0} for b in ids}

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[type[Record], Collection[int]]:
        """Enterprises whose location shows the building's name."""
        firm = cls.metadata.tables["enterprise"].c
        return {record_class("enterprise"): session.scalars(select(firm.id).where(firm.building_id.in_(ids))).all()}


@lru_cache(maxsize=16384)
def _label(floor: str | None, room: str | None) -> str | None:
    """`8F-05`, `8F` or the room alone."""
    floor = floor or ""
    storey = f"{floor}F" if floor[:1].isdigit() and floor[-1:].isdigit() else floor
    return "-".join(part for part in (storey, room) if part) or None


def _label_sort(floor: str | None, room: str | None) -> str:
    return sort_key(_label(floor, room) or "")


class Unit(Record):
    """A floor, or a room on it."""

    __tablename__ = "unit"
    __feeds__ = ("building_id",)
    __follows__: ClassVar = {"label": (_label, ("floor", "room")), "label_sort": (_label_sort, ("floor", "room"))}
    __entity__: ClassVar = Entity(
        kind="units",
        label=N_("单元"),
        counter=N_("间"),
        title="label",
        within="building_id",
        icon="door",
        columns=("label", "building_id", "floor", "room", "area"),
        keys=(("building_id", "floor", "room"),),
    )

    building_id: Mapped[int] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings", mandatory=True, required=True),
        references="building",
    )
    floor: Mapped[str] = column(
        Field(label=N_("楼层"), max_length=20, width=6, hint=N_("8、B1、8-10"), aliases=("层", "楼层号")), default=""
    )
    room: Mapped[str] = column(Field(label=N_("室号"), max_length=40, width=8, aliases=("房号", "房间号", "室")), default="")
    area: Mapped[Any] = column(Field(label=N_("面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", width=8))
    label: Mapped[str | None] = column(Field(label=N_("楼层室号"), derived=True, searchable=True))
    label_sort: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("unit", "building_id", "floor", "room"),)

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[type[Record], Collection[int]]:
        """Enterprises whose location shows the unit."""
        seat = cls.metadata.tables["occupancy"].c
        tenants = session.scalars(select(seat.enterprise_id).where(seat.unit_id.in_(ids))).all()
        return {record_class("enterprise"): tenants}


class BuildingMonth(Record):
    """What the owner or the property company says of a building's month (月度); the rate of letting follows."""

    __tablename__ = "building_month"
    __entity__: ClassVar = Entity(
        kind="building-months",
        label=N_("月度数据"),
        counter=N_("月"),
        title="month",
        within="building_id",
        icon="calendar",
        columns=("month", "building_id", "leased_area", "tenant_count", "headcount"),
        sort="-month",
        keys=(("building_id", "month"),),
    )

    building_id: Mapped[int] = column(
        Field(label=N_("楼宇"), kind=Kind.REFERENCE, target="buildings", mandatory=True, required=True),
        references="building",
    )
    month: Mapped[str] = column(
        Field(label=N_("月份"), kind=Kind.PARTIAL_DATE, mandatory=True, required=True, width=8, hint="2026-10",
              aliases=("年月",))
    )
    leased_area: Mapped[Any] = column(
        Field(label=N_("已租面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", width=10, aliases=("出租面积",))
    )
    tenant_count: Mapped[int | None] = column(
        Field(label=N_("户数"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("户"), width=6, aliases=("入驻户数",))
    )
    headcount: Mapped[int | None] = column(
        Field(label=N_("从业人数"), kind=Kind.INTEGER, minimum=0, maximum=10000000, unit=N_("人"), width=8)
    )

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("building_month", "building_id", "month"),)
