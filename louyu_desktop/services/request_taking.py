"""Taking a request: on the spot with its answer, or with a way of handling and a promise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from louyu_desktop.models import ServiceRequest
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action, State
from louyu_desktop.services.request_copies import LEADING, SUPPORTING, Done, RequestDraft
from louyu_desktop.services.request_writing import insert_request, label_of, note_step, send_to
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

SPOKEN = frozenset({"到站", "电话", "走访", "跑楼", "座谈会"})
"""Channels on which one speaks with whom it comes from: that is the first contact."""


def take(
    write: Write, draft: RequestDraft, values: Mapping[str, Any], now: dt.datetime, actor: int | None
) -> Done:
    """Write a request; with an answer it waits for nothing but the call-back."""
    answer, given = draft.answer.strip(), dict(values)
    received = given["received_at"]
    if draft.channel in SPOKEN:
        given["contacted_at"] = received
    state = State.NEW
    if answer:
        state = State.CALL_BACK
        given |= {
            "mechanism": "即知即办", "owner_id": given.get("owner_id", actor), "state": state.value, "outcome": "解决",
            "result": answer, "replied_at": now, "finished_on": now.astimezone(SHANGHAI).date(),
            "contacted_at": given.get("contacted_at", now),
        }  # fmt: skip
    key = insert_request(write, {**given, "state": State.NEW.value} if answer else given, now, actor)
    if answer:
        write.update(ServiceRequest, [{"id": key, "state": state.value}])
        note_step(
            write, key, label_of(Action.HANDLE_AT_ONCE), now, actor, before=State.NEW.value, after=state.value,
            words=answer,
        )  # fmt: skip
    parts = {name.strip(): SUPPORTING for name in draft.supporting} | {draft.lead.strip(): LEADING}
    send_to(write, key, parts, now.astimezone(SHANGHAI).date())
    number = write.session.get_one(ServiceRequest, key).number or ""
    words = _("已登记诉求 {number}，当场办好，等回访") if answer else _("已登记诉求 {number}")
    return Done(key, number, state, words.format(number=number))
