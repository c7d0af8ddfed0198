"""What a request refuses: actions that the table or the facts do not allow, and what an action cannot do without."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Account, Callback, Extension, RequestStep, ServiceRequest
from louyu_desktop.models.request import GRANTED, MECHANISMS, OUTCOMES, PAUSES
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import LONGEST
from louyu_desktop.rules.request_flow import CALLS, STEPS, Action, Asks, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.request_copies import Given
from louyu_desktop.services.request_writing import label_of
from louyu_desktop.storage.request_rows import pending_extension
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


def why_not(case: Case) -> str:
    """Why an action cannot be taken at all now, whatever is given; empty when it can."""
    if not STEPS[case.action].allows(case.state, case.role):
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
            due = _years_later(closed, YEARS) if closed else None
            return _("办结满五年才归档（{day}）").format(day=due) if due and case.today < due else ""
        case Action.EXTEND:
            return no_days_left(case.session, case.request) or _own_extension(case)
    return ""


def _years_later(day: dt.date, years: int) -> dt.date:
    """The same day so many years later; of 29 February the day after the last of that month."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


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


def days_left(session: Session, request: ServiceRequest) -> int:
    """Working days by which the finish of this turn may still be moved: all extensions together have a bound."""
    granted = select(func.coalesce(func.sum(Extension.days), 0)).where(
        Extension.request_id == request.id, Extension.archived_at.is_(None), Extension.verdict == GRANTED,
        Extension.turn == request.turn,
    )  # fmt: skip
    return max(LONGEST - (session.scalar(granted) or 0), 0)


def no_days_left(session: Session, request: ServiceRequest) -> str:
    """Why no more days can be had; empty when some are left."""
    words = _("这一轮已经延了 {most} 个工作日，不能再延")
    return "" if days_left(session, request) else words.format(most=LONGEST)


def refuse_days(session: Session, request: ServiceRequest, days: int | None) -> None:
    """UserError for a number of days that cannot be had."""
    most = days_left(session, request)
    if days is None or not 1 <= days <= most:
        words = no_days_left(session, request) or _("请填延长几个工作日，1 到 {most}").format(most=most)
        raise UserError(words, field="days")


def _ask_days(case: Case) -> None:
    pending = pending_extension(case.session, case.request.id) if case.given.days is None else None
    refuse_days(case.session, case.request, pending.days if pending else case.given.days)


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
