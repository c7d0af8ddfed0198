"""Looking at requests: what can be done, the three clocks, the log, departments, what an action is chosen from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Account,
    AnswerTemplate,
    Extension,
    Receipt,
    RequestPause,
    RequestStep,
    ServiceItem,
    ServiceRequest,
)
from louyu_desktop.models.calendar import station_calendar
from louyu_desktop.models.request import OPEN_REQUESTS, kept_of
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.promise import AMBER, share
from louyu_desktop.rules.request_flow import OPEN, STEPS, UPWARD, Action, State
from louyu_desktop.rules.request_terms import Dates, Kept, dates_of
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.rules.workdays import Calendar, Due
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.references import among, titles
from louyu_desktop.services.request_copies import (
    Alike,
    Answer,
    Choices,
    Clock,
    Extending,
    Given,
    LogLine,
    Offered,
    Promised,
    ReceiptLine,
    RequestDraft,
    Sight,
    Whom,
)
from louyu_desktop.services.request_refusing import Case, attempts, why_not
from louyu_desktop.services.request_suggesting import alike_of, suggest
from louyu_desktop.storage.request_rows import live_request, pending_extension
from louyu_desktop.text import N_, _

_AHEAD = {
    State.NEW: Action.ACCEPT, State.ACCEPTED: Action.ASSIGN, State.WORKING: Action.FINISH,
    State.PAUSED: Action.RESUME, State.CALL_BACK: Action.SATISFIED, State.CLOSED: Action.ARCHIVE,
}  # fmt: skip
_STAGES = {
    Action.ACCEPT: N_("受理"), Action.HAND_OVER: N_("转办"), Action.EXTEND: N_("延期"), Action.FINISH: N_("结果"),
    Action.HANDLE_AT_ONCE: N_("结果"), Action.SATISFIED: N_("回访"), Action.DISSATISFIED: N_("回访"),
    Action.UNREACHED: N_("回访"),
}  # fmt: skip
_CONTACT, _REPLY, _FINISH = N_("首次联系"), N_("答复"), N_("办完")


# ------------------------------------------------------------------------ what can be done


def actions(
    session: Session, request_id: int, role: Role, actor: int | None, now: dt.datetime
) -> tuple[Offered, ...]:
    """What a role may do in the state a request is in, what leads on first, then days that were asked for."""
    request = live_request(session, request_id)
    state = State(request.state)
    asked = pending_extension(session, request_id) is not None
    found = []
    for action, step in STEPS.items():
        if step.allows(state, role):
            reason = why_not(Case(session, request, action, Given(), now, role, actor))
            label = _("批复延期") if asked and action is Action.EXTEND else _(step.label)
            found.append(Offered(action, label, step.asks, reason, _AHEAD.get(state) is action))
    return tuple(sorted(found, key=lambda one: (not one.ahead, not asked or one.action is not Action.EXTEND)))


def choices(session: Session, request_id: int, action: Action, now: dt.datetime) -> Choices:
    """People with how much they have open, departments, words and other requests; and what it has already."""
    request = live_request(session, request_id)
    alike: tuple[Alike, ...] = ()
    if action is Action.MERGE:
        alike = alike_of(session, request.enterprise_id, request.category or "", request.received_at, request.id)
    pending = pending_extension(session, request_id) if action is Action.EXTEND else None
    return Choices(
        people(session), departments(session), answers(session, action, request.category), alike,
        request.mechanism or "", request.owner_id, request.lead_department or "", tuple(request.departments or ()),
        request.turn, request.number or "",
        suggest(session, draft_of(request), now) if action is Action.ASSIGN else None,
        extending(session, [pending])[0] if pending else None,
    )  # fmt: skip


def draft_of(request: ServiceRequest) -> RequestDraft:
    """A request as it would be taken now, as far as the way of handling follows from it."""
    return RequestDraft(
        title=request.title, enterprise_id=request.enterprise_id, item_id=request.item_id,
        urgency=request.urgency, lead=request.lead_department or "", supporting=tuple(request.departments or ()),
        received_at=request.received_at,
    )  # fmt: skip


def people(session: Session) -> tuple[Whom, ...]:
    """Who works here, by name, with how many open requests each has."""
    busy = dict(
        session.execute(
            select(ServiceRequest.owner_id, func.count())
            .where(ServiceRequest.archived_at.is_(None), ServiceRequest.state.in_(OPEN_REQUESTS))
            .group_by(ServiceRequest.owner_id)
        ).all()
    )
    able = (Role.ADMINISTRATOR.value, Role.STAFF.value)
    rows = session.execute(
        select(Account.id, Account.name)
        .where(Account.archived_at.is_(None), Account.role.in_(able))
        .order_by(Account.id)
    )
    return tuple(Whom(key, name, busy.get(key, 0)) for key, name in rows)


def departments(session: Session) -> tuple[str, ...]:
    """Every department that the checklist or a request names."""
    named = session.scalars(
        select(ServiceItem.department)
        .where(ServiceItem.archived_at.is_(None), ServiceItem.department != "")
        .distinct()
    )
    sent = session.scalars(select(Receipt.department).where(Receipt.archived_at.is_(None)).distinct())
    return tuple(dict.fromkeys([*sorted(sent), *sorted(name for name in named if name)]))


def answers(session: Session, action: Action, category: str | None) -> tuple[Answer, ...]:
    """The templates for a stage, those of the category first."""
    rows = session.scalars(
        select(AnswerTemplate).where(AnswerTemplate.archived_at.is_(None), AnswerTemplate.stage == _STAGES.get(action))
    ).all()
    fitting = [row for row in rows if row.category in (None, category)]
    ordered = sorted(fitting, key=lambda row: (row.category is None, row.name))
    return tuple(Answer(row.id, row.name, row.stage or "", row.words) for row in ordered)


# ------------------------------------------------------------------------ dates


def promised(session: Session, ids: Collection[int], now: dt.datetime) -> dict[int, Promised]:
    """The dates of requests at a moment; equal promises are counted once."""
    calendar = station_calendar(session)
    wanted = select(RequestPause.request_id).where(
        among(RequestPause.request_id, ids), RequestPause.ended_at.is_(None), RequestPause.archived_at.is_(None)
    )
    stopped = set(session.scalars(wanted))
    counted: dict[Kept, Promised] = {}
    found = {}
    for key, kept in kept_of(session, ids).items():
        one = kept if key not in stopped else None
        said = counted.get(one) if one is not None else None
        if said is None:
            said = promise_at(kept, calendar, now, stopped=key in stopped)
        if one is not None:
            counted[one] = said
        if said.contact is not None or said.finish is not None:
            found[key] = said
    return found


def promise_at(kept: Kept, calendar: Calendar, now: dt.datetime, *, stopped: bool = False) -> Promised:
    """One request's dates at a moment."""
    dates = dates_of(kept, calendar)
    if dates.finish is None:
        return Promised(dates.contact, stopped=stopped)
    today = now.astimezone(SHANGHAI).date()
    left = calendar.workdays_between(today, dates.finish.day)
    return Promised(
        dates.contact, dates.reply, dates.finish, dates.first, _used(kept, dates, calendar, now), left, stopped
    )


