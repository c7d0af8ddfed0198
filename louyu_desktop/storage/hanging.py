"""Attachments hang on records of every kind by kind and id: what foreign keys do for the others is done here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import BY_KIND, Attachment

_TABLE = Attachment.__table__.c


def on(kind: str, ids: Collection[int]) -> ColumnElement[bool]:
    """The attachments of the records `ids` of a kind, the bin's too."""
    return and_(_TABLE.owner_kind == kind, _TABLE.owner_id.in_(ids))


def live_on(session: Session, kind: str, ids: Collection[int]) -> Sequence[int]:
    """The ids of live attachments of these records: they go into the bin with them."""
    return session.scalars(select(Attachment.id).where(on(kind, ids), Attachment.archived_at.is_(None))).all()


def gone_with(session: Session, kind: str, ids: Collection[int], moment: dt.datetime) -> Sequence[int]:
    """The ids of attachments that went into the bin with these records: they come back with them."""
    return session.scalars(select(Attachment.id).where(on(kind, ids), Attachment.archived_at == moment)).all()


def count_on(session: Session, kind: str, ids: Collection[int]) -> int:
    """How many attachments these records have, the bin's too: a record with one is not removed."""
    return session.scalar(select(func.count(Attachment.id)).where(on(kind, ids))) or 0


def adrift(session: Session, ids: Collection[int] | None = None) -> int:
    """How many live attachments (of `ids`) have no record, or one that lies in the bin."""
    lives = or_(*(and_(_TABLE.owner_kind == kind, _lives(kind)) for kind in BY_KIND if kind != "attachments"))
    wanted = select(func.count(Attachment.id)).where(Attachment.archived_at.is_(None), ~lives)
    return session.scalar(wanted if ids is None else wanted.where(Attachment.id.in_(ids))) or 0


def _lives(kind: str) -> ColumnElement[bool]:
    owner = BY_KIND[kind].__table__.alias()
    return exists().where(owner.c.id == _TABLE.owner_id, owner.c.archived_at.is_(None))


def owner_uid() -> ColumnElement[Any]:
    """The uid of the record that an attachment hangs on, for the content hash."""
    found = {}
    for kind, model in BY_KIND.items():
        owner = model.__table__.alias(f"of_{model.__tablename__}")
        found[kind] = select(owner.c.uid).where(owner.c.id == _TABLE.owner_id).scalar_subquery()
    return case(found, value=_TABLE.owner_kind)
