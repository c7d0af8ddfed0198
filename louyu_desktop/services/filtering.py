"""Filters of a list as conditions in SQL, each by the kind of its field."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Float,
    Select,
    Text,
    and_,
    exists,
    false,
    func,
    literal,
    or_,
    select,
    true,
    type_coerce,
)

from louyu_desktop.fields import Field, Kind
from louyu_desktop.models import BY_KIND, Record
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.ordering import kept_fields
from louyu_desktop.services.references import ENTITIES, among, entity_for, field_for, role_of, unseen
from louyu_desktop.storage import search
from louyu_desktop.storage.database import Database

_SHANGHAI = "+8 hours"
_CODES = frozenset({Kind.MOBILE, Kind.PHONE, Kind.CREDIT_CODE, Kind.IDENTITY_NUMBER, Kind.POSTCODE})
_Condition = ColumnElement[bool]


def live(query: Query) -> _Condition:
    """Rows of the bin, or the others; what was purged stands in neither."""
    model = BY_KIND[query.kind]
    return model.archived_at > PURGED_AT if query.archived else model.archived_at.is_(None)


def conditions(database: Database, query: Query, *, walk: bool = False) -> list[_Condition]:
    """What the rows of a query must be.

    `walk` is for statements that read the rows themselves.  SQLite takes any of the lists' indexes for a
    short cut there, and reads the rows in its order, which takes five times as long as one after another.
    """
    model = BY_KIND[query.kind]
    helped = not (query.filters or query.text) or any(one.field in kept_fields(query.kind) for one in query.filters)
    in_turn = type_coerce(model.archived_at, Text).concat("").is_(None)
    there = live(query) if query.archived or (helped and not walk) else in_turn
    role = role_of(database)
    found = [there, *(_condition(role, model, one, archived=query.archived) for one in query.filters)]
    if query.text.strip():
        found.append(_anywhere(role, model, query.text) if query.archived else _indexed(role, model, query.text))
    return found


def _indexed(role: Role, model: type[Record], text: str, field: str = "") -> _Condition:
    kind = model.__entity__.kind
    return model.id.in_(search.matching(kind, text, field=field, unseen=unseen(role, kind)))


def _anywhere(role: Role, model: type[Record], text: str) -> _Condition:
    """Every word in some searched field, without the index, which holds no record of the bin."""
    entity = entity_for(role, model.__entity__.kind)
    columns = [model.__table__.c[field.name] for field in entity.fields if field.searchable]
    return and_(*(or_(false(), *(_reads(column, word) for column in columns)) for word in text.split()))


def _reads(column: ColumnElement[Any], word: str) -> _Condition:
    """By characters, or by pinyin."""
    raw = type_coerce(column, Text)
    said = raw.contains(word, autoescape=True)
    if not (word.isascii() and word.isalpha()):
        return said
    return or_(said, func.reads(func.coalesce(raw, ""), word.casefold()) > 0)


def _condition(role: Role, model: type[Record], one: Filter, *, archived: bool) -> _Condition:
    if one.field == "id":  # the rows that a person selected
        return among(model.id, one.value)
    field = field_for(role, model.__entity__.kind, one.field)
    column: ColumnElement[Any] = model.__table__.c[one.field]
    match one.match:
        case Match.EMPTY:
            return _empty(column)
        case Match.FILLED:
            return ~_empty(column)
        case Match.EQUALS:
            return column.is_not(True) if one.value is False else column == one.value
        case Match.AT_LEAST:
            return column.__ge__(one.value)
        case Match.AT_MOST:
            return column.__le__(one.value)
        case Match.ONE_OF:
            return _one_of(field, column, one.value)
        case Match.CONTAINS:
            return _contains(role, model, field, str(one.value).strip(), archived=archived)


def _empty(column: ColumnElement[Any]) -> _Condition:
    return column.is_(None) | (type_coerce(column, Text) == "")


def _one_of(field: Field, column: ColumnElement[Any], wanted: Collection[Any]) -> _Condition:
    """One of the values; a word of one's own among open choices also where it is a part."""
    if field.kind is not Kind.CHOICES:
        return column.in_(wanted)
    choice = _choice(column)
    known = [word for word in wanted if word in field.choices or not field.open_choices]
    own = [choice.contains(word, autoescape=True) for word in wanted if word not in known]
    return _some_choice(column, or_(choice.in_(known), *own))


def _choice(column: ColumnElement[Any]) -> ColumnElement[str]:
    return func.json_each(type_coerce(column, Text)).table_valued("value", name="choice").c.value


def _some_choice(column: ColumnElement[Any], condition: _Condition) -> _Condition:
    return and_(column.is_not(None), exists(select(literal(1)).where(condition)))


def _contains(role: Role, model: type[Record], field: Field, text: str, *, archived: bool) -> _Condition:
    """Where the value, as the list shows it, has the text; by pinyin too where the field is searched."""
    column: ColumnElement[Any] = model.__table__.c[field.name]
    match field.kind:
        case Kind.REFERENCE:
            return column.in_(_referred(role, field.target, text, archived=archived))
        case Kind.CHOICES:
            return _some_choice(column, _choice(column).contains(text, autoescape=True))
        case Kind.FLAG:
            return or_(*(column.is_(flag) for flag in (True, False) if text in plain.display(field, flag)), false())
        case _:
            shown = _shown(field, column)
    if field.kind in _CODES:
        text = "".join(text.split())
    said = shown.contains(text, autoescape=True)
    letters = text.isascii() and text.isalpha()
    if not field.searchable or not any(map(str.isalnum, text)):
        return said
    if archived:
        return _reads(column, text) if letters else said
    indexed = _indexed(role, model, text, field.name)
    return indexed if letters else and_(indexed, said)


def _shown(field: Field, column: ColumnElement[Any]) -> ColumnElement[str]:
    """The text that stands in the list, without commas and spaces."""
    raw = type_coerce(column, Text)
    match field.kind:
        case Kind.DECIMAL:
            number = type_coerce(column, Float) * 10.0**-field.digits
            return func.printf(f"%.{field.digits}f", number, type_=Text)
        case Kind.DATETIME:
            return func.strftime("%Y-%m-%d %H:%M", raw, _SHANGHAI, type_=Text)
        case _:
            return raw


def _referred(role: Role, kind: str, text: str, *, archived: bool) -> Select[int]:
    """Ids of records of `kind` whose title, or that of the one they lie in, has each word of the text."""
    model, entity = BY_KIND[kind], ENTITIES[kind]
    names = [entity.field(name) for name in (entity.title, entity.within) if name]
    words = (or_(*(_contains(role, model, one, word, archived=archived) for one in names)) for word in text.split())
    return select(model.id).where(and_(true(), *words))
