"""议程: what a meeting talks about, in its order, with what was said and decided; and the topics that wait for one."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.topic_flow import Action, MeetingState
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import AgendaLine, MeetingFile, TopicOffered, WaitingTopic
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.council.giving import take_step
from louyu_desktop.ui.fields.editors import NoteEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import (
    Badge,
    Button,
    Card,
    ElidedLabel,
    EmptyState,
    IconButton,
    Label,
    LongLink,
    outline,
    primary,
)
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.record_page import RecordPage

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FEEDING = frozenset({"topics", "agenda-items", "meetings"})
_DECIDING = (Action.AGREE, Action.AGAIN, Action.REFUSE)
_TONES = {"通过": "ok", "再议": "warn", "否决": "danger"}


class AgendaPage(RecordPage[MeetingFile]):
    """One card for each topic; those that wait stand below, each with a button that puts it on."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, self._meeting, self._draw, _FEEDING, near=_of_one_topic)
        self.file: MeetingFile | None = None

    def _meeting(self, key: int) -> MeetingFile:
        return self._context.services.councils.meeting(key, dt.datetime.now(dt.UTC))

    def _draw(self, file: MeetingFile) -> None:
        self.file = file
        for number, one in enumerate(file.items):
            self._rows.addWidget(self._item(file, number, one))
        if not file.items:
            hint = _("从下面的议题里排进来") if file.waiting else _("先在「议题」里记下要议的事")
            self._rows.addWidget(EmptyState("list", _("议程还是空的"), hint))
        if file.waiting and file.state != MeetingState.SETTLED:
            self._rows.addWidget(self._waiting(file))

    def _item(self, file: MeetingFile, number: int, one: AgendaLine) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(8)
        lead = LongLink(f"{number + 1}. {one.title}")
        lead.clicked.connect(partial(self._context.open_record, "topics", one.topic_id))
        row.addWidget(lead)
        row.addWidget(Label(one.number, "hint"))
        row.addWidget(ElidedLabel(one.proposer, "hint"), 1)
        words = _(one.decision) if one.decision else _("待议")
        row.addWidget(Badge(words, _TONES.get(one.decision, "plain")))
        if self._may and file.state != MeetingState.SETTLED:
            for icon, by, words in (("up", -1, N_("往前")), ("down", 1, N_("往后"))):
                mover = IconButton(icon, _(words))
                mover.setEnabled(0 <= number + by < len(file.items))
                mover.clicked.connect(partial(self.move_item, number, by))
                self.buttons[icon, one.topic_id] = mover
                row.addWidget(mover)
        card.body.addLayout(row)
        for name, text in (("speeches", one.speeches), ("decided", one.decided)):
            if text:
                field = self._context.services.records.entity("agenda-items").field(name)
                card.body.addWidget(Label(self._context.guest.show(field, text), "label", "text2", wrap=True))
        if self._may and one.is_here and file.state != MeetingState.SETTLED:
            card.body.addLayout(self._verbs(file, one))
        return card

    def _verbs(self, file: MeetingFile, one: AgendaLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        note = outline(_("记发言"), small=True)
        note.clicked.connect(partial(self.note, one))
        self._add(row, "note", one, note)
        if file.starts_at <= dt.datetime.now(dt.UTC) and not one.decision:
            for number, action in enumerate(_DECIDING):
                label = {Action.AGREE: N_("通过"), Action.AGAIN: N_("再议"), Action.REFUSE: N_("否决")}[action]
                button = primary(_(label), small=True) if number == 0 else outline(_(label), small=True)
                button.clicked.connect(partial(self.decide, one, action))
                self._add(row, action.value, one, button)
        row.addStretch(1)
        return row

    def _add(self, row: QHBoxLayout, word: str, one: AgendaLine, button: Button) -> None:
        button.setAccessibleName(f"{button.text()}：{one.title}")
        self.buttons[word, one.topic_id] = button
        row.addWidget(button)

    def _waiting(self, file: MeetingFile) -> Card:
        card = Card(_("还没有排入会议的议题"))
        if self._may and len(file.waiting) > 1:
            every = outline(_("全部排入"), small=True)
            every.clicked.connect(partial(self.put_on, file, file.waiting))
            card.head.addWidget(every)
        for one in file.waiting:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Label(one.title, "body", wrap=True), 1)
            row.addWidget(Label(one.number, "hint"))
            if one.again:
                row.addWidget(Badge(_("再议"), "warn"))
            if self._may:
                button = outline(_("排入"), "plus", small=True)
                button.setAccessibleName(_("排入：{title}").format(title=one.title))
                button.clicked.connect(partial(self.put_on, file, (one,)))
                self.buttons["put_on", one.id] = button
                row.addWidget(button)
            card.body.addLayout(row)
        return card

    # -- what is done here ---------------------------------------------------------------------

    def put_on(self, file: MeetingFile, topics: tuple[WaitingTopic, ...], _checked: bool = False) -> None:
        """Put these topics on the agenda."""
        councils, ids = self._context.services.councils, [one.id for one in topics]
        self._write(lambda: councils.put_on(file.id, ids), _("排入 {count} 个议题").format(count=len(ids)))

    def move_item(self, number: int, by: int, _checked: bool = False) -> None:
        """Let an item and its neighbour change places."""
        if self.file is None:
            return
        councils, key = self._context.services.councils, self.file.id
        order = [one.id for one in self.file.items]
        order[number], order[number + by] = order[number + by], order[number]
        self._write(lambda: councils.arrange(key, order), "")

    def _write(self, work: object, words: str) -> None:
        def done(_found: object) -> None:
            if words:
                self._context.message("ok", words)

        def run(_control: Control) -> object:
            assert callable(work)  # noqa: S101 - a lambda of this page
            return work()

        self._context.tasks.write(self, run, done, partial(report, self))

    def note(self, one: AgendaLine, _checked: bool = False) -> None:
        """What was said."""
        if one.speeches and self._context.guest.on:
            self._context.message("warn", _("来客视图里不显示发言。按 F12 关掉来客视图再记"))
            return
        NoteDialog(self._context, one, self.window()).open()

    def decide(self, one: AgendaLine, action: Action, _checked: bool = False) -> None:
        """What was decided; its words are asked first."""
        councils, now = self._context.services.councils, dt.datetime.now(dt.UTC)

        def ask(offered: tuple[TopicOffered, ...]) -> None:
            found = next((step for step in offered if step.action is action), None)
            if found is not None:
                take_step(self._context, one.topic_id, one.title, found, self)

        self._context.tasks.read(self, lambda _control: councils.actions(one.topic_id, now), ask)


def _of_one_topic(one: tuple[str, int], other: tuple[str, int]) -> bool:
    return one[1] == other[1]


class NoteDialog(Panel):
    """What was said to a topic, for the record of the meeting."""

    def __init__(self, context: Context, one: AgendaLine, parent: QWidget) -> None:
        title = _("记发言：{title}").format(title=one.title)
        super().__init__(context, parent, title, _("谁说了什么，一人一行。只印在会议记录里，不进纪要。"), _("记下"), QSize(560, 260))
        self._id = one.id
        self.words = NoteEditor(Field(name="speeches", label=N_("发言"), kind=Kind.NOTE, max_length=4000), self)
        self.words.setAccessibleName(_("发言"))
        self.words.put(one.speeches)
        self.body.addWidget(self.words)
        self.body.addStretch(1)
        self.words.setFocus()
        self.go.clicked.connect(self.take)

    def take(self) -> None:
        """Keep it."""
        councils, key, words = self.context.services.councils, self._id, str(self.words.value() or "")
        self.go.setEnabled(False)

        def work(_control: Control) -> None:
            councils.note(key, words)

        self.context.tasks.write(self, work, lambda _nothing: self.accept(), self.refuse)
