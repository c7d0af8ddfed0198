"""What requests ask for today: promised days that near or pass, call-backs, extensions to decide (FIELD.md 4.1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, or_, select

from louyu_desktop.models import Account, Enterprise, Extension, RequestStep, ServiceRequest
from louyu_desktop.models.request import ASKED, OPEN_REQUESTS
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.rules.log_duty import WITHIN, next_line
from louyu_desktop.rules.promise import AMBER
from louyu_desktop.rules.request_flow import STEPS, Action, State
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.request_copies import Promised
from louyu_desktop.services.request_reading import promised
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.text import _

_CALL_DAYS = 2
"""Working days after the finish within which somebody calls back."""

_EXTENDED = tuple(state.value for state in STEPS[Action.EXTEND].sources)


def of_requests(asked: Asked) -> Iterator[Found]:
    """Every line of requests that the role may see."""
    if asked.sees("requests", "title"):
        yield _due(asked)
        if asked.role is Role.ADMINISTRATOR:
            yield Found(_extensions(asked))
        if asked.sees("request-steps", "at"):
            yield Found(_unwritten(asked))


def _wanted(asked: Asked) -> Any:
    """Open requests that are due or wait for a call; one without a promised day stands here until it has one."""
    day = func.coalesce(ServiceRequest.due_on, asked.today)
    unmet = and_(ServiceRequest.contacted_at.is_(None), ServiceRequest.contact_due_on <= asked.today)
    near = or_(
        ServiceRequest.due_on.is_(None), ServiceRequest.due_on <= asked.horizon, unmet,
        ServiceRequest.state == State.CALL_BACK.value,
    )  # fmt: skip
    return (
        select(ServiceRequest, Enterprise.name, Account.name)
        .outerjoin(Enterprise, Enterprise.id == ServiceRequest.enterprise_id)
        .outerjoin(Account, Account.id == ServiceRequest.owner_id)
        .where(ServiceRequest.archived_at.is_(None), ServiceRequest.state.in_(OPEN_REQUESTS), near)
        .order_by(day, ServiceRequest.id)
    )


def _due(asked: Asked) -> Found:
    wanted = _wanted(asked)
    rows = asked.session.execute(wanted.limit(MOST)).all()
    dates = promised(asked.session, [row[0].id for row in rows], asked.now)
    found = [_line(asked, request, firm, owner, dates.get(request.id)) for request, firm, owner in rows]
    query = Query("requests", (Filter("state", Match.ONE_OF, OPEN_REQUESTS),), "due_on")
    return Found(found, further(asked, "requests", rows, wanted, query))


def _line(
    asked: Asked, request: ServiceRequest, firm: str | None, owner: str | None, said: Promised | None
) -> Dated:
    due, when, verb = _day(asked, request, said)
    stopped = request.state == State.PAUSED
    late = not stopped and _over(asked, due) > 0
    mechanism = request.mechanism
    near = said is not None and said.share >= AMBER and not late and request.state == State.WORKING and not stopped
    item = TodayItem(
        "requests", request.id, "phone" if request.state == State.CALL_BACK else "chat", request.title,
        joined(
            _("诉求 {number}").format(number=request.number or ""), firm, _(mechanism) if mechanism else "",
            _("时间用掉七成") if near else "",
        ),
        when, owner or "", verb, overdue=late, topic=f"requests:{request.id}", source="requests",
        person_id=request.owner_id,
    )  # fmt: skip
    group = "week" if stopped else "overdue" if late else group_of(max(due, asked.today), asked.today)
    return Dated(group, (due, dt.time(4), request.id), item)


def _day(asked: Asked, request: ServiceRequest, said: Promised | None) -> tuple[dt.date, str, str]:
    """By when something is to be done with it, in words, and what."""
    if request.state == State.PAUSED:
        return request.due_on or asked.today, _("停表"), _("办理")
    if request.state == State.CALL_BACK:
        done = request.finished_on or asked.today
        due = asked.calendar.add_workdays(done, _CALL_DAYS).day
        return due, _("回访{words}").format(words=_due_words(asked, due)), _("回访")
    first = request.contact_due_on
    if request.contacted_at is None and first is not None and first <= asked.today and first != request.due_on:
        return first, _("首次联系{words}").format(words=_due_words(asked, first)), _("联系")
    if request.due_on is None:
        return asked.today, _(request.state), _("办理")
    estimated = said is not None and said.finish is not None and said.finish.estimated
    return request.due_on, _due_words(asked, request.due_on, estimated=estimated), _("办理")


def _over(asked: Asked, due: dt.date) -> int:
    """Working days since a day that is over: on a day off nothing turns late."""
    return asked.calendar.workdays_between(due, asked.today) if due < asked.today else 0


def _due_words(asked: Asked, due: dt.date, *, estimated: bool = False) -> str:
    """超期 2 天, in working days as on the board; 昨天到期 on a day off behind it."""
    over = _over(asked, due)
    if over:
        return _("超期 {count} 天").format(count=over)
    if due < asked.today:
        return _("{day}到期").format(day=day_words(due, asked.today))
    return due_words(due, asked.today, estimated=estimated)


def _extensions(asked: Asked) -> list[Dated]:
    """Extensions that wait for a leader."""
    rows = asked.session.execute(
        select(Extension, ServiceRequest.title, ServiceRequest.number, Account.name)
        .join(ServiceRequest, ServiceRequest.id == Extension.request_id)
        .outerjoin(Account, Account.id == Extension.asker_id)
        .where(Extension.archived_at.is_(None), ServiceRequest.archived_at.is_(None), Extension.verdict == ASKED)
        .where(ServiceRequest.state.in_(_EXTENDED), Extension.turn == ServiceRequest.turn)
        .order_by(Extension.asked_on, Extension.id)
        .limit(MOST)
    ).all()
    found = []
    for one, title, number, asker in rows:
        item = TodayItem(
            "requests", one.request_id, "clock", title,
            joined(
                _("诉求 {number}").format(number=number or ""),
                _("申请延期 {days} 个工作日").format(days=one.days), one.reason,
            ),
            _("等批复"), asker or "", _("批复"), topic=f"extensions:{one.id}", source="requests",
        )  # fmt: skip
        found.append(Dated("today", (asked.today, dt.time(3), one.id), item))
    return found


def _unwritten(asked: Asked) -> list[Dated]:
    """What is worked on in a way that asks for a line every day or every week, and has had none for so long."""
    last = func.coalesce(func.max(RequestStep.at), ServiceRequest.received_at)
    today = midnight(asked.today)
    rows = asked.session.execute(
        select(ServiceRequest, Enterprise.name, Account.name, last)
        .outerjoin(RequestStep, and_(RequestStep.request_id == ServiceRequest.id, RequestStep.archived_at.is_(None)))
        .outerjoin(Enterprise, Enterprise.id == ServiceRequest.enterprise_id)
        .outerjoin(Account, Account.id == ServiceRequest.owner_id)
        .where(ServiceRequest.archived_at.is_(None), ServiceRequest.state == State.WORKING.value)
        .where(ServiceRequest.mechanism.in_(WITHIN))
        .group_by(ServiceRequest.id)
        .having(last < today)
        .order_by(last, ServiceRequest.id)
        .limit(MOST)
    ).all()
    lines = (_unwritten_line(asked, request, firm, owner, at) for request, firm, owner, at in rows)
    return [one for one in lines if one is not None]


def _unwritten_line(
    asked: Asked, request: ServiceRequest, firm: str | None, owner: str | None, at: dt.datetime
) -> Dated | None:
    last, mechanism = at.astimezone(SHANGHAI).date(), request.mechanism or ""
    due = next_line(mechanism, last, asked.calendar)
    if due is None or due > asked.today:
        return None
    may = Right.WORK in OF_ROLE[asked.role]
    every = _("每天记一笔过程") if WITHIN[mechanism] == 1 else _("每周记一笔过程")
    over = _over(asked, due)
    item = TodayItem(
        "requests", request.id, "edit", request.title,
        joined(_("诉求 {number}").format(number=request.number or ""), firm, _(mechanism), every),
        _("今天要记") if due == asked.today
        else _("{count} 个工作日没记").format(count=asked.calendar.workdays_between(last, asked.today)),
        owner or "", _("记一笔") if may else _("打开"), overdue=over > 0, tool="request-note" if may else "",
        given=(("request_id", request.id),), topic=f"request-log:{request.id}", source="requests",
        person_id=request.owner_id,
    )  # fmt: skip
    return Dated("overdue" if over else "today", (due, dt.time(5), request.id), item)
