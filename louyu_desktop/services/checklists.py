"""The checklist: how far it is confirmed, its versions as they were published, and two of them compared."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import CatalogueVersion, Record, ServiceCategory, ServiceItem
from louyu_desktop.rules import dates
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.catalogue import Difference, difference
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

PUBLISHED = (
    "code", "name", "targets", "domain", "materials", "department", "partner", "promised_days", "mode", "hours",
    "phone", "basis",
)  # fmt: skip
"""What a published item says, beside its category."""


@dataclass(frozen=True, slots=True)
class ChecklistStanding:
    """How many items are in use, how many of them nobody has confirmed yet, and the version in force."""

    items: int
    unconfirmed: int
    version: str
    effective_on: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version as it may be chosen; one that kept no content cannot be compared."""

    id: int
    name: str
    effective_on: str
    kept: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another, or to the checklist as it is now."""

    before: str
    after: str
    difference: Difference
    labels: Mapping[str, str]


class Checklists:
    """The station's checklist as a whole; its items are records like others."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def standing(self) -> ChecklistStanding:
        """How far the checklist is the station's own."""
        live = (ServiceItem.archived_at.is_(None), ServiceItem.enabled.is_(True))
        with self._database.read() as session:
            items = session.scalar(select(func.count()).where(*live)) or 0
            open_ = session.scalar(select(func.count()).where(*live, ServiceItem.confirmed_on.is_(None))) or 0
            version = in_force(session)
        return ChecklistStanding(
            items, open_, version.name if version else "", version.effective_on if version else ""
        )

    def confirm(self, ids: Collection[int]) -> int:
        """Somebody checked these items today: they are no examples any more; gives how many."""
        wanted = select(ServiceItem.id).where(ServiceItem.id.in_(ids), ServiceItem.archived_at.is_(None))
        with self._database.write(_("核对服务事项：{count} 项").format(count=len(ids))) as write:
            found = write.session.scalars(wanted).all()
            today = dates.today()
            write.update(ServiceItem, [{"id": key, "confirmed_on": today, "is_example": False} for key in found])
        return len(found)

    def versions(self) -> tuple[VersionLine, ...]:
        """The versions, newest first."""
        with self._database.read() as session:
            return tuple(map(_line, session.scalars(_newest_first())))

    def publish(self) -> int:
        """Keep the checklist as it is today as a new version; gives its id.

        UserError when nothing is different from the version in force.
        """
        today = dates.today()
        with self._database.read() as session:
            now, last = content_of(session), _newest(session)
            names = set(session.scalars(select(CatalogueVersion.name)))
        before = _kept(last) if last is not None and last.content else None
        if before is not None and difference(before, now).is_empty:
            raise UserError(_("清单和「{name}」版一模一样，不用再存一版").format(name=last.name if last else ""))
        number = next(n for n in range(1, len(names) + 2) if f"{today.year}-{n}" not in names)
        name = f"{today.year}-{number}"
        row = {"name": name, "effective_on": today, "note": _note(before, now), "content": as_content(now)}
        with self._database.write(_("存清单新版：{name}").format(name=name)) as write:
            [made] = write.insert(CatalogueVersion, [row])
        return made

    def compare(self, before: int, after: int = 0) -> Comparison:
        """A version against a later one, or (0) against the checklist as it is now.

        UserError for a version that is gone or kept no content.
        """
        with self._database.read() as session:
            old = _version(session, before)
            new = _version(session, after) if after else None
            found = difference(_kept(old), _kept(new) if new else content_of(session))
            words = new.name if new else _("现在")
            return Comparison(old.name, words, found, labels())


def of_new(session: Session, model: type[Record], values: Mapping[str, Any]) -> dict[str, str]:
    """What a version keeps that somebody is about to make by hand: the checklist as it counts on its day.

    That is the checklist as it is now, or for a day gone by the version that was in force then.
    """
    if model is not CatalogueVersion or values.get("content"):
        return {}
    day, today = values.get("effective_on"), dates.today()
    if day is None or day >= today:
        now, last = content_of(session), _newest(session)
        before = _kept(last) if last is not None and last.content else None
        return {"content": as_content(now), "note": values.get("note") or _note(before, now)}
    then = _newest(session, day)
    return {"content": then.content} if then is not None and then.content else {}


def labels() -> dict[str, str]:
    """What each published field is called."""
    entity = ENTITIES["service-items"]
    return {name: _(entity.field(name).label) for name in (*PUBLISHED, "category_id")}


def content_of(session: Session) -> list[dict[str, str]]:
    """The items in use as they would be published now, by code."""
    entity = ENTITIES["service-items"]
    rows = session.execute(
        select(ServiceItem, ServiceCategory.name)
        .outerjoin(ServiceCategory, ServiceCategory.id == ServiceItem.category_id)
        .where(ServiceItem.archived_at.is_(None), ServiceItem.enabled.is_(True))
        .order_by(ServiceItem.code, ServiceItem.id)
    )
    return [
        {
            "uid": item.uid, "category_id": category or "",
            **{name: plain.display(entity.field(name), getattr(item, name)) for name in PUBLISHED},
        }
        for item, category in rows
    ]  # fmt: skip


def as_content(items: list[dict[str, str]]) -> str:
    """Items as a version keeps them."""
    return json.dumps(items, ensure_ascii=False, separators=(",", ":"))


def in_force(session: Session) -> VersionLine | None:
    """The newest version that counts already."""
    found = _newest(session)
    return None if found is None else _line(found)


def is_altered(session: Session) -> bool:
    """Whether the items in use say something else than the version in force."""
    found = _newest(session)
    return found is not None and bool(found.content) and not difference(_kept(found), content_of(session)).is_empty


def _line(one: CatalogueVersion) -> VersionLine:
    day = one.effective_on.isoformat() if one.effective_on else ""
    return VersionLine(one.id, one.name, day, bool(one.content))


def _newest(session: Session, day: dt.date | None = None) -> CatalogueVersion | None:
    begun = CatalogueVersion.effective_on.is_(None) | (CatalogueVersion.effective_on <= (day or dates.today()))
    return session.scalars(_newest_first().where(begun).limit(1)).first()


def _newest_first() -> Any:
    return (
        select(CatalogueVersion)
        .where(CatalogueVersion.archived_at.is_(None))
        .order_by(CatalogueVersion.effective_on.desc(), CatalogueVersion.id.desc())
    )


def _version(session: Session, version_id: int) -> CatalogueVersion:
    found = session.get(CatalogueVersion, version_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("这一版清单已经不在了"))
    if not found.content:
        raise UserError(_("「{name}」版没有留下当时的清单，比较不了。请用「存为新版」留下以后的版本").format(name=found.name))
    return found


def _kept(version: CatalogueVersion) -> list[dict[str, str]]:
    """The items that a version kept; none where somebody typed something else there."""
    try:
        found = json.loads(version.content or "[]")
    except ValueError:
        return []
    return [one for one in found if isinstance(one, dict) and "uid" in one] if isinstance(found, list) else []


def _note(before: list[dict[str, str]] | None, now: list[dict[str, str]]) -> str:
    """What a new version says of itself."""
    if before is None:
        return _("共 {count} 项").format(count=len(now))
    found = difference(before, now)
    return _("新增 {added} 项，改动 {changed} 项，停用或删去 {removed} 项").format(
        added=len(found.added), changed=len(found.changed), removed=len(found.removed)
    )
