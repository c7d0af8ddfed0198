"""Who works at a station, and what each may know (FIELD.md on art. 51 PIPL: operation permissions)."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity


class Role(StrEnum):
    """The four roles, by the word that accounts keep."""

    ADMINISTRATOR = "站长"
    STAFF = "工作人员"
    DESK = "志愿者·签到台"
    READER = "只读"


_MOST: dict[Role, Sensitivity] = {
    Role.ADMINISTRATOR: Sensitivity.SENSITIVE,
    Role.STAFF: Sensitivity.SENSITIVE,
    Role.DESK: Sensitivity.INTERNAL,
    Role.READER: Sensitivity.INTERNAL,
}
_NAMING = frozenset({Kind.PERSON_NAME, Kind.REFERENCE})
_FILES = "attachments"
_AT_THE_DESK = frozenset({"activities", "registrations", "sign-ins", "people", "facilities"})


def most_sensitive(role: Role) -> Sensitivity:
    """The most sensitive fields that a role sees; what is more sensitive is absent for it, not masked."""
    return _MOST[role]


def sees(role: Role, field: Field) -> bool:
    """Whether a role sees a field: names, and records of people where they are referred to, stand for all.

    A list of people without names would be nothing; their phones, numbers, birthdays and posts are another matter.
    """
    if field.sensitivity <= _MOST[role]:
        return True
    return field.sensitivity is Sensitivity.PERSONAL and field.kind in _NAMING


def seen_by(role: Role, entity: Entity) -> Entity:
    """The entity as a role knows it: what it may not see is neither field nor column, order nor second line."""
    fields = tuple(field for field in entity.fields if sees(role, field))
    names = {field.name for field in fields}
    return replace(
        entity,
        fields=fields,
        subtitle=tuple(name for name in entity.subtitle if name in names),
        columns=tuple(name for name in entity.columns if name in names),
        keys=tuple(key for key in entity.keys if names.issuperset(key)),
        sort=entity.sort if entity.sort.removeprefix("-") in names else "",
    )


def sees_kind(role: Role, entity: Entity) -> bool:
    """Whether a role sees records of a kind at all: whoever helps at the desk sees what a sign-in needs.

    Nobody knows what a file may hold: files are for those who see everything.  A kind whose very title is more
    than the role may know (memberships of the Party) is none for it.
    """
    if role is Role.DESK and entity.kind not in _AT_THE_DESK:
        return False
    if entity.kind == _FILES and _MOST[role] < Sensitivity.SENSITIVE:
        return False
    return sees(role, entity.field(entity.title))
