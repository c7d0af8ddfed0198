"""What activities ask for today: those that come, summaries, preparations, answers of the waiting list."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, Facility, Preparation, Registration
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.rules.lifecycle import OFF, State, end_of, status_at
from louyu_desktop.rules.roles import Role
from louyu_desktop.rules.workdays import Calendar
from louyu_desktop.services import party_duties
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.planned import Owed
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import Dated, group_of
from louyu_desktop.text import _

_WEEK = 7
_WRAP_UP_DAYS = 3


def of_activities(session: Session, role: Role, now: dt.datetime, calendar: Calendar) -> list[Dated]:
    """Everything that activities ask for at `now`, of what a role sees."""
    today = now.astimezone(SHANGHAI).date()
    return [
        *_held_and_coming(session, role, now, today, calendar),
        *_preparations(session, today),
        *_answers(session, now, today),
        *_owed(session, role, now, today),
    ]


def _held_and_coming(session: Session, role: Role, now: dt.datetime, today: dt.date, calendar: Calendar) -> list[Dated]:
    horizon = now + dt.timedelta(days=_WEEK)
    rows = session.execute(
        select(Activity, Facility.name)
        .outerjoin(Facility, Facility.id == Activity.venue_id)
        .where(Activity.archived_at.is_(None), Activity.starts_at <= horizon)
        .where(Activity.starts_at >= now - dt.timedelta(days=60), Activity.status.not_in((*OFF, State.DONE)))
    ).all()
    found = []
    for activity, venue in rows:
        end = end_of(activity.starts_at, activity.ends_at).astimezone(SHANGHAI)
        place = venue or activity.venue or _("地点未定")
        state = status_at(activity.status, activity.starts_at, activity.ends_at, activity.registration_deadline, now)
        if state is State.TO_SUM_UP and end.date() < today:
            dated = _wrap_up(activity, end.date(), today, calendar)
        else:
            dated = _coming(activity, state, place, today, desk=Right.ENTER in OF_ROLE[role])
        if dated:
            found.append(dated)
    return found


def _coming(activity: Activity, state: State, place: str, today: dt.date, *, desk: bool) -> Dated:
    """What is to come; for whom may sign people in, an activity of today leads to its `desk`."""
    start = activity.starts_at.astimezone(SHANGHAI)
    is_today = start.date() <= today
    booked = activity.registered_count or 0
    room = f"{booked} / {activity.capacity}" if activity.capacity else str(booked)
    detail = _("活动 {time}·{place}·报名 {room}").format(time=start.strftime("%H:%M"), place=place, room=room)
    words = {State.RUNNING: _("正在进行"), State.TO_SUM_UP: _("已结束")}
    when = _("{time} 开始").format(time=start.strftime("%H:%M")) if is_today else day_words(start.date(), today)
    item = TodayItem(
        "activities", activity.id, "calendar", activity.title, detail, words.get(state, when), activity.owner or "",
        _("开始签到") if is_today and desk else _("打开"), tool="desk" if is_today and desk else "",
        given=(("activity", activity.id),), topic=f"activities:{activity.id}", source="activities",
    )  # fmt: skip
    return Dated("today" if is_today else "week", (start.date(), start.time()), item)


def _wrap_up(activity: Activity, held: dt.date, today: dt.date, calendar: Calendar) -> Dated | None:
    """A summary is due within three working days (FIELD.md 4.5)."""
    if activity.summary:
        return None
    due = calendar.add_workdays(held, _WRAP_UP_DAYS).day
    detail = _("活动待总结·{day} 举办，规定 {count} 个工作日").format(day=held.strftime("%m-%d"), count=_WRAP_UP_DAYS)
    item = TodayItem(
        "activities", activity.id, "file", activity.title, detail, due_words(due, today), activity.owner or "",
        _("写总结"), overdue=due < today, topic=f"summaries:{activity.id}", source="activities",
    )  # fmt: skip
    return Dated(group_of(due, today), (due, dt.time()), item)


def _preparations(session: Session, today: dt.date) -> list[Dated]:
    """What is to be done before an activity that is still to come."""
    rows = session.execute(
        select(Preparation.id, Preparation.what, Preparation.owner, Preparation.due_on, Activity)
        .join(Activity, Activity.id == Preparation.activity_id)
        .where(Preparation.archived_at.is_(None), Preparation.done_on.is_(None))
        .where(Preparation.due_on <= today + dt.timedelta(days=_WEEK))
        .where(Activity.archived_at.is_(None), Activity.status.not_in((*OFF, State.TO_SUM_UP, State.DONE)))
    ).all()
    found = []
    for key, what, owner, due, activity in rows:
        if due is None or activity.starts_at.astimezone(SHANGHAI).date() < today:
            continue
        detail = _("筹备·{title}").format(title=activity.title)
        item = TodayItem(
            "activities", activity.id, "check", what, detail, due_words(due, today), owner or activity.owner or "",
            _("打开"), overdue=due < today, topic=f"preparations:{key}", source="activities",
        )  # fmt: skip
        found.append(Dated(group_of(due, today), (due, dt.time()), item))
    return found


def _answers(session: Session, now: dt.datetime, today: dt.date) -> list[Dated]:
    """Activities where somebody of the waiting list has a place on offer: whom to ask, until when."""
    rows = session.execute(
        select(Activity.id, Activity.title, Activity.owner, func.count(), func.min(Registration.offered_until))
        .join(Registration, Registration.activity_id == Activity.id)
        .where(Registration.archived_at.is_(None), Activity.archived_at.is_(None))
        .where(Registration.status == RegistrationStatus.OFFERED.value, Activity.status.not_in(OFF))
        .where(Activity.starts_at > now)
        .group_by(Activity.id)
    ).all()
    found = []
    for key, title, owner, count, until in rows:
        day = (until or now).astimezone(SHANGHAI)
        detail = _("候补待答复·{count} 人轮到了，请问来不来").format(count=count)
        when = (
            _("{day} {time} 前").format(day=day_words(day.date(), today), time=f"{day:%H:%M}") if until else _("今天")
        )
        item = TodayItem(
            "activities", key, "clock", title, detail, when, owner or "", _("打开"), topic=f"offers:{key}",
            source="activities",
        )  # fmt: skip
        found.append(Dated(group_of(max(day.date(), today), today), (day.date(), day.time()), item))
    return found


def _owed(session: Session, role: Role, now: dt.datetime, today: dt.date) -> list[Dated]:
    """Branches whose month or quarter ends within a week, with the meetings they neither held nor planned."""
    missing: dict[tuple[int, str], list[Owed]] = {}
    for one in party_duties.standings(session, role, today, now):
        if one.is_behind and one.days_left <= _WEEK:
            missing.setdefault((one.organisation_id, one.organisation), []).append(one)
    found = []
    for (key, name), owed in missing.items():
        left = min(one.days_left for one in owed)
        last = today + dt.timedelta(days=left)
        meetings = "、".join(_("{type}（{period}）").format(type=_(one.type), period=one.period) for one in owed)
        item = TodayItem(
            "organisations", key, "badge", name, _("还没开展，也没安排：{meetings}").format(meetings=meetings),
            due_words(last, today), "", _("打开"), topic=f"duties:{key}", source="duties",
        )  # fmt: skip
        found.append(Dated(group_of(last, today), (last, dt.time()), item))
    return found
