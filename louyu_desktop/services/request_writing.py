"""Writing requests: taking one, its promise, its steps; what other services that make requests share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import (
    BY_KIND,
    Callback,
    Enterprise,
    Receipt,
    Record,
    RequestStep,
    ServiceItem,
    ServiceRequest,
    SettingValue,
)
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import TERMS, Terms
from louyu_desktop.rules.request_flow import STEPS, Action, State
from louyu_desktop.services import numbers
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.services.taking import check, settled
from louyu_desktop.settings import BY_KEY
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

FIRST_CONTACT = 1
"""Working days until somebody turns to a request for which no mechanism is chosen yet."""

_BY_ITEM = ("即知即办", "平台协办")
"""The mechanisms under which a service item's own promise counts."""

_KEYS = {"即知即办": "at_once", "平台协办": "platform", "特事特办": "special", "难题专办": "hard"}


# ------------------------------------------------------------------------ promises


def setting(session: Session, key: str) -> Any:
    """A setting of the station."""
    found = session.scalar(select(SettingValue.value).where(SettingValue.key == key))
    return BY_KEY[key].default if found is None else found


def terms_of(session: Session, mechanism: str, item_days: int | None = None) -> Terms:
    """The working days that a mechanism promises here; a service item's own where the station handles it itself."""
    usual, key = TERMS[mechanism], _KEYS[mechanism]
    contact, finish = (int(setting(session, f"request_{key}_{what}")) for what in ("contact", "finish"))
    if item_days is not None and mechanism in _BY_ITEM:
        finish = item_days
    return Terms(min(contact, max(finish, usual.contact)), finish)


def promise_of(
    session: Session, mechanism: str | None, item_id: int | None = None, *, first: bool = True
) -> dict[str, Any]:
    """The columns in which a row keeps what is promised from now on; `first` where nothing was promised before."""
    kept: dict[str, Any] = {"cut_off": int(setting(session, "after_hours"))}
    item = session.get(ServiceItem, item_id) if item_id else None
    days = item.promised_days if item else None
    if not mechanism:
        return {**kept, "contact_days": FIRST_CONTACT, "promised_days": days, **({"first_days": days} if first else {})}
    terms = terms_of(session, mechanism, days)
    kept |= {"contact_days": terms.contact, "promised_days": terms.finish}
    return {**kept, "first_days": terms.finish} if first else kept


# ------------------------------------------------------------------------ taking


def taken(model: type[Record], values: Mapping[str, Any], today: dt.date) -> dict[str, Any]:
    """Values as the file keeps them; InvalidRecordError for those that cannot be."""
    entity, found, problems = ENTITIES[model.__entity__.kind], {}, {}
    for name, value in values.items():
        try:
            found[name] = settled(model, entity.field(name), value, today)
        except UserError as error:
            problems[name] = error.sentence
    if problems:
        raise InvalidRecordError(problems)
    return {name: value for name, value in found.items() if value is not None}


def insert_request(write: Write, values: Mapping[str, Any], now: dt.datetime, actor: int | None) -> int:
    """A new request with number, promise and the first line of its log."""
    promise = promise_of(write.session, values.get("mechanism"), values.get("item_id"))
    kept = taken(ServiceRequest, {**promise, **values}, now.astimezone(SHANGHAI).date())
    check(ENTITIES["requests"], kept)
    _refuse_gone(write.session, kept)
    [key] = write.insert(ServiceRequest, [{**kept, **numbers.of_new(write, ServiceRequest, kept)}])
    note_step(write, key, _("登记"), now, actor, after=kept.get("state", State.NEW.value), words=kept.get("channel", ""))
    return key


def _refuse_gone(session: Session, values: Mapping[str, Any]) -> None:
    for field in ENTITIES["requests"].fields:
        if field.target and values.get(field.name) is not None:
            found = session.get(BY_KIND[field.target], values[field.name])
            if found is None or found.archived_at is not None:
                raise UserError(_("选的{label}已经不在了，请重新选").format(label=_(field.label)), field=field.name)


def values_of(session: Session, draft: RequestDraft, now: dt.datetime) -> dict[str, Any]:
    """A draft as columns; what is empty comes from the firm and the item."""
    values: dict[str, Any] = {
        "title": draft.title.strip(), "channel": draft.channel, "requester_kind": draft.requester_kind,
        "enterprise_id": draft.enterprise_id, "person_id": draft.person_id, "organisation_id": draft.organisation_id,
        "requester_unit": draft.requester_unit.strip(), "requester": draft.requester.strip(),
        "phone": draft.phone.strip(), "building_id": draft.building_id or _building(session, draft.enterprise_id),
        "item_id": draft.item_id, "category": draft.category or category_of(session, draft.item_id),
        "detail": draft.detail.strip(), "urgency": draft.urgency, "mechanism": draft.mechanism,
        "owner_id": draft.owner_id, "lead_department": draft.lead.strip(), "departments": draft.supporting,
        "visit_id": draft.visit_id, "received_at": draft.received_at or now,
    }  # fmt: skip
    return {name: value for name, value in values.items() if value not in ("", None, ())}


def _building(session: Session, enterprise_id: int | None) -> int | None:
    firm = session.get(Enterprise, enterprise_id) if enterprise_id else None
    return firm.building_id if firm else None


_CATEGORIES = {
    "A": "党务", "B": "注册变更", "C": "政策资金", "D": "人才", "E": "税务", "F": "法律", "G": "知产", "H": "物业治理",
    "I": "餐饮生活", "J": "文体健康",
}  # fmt: skip
"""Which category of requests an item's code begins with (FIELD.md 5)."""


def category_of(session: Session, item_id: int | None) -> str:
    """The category that an item belongs to, else 其他."""
    item = session.get(ServiceItem, item_id) if item_id else None
    return _CATEGORIES.get(item.code[:1], "其他") if item else "其他"


# ------------------------------------------------------------------------ steps


def note_step(
    write: Write, request_id: int, action: str, now: dt.datetime, actor: int | None, *, before: str = "",
    after: str = "", words: str = "",
) -> None:  # fmt: skip
    """A line of the log."""
    write.insert(
        RequestStep,
        [{"request_id": request_id, "at": now, "action": action, "before": before or None, "after": after or None,
          "words": words or None, "account_id": actor}],
    )  # fmt: skip


def label_of(action: Action) -> str:
    """What an action is called."""
    return _(STEPS[action].label)


def send_to(write: Write, request_id: int, departments: Mapping[str, str], today: dt.date, number: str = "") -> None:
    """Departments get a receipt each, by part; one that has the request already keeps its own."""
    there = set(
        write.session.scalars(
            select(Receipt.department).where(Receipt.request_id == request_id, Receipt.archived_at.is_(None))
        )
    )
    rows = [
        {"request_id": request_id, "department": name, "part": part, "sent_on": today, "number": number or None}
        for name, part in departments.items() if name and name not in there
    ]  # fmt: skip
    if rows:
        write.insert(Receipt, rows)


def call(
    write: Write, request_id: int, now: dt.datetime, actor: int | None, *, score: int | None, words: str,
    reached: bool = False,
) -> None:  # fmt: skip
    """An attempt to call back: with a score somebody was reached, else where it is said."""
    write.insert(
        Callback,
        [{"request_id": request_id, "called_at": now, "reached": reached or score is not None, "satisfaction": score,
          "words": words or None, "account_id": actor}],
    )  # fmt: skip
