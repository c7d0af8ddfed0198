"""What happened to one enterprise, out of every kind of record that has a day (时间线)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import BY_KIND, Activity, ColourChange, SignIn
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.colours import Step, voided
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Row, Shown
from louyu_desktop.services.dossier_copies import Event, Place, Timeline
from louyu_desktop.services.references import kinds_for, with_labels
from louyu_desktop.text import N_, _

_CAME, _COLOURS = "sign-ins", "colour-changes"
_PEOPLE = Field(name="people", label=N_("来的人"), kind=Kind.INTEGER, unit=N_("人"))


@dataclass(frozen=True, slots=True)
class Source:
    """Records of a kind by one of their days: what the line is called, which fields say what, which say more."""

    kind: str
    day: str
    what: str
    title: tuple[str, ...]
    more: tuple[str, ...] = ()
    icon: str = ""


SOURCES: tuple[Source, ...] = (
    Source(_COLOURS, "decided_on", N_("五色"), ("step", "colour"), ("reason", "account_id")),
    Source("special-cases", "happened_on", N_("特殊情况"), ("kind",), ("what",)),
    Source("special-cases", "resolved_on", N_("特殊情况解除"), ("kind",), ("what",)),
    Source("visits", "visited_on", N_("走访"), ("reason", "form"), ("visitors", "met", "situation")),
    Source("visit-tasks", "raised_on", N_("必访提醒"), ("trigger",), ("fact", "due_on", "state")),
    Source("headquarters-visits", "arrives_on", N_("总部来访"), ("guest", "post"), ("purpose",)),
    Source("requests", "received_at", N_("提出诉求"), ("title",), ("number", "category", "state")),
    Source("requests", "closed_on", N_("诉求办结"), ("title",), ("outcome",)),
    Source("pack-deliveries", "delivered_on", N_("送服务包"), ("pack_id",), ("deliverer", "receiver")),
    Source(_CAME, "signed_at", N_("参加活动"), ("activity_id",), ("people",)),
    Source("inspections", "inspected_on", N_("检查"), ("kind", "result"), ("findings",)),
    Source("inspections", "rectified_on", N_("整改完成"), ("kind",)),
    Source("pledges", "signed_on", N_("签承诺书"), ("name",), ("signer",)),
    Source("honours", "awarded_on", N_("荣誉"), ("name",), ("level", "awarded_by")),
    Source("leads", "found_on", N_("线索"), ("name",), ("wants", "state")),
    Source("rounds", "noted_at", N_("跑楼"), ("words",), ("place",)),
    Source("fact-changes", "noted_on", N_("变动"), ("fact",), ("before", "after")),
    Source("contacts", "since", N_("联系人到任"), ("name",), ("role",), icon="person"),
    Source("contacts", "until", N_("联系人卸任"), ("name",), ("role",), icon="person"),
    Source("occupancies", "moved_in_on", N_("入驻"), ("unit_id",), ("area", "lease_end"), icon="tower"),
    Source("occupancies", "ended_on", N_("迁出"), ("unit_id",), ("end_reason",), icon="tower"),
    Source("enterprises", "verified_on", N_("核实资料"), ("name",), ("verified_by_id",), icon="check"),
    Source("enterprises", "created_at", N_("建立档案"), ("name",), icon="file"),
)
"""In the order in which lines of one day stand."""


def read_timeline(
    session: Session, role: Role, enterprise_id: int, before: Place | None, limit: int, today: dt.date
) -> Timeline:
    """The `limit` youngest lines that stand behind `before`, of the kinds and fields that a role sees."""
    seen = {entity.kind: entity for entity in kinds_for(role)}
    events: list[Event] = []
    for rank, source in enumerate(SOURCES):
        entity = seen.get(source.kind)
        if entity is not None:
            read = _came if source.kind == _CAME else _of_source
            events += read(session, entity, rank, enterprise_id, before, limit + 1, today)
    events.sort(key=lambda event: _order(event.place))
    return Timeline(tuple(events[:limit]), len(events) > limit)


def _order(place: Place) -> tuple[int, int, int]:
    return -place.day.toordinal(), place.rank, -place.id


@cache
def _day(kind: str, name: str) -> ColumnElement[Any]:
    """The day of a record in the station's zone."""
    found: ColumnElement[Any] = BY_KIND[kind].__table__.c[name]
    return _local(found) if name.endswith("_at") else found


