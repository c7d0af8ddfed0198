"""What registering reads: places, lists, candidates, questions and answers, as frozen copies."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from louyu_desktop.errors import InvalidRecordError, UserError
from louyu_desktop.models import (
    Activity,
    Answer,
    Enterprise,
    PartyMembership,
    Person,
    Question,
    Registration,
)
from louyu_desktop.models.base import among
from louyu_desktop.rules.attendance import HOLDING, RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.masks import mask_phone
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.registering_copies import Asked, Became, Candidate, Entry, Listed, Placed, Places
from louyu_desktop.services.registering_copies import RegisterOutcome as Outcome
from louyu_desktop.services.tree_rules import with_parts
from louyu_desktop.storage import search
from louyu_desktop.text import _

_USUAL = dt.timedelta(minutes=60)
_WITH_OPTIONS = ("单选", "多选")
_MOST = 100_000
_PLACED = ("", False)
OPEN = (RegistrationStatus.REGISTERED, RegistrationStatus.WAITING, RegistrationStatus.OFFERED)
"""The states of a registration that may be cancelled."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Whom one picks from."""

    enterprise_id: int | None
    organisation_id: int | None
    text: str
    limit: int


def places(session: Session, activity_id: int, now: dt.datetime) -> Places:
    """How the places stand; UserError when the activity is gone."""
    one = session.get(Activity, activity_id)
    if one is None:
        raise UserError(_("这场活动已经不在了，可能被撤销了新建"))
    held, waiting = one.registered_count or 0, one.waiting_count or 0
    offered = select(func.count()).where(*_live(activity_id), Registration.status == RegistrationStatus.OFFERED)
    free = None if one.capacity is None else max(one.capacity - held, 0)
    return Places(
        activity_id=activity_id,
        title=one.title,
        starts_at=one.starts_at,
        capacity=one.capacity,
        quota=one.quota,
        waiting_hours=one.waiting_hours,
        held=held,
        free=free,
        waiting=waiting,
        offered=session.scalar(offered) or 0 if one.waiting_hours else 0,
        why_late=_why_late(one, now),
        why_closed=_why_closed(one),
    )


def _why_closed(one: Activity) -> str:
    if one.archived_at is not None:
        return _("这场活动在回收站里。请先恢复它，再登记报名")
    if one.status == "取消":
        return _("这场活动已经取消，不再收报名")
    if one.status == "已归档":
        return _("这场活动已经归档。来过的人，请在签到里补录")
    return ""


def _why_late(one: Activity, now: dt.datetime) -> str:
    """Why one registers late, blank while registration is open."""
    if now >= (one.ends_at or one.starts_at + _USUAL):
        return _("活动已经结束")
    if one.registration_deadline is not None and now >= one.registration_deadline:
        at = one.registration_deadline.astimezone(SHANGHAI)
        return _("报名在 {month} 月 {day} 日 {clock} 截止了").format(month=at.month, day=at.day, clock=f"{at:%H:%M}")
    if one.status in {"报名截止", "待总结"}:
        return _("报名已经截止")
    return ""


def _live(activity_id: int) -> tuple[Any, ...]:
    return Registration.activity_id == activity_id, Registration.archived_at.is_(None)


