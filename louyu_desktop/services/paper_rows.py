"""What the station's own papers say: the handbook and the figures, read in a few queries, as plain values."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Activity,
    Building,
    CatalogueVersion,
    Facility,
    PartyOrganisation,
    ServiceCategory,
    ServiceItem,
    Station,
)
from louyu_desktop.printing import figures_sheet, handbook
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.roles import Role
from louyu_desktop.services import figures
from louyu_desktop.services.paper_words import floor_words
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.text import _

_NOT_HELD = ("延期", "取消")


def _station(session: Session) -> Station:
    return session.execute(select(Station).order_by(Station.id).limit(1)).scalar_one()


def handbook_of(session: Session, size: str, today: dt.date) -> handbook.Handbook:
    """The handbook as the station stands today: nothing personal is in it."""
    station = _station(session)
    version = session.execute(
        select(CatalogueVersion)
        .where(CatalogueVersion.archived_at.is_(None))
        .order_by(CatalogueVersion.effective_on.desc(), CatalogueVersion.id.desc())
        .limit(1)
    ).scalar()
    address = "".join(filter(None, (station.address, f"（{floor_words(station.floor)}）" if station.floor else "")))
    phone = plain.display(ENTITIES["stations"].field("phone"), station.phone)
    return handbook.Handbook(
        station=station.name,
        made_on=today,
        paper=size,
        subdistrict=station.subdistrict or "",
        facts=_facts(station),
        introduction=station.introduction or "",
        history=station.history or "",
        booking_guide=station.booking_guide or "",
        zones=_zones(session),
        organisations=_tree(session),
        towers=_towers(session),
        categories=_categories(session),
        version=version.name if version else "",
        effective_on=version.effective_on.isoformat() if version and version.effective_on else "",
        figures=figures.for_the_public(session, today),
        events=_events(session, today),
        contacts=((_("地址"), address), (_("电话"), phone), (_("开放时间"), station.hours or "")),
        is_demonstration=station.is_demonstration,
    )


def figures_of(session: Session, role: Role, today: dt.date) -> figures_sheet.FiguresSheet:
    """The station's numbers as they stand today, as far as the role may know them."""
    station = _station(session)
    return figures_sheet.FiguresSheet(
        station=station.name,
        made_on=today.isoformat(),
        drawings=tuple(map(figures.drawing, figures.seen_figures(session, role, today))),
        is_demonstration=station.is_demonstration,
    )


_FACTS = (
    "level", "subdistrict", "address", "floor", "area", "opened_on", "hours", "funding_source", "built_with",
)  # fmt: skip


def _facts(station: Station) -> tuple[tuple[str, str], ...]:
    fields = [ENTITIES["stations"].field(name) for name in _FACTS]
    found = ((_(field.label), plain.with_unit(field, getattr(station, field.name))) for field in fields)
    return tuple((label, text) for label, text in found if text)


def _zones(session: Session) -> tuple[handbook.Zone, ...]:
    entity = ENTITIES["facilities"]
    rows = session.execute(
        select(Facility)
        .where(Facility.archived_at.is_(None))
        .order_by(Facility.position.is_(None), Facility.position, Facility.id)
    ).scalars()
    return tuple(
        handbook.Zone(
            name=row.name,
            use=row.zone or "",
            floor=floor_words(row.floor),
            area=plain.with_unit(entity.field("area"), row.area),
            capacity=plain.with_unit(entity.field("capacity"), row.capacity),
            hours=row.open_hours or "",
            equipment=row.equipment or "",
            rules=row.rules or "",
            bookable=row.bookable,
        )
        for row in rows
    )


def _tree(session: Session) -> tuple[handbook.Organisation, ...]:
    """The organisations as a tree; one whose superior is not here is a root, and so is one in a circle."""
    rows = session.execute(
        select(PartyOrganisation.id, PartyOrganisation.parent_id, PartyOrganisation.name, PartyOrganisation.kind)
        .where(PartyOrganisation.archived_at.is_(None))
        .order_by(PartyOrganisation.id)
    ).all()
    known = {row.id for row in rows}
    below: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    placed: set[int] = set()

    def node(row: Any) -> handbook.Organisation:
        placed.add(row.id)
        children = tuple(node(child) for child in below[row.id] if child.id not in placed)
        return handbook.Organisation(row.name, row.kind or "", children)

    roots = [node(row) for row in below[None]]
    roots += [node(row) for row in rows if row.id not in placed]
    return tuple(roots)


