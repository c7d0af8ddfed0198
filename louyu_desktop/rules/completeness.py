"""How much of what a record should hold is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from louyu_desktop.fields import Entity, Field

_INSTEAD: Mapping[tuple[str, str], tuple[str, ...]] = {("enterprises", "credit_code"): ("no_code_reason",)}
"""Fields that may be missing when another says why (FIELD.md 2.2)."""


@dataclass(frozen=True, slots=True)
class Completeness:
    """`filled` of `total` required fields, and those that are missing."""

    filled: int
    total: int
    missing: tuple[Field, ...]

    @property
    def share(self) -> float:
        """0 to 1; a record that requires nothing is complete."""
        return self.filled / self.total if self.total else 1.0


def is_blank(value: object) -> bool:
    """Whether a parsed value says nothing; 否 and 0 say something."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ((), [])


def _lacks(entity: Entity, field: Field, values: Mapping[str, Any]) -> bool:
    names = (field.name, *_INSTEAD.get((entity.kind, field.name), ()))
    return all(is_blank(values.get(name)) for name in names)


def completeness(entity: Entity, values: Mapping[str, Any]) -> Completeness:
    """What of the entity's required fields `values` holds."""
    required = [field for field in entity.fields if field.required]
    missing = tuple(field for field in required if _lacks(entity, field, values))
    return Completeness(len(required) - len(missing), len(required), missing)


def missing_fields(entity: Entity, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """The required fields that `values` lacks."""
    return completeness(entity, values).missing
