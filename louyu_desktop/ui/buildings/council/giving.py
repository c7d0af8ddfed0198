"""What a step of a topic asks for before it is taken: a meeting, the words of a decision, or why."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.topic_flow import Action, Asks
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import MeetingChoice, TopicGiven, TopicMoved, TopicOffered
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, NoteEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_ABOUT = {
    Action.SCHEDULE: N_("排进一次会议的议程。会还没有开的，随时可以换一次。"),
    Action.AGREE: N_("写清决定做什么。会议纪要和给企业的反馈都用这段话。"),
    Action.AGAIN: N_("下一次会议会自动列上这个议题。"),
    Action.REFUSE: N_("写清为什么。提出的一方会得到这个答复。"),
    Action.TAKE_OFF: N_("从议程里拿下来，回到需求收集。"),
    Action.DECLINE: N_("不上会的议题也要答复提出的一方。"),
    Action.RESOURCE: N_("对方觉得还不够，再定几项措施。"),
    Action.REOPEN: N_("回到闭环反馈，编号不变。"),
    Action.TAKE_UP: N_("从头再来，编号不变；以前的议定留在会议里。"),
}
_REASONS: dict[Action, tuple[str, ...]] = {
    Action.AGAIN: (N_("意见不一致"), N_("缺少方案或报价"), N_("相关方没有到会")),
    Action.DECLINE: (N_("已经当场解决"), N_("和别的议题重复"), N_("不属于议事范围")),
    Action.RESOURCE: (N_("对方不满意"), N_("措施没有见效")),
}


_LONGEST = 44


class GivenDialog(Panel):
    """`taken(TopicMoved)` once the step is written."""

    taken = Signal(object)

    def __init__(
        self, context: Context, topic_id: int, title: str, offered: TopicOffered,
        meetings: tuple[MeetingChoice, ...], parent: QWidget,
    ) -> None:  # fmt: skip
        size = QSize(560, 330 if Asks.WORDS in offered.asks else 260)
        head = _("{action}：{title}").format(action=offered.label, title=title)
        about = _ABOUT.get(offered.action, "")
        super().__init__(context, parent, head, _(about) if about else "", offered.label, size)
        self._topic_id, self._offered = topic_id, offered
        self._meetings = {_named(one, number): one.id for number, one in enumerate(meetings, start=1)}
        if Asks.MEETING in offered.asks:
            self._ask_meeting()
        if Asks.WORDS in offered.asks:
            self._ask_words()
        if Asks.REASON in offered.asks:
            self.reason = self.ask_reason("stage_reason", _REASONS.get(offered.action, ()), limit=200)
            self.reason.setFocus()
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)

    def _ask_meeting(self) -> None:
        names = tuple(self._meetings)
        field = Field(name="meeting", label=N_("会议"), kind=Kind.CHOICE, choices=names)
        self.meeting = self.ask(ChoiceEditor(field, self))
        if names:
            self.meeting.put(names[-1])
        else:
            self.note.say(_("还没有会议。先在「会议」里新建一次"), "warn")
        self.meeting.setFocus()

    def _ask_words(self) -> None:
        field = Field(name="decided", label=N_("决定"), kind=Kind.NOTE, max_length=4000)
        self.words = self.ask(NoteEditor(field, self))
        self.words.setFocus()

    def given(self) -> TopicGiven:
        """What was given."""
        asks = self._offered.asks
        return TopicGiven(
            self._meetings.get(str(self.meeting.value() or "")) if Asks.MEETING in asks else None,
            str(self.words.value() or "") if Asks.WORDS in asks else "",
            str(self.reason.value() or "") if Asks.REASON in asks else "",
        )

    def take(self) -> None:
        """Take the step with what was given."""
        councils, key, given = self.context.services.councils, self._topic_id, self.given()
        action = self._offered.action
        now = dt.datetime.now(dt.UTC)

        def work(_control: Control) -> TopicMoved:
            return councils.act(key, action, given, now=now)

        self.write(work, self._done)

    def _done(self, moved: TopicMoved) -> None:
        self.taken.emit(moved)
        self.accept()


def _named(meeting: MeetingChoice, number: int) -> str:
    words = f"{meeting.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M} {meeting.name}"
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… {number}"


def take_step(context: Context, topic_id: int, title: str, offered: TopicOffered, parent: QWidget) -> None:
    """Take a step; what it asks for is asked first, and then it is said where the topic stands."""
    councils = context.services.councils

    def said(moved: TopicMoved) -> None:
        words = f"{moved.title}：{_(moved.stage)}"
        context.message("ok", f"{words}，{moved.meeting}" if moved.meeting and offered.asks else words)

    def ask(meetings: tuple[MeetingChoice, ...]) -> None:
        dialog = GivenDialog(context, topic_id, title, offered, meetings, parent.window())
        dialog.taken.connect(said)
        dialog.open()

    if Asks.MEETING in offered.asks:
        context.tasks.read(parent, lambda _control: councils.meetings_for(topic_id), ask)
    elif offered.asks:
        ask(())
    else:
        now = dt.datetime.now(dt.UTC)
        context.tasks.write(
            parent, lambda _control: councils.act(topic_id, offered.action, now=now), said, partial(report, parent)
        )
