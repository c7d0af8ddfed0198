"""What one reads before a visit: last visits, open requests, promises, must-visits, people, facts (FIELD.md 7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Sensitivity
from louyu_desktop.models import Account, Contact, Enterprise, Occupancy, ServiceRequest, Unit, Visit, VisitTask
from louyu_desktop.models.current import after
from louyu_desktop.models.request import OPEN_REQUESTS
from louyu_desktop.rules import dates, masks
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.roles import Role, most_sensitive, sees
from louyu_desktop.services.references import ENTITIES, role_of
from louyu_desktop.services.visit_copies import Before, Fact, Known, OpenRequest, OpenTask, Past, Promise
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

RECENT_DAYS = 30
"""So many days back a visit counts as one the firm still has in its bones (FIELD.md 7)."""

_VISITS = 8
_PROMISED = 3
_WAITING = ("待访", "延后", "待定")
_OF_FIRM = ("headcount", "revenue_trend", "tax_band", "registered_address", "party_org_status")
_OF_SEAT = ("renewal_intent", "lease_end", "area")


def before(database: Database, enterprise_id: int, today: dt.date) -> Before:
    """The page; what the role may not know is left empty."""
    role = role_of(database)
    with database.read() as session:
        firm = session.get(Enterprise, enterprise_id)
        if firm is None or firm.archived_at is not None:
            raise UserError(_("这家企业已经不在了，可能进了回收站"))
        names = dict(session.execute(select(Account.id, Account.name)).all())
        rows = _visits(session, enterprise_id)
        recent = recent_visits(session, [enterprise_id], today).get(enterprise_id, 0)
        requests = _requests(session, enterprise_id, today, names)
        tasks = _tasks(session, enterprise_id, today, names)
        whole = most_sensitive(role) >= Sensitivity.SENSITIVE
        past = tuple(_past(row) for row in rows)
        return Before(
            enterprise_id=firm.id,
            name=firm.name,
            location=firm.location or "",
            colour=firm.colour if whole else None,
            is_key=firm.is_key,
            undisturbed=firm.undisturbed,
            liaison=names.get(firm.chief_liaison_id or 0, ""),
            headcount=firm.headcount,
            lease_end=firm.lease_end,
            last_visit_on=firm.last_visit_on,
            next_visit_on=firm.next_visit_on,
            recent=recent,
            warning=warning(recent, undisturbed=firm.undisturbed, has_task=bool(tasks)),
            visits=past if whole else tuple(_without_words(one) for one in past),
            requests=requests,
            promises=_promises(past, requests, today) if whole else (),
            tasks=tasks if whole else tuple(replace(one, fact="", why="") for one in tasks),
            contacts=_contacts(session, enterprise_id, role),
            facts=tuple(_facts(session, firm, role)),
            visitor=names.get(database.actor or 0, ""),
        )


def warning(recent: int, *, undisturbed: bool, has_task: bool) -> str:
    """What speaks against going now: visited lately, or 无事不扰 without a must-visit; empty when nothing does."""
    words = []
    if recent:
        words.append(_("{days} 天内已有 {count} 次走访").format(days=RECENT_DAYS, count=recent))
    if undisturbed and not has_task:
        words.append(_("这家企业登记了「无事不扰」，眼下没有必访的事"))
    return "；".join(words)


def recent_visits(session: Session, ids: Sequence[int], today: dt.date) -> dict[int, int]:
    """How many visits on which somebody was met each had lately; those with none are left out."""
    since = today - dt.timedelta(days=RECENT_DAYS)
    found = session.execute(
        select(Visit.enterprise_id, func.count())
        .where(Visit.enterprise_id.in_(ids), Visit.archived_at.is_(None), Visit.reached.is_(True))
        .where(Visit.visited_on >= since, Visit.visited_on <= today)
        .group_by(Visit.enterprise_id)
    ).all()
    return {row[0]: row[1] for row in found}


def _visits(session: Session, enterprise_id: int) -> Sequence[Visit]:
    return session.scalars(
        select(Visit)
        .where(Visit.enterprise_id == enterprise_id, Visit.archived_at.is_(None))
        .order_by(Visit.visited_on.desc(), Visit.id.desc())
        .limit(_VISITS)
    ).all()


def _past(row: Visit) -> Past:
    return Past(
        row.id, row.number or "", row.visited_on, row.visitors or "", row.met or "", row.reason or "", row.form or "",
        row.reached, row.situation or "", row.needs or "", row.answered or "", row.follow_up or "",
    )  # fmt: skip


def _without_words(one: Past) -> Past:
    return replace(one, met="", situation="", needs="", answered="", follow_up="")


def _requests(
    session: Session, enterprise_id: int, today: dt.date, names: Mapping[int, str]
) -> tuple[OpenRequest, ...]:
    rows = session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.enterprise_id == enterprise_id, ServiceRequest.archived_at.is_(None))
        .where(ServiceRequest.state.in_(OPEN_REQUESTS))
        .order_by(ServiceRequest.due_on.is_(None), ServiceRequest.due_on, ServiceRequest.id)
    ).all()
    return tuple(
        OpenRequest(
            row.id, row.number or "", row.title, row.state, row.received_at.astimezone(SHANGHAI).date(), row.due_on,
            row.due_on is not None and row.due_on < today, names.get(row.owner_id or 0, ""),
        )
        for row in rows
    )  # fmt: skip


def _tasks(session: Session, enterprise_id: int, today: dt.date, names: Mapping[int, str]) -> tuple[OpenTask, ...]:
    rows = session.scalars(
        select(VisitTask)
        .where(VisitTask.enterprise_id == enterprise_id, VisitTask.archived_at.is_(None))
        .where(VisitTask.state.in_(_WAITING))
        .order_by(VisitTask.due_on, VisitTask.id)
    ).all()
    return tuple(
        OpenTask(
            row.id, row.trigger, row.fact or "", row.why or "", row.due_on, row.due_on < today, row.estimated,
            row.state, names.get(row.assignee_id or 0, ""),
        )
        for row in rows
    )  # fmt: skip


def _promises(visits: Sequence[Past], requests: Sequence[OpenRequest], today: dt.date) -> tuple[Promise, ...]:
    """What was said on the last visits that it would be done, then requests with a day promised."""
    said = [
        Promise(one.follow_up, one.visited_on, None, late=False, kind="visits", id=one.id)
        for one in visits[:_PROMISED]
        if one.follow_up
    ]
    due = [
        Promise(one.title, one.received_on, one.due_on, one.due_on < today, "requests", one.id)
        for one in requests
        if one.due_on is not None
    ]
    return (*said, *due)


def _contacts(session: Session, enterprise_id: int, role: Role) -> tuple[Known, ...]:
    if not sees(role, ENTITIES["contacts"].field("phone")):
        return ()
    rows = session.scalars(
        select(Contact)
        .where(Contact.enterprise_id == enterprise_id, Contact.archived_at.is_(None), Contact.until.is_(None))
        .order_by(Contact.is_primary.desc(), Contact.id)
    ).all()
    return tuple(
        Known(row.id, row.name, row.role or "", masks.mask_phone(row.phone) if row.phone else "", row.is_primary)
        for row in rows
    )


def _facts(session: Session, firm: Enterprise, role: Role) -> Iterator[Fact]:
    """Fields of the firm and of its seats that a visit often finds changed."""
    for name in _OF_FIRM:
        field = ENTITIES["enterprises"].field(name)
        if sees(role, field):
            yield Fact("enterprises", firm.id, firm.version, field, getattr(firm, name))
    seats = session.execute(
        select(Occupancy, Unit.label)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .where(Occupancy.enterprise_id == firm.id, Occupancy.archived_at.is_(None))
        .where(after(Occupancy.ended_on, dates.today()))
        .order_by(Occupancy.id)
    ).all()
    for seat, label in seats:
        for name in _OF_SEAT:
            of_seat = ENTITIES["occupancies"].field(name)
            if sees(role, of_seat):
                yield Fact("occupancies", seat.id, seat.version, of_seat, getattr(seat, name), label or "")
