"""The one file of an enterprise (一企一档): its head, its timeline, and that somebody has looked at it (FIELD.md 2.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, Building, Enterprise, Occupancy, TeamMember, Unit
from louyu_desktop.rules import branches, dates, tenure
from louyu_desktop.rules.checks import record_warnings
from louyu_desktop.rules.completeness import completeness
from louyu_desktop.services.copies import Option
from louyu_desktop.services.dossier_copies import Dossier, Gap, Place, Seat, Teammate, Timeline
from louyu_desktop.services.references import among, entity_for, role_of
from louyu_desktop.services.timeline import read_timeline
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_SECTION_OF = {"location": "occupancies", "contact_name": "contacts"}
"""What is not typed into the form but stands in a section of the file."""
_BRANCHES = 50
_LAST = "\U0010ffff"


class Dossiers:
    """What the file of an enterprise shows beside its fields."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def summary(self, enterprise_id: int) -> Dossier:
        """The head of the file; UserError when the enterprise is gone."""
        role = role_of(self._database)
        entity, today = entity_for(role, "enterprises"), dates.today()
        with self._database.read() as session:
            wanted = select(Enterprise.__table__).where(Enterprise.id == enterprise_id)
            stored = session.execute(wanted).mappings().first()
            if stored is None:
                raise UserError(_("这家企业已经不在了，可能被撤销了新建"))
            row = dict(stored)
            found = completeness(entity, row)
            names: dict[int, str] = dict(session.execute(select(Account.id, Account.name)).all())
            seats, stays = _seats(session, enterprise_id)
            liaison = row["chief_liaison_id"]
            chief = Teammate(liaison, names.get(liaison, ""), _("首席联络员"), chief=True) if liaison else None
            return Dossier(
                id=enterprise_id,
                name=row["name"],
                unit_kind=row["unit_kind"],
                seats=seats,
                since=tenure.resident_since(stays),
                left_on=tenure.left_on(stays),
                liaison=chief,
                team=_team(session, enterprise_id, names, today),
                asked=found.total,
                filled=found.filled,
                gaps=tuple(Gap(one.name, _(one.label), _SECTION_OF.get(one.name, "")) for one in found.missing),
                odd=tuple(record_warnings(entity, row).items()),
                verified_on=row["verified_on"],
                verified_by=names.get(row["verified_by_id"], ""),
                parent=_parent(session, enterprise_id, row["name_key"]),
                branches=_branches(session, enterprise_id, row["name_key"]),
            )

    def timeline(self, enterprise_id: int, before: Place | None = None, limit: int = 40) -> Timeline:
        """What happened to an enterprise, the youngest first, as far as the person sees it; on from `before`."""
        role = role_of(self._database)
        entity_for(role, "enterprises")
        with self._database.read() as session:
            return read_timeline(session, role, enterprise_id, before, limit, dates.today())

    def verify(self, ids: Sequence[int], on: dt.date | None = None) -> int:
        """Say that the facts of enterprises were looked at and are right, by whoever is at work; gives how many.

        UserError for a day that lies ahead.
        """
        today = dates.today()
        day = on or today
        if day > today:
            raise UserError(_("核实日期在今天之后"), field="verified_on")
        with self._database.read() as session:
            live = session.scalars(
                select(Enterprise.id).where(among(Enterprise.id, ids), Enterprise.archived_at.is_(None))
            ).all()
            title = session.scalar(select(Enterprise.name).where(Enterprise.id == live[0])) if len(live) == 1 else None
        label = _("核实：{title}").format(title=title) if title else _("核实 {count} 家企业").format(count=len(live))
        with self._database.write(label) as write:
            by = self._database.actor
            write.update(Enterprise, [{"id": key, "verified_on": day, "verified_by_id": by} for key in live])
        return len(live)


def _seats(session: Session, enterprise_id: int) -> tuple[tuple[Seat, ...], list[tenure.Stay]]:
    """The units a firm has now, and every stay there was."""
    rows = session.execute(
        select(
            Occupancy.id, Occupancy.unit_id, Occupancy.moved_in_on, Occupancy.lease_start, Occupancy.lease_end,
            Occupancy.ended_on, Building.name, Unit.label,
        )
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(Occupancy.enterprise_id == enterprise_id, Occupancy.archived_at.is_(None))
        .order_by(Occupancy.id)
    ).all()  # fmt: skip
    seats = tuple(
        Seat(row.id, row.unit_id, f"{row.name} {row.label or ''}".strip(), row.moved_in_on or row.lease_start,
             row.lease_end)
        for row in rows if row.ended_on is None or row.ended_on > dates.today()
    )  # fmt: skip
    return seats, [tenure.Stay(row.moved_in_on or row.lease_start, row.ended_on) for row in rows]


def _team(session: Session, enterprise_id: int, names: dict[int, str], today: dt.date) -> tuple[Teammate, ...]:
    rows = session.execute(
        select(TeamMember.account_id, TeamMember.duty, TeamMember.until)
        .where(TeamMember.enterprise_id == enterprise_id, TeamMember.archived_at.is_(None))
        .order_by(TeamMember.id)
    ).all()
    return tuple(
        Teammate(row.account_id, names.get(row.account_id, ""), row.duty or "")
        for row in rows if row.until is None or row.until >= today
    )  # fmt: skip


def _parent(session: Session, enterprise_id: int, key: str) -> Option | None:
    """The live firm whose branch this is by its name, the nearest."""
    keys = branches.parent_keys(key)
    if not keys:
        return None
    rows = _named(session, enterprise_id, Enterprise.name_key.in_(keys))
    return min(rows, key=lambda one: keys.index(one[0]))[1] if rows else None


def _branches(session: Session, enterprise_id: int, key: str) -> tuple[Option, ...]:
    """The live branches of this firm by their names."""
    within = (Enterprise.name_key > key) & (Enterprise.name_key < key + _LAST)
    rows = _named(session, enterprise_id, within)
    return tuple(option for other, option in rows if branches.is_branch_of(other, key))


def _named(session: Session, but: int, condition: Any) -> list[tuple[str, Option]]:
    rows = session.execute(
        select(Enterprise.id, Enterprise.name, Enterprise.name_key, Enterprise.location)
        .where(condition, Enterprise.id != but, Enterprise.archived_at.is_(None))
        .order_by(Enterprise.name_sort)
        .limit(_BRANCHES)
    ).all()
    return [(str(row.name_key), Option(row.id, row.name, row.location or "")) for row in rows]
