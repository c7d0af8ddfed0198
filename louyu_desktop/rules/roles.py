"""Who works at a station, and what each may know (FIELD.md on art. 51 PIPL: operation permissions)."""

from __future__ import annotations

from enum import StrEnum

from louyu_desktop.fields import Sensitivity


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
_AT_THE_DESK = frozenset({"activities", "registrations", "sign-ins", "people", "facilities"})


def most_sensitive(role: Role) -> Sensitivity:
    """The most sensitive fields that a role sees; what is more sensitive is absent for it, not masked."""
    return _MOST[role]


def sees_kind(role: Role, kind: str) -> bool:
    """Whether a role sees records of a kind at all: whoever helps at the desk sees what a sign-in needs."""
    return role is not Role.DESK or kind in _AT_THE_DESK
