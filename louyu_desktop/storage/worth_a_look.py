"""Which of many enterprises the rules of colours and must-visits can have anything to say of.

Of a ledger that has just come in most firms give no cause: nobody noted, visited or coloured anything, no lease ends
soon.  The others are looked at closely (`visits_due`); nothing is left out here of which the rules would speak.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import astuple
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    ColourChange,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Occupancy,
    SpecialCase,
    Visit,
    VisitTask,
)
from louyu_desktop.rules.dates import midnight
from louyu_desktop.rules.must_visit import LEAVING, Limits
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.storage.visit_tasks import limits_of

MARKED: tuple[Any, ...] = (
    ColourChange, FactChange, HeadquartersVisit, SpecialCase, Suggestion, Visit, VisitTask,
)  # fmt: skip
"""A row of these, whatever it says, is worth a look."""


def worth_a_look(session: Session, ids: Collection[int], today: dt.date) -> list[int]:
    """Those of the enterprises `ids` of which the rules of a day may speak, in order."""
    if not ids:
        return []
    wanted, first, last = set(ids), min(ids), max(ids)
    found: set[int] = set()
    for statement, firm in _statements(limits_of(session), today):
        found.update(session.scalars(statement.where(firm.between(first, last))))
    return sorted(wanted & found)


def farthest(limits: Limits, today: dt.date) -> dt.date:
    """Of a lease that ends later the rules have nothing to say."""
    colours = limits.colours
    leases = (colours.lease_red, colours.lease_orange, colours.lease_yellow, colours.lease_blue)
    return today + dt.timedelta(days=max(*leases, *astuple(limits.deadlines)))


def _statements(limits: Limits, today: dt.date) -> Iterator[tuple[Select[Any], Any]]:
    """Selects of enterprises, each with its column."""
    ends = Occupancy.lease_end <= farthest(limits, today)
    seats = select(Occupancy.enterprise_id).distinct()
    yield seats.where(or_(ends, Occupancy.renewal_intent == LEAVING)), Occupancy.enterprise_id
    old = Enterprise.created_at < midnight(today + dt.timedelta(days=1 - limits.colours.unvisited))
    facts = or_(old, Enterprise.last_visit_on.is_not(None), Enterprise.revenue_trend.is_not(None))
    yield select(Enterprise.id).where(facts), Enterprise.id
    for model in MARKED:
        yield select(model.enterprise_id).distinct(), model.enterprise_id
