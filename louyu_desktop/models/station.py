"""The station itself: profile, zones, accounts, holidays, settings, views and drafts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from sqlalchemy import Integer, Text, UniqueConstraint, and_, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Base, Record, hidden, once, record_class
from louyu_desktop.models.columns import UtcDateTime, column
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.workdays import is_published
from louyu_desktop.text import N_


class Station(Record):
    """The station's profile: cover and first chapter of the handbook (seed S0)."""

    __tablename__ = "station"
    __entity__: ClassVar = Entity(kind="stations", label=N_("站点"), counter=N_("个"), icon="desk")

    name: Mapped[str] = column(Field(label=N_("站点名称"), mandatory=True, required=True, max_length=60, searchable=True))
    level: Mapped[str | None] = column(
        Field(label=N_("层级"), kind=Kind.CHOICE, choices=(N_("枢纽"), N_("片区"), N_("楼宇")))
    )
    subdistrict: Mapped[str | None] = column(Field(label=N_("街道"), max_length=40))
    address: Mapped[str | None] = column(Field(label=N_("地址"), max_length=120, width=40))
    floor: Mapped[str | None] = column(Field(label=N_("楼层"), max_length=20))
    area: Mapped[Any] = column(Field(label=N_("面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡"))
    opened_on: Mapped[dt.date | None] = column(Field(label=N_("启用日期"), kind=Kind.DATE))
    hours: Mapped[str | None] = column(Field(label=N_("开放时间"), max_length=80))
    phone: Mapped[str | None] = column(Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PUBLIC))
    introduction: Mapped[str | None] = column(Field(label=N_("站点简介"), kind=Kind.NOTE, max_length=4000))
    history: Mapped[str | None] = column(
        Field(label=N_("站点沿革"), kind=Kind.NOTE, max_length=4000, hint=N_("一行一件：2025-10 焕新启用"))
    )
    booking_guide: Mapped[str | None] = column(Field(label=N_("场地预约须知"), kind=Kind.NOTE, max_length=4000))
    funding_source: Mapped[str | None] = column(Field(label=N_("出资方"), max_length=60))
    built_with: Mapped[str | None] = column(Field(label=N_("共建单位"), max_length=120))
    is_demonstration: Mapped[bool] = column(Field(label=N_("演示站点"), kind=Kind.FLAG), default=False)


class Facility(Record):
    """A zone or room of the station (the ten zones of seed S0), or one outside the tower."""

    __tablename__ = "facility"
    __follows__: ClassVar = {"name_key": (fold_name, ("name",))}
    __entity__: ClassVar = Entity(
        kind="facilities",
        label=N_("功能区"),
        counter=N_("处"),
        icon="grid",
        subtitle=("zone", "capacity"),
        columns=("name", "zone", "floor", "capacity", "bookable", "open_hours"),
        sort="position",
        keys=(("name",),),
    )

    name: Mapped[str] = column(
        Field(label=N_("功能区名称"), mandatory=True, required=True, max_length=40, searchable=True,
              aliases=("名称", "空间名称", "场地", "场地名称", "功能区"))
    )
    zone: Mapped[str | None] = column(Field(label=N_("用途"), max_length=40, aliases=("类型", "功能")))
    building_id: Mapped[int | None] = column(
        Field(label=N_("所在楼宇"), kind=Kind.REFERENCE, target="buildings", aliases=("楼宇",)), references="building"
    )
    floor: Mapped[str | None] = column(Field(label=N_("楼层"), max_length=20, width=6))
    area: Mapped[Any] = column(
        Field(label=N_("面积"), kind=Kind.DECIMAL, digits=2, minimum=0, unit="㎡", width=8, aliases=("面积（㎡）", "面积㎡"))
    )
    capacity: Mapped[int | None] = column(
        Field(label=N_("可容纳人数"), kind=Kind.INTEGER, minimum=0, maximum=100000, unit=N_("人"), width=6,
              aliases=("容量", "人数", "可容纳"), editable_in_list=True)
    )
    open_hours: Mapped[str | None] = column(
        Field(label=N_("开放时间"), max_length=60, aliases=("时间",), editable_in_list=True)
    )
    equipment: Mapped[str | None] = column(Field(label=N_("设备"), kind=Kind.NOTE, max_length=500, aliases=("设施设备",)))
    bookable: Mapped[bool] = column(Field(label=N_("可预约"), kind=Kind.FLAG, aliases=("是否可预约",)), default=False)
    setup_minutes: Mapped[int | None] = column(
        Field(label=N_("布置时间"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5)
    )
    clear_minutes: Mapped[int | None] = column(
        Field(label=N_("清场时间"), kind=Kind.INTEGER, minimum=0, maximum=1440, unit=N_("分钟"), width=5)
    )
    rules: Mapped[str | None] = column(Field(label=N_("使用规则"), kind=Kind.NOTE, max_length=1000))
    position: Mapped[int | None] = column(Field(label=N_("排序"), kind=Kind.INTEGER, minimum=0, aliases=("序号",), width=5))
    name_key: Mapped[str | None] = column(hidden())

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("facility", "name_key"),)


