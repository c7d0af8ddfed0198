"""Recording a visit: one operation with all that follows from it (FIELD.md 2.8, 4.2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    BY_KIND,
    Enterprise,
    Record,
    Round,
    ServiceRequest,
    Visit,
    VisitTask,
)
from louyu_desktop.models.visit import OPEN_STATES
from louyu_desktop.rules import values as plain
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action, State
from louyu_desktop.services import numbers
from louyu_desktop.services.colour_copies import Outcome
from louyu_desktop.services.colours import propose_in
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.services.request_writing import call, insert_request, label_of, note_step, taken
from louyu_desktop.services.taking import check, words_of
from louyu_desktop.services.visit_copies import Change, Need, Recorded, VisitDraft
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.write import Write
from louyu_desktop.text import N_, _

CHANGED, WAITS = N_("五色改为{colour}"), N_("五色{colour}等第二人确认")
WAITING_ROUND = "待处理"
_FOUND_IN = ("enterprises", "occupancies", "contacts")


@dataclass(slots=True)
class _Done:
    """What one recording has done so far."""

    visit_id: int
    number: str
    tasks: int = 0
    requests: tuple[int, ...] = ()
    changed: int = 0
    colour: str = ""


def record(database: Database, draft: VisitDraft, today: dt.date) -> Recorded:
    """Keep the visit; nothing of it is kept when anything cannot be taken."""
    with database.read() as session:
        firm = session.get(Enterprise, draft.enterprise_id)
        if firm is None or firm.archived_at is not None:
            raise UserError(_("这家企业已经不在了，可能进了回收站"), field="enterprise_id")
        name, label = firm.name, _("登记走访：{name}").format(name=firm.name)
    _refuse_days(draft, today)
    with database.write(label) as write:
        done = write_visit(write, draft, database.actor, today)
    return Recorded(
        done.visit_id, done.number, done.tasks, done.requests, done.changed, done.colour, _sentence(done, name)
    )


def write_visit(write: Write, draft: VisitDraft, actor: int | None, today: dt.date) -> _Done:
    """Write a visit and what follows from it."""
    done = _visit(write, draft, today)
    if draft.reached:
        done.tasks = _answer(write, draft, done.visit_id)
    done.requests = tuple(_request(write, draft, need, done.visit_id, actor) for need in draft.needs)
    done.changed = sum(_apply(write, draft, change) for change in draft.changes if change.apply)
    if draft.colour:
        done.colour = _colour(write, draft, done.visit_id, actor)
    if draft.round_id is not None:
        waiting_round(write.session, draft.round_id)
        write.update(Round, [{"id": draft.round_id, "became": "走访", "became_id": done.visit_id,
                              "enterprise_id": draft.enterprise_id}])  # fmt: skip
    return done


# ------------------------------------------------------------------------ the visit itself


def waiting_round(session: Session, round_id: int) -> Any:
    """A note of a round that nobody has dealt with, the record of this session; UserError for any other."""
    found = session.get(Round, round_id)
    if found is None or found.archived_at is not None:
        raise UserError(_("这条速记已经不在了，可能进了回收站"))
    if found.became != WAITING_ROUND:
        raise UserError(_("这条速记已经处理过了：{became}").format(became=_(found.became)))
    return found


def _refuse_days(draft: VisitDraft, today: dt.date) -> None:
    if draft.visited_on > today:
        sentence = _("走访日期在今天之后。约好的日子请填在「下次走访」")
        raise UserError(sentence, field="visited_on")
    if draft.next_visit_on is not None and draft.next_visit_on <= draft.visited_on:
        raise UserError(_("下次走访要在这次之后"), field="next_visit_on")


def _visit(write: Write, draft: VisitDraft, today: dt.date) -> _Done:
    values = {
        "enterprise_id": draft.enterprise_id, "visited_on": draft.visited_on, "visitors": draft.visitors,
        "met": draft.met, "reached": draft.reached, "form": draft.form, "reason": draft.reason,
        "topics": draft.topics, "situation": draft.situation,
        "needs": "\n".join(_in_words(need) for need in draft.needs), "answered": draft.answered,
        "follow_up": draft.follow_up, "changes_found": _changes_in_words(write, draft),
        "colour_suggested": draft.colour, "next_visit_on": draft.next_visit_on, "signed": draft.signed,
    }  # fmt: skip
    kept = taken(Visit, values, today)
    check(ENTITIES["visits"], kept)
    number = numbers.of_new(write, Visit, kept)
    [visit_id] = write.insert(Visit, [{**kept, **number}])
    return _Done(visit_id, number["number"])


def _in_words(need: Need) -> str:
    return _("{title}（当场答复）").format(title=need.title) if need.settled else need.title


def _changes_in_words(write: Write, draft: VisitDraft) -> str:
    """What was found changed, before → after; what the file was not changed for says so."""
    lines = [draft.changes_found.strip()] if draft.changes_found.strip() else []
    for change in draft.changes:
        model, entity = _found_in(change), ENTITIES[change.kind]
        before: Mapping[str, Any] = {}
        if change.id is not None:
            found = write.session.execute(select(model.__table__).where(model.id == change.id)).mappings().first()
            before = dict(found or {})
        parts = []
        for name, value in change.values.items():
            field = entity.field(name)
            old = words_of(write.session, field, before.get(name)) if change.id is not None else ""
            new = words_of(write.session, field, value) if not isinstance(value, str) else value.strip()
            parts.append(f"{_(field.label)} {old} → {new}" if old else f"{_(field.label)} {new}")
        words = _("，").join(parts)
        lines.append(words if change.apply else _("{words}（没有改进档案）").format(words=words))
    return "\n".join(lines)[: ENTITIES["visits"].field("changes_found").max_length]


# ------------------------------------------------------------------------ what follows


def _answer(write: Write, draft: VisitDraft, visit_id: int) -> int:
    """The must-visits of this firm that were chosen are done; one closed meanwhile stays as it is."""
    open_ones = write.session.scalars(
        select(VisitTask.id)
        .where(VisitTask.id.in_(draft.task_ids), VisitTask.enterprise_id == draft.enterprise_id)
        .where(VisitTask.archived_at.is_(None), VisitTask.state.in_(OPEN_STATES))
    ).all()
    closed = {"state": "已访", "visit_id": visit_id, "closed_on": draft.visited_on, "put_off_until": None}
    write.update(VisitTask, [{"id": key, **closed} for key in open_ones])
    return len(open_ones)


def _request(write: Write, draft: VisitDraft, need: Need, visit_id: int, actor: int | None) -> int:
    """A request out of a need; one settled on the spot is closed with its answer."""
    received = dt.datetime.combine(draft.visited_on, dt.time(12), SHANGHAI).astimezone(dt.UTC)
    now = min(received, dt.datetime.now(dt.UTC))
    firm = write.session.get(Enterprise, draft.enterprise_id)
    values: dict[str, Any] = {
        "received_at": now, "channel": "跑楼" if draft.form == "跑楼" else "走访", "requester_kind": "企业",
        "enterprise_id": draft.enterprise_id, "building_id": firm.building_id if firm else None,
        "category": need.category or "其他", "title": need.title, "detail": need.detail, "urgency": need.urgency,
        "mechanism": need.mechanism or "平台协办", "owner_id": need.owner_id or actor, "given_due_on": need.due_on,
        "visit_id": visit_id,
    }  # fmt: skip
    if need.settled:
        values |= {
            "mechanism": "即知即办", "outcome": "解释说明", "closed_on": draft.visited_on,
            "finished_on": draft.visited_on, "contacted_at": now, "replied_at": now, "given_due_on": None,
            "result": draft.answered or _("走访时当场答复"),
        }  # fmt: skip
    given = {name: value for name, value in values.items() if value is not None}
    key = insert_request(write, given, now, actor)
    if need.settled:
        _answered(write, key, values["result"], now, actor)
    return key


def _answered(write: Write, request_id: int, result: str, now: dt.datetime, actor: int | None) -> None:
    """The answer was given face to face: the result, and that the firm has heard it, stand in the log as everywhere."""
    said = _("走访时当面答复")
    handled, closed = State.CALL_BACK.value, State.CLOSED.value
    note_step(
        write, request_id, label_of(Action.HANDLE_AT_ONCE), now, actor, before=State.NEW.value, after=handled,
        words=result,
    )  # fmt: skip
    note_step(write, request_id, _("回访"), now, actor, before=handled, after=closed, words=said)
    call(write, request_id, now, actor, score=None, words=said, reached=True)
    write.update(ServiceRequest, [{"id": request_id, "state": closed}])


def _found_in(change: Change) -> type[Record]:
    if change.kind not in _FOUND_IN:
        raise ValueError(f"a visit changes no {change.kind}")
    return BY_KIND[change.kind]


def _apply(write: Write, draft: VisitDraft, change: Change) -> int:
    """Change the file; gives how many fields.  A new headcount is as of the day of the visit."""
    model, entity = _found_in(change), ENTITIES[change.kind]
    given = taken(model, change.values, draft.visited_on)
    if change.kind == "enterprises" and "headcount" in given:
        given["headcount_on"] = draft.visited_on
    if change.id is None:
        values = {"enterprise_id": draft.enterprise_id, **given}
        check(entity, values)
        write.insert(model, [values])
        return 1
    current = write.session.execute(select(model.__table__).where(model.id == change.id)).mappings().first()
    owner = "id" if change.kind == "enterprises" else "enterprise_id"
    if current is None or current[owner] != draft.enterprise_id:
        raise UserError(_("要改的{label}已经不在了。请关掉重新打开").format(label=_(entity.label)))
    version = {"version": change.version} if change.version is not None else {}
    write.update(model, [{"id": change.id, **version, **given}])
    plain.check_record(entity, {**current, **given}, today=draft.visited_on)
    return len(change.values)


def _colour(write: Write, draft: VisitDraft, visit_id: int, actor: int | None) -> str:
    """Set the colour that was found, or propose it where a second person must confirm; nothing where it is that."""
    colour = draft.colour or ""
    firm = write.session.get_one(Enterprise, draft.enterprise_id)
    if firm.colour == colour:
        return ""
    reason = draft.colour_reason.strip() or draft.situation.strip()
    if not reason:
        raise UserError(_("改颜色要写理由：写在「定色理由」或「企业情况」里"), field="colour_reason")
    limit = ENTITIES["colour-changes"].field("reason").max_length
    found = propose_in(write, draft.enterprise_id, colour, reason[:limit], by=actor, visit_id=visit_id)
    said = WAITS if found is Outcome.WAITS else CHANGED
    return _(said).format(colour=colour)


# ------------------------------------------------------------------------ in words


def _sentence(done: _Done, name: str) -> str:
    """走访 ZF-2026-0012 已登记：澄怀设计；必访办结 1 件，诉求 2 件…"""
    parts = [
        (done.tasks, _("必访办结 {count} 件")), (len(done.requests), _("登记诉求 {count} 件")),
        (done.changed, _("档案改了 {count} 处")),
    ]  # fmt: skip
    said = [words.format(count=count) for count, words in parts if count]
    said += [done.colour] if done.colour else []
    head = _("已登记走访 {number}：{name}").format(number=done.number, name=name)
    return _("；").join([head, _("，").join(said)]) if said else head

