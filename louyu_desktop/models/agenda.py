"""What stood on the agenda of a meeting, what was said and decided: it stays when a topic is taken up again."""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy.orm import Mapped

from louyu_desktop.fields import Entity, Field, Kind, Sensitivity
from louyu_desktop.models.base import Record, once
from louyu_desktop.models.columns import column
from louyu_desktop.text import N_


class AgendaItem(Record):
    """One topic on the agenda of one meeting."""

    __tablename__ = "agenda_item"
    __entity__: ClassVar = Entity(
        kind="agenda-items", label=N_("议程"), counter=N_("项"), title="topic_id", within="meeting_id", icon="list",
        columns=("meeting_id", "position", "topic_id", "decision", "decided"), sort="position",
        keys=(("meeting_id", "topic_id"),),
    )  # fmt: skip

    meeting_id: Mapped[int] = column(
        Field(label=N_("会议"), kind=Kind.REFERENCE, target="meetings", mandatory=True, required=True, width=20),
        references="meeting",
    )
    topic_id: Mapped[int] = column(
        Field(label=N_("议题"), kind=Kind.REFERENCE, target="topics", mandatory=True, required=True, width=24),
        references="topic",
    )
    position: Mapped[int | None] = column(
        Field(label=N_("顺序"), kind=Kind.INTEGER, minimum=1, maximum=999, width=4)
    )
    speeches: Mapped[str | None] = column(
        Field(label=N_("发言"), kind=Kind.NOTE, max_length=4000, sensitivity=Sensitivity.SENSITIVE)
    )
    decision: Mapped[str | None] = column(
        Field(label=N_("议定"), kind=Kind.CHOICE, choices=("通过", "再议", "否决"), width=6)
    )
    decided: Mapped[str | None] = column(Field(label=N_("决定"), kind=Kind.NOTE, max_length=4000, width=30))

    @classmethod
    def __constraints__(cls) -> tuple[Any, ...]:
        return (once("agenda_item", "meeting_id", "topic_id"),)
