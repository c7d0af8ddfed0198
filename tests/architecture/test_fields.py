"""Every column of a record carries its field, and what entities name is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from louyu_desktop.fields import Entity, Field, Kind
from louyu_desktop.models import BY_KIND, RECORDS, Base, entity_of

OWN = {"id", "uid", "version", "created_at", "created_by", "updated_at", "updated_by", "archived_at"}
"""Identity, version and stamps: the same in every table, kept by the write."""

SET_ONCE = {f"attachment.{name}" for name in ("owner_kind", "owner_id", "media", "size", "digest")}
"""What storage sets when a file comes in: no screen types it and no ledger brings it."""


def columns_without_field(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        for column in table.columns:
            if column.name in OWN or f"{table.name}.{column.name}" in SET_ONCE:
                continue
            if not isinstance(column.info.get("field"), Field):
                yield f"{table.name}.{column.name}"


def unsound(entity: Entity) -> Iterator[str]:
    """Names that an entity uses and has not, visible fields without label, references to nothing."""
    names = {field.name for field in entity.fields}
    used = {entity.title, *entity.subtitle, *entity.columns, *(name for key in entity.keys for name in key)}
    used |= {entity.sort.removeprefix("-")} - {""}
    yield from (f"{entity.kind} names {name}" for name in sorted(used - names))
    for field in entity.fields:
        if not field.derived and not field.label and not field.name.startswith("own_"):  # the station gives them one
            yield f"{entity.kind}.{field.name} has no label"
        if field.kind is Kind.REFERENCE and field.target not in BY_KIND:
            yield f"{entity.kind}.{field.name} refers to {field.target or 'nothing'}"
        if field.kind in {Kind.CHOICE, Kind.CHOICES} and not field.choices and not field.open_choices:
            yield f"{entity.kind}.{field.name} has no choices"


def test_every_column_of_every_record_has_a_field() -> None:
    assert list(columns_without_field(Base.metadata.tables[model.__tablename__] for model in RECORDS)) == []


def test_a_column_without_field_is_found() -> None:
    planted = Table("planted", MetaData(), Column("id", Integer), Column("bare", Text))
    assert list(columns_without_field([planted])) == ["planted.bare"]


@pytest.mark.parametrize("kind", sorted(BY_KIND))
def test_an_entity_is_sound(kind: str) -> None:
    assert list(unsound(entity_of(BY_KIND[kind]))) == []


def test_an_unsound_entity_is_found() -> None:
    entity = Entity(
        kind="planted", label="x", columns=("missing",),
        fields=(
            Field(name="name", label="x"),
            Field(name="bare", label=""),
            Field(name="lost", label="x", kind=Kind.REFERENCE),
            Field(name="none", label="x", kind=Kind.CHOICE),
        ),
    )  # fmt: skip
    assert len(list(unsound(entity))) == 4
    assert list(unsound(replace(entity, columns=(), fields=(Field(name="name", label="x"),)))) == []