def listed(
    session: Session, activity_id: int, statuses: Sequence[RegistrationStatus], role: Role
) -> tuple[Listed, ...]:
    """Registrations: those who are offered a place, those who wait in order, others as they came."""
    bringing, bringer = aliased(Registration), aliased(Person)
    wanted = (
        select(Registration, Person.name, Person.mobile, Enterprise.name, bringer.name)
        .join(Person, Person.id == Registration.person_id)
        .outerjoin(Enterprise, Enterprise.id == Registration.enterprise_id)
        .outerjoin(bringing, bringing.id == Registration.brought_by_id)
        .outerjoin(bringer, bringer.id == bringing.person_id)
        .where(*_live(activity_id))
        .order_by(Registration.queue_number.is_(None), Registration.queue_number, Registration.id)
    )
    if statuses:
        wanted = wanted.where(Registration.status.in_(statuses))
    rows = session.execute(wanted).all()
    why = _waiting(session, activity_id, [row[0].id for row in rows if row[0].status == RegistrationStatus.WAITING])
    phones = sees(role, ENTITIES["people"].field("mobile"))
    return tuple(
        Listed(
            registration_id=one.id,
            person_id=one.person_id,
            name=name,
            unit=one.unit_name or firm or "",
            phone=mask_phone(mobile) if mobile and phones else "",
            status=one.status,
            channel=one.channel or "",
            registered_at=one.registered_at,
            queue_number=one.queue_number,
            offered_until=one.offered_until,
            enterprise_id=one.enterprise_id,
            brought_by=by or "",
            blocked=why.get(one.id, _PLACED)[0],
            passed_over=why.get(one.id, _PLACED)[1],
        )
        for one, name, mobile, firm, by in rows
    )


def why_waiting(session: Session, activity_id: int, ids: Sequence[int]) -> dict[int, str]:
    """Why each of these registrations that wait has no place, in words."""
    return {row_id: words for row_id, (words, _quota) in _waiting(session, activity_id, ids).items()}


def _waiting(session: Session, activity_id: int, ids: Sequence[int]) -> dict[int, tuple[str, bool]]:
    """Why each of those that wait has no place, and whether it is for the quota of the enterprise."""
    one = session.get(Activity, activity_id)
    if one is None:
        return {}
    held_by = (
        select(Registration.enterprise_id, func.count())
        .where(*_live(activity_id), Registration.status.in_(HOLDING))
        .group_by(Registration.enterprise_id)
    )
    held = dict(session.execute(held_by).all())
    mine = select(Registration.id, Registration.enterprise_id).where(
        among(Registration.id), Registration.status == RegistrationStatus.WAITING
    )
    full = one.capacity is not None and sum(held.values()) >= one.capacity
    whole = _("{count} 个名额已满").format(count=one.capacity) if full else ""
    found = {}
    for row_id, firm in session.execute(mine, {"ids": list(ids)}):
        taken = one.quota is not None and firm is not None and held.get(firm, 0) >= one.quota
        words = _("这家企业的 {count} 个名额已满").format(count=one.quota) if taken else whole
        found[row_id] = words, taken
    return found


def candidates(session: Session, activity_id: int, chosen: Chosen, role: Role) -> tuple[Candidate, ...]:
    """Live people of an enterprise, of an organisation with those below it, or found by a text."""
    wanted = (
        select(Person.id, Person.name, Person.unit_name, Person.mobile, Enterprise.name, Registration.status)
        .outerjoin(Enterprise, Enterprise.id == Person.enterprise_id)
        .outerjoin(Registration, (Registration.person_id == Person.id) & _of_activity(activity_id))
        .where(Person.archived_at.is_(None))
        .order_by(Person.name_sort, Person.id)
        .limit(min(chosen.limit, _MOST))
    )
    if chosen.enterprise_id is not None:
        wanted = wanted.where(Person.enterprise_id == chosen.enterprise_id)
    if chosen.organisation_id is not None:
        wanted = wanted.where(Person.id.in_(_members(session, chosen.organisation_id)))
    if chosen.text.strip():
        unseen = frozenset(f.name for f in ENTITIES["people"].fields if f.searchable and not sees(role, f))
        wanted = wanted.where(Person.id.in_(search.matching("people", chosen.text, unseen=unseen)))
    phones = sees(role, ENTITIES["people"].field("mobile"))
    return tuple(
        Candidate(row_id, name, unit or firm or "", mask_phone(mobile) if mobile and phones else "", status or "")
        for row_id, name, unit, mobile, firm, status in session.execute(wanted)
    )


def _of_activity(activity_id: int) -> Any:
    first, second = _live(activity_id)
    return first & second


