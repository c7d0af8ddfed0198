"""What a bulk import asks of the rules once it is published: its must-visits wait for a person (FIELD.md 4.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Any

from sqlalchemy import not_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import BY_KIND, Enterprise
from louyu_desktop.rules.dates import today
from louyu_desktop.storage.bulk import Brought
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.visits_due import VisitsDue
from louyu_desktop.storage.worth_a_look import worth_a_look
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_FEW, _MANY = 100, 20_000
"""Enterprises of one transaction: it lasts some twentieth of a second, and about one where nobody waits."""


def look_at_new(database: Database, changes: Brought, *, alone: bool = False) -> tuple[int, ...]:
    """Have the rules look at the enterprises that a published operation touched, and that they have not seen yet.

    Gives the tasks held back, those of the operation itself first.  A few at a time, unless `alone`: the desk goes on
    signing people in.
    """
    with database.read() as session:
        firms = worth_a_look(session, _touched(session, changes).difference(changes.looked_at), today())
    looks: list[VisitsDue] = []

    def look(write: Write, part: Sequence[int]) -> None:
        looks.append(write.derivation.visits)
        looks[-1].hold_back()
        looks[-1].look_again(part)

    size = _MANY if alone else _FEW
    parts = (firms[start : start + size] for start in range(0, len(firms), size))
    database.write_in_turns(_("导入后的必访"), (partial(look, part=part) for part in parts))
    return (*changes.held, *(task for one in looks for task in one.held_ids))


def _touched(session: Session, changes: Brought) -> set[int]:
    found: set[int] = set(changes.kinds.get(Enterprise.__entity__.kind, ()))
    newest = _newest(found)  # what hangs on these need not be read
    for kind, ids in changes.kinds.items():
        model: Any = BY_KIND.get(kind)
        if model in VisitsDue.LOOKED_AT and model is not Enterprise:
            first, last = min(ids, default=0), max(ids, default=-1)
            mine = select(model.enterprise_id).where((model.id + 0).between(first, last)).distinct()
            others = mine.where(not_(model.enterprise_id.between(*newest)))
            found.update(session.scalars(others))  # a firm more is looked at in vain, and no harm done
    return found


def _newest(ids: Collection[int]) -> tuple[int, int]:
    """The first and the last of the ids that follow one another up to the greatest."""
    first = last = max(ids, default=0)
    while first - 1 in ids:
        first -= 1
    return first, last
