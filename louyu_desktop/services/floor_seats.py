"""What the panel beside the floor plan says of a tenancy, its firm and the last visits."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, Enterprise, Occupancy, ServiceRequest, Unit, Visit, VisitTask
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.models.visit import OPEN_STATES
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.floor_copies import Seat, SeatVisit
from louyu_desktop.services.floor_rows import here_on
from louyu_desktop.services.references import entity_for, kinds_for
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.text import _

_VISITS = 3


def seat_of(session: Session, role: Role, occupancy_id: int, on: dt.date) -> Seat:
    """A tenancy as a role may see it; UserError when it is gone."""
    one = session.get(Occupancy, occupancy_id)
    firm = session.get(Enterprise, one.enterprise_id) if one is not None else None
    if one is None or firm is None or one.archived_at is not None or firm.archived_at is not None:
        raise UserError(_("这条入驻记录已经不在了"))
    fields = {field.name for field in entity_for(role, "enterprises").fields}
    lease = {field.name for field in entity_for(role, "occupancies").fields}
    kinds = {entity.kind for entity in kinds_for(role)}
    visits, count = _visits(session, role, firm.id) if "visits" in kinds else ((), 0)
    return Seat(
        occupancy_id=one.id, enterprise_id=firm.id, name=firm.name, version=one.version,
        unit=session.scalar(select(Unit.label).where(Unit.id == one.unit_id)) or "",
        colour=firm.colour if "colour" in fields else None,
        suggested=_suggested(session, firm.id) if "colour" in fields else None,
        is_key=bool(firm.is_key), undisturbed=bool(firm.undisturbed), lease_start=one.lease_start,
        lease_end=one.lease_end, intent=one.renewal_intent if "renewal_intent" in lease else None, area=one.area,
        headcount=firm.headcount, party_count=firm.party_count, party_status=firm.party_org_status,
        liaison=session.scalar(select(Account.name).where(Account.id == firm.chief_liaison_id)) or "",
        contact=firm.contact_name or "", phone=firm.contact_phone if "contact_phone" in fields else None,
        requests=_open_requests(session, firm.id) if "requests" in kinds else 0,
        tasks=_open_tasks(session, firm.id) if "visit-tasks" in kinds else 0,
        visits=visits, visit_count=count, seats=_seats(session, firm.id, on),
    )  # fmt: skip


def _visits(session: Session, role: Role, firm: int) -> tuple[tuple[SeatVisit, ...], int]:
    fields = {field.name for field in entity_for(role, "visits").fields}
    mine = (Visit.enterprise_id == firm, Visit.archived_at.is_(None))
    count = session.scalar(select(func.count(Visit.id)).where(*mine)) or 0
    rows = session.scalars(
        select(Visit).where(*mine).order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(_VISITS)
    ).all()
    return tuple(SeatVisit(row.id, row.visited_on, row.visitors or "", _words(row, fields)) for row in rows), count


def _words(visit: Visit, fields: set[str]) -> str:
    """What was found, as far as the role may know; else why one went there."""
    for name in ("changes_found", "situation", "topics", "needs"):
        text = getattr(visit, name) if name in fields else None
        if text:
            return " ".join(str(text).split())
    return "·".join(_(part) for part in (visit.reason, visit.form) if part)


def _suggested(session: Session, firm: int) -> str | None:
    return session.scalar(select(Suggestion.colour).where(Suggestion.enterprise_id == firm))


def _open_requests(session: Session, firm: int) -> int:
    mine = (ServiceRequest.enterprise_id == firm, ServiceRequest.archived_at.is_(None))
    return session.scalar(select(func.count()).where(*mine, ServiceRequest.state.in_(OPEN_REQUESTS))) or 0


def _open_tasks(session: Session, firm: int) -> int:
    mine = (VisitTask.enterprise_id == firm, VisitTask.archived_at.is_(None))
    return session.scalar(select(func.count()).where(*mine, VisitTask.state.in_(OPEN_STATES))) or 0


def _seats(session: Session, firm: int, on: dt.date) -> tuple[str, ...]:
    """Every unit it sits in on that day."""
    rows = session.scalars(
        select(Unit.label)
        .join(Occupancy, Occupancy.unit_id == Unit.id)
        .where(Occupancy.enterprise_id == firm, Occupancy.archived_at.is_(None), here_on(on))
        .order_by(Unit.label_sort)
    ).all()
    return tuple(label for label in rows if label)
