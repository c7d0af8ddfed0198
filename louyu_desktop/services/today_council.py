"""What the council asks for today: measures that are due, firms that wait for an answer, meetings and their minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import func, or_, select

from louyu_desktop.models import Account, AgendaItem, Council, Feedback, Measure, Meeting, Topic
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.rules.topic_flow import MeetingState, Stage
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.text import _

_MINUTES_DAYS = 3
"""Working days after a meeting within which its minutes are settled."""


def of_council(asked: Asked) -> Iterator[Found]:
    """Every line of the council that the role may see."""
    if asked.sees("measures", "due_on"):
        yield _measures(asked)
    if asked.sees("feedback", "told_on"):
        yield Found(_unanswered(asked))
    if asked.sees("meetings", "starts_at"):
        yield Found(_meetings(asked))


def _measures(asked: Asked) -> Found:
    """Measures by their day; one without a day stands here until it has one."""
    open_ = (
        Measure.archived_at.is_(None), Measure.done_on.is_(None), Topic.archived_at.is_(None),
        Topic.stage != Stage.CLOSED.value, or_(Measure.due_on.is_(None), Measure.due_on <= asked.horizon),
    )  # fmt: skip
    wanted = (
        select(Measure, Topic.number, Topic.title, Account.name)
        .join(Topic, Topic.id == Measure.topic_id)
        .outerjoin(Account, Account.id == Measure.owner_id)
        .where(*open_)
        .order_by(func.coalesce(Measure.due_on, asked.today), Measure.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for measure, number, title, owner in rows:
        due = measure.due_on or asked.today
        item = TodayItem(
            "measures", measure.id, "check", measure.what,
            joined(_("议题措施 {number}").format(number=number or "").strip(), title, measure.responsible),
            due_words(due, asked.today) if measure.due_on else _("没有写期限"), owner or "", _("办理"),
            overdue=due < asked.today, topic=f"measures:{measure.id}", source="council", person_id=measure.owner_id,
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(5), measure.id), item))
    query = Query("measures", (Filter("done_on", Match.EMPTY),), "due_on")
    return Found(found, further(asked, "council", rows, wanted, query))


def _unanswered(asked: Asked) -> list[Dated]:
    """Topics in their last stage whose measures are done and where somebody was not answered yet."""
    waits = (
        select(Measure.id)
        .where(Measure.topic_id == Topic.id, Measure.archived_at.is_(None), Measure.done_on.is_(None))
        .exists()
    )
    rows = asked.session.execute(
        select(Topic.id, Topic.number, Topic.title, func.count())
        .join(Feedback, Feedback.topic_id == Topic.id)
        .where(Topic.archived_at.is_(None), Topic.stage == Stage.ANSWERED.value, ~waits)
        .where(Feedback.archived_at.is_(None), Feedback.told_on.is_(None))
        .group_by(Topic.id)
        .order_by(Topic.raised_on, Topic.id)
        .limit(MOST)
    ).all()
    return [
        Dated("today", (asked.today, dt.time(12), key), TodayItem(
            "topics", key, "chat", title, joined(_("议题反馈 {number}").format(number=number or "").strip()),
            _("还有 {count} 家没反馈").format(count=count), "", _("反馈"), topic=f"feedback:{key}", source="council",
        ))
        for key, number, title, count in rows
    ]  # fmt: skip


def _meetings(asked: Asked) -> list[Dated]:
    """Meetings of the week with their agenda, those that nobody noted, and minutes that are not settled."""
    end = midnight(asked.horizon + dt.timedelta(days=1))
    rows = asked.session.execute(
        select(Meeting, Council.name, func.count(AgendaItem.id))
        .outerjoin(Council, Council.id == Meeting.council_id)
        .outerjoin(AgendaItem, (AgendaItem.meeting_id == Meeting.id) & AgendaItem.archived_at.is_(None))
        .where(Meeting.archived_at.is_(None), Meeting.state != MeetingState.SETTLED.value, Meeting.starts_at < end)
        .group_by(Meeting.id)
        .order_by(Meeting.starts_at, Meeting.id)
        .limit(MOST)
    ).all()
    found = []
    for meeting, council, items in rows:
        moment = meeting.starts_at.astimezone(SHANGHAI)
        due = _due(asked, meeting)
        ahead = due == moment.date() and meeting.starts_at > asked.now
        when = f"{day_words(due, asked.today)} {moment:%H:%M}" if ahead else due_words(due, asked.today)
        what = _("会议·{count} 个议题").format(count=items) if ahead else _("会后记录和纪要")
        item = TodayItem(
            "meetings", meeting.id, "people", meeting.name, joined(what, council, meeting.place), when, "",
            _("打开") if ahead else _("记纪要"), overdue=due < asked.today, topic=f"meetings:{meeting.id}:{meeting.state}",
            source="council",
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, moment.time(), meeting.id), item))
    return found


def _due(asked: Asked, meeting: Meeting) -> dt.date:
    """Its day while it is to come; afterwards the day until which its minutes are wanted."""
    day = meeting.starts_at.astimezone(SHANGHAI).date()
    if meeting.starts_at > asked.now:
        return day
    return asked.calendar.add_workdays(day, _MINUTES_DAYS).day
