"""Moving a request by the one table of `rules.request_flow`: what each action asks, refuses and writes (FIELD.md 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, Callback, Extension, RequestPause, RequestStep, ServiceRequest
from louyu_desktop.models.request import ASKED, GRANTED, MECHANISMS, OUTCOMES, PAUSES
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import LONGEST
from louyu_desktop.rules.request_flow import CALLS, STEPS, UPWARD, Action, Asks, State, after, allowed
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.request_copies import Done, Given
from louyu_desktop.services.request_writing import call, label_of, note_step, promise_of, send_to
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

CONTENT = 3
"""From this score on somebody is content."""

YEARS = 5
"""A closed request goes to the archive after so many."""

_REASONS: Mapping[Action, str] = {
    Action.HAND_OVER: N_("请写为什么转办，对方要怎么办"),
    Action.RETURN: N_("请写为什么退单"),
    Action.PAUSE: N_("请选停表的原因：{reasons}"),
    Action.EXTEND: N_("请写为什么延期"),
    Action.DISSATISFIED: N_("请写哪里不满意：重办的人要知道"),
    Action.WITHDRAW: N_("请写为什么撤销"),
    Action.REOPEN: N_("请写为什么重新打开"),
}


@dataclass(slots=True)
class Case:
    """One action on one request while it is written."""

    session: Session
    request: ServiceRequest
    action: Action
    given: Given
    now: dt.datetime
    role: Role
    actor: int | None

    @property
    def today(self) -> dt.date:
        """The day of the action."""
        return self.now.astimezone(SHANGHAI).date()

    @property
    def state(self) -> State:
        """The state that the request is in."""
        return State(self.request.state)

    @property
    def words(self) -> str:
        """What was said."""
        return self.given.words.strip()


def live_request(session: Session, request_id: int) -> ServiceRequest:
    """A request; UserError when it is gone."""
    found = session.get(ServiceRequest, request_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("这件诉求已经不在了，可能进了回收站"))
    return found


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
        state = after(before, action)
        words = _in_words(case)
        values = _VALUES.get(action, _nothing)(case)
        _end_pause(write, case, state)
        if action is Action.ASSIGN or action is Action.HAND_OVER:
            _send(write, case)
        write.update(ServiceRequest, [{"id": request_id, **values, "state": state.value}])
        note_step(
            write, request_id, label_of(action), now, database.actor, before=before.value, after=state.value, words=words
        )
        _AFTERWARDS.get(action, _no_more)(write, case)
    return Done(request_id, number, state, _sentence(number, action, state))


def _sentence(number: str, action: Action, state: State) -> str:
    return _("诉求 {number}：{action}，现在{state}").format(number=number, action=label_of(action), state=_(state.value))


# ------------------------------------------------------------------------ what is refused


def why_not(case: Case) -> str:
    """Why an action cannot be taken at all now, whatever is given; empty when it can."""
    if not allowed(case.state, case.action, case.role):
        step = STEPS[case.action]
        words = (
            _("「{state}」的诉求不能{action}") if case.state not in step.sources else _("{action}要由站长来做")
        )
        return words.format(state=_(case.state.value), action=label_of(case.action))
    match case.action:
        case Action.CLOSE_UNREACHED:
            tried = attempts(case.session, case.request.id)
            left = CALLS - tried
            return _("没联系上满三次才能这样办结，还差 {count} 次").format(count=left) if left > 0 else ""
        case Action.ARCHIVE:
            closed = case.request.closed_on
            due = closed.replace(year=closed.year + YEARS, day=min(closed.day, 28)) if closed else None
            return _("办结满五年才归档（{day}）").format(day=due) if due and case.today < due else ""
        case Action.EXTEND:
            return _own_extension(case)
    return ""


def _own_extension(case: Case) -> str:
    """Nobody grants their own extension while another leader is there to do so."""
    pending = pending_extension(case.session, case.request.id)
    asker = pending.asker_id if pending else case.request.owner_id
    if asker is None or asker != case.actor:
        return ""
    others = select(Account.id).where(
        Account.role == Role.ADMINISTRATOR.value, Account.archived_at.is_(None), Account.id != case.actor
    )
    return _("自己申请的延期，请另一位站长批") if case.session.scalar(others.limit(1)) else ""


def refuse(case: Case) -> None:
    """UserError for what cannot be done, or misses something that the action cannot do without."""
    if words := why_not(case):
        raise UserError(words)
    for asked in STEPS[case.action].asks:
        _ASKED.get(asked, _no_case)(case)
    if case.given.mechanism and case.given.mechanism not in MECHANISMS:
        raise UserError(_("没有这种办理机制"), field="mechanism")
    if case.given.owner_id is not None:
        owner = case.session.get(Account, case.given.owner_id)
        if owner is None or owner.archived_at is not None:
            raise UserError(_("这位同事已经不在名单上，请另选责任人"), field="owner_id")


def _ask_mechanism(case: Case) -> None:
    if not (case.given.mechanism or case.request.mechanism):
        raise UserError(_("请选办理机制"), field="mechanism")


def _ask_owner(case: Case) -> None:
    if (case.given.owner_id or case.request.owner_id) is None:
        raise UserError(_("请选责任人"), field="owner_id")


def _ask_department(case: Case) -> None:
    if not case.given.lead.strip():
        raise UserError(_("请填转给哪个部门"), field="lead")


def _ask_reason(case: Case) -> None:
    if case.action is Action.EXTEND and pending_extension(case.session, case.request.id) is not None:
        return
    reasons = _("、").join(PAUSES)
    named = case.action is not Action.PAUSE or case.words.startswith(PAUSES)
    if not case.words or not named:
        raise UserError(_(_REASONS[case.action]).format(reasons=reasons), field="words")


def _ask_result(case: Case) -> None:
    if not case.words:
        raise UserError(_("请写结果：办成了什么，怎么答复的"), field="words")
    if case.given.outcome and case.given.outcome not in OUTCOMES:
        raise UserError(_("没有这种办理结果"), field="outcome")


def _ask_score(case: Case) -> None:
    score = case.given.score
    if score is None or not 1 <= score <= 5:
        raise UserError(_("请填满意度，1 到 5 分"), field="score")
    if case.action is Action.DISSATISFIED and score >= CONTENT:
        raise UserError(_("3 分以上算满意；不满意请填 1 分或 2 分"), field="score")
    if case.action is Action.SATISFIED and score < CONTENT and not _may_close_discontent(case):
        raise UserError(_("1 分、2 分算不满意，要重办一次"), field="score")


def _may_close_discontent(case: Case) -> bool:
    """After two dissatisfactions the leader may close with words of explanation."""
    refused = case.session.scalar(
        select(func.count()).select_from(Callback)
        .where(Callback.request_id == case.request.id, Callback.archived_at.is_(None), Callback.satisfaction < CONTENT)
    )  # fmt: skip
    return case.role is Role.ADMINISTRATOR and (refused or 0) > 1 and bool(case.words)


def _ask_target(case: Case) -> None:
    if case.given.target_id is None or case.given.target_id == case.request.id:
        raise UserError(_("请选并到哪一件诉求"), field="target_id")
    target = case.session.get(ServiceRequest, case.given.target_id)
    gone = target is None or target.archived_at is not None
    if target is None or gone or target.state in {State.MERGED, State.VOID, State.WITHDRAWN}:
        raise UserError(_("要并到的诉求已经不办了，请另选一件"), field="target_id")


def _ask_days(case: Case) -> None:
    if case.given.days is None and pending_extension(case.session, case.request.id) is not None:
        return
    if case.given.days is None or not 1 <= case.given.days <= LONGEST:
        raise UserError(_("请填延长几个工作日，1 到 {most}").format(most=LONGEST), field="days")


def _no_case(_case: Case) -> None:
    """Nothing is asked for."""


_ASKED: Mapping[Asks, Callable[[Case], None]] = {
    Asks.MECHANISM: _ask_mechanism, Asks.OWNER: _ask_owner, Asks.DEPARTMENT: _ask_department,
    Asks.REASON: _ask_reason, Asks.RESULT: _ask_result, Asks.SCORE: _ask_score, Asks.TARGET: _ask_target,
    Asks.DAYS: _ask_days,
}  # fmt: skip


def attempts(session: Session, request_id: int) -> int:
    """Calls in vain since the request last came to 待回访."""
    came = session.scalar(
        select(func.max(RequestStep.at)).where(
            RequestStep.request_id == request_id, RequestStep.archived_at.is_(None),
            RequestStep.after == State.CALL_BACK.value, RequestStep.before != State.CALL_BACK.value,
        )
    )  # fmt: skip
    wanted = select(func.count()).select_from(Callback).where(
        Callback.request_id == request_id, Callback.archived_at.is_(None), Callback.reached.is_(False)
    )  # fmt: skip
    return session.scalar(wanted.where(Callback.called_at >= came) if came else wanted) or 0


def pending_extension(session: Session, request_id: int) -> Extension | None:
    """The extension that waits for a leader."""
    wanted = select(Extension).where(
        Extension.request_id == request_id, Extension.archived_at.is_(None), Extension.verdict == ASKED
    )
    return session.scalar(wanted.order_by(Extension.id).limit(1))


# ------------------------------------------------------------------------ what is written


def _nothing(_case: Case) -> dict[str, Any]:
    return {}


def _promised(case: Case, mechanism: str | None) -> dict[str, Any]:
    """The promise where there was none, or another mechanism makes another one."""
    request = case.request
    if request.contact_days is not None and (not mechanism or mechanism == request.mechanism):
        return {}
    kept = promise_of(
        case.session, mechanism or request.mechanism, request.item_id, first=request.first_days is None
    )
    return kept if not mechanism else {**kept, "mechanism": mechanism}


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
    promise = promise_of(case.session, mechanism, first=case.request.first_days is None)
    return {
        **values, **promise, "mechanism": mechanism, "turn": case.request.turn + 1, "restarted_at": case.now,
        "replied_at": None, "contacted_at": case.now,
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
    parts = {name.strip(): "协同" for name in case.given.supporting} | {case.given.lead.strip(): "牵头"}
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
            parts = [_(given.mechanism or case.request.mechanism or ""), owner.name if owner else "", *parts]
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
