"""What stands against a record beyond its own fields: its room, its topic or meeting, its place in a tree."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from louyu_desktop.rules.roles import Role
from louyu_desktop.services import room_rules, topic_rules, tree_rules


def refuse(
    session: Session, role: Role, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    """UserError when a record may not get these values; `before` is what it was, if it was there."""
    room_rules.refuse(session, role, kind, values, before)
    topic_rules.refuse(session, kind, values, before)
    tree_rules.refuse(session, kind, values, before)
