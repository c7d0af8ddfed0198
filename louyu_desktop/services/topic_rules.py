"""What a topic that is over refuses, and a meeting whose minutes are settled (FIELD.md 4.4)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import BY_KIND, Topic
from louyu_desktop.rules.topic_flow import OVER, MeetingState, Stage
from louyu_desktop.text import N_, _

_OPEN_WHILE = {"measures": "done_on", "feedback": "told_on"}
"""The day that is empty while a record of the kind is open."""

_CLOSED = {
    "measures": N_("议题已经归档，不能再加没完成的措施。请站长先按「重新打开」"),
    "feedback": N_("议题已经归档，不能再加反馈企业。请站长先按「重新打开」"),
}
_MINUTES = frozenset(
    "name council_id kind starts_at place chair recorder expected attended absent observers speeches decisions".split()
)
"""What minutes and records of meetings say."""

_VOID = N_("议题已经作废，什么也不能再加")


def refuse_over(session: Session, kind: str, topic_id: int | None) -> None:
    """UserError when nothing open of a kind may hang on a topic any more."""
    topic = session.get(Topic, topic_id) if topic_id is not None else None
    if topic is not None and topic.stage in OVER:
        words = _VOID if topic.stage == Stage.VOID else _CLOSED[kind]
        raise UserError(_(words), field="topic_id")


def refuse(session: Session, kind: str, values: Mapping[str, Any], before: Mapping[str, Any] | None = None) -> None:
    """UserError when a record becomes open on a topic that is over, or when settled minutes would say something else.

    `before` is what it was, if it was there.
    """
    if kind == "meetings" and before is not None and before["state"] == MeetingState.SETTLED:
        for name in sorted(one for one in _MINUTES if values[one] != before[one]):
            words = _("「{meeting}」的纪要已经定稿。请站长先按「改纪要」")
            raise UserError(words.format(meeting=before["name"]), field=name)
    if kind not in _OPEN_WHILE:
        return
    open_while = _OPEN_WHILE[kind]
    was = before is not None and before["topic_id"] == values["topic_id"] and before[open_while] is None
    if values.get(open_while) is None and not was:
        refuse_over(session, kind, values.get("topic_id"))


def refuse_back(session: Session, kind: str, ids: Collection[int]) -> None:
    """UserError when a record out of the bin would be open on a topic that is over."""
    if kind not in _OPEN_WHILE:
        return
    table = BY_KIND[kind].__table__
    for row in session.execute(select(table).where(table.c.id.in_(ids))).mappings():
        refuse(session, kind, dict(row))
