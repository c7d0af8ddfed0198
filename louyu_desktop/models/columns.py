"""Columns that carry their `Field`, and the few column types of the file."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import Boolean, TypeDecorator, TypeEngine

from louyu_desktop.fields import Field, Kind


class UtcDateTime(TypeDecorator[dt.datetime]):
    """An aware datetime, kept as ISO text in UTC so that it sorts as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> str | None:
        """Text in UTC with microseconds; ValueError for a time without zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without zone")
        return value.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def process_result_value(self, value: str | None, dialect: Dialect) -> dt.datetime | None:
        """The aware datetime in UTC."""
        return None if value is None else dt.datetime.fromisoformat(value)


class Scaled(TypeDecorator[Decimal]):
    """A decimal kept as an integer scaled by `digits`, so that SQL sorts and sums it exactly."""

    impl = Integer
    cache_ok = True

    def __init__(self, digits: int = 2) -> None:
        super().__init__()
        self.digits = digits

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """The scaled integer, rounded half up by the context."""
        return None if value is None else int(Decimal(value).scaleb(self.digits).to_integral_value())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """The decimal with `digits` places."""
        return None if value is None else Decimal(value).scaleb(-self.digits)


class Choices(TypeDecorator[tuple[str, ...]]):
    """Several choices, kept as a JSON array."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        """JSON text; None and the empty tuple are both NULL."""
        return json.dumps(list(value), ensure_ascii=False) if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...]:
        """The tuple, empty for NULL."""
        return tuple(json.loads(value)) if value else ()


def _type(field: Field) -> TypeEngine[Any]:
    match field.kind:
        case Kind.INTEGER | Kind.REFERENCE:
            return Integer()
        case Kind.DECIMAL:
            return Scaled(field.digits)
        case Kind.DATE:
            return Date()
        case Kind.DATETIME:
            return UtcDateTime()
        case Kind.FLAG:
            return Boolean()
        case Kind.CHOICES:
            return Choices()
        case _:
            return Text()


def column(field: Field, *, references: str = "", default: Any = None, index: bool = False) -> MappedColumn[Any]:
    """A column of the type that `field.kind` asks for.

    `references` is the table a REFERENCE points to (RESTRICT); a column with a `default` is NOT NULL.
    """
    constraint = [ForeignKey(f"{references}.id", ondelete="RESTRICT")] if references else []
    options: dict[str, Any] = {"info": {"field": field}, "index": index or bool(references)}
    if default is None:
        return mapped_column(_type(field), *constraint, nullable=not field.mandatory, default=None, **options)
    return mapped_column(_type(field), *constraint, nullable=False, default=default, **options)


def of_account(label: str) -> MappedColumn[Any]:
    """A column that names somebody of the station by their account; `label` says what they are to the record."""
    return column(Field(label=label, kind=Kind.REFERENCE, target="accounts", width=8), references="account")
