"""What the write must know of each record class, worked out once from its table and fields."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Boolean, Column, Table, text
from sqlalchemy.orm import Session

from louyu_desktop.fields import Field
from louyu_desktop.models import BY_KIND, RECORDS, Record, derived_columns, fields_of
from louyu_desktop.models.base import UNCOUNTED
from louyu_desktop.models.columns import Choices, Scaled, UtcDateTime
from louyu_desktop.remembered import Remembered

T = TypeVar("T")
CHUNK = 1000
"""Rows handled by one statement, and packed into one row of the change log."""

_WORD = re.compile(r"\w+")
_REMEMBERED = 20_000
_KEPT_BY_WRITE = UNCOUNTED | {"uid"}
Cleaner = Callable[[Any], Any]
_BY_TABLE: dict[str, type[Record]] = {model.__tablename__: model for model in RECORDS}


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """`items` in parts of `CHUNK`."""
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]


@dataclass(frozen=True, slots=True)
class Shape:
    """Columns of one record class by what the write does with them.

    `logged` are the columns whose values history keeps and the content hash counts; `references` and
    `feeds` pair a column with the class it points to; `once` are the columns of unique indexes and their conditions;
    `users` are the (class, column) that point here.
    """

    model: type[Record]
    kind: str
    table: Table
    names: frozenset[str]
    logged: tuple[str, ...]
    derived: frozenset[str]
    defaults: Mapping[str, Any]
    cleaners: Mapping[str, Cleaner]
    references: Mapping[str, type[Record]]
    feeds: tuple[tuple[str, type[Record]], ...]
    fields: Mapping[str, Field]
    once: frozenset[str]

    def clean(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The columns of `row` as the file would give them back; KeyError for a column that is not there.

        Derived columns, and those the write itself keeps, are left out.
        """
        result: dict[str, Any] = {}
        for name, value in row.items():
            if name not in self.names:
                raise KeyError(f"{self.kind} has no column {name}")
            if name in self.derived or name in _KEPT_BY_WRITE:
                continue
            cleaner = self.cleaners.get(name)
            result[name] = cleaner(value) if cleaner is not None else _plain(value)
        return result

    def owners(self) -> tuple[tuple[str, type[Record]], ...]:
        """Typed references without which a record of this class is nothing, with the class they point to."""
        return tuple(
            (name, target) for name, target in self.references.items()
            if name in self.fields and self.fields[name].mandatory
        )  # fmt: skip

    def owned(self) -> tuple[tuple[type[Record], str], ...]:
        """The (class, column) of records that are nothing without one of this class."""
        return tuple(
            (model, name) for model in RECORDS for name, target in shape_of(model).owners() if target is self.model
        )

    def users(self) -> tuple[tuple[type[Record], str], ...]:
        """Typed columns of other records that point to this one."""
        return tuple(
            (model, name)
            for model in RECORDS
            for name, target in shape_of(model).references.items()
            if target is self.model and name not in shape_of(model).derived
        )


def _plain(value: Any) -> Any:
    if isinstance(value, str) and type(value) is not str:  # a member of a StrEnum
        return str(value)
    return value


def _moment(value: dt.datetime | None) -> dt.datetime | None:
    return None if value is None else value.astimezone(dt.UTC)


def _several(value: Sequence[str] | None) -> tuple[str, ...]:
    return tuple(value or ())


def _flag(value: object) -> bool | None:
    return None if value is None else bool(value)


def _scaled(type_: Scaled) -> Cleaner:
    def clean(value: Any) -> Decimal | None:
        if isinstance(value, float):
            value = str(value)
        stored = type_.process_bind_param(None if value is None else Decimal(value), None)  # type: ignore[arg-type]
        return type_.process_result_value(stored, None)  # type: ignore[arg-type]

    return Remembered(clean, _REMEMBERED).__getitem__  # the same areas come again and again


def _cleaner(column: Column[Any]) -> Cleaner | None:
    match column.type:
        case Scaled():
            return _scaled(column.type)
        case Choices():
            return _several
        case UtcDateTime():
            return _moment
        case Boolean():
            return _flag
        case _:
            return None


def _default(column: Column[Any]) -> Any:
    if isinstance(column.type, Choices):
        return ()
    default: Any = column.default
    return default.arg if default is not None and default.is_scalar else None


def _references(table: Table) -> dict[str, type[Record]]:
    return {
        column.name: _BY_TABLE[key.column.table.name]
        for column in table.columns
        for key in column.foreign_keys
        if key.column.table.name in _BY_TABLE
    }


def _once(table: Table) -> frozenset[str]:
    """The columns that say whether a row stands in a unique index, but for the bin, which everything has."""
    found = set()
    for index in table.indexes:
        if index.unique:
            found |= {column.name for column in index.columns}
            condition = index.dialect_options["sqlite"]["where"]
            found |= set(_WORD.findall(str(condition))) & set(table.columns.keys())
    return frozenset(found - {"archived_at"})


@cache
def shape_of(model: type[Record]) -> Shape:
    """The shape of `model`."""
    table = cast(Table, model.__table__)
    derived = derived_columns(model)
    references = _references(table)
    names = [column.name for column in table.columns]
    return Shape(
        model=model,
        kind=model.__entity__.kind,
        table=table,
        names=frozenset(names),
        logged=tuple(name for name in names if name not in derived and name not in UNCOUNTED and name != "uid"),
        derived=derived,
        defaults={column.name: _default(column) for column in table.columns},
        cleaners={c.name: cleaner for c in table.columns if (cleaner := _cleaner(c)) is not None},
        references=references,
        feeds=tuple((name, references[name]) for name in model.__feeds__),
        fields={field.name: field for field in fields_of(model)},
        once=_once(table),
    )


def shape_of_kind(kind: str) -> Shape:
    """The shape of the record class behind a kind word; KeyError when there is none."""
    return shape_of(BY_KIND[kind])


@cache
def is_derived_from(model: type[Record]) -> bool:
    """Whether a derived column of some class points to this one."""
    return any(one.references.get(name) is model for one in map(shape_of, RECORDS) for name in one.derived)


def next_id(session: Session, shape: Shape) -> int:
    """The id that the next row of a table will get: no id is used twice."""
    query = text("SELECT seq FROM sqlite_sequence WHERE name = :name")
    return (session.scalar(query, {"name": shape.table.name}) or 0) + 1
