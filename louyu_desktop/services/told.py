"""Whom to tell that an activity is moved or called off (FIELD.md 2.7)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Activity, Enterprise, Facility, Person, Preparation, Registration
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import weekday
from louyu_desktop.rules.masks import mask_phone
from louyu_desktop.rules.roles import Role, sees
from louyu_desktop.services.planned import Told, ToldPerson
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.text import N_, _

_COMING = (RegistrationStatus.REGISTERED, RegistrationStatus.OFFERED, RegistrationStatus.WAITING,
           RegistrationStatus.SIGNED_IN)  # fmt: skip
_OTHERS = (("organiser", N_("主办")), ("co_organisers", N_("协办")), ("providers", N_("支持单位")), ("speaker", N_("主讲")),
           ("owner", N_("负责人")))  # fmt: skip


def when_words(activity: Activity) -> str:
    """2026-11-20 周五 12:00 – 13:00."""
    begin = activity.starts_at.astimezone(SHANGHAI)
    words = f"{begin:%Y-%m-%d} {weekday(begin.date())} {begin:%H:%M}"
    if activity.ends_at is None:
        return words
    end = activity.ends_at.astimezone(SHANGHAI)
    return f"{words} – {end:%H:%M}" if end.date() == begin.date() else f"{words} – {end:%m-%d %H:%M}"


def people_to_tell(session: Session, activity_ids: Collection[int]) -> list[Any]:
    """(person id, name, mobile, unit, status) of everyone who means to come, in the order of registration."""
    return list(
        session.execute(
            select(Person.id, Person.name, Person.mobile, Registration.unit_name, Registration.status, Enterprise.name)
            .join(Registration, Registration.person_id == Person.id)
            .outerjoin(Enterprise, Enterprise.id == Registration.enterprise_id)
            .where(Registration.activity_id.in_(activity_ids), Registration.archived_at.is_(None))
            .where(Registration.status.in_(_COMING), Person.archived_at.is_(None))
            .order_by(Registration.id)
        ).all()
    )


def told_of(session: Session, role: Role, activity: Activity) -> Told:
    """Everyone to be told about an activity, phones masked and only for roles that see them."""
    shown = sees(role, ENTITIES["people"].field("mobile"))
    people = tuple(
        ToldPerson(key, name, unit or firm or "", mask_phone(mobile) if shown and mobile else "", status)
        for key, name, mobile, unit, status, firm in people_to_tell(session, [activity.id])
    )
    others = [(_(label), str(getattr(activity, name))) for name, label in _OTHERS if getattr(activity, name)]
    if activity.venue_id is not None:
        room = session.scalar(select(Facility.name).where(Facility.id == activity.venue_id))
        others.append((_("场地"), room or ""))
    helpers = session.scalars(
        select(Preparation.owner)
        .where(Preparation.activity_id == activity.id, Preparation.archived_at.is_(None))
        .where(Preparation.done_on.is_(None), Preparation.owner.is_not(None))
        .distinct()
    ).all()
    if helpers:
        others.append((_("筹备"), "、".join(name for name in helpers if name)))
    return Told(
        activity.id, activity.title, activity.status, activity.status_reason or "", when_words(activity), people,
        tuple(others),
    )  # fmt: skip
