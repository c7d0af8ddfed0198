"""What a step of a topic or a meeting writes; each function works inside one operation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from louyu_desktop.errors import UserError
from louyu_desktop.models import (
    AgendaItem,
    Council,
    Enterprise,
    Feedback,
    Meeting,
    PublicNotice,
    ServiceRequest,
    Topic,
    Visit,
    Wish,
)
from louyu_desktop.rules.topic_categories import category_of
from louyu_desktop.rules.topic_flow import STEPS, Action, Decision, MeetingState, Stage
from louyu_desktop.services import council_reading as reading
from louyu_desktop.services import numbers
from louyu_desktop.services.council_copies import Attendance, MeasureLine, Source, TopicDraft, TopicGiven
from louyu_desktop.services.references import ENTITIES
from louyu_desktop.storage import councils as standing
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _


def fitting(kind: str, name: str, words: str) -> str:
    """Words without their margins; UserError where the field does not hold so many."""
    said, limit = words.strip(), ENTITIES[kind].field(name).max_length
    if limit and len(said) > limit:
        raise UserError(_("最多 {limit} 个字，现在有 {count} 个").format(limit=limit, count=len(said)), field=name)
    return said


# where topics come from


def source_of(session: Session, kind: str, record_id: int) -> Source:
    """What a topic may begin with that is raised from a request, a visit or a wish; UserError for anything else."""
    model: Any = {"requests": ServiceRequest, "visits": Visit, "wishes": Wish}.get(kind)
    row = session.get(model, record_id) if model is not None else None
    if row is None or row.archived_at is not None:
        raise UserError(_("来源已经不在了，可能刚被移进了回收站"))
    firm = session.get(Enterprise, row.enterprise_id) if getattr(row, "enterprise_id", None) else None
    title = str(getattr(row, "title", None) or getattr(row, "text", None) or _first_line(getattr(row, "needs", None)))
    unit = getattr(row, "requester_unit", None) or getattr(row, "unit_name", None) or ""
    raised = session.scalars(
        select(Topic.number)
        .where(Topic.source_kind == kind, Topic.source_id == record_id, Topic.archived_at.is_(None))
        .order_by(Topic.id)
    ).all()
    return Source(
        kind, record_id, f"{_(ENTITIES[kind].label)} {row.number or ''}".strip(), title,
        firm.name if firm is not None else unit, category_of(title), _council_for(session, row),
        firm.id if firm is not None else None, tuple(filter(None, raised)),
    )  # fmt: skip


def _first_line(text: str | None) -> str:
    return next((line.strip() for line in (text or "").splitlines() if line.strip()), "")[:100]


def _council_for(session: Session, row: Any) -> int | None:
    """The council of the building that it is about, else the only one there is."""
    rows = session.execute(select(Council.id, Council.building_id).where(Council.archived_at.is_(None))).all()
    building = getattr(row, "building_id", None)
    here = [key for key, tower in rows if building is not None and tower == building]
    return here[0] if here else rows[0][0] if len(rows) == 1 else None


def raised(write: Write, source: Source, draft: TopicDraft, today: dt.date) -> int:
    """A topic out of a source; whoever raised it is the first to be answered."""
    said = _("来自{source}").format(source=source.label)
    values: dict[str, Any] = {
        "title": draft.title.strip(), "council_id": draft.council_id, "raised_on": today,
        "proposer": source.proposer or None, "category": draft.category or None, "source_kind": source.kind,
        "source_id": source.id, "background": "\n".join(filter(None, (draft.background.strip(), said))),
    }  # fmt: skip
    [topic_id] = write.insert(Topic, [values | numbers.of_new(write, Topic, values)])
    concern(write, topic_id, [source.enterprise_id] if source.enterprise_id is not None else [], source.proposer)
    return topic_id


def concern(write: Write, topic_id: int, firms: Iterable[int], other: str = "") -> int:
    """Put firms on the list of who is to be answered, or, without any, somebody by name; gives how many are new."""
    there = standing.live(write.session, Feedback, Feedback.topic_id == topic_id)
    known = {one.enterprise_id for one in there}
    rows: list[dict[str, Any]] = [
        {"topic_id": topic_id, "enterprise_id": firm} for firm in dict.fromkeys(firms) if firm not in known
    ]
    if not rows and other and not there:
        rows = [{"topic_id": topic_id, "to_whom": other}]
    write.insert(Feedback, rows)
    return len(rows)


# steps of a topic


def take(write: Write, topic: Topic, action: Action, given: TopicGiven, now: dt.datetime, today: dt.date) -> None:
    """Write what a step changes: the topic, its place on agendas, whom to answer."""
    step = STEPS[action]
    stage = step.after(Stage(topic.stage))
    values: dict[str, Any] = {
        "stage": stage.value, "stage_reason": given.reason.strip() or None,
        "closed_on": today if stage is Stage.CLOSED else None,
    }  # fmt: skip
    if step.decision is not None:
        words = given.words.strip() or given.reason.strip()
        values |= {"decision": step.decision.value, "decided": words}
        _decide(write, topic, step.decision, words)
    if action is Action.SCHEDULE:
        values |= put_on(write, topic, standing.live_meeting(write.session, given.meeting_id))
    if action is Action.AGAIN:
        values["meeting_id"] = _next_agenda(write, topic, now)
    if action in {Action.TAKE_OFF, Action.TAKE_UP}:
        take_off(write, topic)
        values |= {"meeting_id": None, "decision": None, "decided": None}
    if stage is Stage.ANSWERED:
        concern(write, topic.id, (), topic.proposer or _("提出方"))
    write.update(Topic, [{"id": topic.id, **values}])


def _decide(write: Write, topic: Topic, decision: Decision, words: str) -> None:
    meeting = standing.meeting_of(write.session, topic)
    assert meeting is not None  # noqa: S101 - the guard asks for one
    refuse_settled(meeting)
    said = {"decision": decision.value, "decided": words}
    items = _items(write.session, meeting.id, topic.id)
    if items:
        write.update(AgendaItem, [{"id": items[0].id, **said}])
    else:
        _add(write, meeting.id, topic.id, said)


def refuse_settled(meeting: Meeting) -> None:
    """UserError when the minutes are settled: what was said and decided stands."""
    if meeting.state == MeetingState.SETTLED:
        raise UserError(_("「{meeting}」的纪要已经定稿。请站长先按「改纪要」").format(meeting=meeting.name))


def put_on(write: Write, topic: Topic, meeting: Meeting) -> dict[str, Any]:
    """Put a topic on the agenda of a meeting; gives what changes in the topic."""
    if meeting.state == MeetingState.SETTLED:
        raise UserError(_("「{meeting}」的纪要已经定稿，不能再排议题").format(meeting=meeting.name))
    if None not in (topic.council_id, meeting.council_id) and topic.council_id != meeting.council_id:
        raise UserError(_("「{topic}」和这次会议不属于同一个议事机构").format(topic=topic.title))
    if topic.meeting_id != meeting.id:
        take_off(write, topic)
    if not _items(write.session, meeting.id, topic.id):
        _add(write, meeting.id, topic.id, {})
    council = topic.council_id if topic.council_id is not None else meeting.council_id
    return {"meeting_id": meeting.id, "council_id": council, "stage": Stage.DISCUSSED.value}


def take_off(write: Write, topic: Topic) -> None:
    """Take a topic from the agenda that it stands on, where nothing was decided about it yet."""
    if topic.meeting_id is not None:
        undecided = [one.id for one in _items(write.session, topic.meeting_id, topic.id) if not one.decision]
        write.archive(AgendaItem, undecided)


def _next_agenda(write: Write, topic: Topic, now: dt.datetime) -> int | None:
    """再议: onto the agenda of the next meeting that is called already; without one it waits for it."""
    ahead = standing.next_meeting(write.session, topic.council_id, now)
    if ahead is None:
        return None
    if not _items(write.session, ahead.id, topic.id):
        _add(write, ahead.id, topic.id, {})
    return ahead.id


def _items(session: Session, meeting_id: int, topic_id: int) -> list[AgendaItem]:
    mine = (AgendaItem.meeting_id == meeting_id, AgendaItem.topic_id == topic_id)
    return list(standing.live(session, AgendaItem, *mine))


def _add(write: Write, meeting_id: int, topic_id: int, values: Mapping[str, Any]) -> None:
    last = write.session.scalar(
        select(func.max(AgendaItem.position)).where(
            AgendaItem.meeting_id == meeting_id, AgendaItem.archived_at.is_(None)
        )
    )
    row = {"meeting_id": meeting_id, "topic_id": topic_id, "position": (last or 0) + 1, **values}
    write.insert(AgendaItem, [row])


def posted(write: Write, topic: Topic, proposer: int | None, today: dt.date) -> int:
    """A notice about how a topic stands, to be reviewed; the one there is where it was proposed before."""
    mine = (PublicNotice.source_kind == "topics", PublicNotice.source_id == topic.id)
    there = standing.live(write.session, PublicNotice, *mine)
    if there:
        return int(there[-1].id)
    lines = [
        _("议题编号：{number}").format(number=topic.number or "—"), _("进展：{stage}").format(stage=_(topic.stage)),
        *([_("议定（{decision}）：{words}").format(decision=_(topic.decision), words=topic.decided or "")]
          if topic.decision else []),
        *(_measured(one) for one in reading.measures_of(write.session, topic.id, today)),
    ]  # fmt: skip
    values: dict[str, Any] = {
        "title": _("议题进展：{title}").format(title=topic.title)[:100], "kind": "议题进展", "body": "\n".join(lines),
        "proposed_on": today, "proposer_id": proposer, "source_kind": "topics", "source_id": topic.id,
    }  # fmt: skip
    [notice_id] = write.insert(PublicNotice, [values | numbers.of_new(write, PublicNotice, values)])
    return notice_id


def _measured(one: MeasureLine) -> str:
    if one.done_on is not None:
        return _("措施：{what}，已于 {day} 完成").format(what=one.what, day=one.done_on.isoformat())
    until = _("，计划 {day} 前完成").format(day=one.due_on.isoformat()) if one.due_on else ""
    return _("措施：{what}").format(what=one.what) + until


# steps of a meeting


def bring_back(write: Write, meeting: Meeting) -> None:
    """Topics that were put off come onto the agenda of this meeting."""
    for topic in standing.put_off(write.session, meeting):
        write.update(Topic, [{"id": topic.id, **put_on(write, topic, meeting)}])


def attended(meeting: Meeting, who: Attendance) -> dict[str, Any]:
    """What the record of a meeting says of who was there."""
    if not who.present:
        raise UserError(_("一个到会的人也没有勾。勾上再记"), field="attended")
    absent = "、".join(f"{name}（{why.strip()}）" if why.strip() else name for name, why in who.absent.items())
    return {
        "attended": "、".join(who.present), "absent": absent or None,
        "observers": who.observers.strip() or meeting.observers,
        "expected": len(who.present) + len(who.absent),
    }  # fmt: skip
