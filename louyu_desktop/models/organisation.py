"""Party organisations, from the working committee down to the group: FIELD.md 2.5."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any, ClassVar

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped, Session

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, hidden, once
from louyu_desktop.models.columns import column
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.pinyin import sort_key
from louyu_desktop.text import N_

KINDS = (
    "党工委", "党委", "联合党委", "商会党委", "党总支", "联合党总支", "党支部", "联合党支部",
    "临时党支部", "功能型（流动）党支部", "党小组",
)  # fmt: skip


class PartyOrganisation(Record):
    """A Party organisation; `parent_id` makes the tree."""

    __tablename__ = "party_organisation"
    __feeds__ = ("parent_id",)
    __follows__: ClassVar = {"name_key": (fold_name, ("name",)), "name_sort": (sort_key, ("name",))}
    __entity__: ClassVar = Entity(
        kind="organisations",
        label=N_("党组织"),
        counter=N_("个"),
        icon="badge",
        subtitle=("kind",),
        columns=("name", "kind", "parent_id", "secretary", "member_count", "term_end", "phone"),
        sort="name",
        keys=(("name",),),
    )

    name: Mapped[str] = column(
        Field(label=N_("党组织名称"), mandatory=True, required=True, max_length=80, searchable=True, width=24,
              aliases=("名称", "组织名称", "党支部", "支部名称", "所在党支部", "所在支部", "所在党组织"))
    )
    kind: Mapped[str | None] = column(
        Field(label=N_("组织类型"), kind=Kind.CHOICE, choices=KINDS, required=True, aliases=("类型", "类别"))
    )
    parent_id: Mapped[int | None] = column(
        Field(label=N_("上级组织"), kind=Kind.REFERENCE, target="organisations", aliases=("上级党组织", "隶属")),
        references="party_organisation",
    )
    building_id: Mapped[int | None] = column(
        Field(label=N_("所在楼宇"), kind=Kind.REFERENCE, target="buildings", aliases=("楼宇",)), references="building"
    )
    founded_on: Mapped[dt.date | None] = column(Field(label=N_("成立日期"), kind=Kind.DATE, aliases=("成立时间",)))
    term_end: Mapped[dt.date | None] = column(Field(label=N_("本届任满"), kind=Kind.DATE, aliases=("换届时间", "换届日期")))
    secretary: Mapped[str | None] = column(
        Field(label=N_("书记"), kind=Kind.PERSON_NAME, max_length=50, searchable=True, sensitivity=Sensitivity.PERSONAL,
              aliases=("书记姓名",), width=8)
    )
    committee: Mapped[str | None] = column(
        Field(label=N_("委员"), kind=Kind.NOTE, max_length=500, sensitivity=Sensitivity.PERSONAL, aliases=("支委", "班子成员"))
    )
    phone: Mapped[str | None] = column(
        Field(label=N_("联系电话"), kind=Kind.PHONE, sensitivity=Sensitivity.PERSONAL, aliases=("电话",))
    )
    member_count: Mapped[int | None] = column(
        Field(label=N_("党员数"), kind=Kind.INTEGER, unit=N_("人"), derived=True, width=6)
    )
    name_key: Mapped[str | None] = column(hidden())
    name_sort: Mapped[str | None] = column(hidden(), index=True)

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("party_organisation", "name_key"),)

    @classmethod
    def derive(cls, session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
        """Members whose membership stands directly in each organisation."""
        from louyu_desktop.models.person import PartyMembership, Person

        counts = dict(
            session.execute(
                select(PartyMembership.organisation_id, func.count())
                .join(Person, Person.id == PartyMembership.person_id)
                .where(PartyMembership.organisation_id.in_(ids), PartyMembership.archived_at.is_(None))
                .where(PartyMembership.left_on.is_(None))
                .where(Person.archived_at.is_(None))
                .group_by(PartyMembership.organisation_id)
            ).all()
        )
        return {key: {"member_count": counts.get(key, 0)} for key in ids}
