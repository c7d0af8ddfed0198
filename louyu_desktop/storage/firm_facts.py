"""The facts of enterprises, read for the rules of colours and must-visits: a few statements for a thousand firms."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Building,
    ColourChange,
    Enterprise,
    FactChange,
    HeadquartersVisit,
    Occupancy,
    SettingValue,
    SpecialCase,
    Unit,
    Visit,
)
from louyu_desktop.models.base import among
from louyu_desktop.rules.colours import FIRST, Entry, Step, standing, voided
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.firm_facts import Advice, Case, Coloured, FirmFacts, Guest, Lease, Noted
from louyu_desktop.rules.risk import SETTING_KEYS, Thresholds
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.shapes import chunks

_NEVER = Coloured(FIRST, None, None, None, frozenset())
_DECISIONS = {Step.SET, Step.CONFIRMED, Step.REFUSED, Step.KEPT}


def facts_of(session: Session, ids: Collection[int], today: dt.date, *, days: int = 90) -> dict[int, FirmFacts]:
    """The facts of the live enterprises among `ids`; notes and guests of the last `days` days."""
    found: dict[int, FirmFacts] = {}
    for part in chunks(sorted(set(ids))):
        found.update(_of_part(session, part, today, today - dt.timedelta(days=days)))
    return found


def thresholds_of(session: Session) -> Thresholds:
    """The thresholds that the station set, the declared ones where it set none."""
    wanted = select(SettingValue.key, SettingValue.value).where(SettingValue.key.in_(SETTING_KEYS))
    kept = {key: json.loads(value) for key, value in session.execute(wanted).all()}
    return Thresholds(**{name: kept.get(key, BY_KEY[key].default) for key, name in SETTING_KEYS.items()})


def _of_part(session: Session, ids: Sequence[int], today: dt.date, since: dt.date) -> dict[int, FirmFacts]:
    statements = _statements()
    wanted = {"ids": list(ids), "since": since}
    kept = session.execute(_kept()).mappings().one()
    facts: dict[str, dict[int, Any]] = {
        name: {firm: made(rows) for firm, rows in _grouped(session, statements[name], wanted).items()}
        for name, made in _MADE.items() if kept.get(name, True)
    }  # fmt: skip
    colours, noted, cases, guests, advice = (facts.get(name, {}) for name in _MADE)
    seats = _grouped(session, statements["seats"], wanted)
    found = {}
    for row in session.connection().execute(statements["firms"], wanted).all():
        firm, name, made, is_key, liaison, undisturbed, headcount, band, trend, visited = row
        leases, left = _seats(seats.get(firm, ()), today)
        found[firm] = FirmFacts(
            id=firm, name=name, known_since=made.astimezone(SHANGHAI).date(), is_key=is_key, chief_liaison_id=liaison,
            undisturbed=undisturbed, headcount=headcount, tax_band=band, revenue_trend=trend, last_visit_on=visited,
            left_on=left, colour=colours.get(firm, _NEVER), leases=leases, noted=noted.get(firm, ()),
            cases=cases.get(firm, ()), guests=guests.get(firm, ()), advice=advice.get(firm),
        )  # fmt: skip
    return found


def _grouped(session: Session, statement: Any, wanted: dict[str, Any]) -> dict[int, list[Any]]:
    """Rows by the enterprise, which stands first in each."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in session.connection().execute(statement, wanted).all():  # past the session, which has nothing to add
        found[row[0]].append(row)
    return found


def _seats(rows: Sequence[Any], today: dt.date) -> tuple[tuple[Lease, ...], dt.date | None]:
    """The leases of seats held on this day, and when the last seat was given up where none is held."""
    held, ended = [], []
    for _firm, seat, lease_end, intent, ended_on, unit, building in rows:
        if ended_on is None or ended_on > today:
            held.append(lease(seat, building, unit, lease_end, intent))
        else:
            ended.append(ended_on)
    return tuple(held), max(ended) if ended and not held else None


def lease(seat: int, building: str, unit: str | None, end: dt.date | None, intent: str | None) -> Lease:
    """A seat that is held, in a unit of a building."""
    return Lease(seat, f"{building} {unit or ''}".strip(), end, intent)


def _case(row: Any) -> Case:
    return Case(row.id, row.kind, row.happened_on, row.what, row.created_at.astimezone(SHANGHAI).date())