class Account(Record):
    """Someone who works at the station and logs in; the vault gives it a password later."""

    __tablename__ = "account"
    __entity__: ClassVar = Entity(kind="accounts", label=N_("工作人员"), counter=N_("人"), icon="person")

    name: Mapped[str] = column(
        Field(label=N_("姓名"), kind=Kind.PERSON_NAME, mandatory=True, required=True, max_length=50, searchable=True)
    )
    role: Mapped[str] = column(
        Field(label=N_("岗位"), kind=Kind.CHOICE, choices=(N_("站长"), N_("工作人员"), N_("志愿者·签到台"), N_("只读"))),
        default="工作人员",
    )
    phone: Mapped[str | None] = column(Field(label=N_("电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL))


class Holiday(Record):
    """One day that is off (休) or made up for (班), from the station's own table."""

    __tablename__ = "holiday"
    __reaches__ = True
    __entity__: ClassVar = Entity(
        kind="holidays",
        label=N_("节假日"),
        counter=N_("天"),
        title="day",
        columns=("day", "kind", "name"),
        sort="day",
        keys=(("day",),),
        icon="calendar",
    )

    day: Mapped[dt.date] = column(Field(label=N_("日期"), kind=Kind.DATE, mandatory=True, required=True))
    kind: Mapped[str] = column(
        Field(label=N_("休或班"), kind=Kind.CHOICE, choices=(N_("休"), N_("班")), required=True, aliases=("类型",)),
        default="休",
    )
    name: Mapped[str | None] = column(Field(label=N_("节日"), max_length=20, aliases=("名称",)))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("holiday", "day"),)

    @classmethod
    def dependants(cls, session: Session, ids: Collection[int]) -> dict[type[Record], Collection[int]]:
        """Requests whose dates were counted over one of these days, or over a year that was not known."""
        days = session.scalars(select(cls.day).where(cls.id.in_(ids))).all()
        if not days:
            return {}
        asked = cls.metadata.tables["service_request"].c
        last = max(days)  # in a year that is not published any day makes it known: one speaks for the whole year
        after = last + dt.timedelta(days=1) if is_published(last.year) else dt.date(last.year + 1, 1, 1)
        end = dt.datetime.combine(after, dt.time(), dt.UTC)
        first = min(days).replace(month=1, day=1)
        dates = (asked.contact_due_on, asked.reply_due_on, asked.due_on, asked.first_due_on)
        within = and_(asked.received_at < end, or_(*(date >= first for date in dates)))
        found = session.scalars(select(asked.id).where(or_(within, asked.estimated.is_(True)))).all()
        return {record_class("service_request"): found}


class OwnField(Record):
    """A field that the station has added to enterprises: which spare column it uses, and what it is called."""

    __tablename__ = "own_field"
    __entity__: ClassVar = Entity(
        kind="own-fields",
        label=N_("自定义字段"),
        counter=N_("项"),
        title="label",
        icon="columns",
        columns=("label", "type", "choices", "position"),
        sort="position",
        keys=(("label",),),
    )

    label: Mapped[str] = column(Field(label=N_("字段名称"), mandatory=True, required=True, max_length=12, width=10))
    type: Mapped[str] = column(
        Field(label=N_("字段类型"), kind=Kind.CHOICE, choices=("文字", "数字", "日期", "选项"), mandatory=True, width=6),
        default="文字",
    )
    slot: Mapped[str] = column(Field(label=N_("存放列"), mandatory=True, max_length=20))
    choices: Mapped[str | None] = column(
        Field(label=N_("可选的值"), kind=Kind.NOTE, max_length=1000, hint=N_("一行一个"))
    )
    hint: Mapped[str | None] = column(Field(label=N_("填写提示"), max_length=40))
    position: Mapped[int | None] = column(Field(label=N_("排序"), kind=Kind.INTEGER, minimum=0, width=5))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("own_field", "slot"), once("own_field", "label"))


class SettingValue(Base):
    """A shared setting of the station; `louyu_desktop.settings` declares what there is."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class SavedView(Base):
    """A list's filters, order and columns under a name; the one called "" is how it was left."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "kind", "name"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)


class Draft(Base):
    """What was typed into a form and not saved yet; `row_id` 0 is a new record."""

    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "kind", "row_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int] = mapped_column(Integer)
    saved_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    content: Mapped[str] = mapped_column(Text)


class Recent(Base):
    """A record that somebody opened, and when last; the Ctrl+K box offers them before anything is typed."""

    __tablename__ = "recent"
    __table_args__ = (UniqueConstraint("account_id", "kind", "row_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


class ImportProfile(Base):
    """How the headings of one source were mapped; `signature` is the folded set of its headings."""

    __tablename__ = "import_profile"
    __table_args__ = (UniqueConstraint("kind", "signature"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)

