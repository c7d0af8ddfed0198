"""Lines of the log about what left the station: printed, exported, and what for (FIELD.md on art. 51 PIPL)."""

from __future__ import annotations

from sqlalchemy import select

from louyu_desktop.models import Station
from louyu_desktop.rules.topics import Topic
from louyu_desktop.storage.database import Database
from louyu_desktop.text import N_, _

PURPOSES = (
    N_("现场签到"), N_("走访联系"), N_("上报街道"), N_("党务工作"), N_("活动通知"), N_("核对资料"), N_("本人申请查询"),
)  # fmt: skip
"""What is offered where a purpose is asked for; any other may be typed."""


def with_purpose(text: str, purpose: str) -> str:
    """A line of the log with what it was done for."""
    said = " ".join(purpose.split())[:80]
    return _("{text}。用途：{purpose}").format(text=text, purpose=said) if said else text


def note(database: Database, text: str, topic: Topic, purpose: str) -> None:
    """Log something that concerns no single record."""
    text = with_purpose(text, purpose)
    with database.read() as session:
        station = session.execute(select(Station.id).order_by(Station.id).limit(1)).scalar() or 0
    with database.write(text) as write:
        write.event("stations", station, text, topic)
