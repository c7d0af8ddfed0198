"""Trees of records: no Party organisation and no activity stands below itself, over however many steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import BY_KIND, PartyOrganisation, fields_of
from louyu_desktop.services.references import titles
from louyu_desktop.text import _

ABOVE = "parent_id"
"""The field that names the record above."""


def refuse(session: Session, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None) -> None:
    """UserError when a record that was there comes to stand below one that stands below it."""
    above = values.get(ABOVE)
    if before is None or above is None or above == before[ABOVE] or not _circle(session, kind, above, {before["id"]}):
        return
    names = titles(session, kind, [before["id"], above])
    words = _("「{above}」自己在「{name}」下面，不能作它的{label}。请换一个")
    if above == before["id"]:
        words = _("「{name}」不能作自己的{label}。请换一个")
    said = words.format(above=names[above], name=names[before["id"]], label=_label(kind))
    raise UserError(said, field=ABOVE)


def refuse_merged(session: Session, kind: str, values: Mapping[str, Any], ids: Collection[int]) -> None:
    """UserError when what becomes of these records would stand below itself."""
    above = values.get(ABOVE)
    if above is not None and _circle(session, kind, above, ids):
        name = titles(session, kind, [above])[above]
        words = _("「{name}」在这两个中间，合并后会自己在自己下面。请先改「{name}」的{label}，再合并")
        raise UserError(words.format(name=name, label=_label(kind)), field=ABOVE)


def with_parts(session: Session, organisation: int) -> set[int]:
    """An organisation with all that stand below it."""
    rows = session.execute(
        select(PartyOrganisation.id, PartyOrganisation.parent_id).where(PartyOrganisation.archived_at.is_(None))
    ).all()
    below: dict[int | None, list[int]] = defaultdict(list)
    for key, parent in rows:
        below[parent].append(key)
    found, waiting = {organisation}, [organisation]
    while waiting:
        for key in below[waiting.pop()]:
            if key not in found:
                found.add(key)
                waiting.append(key)
    return found


def _circle(session: Session, kind: str, above: int, ids: Collection[int]) -> bool:
    """Whether one of `ids` is met on the way up, what lies in the bin included: it may come back."""
    table = BY_KIND[kind].__table__
    passed: set[int] = set()
    at: int | None = above
    while at is not None and at not in passed:
        if at in ids:
            return True
        passed.add(at)
        at = session.scalar(select(table.c[ABOVE]).where(table.c.id == at))
    return False


def _label(kind: str) -> str:
    [field] = [field for field in fields_of(BY_KIND[kind]) if field.name == ABOVE]
    return _(field.label)
