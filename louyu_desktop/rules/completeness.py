"""How much of what a record should hold is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from louyu_desktop.fields import Entity, Field

_ALSO: Mapping[str, tuple[str, ...]] = {"enterprises": ("location", "contact_name")}
"""What follows out of other records and must be there: at least one seat and one contact (FIELD.md 2.2)."""
_WHEN: Mapping[str, Mapping[str, str]] = {"enterprises": {"chief_liaison_id": "is_key"}}
"""Fields that are asked for where a flag stands: a key firm has its chief liaison."""
_WITHOUT: Mapping[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("enterprises", "credit_code"): ("unit_kind", ("领事与国际机构", "筹备中")),
    ("enterprises", "party_org_status"): ("unit_kind", ("领事与国际机构",)),
}
"""What nobody asks of certain kinds of unit: a consulate has no code, and a firm in preparation none yet."""
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


def is_asked(entity: Entity, field: Field, values: Mapping[str, Any]) -> bool:
    """Whether a field is to be filled, as the record stands."""
    kind, name = entity.kind, field.name
    by, without = _WITHOUT.get((kind, name), ("", ()))
    if by and values.get(by) in without:
        return False
    flag = _WHEN.get(kind, {}).get(name)
    also = name in _ALSO.get(kind, ()) and name in values
    return field.required or also or (flag is not None and bool(values.get(flag)))


def depending(kind: str) -> frozenset[str]:
    """The fields of a kind that are asked for or not as the record stands."""
    without = {name for of, name in _WITHOUT if of == kind}
    return frozenset(without | set(_WHEN.get(kind, {})))


def completeness(entity: Entity, values: Mapping[str, Any]) -> Completeness:
    """What of the fields that the entity requires, as it stands, `values` holds.

    What follows out of other records counts where `values` tells it.
    """
    required = [field for field in entity.fields if is_asked(entity, field, values)]
    missing = tuple(field for field in required if _lacks(entity, field, values))
    return Completeness(len(required) - len(missing), len(required), missing)


def missing_fields(entity: Entity, values: Mapping[str, Any]) -> tuple[Field, ...]:
    """The required fields that `values` lacks."""
    return completeness(entity, values).missing