def _members(session: Session, organisation_id: int) -> Select[Any]:
    """Who belongs to an organisation, or to one below it."""
    return select(PartyMembership.person_id).where(
        PartyMembership.organisation_id.in_(with_parts(session, organisation_id)),
        PartyMembership.archived_at.is_(None),
        or_(PartyMembership.left_on.is_(None), PartyMembership.left_on > func.date("now", "+8 hours")),
    )


def label(session: Session, verb: str, ids: Sequence[int]) -> str:
    """What an operation with these registrations is called."""
    if len(ids) != 1:
        return _("{verb}：{count} 人").format(verb=verb, count=len(ids))
    whose = select(Person.name).join(Registration, Registration.person_id == Person.id)
    return _("{verb}：{title}").format(verb=verb, title=session.scalar(whose.where(Registration.id == ids[0])) or "")


def with_companions(session: Session, ids: Sequence[int]) -> list[int]:
    """These registrations, and those whom they bring who have not come by themselves."""
    brought = select(Registration.id).where(
        Registration.brought_by_id.in_(ids),
        Registration.status.in_(OPEN),
        Registration.archived_at.is_(None),
    )
    return list(dict.fromkeys((*ids, *session.scalars(brought))))


def waiting_beside(session: Session, ids: Sequence[int]) -> dict[int, int]:
    """Who waits for a place beside these registrations: the activity by registration."""
    activities = select(Registration.activity_id).where(Registration.id.in_(ids))
    wanted = select(Registration.id, Registration.activity_id).where(
        Registration.activity_id.in_(activities),
        Registration.id.not_in(ids),
        Registration.status == RegistrationStatus.WAITING,
        Registration.archived_at.is_(None),
    )
    return dict(session.execute(wanted).all())


def run_out(session: Session, now: dt.datetime) -> list[int]:
    """Offers whose time is over, the earliest first."""
    wanted = (
        select(Registration.id)
        .where(
            Registration.status == RegistrationStatus.OFFERED,
            Registration.offered_until <= now,
            Registration.archived_at.is_(None),
        )
        .order_by(Registration.offered_until, Registration.queue_number, Registration.id)
    )
    return list(session.scalars(wanted))


def questions(session: Session, activity_id: int) -> tuple[Asked, ...]:
    """What an activity asks."""
    wanted = select(Question).where(Question.activity_id == activity_id, Question.archived_at.is_(None))
    rows = session.scalars(wanted.order_by(Question.position, Question.id)).all()
    return tuple(Asked(one.id, one.text, one.kind, one.options, one.required) for one in rows)


def answers(session: Session, ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """What was answered, by registration and question."""
    wanted = select(Answer.registration_id, Answer.question_id, Answer.value).where(
        among(Answer.registration_id), Answer.archived_at.is_(None)
    )
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for registration, question, value in session.execute(wanted, {"ids": list(ids)}):
        found[registration][question] = value or ""
    return dict(found)


def refuse_bad_questions(asked: Sequence[Asked]) -> None:
    """UserError for a question without text, or one that offers nothing to choose from."""
    for place, one in enumerate(asked, 1):
        if not one.text.strip():
            raise InvalidRecordError({"text": _("第 {place} 个问题还没有写").format(place=place)})
        if one.kind in _WITH_OPTIONS and len(one.options) < 2:
            text = _("「{text}」要选，请至少写两个答案").format(text=one.text)
            raise InvalidRecordError({"options": text})


def question_row(one: Asked, position: int) -> Mapping[str, Any]:
    """The columns of a question."""
    options = one.options if one.kind in _WITH_OPTIONS else ()
    return {
        "text": one.text.strip(), "kind": one.kind, "options": options, "required": one.required, "position": position
    }  # fmt: skip


def all_refused(activity_id: int, entries: Sequence[Entry], why: str) -> Outcome:
    """Nobody was taken, and why."""
    lines = [
        Placed(place, Became.REFUSED, entry.name, entry.person_id, reason=why) for place, entry in enumerate(entries)
    ]
    return Outcome(activity_id, tuple(lines))
