"""Keeps must-visits and suggested colours true to the facts, with every write (FIELD.md 4.2, 4.3).

Whatever changed an enterprise or what hangs on it, at the end of the write the rules look at it again: tasks are
raised, sharpened and cleared in the same operation, and the suggested colour follows.  What an import brings is held
back (待定) until a person decides.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from typing import Any, ClassVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    ColourChange,
    Contact,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Occupancy,
    Record,
    SpecialCase,
    Visit,
    VisitTask,
)
from louyu_desktop.models.base import among
from louyu_desktop.rules import must_visit_words as words
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.must_visit import NOT_NEEDED, PUT_OFF, WANTED_NOW, Plan, Task, Wanted
from louyu_desktop.storage.engine import door
from louyu_desktop.storage.places_given import Writing
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.storage.values import Swept
from louyu_desktop.storage.visit_tasks import (
    HELD_BACK,
    SUGGESTION,
    Ground,
    Looked,
    ground_of,
    look,
    raised,
    said,
    suggested,
)

FOLLOWING: tuple[type[Record], ...] = (VisitTask, FactChange)
"""What the write itself makes of an enterprise: it goes with it when its making is taken back."""

_Values = Mapping[str, Any]
_FLOOD = 50


class VisitsDue:
    """Which enterprises one write touched, and what follows for their tasks and suggestions."""

    LOOKED_AT: ClassVar[frozenset[type[Record]]] = frozenset(
        {Enterprise, Occupancy, Contact, FactChange, Visit, SpecialCase, HeadquartersVisit, ColourChange, VisitTask}
    )

    def __init__(self) -> None:
        self._firms: set[int] = set()
        self._handled: set[int] = set()
        self._held = False
        self._settled = ""
        self._flood = 0
        self._today: dt.date | None = None
        self.done = Swept()
        self.held_ids: list[int] = []

    def note(self, model: type[Record], before: _Values | None, after: _Values | None) -> None:
        """A row was added (`before` None), changed or removed (`after` None)."""
        if model in self.LOOKED_AT:
            name = "id" if model is Enterprise else "enterprise_id"
            found = self._handled if model is VisitTask else self._firms
            found.update(row[name] for row in (before, after) if row is not None)

    def hold_back(self) -> None:
        """What this write raises waits for a person to decide: the write of an import says so."""
        self._held = True

    def settle_as(self, reason: str) -> None:
        """What this write would raise is done with already, for a reason: it only brings together what was there."""
        self._settled = reason

    def look_again(self, firms: Collection[int], today: dt.date | None = None, *, flood: int = _FLOOD) -> None:
        """Have the rules of a day look at enterprises that nothing touched; above `flood` new tasks are held back."""
        self._firms.update(firms)
        self._today, self._flood = today, flood

    def settle(self, write: Writing) -> None:
        """Bring tasks and suggestions up to the facts."""
        firms, self._firms = self._firms, set()
        if write.log.reverses:  # a task that comes back out of the log may be of another day
            firms |= self._handled
        if not firms:
            return
        today = self._today or write.log.at.astimezone(SHANGHAI).date()
        ground = ground_of(write.session, today)
        looked = look(write.session, firms, ground)
        self._tasks(write, looked, today)
        _suggest(write, looked, firms, ground)

    def _tasks(self, write: Writing, looked: Mapping[int, Looked], today: dt.date) -> None:
        plans = {firm: one for firm, one in looked.items() if one.plan}
        raises = sum(len(one.plan.raises) + len(one.plan.reopens) for one in plans.values())
        held = not self._settled and (self._held or bool(self._flood and raises > self._flood))
        begun = HELD_BACK if held else {**HELD_BACK, "state": WANTED_NOW}
        if self._settled:
            begun = {"state": NOT_NEEDED, "closed_on": today, "state_reason": self._settled}
        changed = [row for one in plans.values() for row in _changes(one.plan, begun, today)]
        for part in chunks(changed):  # what is cleared leaves its place before anything new takes it
            write.update(VisitTask, part)
        fresh = [raised(one.facts, asked, begun, today) for one in plans.values() for asked in one.plan.raises]
        new = [row_id for part in chunks(fresh) for row_id in write.insert(VisitTask, part)]
        if held:
            self.held_ids += [*(task.id for one in plans.values() for task, _asked in one.plan.reopens), *new]
        self.done = Swept(
            raised=raises,
            held=raises if held else 0,
            sharpened=sum(len(one.plan.sharpens) for one in plans.values()),
            cleared=sum(len(one.plan.clears) for one in plans.values()),
            returned=sum(len(one.plan.returns) for one in plans.values()),
        )


def _changes(plan: Plan, begun: _Values, today: dt.date) -> Iterator[dict[str, Any]]:
    """The tasks that are not as they were."""
    for task in plan.clears:
        yield {
            "id": task.id, "state": NOT_NEEDED, "cleared": True, "closed_on": today,
            "state_reason": words.gone(task.trigger),
        }  # fmt: skip
    for task, one in plan.sharpens:
        yield {"id": task.id, **said(one), **_nearer(task, one)}
    for task, one in plan.reopens:
        yield {
            "id": task.id, **said(one), **begun, "cleared": False, "visit_id": None, "put_off_until": None,
            "raised_on": today,
        }  # fmt: skip
    sharpened = {task.id for task, _one in plan.sharpens}
    for task in plan.returns:
        if task.id not in sharpened:
            yield {"id": task.id, "state": WANTED_NOW}


def _nearer(task: Task, one: Wanted) -> dict[str, Any]:
    """The deadline never moves away for the same cause; who put it off to a later day is asked again."""
    due = min(task.due, one.due) if task.mark == one.mark else one.due
    values: dict[str, Any] = {"due_on": due}
    if task.state == PUT_OFF and (task.put_off_until is None or task.put_off_until > due):
        values["state"] = WANTED_NOW
    return values


# the suggested colour


def _suggest(write: Writing, looked: Mapping[int, Looked], firms: Collection[int], ground: Ground) -> None:
    """Keep the suggestion of each enterprise; it has no history."""
    session = write.session
    kept = _kept(session, firms)
    gone: list[int] = []
    fresh: list[tuple[Any, ...]] = []
    for firm in sorted(firms):
        one = looked.get(firm)
        row = suggested(one.facts, ground) if one is not None else None
        was = kept.get(firm)
        if row is None:
            gone += [firm] if was is not None else []
            continue
        if was is None or was[:-1] != row:
            since = was.since if was is not None and was.colour == row[1] else ground.today
            fresh.append((*row, since.isoformat()))
            gone += [firm] if was is not None else []
    if not gone and not fresh:
        return
    connection = session.connection()
    with door(connection):
        for part in chunks(gone):
            connection.execute(delete(Suggestion).where(Suggestion.enterprise_id.in_(part)))
        if fresh:
            connection.exec_driver_sql(SUGGESTION, fresh)
    write.put(Suggestion, {"enterprise_id": 0}, None)  # who shows suggestions hears of it


def _kept(session: Session, firms: Collection[int]) -> dict[int, Any]:
    wanted = select(Suggestion.__table__).where(among(Suggestion.enterprise_id))
    found = {}
    for part in chunks(sorted(firms)):
        found.update({row.enterprise_id: row for row in session.execute(wanted, {"ids": list(part)})})
    return found
