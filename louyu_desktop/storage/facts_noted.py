"""Which facts of an enterprise a write changed, noted by the write itself (FIELD.md 4.2, 4.3).

Form, import, floor plan and services all write through `Write`; at its end this adds a `FactChange` for each change
of an enterprise that was there before.  Taking the operation back takes its notes out again; that itself notes
nothing, and neither do the bin and what only moves a child to another enterprise.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Building, Contact, Enterprise, FactChange, Occupancy, Record, Unit
from louyu_desktop.models.base import among
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import fold_name
from louyu_desktop.storage.places_given import Writing
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.text import _

EXECUTIVES = ("法定代表人", "董事长", "总经理", "首席代表", "党组织书记")
"""The roles whose holders matter (FIELD.md 4.3)."""

_FACTS = {
    "headcount": "员工数", "tax_band": "税收等级", "revenue_trend": "经营趋势", "registered_address": "注册地址",
    "name": "名称",
}  # fmt: skip
_LONGEST = 200
_DAY = dt.timedelta(days=1)
_LATELY, _SETTLED = 90, 30
"""Days: a term begun so lately is news, where the firm is on file for longer than the second."""

_Values = Mapping[str, Any]
_Change = tuple[_Values | None, _Values | None]
_Note = dict[str, Any]


class FactsNoted:
    """What one write did to enterprises, their contacts and their seats, and the notes that follow."""

    LOOKED_AT: ClassVar[frozenset[type[Record]]] = frozenset({Enterprise, Contact, Occupancy})

    def __init__(self) -> None:
        self._rows: dict[type[Record], dict[int, _Change]] = defaultdict(dict)
        self._silent = False

    def note(self, model: type[Record], before: _Values | None, after: _Values | None) -> None:
        """A row was added (`before` None), changed or removed (`after` None)."""
        if model in self.LOOKED_AT:
            row_id = (after or before or {})["id"]
            first = self._rows[model].get(row_id, (before, None))[0]
            self._rows[model][row_id] = (first, after)

    def arrived(self, session: Session, ranges: Mapping[str, tuple[int, int]]) -> None:
        """Contacts that a bulk operation has made for enterprises that were there before."""
        first, last = ranges.get(Contact.__tablename__, (1, 0))
        firms = ranges.get(Enterprise.__tablename__, (0, -1))
        rows = select(Contact.__table__).where(
            Contact.id.between(first, last), Contact.role.in_(EXECUTIVES), ~Contact.enterprise_id.between(*firms)
        )
        for row in session.execute(rows).mappings() if first <= last else ():
            self.note(Contact, None, dict(row))

    def pass_by(self) -> None:
        """What this write does is no change of an enterprise: two records of one become one."""
        self._silent = True

    def settle(self, write: Writing) -> None:
        """Add the notes."""
        rows, self._rows = self._rows, defaultdict(dict)
        if not rows or write.log.reverses or self._silent:
            return
        day = write.log.at.astimezone(SHANGHAI).date()
        notes = [
            *_of_firms(rows[Enterprise]), *_of_seats(write.session, rows[Occupancy]),
            *_of_executives(write.session, rows[Contact], day),
        ]  # fmt: skip
        steady = _steady(write.session, {note["enterprise_id"] for note in notes}, rows[Enterprise])
        wanted = [{**note, "noted_on": day} for note in notes if note["enterprise_id"] in steady]
        for part in chunks(wanted):
            write.insert(FactChange, part)


Told = tuple[int, int, str | None, str, int | None]
"""A note of an executive or a seat: its id, its enterprise, what was before, kind and id of the source."""


def undone(session: Session, notes: Sequence[Told]) -> set[int]:
    """Those whose change was made good: all since the first one before which it was as it is now."""
    firms = {firm for _key, firm, _before, kind, _source in notes if kind == "contacts"}
    seats = {source for *_rest, kind, source in notes if kind == "occupancies" and source is not None}
    held, places = _held(session, firms), _places(session, seats)
    chains: dict[tuple[object, ...], list[tuple[int, bool]]] = defaultdict(list)
    for key, firm, before, kind, source in sorted(notes):
        if kind == "contacts":
            role = (before or "").partition(" ")[0]
            chains[firm, role].append((key, before == _role_words(role, held[firm].get(role, []))))
        elif source is not None:
            chains[kind, source].append((key, before == places.get(source)))
    found: set[int] = set()
    for chain in chains.values():
        first = next((place for place, (_key, good) in enumerate(chain) if good), len(chain))
        found.update(key for key, _good in chain[first:])
    return found


def _steady(session: Session, firms: Collection[int], changed: Mapping[int, _Change]) -> set[int]:
    """Those that were there before, and neither went into the bin nor came out of it."""
    moved = {
        row_id for row_id, (before, after) in changed.items()
        if before is None or after is None or before["archived_at"] != after["archived_at"]
    }  # fmt: skip
    asked = sorted(set(firms) - moved)
    live = select(Enterprise.id).where(among(Enterprise.id), Enterprise.archived_at.is_(None))
    return {row for part in chunks(asked) for row in session.scalars(live, {"ids": list(part)})}


def _of_firms(rows: Mapping[int, _Change]) -> Iterator[_Note]:
    for row_id, (before, after) in rows.items():
        for name, fact in _FACTS.items() if before and after else ():
            was, now = (before or {}).get(name), (after or {}).get(name)
            if was != now:
                yield _note(row_id, fact, _text(was), _text(now), "enterprises", row_id)


def _of_seats(session: Session, rows: Mapping[int, _Change]) -> Iterator[_Note]:
    """Seats given up, or exchanged for another unit."""
    left, moved = [], []
    for before, after in rows.values():
        if before is None or before["archived_at"] is not None or before["ended_on"] is not None:
            continue
        if after is None or after["archived_at"] is not None or after["enterprise_id"] != before["enterprise_id"]:
            continue
        if after["ended_on"] is not None:
            left.append(before)
        elif after["unit_id"] != before["unit_id"]:
            moved.append((before, after))
    names = _units(session, {row["unit_id"] for row in left} | {row["unit_id"] for pair in moved for row in pair})
    for row in left:
        yield _note(row["enterprise_id"], "入驻", names[row["unit_id"]], None, "occupancies", row["id"])
    for row, then in moved:
        places = names[row["unit_id"]], names[then["unit_id"]]
        yield _note(row["enterprise_id"], "入驻", *places, "occupancies", row["id"])


def _of_executives(session: Session, rows: Mapping[int, _Change], day: dt.date) -> Iterator[_Note]:
    """One note for each firm and role whose holders are others now; whom the file only lacked is none."""
    gone: dict[tuple[int, str], list[str]] = defaultdict(list)
    come: dict[tuple[int, str], list[str]] = defaultdict(list)
    source: dict[tuple[int, str], int] = {}
    since: dict[tuple[int, str], dt.date] = {}
    for row_id, (before, after) in rows.items():
        if before and after and before["enterprise_id"] != after["enterprise_id"]:
            continue
        was, now = _holds(before), _holds(after)
        for place, tally, row in ((was, gone, before), (now, come, after)):
            if place is not None and row is not None:
                tally[place].append(row["name"])
                source[place] = row_id
                if tally is come:
                    since[place] = max(since.get(place, dt.date.min), row["since"] or dt.date.min)
    if not source:
        return
    firms = {firm for firm, _role in source}
    held, known = _held(session, firms), _known(session, firms, set(rows), day)
    for (firm, role), row_id in source.items():
        now_names = held[firm].get(role, [])
        before_names = _without(now_names, come[firm, role]) + gone[firm, role]
        lately = firm in known.old and since.get((firm, role), dt.date.min) >= day - _LATELY * _DAY
        if not before_names and (firm, role) not in known.ended and not lately:
            continue
        if sorted(map(fold_name, now_names)) != sorted(map(fold_name, before_names)):
            words = _role_words(role, before_names), _role_words(role, now_names)
            yield _note(firm, "高管", *words, "contacts", row_id)


@dataclass(frozen=True, slots=True)
class _Known:
    """Firms on file for long enough, and the roles of firms that somebody held once."""

    old: set[int]
    ended: set[tuple[int, str]]


def _known(session: Session, firms: Collection[int], but: Collection[int], day: dt.date) -> _Known:
    """What tells a change from data entry; contacts `but` are those of this write."""
    found = _Known(set(), set())
    for part in chunks(sorted(firms)):
        for firm, made in session.execute(_making(), {"ids": list(part)}):
            if (day - made.astimezone(SHANGHAI).date()).days > _SETTLED:
                found.old.add(firm)
        for row_id, firm, role in session.execute(_former(), {"ids": list(part)}):
            if row_id not in but:
                found.ended.add((firm, role))
    return found


@cache
def _making() -> Select[Any, Any]:
    return select(Enterprise.id, Enterprise.created_at).where(among(Enterprise.id))


@cache
def _former() -> Select[Any, Any, Any]:
    return select(Contact.id, Contact.enterprise_id, Contact.role).where(
        among(Contact.enterprise_id), Contact.archived_at.is_(None), Contact.until.is_not(None),
        Contact.role.in_(EXECUTIVES),
    )  # fmt: skip


def _holds(row: _Values | None) -> tuple[int, str] | None:
    """The firm and the role that somebody holds now."""
    if row is None or row["archived_at"] is not None or row["until"] is not None or row["role"] not in EXECUTIVES:
        return None
    return row["enterprise_id"], row["role"]


def _held(session: Session, firms: Collection[int]) -> dict[int, dict[str, list[str]]]:
    """Who holds which of the roles now, by firm."""
    found: dict[int, dict[str, list[str]]] = {firm: {} for firm in firms}
    for part in chunks(sorted(firms)):
        for firm, role, name in session.execute(_executives(), {"ids": list(part)}):
            found[firm].setdefault(role, []).append(name)
    return found


@cache
def _executives() -> Select[Any, Any, Any]:
    return (
        select(Contact.enterprise_id, Contact.role, Contact.name)
        .where(
            among(Contact.enterprise_id), Contact.archived_at.is_(None), Contact.until.is_(None),
            Contact.role.in_(EXECUTIVES),
        )
        .order_by(Contact.id)
    )  # fmt: skip


def _units(session: Session, ids: Collection[int]) -> dict[int, str]:
    """What each unit is called, with its building."""
    wanted = select(Unit.id, Building.name, Unit.label).join(Building, Building.id == Unit.building_id)
    rows = [
        row for part in chunks(sorted(ids))
        for row in session.execute(wanted.where(among(Unit.id)), {"ids": list(part)})
    ]  # fmt: skip
    return {row_id: f"{building} {label or ''}".strip() for row_id, building, label in rows}


def _places(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Where the seats are that are held now."""
    wanted = (
        select(Occupancy.id, Building.name, Unit.label)
        .join(Unit, Unit.id == Occupancy.unit_id)
        .join(Building, Building.id == Unit.building_id)
        .where(among(Occupancy.id), Occupancy.archived_at.is_(None), Occupancy.ended_on.is_(None))
    )
    rows = [row for part in chunks(sorted(ids)) for row in session.execute(wanted, {"ids": list(part)})]
    return {row_id: f"{building} {label or ''}".strip() for row_id, building, label in rows}


def _role_words(role: str, names: Collection[str]) -> str:
    """A role and who holds it; the role stands first, so that it can be found again."""
    return _cut(f"{role} {'、'.join(names) or _('空缺')}")


def _without(names: Collection[str], taken: Collection[str]) -> list[str]:
    rest = list(names)
    for name in taken:
        if name in rest:
            rest.remove(name)
    return rest


def _note(firm: int, fact: str, before: str | None, after: str | None, kind: str, source: int) -> _Note:
    return {
        "enterprise_id": firm, "fact": fact, "before": before, "after": after, "source_kind": kind,
        "source_id": source,
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else _cut(str(value))


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
