"""What a bulk import asks of the rules once it is published: its must-visits wait for a person (FIELD.md 4.3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import BY_KIND, Enterprise
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.storage.values import Changes
from louyu_desktop.storage.visits_due import VisitsDue
from louyu_desktop.text import _


def look_at_new(database: Database, changes: Changes) -> tuple[int, ...]:
    """Have the rules look at every enterprise that a published operation touched; gives the tasks held back."""
    with database.read() as session:
        firms = _touched(session, changes)
    held: list[int] = []
    for part in chunks(firms):
        with database.write(_("导入后的必访"), lasting=True) as write:
            write.derivation.visits.hold_back()
            write.derivation.visits.look_again(part)
        held += write.derivation.visits.held_ids
    return tuple(held)


def _touched(session: Session, changes: Changes) -> list[int]:
    found: set[int] = set(changes.kinds.get(Enterprise.__entity__.kind, ()))
    for kind, ids in changes.kinds.items():
        model: Any = BY_KIND.get(kind)
        if model in VisitsDue.LOOKED_AT and model is not Enterprise:
            for part in chunks(sorted(ids)):
                found.update(session.scalars(select(model.enterprise_id).where(model.id.in_(part)).distinct()))
    return sorted(found)