def _used(kept: Kept, dates: Dates, calendar: Calendar, now: dt.datetime) -> float:
    """How much of the time is used; of a date of a ledger the working days since the receipt."""
    clock = kept.clock(calendar)
    if kept.promised_days is not None and (kept.given is None or kept.restarted is not None):
        return share(clock, kept.promised_days + sum(kept.extensions), now)
    assert dates.finish is not None  # noqa: S101 - asked before
    return share(clock, max(calendar.workdays_between(clock.day_zero, dates.finish.day), 0), now)


# ------------------------------------------------------------------------ at a glance


def sight(session: Session, request_id: int, now: dt.datetime) -> Sight:
    """What the strip of a request shows."""
    request = live_request(session, request_id)
    said = promised(session, [request_id], now).get(request_id)
    state, owner = State(request.state), session.get(Account, request.owner_id) if request.owner_id else None
    pause = session.scalar(
        select(RequestPause.reason).where(
            RequestPause.request_id == request_id, RequestPause.ended_at.is_(None), RequestPause.archived_at.is_(None)
        )
    )
    pending = pending_extension(session, request_id)
    into = session.get(ServiceRequest, request.merged_into_id) if request.merged_into_id else None
    return Sight(
        request.id, request.number or "", request.title, state, request.turn, request.mechanism or "",
        owner.name if owner else "", request.owner_id, request.lead_department or "", tuple(request.departments or ()),
        clocks_of(request, said, station_calendar(session), now), attempts(session, request_id), request.satisfaction,
        extending(session, [pending])[0] if pending else None, _(pause) if pause else "",
        (into.id, into.number or into.title) if into else None, raised(request, said),
    )  # fmt: skip


