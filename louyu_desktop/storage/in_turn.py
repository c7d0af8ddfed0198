"""Steps of a request are taken back in turn: what came after one rests on it (FIELD.md 4.1)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import RequestStep, ServiceRequest
from louyu_desktop.storage.coding import Item
from louyu_desktop.storage.shapes import Shape
from louyu_desktop.text import _


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
