"""Tasks, notes and settings as the rules of must-visits read them: a few statements for a thousand enterprises."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from louyu_desktop.models import FactChange, HeadquartersVisit, SettingValue, Visit, VisitTask
from louyu_desktop.models.base import among
from louyu_desktop.rules.firm_facts import FirmFacts, Guest, Noted
from louyu_desktop.rules.must_visit import (
    HELD,
    SETTING_KEYS,
    VISITED,
    Deadlines,
    Limits,
    Plan,
    Task,
    Wanted,
    reconcile,
    wanted,
)
from louyu_desktop.rules.risk import kept_reasons, kept_rules, to_say
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.days import station_calendar
from louyu_desktop.storage.facts_noted import undone
from louyu_desktop.storage.firm_facts import facts_of, thresholds_of
from louyu_desktop.storage.shapes import chunks


@dataclass(frozen=True, slots=True)
class Ground:
    """What the rules of one day stand on."""

    today: dt.date
    calendar: Calendar
    limits: Limits


def ground_of(session: Session, today: dt.date) -> Ground:
    """The station's calendar and numbers."""
    return Ground(today, station_calendar(session), limits_of(session))


def limits_of(session: Session) -> Limits:
    """The numbers that the station set, the declared ones where it set none."""
    rows = select(SettingValue.key, SettingValue.value).where(SettingValue.key.in_(SETTING_KEYS))
    kept = {key: json.loads(value) for key, value in session.execute(rows).all()}
    numbers = {name: kept.get(key, BY_KEY[key].default) for key, name in SETTING_KEYS.items()}
    return Limits(Deadlines(**numbers), thresholds_of(session))


HELD_BACK: Mapping[str, Any] = {"state": HELD, "closed_on": None, "state_reason": None}
"""How a task begins that waits for a person to decide."""

SUGGESTION = "INSERT INTO suggestion (enterprise_id, colour, rules, reasons, since) VALUES (?, ?, ?, ?, ?)"