def raised(request: ServiceRequest, said: Promised | None) -> str:
    """The mechanism one level up, proposed where 平台协办 is overdue (FIELD.md 4.1)."""
    late = said is not None and not said.stopped and said.left is not None and said.left < 0
    if late and request.mechanism == "平台协办" and request.state in (State.ACCEPTED, State.WORKING):
        return UPWARD[request.mechanism]
    return ""


def clocks_of(
    request: ServiceRequest, said: Promised | None, calendar: Calendar, now: dt.datetime
) -> tuple[Clock, ...]:
    """The three clocks with what stopped them; nothing turns red on a day on which nobody works."""
    if said is None:
        return ()
    today = now.astimezone(SHANGHAI).date()
    runs = State(request.state) in OPEN and not said.stopped
    near = said.share >= AMBER and not said.stopped
    first = said.first.day if said.first and said.finish and said.first.day != said.finish.day else None
    rows: Sequence[tuple[str, Due | None, dt.date | None, bool, dt.date | None]] = (
        (_CONTACT, said.contact, _day(request.contacted_at), False, None),
        (_REPLY, said.reply, _day(request.replied_at), near, None),
        (_FINISH, said.finish, request.finished_on or request.closed_on, near, first),
    )
    found = []
    for label, due, done, soon, before in rows:
        if due is not None:
            late = done > due.day if done else runs and calendar.workdays_between(due.day, today) > 0
            is_near = (soon or due.day <= today) and runs and not done and not late
            found.append(Clock(_(label), due, done, late, is_near, before))
    return tuple(found)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.astimezone(SHANGHAI).date() if moment else None


def extending(session: Session, rows: Sequence[Extension]) -> tuple[Extending, ...]:
    """Extensions with the names of those who asked and decided."""
    names = titles(session, "accounts", {key for row in rows for key in (row.asker_id, row.approver_id) if key})
    return tuple(
        Extending(
            row.id, row.request_id, row.asked_on, row.days, row.reason, names.get(row.asker_id or 0, ""), row.verdict,
            names.get(row.approver_id or 0, ""), row.decided_on,
        )
        for row in rows
    )  # fmt: skip


# ------------------------------------------------------------------------ what was done


def log(session: Session, request_id: int, role: Role) -> tuple[LogLine, ...]:
    """The lines of a request, the newest first; words only for those who may read them."""
    live_request(session, request_id)
    rows = session.scalars(
        select(RequestStep)
        .where(RequestStep.request_id == request_id, RequestStep.archived_at.is_(None))
        .order_by(RequestStep.at.desc(), RequestStep.id.desc())
    ).all()
    names = titles(session, "accounts", {row.account_id for row in rows if row.account_id})
    open_words = sees(role, ENTITIES["request-steps"].field("words"))
    return tuple(
        LogLine(
            row.id, row.at, names.get(row.account_id or 0, ""), row.action, (row.words or "") if open_words else "",
            row.before or "", row.after or "",
        )
        for row in rows
    )  # fmt: skip


def receipts(session: Session, request_id: int, role: Role) -> tuple[ReceiptLine, ...]:
    """Departments that have a request, the leading one first."""
    live_request(session, request_id)
    rows = session.scalars(
        select(Receipt)
        .where(Receipt.request_id == request_id, Receipt.archived_at.is_(None))
        .order_by(Receipt.part != "牵头", Receipt.sent_on, Receipt.id)
    ).all()
    open_words = sees(role, ENTITIES["receipts"].field("reply"))
    return tuple(
        ReceiptLine(
            row.id, row.department, row.part, row.sent_on, row.number or "", row.received_on, row.replied_on,
            (row.reply or "") if open_words else "",
        )
        for row in rows
    )  # fmt: skip
