"""Files kept on a record of any kind: what they are stands here, their bytes lie encrypted beside the database."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from louyu_desktop.fields import Entity, Field
from louyu_desktop.models.base import Base, Record
from louyu_desktop.models.columns import UtcDateTime, column
from louyu_desktop.text import N_


class Attachment(Record):
    """One file of one record.  The columns without a field are set once, by storage, and nobody types them.

    `digest` is the SHA-256 of the bytes, by which `AttachmentFile` finds them; `media` is a word of
    `exchange.media`; the name is data only and never a path (SAFETY.md case 46).
    """

    __tablename__ = "attachment"
    __entity__: ClassVar = Entity(
        kind="attachments", label=N_("附件"), counter=N_("个"), icon="attach", sort="name"
    )

    name: Mapped[str] = column(Field(label=N_("文件名"), mandatory=True, max_length=160, width=30))
    owner_kind: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int] = mapped_column(Integer)
    media: Mapped[str] = mapped_column(Text)
    size: Mapped[int] = mapped_column(Integer)
    digest: Mapped[str] = mapped_column(Text, index=True)

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (Index("ix_attachment_owner_kind_owner_id", "owner_kind", "owner_id"),)


class AttachmentFile(Base):
    """One encrypted file under `att`: what it holds, with which epoch's keys, and since when nothing uses it.

    Without `digest` it is one that no row knows: a power cut came before the commit, or an older backup after it.
    """

    __tablename__ = "attachment_file"

    address: Mapped[str] = mapped_column(Text, primary_key=True)
    digest: Mapped[str | None] = mapped_column(Text, unique=True)
    epoch: Mapped[int | None] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    unused_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
