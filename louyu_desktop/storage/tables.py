"""Tables that only the storage reads: counters, the side table of the search index, backups."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from louyu_desktop.models import Base
from louyu_desktop.models.columns import UtcDateTime


class Counter(Base):
    """The last number given out for a prefix and a year; never lowered, not even by an undo."""

    __tablename__ = "counter"

    prefix: Mapped[str] = mapped_column(Text, primary_key=True)
    year: Mapped[int] = mapped_column(Integer, primary_key=True)
    last: Mapped[int] = mapped_column(Integer)


class SearchRow(Base):
    """The texts of one record in the gram index, joined as `storage.joined` says: folded, and as typed."""

    __tablename__ = "search_row"
    __table_args__ = (Index("uq_search_row_kind_row_id", "kind", "row_id", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int] = mapped_column(Integer)
    fields: Mapped[str] = mapped_column(Text)
    folded: Mapped[str] = mapped_column(Text)
    shown: Mapped[str | None] = mapped_column(Text)


GRAMS = "search_gram"
"""The contentless FTS5 table; its rowid is `SearchRow.id`."""


class BookingSlot(Base):
    """A quarter of an hour of a room that is taken, and by which record; the key refuses a second one.

    `slot` counts quarter hours since 1970 in UTC.  Kept by `storage.slots_of_rooms` with every write.
    """

    __tablename__ = "booking_slot"
    __table_args__ = (Index("ix_booking_slot_kind_row_id", "kind", "row_id"),)

    facility_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    slot: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    row_id: Mapped[int] = mapped_column(Integer)


class Suggestion(Base):
    """The colour that the facts of an enterprise suggest, where it is not the one it has; no part of its history.

    `rules` are the keys of the rules that spoke (`rules.risk.kept_rules`), `reasons` colours and words
    (`kept_reasons`), both as JSON.  Kept by `storage.visits_due`.
    """

    __tablename__ = "suggestion"

    enterprise_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    colour: Mapped[str] = mapped_column(Text)
    rules: Mapped[str] = mapped_column(Text)
    reasons: Mapped[str] = mapped_column(Text)
    since: Mapped[dt.date] = mapped_column(Date)


class KeyHistory(Base):
    """The data key of a former epoch: older log rows, attachments and backups were made with it."""

    __tablename__ = "key_history"

    epoch: Mapped[int] = mapped_column(Integer, primary_key=True)
    data_key: Mapped[bytes] = mapped_column(LargeBinary)


class BulkOperation(Base):
    """An operation that is written in many transactions and not finished: the ids of its rows, by table, as JSON.

    `clashed` says that the desk meanwhile made a row that may stand only once, and the operation has it too.
    """

    __tablename__ = "bulk_operation"

    operation_id: Mapped[int] = mapped_column(ForeignKey("operation.id"), primary_key=True)
    ranges: Mapped[str] = mapped_column(Text)
    clashed: Mapped[bool] = mapped_column(Boolean)


class Backup(Base):
    """One backup that was made, by its number; the clock may have been wrong, the number never is.

    `counts` maps tables to numbers of rows as JSON, `seq` and `head` are the end of the change log in it.
    """

    __tablename__ = "backup"

    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    made_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    proven_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    drilled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    second_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    damaged: Mapped[bool] = mapped_column(Boolean)
    whole: Mapped[bool] = mapped_column(Boolean)
    size: Mapped[int] = mapped_column(Integer)
    epoch: Mapped[int] = mapped_column(Integer)
    seq: Mapped[int] = mapped_column(Integer)
    head: Mapped[str] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text)
