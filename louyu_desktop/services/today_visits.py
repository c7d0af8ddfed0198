"""What visits, guests of headquarters, rounds, leads, requests and inspections ask for today (FIELD.md 2.2, 2.8)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, exists, func, or_, select

from louyu_desktop.models import (
    Account,
    Building,
    Enterprise,
    HeadquartersVisit,
    Inspection,
    Lead,
    Round,
    VisitTask,
)
from louyu_desktop.models.visit import OPEN_STATES
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import day_words, due_words
from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.overview import TodayItem
from louyu_desktop.services.rights import OF_ROLE, Right
from louyu_desktop.services.today_parts import MOST, Asked, Dated, Found, further, group_of, joined
from louyu_desktop.text import _

_NEW_LEAD_DAYS = 3
"""Working days within which somebody turns to a new lead that has no day yet."""

_LEADS = ("新线索", "跟进中")
_TO_PUT_RIGHT = ("限期整改", "停业整改")


def of_visits(asked: Asked) -> Iterator[Found]:
    """Every line of these sources that the role may see."""
    if asked.sees("visits", "next_visit_on"):
        yield _planned(asked)
    if asked.sees("headquarters-visits", "arrives_on"):
        yield Found(_guests(asked))
    if asked.sees("rounds", "words"):
        yield _rounds(asked)
    if asked.sees("leads", "name"):
        yield _leads(asked)
    if asked.sees("inspections", "due_on"):
        yield _inspections(asked)


def _open_task(*more: Any) -> Any:
    """Whether a must-visit of the firm is open; it stands on 今日 in its own line."""
    return exists(
        select(VisitTask.id).where(
            VisitTask.enterprise_id == Enterprise.id, VisitTask.archived_at.is_(None),
            VisitTask.state.in_(OPEN_STATES[1:]), *more,
        )
    )  # fmt: skip


def _planned(asked: Asked) -> Found:
    """Days agreed on for the next visit."""
    wanted = (
        select(
            Enterprise.id, Enterprise.name, Enterprise.location, Enterprise.next_visit_on, Enterprise.last_visit_on,
            Enterprise.chief_liaison_id, Account.name,
        )
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(Enterprise.archived_at.is_(None), Enterprise.next_visit_on <= asked.horizon)
        .where(~_open_task(VisitTask.due_on <= asked.horizon))
        .order_by(Enterprise.next_visit_on, Enterprise.id)
    )  # fmt: skip
    rows = asked.session.execute(wanted.limit(MOST)).all()
    may = Right.WORK in OF_ROLE[asked.role]
    found = []
    for key, name, place, day, last, liaison_id, liaison in rows:
        assert day is not None  # noqa: S101 - the query asks for it
        seen = _("上次 {day}").format(day=last.isoformat()) if last else _("还没有走访过")
        item = TodayItem(
            "enterprises", key, "walk", name, joined(_("约好再访"), seen, place), due_words(day, asked.today),
            liaison or "", _("登记走访") if may else _("打开"), overdue=day < asked.today, tool="visit" if may else "",
            given=(("enterprise_id", key),), topic=f"planned:{key}:{day.isoformat()}", source="visits",
            person_id=liaison_id,
        )  # fmt: skip
        found.append(Dated(group_of(day, asked.today), (day, dt.time(8), key), item))
    query = Query("enterprises", (Filter("next_visit_on", Match.AT_MOST, asked.horizon),), "next_visit_on")
    return Found(found, further(asked, "visits", rows, wanted, query))


def _guests(asked: Asked) -> list[Dated]:
    """Guests of headquarters who come today or soon, where no must-visit says so already."""
    told = _open_task(VisitTask.source_kind == "headquarters-visits", VisitTask.source_id == HeadquartersVisit.id)
    rows = asked.session.execute(
        select(HeadquartersVisit, Enterprise.name, Enterprise.chief_liaison_id, Account.name)
        .join(Enterprise, Enterprise.id == HeadquartersVisit.enterprise_id)
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(HeadquartersVisit.archived_at.is_(None), Enterprise.archived_at.is_(None), ~told)
        .where(HeadquartersVisit.arrives_on >= asked.today, HeadquartersVisit.arrives_on <= asked.horizon)
        .order_by(HeadquartersVisit.arrives_on, HeadquartersVisit.id)
    ).all()
    named = asked.sees("headquarters-visits", "post")
    found = []
    for guest, name, liaison_id, liaison in rows:
        who = joined(guest.guest, guest.post) if named else ""
        item = TodayItem(
            "headquarters-visits", guest.id, "building", name, joined(_("总部来访"), who),
            day_words(guest.arrives_on, asked.today), liaison or "", _("打开"),
            topic=f"headquarters-visits:{guest.id}", source="guests", person_id=liaison_id,
        )  # fmt: skip
        found.append(Dated(group_of(guest.arrives_on, asked.today), (guest.arrives_on, dt.time(7), guest.id), item))
    return found


def _rounds(asked: Asked) -> Found:
    """Notes of rounds that have become nothing yet: due on the day they were jotted down."""
    wanted = (
        select(Round, Building.name, Enterprise.name, Account.id, Account.name)
        .outerjoin(Building, Building.id == Round.building_id)
        .outerjoin(Enterprise, Enterprise.id == Round.enterprise_id)
        .outerjoin(Account, Account.id == Round.created_by)
        .where(Round.archived_at.is_(None), Round.became == "待处理")
        .order_by(Round.noted_at, Round.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for note, building, firm, account_id, account in rows:
        moment = note.noted_at.astimezone(SHANGHAI)
        day = moment.date()
        where = " ".join(part for part in (building, note.place) if part)
        late = day < asked.today
        when = due_words(day, asked.today) if late else _("{time} 记").format(time=f"{moment:%H:%M}")
        item = TodayItem(
            "rounds", note.id, "pin", note.words, joined(_("跑楼速记"), where, firm), when, account or "", _("处理"),
            overdue=late, tool="round", given=(("round_id", note.id),), topic=f"rounds:{note.id}", source="rounds",
            person_id=account_id,
        )  # fmt: skip
        found.append(Dated(group_of(min(day, asked.today), asked.today), (day, moment.time(), note.id), item))
    query = Query("rounds", (Filter("became", Match.ONE_OF, ("待处理",)),), "noted_at")
    return Found(found, further(asked, "rounds", rows, wanted, query))


def _leads(asked: Asked) -> Found:
    """Leads whose day has come; a new one without a day is due within three working days."""
    wanted = (
        select(Lead, Account.name)
        .outerjoin(Account, Account.id == Lead.owner_id)
        .where(Lead.archived_at.is_(None), Lead.state.in_(_LEADS))
        .where(or_(Lead.next_on <= asked.horizon, and_(Lead.next_on.is_(None), Lead.state == _LEADS[0])))
        .order_by(func.coalesce(Lead.next_on, Lead.found_on), Lead.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for lead, owner in rows:
        due = lead.next_on or asked.calendar.add_workdays(lead.found_on, _NEW_LEAD_DAYS).day
        item = TodayItem(
            "leads", lead.id, "flag", lead.name, joined(_("招商线索"), _(lead.state), lead.wants),
            due_words(due, asked.today), owner or "", _("跟进"), overdue=due < asked.today, topic=f"leads:{lead.id}",
            source="leads", person_id=lead.owner_id,
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(10), lead.id), item))
    query = Query("leads", (Filter("state", Match.ONE_OF, _LEADS),), "next_on")
    return Found(found, further(asked, "leads", rows, wanted, query))


def _inspections(asked: Asked) -> Found:
    """What an inspection found and nobody has put right; without a day it is due at once."""
    wanted = (
        select(Inspection, Enterprise.name, Enterprise.chief_liaison_id, Account.name)
        .join(Enterprise, Enterprise.id == Inspection.enterprise_id)
        .outerjoin(Account, Account.id == Enterprise.chief_liaison_id)
        .where(Inspection.archived_at.is_(None), Enterprise.archived_at.is_(None))
        .where(Inspection.result.in_(_TO_PUT_RIGHT), Inspection.rectified_on.is_(None))
        .where(or_(Inspection.due_on.is_(None), Inspection.due_on <= asked.horizon))
        .order_by(func.coalesce(Inspection.due_on, Inspection.inspected_on), Inspection.id)
    )
    rows = asked.session.execute(wanted.limit(MOST)).all()
    found = []
    for one, name, liaison_id, liaison in rows:
        due = one.due_on or asked.today
        found_words = one.findings.splitlines()[0] if one.findings else ""
        item = TodayItem(
            "inspections", one.id, "check", name, joined(_("{kind}整改").format(kind=_(one.kind)), found_words),
            due_words(due, asked.today), liaison or "", _("打开"), overdue=due < asked.today,
            topic=f"inspections:{one.id}", source="inspections", person_id=liaison_id,
        )  # fmt: skip
        found.append(Dated(group_of(due, asked.today), (due, dt.time(11), one.id), item))
    filters = (Filter("result", Match.ONE_OF, _TO_PUT_RIGHT), Filter("rectified_on", Match.EMPTY))
    query = Query("inspections", filters, "due_on")
    return Found(found, further(asked, "inspections", rows, wanted, query))
