"""Records as the lines of a ledger: each with its children beside it, further children on lines of their own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    BY_KIND,
    Activity,
    Building,
    Consent,
    Contact,
    Enterprise,
    Occupancy,
    PartyMembership,
    Person,
    Record,
    ServiceCategory,
    SignIn,
    Unit,
)
from louyu_desktop.services.ledgers import BECAME, LINKED, SOURCED, UID, LedgerColumn, columns_of
from louyu_desktop.services.references import titles
from louyu_desktop.storage.shapes import shape_of
from louyu_desktop.text import N_

CHUNK = 500
AGREED = N_("同意")  # as import reads it, in every language
Values = dict[str, Any]
Children = Callable[[Session, Sequence[Values]], dict[int, list[Values]]]


def lines(session: Session, kind: str, ids: Sequence[int]) -> Iterator[list[Values]]:
    """For each record, in the order of `ids`, its lines: the first whole, further ones with key, uid and children."""
    columns = columns_of(kind)
    for start in range(0, len(ids), CHUNK):
        part = ids[start : start + CHUNK]
        rows = _rows(session, BY_KIND[kind], "id", part)
        found = {row["id"]: row for row in rows}
        present = [found[row_id] for row_id in part if row_id in found]
        mains = _with_names(session, [c for c in columns if not c.part], present, kind)
        children = _CHILDREN.get(kind, _none)(session, present)
        for row, main in zip(present, mains, strict=True):
            main[UID] = row["uid"]
            yield [{**main, **first} for first in children[row["id"]][:1] or [{}]] + [
                {**_again(kind, main), **more} for more in children[row["id"]][1:]
            ]


def _again(kind: str, main: Values) -> Values:
    key = next(column.name for column in columns_of(kind) if column.key)
    return {name: main.get(name) for name in (key, UID)}


def _rows(session: Session, model: type[Record], column: str, values: Iterable[Any]) -> list[Values]:
    wanted = [value for value in dict.fromkeys(values) if value is not None]
    table = model.__table__
    found = []
    for start in range(0, len(wanted), CHUNK):
        query = select(table).where(table.c[column].in_(wanted[start : start + CHUNK])).order_by(table.c.id)
        if column != "id":
            query = query.where(table.c.archived_at.is_(None))
        found += [dict(row) for row in session.execute(query).mappings()]
    return found


def _with_names(session: Session, columns: Sequence[LedgerColumn], rows: Sequence[Values], kind: str) -> list[Values]:
    """The rows by column name, references as the names of what they point to."""
    words = {
        column.name: titles(session, column.target, {row[column.attribute] for row in rows if row[column.attribute]})
        for column in columns
        if column.target
    }
    model = BY_KIND[kind]
    return [
        {
            column.name: words[column.name].get(row[column.attribute]) if column.target else row[column.attribute]
            for column in columns
            if column.attribute in model.__table__.c
        }
        for row in rows
    ]


def _part(kind: str, part: str, row: Values) -> Values:
    """The values of one child by column name, without references."""
    return {
        column.name: row[column.attribute]
        for column in columns_of(kind)
        if column.part == part and column.exported and not column.target and column.attribute in row
    }


def _none(_session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    return {row["id"]: [] for row in rows}


def _enterprises(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    ids = [row["id"] for row in rows]
    seats = _rows(session, Occupancy, "enterprise_id", ids)
    units = {unit["id"]: unit for unit in _rows(session, Unit, "id", [seat["unit_id"] for seat in seats])}
    buildings = {b["id"]: b["name"] for b in _rows(session, Building, "id", [u["building_id"] for u in units.values()])}
    contacts = _rows(session, Contact, "enterprise_id", ids)
    by_seat: dict[int, list[Values]] = defaultdict(list)
    for seat in sorted(seats, key=lambda s: (s["ended_on"] is not None, s["id"])):
        unit = units[seat["unit_id"]]
        line = {"building": buildings[unit["building_id"]], **_part("enterprises", "unit", unit)}
        by_seat[seat["enterprise_id"]].append({**line, **_part("enterprises", "occupancy", seat)})
    by_contact: dict[int, list[Values]] = defaultdict(list)
    for contact in sorted(contacts, key=lambda c: (not c["is_primary"], c["id"])):
        by_contact[contact["enterprise_id"]].append(_part("enterprises", "contact", contact))
    return {i: [{**(s or {}), **(c or {})} for s, c in zip_longest(by_seat[i], by_contact[i])] for i in ids}


def _people(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    ids = [row["id"] for row in rows]
    found: dict[int, Values] = {i: {} for i in ids}
    firms = {f["id"]: f["uid"] for f in _rows(session, Enterprise, "id", [row["enterprise_id"] for row in rows])}
    for row in rows:
        found[row["id"]]["enterprise.uid"] = firms.get(row["enterprise_id"])
    memberships = _rows(session, PartyMembership, "person_id", ids)
    names = titles(session, "organisations", {m["organisation_id"] for m in memberships if m["organisation_id"]})
    for membership in memberships:
        line = found[membership["person_id"]]
        line.update(_part("people", "membership", membership))
        line["membership.organisation_id"] = names.get(membership["organisation_id"])
    consents: dict[int, list[Values]] = defaultdict(list)
    for consent in sorted(_rows(session, Consent, "person_id", ids), key=lambda c: c["withdrawn_on"] is not None):
        agreed = AGREED if consent["withdrawn_on"] is None else None
        consents[consent["person_id"]].append({**_part("people", "consent", consent), "consent": agreed})
    return {i: [{**line, **(consents[i][:1] or [{}])[0]}, *consents[i][1:]] for i, line in found.items()}


def _registrations(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    people = {p["id"]: p for p in _rows(session, Person, "id", [row["person_id"] for row in rows])}
    activities = {a["id"]: a for a in _rows(session, Activity, "id", [row["activity_id"] for row in rows])}
    agreed = {c["person_id"] for c in _rows(session, Consent, "person_id", people) if c["withdrawn_on"] is None}
    signed = {(s["activity_id"], s["person_id"]): s for s in _rows(session, SignIn, "activity_id", activities)}
    found = {}
    for row in rows:
        activity = activities[row["activity_id"]]
        line = _part("registrations", "activity", activity)
        line |= _part("registrations", "person", people[row["person_id"]])
        line["consent"] = AGREED if row["person_id"] in agreed else None
        line |= _part("registrations", "sign", signed.get((row["activity_id"], row["person_id"]), {}))
        found[row["id"]] = [line]
    return _identified(session, "registrations", rows, found)


def _service_items(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    categories = {c["id"]: c for c in _rows(session, ServiceCategory, "id", [row["category_id"] for row in rows])}
    found = {}
    for row in rows:
        category = categories.get(row["category_id"])
        line = _part("service-items", "category", category) if category else {}
        found[row["id"]] = [line]
    return found


def _identified(
    session: Session, kind: str, rows: Sequence[Values], found: dict[int, list[Values]]
) -> dict[int, list[Values]]:
    """With the identity of what each row refers to, in the hidden columns."""
    shape = shape_of(BY_KIND[kind])
    for column in columns_of(kind):
        name = f"{column.part}_id"
        if column.attribute != UID or name not in shape.references or not column.exported:
            continue
        others = _rows(session, shape.references[name], "id", [row[name] for row in rows])
        uids = {other["id"]: other["uid"] for other in others}
        for row in rows:
            found[row["id"]][0][column.name] = uids.get(row[name])
    return found


def _plain(kind: str) -> Children:
    def lines_of(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
        return _identified(session, kind, rows, {row["id"]: [{}] for row in rows})

    return lines_of


def _rounds(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
    """With the identity of the visit, request or lead that the words became."""
    found = _plain("rounds")(session, rows)
    for word, model in BECAME.items():
        mine = [row for row in rows if row["became"] == word]
        uids = {other["id"]: other["uid"] for other in _rows(session, model, "id", [row["became_id"] for row in mine])}
        for row in mine:
            found[row["id"]][0]["became.uid"] = uids.get(row["became_id"])
    return found


def _sourced(kind: str) -> Children:
    """With the identity of the record that each row says by kind and number."""

    def lines_of(session: Session, rows: Sequence[Values]) -> dict[int, list[Values]]:
        found = _plain(kind)(session, rows)
        for source in {row["source_kind"] for row in rows} & BY_KIND.keys():
            mine = [row for row in rows if row["source_kind"] == source]
            others = _rows(session, BY_KIND[source], "id", [row["source_id"] for row in mine])
            uids = {other["id"]: other["uid"] for other in others}
            for row in mine:
                found[row["id"]][0][f"source_kind.{UID}"] = uids.get(row["source_id"])
        return found

    return lines_of


_CHILDREN: dict[str, Children] = {
    **{kind: _plain(kind) for kind in ("buildings", "activities", *LINKED)},
    "enterprises": _enterprises,
    "people": _people,
    "registrations": _registrations,
    "service-items": _service_items,
    "rounds": _rounds,
    **{kind: _sourced(kind) for kind in SOURCED},
}
