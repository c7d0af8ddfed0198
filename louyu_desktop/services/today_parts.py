"""What every source of 今日 uses: the group that a day belongs to, what is asked at which moment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services.copies import Query
from louyu_desktop.services.overview import Further, TodayItem
from louyu_desktop.services.references import kinds_for

WEEK = 7
"""Days ahead that 今日 looks."""

MOST = 300
"""So many lines one source gives; the others stand in its list, and a line says how many they are."""


@dataclass(frozen=True, slots=True)
class Dated:
    """An item with what decides its group and its place there."""

    group: str
    order: Any
    item: TodayItem


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, when, in which transaction: what every source is given."""

    session: Session
    role: Role
    now: dt.datetime
    today: dt.date
    calendar: Calendar
    account_id: int | None = None

    @property
    def horizon(self) -> dt.date:
        """The last day that 今日 shows."""
        return self.today + dt.timedelta(days=WEEK)

    def sees(self, kind: str, name: str) -> bool:
        """Whether the role sees a field, and its kind at all."""
        return any(
            entity.kind == kind and any(field.name == name for field in entity.fields)
            for entity in kinds_for(self.role)
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What one source gives: its lines, and what is beyond them."""

    items: Sequence[Dated] = ()
    further: Further | None = None


def group_of(day: dt.date, today: dt.date) -> str:
    """Where something of a day stands."""
    return "overdue" if day < today else "today" if day == today else "week"


def further(
    asked: Asked, source: str, rows: Sequence[Any], wanted: Select[*tuple[Any, ...]], query: Query
) -> Further | None:
    """How many there are beyond the `rows` that were read of what is `wanted`, and the list of all."""
    if len(rows) < MOST:
        return None
    count = asked.session.scalar(select(func.count()).select_from(wanted.order_by(None).limit(None).subquery())) or 0
    return Further(source, count - MOST, query) if count > MOST else None


def joined(*parts: str | None) -> str:
    """The second line of a row: what is known, with dots between."""
    return "·".join(part for part in parts if part)
