"""Operations and their changes: one mechanism for undo, history, audit and taking back an import."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from louyu_desktop.models.base import Base
from louyu_desktop.models.columns import UtcDateTime


class Operation(Base):
    """One thing a person did: a save, a bulk edit, an import, an undo; one undo step."""

    __tablename__ = "operation"
    __table_args__ = (Index("ix_operation_at", "at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)  # do · undo · redo · event (a print, a purge) · pending · void
    account_id: Mapped[int | None] = mapped_column(Integer)
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    target_id: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    reversed_by: Mapped[int | None] = mapped_column(ForeignKey("operation.id"))
    topic: Mapped[str] = mapped_column(Text, server_default="")  # a word of rules.topics


class ChangeLog(Base):
    """One change of one row, or of up to a thousand rows of one entity; rows are never rewritten."""

    __tablename__ = "change_log"
    __table_args__ = (
        Index("ix_change_log_entity_first_last", "entity", "first_id", "last_id"),
        Index("ix_change_log_operation_id", "operation_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"))
    at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(Integer)
    entity: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(Text)  # add · change · remove · event
    first_id: Mapped[int] = mapped_column(Integer)
    last_id: Mapped[int] = mapped_column(Integer)
    rows: Mapped[int] = mapped_column(Integer)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    key_epoch: Mapped[int] = mapped_column(Integer)
    chain: Mapped[bytes] = mapped_column(LargeBinary)


class ChangeValue(Base):
    """Values before and after of one change; purging a person may empty it, the chain holds."""

    __tablename__ = "change_value"

    change_id: Mapped[int] = mapped_column(ForeignKey("change_log.id"), primary_key=True)
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
