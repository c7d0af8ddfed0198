"""What a bulk import asks of the rules once it is published: its must-visits wait for a person (FIELD.md 4.3)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import BY_KIND, Enterprise
from louyu_desktop.rules.dates import today
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.shapes import chunks
from louyu_desktop.storage.values import Changes
from louyu_desktop.storage.visits_due import VisitsDue
from louyu_desktop.storage.worth_a_look import worth_a_look
from louyu_desktop.text import _


def look_at_new(database: Database, changes: Changes) -> tuple[int, ...]:
    """Have the rules look at the enterprises that a published operation touched; gives the tasks held back."""
    with database.read() as session:
        firms = worth_a_look(session, _touched(session, changes), today())
    held: list[int] = []
    for part in chunks(firms):
        with database.write(_("导入后的必访"), lasting=True) as write:
            write.derivation.visits.hold_back()
            write.derivation.visits.look_again(part)
        held += write.derivation.visits.held_ids
    return tuple(held)


def _touched(session: Session, changes: Changes) -> set[int]:
    found: set[int] = set(changes.kinds.get(Enterprise.__entity__.kind, ()))
    for kind, ids in changes.kinds.items():
        model: Any = BY_KIND.get(kind)
        if model in VisitsDue.LOOKED_AT and model is not Enterprise:
            first, last = min(ids, default=0), max(ids, default=-1)
            mine = select(model.enterprise_id).where(model.id.between(first, last)).distinct()
            found.update(session.scalars(mine))  # a firm more is looked at in vain, and no harm done
    return found
