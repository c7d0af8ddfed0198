"""What an undo does for must-visits first: tasks that come again get their place, what was made goes along."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import Enterprise, Visit, VisitTask
from louyu_desktop.models.base import among
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.must_visit import NOT_NEEDED, OPEN
from louyu_desktop.storage.shapes import Shape, chunks
from louyu_desktop.storage.visits_due import FOLLOWING
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_Values = Mapping[str, Any]


def make_way(write: Write, shape: Shape, rows: Sequence[_Values]) -> None:
    """Before tasks are opened again: another that is open for the same cause gives its place up."""
    if shape.model is not VisitTask:
        return
    opening = [row for row in rows if row["state"] in OPEN and row["archived_at"] is None]
    if not opening:
        return
    mine = {row["id"] for row in opening}
    places = {_place(row) for row in opening}
    there = select(VisitTask.__table__).where(
        among(VisitTask.enterprise_id), VisitTask.archived_at.is_(None), VisitTask.state.in_(OPEN)
    )
    asked = {"ids": sorted({row["enterprise_id"] for row in opening})}
    opened = map(dict[str, Any], write.session.execute(there, asked).mappings())
    others = [row["id"] for row in opened if _place(row) in places and row["id"] not in mine]
    values = {"state": NOT_NEEDED, "cleared": True, "state_reason": _("由原来的任务接着办")}
    day = write.log.at.astimezone(SHANGHAI).date()
    write.update(VisitTask, [{"id": row_id, **values, "closed_on": day} for row_id in others])


def take_along(write: Write, shape: Shape, ids: Collection[int]) -> None:
    """Before an undo takes rows out again: what the write itself made of an enterprise goes first.

    Tasks let go of a visit that is taken out; those whose cause stands open again.
    """
    if shape.model is Enterprise:
        for model in FOLLOWING:
            mine = select(model.id).where(among(model.__table__.c.enterprise_id))
            for part in chunks(sorted(ids)):
                write.delete(model, write.session.scalars(mine, {"ids": list(part)}).all())
    elif shape.model is Visit:
        done = select(VisitTask.id).where(among(VisitTask.visit_id))
        values = {"visit_id": None, "state": NOT_NEEDED, "cleared": True, "state_reason": _("走访记录已撤回")}
        for part in chunks(sorted(ids)):
            found = write.session.scalars(done, {"ids": list(part)}).all()
            write.update(VisitTask, [{"id": row_id, **values} for row_id in found])


def _place(row: _Values) -> tuple[Any, ...]:
    return row["enterprise_id"], row["trigger"], row["source_kind"], row["source_id"]
