"""How the branches stand with 主题党日 and 三会一课, out of the activities that name them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, PartyMembership, PartyOrganisation, Person
from louyu_desktop.rules import lifecycle, party_meetings
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.months import QUARTER, begin_of
from louyu_desktop.rules.party_meetings import BRANCHES, DUTIES, GROUP, Branch
from louyu_desktop.rules.roles import Role, sees_kind
from louyu_desktop.services.planned import Owed
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.text import _


def standings(session: Session, role: Role, today: dt.date, now: dt.datetime) -> tuple[Owed, ...]:
    """`Series.standings`; nothing for a role that knows of no organisations."""
    if not sees_kind(role, ENTITIES["organisations"]):
        return ()
    branches = _branches(session, today)
    held: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    planned: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    ids: dict[tuple[int, str], list[int]] = defaultdict(list)
    for key, organisation, kind, starts_at, state in _meetings(session, today):
        day = starts_at.astimezone(SHANGHAI).date()
        (held if lifecycle.is_held(state, starts_at, now) else planned)[organisation, kind].append(day)
        ids[organisation, kind].append(key)
    found = party_meetings.standings(branches, held, planned, today)
    ordered = sorted(found, key=lambda one: (bool(one.held), bool(one.planned), one.last_day, one.branch.name))
    return tuple(
        Owed(
            one.branch.id, one.branch.name, one.duty.type, one.period, _(one.duty.who), _(one.duty.source), one.held,
            one.planned, (one.last_day - today).days, tuple(ids[one.branch.id, one.duty.type]),
        )
        for one in ordered
    )  # fmt: skip


def _branches(session: Session, today: dt.date) -> list[Branch]:
    regular = dict(
        session.execute(
            select(PartyMembership.organisation_id, func.count())
            .where(PartyMembership.archived_at.is_(None))
            # the few who are archived, out of their index: to join would read a page for every member
            .where(PartyMembership.person_id.not_in(select(Person.id).where(Person.archived_at.is_not(None))))
            .where(or_(PartyMembership.left_on.is_(None), PartyMembership.left_on > today))
            .where(or_(PartyMembership.entered_on.is_(None), PartyMembership.entered_on <= today))
            .where(or_(PartyMembership.kind.is_(None), PartyMembership.kind != "预备"))
            .group_by(PartyMembership.organisation_id)
        ).all()
    )
    rows = session.execute(
        select(
            PartyOrganisation.id, PartyOrganisation.name, PartyOrganisation.kind, PartyOrganisation.founded_on,
            PartyOrganisation.committee,
        ).where(PartyOrganisation.archived_at.is_(None), PartyOrganisation.kind.in_((*BRANCHES, GROUP)))
    ).all()  # fmt: skip
    return [
        Branch(key, name, kind or "", regular.get(key, 0), founded, bool((committee or "").strip()))
        for key, name, kind, founded, committee in rows
    ]


def _meetings(session: Session, today: dt.date) -> list[tuple[int, int, str, dt.datetime, str]]:
    """(id, organisation, type, beginning, state) of the meetings of this quarter that are not called off."""
    first = begin_of(today, QUARTER)
    begin = midnight(first)
    rows = session.execute(
        select(Activity.id, Activity.organisation_id, Activity.type, Activity.starts_at, Activity.status)
        .where(Activity.archived_at.is_(None), Activity.organisation_id.is_not(None))
        .where(Activity.type.in_(tuple(DUTIES)), Activity.starts_at >= begin)
        .where(Activity.starts_at < begin + dt.timedelta(days=93))
        .where(Activity.status.not_in([state.value for state in lifecycle.OFF]))
    ).all()
    return [(key, branch or 0, kind or "", starts_at, state) for key, branch, kind, starts_at, state in rows]
