"""Tasks as they are shown: with the enterprise, where it sits and who looks after it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Account, Enterprise, VisitTask
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.must_visit_copies import MustVisit
from louyu_desktop.services.references import entity_for


def tasks(session: Session, role: Role, *wanted: Any) -> tuple[MustVisit, ...]:
    """Live tasks of live enterprises by the day on which they ask again; NotPermittedError for who sees none."""
    known = {field.name for field in entity_for(role, "visit-tasks").fields}
    asks = case((VisitTask.state == "延后", VisitTask.put_off_until), else_=VisitTask.due_on)
    rows = session.execute(
        select(VisitTask, Enterprise.name, Enterprise.location, Enterprise.is_key, Enterprise.undisturbed, Account.name)
        .join(Enterprise, Enterprise.id == VisitTask.enterprise_id)
        .outerjoin(Account, Account.id == VisitTask.assignee_id)
        .where(VisitTask.archived_at.is_(None), Enterprise.archived_at.is_(None), *wanted)
        .order_by(asks, VisitTask.due_on, VisitTask.id)
    )
    return tuple(_copy(*row, known=known) for row in rows)


def _copy(
    task: VisitTask, name: str, location: str | None, is_key: bool, undisturbed: bool, assignee: str | None, *,
    known: set[str],
) -> MustVisit:  # fmt: skip
    return MustVisit(
        id=task.id, version=task.version, enterprise_id=task.enterprise_id, enterprise=name, location=location or "",
        trigger=task.trigger, fact=(task.fact or "") if "fact" in known else "",
        why=(task.why or "") if "why" in known else "", source_kind=task.source_kind, source_id=task.source_id,
        stage=task.stage, raised_on=task.raised_on, due_on=task.due_on, estimated=task.estimated,
        assignee_id=task.assignee_id, assignee=assignee or "", state=task.state, state_reason=task.state_reason or "",
        put_off_until=task.put_off_until, visit_id=task.visit_id, closed_on=task.closed_on, is_key=is_key,
        undisturbed=undisturbed, cleared=task.cleared,
    )  # fmt: skip
