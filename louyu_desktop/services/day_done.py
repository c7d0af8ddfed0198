"""What was done at the station on a day, out of its records and its log: the ground of the day's log."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import (
    Account,
    Activity,
    ChangeLog,
    ColourChange,
    Enterprise,
    Lead,
    Operation,
    Round,
    ServiceRequest,
    SpecialCase,
    Visit,
    VisitTask,
)
from louyu_desktop.rules.colours import Step, voided
from louyu_desktop.rules.dates import midnight
from louyu_desktop.rules.lifecycle import OFF
from louyu_desktop.rules.log_words import Day, Done, Share, Topic
from louyu_desktop.rules.request_flow import State
from louyu_desktop.rules.topics import Topic as About
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage.change_log import ADD, CHANGE, DO
from louyu_desktop.text import N_, _

_TOLD = frozenset({
    "visits", "visit-tasks", "rounds", "leads", "requests", "colour-changes", "fact-changes", "special-cases",
    "snoozes", "day-logs",
})  # fmt: skip
"""Kinds that have a sentence of their own, or that the program itself keeps."""

_WAYS = (
    (About.PRINT, N_("打印")), (About.EXPORT, N_("导出")), (About.REVEAL, N_("查看完整号码")), (About.BACKUP, N_("备份")),
)  # fmt: skip


def day_done(session: Session, day: dt.date) -> Day:
    """Everything of a day; what was taken back since is not told."""
    span = _span(day)
    topics = (
        Topic(_("走访"), _visited(session, day, span)), Topic(_("诉求"), _requested(session, day, span)),
        Topic(_("企业"), _followed(session, day)), Topic(_("活动"), _held(session, span)),
    )  # fmt: skip
    shares = _shares(session, span)
    return Day(day, tuple(share.who for share in shares), topics, shares)


def _span(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    begin = midnight(day)
    return begin, begin + dt.timedelta(days=1)


def _some(*done: Done) -> tuple[Done, ...]:
    return tuple(one for one in done if one.count)


def _visited(session: Session, day: dt.date, span: tuple[dt.datetime, dt.datetime]) -> tuple[Done, ...]:
    rows = session.execute(
        select(Enterprise.short_name, Enterprise.name, Visit.visitors, Visit.reached)
        .join(Visit, Visit.enterprise_id == Enterprise.id)
        .where(Visit.archived_at.is_(None), Visit.visited_on == day)
        .order_by(Visit.id)
    ).all()
    met = [_with(short or name, who) for short, name, who, reached in rows if reached]
    missed = [short or name for short, name, _who, reached in rows if not reached]
    notes = _number(session, select(func.count()).select_from(Round).where(
        Round.archived_at.is_(None), Round.noted_at >= span[0], Round.noted_at < span[1]
    ))  # fmt: skip
    closed = _number(session, select(func.count()).select_from(VisitTask).where(
        VisitTask.archived_at.is_(None), VisitTask.state == "已访", VisitTask.closed_on == day
    ))  # fmt: skip
    return _some(
        Done(_("走访企业"), len(met), _("家"), tuple(met)), Done(_("没遇到人"), len(missed), _("家"), tuple(missed)),
        Done(_("完成必访"), closed, _("件")), Done(_("跑楼记下"), notes, _("条")),
    )  # fmt: skip


def _with(name: str, who: str | None) -> str:
    return _("{name}（{who}）").format(name=name, who=who) if who else name


def _requested(session: Session, day: dt.date, span: tuple[dt.datetime, dt.datetime]) -> tuple[Done, ...]:
    live = and_(ServiceRequest.archived_at.is_(None), ServiceRequest.state != State.VOID.value)
    came = session.scalars(
        select(ServiceRequest.title)
        .where(live, ServiceRequest.received_at >= span[0], ServiceRequest.received_at < span[1])
        .order_by(ServiceRequest.received_at)
    ).all()
    closed = session.scalars(
        select(ServiceRequest.title).where(live, ServiceRequest.closed_on == day).order_by(ServiceRequest.id)
    ).all()
    return _some(Done(_("收到"), len(came), _("件"), tuple(came)), Done(_("办结"), len(closed), _("件"), tuple(closed)))


def _followed(session: Session, day: dt.date) -> tuple[Done, ...]:
    """Colours are counted, not named: the log lies on the counter."""
    steps = (Step.SET.value, Step.CONFIRMED.value)
    decided = session.execute(
        select(ColourChange.id, ColourChange.enterprise_id)
        .where(ColourChange.archived_at.is_(None), ColourChange.decided_on == day, ColourChange.step.in_(steps))
    ).all()  # fmt: skip
    void = voided((key, of_id) for key, of_id in session.execute(
        select(ColourChange.id, ColourChange.of_id)
        .where(ColourChange.step == Step.WITHDRAWN.value, ColourChange.decided_on >= day)
    ).all())  # fmt: skip
    colours = len({firm for key, firm in decided if key not in void})
    special = _number(session, select(func.count()).select_from(SpecialCase).where(
        SpecialCase.archived_at.is_(None), SpecialCase.happened_on == day
    ))  # fmt: skip
    leads = session.scalars(
        select(Lead.name).where(Lead.archived_at.is_(None), Lead.found_on == day).order_by(Lead.id)
    ).all()
    return _some(
        Done(_("五色调整"), colours, _("家")), Done(_("特殊情况"), special, _("件")),
        Done(_("新线索"), len(leads), _("条"), tuple(leads)),
    )  # fmt: skip


def _held(session: Session, span: tuple[dt.datetime, dt.datetime]) -> tuple[Done, ...]:
    rows = session.execute(
        select(Activity.title, Activity.signed_count, Activity.registered_count)
        .where(Activity.archived_at.is_(None), Activity.status.not_in(OFF))
        .where(Activity.starts_at >= span[0], Activity.starts_at < span[1])
        .order_by(Activity.starts_at)
    ).all()
    names = tuple(
        _("{title}（报名 {booked} 人，签到 {came} 人）").format(title=title, booked=booked or 0, came=came or 0)
        for title, came, booked in rows
    )
    return _some(Done(_("举办"), len(rows), _("场"), names))


def _number(session: Session, query: Any) -> int:
    return int(session.scalar(query) or 0)


def _shares(session: Session, span: tuple[dt.datetime, dt.datetime]) -> tuple[Share, ...]:
    """What each person wrote beside that, by kind, and how often they printed or looked a number up."""
    names = dict(session.execute(select(Account.id, Account.name)).all())
    within = (Operation.at >= span[0], Operation.at < span[1])
    changed = session.execute(
        select(Operation.account_id, ChangeLog.entity, ChangeLog.action, func.sum(ChangeLog.rows))
        .join(ChangeLog, ChangeLog.operation_id == Operation.id)
        .where(*within, Operation.kind == DO, Operation.reversed_by.is_(None), ChangeLog.action.in_((ADD, CHANGE)))
        .group_by(Operation.account_id, ChangeLog.entity, ChangeLog.action)
        .order_by(ChangeLog.action, func.sum(ChangeLog.rows).desc())
    ).all()
    found: dict[str, list[Done]] = defaultdict(list)
    for account, kind, action, rows in changed:
        entity = ENTITIES.get(kind)
        if entity is not None and kind not in _TOLD and account in names:
            words = _("新建{label}") if action == ADD else _("修改{label}")
            verb = words.format(label=_(entity.label))
            found[names[account]].append(Done(verb, int(rows), _(entity.counter)))
    for about, account, times in session.execute(
        select(Operation.topic, Operation.account_id, func.count())
        .where(*within, Operation.topic.in_([about.value for about, _verb in _WAYS]))
        .group_by(Operation.topic, Operation.account_id)
    ).all():
        if account in names:
            found[names[account]].append(Done(_(dict(_WAYS)[About(about)]), times, _("次")))
    return tuple(Share(who, tuple(done)) for who, done in sorted(found.items()))
