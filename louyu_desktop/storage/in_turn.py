"""Steps of a request, a topic, a meeting, a wish or a notice are taken back in turn: what came after rests on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    Feedback,
    Measure,
    Meeting,
    PublicNotice,
    Record,
    RequestStep,
    ServiceRequest,
    Topic,
    Wish,
)
from louyu_desktop.rules.topic_flow import OVER
from louyu_desktop.storage.coding import Item
from louyu_desktop.storage.shapes import Shape
from louyu_desktop.text import _

_STANDS: Mapping[type[Record], str] = {Topic: "stage", Meeting: "state", Wish: "state", PublicNotice: "state"}
"""Where a record of a kind stands in its table."""

_DONE: Mapping[type[Record], str] = {Measure: "done_on", Feedback: "told_on"}
"""What hangs on a topic, and the day that says it is done: a topic that is over has nothing open."""


def refuse_moved(session: Session, shape: Shape, items: Sequence[Item], rows: Mapping[int, Mapping[str, Any]]) -> None:
    """UserError where a record went on since a step, or where something would be open on a topic that is over."""
    seen: set[int] = set()
    for item in reversed(items):
        row = rows.get(item.id)
        if row is None or item.id in seen:
            continue
        seen.add(item.id)
        stands, done = _STANDS.get(shape.model, ""), _DONE.get(shape.model, "")
        if stands in item.after and row[stands] != item.after[stands]:
            words = _("后来又走到了「{state}」。请先撤销后面的步骤，再撤销这一步")
            raise UserError(words.format(state=_(row[stands])))
        if done in item.after and item.after[done] is not None and item.before[done] is None:
            topic = session.get(Topic, row["topic_id"])
            if topic is not None and topic.stage in OVER and row["archived_at"] is None:
                raise UserError(_("议题已经归档。请先撤销归档，或者请站长按「重新打开」，再撤销这一步"))


def refuse_overtaken(session: Session, shape: Shape, items: Sequence[Item]) -> None:
    """UserError where a later step of the same request stands; a line of its log that moves nothing is none."""
    if shape.model is not RequestStep:
        return
    ids = [item.id for item in items]
    for item in items:
        values = item.after or item.before
        if not values.get("after"):
            continue
        later = select(RequestStep).where(
            RequestStep.request_id == values["request_id"], RequestStep.id > item.id, RequestStep.id.not_in(ids),
            RequestStep.after.is_not(None), RequestStep.archived_at.is_(None),
        )  # fmt: skip
        found = session.scalar(later.order_by(RequestStep.id).limit(1))
        if found is not None:
            request = session.get_one(ServiceRequest, found.request_id)
            words = _("诉求 {number} 后来又办了「{action}」。请先撤销后面的步骤，再撤销这一步")
            raise UserError(words.format(number=request.number or request.title, action=_(found.action)))