def _coloured(rows: Sequence[Any]) -> Coloured:
    entries = [Entry(row.id, row.step, row.colour, row.of_id) for row in rows]
    by_id = {row.id: row for row in rows}
    now = standing(entries)
    decision = next(_decisions(entries), None)
    heard: frozenset[str] = frozenset()
    if decision is not None:
        heard = frozenset((by_id[decision].heard or "").split())
    since = by_id[now.from_id].decided_on if now.from_id else None
    return Coloured(now.colour, now.by_id, since, now.waiting_id, heard)


def _decisions(entries: Sequence[Entry]) -> Iterator[int]:
    """The rows by which somebody decided and that nobody withdrew, the latest first."""
    void = voided((entry.id, entry.of_id) for entry in entries if entry.step == Step.WITHDRAWN)
    said = (entry.id for entry in entries if entry.id not in void and entry.step in _DECISIONS)
    yield from sorted(said, reverse=True)


_MADE: dict[str, Callable[[Sequence[Any]], Any]] = {
    "colours": _coloured,
    "noted": lambda rows: tuple(Noted(*row[1:]) for row in rows),
    "cases": lambda rows: tuple(map(_case, rows)),
    "guests": lambda rows: tuple(Guest(*row[1:]) for row in rows),
    "advice": lambda rows: Advice(*rows[0][1:]),
}
"""What becomes of the rows of one enterprise."""


@cache
def _kept() -> Select[*tuple[Any, ...]]:
    """Whether there is anything at all of the facts that a new station has none of."""
    models = {"noted": FactChange, "cases": SpecialCase, "guests": HeadquartersVisit, "colours": ColourChange}
    found = {name: select(model.id).exists() for name, model in {**models, "advice": Visit}.items()}
    return select(*(one.label(name) for name, one in found.items()))


@cache
def _statements() -> dict[str, Any]:
    """One statement for each kind of fact; all take `ids`, notes and guests `since` as well."""
    since: Any = bindparam("since")
    noted = FactChange
    return {
        "firms": select(
            Enterprise.id, Enterprise.name, Enterprise.created_at, Enterprise.is_key, Enterprise.chief_liaison_id,
            Enterprise.undisturbed, Enterprise.headcount, Enterprise.tax_band, Enterprise.revenue_trend,
            Enterprise.last_visit_on,
        ).where(among(Enterprise.id), Enterprise.archived_at.is_(None)),
        "seats": select(
            Occupancy.enterprise_id, Occupancy.id, Occupancy.lease_end, Occupancy.renewal_intent, Occupancy.ended_on,
            Unit.label, Building.name.label("building"),
        )
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(among(Occupancy.enterprise_id), Occupancy.archived_at.is_(None))
        .order_by(Occupancy.id),
        "noted": select(
            noted.enterprise_id, noted.id, noted.fact, noted.before, noted.after, noted.noted_on, noted.source_kind,
            noted.source_id,
        )
        .where(among(noted.enterprise_id), noted.archived_at.is_(None), noted.noted_on >= since)
        .order_by(noted.id),
        "cases": select(
            SpecialCase.enterprise_id, SpecialCase.id, SpecialCase.kind, SpecialCase.happened_on, SpecialCase.what,
            SpecialCase.created_at,
        )
        .where(among(SpecialCase.enterprise_id), SpecialCase.archived_at.is_(None), SpecialCase.resolved_on.is_(None))
        .order_by(SpecialCase.id),
        "guests": select(
            HeadquartersVisit.enterprise_id, HeadquartersVisit.id, HeadquartersVisit.arrives_on,
            HeadquartersVisit.guest, HeadquartersVisit.post, HeadquartersVisit.purpose,
        )
        .where(
            among(HeadquartersVisit.enterprise_id), HeadquartersVisit.archived_at.is_(None),
            HeadquartersVisit.arrives_on >= since,
        )
        .order_by(HeadquartersVisit.id),
        "colours": select(
            ColourChange.enterprise_id, ColourChange.id, ColourChange.step, ColourChange.colour, ColourChange.of_id,
            ColourChange.decided_on, ColourChange.heard,
        ).where(among(ColourChange.enterprise_id), ColourChange.archived_at.is_(None)),
        "advice": select(Visit.enterprise_id, Visit.id, Visit.visited_on, Visit.colour_suggested)
        .where(among(Visit.enterprise_id), Visit.archived_at.is_(None), Visit.colour_suggested.is_not(None))
        .order_by(Visit.visited_on.desc(), Visit.id.desc()),
    }  # fmt: skip
