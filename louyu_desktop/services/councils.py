"""The council: its members, topics from a need to an answer, and its meetings (FIELD.md 4.4; FEATURES.md H6, H7).

Nothing but the table of `rules.topic_flow` moves a topic or a meeting: `act` and `act_with_meeting` are the only ways.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from louyu_desktop.errors import NotPermittedError, UserError
from louyu_desktop.models import AgendaItem, Feedback, Measure, Meeting, Topic
from louyu_desktop.rules import dates
from louyu_desktop.rules import topic_flow as flow
from louyu_desktop.rules.topic_flow import MEETING_STEPS, STEPS, Action, Asks, MeetingAction, MeetingState, Stage
from louyu_desktop.services import council_reading as reading
from louyu_desktop.services import council_writing as writing
from louyu_desktop.services import topic_rules
from louyu_desktop.services.council_copies import (
    Answered,
    Attendance,
    CouncilStanding,
    MeetingChoice,
    MeetingFile,
    Source,
    TopicDraft,
    TopicFile,
    TopicGiven,
    TopicMoved,
    TopicOffered,
)
from louyu_desktop.services.references import entity_for, role_of
from louyu_desktop.storage import councils as standing
from louyu_desktop.storage.database import Database
from louyu_desktop.text import _

_NOTHING = TopicGiven()
_NOBODY = Attendance()


class Councils:
    """What can be asked of, and done with, councils, topics and meetings; each method is one operation."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- councils ------------------------------------------------------------------------------

    def standing(self, council_id: int, now: dt.datetime) -> CouncilStanding:
        """A council with its members by side, the sides that nobody stands for, and what is before it."""
        entity_for(role_of(self._database), "council-members")
        with self._database.read() as session:
            return reading.standing_of(session, council_id, now, dates.today())

    # -- topics --------------------------------------------------------------------------------

    def topic(self, topic_id: int) -> TopicFile:
        """A topic in its four stages."""
        role = role_of(self._database)
        entity_for(role, "topics")
        with self._database.read() as session:
            return reading.topic_file(session, role, topic_id, dates.today())

    def actions(self, topic_id: int, now: dt.datetime) -> tuple[TopicOffered, ...]:
        """What this person can do with a topic now, what leads on first; with why not."""
        role = role_of(self._database)
        entity_for(role, "topics")
        with self._database.read() as session:
            return reading.offered(session, role, standing.live_topic(session, topic_id), now)

    def meetings_for(self, topic_id: int) -> tuple[MeetingChoice, ...]:
        """The meetings that a topic can be put on the agenda of, by day."""
        entity_for(role_of(self._database), "meetings")
        with self._database.read() as session:
            return reading.choices(session, standing.live_topic(session, topic_id))

    def act(self, topic_id: int, action: Action, given: TopicGiven = _NOTHING, *, now: dt.datetime) -> TopicMoved:
        """Take a step with a topic; UserError says what stands before it, NotPermittedError who may."""
        writing.fitting("topics", "decided", given.words)
        writing.fitting("topics", "stage_reason", given.reason)
        with self._database.read() as session:
            topic = standing.live_topic(session, topic_id)
            self._refuse(reading.facts_of(session, topic, now), topic, action, given)
            label = _("{action}：{title}").format(action=_(STEPS[action].label), title=topic.title)
        with self._database.write(label) as write:
            topic = standing.live_topic(write.session, topic_id)
            self._refuse(reading.facts_of(write.session, topic, now), topic, action, given)
            writing.take(write, topic, action, given, now, dates.today())
        with self._database.read() as session:
            topic = standing.live_topic(session, topic_id)
            meeting = standing.meeting_of(session, topic)
            return TopicMoved(topic.id, topic.title, topic.stage, meeting.name if meeting else "")

    def _refuse(self, facts: flow.Facts, topic: Topic, action: Action, given: TopicGiven) -> None:
        step, stage, role = STEPS[action], Stage(topic.stage), role_of(self._database)
        if role not in step.roles:
            words = {"role": _(role.value), "action": _(step.label)}
            raise NotPermittedError(_("「{role}」不能做「{action}」，请找站长办理").format(**words))
        words_why = flow.why_not(action, stage, facts)
        if words_why:
            raise UserError(_(words_why))
        if Asks.MEETING in step.asks and given.meeting_id is None:
            raise UserError(_("请选排入哪次会议"), field="meeting_id")
        if Asks.WORDS in step.asks and not given.words.strip():
            raise UserError(_("请写决定的内容：会议纪要和反馈都用它"), field="decided")
        if Asks.REASON in step.asks and not given.reason.strip():
            raise UserError(_("请写原因：答复提出方时用得上"), field="stage_reason")

    # -- where topics come from ----------------------------------------------------------------

    def source(self, kind: str, record_id: int) -> Source:
        """What a topic may begin with that is raised from a request, a visit or a wish."""
        with self._database.read() as session:
            return writing.source_of(session, kind, record_id)

    def raise_from(self, kind: str, record_id: int, draft: TopicDraft) -> int:
        """Raise a topic from a request, a visit or a wish: whoever it came from is to be answered; gives its id."""
        if not draft.title.strip():
            raise UserError(_("请写议题"), field="title")
        with self._database.write(_("转成议题：{title}").format(title=draft.title.strip())) as write:
            return writing.raised(write, writing.source_of(write.session, kind, record_id), draft, dates.today())

    # -- measures and answers ------------------------------------------------------------------

    def finish_measure(self, measure_id: int, day: dt.date | None, result: str = "") -> None:
        """A measure was carried out on a day; with None it was not after all."""
        with self._database.read() as session:
            row = session.get(Measure, measure_id)
            if row is None or row.archived_at is not None:
                raise UserError(_("这项措施已经不在了"))
            label = (_("措施完成：{what}") if day else _("措施还没有完成：{what}")).format(what=row.what)
            kept, topic_id = row.result, row.topic_id
        if day is not None and day > dates.today():
            raise UserError(_("完成日期还没有到"), field="done_on")
        said = writing.fitting("measures", "result", result)
        with self._database.write(label) as write:
            if day is None:
                topic_rules.refuse_over(write.session, "measures", topic_id)
            write.update(Measure, [{"id": measure_id, "done_on": day, "result": said or kept}])

    def concern(self, topic_id: int, enterprise_ids: Collection[int]) -> int:
        """Put firms on the list of who is to be answered; gives how many are new there."""
        with self._database.write(_("加 {count} 家反馈企业").format(count=len(enterprise_ids))) as write:
            standing.live_topic(write.session, topic_id)
            topic_rules.refuse_over(write.session, "feedback", topic_id)
            return writing.concern(write, topic_id, enterprise_ids)

    def answer(self, feedback_ids: Collection[int], answered: Answered) -> int:
        """Those concerned were told the same; what one of them said is given where it is one alone."""
        if not feedback_ids:
            raise UserError(_("一家也没有勾。勾上再记"))
        if not answered.words.strip():
            raise UserError(_("请写反馈了什么"), field="words")
        if answered.told_on > dates.today():
            raise UserError(_("反馈日期还没有到"), field="told_on")
        values = {"told_on": answered.told_on, "words": writing.fitting("feedback", "words", answered.words)}
        if len(feedback_ids) == 1:
            reply = writing.fitting("feedback", "reply", answered.reply)
            values |= {"reply": reply or None, "satisfaction": answered.satisfaction}
        with self._database.write(_("反馈 {count} 家").format(count=len(feedback_ids))) as write:
            write.update(Feedback, [{"id": key, **values} for key in feedback_ids])
        return len(feedback_ids)

    def to_wall(self, topic_id: int) -> int:
        """Propose a notice about how a topic stands; it goes its own way from there. Gives its id."""
        with self._database.read() as session:
            title = standing.live_topic(session, topic_id).title
        with self._database.write(_("提出公示：{title}").format(title=title)) as write:
            topic = standing.live_topic(write.session, topic_id)
            return writing.posted(write, topic, self._database.actor, dates.today())

    # -- meetings ------------------------------------------------------------------------------

    def meeting(self, meeting_id: int, now: dt.datetime) -> MeetingFile:
        """A meeting with its agenda, the topics that wait for one, and what can be done with it."""
        role = role_of(self._database)
        entity_for(role, "meetings")
        with self._database.read() as session:
            return reading.meeting_file(session, role, meeting_id, now)

    def act_with_meeting(
        self, meeting_id: int, action: MeetingAction, attendance: Attendance = _NOBODY, *, now: dt.datetime
    ) -> str:
        """Take a step with a meeting; gives its state then.  A notice brings the topics that were put off along."""
        with self._database.read() as session:
            meeting = standing.live_meeting(session, meeting_id)
            label = _("{action}：{title}").format(action=_(MEETING_STEPS[action].label), title=meeting.name)
        with self._database.write(label) as write:
            meeting = standing.live_meeting(write.session, meeting_id)
            state, role = MeetingState(meeting.state), role_of(self._database)
            if role not in MEETING_STEPS[action].roles:
                words = {"role": _(role.value), "action": _(MEETING_STEPS[action].label)}
                raise NotPermittedError(_("「{role}」不能做「{action}」，请找站长办理").format(**words))
            if action in {MeetingAction.TELL, MeetingAction.HOLD} and state in MEETING_STEPS[action].sources:
                writing.bring_back(write, meeting)
            why = flow.meeting_why_not(action, state, reading.meeting_facts(write.session, meeting, now))
            if why:
                raise UserError(_(why))
            values = writing.attended(meeting, attendance) if MEETING_STEPS[action].asks_attendance else {}
            state = MEETING_STEPS[action].after(state)
            write.update(Meeting, [{"id": meeting_id, "state": state.value, **values}])
        return state.value

    def put_on(self, meeting_id: int, topic_ids: Sequence[int]) -> int:
        """Put several topics on the agenda of a meeting; gives how many."""
        with self._database.write(_("排入会议：{count} 个议题").format(count=len(topic_ids))) as write:
            meeting = standing.live_meeting(write.session, meeting_id)
            for topic_id in topic_ids:
                topic = standing.live_topic(write.session, topic_id)
                why = flow.why_not(Action.SCHEDULE, Stage(topic.stage), flow.Facts())
                if why:
                    raise UserError(f"{topic.title}：{_(why)}")
                write.update(Topic, [{"id": topic_id, **writing.put_on(write, topic, meeting)}])
        return len(topic_ids)

    def arrange(self, meeting_id: int, item_ids: Sequence[int]) -> None:
        """Give the items of an agenda this order."""
        with self._database.write(_("排议程的顺序")) as write:
            writing.refuse_settled(standing.live_meeting(write.session, meeting_id))
            write.update(AgendaItem, [{"id": key, "position": n} for n, key in enumerate(item_ids, start=1)])

    def note(self, item_id: int, speeches: str) -> None:
        """Keep what was said to an item of an agenda."""
        with self._database.write(_("记发言要点")) as write:
            writing.refuse_settled(standing.meeting_with(write.session, item_id))
            said = writing.fitting("agenda-items", "speeches", speeches)
            write.update(AgendaItem, [{"id": item_id, "speeches": said or None}])
