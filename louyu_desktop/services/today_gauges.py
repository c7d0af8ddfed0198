"""三个 100%: 底数掌握, 走访, 问题处置 as n / N with their definitions and the list of the missing (FIELD.md 4.2)."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from louyu_desktop.models import Enterprise, Person, ServiceRequest, entity_of
from louyu_desktop.rules.completeness import missing_fields
from louyu_desktop.rules.months import QUARTER, begin_of
from louyu_desktop.services.copies import Filter, Match
from louyu_desktop.services.overview import Gauge
from louyu_desktop.services.today_parts import Asked
from louyu_desktop.storage.request_rows import open_or_since
from louyu_desktop.text import N_, _

_VERIFIED_DAYS = 180
_BEING_DEALT_WITH = ("已受理", "办理中", "待回访")
_CLOSED = ("已办结", "归档")


def gauges(asked: Asked) -> tuple[Gauge, ...]:
    """The three, and the share of people whose consent is on file; of what the role may see."""
    found = []
    if asked.sees("enterprises", "verified_on"):
        found.append(_known_firms(asked.session, asked.today))
        found.append(_visited(asked.session, asked.today))
    if asked.sees("requests", "state"):
        found.append(_dealt_with(asked.session, asked.today))
    if asked.sees("people", "consented"):
        found.append(_agreed(asked.session))
    return tuple(found)


_QUARTERS = (N_("{year} 年一季度"), N_("{year} 年二季度"), N_("{year} 年三季度"), N_("{year} 年四季度"))


def quarter_words(day: dt.date) -> str:
    """2026 年四季度."""
    return _(_QUARTERS[(day.month - 1) // 3]).format(year=day.year)


def _known_firms(session: Session, today: dt.date) -> Gauge:
    entity = entity_of(Enterprise)
    required = [field.name for field in entity.fields if field.required and not field.derived]
    names = (*required, "no_code_reason")
    fresh = Enterprise.verified_on >= today - dt.timedelta(_VERIFIED_DAYS), Enterprise.building_id.is_not(None)
    rows = session.execute(
        select(Enterprise.id, *(getattr(Enterprise, name) for name in names)).where(
            Enterprise.archived_at.is_(None), *fresh
        )
    )
    known = {key for key, *kept in rows if not missing_fields(entity, dict(zip(names, kept, strict=True)))}
    live = session.scalars(select(Enterprise.id).where(Enterprise.archived_at.is_(None)).order_by(Enterprise.id)).all()
    unknown = tuple(key for key in live if key not in known)
    definition = _("必填项齐全、有楼宇位置、{days} 天内核实过的企业 ÷ 全部在驻企业").format(days=_VERIFIED_DAYS)
    missing = (Filter("id", Match.ONE_OF, unknown),)
    return Gauge(_("底数掌握"), len(known), len(live), "enterprises", _("家"), missing, definition)


def _visited(session: Session, today: dt.date) -> Gauge:
    """A visit on which somebody was met; what was only tried counts for nothing."""
    first = begin_of(today, QUARTER)
    live = Enterprise.archived_at.is_(None)
    total = session.scalar(select(func.count()).select_from(Enterprise).where(live)) or 0
    unseen = or_(Enterprise.last_visit_on.is_(None), Enterprise.last_visit_on < first)
    missing = tuple(session.scalars(select(Enterprise.id).where(live, unseen)))
    definition = _("{period}里至少见过一次面的企业 ÷ 全部在驻企业。没遇到人的不算").format(period=quarter_words(today))
    filters = (Filter("id", Match.ONE_OF, missing),)
    return Gauge(_("走访企业"), total - len(missing), total, "enterprises", _("家"), filters, definition)


def _dealt_with(session: Session, today: dt.date) -> Gauge:
    """Of the requests that came this quarter or were still open when it began."""
    since = open_or_since(begin_of(today, QUARTER), received=True)
    found = session.execute(select(ServiceRequest.id, ServiceRequest.state).where(since)).all()
    rows = [(key, state) for key, state in found if state in (*_BEING_DEALT_WITH, *_CLOSED)]
    still = tuple(key for key, state in rows if state not in _CLOSED)
    definition = _("{period}收到的和上季度留下的诉求中，办结的 ÷ 受理的。待受理、挂起、撤销和并案的不算").format(
        period=quarter_words(today)
    )
    missing = (Filter("id", Match.ONE_OF, still),)
    return Gauge(_("问题处置"), len(rows) - len(still), len(rows), "requests", _("件"), missing, definition)


def _agreed(session: Session) -> Gauge:
    live = Person.archived_at.is_(None)
    people = session.scalar(select(func.count()).select_from(Person).where(live)) or 0
    agreed = session.scalar(select(func.count()).select_from(Person).where(live, Person.consented.is_(True))) or 0
    unasked = Filter("consented", Match.EQUALS, value=False)
    definition = _("有同意记录的人 ÷ 全部登记的人")
    return Gauge(_("个人信息同意"), agreed, people, "people", _("人"), (unasked,), definition)