def raised(facts: FirmFacts, one: Wanted, begun: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """The row of a new task."""
    return {
        "enterprise_id": facts.id, "trigger": one.trigger, "source_kind": one.source_kind, "source_id": one.source_id,
        "raised_on": today, "assignee_id": facts.chief_liaison_id, **begun, **said(one),
    }  # fmt: skip


def said(one: Wanted) -> dict[str, Any]:
    """What a task says of a visit that is asked for."""
    return {
        "mark": one.mark, "stage": one.stage, "due_on": one.due, "estimated": one.estimated,
        "fact": one.fact[:200], "why": one.why[:600],
    }  # fmt: skip


def suggested(facts: FirmFacts, ground: Ground) -> tuple[int, str, str, str] | None:
    """What `SUGGESTION` keeps of the colour that the facts suggest, but for the day since when; None for none."""
    found = to_say(facts, ground.today, ground.limits.colours)
    return None if found is None else (facts.id, found.colour, kept_rules(found), kept_reasons(found))


@dataclass(frozen=True, slots=True)
class Looked:
    """One live enterprise: its facts, and what they change of its tasks."""

    facts: FirmFacts
    plan: Plan


def look(session: Session, ids: Collection[int], ground: Ground) -> dict[int, Looked]:
    """What the rules say of the live enterprises among `ids`."""
    days = ground.limits.colours.signal_days
    found: dict[int, Looked] = {}
    for part in chunks(sorted(set(ids))):
        facts = facts_of(session, part, ground.today, days=days)
        tasks = tasks_of(session, list(facts))
        seen = _with_sources(session, facts, tasks)
        done = _undone(session, seen)
        for firm, one in facts.items():
            mine = tasks.get(firm, [])
            asked = wanted(seen[firm], ground.today, ground.calendar, ground.limits, done)
            found[firm] = Looked(one, reconcile(mine, asked, ground.today))
    return found


def tasks_of(session: Session, ids: Sequence[int]) -> dict[int, list[Task]]:
    """The live tasks of enterprises, those done with among them."""
    found: dict[int, list[Task]] = defaultdict(list)
    for row in session.execute(_tasks(), {"ids": list(ids)}):
        task = Task(
            id=row.id, trigger=row.trigger, source_kind=row.source_kind, source_id=row.source_id, mark=row.mark,
            stage=row.stage, due=row.due_on, state=row.state, put_off_until=row.put_off_until, cleared=row.cleared,
            unmet=row.state == VISITED and row.visit_id is not None and row.met is None,
        )  # fmt: skip
        found[row.enterprise_id].append(task)
    return found


@cache
def _tasks() -> Select[*tuple[Any, ...]]:
    """Tasks, each with its visit as long as that stands."""
    met = Visit.id.label("met")
    return (
        select(
            VisitTask.enterprise_id, VisitTask.id, VisitTask.trigger, VisitTask.source_kind, VisitTask.source_id,
            VisitTask.mark, VisitTask.stage, VisitTask.due_on, VisitTask.state, VisitTask.put_off_until,
            VisitTask.cleared, VisitTask.visit_id, met,
        )
        .outerjoin(Visit, (Visit.id == VisitTask.visit_id) & Visit.archived_at.is_(None))
        .where(among(VisitTask.enterprise_id), VisitTask.archived_at.is_(None))
        .order_by(VisitTask.id)
    )  # fmt: skip


def _with_sources(
    session: Session, facts: Mapping[int, FirmFacts], tasks: Mapping[int, Sequence[Task]]
) -> Mapping[int, FirmFacts]:
    """The facts with what open tasks rest on, however old: age alone clears nothing."""
    sources: dict[str, set[int]] = defaultdict(set)
    for firm, mine in tasks.items():
        known = {"fact-changes": {note.id for note in facts[firm].noted},
                 "headquarters-visits": {guest.id for guest in facts[firm].guests}}  # fmt: skip
        for task in mine:
            if task.is_open and task.source_id not in known.get(task.source_kind, {task.source_id}):
                sources[task.source_kind].add(task.source_id)
    if not sources:
        return facts
    seen = dict(facts)
    for row in _rows(session, FactChange, sources["fact-changes"]):
        note = Noted(row.id, row.fact, row.before, row.after, row.noted_on, row.source_kind, row.source_id)
        seen[row.enterprise_id] = replace(seen[row.enterprise_id], noted=(*seen[row.enterprise_id].noted, note))
    for row in _rows(session, HeadquartersVisit, sources["headquarters-visits"]):
        guest = Guest(row.id, row.arrives_on, row.guest, row.post, row.purpose)
        seen[row.enterprise_id] = replace(seen[row.enterprise_id], guests=(*seen[row.enterprise_id].guests, guest))
    return seen


def _rows(session: Session, model: type[FactChange | HeadquartersVisit], ids: Collection[int]) -> list[Any]:
    live = select(model.__table__).where(among(model.id), model.archived_at.is_(None)).order_by(model.id)
    return [row for part in chunks(sorted(ids)) for row in session.execute(live, {"ids": list(part)})]


def _undone(session: Session, facts: Mapping[int, FirmFacts]) -> set[int]:
    """Notes of executives and seats that do not hold any more."""
    asked = [
        (note.id, firm, note.before, note.source_kind, note.source_id)
        for firm, one in facts.items() for note in one.noted if note.fact in {"高管", "入驻"}
    ]  # fmt: skip
    return undone(session, asked) if asked else set()


def due_now(session: Session, ids: Collection[int], today: dt.date) -> dict[tuple[int, str, str, int], Wanted]:
    """What the facts of enterprises ask for today, by enterprise, trigger and source."""
    ground = ground_of(session, today)
    found: dict[tuple[int, str, str, int], Wanted] = {}
    for part in chunks(sorted(set(ids))):
        facts = facts_of(session, part, today, days=ground.limits.colours.signal_days)
        seen = _with_sources(session, facts, tasks_of(session, list(facts)))
        for firm, one in seen.items():
            for asked in wanted(one, today, ground.calendar, ground.limits):
                found[firm, *asked.key] = asked
    return found
