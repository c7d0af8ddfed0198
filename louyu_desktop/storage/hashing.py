"""The content hash: the measure of "as it was"."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import Session

from louyu_desktop.models import RECORDS, Attachment, Record
from louyu_desktop.storage import hanging
from louyu_desktop.storage.coding import as_json
from louyu_desktop.storage.shapes import Shape, shape_of


def content_hash(session: Session) -> str:
    """SHA-256 over the typed values of all records by uid, references through the uid they point to."""
    digest = hashlib.sha256()
    for model in RECORDS:
        head, statement = _statement(model)
        digest.update(head)
        for row in session.execute(statement):
            digest.update(as_json(list(row)).encode())
            digest.update(b"\n")
    return digest.hexdigest()


@cache
def _statement(model: type[Record]) -> tuple[bytes, Select[Any]]:
    """What names a table and its columns, and the query for its rows; made once, for it takes longer than to ask it."""
    shape = shape_of(model)
    names = sorted(shape.logged)
    columns, source = _columns(shape, names)
    wanted = select(shape.table.c.uid, *columns).select_from(source).order_by(shape.table.c.uid)
    return f"{shape.table.name}:{','.join(names)}\n".encode(), wanted.execution_options(yield_per=1000)


def _columns(shape: Shape, names: list[str]) -> tuple[list[ColumnElement[Any]], Any]:
    """The columns to hash, and the join that gives the uids of what they refer to."""
    source: Any = shape.table
    columns: list[ColumnElement[Any]] = []
    for name in names:
        target = shape.references.get(name)
        if target is None:
            anywhere = shape.model is Attachment and name == "owner_id"
            columns.append(hanging.owner_uid() if anywhere else shape.table.c[name])
            continue
        other = shape_of(target).table.alias(f"of_{name}")
        source = source.outerjoin(other, other.c.id == shape.table.c[name])
        columns.append(other.c.uid)
    return columns, source
