"""What the must-visits and the colours ask for today: open tasks, those an import holds back, second confirmations,
suggestions, leases that no task is about (FIELD.md 4.2, 4.3).
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Text, and_, exists, func, or_, select, type_coerce
from sqlalchemy.orm import aliased

from louyu_desktop.models import Account, ColourChange, Enterprise, VisitTask
from louyu_desktop.rules.colours import FIRST, LEVELS, Step, severity, standing
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.services.colour_reading import entries
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.storage.tables import Suggestion
from louyu_desktop.text import _

HELD, WAITING, PUT_OFF = "待定", "待访", "延后"
_ANSWERS = (Step.CONFIRMED.value, Step.REFUSED.value)
_URGENT = severity("橙")
_SINGLE = 12
"""So many urgent suggestions have a line of their own; more are counted in one."""


def of_tasks(asked: Asked) -> Iterator[Found]:
    """Every line about must-visits, colours and leases that the role may see."""
    if asked.sees("visit-tasks", "due_on"):
        yield _tasks(asked)
        yield Found(_held(asked))
    if asked.sees("colour-changes", "colour"):
        yield Found(_second(asked))
        yield Found(_suggested(asked))
    if asked.sees("enterprises", "lease_end"):
        yield _leases(asked)


def _tasks(asked: Asked) -> Found:
    """Open tasks by their day; one that was put off stands in its list until its day has come."""
    wanted = (
        select(VisitTask, Enterprise.name, Enterprise.location, Account.name)
        .join(Enterprise, Enterprise.id == VisitTask.enterprise_id)
        .outerjoin(Account, Account.id == VisitTask.assignee_id)
        .where(VisitTask.archived_at.is_(None), Enterprise.archived_at.is_(None))
        .where(VisitTask.state.in_((WAITING, PUT_OFF)), VisitTask.due_on <= asked.horizon)
        .order_by(VisitTask.due_on, VisitTask.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    told = asked.sees("visit-tasks", "fact")
    found = [_task(asked, task, name, _known(task.fact if told else "", place), who) for task, name, place, who in rows]
    filters = (Filter("state", Match.ONE_OF, (WAITING, PUT_OFF)), Filter("due_on", Match.AT_MOST, asked.horizon))
    return Found(found, further(asked, "tasks", rows, wanted, Query("visit-tasks", filters, "due_on")))


def _known(fact: str | None, place: str | None) -> str:
    """The fact, with the place where it does not name it."""
    return joined(fact, place if not fact or not place or place not in fact else "")


def _task(asked: Asked, task: VisitTask, name: str, known: str, who: str | None) -> Dated:
    today = asked.today
    waits = task.put_off_until if task.state == PUT_OFF else None
    put_off = until_words(waits, today, task.state_reason or "") if waits is not None and waits > today else ""
    due = max(task.due_on, waits or task.due_on)
    detail = joined(_("必访 {trigger}").format(trigger=_(task.trigger)), known)
    may = Right.WORK in OF_ROLE[asked.role]
    item = TodayItem(
        "visit-tasks", task.id, "walk", name, detail, due_words(due, today, estimated=task.estimated),
        who or "", _("登记走访") if may else _("打开"), overdue=due < today, tool="visit" if may else "",
        given=(("enterprise_id", task.enterprise_id), ("task_id", task.id)), topic=f"visit-tasks:{task.id}",
        source="tasks", person_id=task.assignee_id, put_off=put_off,
    )  # fmt: skip
    return Dated(group_of(due, today), (due, dt.time(), task.id), item)


def until_words(until: dt.date, today: dt.date, reason: str) -> str:
    """延后到 11-24 周二：对方出差."""
    words = _("延后到 {day}").format(day=day_words(until, today))
    return _("{words}：{reason}").format(words=words, reason=reason) if reason else words


def _held(asked: Asked) -> list[Dated]:
    """One line for all the tasks that an import found and nobody has decided about."""
    rows = asked.session.execute(
        select(VisitTask.trigger, func.count(), func.min(VisitTask.id))
        .join(Enterprise, Enterprise.id == VisitTask.enterprise_id)
        .where(VisitTask.archived_at.is_(None), VisitTask.state == HELD, Enterprise.archived_at.is_(None))
        .group_by(VisitTask.trigger)
        .order_by(func.count().desc())
    ).all()
    if not rows:
        return []
    count = sum(number for _trigger, number, _first in rows)
    parts = _("，").join(_("{trigger} {count} 件").format(trigger=_(word), count=number) for word, number, _key in rows)
    item = TodayItem(
        "visit-tasks", min(key for _word, _number, key in rows), "upload",
        _("导入的数据会产生 {count} 件必访").format(count=f"{count:,}"),
        _("还没有生成·{parts}").format(parts=parts), _("等您定"), "", _("看一看"),
        tool="must-visits", topic="must-visits:held", source="tasks",
    )  # fmt: skip
    return [Dated("today", (asked.today, dt.time(1), 0), item)]


def _second(asked: Asked) -> list[Dated]:
    """Colours that wait for a second person: due on the working day after they were proposed."""
    answer, back = aliased(ColourChange), aliased(ColourChange)
    taken_back = exists(select(back.id).where(back.of_id == answer.id, back.step == Step.WITHDRAWN.value))
    answered = select(answer.id).where(answer.of_id == ColourChange.id, answer.step.in_(_ANSWERS), ~taken_back)
    rows = asked.session.execute(
        select(ColourChange, Enterprise.name, Account.name)
        .join(Enterprise, Enterprise.id == ColourChange.enterprise_id)
        .outerjoin(Account, Account.id == ColourChange.account_id)
        .where(ColourChange.step == Step.PROPOSED.value, ColourChange.archived_at.is_(None))
        .where(Enterprise.archived_at.is_(None))
        .where(~exists(answered))
        .order_by(ColourChange.id)
    ).all()
    found = []
    for change, name, who in rows:
        if standing(entries(asked.session, change.enterprise_id)).waiting_id != change.id:
            continue
        colour = change.colour or FIRST
        due = asked.calendar.add_workdays(change.decided_on, 1).day
        mine = change.account_id is not None and change.account_id == asked.account_id
        moment = change.created_at.astimezone(SHANGHAI)
        said = _("{day} {time} 由{who}提出").format(
            day=day_words(moment.date(), asked.today), time=f"{moment:%H:%M}", who=who or _("他人")
        )
        item = TodayItem(
            "enterprises", change.enterprise_id, "shield",
            _("{name}转为{colour}色，需第二人确认").format(name=name, colour=_(colour)),
            joined(_("五色复评"), said, change.reason), due_words(due, asked.today), "",
            _("打开") if mine else _("确认"), overdue=due < asked.today, tool="" if mine else "colour-confirm",
            given=(("enterprise_id", change.enterprise_id),),
            topic=f"colour-changes:{change.id}", source="colours",
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(2), change.id), item))
    return found


def _suggested(asked: Asked) -> list[Dated]:
    """What the facts suggest: 橙 and 红 one by one, all else in one line that opens the list of those firms."""
    rows = asked.session.execute(
        select(Suggestion.enterprise_id, Suggestion.colour, Enterprise.colour, Suggestion.since)
        .join(Enterprise, Enterprise.id == Suggestion.enterprise_id)
        .where(Enterprise.archived_at.is_(None))
        .order_by(Suggestion.enterprise_id)
    ).all()
    levels = {colour: severity(colour) for row in rows for colour in row[1:3]}
    worse = [row for row in rows if levels[row[1]] > levels[row[2]] and levels[row[1]] >= _URGENT]
    alone = [row[0] for row in sorted(worse, key=lambda row: (-levels[row[1]], row[3], row[0]))[:_SINGLE]]
    told = asked.session.execute(
        select(Suggestion, Enterprise.name, Enterprise.colour, Enterprise.chief_liaison_id, Account.name)
        .join(Enterprise, Enterprise.id == Suggestion.enterprise_id)
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(Suggestion.enterprise_id.in_(alone))
    )
    by_firm = {row[0].enterprise_id: row for row in told}
    found = [_suggestion(asked, *by_firm[firm]) for firm in alone]
    others = [(firm, colour) for firm, colour, *_rest in rows if firm not in by_firm]
    if others:
        found.append(_other_suggestions(asked, others))
    return found


def _suggestion(
    asked: Asked, one: Suggestion, name: str, colour: str | None, liaison_id: int | None, liaison: str | None
) -> Dated:
    present = colour or FIRST
    words = _("建议由{before}转为{after}（{level}）").format(
        before=_(present), after=_(one.colour), level=_(LEVELS[one.colour])
    )
    item = TodayItem(
        "enterprises", one.enterprise_id, "shield", name, joined(words, _in_short(one.reasons)),
        _("{day}起").format(day=day_words(one.since, asked.today)), liaison or "", _("看建议"),
        topic=f"suggestions:{one.enterprise_id}:{one.colour}", source="colours", person_id=liaison_id,
    )  # fmt: skip
    return Dated("today", (asked.today, dt.time(3), -severity(one.colour), one.enterprise_id), item)


def _in_short(reasons: str) -> str:
    """The words of the first reason; they are kept as pairs of colour and words (`rules.risk.kept_reasons`)."""
    told = json.loads(reasons)
    return str(told[0][1]) if told else ""


def _other_suggestions(asked: Asked, others: list[tuple[int, str]]) -> Dated:
    counts = Counter(colour for _key, colour in others)
    words = _("，").join(
        _("转{colour} {count} 家").format(colour=_(colour), count=counts[colour])
        for colour in sorted(counts, key=severity, reverse=True)
    )
    item = TodayItem(
        "enterprises", 0, "shield", _("{count} 家企业的五色有新的建议").format(count=f"{len(others):,}"),
        _("五色建议·{words}").format(words=words), _("等您定"), "", _("看名单"), tool="suggestions",
        topic="suggestions:others", source="colours",
    )  # fmt: skip
    return Dated("week", (asked.horizon, dt.time(23), 0), item)


def _leases(asked: Asked) -> Found:
    """Leases that end within a week or have ended, and that no task is about."""
    told: ColumnElement[bool] = exists(
        select(VisitTask.id).where(
            VisitTask.enterprise_id == Enterprise.id, VisitTask.archived_at.is_(None),
            VisitTask.trigger == "租赁到期",
            or_(VisitTask.state.in_((WAITING, PUT_OFF)), and_(
                VisitTask.state != HELD, VisitTask.mark == type_coerce(Enterprise.lease_end, Text),
            )),
        )
    )  # fmt: skip
    wanted = (
        select(
            Enterprise.id, Enterprise.name, Enterprise.location, Enterprise.lease_end, Enterprise.chief_liaison_id,
            Account.name,
        )
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(Enterprise.archived_at.is_(None), Enterprise.lease_end <= asked.horizon, ~told)
        .order_by(Enterprise.lease_end.desc(), Enterprise.id)
    )  # fmt: skip
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for key, name, location, lease_end, liaison_id, liaison in rows:
        assert lease_end is not None  # noqa: S101 - the query asks for it
        left = (lease_end - asked.today).days
        when = (
            _("过期 {count} 天").format(count=-left) if left < 0
            else _("今天到期") if left == 0
            else _("剩 {count} 天").format(count=left)
        )  # fmt: skip
        detail = _("租期至 {day}·{place}").format(day=lease_end.isoformat(), place=location or _("位置未填"))
        item = TodayItem(
            "enterprises", key, "clock", name, detail, when, liaison or "", _("打开"), overdue=left < 0,
            topic=f"leases:{key}:{lease_end.isoformat()}", source="leases", person_id=liaison_id,
        )  # fmt: skip
        found.append(Dated(group_of(lease_end, asked.today), (lease_end, dt.time(23), key), item))
    query = Query("enterprises", (Filter("lease_end", Match.AT_MOST, asked.horizon),), "lease_end")
    return Found(found, further(asked, "leases", rows, wanted, query))
