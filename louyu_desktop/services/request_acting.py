"""Moving a request by the one table of `rules.request_flow`: what each action writes (FIELD.md 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import Account, Extension, RequestPause, ServiceRequest
from louyu_desktop.models.request import GRANTED, PAUSES
from louyu_desktop.rules.request_flow import STEPS, UPWARD, Action, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.request_copies import LEADING, SUPPORTING, Done, Given
from louyu_desktop.services.request_refusing import Case, refuse
from louyu_desktop.services.request_writing import call, label_of, note_step, promise_of, send_to
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.request_rows import live_request, pending_extension
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


def act(database: Database, request_id: int, action: Action, given: Given, now: dt.datetime) -> Done:
    """Take an action in one operation: the state, what belongs to it, and a line of the log."""
    with database.read() as session:
        request = live_request(session, request_id)
        label = _("{action}：{number} {title}").format(
            action=label_of(action), number=request.number or "", title=request.title
        )
    with database.write(label) as write:
        request = live_request(write.session, request_id)
        case = Case(write.session, request, action, given, now, database.role, database.actor)
        refuse(case)
        before, number = case.state, request.number or ""
        state = STEPS[action].after(before)
        words = _in_words(case)
        values = _VALUES.get(action, _nothing)(case)
        _end_pause(write, case, state)
        if action is Action.ASSIGN or action is Action.HAND_OVER:
            _send(write, case)
        write.update(ServiceRequest, [{"id": request_id, **values, "state": state.value}])
        states = {"before": before.value, "after": state.value}
        note_step(write, request_id, label_of(action), now, database.actor, **states, words=words)
        _AFTERWARDS.get(action, _no_more)(write, case)
    return Done(request_id, number, state, _sentence(number, action, state), write.log.operation_id)


def _sentence(number: str, action: Action, state: State) -> str:
    return _("诉求 {number}：{action}，现在{state}").format(number=number, action=label_of(action), state=_(state.value))


# ------------------------------------------------------------------------ what is written


def _nothing(_case: Case) -> dict[str, Any]:
    return {}


def _promised(case: Case, mechanism: str | None) -> dict[str, Any]:
    """The promise where there was none, or another mechanism makes another one."""
    request = case.request
    if request.contact_days is not None and (not mechanism or mechanism == request.mechanism):
        return {}
    kept = _promise(case, mechanism or request.mechanism, request.item_id)
    return kept if not mechanism else {**kept, "mechanism": mechanism}


def _promise(case: Case, mechanism: str | None, item_id: int | None = None) -> dict[str, Any]:
    """What is promised now; the hour that its receipt was counted by stays, so that the first promise does."""
    kept = promise_of(case.session, mechanism, item_id, first=case.request.first_days is None)
    if case.request.cut_off is not None:
        del kept["cut_off"]
    return kept


def _accepted(case: Case) -> dict[str, Any]:
    values = _promised(case, case.given.mechanism or None)
    return values | ({"owner_id": case.given.owner_id} if case.given.owner_id is not None else {})


def _assigned(case: Case) -> dict[str, Any]:
    given, request = case.given, case.request
    values = _promised(case, given.mechanism or request.mechanism)
    values["owner_id"] = given.owner_id or request.owner_id
    if given.lead.strip():
        values["lead_department"] = given.lead.strip()
    if given.supporting:
        values["departments"] = tuple(given.supporting)
    return values


def _done(case: Case, outcome: str) -> dict[str, Any]:
    request = case.request
    return {
        "outcome": case.given.outcome or outcome, "result": case.words, "finished_on": case.today,
        "contacted_at": request.contacted_at or case.now, "replied_at": request.replied_at or case.now,
    }  # fmt: skip


def _handled(case: Case) -> dict[str, Any]:
    owner = case.given.owner_id or case.request.owner_id or case.actor
    return {**_promised(case, case.request.mechanism or "即知即办"), **_done(case, "解决"), "owner_id": owner}


def _finished(case: Case) -> dict[str, Any]:
    return _done(case, "解决")


def _handed_over(case: Case) -> dict[str, Any]:
    return {**_promised(case, None), **_done(case, "转办"), "outcome": "转办", "lead_department": case.given.lead.strip()}


def _closed(case: Case) -> dict[str, Any]:
    return {"closed_on": case.today, "satisfaction": case.given.score}


def _again(case: Case) -> dict[str, Any]:
    """Once more: a second turn one level up with a clock of its own; after that the leader has it."""
    values: dict[str, Any] = {"finished_on": None, "outcome": None, "result": None, "satisfaction": None}
    if case.request.turn > 1:
        return values | {"owner_id": _leader(case) or case.request.owner_id}
    mechanism = UPWARD[case.request.mechanism or "即知即办"]
    return {
        **values, **_promise(case, mechanism), "mechanism": mechanism, "turn": case.request.turn + 1,
        "restarted_at": case.now, "replied_at": None, "contacted_at": case.now,
    }  # fmt: skip


def _leader(case: Case) -> int | None:
    wanted = select(Account.id).where(Account.role == Role.ADMINISTRATOR.value, Account.archived_at.is_(None))
    return case.session.scalar(wanted.order_by(Account.id).limit(1))


def _merged(case: Case) -> dict[str, Any]:
    return {"merged_into_id": case.given.target_id}


def _reopened(case: Case) -> dict[str, Any]:
    return {"merged_into_id": None, **_promised(case, None)}


_VALUES: Mapping[Action, Callable[[Case], dict[str, Any]]] = {
    Action.ACCEPT: _accepted, Action.ASSIGN: _assigned, Action.HANDLE_AT_ONCE: _handled, Action.FINISH: _finished,
    Action.HAND_OVER: _handed_over, Action.SATISFIED: _closed, Action.CLOSE_UNREACHED: _closed,
    Action.DISSATISFIED: _again, Action.MERGE: _merged, Action.REOPEN: _reopened,
}  # fmt: skip


def _end_pause(write: Write, case: Case, state: State) -> None:
    """What leaves 挂起 has its clock run again."""
    if case.state is State.PAUSED and state is not State.PAUSED:
        lasting = select(RequestPause.id).where(
            RequestPause.request_id == case.request.id, RequestPause.ended_at.is_(None),
            RequestPause.archived_at.is_(None),
        )  # fmt: skip
        ended = [{"id": key, "ended_at": case.now} for key in write.session.scalars(lasting).all()]
        write.update(RequestPause, ended)


def _send(write: Write, case: Case) -> None:
    parts = {name.strip(): SUPPORTING for name in case.given.supporting} | {case.given.lead.strip(): LEADING}
    send_to(write, case.request.id, parts, case.today)


def _no_more(_write: Write, _case: Case) -> None:
    """Nothing follows."""


def _paused(write: Write, case: Case) -> None:
    reason = next(one for one in PAUSES if case.words.startswith(one))
    rows = [{"request_id": case.request.id, "begun_at": case.now, "reason": reason, "remark": case.words}]
    write.insert(RequestPause, rows)


def _extended(write: Write, case: Case) -> None:
    pending = pending_extension(write.session, case.request.id)
    decided = {"verdict": GRANTED, "approver_id": case.actor, "decided_on": case.today}
    if pending is not None:
        days = case.given.days or pending.days
        write.update(Extension, [{"id": pending.id, **decided, "days": days}])
        return
    asked = {
        "request_id": case.request.id, "asked_on": case.today, "days": case.given.days, "reason": case.words,
        "asker_id": case.request.owner_id or case.actor, "turn": case.request.turn,
    }  # fmt: skip
    write.insert(Extension, [{**asked, **decided}])


def _called(write: Write, case: Case) -> None:
    score = None if case.action is Action.UNREACHED else case.given.score
    call(write, case.request.id, case.now, case.actor, score=score, words=case.words)


_AFTERWARDS: Mapping[Action, Callable[[Write, Case], None]] = {
    Action.PAUSE: _paused, Action.EXTEND: _extended, Action.SATISFIED: _called, Action.DISSATISFIED: _called,
    Action.UNREACHED: _called,
}  # fmt: skip


def _in_words(case: Case) -> str:
    """What the log says beside the action."""
    given, parts = case.given, [case.words]
    match case.action:
        case Action.ASSIGN:
            owner = case.session.get(Account, given.owner_id or case.request.owner_id)
            mechanism = given.mechanism or case.request.mechanism or ""
            parts = [_(mechanism) if mechanism else "", owner.name if owner else "", *parts]
            parts += [_("牵头：{name}").format(name=given.lead.strip())] if given.lead.strip() else []
            parts += [_("协同：{names}").format(names=_("、").join(given.supporting))] if given.supporting else []
        case Action.HAND_OVER:
            parts = [given.lead.strip(), *parts]
        case Action.EXTEND:
            pending = pending_extension(case.session, case.request.id)
            days = given.days or (pending.days if pending else 0)
            reason = case.words or (pending.reason if pending else "")
            parts = [_("{days} 个工作日").format(days=days), reason]
        case Action.SATISFIED | Action.DISSATISFIED:
            parts = [_("{score} 分").format(score=given.score), *parts]
        case Action.MERGE:
            target = case.session.get(ServiceRequest, given.target_id)
            parts = [_("并入 {number}").format(number=target.number if target else ""), *parts]
    return _("；").join(part for part in parts if part)
