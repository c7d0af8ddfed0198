"""The numbers of the public wall: requests, topics and wishes of a span of days, each with its definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from louyu_desktop.models import ServiceRequest, Topic, Wish
from louyu_desktop.rules.dates import SHANGHAI, midnight
from louyu_desktop.rules.request_flow import State as RequestState
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.kinds import ENTITIES
from louyu_desktop.services.paper_words import station_words
from louyu_desktop.services.public_words import telephone
from louyu_desktop.services.wall_copies import Figure, PublicFigures
from louyu_desktop.text import N_, _

_LOST = (RequestState.VOID.value, RequestState.MERGED.value)
_KEPT = tuple(one.value for one in RequestState if one.value not in _LOST)


def figures_of(session: Session, first: dt.date, last: dt.date) -> PublicFigures:
    """The public numbers from one day to another, both counted."""
    station = station_words(session)
    groups = (
        (_("诉求"), _requests(session, first, last)),
        (_("诉求类别"), _categories(session, first, last)),
        (_("议题"), _topics(session, first, last)),
        (_("心愿"), _wishes(session, first, last)),
    )
    return PublicFigures(first, last, station.name, groups, telephone(session), station.is_demonstration)


def _moments(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    begin = midnight(first)
    return begin, dt.datetime.combine(last, dt.time(23, 59, 59, 999999), SHANGHAI)


def _count(session: Session, model: Any, *where: ColumnElement[bool]) -> int:
    wanted = select(func.count()).select_from(model).where(model.archived_at.is_(None), *where)
    return session.scalar(wanted) or 0


def _between(field: str, first: object, last: object, *more: Filter) -> tuple[Filter, ...]:
    return Filter(field, Match.AT_LEAST, first), Filter(field, Match.AT_MOST, last), *more


def _requests(session: Session, first: dt.date, last: dt.date) -> tuple[Figure, ...]:
    begin, end = _moments(first, last)
    kept = Filter("state", Match.ONE_OF, _KEPT)
    taken = _count(
        session, ServiceRequest, ServiceRequest.received_at.between(begin, end), ServiceRequest.state.not_in(_LOST)
    )
    closed_in = ServiceRequest.closed_on.between(first, last)
    closed = _count(session, ServiceRequest, closed_in, ServiceRequest.state.not_in(_LOST))
    due = and_(closed_in, ServiceRequest.due_on.is_not(None), ServiceRequest.state.not_in(_LOST))
    dated = _count(session, ServiceRequest, due)
    done = func.coalesce(ServiceRequest.finished_on, ServiceRequest.closed_on)
    kept_promise = _count(session, ServiceRequest, due, done <= ServiceRequest.due_on)
    said = and_(closed_in, ServiceRequest.satisfaction.is_not(None), ServiceRequest.state.not_in(_LOST))
    answered = _count(session, ServiceRequest, said)
    content = _count(session, ServiceRequest, said, ServiceRequest.satisfaction >= 4)
    promised = _between("closed_on", first, last, kept, Filter("due_on", Match.FILLED))
    answers = _between("closed_on", first, last, kept, Filter("satisfaction", Match.FILLED))
    return (
        Figure(_("收到"), f"{taken:,}", _("件"), _("这段时间收到的诉求，作废和并案的不算"),
               Query("requests", _between("received_at", begin, end, kept), "received_at")),
        Figure(_("办结"), f"{closed:,}", _("件"), _("这段时间办结的诉求"),
               Query("requests", _between("closed_on", first, last, kept), "closed_on")),
        Figure(_("按时办完"), share(kept_promise, dated), "", _("办结的、有承诺日期的里面，没有晚于承诺日期办完的"),
               Query("requests", promised, "closed_on")),
        Figure(_("满意"), share(content, answered), "", _("办结的、回访打了分的里面，打 4 分和 5 分的"),
               Query("requests", answers, "closed_on")),
    )  # fmt: skip


def _categories(session: Session, first: dt.date, last: dt.date) -> tuple[Figure, ...]:
    begin, end = _moments(first, last)
    rows = session.execute(
        select(ServiceRequest.category, func.count())
        .where(ServiceRequest.archived_at.is_(None), ServiceRequest.received_at.between(begin, end))
        .where(ServiceRequest.state.not_in(_LOST))
        .group_by(ServiceRequest.category)
        .order_by(func.count().desc(), ServiceRequest.category)
    ).all()
    definition = _("这段时间收到的这一类诉求")
    return tuple(
        Figure(_(name) if name else _("未分类"), f"{count:,}", _("件"), definition, _of_category(name, begin, end))
        for name, count in rows
    )


def _of_category(name: str | None, begin: dt.datetime, end: dt.datetime) -> Query:
    kept = Filter("state", Match.ONE_OF, _KEPT)
    one = Filter("category", Match.ONE_OF, (name,)) if name else Filter("category", Match.EMPTY)
    return Query("requests", _between("received_at", begin, end, kept, one), "received_at")


def _topics(session: Session, first: dt.date, last: dt.date) -> tuple[Figure, ...]:
    spans = (
        (N_("提出"), Topic.raised_on, "raised_on", N_("这段时间提出的议题，作废的不算")),
        (N_("归档"), Topic.closed_on, "closed_on", N_("这段时间办完、反馈过并归档的议题")),
    )
    return _dated(session, Topic, "topics", spans, first, last)


def _wishes(session: Session, first: dt.date, last: dt.date) -> tuple[Figure, ...]:
    spans = (
        (N_("征集"), Wish.made_on, "made_on", N_("这段时间提出的心愿，作废的不算")),
        (N_("认领"), Wish.claimed_on, "claimed_on", N_("这段时间有人认领的心愿")),
        (N_("实现"), Wish.fulfilled_on, "fulfilled_on", N_("这段时间实现的心愿")),
    )
    return _dated(session, Wish, "wishes", spans, first, last)


def _dated(
    session: Session, model: Any, kind: str, spans: Sequence[tuple[str, Any, str, str]], first: dt.date, last: dt.date
) -> tuple[Figure, ...]:
    [(state, void)] = model.__void__.items()
    standing = tuple(one for one in ENTITIES[kind].field(state).choices if one != void)
    kept, stands = Filter(state, Match.ONE_OF, standing), model.__table__.c[state] != void
    return tuple(
        Figure(
            _(label), f"{_count(session, model, column.between(first, last), stands):,}", _("个"), _(definition),
            Query(kind, _between(name, first, last, kept), name),
        )
        for label, column, name, definition in spans
    )  # fmt: skip


def share(part: int, whole: int) -> str:
    """96.1%（569 / 592）; a dash where there is nothing to divide by."""
    return f"{part / whole:.1%}（{part:,} / {whole:,}）" if whole else "—"
