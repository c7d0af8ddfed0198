"""Words for references: titles of records, options where one is chosen, and what hangs on a record."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import BY_KIND, Record
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.roles import Role, seen_by, sees, sees_kind
from louyu_desktop.services.copies import Option, Row
from louyu_desktop.services.kinds import ENTITIES, by_station
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

__all__ = ["ENTITIES"]


def role_of(database: Database) -> Role:
    """Who asks."""
    return database.role


@by_station
def entity_for(role: Role, kind: str) -> Entity:
    """A kind as a role knows it, what it may not see left out; KeyError for an unknown word, NotPermittedError."""
    entity = ENTITIES[kind]
    if not sees_kind(role, entity):
        raise NotPermittedError(_("「{role}」看不到{label}").format(role=_(role.value), label=_(entity.label)))
    return seen_by(role, entity)


@by_station
def kinds_for(role: Role) -> tuple[Entity, ...]:
    """Every kind of record that a role knows of."""
    return tuple(entity_for(role, kind) for kind, entity in ENTITIES.items() if sees_kind(role, entity))


def field_for(role: Role, kind: str, name: str) -> Field:
    """One field as a role knows it; KeyError when there is none, NotPermittedError when it may not see it."""
    entity_for(role, kind)
    field = ENTITIES[kind].field(name)
    if not sees(role, field):
        words = {"role": _(role.value), "label": _(ENTITIES[kind].label), "field": _(field.label)}
        raise NotPermittedError(_("「{role}」看不到{label}的「{field}」").format(**words))
    return field


@by_station
def unseen(role: Role, kind: str) -> frozenset[str]:
    """The fields of a kind that are searched, but not by this role."""
    fields = ENTITIES[kind].fields
    return frozenset(field.name for field in fields if field.searchable and not sees(role, field))


@by_station
def named_by(role: Role) -> frozenset[str]:
    """The kinds whose titles a role may choose from: those it sees, and those that what it sees refers to."""
    known = kinds_for(role)
    return frozenset(
        {entity.kind for entity in known} | {f.target for entity in known for f in entity.fields if f.target}
    )


def among(column: ColumnElement[Any] | Any, ids: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """Whether the id or text in `column` is one of `ids`, however many: one parameter holds them all."""
    chosen = func.json_each(json.dumps(list(ids))).table_valued("value", name="chosen")
    found: ColumnElement[bool] = column.in_(select(chosen.c.value))
    return found


def titles(session: Session, kind: str, ids: Collection[int]) -> dict[int, str]:
    """The title of each record, two queries deep at most (a registration is called by its person)."""
    if not ids:
        return {}
    model, entity = BY_KIND[kind], ENTITIES[kind]
    wanted = [getattr(model, entity.title)] + ([getattr(model, entity.within)] if entity.within else [])
    rows = session.execute(select(model.id, *wanted).where(among(model.id, ids))).all()
    field = entity.field(entity.title)
    if field.kind is Kind.REFERENCE:
        inner = titles(session, field.target, {row[1] for row in rows if row[1]})
        return {row[0]: inner.get(row[1], "") for row in rows}
    if entity.within:
        outer = titles(session, entity.field(entity.within).target, {row[2] for row in rows})
        return {row[0]: f"{outer.get(row[2], '')} {row[1] or ''}".strip() for row in rows}
    return {row[0]: plain.display(field, row[1]) for row in rows}


def with_labels(session: Session, entity: Entity, rows: Iterable[Mapping[Any, Any]]) -> tuple[Row, ...]:
    """Rows with the words for their references: one query per kind that is referred to."""
    rows = list(rows)
    references = [field for field in entity.fields if field.kind is Kind.REFERENCE]
    asked: dict[str, set[int]] = defaultdict(set)
    for field in references:
        asked[field.target].update(row[field.name] for row in rows if row[field.name] is not None)
    words = {kind: titles(session, kind, ids) for kind, ids in asked.items()}
    names = [field.name for field in entity.fields if field.label]
    return tuple(
        Row(
            row["id"],
            row["version"],
            {name: row[name] for name in names},
            {
                field.name: words[field.target].get(row[field.name], "")
                for field in references
                if row[field.name] is not None
            },
        )
        for row in rows
    )


def title_expression(field_target: str, column: ColumnElement[Any]) -> ColumnElement[Any]:
    """What a reference column sorts by: its target's pinyin order, or its title."""
    model, entity = BY_KIND[field_target], ENTITIES[field_target]
    target = aliased(model)
    chosen: ColumnElement[Any] = getattr(target, sort_name(model, entity.title))
    field = entity.field(entity.title)
    if field.kind is Kind.REFERENCE:
        chosen = title_expression(field.target, chosen)
    return select(chosen).where(target.id == column).scalar_subquery()


