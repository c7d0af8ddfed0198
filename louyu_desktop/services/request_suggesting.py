"""Before a request is taken: the mechanism that fits, with the reason, and requests that may be the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Enterprise, ServiceItem, ServiceRequest
from louyu_desktop.models.calendar import station_calendar
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import Clock
from louyu_desktop.rules.request_flow import State
from louyu_desktop.services.request_copies import Alike, RequestDraft, Suggestion
from louyu_desktop.services.request_writing import category_of, setting, terms_of
from louyu_desktop.text import _

WITHIN = 60
"""Days back within which a request of the same firm and category may be the same."""

_SEVERAL = 2
_GONE = (State.MERGED.value, State.VOID.value, State.WITHDRAWN.value)


def suggest(session: Session, draft: RequestDraft, now: dt.datetime) -> Suggestion:
    """The mechanism that the facts speak for (FIELD.md 4.1), why, and until when it would promise."""
    item = session.get(ServiceItem, draft.item_id) if draft.item_id else None
    firm = session.get(Enterprise, draft.enterprise_id) if draft.enterprise_id else None
    mechanism, why = _chosen(draft, item, firm)
    terms = terms_of(session, mechanism, item.promised_days if item else None)
    clock = Clock(draft.received_at or now, station_calendar(session), int(setting(session, "after_hours")))
    return Suggestion(mechanism, why, terms.contact, terms.finish, clock.due(terms.finish))


def _chosen(draft: RequestDraft, item: ServiceItem | None, firm: Enterprise | None) -> tuple[str, str]:
    named = tuple(dict.fromkeys(name for name in (draft.lead.strip(), *draft.supporting) if name))
    is_key, urgent = firm is not None and firm.is_key, draft.urgency == "紧急"
    if len(named) > _SEVERAL:
        return "难题专办", _("要 {count} 个部门一起办").format(count=len(named))
    if urgent and is_key:
        return "特事特办", _("紧急，又是重点企业")
    if urgent:
        return "特事特办", _("紧急")
    if named:
        return "平台协办", _("要{names}协办").format(names=_("、").join(named))
    if item is not None and item.mechanism:
        return item.mechanism, _("清单上「{item}」按这个机制办").format(item=item.name)
    if item is not None and item.promised_days is not None:
        if item.promised_days <= 1 or item.department == "党群服务站":
            return "即知即办", _("「{item}」站里自己能办").format(item=item.name)
        return "平台协办", _("「{item}」由{name}办").format(item=item.name, name=item.department or _("协作部门"))
    if is_key:
        return "平台协办", _("重点企业，没有选服务事项")
    return "平台协办", _("没有选服务事项，按一般诉求办")


def duplicates(session: Session, draft: RequestDraft, now: dt.datetime) -> tuple[Alike, ...]:
    """Requests of the same firm and category, not long ago."""
    category = draft.category or category_of(session, draft.item_id)
    return alike_of(session, draft.enterprise_id, category, draft.received_at or now)


def alike_of(
    session: Session, enterprise_id: int | None, category: str, now: dt.datetime, besides: int = 0
) -> tuple[Alike, ...]:
    """The requests of a firm and category within sixty days before a moment or since, the newest first."""
    if enterprise_id is None:
        return ()
    rows: Sequence[ServiceRequest] = session.scalars(
        select(ServiceRequest)
        .where(ServiceRequest.enterprise_id == enterprise_id, ServiceRequest.category == category)
        .where(ServiceRequest.archived_at.is_(None), ServiceRequest.id != besides)
        .where(ServiceRequest.state.not_in(_GONE))
        .where(ServiceRequest.received_at >= now - dt.timedelta(days=WITHIN))
        .order_by(ServiceRequest.received_at.desc(), ServiceRequest.id.desc())
        .limit(20)
    ).all()
    return tuple(
        Alike(row.id, row.number or "", row.title, row.state, row.received_at.astimezone(SHANGHAI).date())
        for row in rows
    )
