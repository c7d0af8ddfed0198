"""Activities out of others: clones with chosen parts, and templates (FEATURES.md D1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import Activity, ActivityTemplate, Preparation, Question, Registration
from louyu_desktop.rules import lifecycle, template_lines
from louyu_desktop.rules.attendance import RegistrationStatus
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.names import fold_name
from louyu_desktop.rules.template_lines import PreparationLine, QuestionLine
from louyu_desktop.services import numbers
from louyu_desktop.services.planned import CopiedPart
from louyu_desktop.services.room_rules import keep_rules
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.planning import live_activity
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

_ALWAYS = ("title", "type", "tags", "platform", "brand", "audience", "count_mode", "organisation_id", "remark")
_PARTS: Mapping[CopiedPart, tuple[str, ...]] = {
    CopiedPart.PLACE: ("venue_id", "venue", "setup_minutes", "clear_minutes"),
    CopiedPart.HOSTS: ("organiser", "co_organisers", "providers", "speaker", "owner"),
    CopiedPart.PLACES: ("capacity", "quota", "waiting_hours", "allow_walk_in"),
    CopiedPart.SERIES: ("series_id", "parent_id"),
}
_OF_TEMPLATE = (
    "title", "type", "tags", "platform", "brand", "venue_id", "venue", "setup_minutes", "clear_minutes", "organiser",
    "co_organisers", "providers", "owner", "audience", "capacity", "quota", "waiting_hours", "allow_walk_in",
    "count_mode",
)  # fmt: skip
_ASKED = ("text", "kind", "options", "required", "position")
_PREPARED = ("what", "owner", "days_before")


def values_like(activity: Activity, starts_at: dt.datetime, parts: Collection[CopiedPart]) -> dict[str, Any]:
    """The values of a new activity like another one: as long, its deadline as far ahead."""
    names = [*_ALWAYS, *(name for part in parts for name in _PARTS.get(part, ()))]
    length = lifecycle.end_of(activity.starts_at, activity.ends_at) - activity.starts_at
    values = {name: getattr(activity, name) for name in names}
    if CopiedPart.PLACES in parts and activity.registration_deadline:
        values["registration_deadline"] = starts_at - (activity.starts_at - activity.registration_deadline)
    return {**values, "starts_at": starts_at, "ends_at": starts_at + length}


def hang(write: Write, activity_ids: Sequence[int], preparations: Collection[PreparationLine],
         questions: Collection[QuestionLine]) -> None:  # fmt: skip
    """Give activities their preparations and questions."""
    write.insert(Preparation, [
        {"activity_id": key, "what": one.what, "owner": one.owner or None, "days_before": one.days_before}
        for key in activity_ids for one in preparations
    ])  # fmt: skip
    write.insert(Question, [
        {"activity_id": key, "text": one.text, "kind": one.kind, "options": one.options, "required": one.required,
         "position": place}
        for key in activity_ids for place, one in enumerate(questions, 1)
    ])  # fmt: skip


def preparations_of(session: Session, activity_id: int) -> list[PreparationLine]:
    """What is to be done before an activity."""
    rows = _children(session, Preparation, activity_id)
    return [PreparationLine(row.what, row.owner or "", row.days_before) for row in rows]


def questions_of(session: Session, activity_id: int) -> list[QuestionLine]:
    """What an activity asks."""
    rows = sorted(_children(session, Question, activity_id), key=lambda row: (row.position or 0, row.id))
    return [QuestionLine(row.text, row.kind, row.options, row.required) for row in rows]


def _children(session: Session, model: Any, activity_id: int) -> Sequence[Any]:
    query = select(model).where(model.activity_id == activity_id, model.archived_at.is_(None)).order_by(model.id)
    return session.scalars(query).all()


def clone(
    database: Database, activity_id: int, starts_at: dt.datetime, parts: frozenset[CopiedPart], title: str
) -> int:
    """`Activities.clone`."""
    with database.read() as session:
        label = _("克隆活动：{title}").format(title=live_activity(session, activity_id).title)
    with database.write(label) as write:
        activity = live_activity(write.session, activity_id)
        values = values_like(activity, starts_at, parts)
        if title.strip():
            values["title"] = title.strip()
        asked = questions_of(write.session, activity_id) if CopiedPart.QUESTIONS in parts else []
        prepared = preparations_of(write.session, activity_id) if CopiedPart.PREPARATIONS in parts else []
        new = _insert(write, values)
        hang(write, [new], prepared, asked)
        keep_rules(database, write, [new])
        if CopiedPart.PEOPLE in parts:
            _copy_people(write, activity_id, new, values.get("capacity"))
        return new


def _insert(write: Write, values: dict[str, Any]) -> int:
    [new] = write.insert(Activity, [{**values, **numbers.of_new(write, Activity, values)}])
    return new


def _copy_people(write: Write, source: int, new: int, capacity: int | None) -> None:
    """Who was coming is asked again: consent and answers are given anew, and nobody above the capacity."""
    rows = write.session.scalars(
        select(Registration)
        .where(Registration.activity_id == source, Registration.archived_at.is_(None))
        .where(Registration.status.not_in((RegistrationStatus.CANCELLED, RegistrationStatus.WAITING)))
        .order_by(Registration.id)
    ).all()
    names = ("person_id", "unit_name", "enterprise_id", "party_member")
    write.insert(Registration, [
        {"activity_id": new, **{name: getattr(row, name) for name in names}, "registered_at": write.log.at,
         "status": RegistrationStatus.REGISTERED.value}
        for row in rows[:capacity]
    ])  # fmt: skip


def from_template(database: Database, template_id: int, starts_at: dt.datetime, title: str) -> int:
    """`Activities.from_template`."""
    with database.read() as session:
        label = _("用模板新建活动：{title}").format(title=title.strip() or _template(session, template_id).name)
    with database.write(label) as write:
        template = _template(write.session, template_id)
        values = {name: getattr(template, name) for name in _OF_TEMPLATE}
        values["title"] = title.strip() or template.title or template.name
        values |= {"starts_at": starts_at, "ends_at": starts_at + dt.timedelta(minutes=template.minutes or 60)}
        if template.deadline_days is not None:
            values["registration_deadline"] = starts_at - dt.timedelta(days=template.deadline_days)
        prepared = template_lines.preparations(template.preparations)
        asked = template_lines.questions(template.questions)
        new = _insert(write, values)
        keep_rules(database, write, [new])
        hang(write, [new], prepared, asked)
        return new


def _template(session: Session, template_id: int) -> ActivityTemplate:
    template = session.get(ActivityTemplate, template_id)
    if template is None or template.archived_at is not None:
        raise UserError(_("这个模板已经不在了"))
    return template


def save_as_template(database: Database, activity_id: int, name: str, parts: frozenset[CopiedPart]) -> int:
    """`Activities.save_as_template`."""
    if not name.strip():
        raise UserError(_("请填模板名称"), field="name")
    with database.write(_("存为活动模板：{name}").format(name=name.strip())) as write:
        activity = live_activity(write.session, activity_id)
        values = _template_values(write.session, activity, parts)
        values["name"] = name.strip()
        same = select(ActivityTemplate.id).where(
            ActivityTemplate.name_key == fold_name(name.strip()), ActivityTemplate.archived_at.is_(None)
        )
        known = write.session.scalar(same)
        if known is not None:
            write.update(ActivityTemplate, [{"id": known, **values}])
            return known
        [new] = write.insert(ActivityTemplate, [values])
        return new


def _template_values(session: Session, activity: Activity, parts: frozenset[CopiedPart]) -> dict[str, Any]:
    names = {name for part in parts for name in _PARTS.get(part, ())} | set(_ALWAYS)
    values = {name: getattr(activity, name) for name in _OF_TEMPLATE if name in names}
    length = lifecycle.end_of(activity.starts_at, activity.ends_at) - activity.starts_at
    values["minutes"] = int(length.total_seconds() // 60)
    values["begins"] = f"{activity.starts_at.astimezone(SHANGHAI):%H:%M}"
    if CopiedPart.PLACES in parts and activity.registration_deadline:
        values["deadline_days"] = max(0, (activity.starts_at - activity.registration_deadline).days)
    if CopiedPart.PREPARATIONS in parts:
        lines = preparations_of(session, activity.id)
        values["preparations"] = "\n".join(template_lines.preparation_text(line) for line in lines)
    if CopiedPart.QUESTIONS in parts:
        asked = questions_of(session, activity.id)
        values["questions"] = "\n".join(template_lines.question_text(line) for line in asked)
    return values


def insert_all(write: Write, rows: Sequence[dict[str, Any]]) -> list[int]:
    """Several new activities, each with its number."""
    return write.insert(Activity, [{**row, **numbers.of_new(write, Activity, row)} for row in rows])