def _local(moment: ColumnElement[Any]) -> ColumnElement[Any]:
    day: ColumnElement[Any] = func.date(moment, "+8 hours", type_=Date())
    return day


def _behind(day: ColumnElement[Any], key: ColumnElement[Any], rank: int, before: Place | None) -> ColumnElement[bool]:
    """What stands behind a line, of the records with this rank."""
    if before is None:
        return day.is_not(None)
    if rank > before.rank:
        return day <= before.day
    if rank < before.rank:
        return day < before.day
    return or_(day < before.day, and_(day == before.day, key < before.id))


def _of_source(
    session: Session, entity: Entity, rank: int, enterprise_id: int, before: Place | None, limit: int, today: dt.date
) -> list[Event]:
    source = SOURCES[rank]
    table = BY_KIND[source.kind].__table__
    day = _day(source.kind, source.day)
    owner = table.c.id if source.kind == "enterprises" else table.c.enterprise_id
    rows = session.execute(
        select(table)
        .where(owner == enterprise_id, table.c.archived_at.is_(None), day.is_not(None))
        .where(_behind(day, table.c.id, rank, before), table.c.id.not_in(_undone(session, source.kind, enterprise_id)))
        .order_by(day.desc(), table.c.id.desc())
        .limit(limit)
    ).mappings().all()  # fmt: skip
    days = {row["id"]: _as_day(row[source.day]) for row in rows}
    return [
        Event(
            place=Place(days[row.id], rank, row.id), kind=source.kind, id=row.id, what=_(source.what),
            icon=source.icon or entity.icon, title=_words(entity, row, source.title),
            more=_words(entity, row, source.more), ahead=days[row.id] > today,
        )
        for row in with_labels(session, entity, rows)
    ]  # fmt: skip


def _undone(session: Session, kind: str, enterprise_id: int) -> frozenset[int]:
    """Rows of the history of colours that Ctrl+Z took back, and those that take them back: nobody gave a reason.

    As with any other kind, what was undone is not told; a decision that somebody withdrew for a reason is.
    """
    if kind != _COLOURS:
        return frozenset()
    wanted = (
        select(ColourChange.id, ColourChange.of_id)
        .where(ColourChange.enterprise_id == enterprise_id, ColourChange.step == Step.WITHDRAWN.value)
        .where(func.coalesce(ColourChange.reason, "") == "")
    )
    rows = [(key, of_id) for key, of_id in session.execute(wanted).all()]
    return frozenset(voided(rows) | {key for key, _of_id in rows})


def _as_day(value: Any) -> dt.date:
    found: dt.date = value.astimezone(SHANGHAI).date() if isinstance(value, dt.datetime) else value
    return found


def _words(entity: Entity, row: Row, names: Sequence[str]) -> tuple[Shown, ...]:
    """The fields that the role has and that are filled, each in words."""
    known: Mapping[str, Field] = {field.name: field for field in entity.fields}
    found = []
    for name in names:
        if name in known:
            text = plain.with_unit(known[name], row.values[name], row.labels.get(name, ""))
            if text:
                found.append(Shown(known[name], text))
    return tuple(found)


def _came(
    session: Session, entity: Entity, rank: int, enterprise_id: int, before: Place | None, limit: int, today: dt.date
) -> list[Event]:
    """Activities that people of the firm came to: one line for each, by its own day."""
    day = _local(Activity.__table__.c.starts_at)
    people = func.count(SignIn.person_id.distinct())
    rows = session.execute(
        select(Activity.id, Activity.title, day, people)
        .join(SignIn, SignIn.activity_id == Activity.id)
        .where(SignIn.enterprise_id == enterprise_id, SignIn.archived_at.is_(None), Activity.archived_at.is_(None))
        .where(_behind(day, Activity.__table__.c.id, rank, before))
        .group_by(Activity.id)
        .order_by(day.desc(), Activity.id.desc())
        .limit(limit)
    ).all()
    title = entity.field("activity_id")
    return [
        Event(
            place=Place(held, rank, key), kind="activities", id=key,
            what=_(SOURCES[rank].what), icon="calendar", title=(Shown(title, name),),
            more=(Shown(_PEOPLE, plain.with_unit(_PEOPLE, count)),), ahead=held > today,
        )
        for key, name, held, count in rows
    ]  # fmt: skip