def _towers(session: Session) -> tuple[handbook.Tower, ...]:
    rows = session.execute(
        select(Building).where(Building.archived_at.is_(None)).order_by(Building.name_sort, Building.id)
    ).scalars()
    entity = ENTITIES["buildings"]
    return tuple(
        handbook.Tower(
            name=row.name,
            address=row.address or "",
            floors=plain.with_unit(entity.field("floors_above"), row.floors_above),
            enterprises=plain.with_unit(entity.field("enterprise_count"), row.enterprise_count or None),
            property=row.property_company or "",
        )
        for row in rows
    )


def _categories(session: Session) -> tuple[handbook.Category, ...]:
    """The enabled items by category; those without one come last."""
    items: dict[int | None, list[handbook.Item]] = defaultdict(list)
    wanted = select(ServiceItem).where(ServiceItem.archived_at.is_(None), ServiceItem.enabled)
    for row in session.execute(wanted.order_by(ServiceItem.code, ServiceItem.id)).scalars():
        items[row.category_id].append(_item(row))
    rows = session.execute(
        select(ServiceCategory.id, ServiceCategory.code, ServiceCategory.name)
        .where(ServiceCategory.archived_at.is_(None))
        .order_by(ServiceCategory.code, ServiceCategory.id)
    ).all()
    found = [handbook.Category(row.code, row.name, tuple(items.pop(row.id, ()))) for row in rows]
    rest = [item for group in items.values() for item in group]
    return (*found, handbook.Category("", _("其他"), tuple(rest))) if rest else tuple(found)


def _item(row: ServiceItem) -> handbook.Item:
    days = row.promised_days
    promise = "" if days is None else _("{days} 个工作日").format(days=days) if days else _("当场")
    return handbook.Item(
        code=row.code,
        name=row.name,
        targets="、".join(row.targets),
        materials=row.materials or "",
        department=row.department or "",
        promise=promise,
        mode=row.mode or "",
        is_example=row.is_example,
    )


def _events(session: Session, today: dt.date) -> tuple[handbook.Event, ...]:
    """What takes place from today to the end of next month."""
    begin = midnight(today)
    after = (today.replace(day=1) + dt.timedelta(days=63)).replace(day=1)
    end = midnight(after)
    rows = session.execute(
        select(Activity.title, Activity.starts_at, Activity.ends_at, Activity.venue, Facility.name)
        .outerjoin(Facility, Facility.id == Activity.venue_id)
        .where(Activity.archived_at.is_(None), Activity.starts_at >= begin, Activity.starts_at < end)
        .where(Activity.status.not_in(_NOT_HELD))
        .order_by(Activity.starts_at, Activity.id)
    ).all()
    return tuple(_event(*row) for row in rows)


def _event(
    title: str, starts: dt.datetime, ends: dt.datetime | None, venue: str | None, room: str | None
) -> handbook.Event:
    first = starts.astimezone(SHANGHAI)
    time = f"{first:%H:%M}"
    if ends is not None and ends.astimezone(SHANGHAI).date() == first.date():
        time = f"{time}–{ends.astimezone(SHANGHAI):%H:%M}"
    return handbook.Event(first.date(), time, title, room or venue or "")


def next_activity(session: Session, now: dt.datetime) -> int | None:
    """The coming activity that people have registered for; else the latest past one; None when there is none."""
    wanted = select(Activity.id).where(Activity.archived_at.is_(None), Activity.registered_count > 0)
    coming = wanted.where(Activity.starts_at >= now).order_by(Activity.starts_at, Activity.id).limit(1)
    found = session.execute(coming).scalar()
    if found is None:
        found = session.execute(wanted.order_by(Activity.starts_at.desc(), Activity.id).limit(1)).scalar()
    return found