def sort_expression(model: type[Record], name: str) -> ColumnElement[Any]:
    """The expression a list is sorted by when its column `name` is."""
    field = ENTITIES[model.__entity__.kind].field(name)
    column: ColumnElement[Any] = getattr(model, sort_name(model, name))
    return title_expression(field.target, column) if field.kind is Kind.REFERENCE else column


def sort_name(model: type[Record], name: str) -> str:
    """The column that gives the order when a list is sorted by `name`."""
    return f"{name}_sort" if f"{name}_sort" in model.__table__.c else name


@by_station
def watched_by(kind: str) -> frozenset[str]:
    """Kinds whose changes may change what a list of `kind` finds or shows: itself, and what its cells name."""
    targets = {field.target for field in ENTITIES[kind].fields if field.kind is Kind.REFERENCE}
    inner = {
        field.target
        for target in targets
        for field in ENTITIES[target].fields
        if field.kind is Kind.REFERENCE and field.name in {ENTITIES[target].title, ENTITIES[target].within}
    }
    return frozenset({kind} | targets | inner)


_ALSO_COUNTED = frozenset({("enterprises", "requests"), ("enterprises", "honours"), ("enterprises", "leads")})
"""Kinds that may stand without a record of the first and are shown in its file all the same."""


@by_station
def children_of(kind: str) -> tuple[tuple[str, str], ...]:
    """Kinds whose records hang on one of `kind`, with the column that says so."""
    return tuple(
        (entity.kind, field.name)
        for entity in ENTITIES.values()
        for field in entity.fields
        if field.kind is Kind.REFERENCE
        and field.target == kind
        and (field.mandatory or (kind, entity.kind) in _ALSO_COUNTED)
    )


@by_station
def _counting(kinds: tuple[tuple[str, str], ...]) -> CompoundSelect[Any]:
    tables = [(kind, BY_KIND[kind].__table__, column) for kind, column in kinds]
    return union_all(
        *(
            select(literal(kind), func.count())
            .select_from(table)
            .where(table.c[column] == bindparam("parent"), table.c.archived_at.is_(None))
            for kind, table, column in tables
        )
    )


def counts_of(session: Session, kind: str, row_id: int, known: Collection[str]) -> dict[str, int]:
    """How many live records of each of the `known` kinds hang on one record: one statement, no row is read."""
    kinds = tuple(one for one in children_of(kind) if one[0] in known)
    if not kinds:
        return {}
    found: dict[str, int] = {}
    for child, count in session.execute(_counting(kinds), {"parent": row_id}):
        found[child] = found.get(child, 0) + count
    return found


def options(session: Session, role: Role, kind: str, chosen: Select[int] | None, limit: int) -> tuple[Option, ...]:
    """Live records of `kind` in their own order, at most `limit`, with what tells same names apart.

    NotPermittedError for a kind whose very titles are nothing for the role.
    """
    if kind not in named_by(role):
        entity_for(role, kind)
    model, entity = BY_KIND[kind], seen_by(role, ENTITIES[kind])
    query = select(model.__table__).where(model.archived_at.is_(None))
    if chosen is not None:
        query = query.where(model.id.in_(chosen))
    rows = session.execute(query.order_by(sort_expression(model, entity.title), model.id).limit(limit)).mappings()
    copies = with_labels(session, entity, rows)
    names = titles(session, kind, [row.id for row in copies])
    return tuple(Option(row.id, names[row.id], subtitle(entity, row)) for row in copies)


def subtitle(entity: Entity, row: Row) -> str:
    """The second line of a record: its `Entity.subtitle` fields in words."""
    return "·".join(words for _field, words in subtitle_parts(entity, row))


def subtitle_parts(entity: Entity, row: Row) -> Iterator[tuple[Field, str]]:
    """The fields of the second line that are filled, each in words."""
    for name in entity.subtitle:
        field = entity.field(name)
        words = plain.with_unit(field, row.values[name], row.labels.get(name, ""))
        if words:
            yield field, words
