"""Histories to which rows are only added (`Record.__withdrawn_by__`): what an undo writes instead of a removal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import RECORDS, Record
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.storage.shapes import Shape, chunks, shape_of
from louyu_desktop.storage.write import Write

Rows = Mapping[int, dict[str, Any]]


def withdraw(write: Write, shape: Shape, rows: Rows) -> int:
    """Add a row that withdraws each of `rows`; gives how many.

    A withdrawn row lets go of the records that are no part of the history (`__lets_go__`): they may be taken out next.
    """
    by, day = write.stamps()["created_by"], write.log.at.astimezone(SHANGHAI).date()
    model = shape.model
    values = [
        {**model.withdrawal(rows[key]), "decided_on": day, "account_id": by, "archived_at": rows[key]["archived_at"]}
        for key in sorted(rows)
    ]
    write.insert(model, values)
    write.change(shape, rows, {key: dict.fromkeys(model.__lets_go__) for key in rows})
    return len(values)


def forget_silent(write: Write, shape: Shape, ids: Collection[int]) -> None:
    """Histories of records that are about to go, where they say nothing any more: every row was withdrawn.

    One that still says something stays, and with it the refusal to remove what it is about.
    """
    for model in _histories(shape.model):
        gone = silent(write.session, model, ids)
        if gone:
            write.delete(model, gone)


def silent(session: Session, model: type[Record], owners: Collection[int], also: Collection[int] = ()) -> list[int]:
    """The rows of histories of `owners` that say nothing any more, or would not once `also` are withdrawn."""
    table = shape_of(model).table
    owner = table.c[model.__entity__.within]
    found: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for part in chunks(sorted(owners)):
        wanted = select(table).where(owner.in_(part)).order_by(table.c.id.desc())
        for row in session.execute(wanted).mappings():
            found[row[owner.name]].append(dict(row))
    return [row["id"] for rows in found.values() if _says_nothing(model, rows, set(also)) for row in rows]


def _histories(owner: type[Record]) -> list[type[Record]]:
    """The append-only records within records of a class."""
    return [
        model for model in RECORDS
        if model.__withdrawn_by__ and shape_of(model).references.get(model.__entity__.within) is owner
    ]  # fmt: skip


def _says_nothing(model: type[Record], rows: Sequence[Mapping[str, Any]], void: set[int]) -> bool:
    """Whether every row, the latest first, is withdrawn (those of `void` are) or withdraws one that is there."""
    by_id = {row["id"]: row for row in rows}
    said = False
    for row in rows:
        if row["id"] in void:
            continue
        target = by_id.get(row[model.__withdrawn_by__])
        if target is not None and model.withdrawal(target).items() <= row.items():
            void.add(target["id"])
        else:
            said = True
    return not said
