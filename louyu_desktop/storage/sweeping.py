"""Which enterprises a new day can concern, so that the rules need not look at all of them every morning.

A day's rules look at enterprises with an open task or a suggestion, and at those whose lease, visit or note crosses
one of the thresholds since the day of the last look.  New numbers, new holidays or a long absence ask for all.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Contact, Enterprise, FactChange, Holiday, Occupancy, SettingValue, VisitTask
from louyu_desktop.models.current import KEY as DAY
from louyu_desktop.models.current import day_of
from louyu_desktop.rules.dates import midnight
from louyu_desktop.rules.must_visit import OPEN, Limits
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.storage.visit_tasks import limits_of
from louyu_desktop.storage.write import Write

KEY = "swept"
_LAPSED = 90
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class SweepState:
    """Up to which day the rules have looked, and with which numbers; `since` is None when all must be looked at."""

    since: dt.date | None
    today: dt.date
    limits: Limits
    numbers: str

    @property
    def is_news(self) -> bool:
        """Whether something has to be kept: another day, or other numbers."""
        return self.since != self.today

    @property
    def kept(self) -> dict[str, str]:
        """What is kept of it."""
        return {"day": self.today.isoformat(), "numbers": self.numbers}


def come_to(write: Write, today: dt.date) -> None:
    """Have the station come to a day: seats and terms that end by it count no more, those that end later do."""
    before = day_of(write.session)
    if before == today:
        return
    write.put(SettingValue, {"key": DAY}, {"value": json.dumps(today.isoformat())})
    first, last = sorted((before or dt.date.max, today))
    for model, ends in ((Occupancy, Occupancy.ended_on), (Contact, Contact.until)):
        turned = select(model.id).where(ends > first, ends <= last, model.archived_at.is_(None))
        write.derivation.touch(shape_of(model), write.session.scalars(turned).all(), altered=False)


def state_of(session: Session, today: dt.date) -> SweepState:
    """Where the last look left off."""
    limits = limits_of(session)
    holidays = session.execute(select(func.count(), func.max(Holiday.updated_at)).select_from(Holiday)).one()
    numbers = hashlib.sha256(repr((limits, tuple(holidays))).encode()).hexdigest()[:16]
    raw = session.scalar(select(SettingValue.value).where(SettingValue.key == KEY))
    kept = json.loads(raw) if raw else {}
    since = dt.date.fromisoformat(kept["day"]) if kept.get("numbers") == numbers else None
    if since is not None and not 0 <= (today - since).days <= _LONGEST:
        since = None
    return SweepState(since, today, limits, numbers)


def concerned(session: Session, state: SweepState) -> list[int]:
    """The live enterprises to look at, by id."""
    if state.since is None:
        every = select(Enterprise.id).where(Enterprise.archived_at.is_(None)).order_by(Enterprise.id)
        return list(session.scalars(every))
    found: set[int] = set()
    for wanted in _questions(state, state.since):
        found.update(session.scalars(wanted))
    return sorted(found)


def _questions(state: SweepState, since: dt.date) -> Iterator[Select[Any]]:
    yield select(VisitTask.enterprise_id).where(VisitTask.state.in_(OPEN), VisitTask.archived_at.is_(None))
    yield select(Suggestion.enterprise_id)
    if since == state.today:
        return
    colours, tasks = state.limits.colours, state.limits.deadlines
    leases = {
        colours.lease_blue, colours.lease_yellow, colours.lease_orange, colours.lease_red, tasks.lease_far,
        tasks.lease_mid, tasks.lease_near, -1, -_LAPSED - 1,
    }  # fmt: skip
    span = dt.timedelta(days=1)
    yield select(Occupancy.enterprise_id).where(
        Occupancy.archived_at.is_(None), or_(Occupancy.ended_on.is_(None), Occupancy.ended_on > since),
        or_(
            _between(Occupancy.ended_on, since, state.today),
            *(_between(Occupancy.lease_end, since + span * days, state.today + span * days) for days in leases),
        ),
    )  # fmt: skip
    yield select(FactChange.enterprise_id).where(
        FactChange.archived_at.is_(None),
        _between(FactChange.noted_on, since - span * (colours.signal_days + 1), state.today),
    )
    quiet = span * colours.unvisited
    rounds = [span * days for days in (colours.visit_green - 30, colours.visit_blue - 30)]
    begin = midnight(since - quiet)
    end = midnight(state.today - quiet + span)
    yield select(Enterprise.id).where(
        Enterprise.archived_at.is_(None),
        or_(
            _between(Enterprise.last_visit_on, since - quiet, state.today - quiet),
            and_(Enterprise.last_visit_on.is_(None), Enterprise.created_at >= begin, Enterprise.created_at < end),
            *(_between(Enterprise.colour_since, since - step, state.today - step) for step in rounds),
            *(
                and_(
                    Enterprise.colour_since.is_not(None),
                    _between(Enterprise.last_visit_on, since - step, state.today - step),
                )
                for step in rounds
            ),
        ),
    )


def _between(column: Any, first: dt.date, last: dt.date) -> Any:
    return column.between(first, last)
