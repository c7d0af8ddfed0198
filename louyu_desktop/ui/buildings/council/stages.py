"""四步: a topic in its four stages, each a card with what was said and done in it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.day_words import due_words
from louyu_desktop.rules.topic_flow import OVER, PATH, Stage
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import FeedbackLine, MeasureLine, TopicFile
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.council.answering import AnswerDialog
from louyu_desktop.ui.buildings.council.concerning import ConcernDialog
from louyu_desktop.ui.parts import Badge, Button, Card, ElidedLabel, Label, LongLink, outline, quiet
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.record_page import RecordPage

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_FEEDING = frozenset({"measures", "feedback", "agenda-items", "meetings"})
_MOST = 60
"""So many of those to be answered stand here; all of them stand in 反馈."""
_TITLES = (N_("一、需求收集"), N_("二、议题共商"), N_("三、资源整合"), N_("四、闭环反馈"))


class StagesPage(RecordPage[TopicFile]):
    """Four cards; measures are finished and firms answered here."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(context, parent, context.services.councils.topic, self._draw, _FEEDING)
        self.file: TopicFile | None = None
        self.verbs: dict[int, Button] = {}

    def _draw(self, file: TopicFile) -> None:
        self.file, self.verbs = file, {}
        stage = Stage(file.stage)
        here = PATH.index(stage) if stage in PATH else None
        parts = (self._collected, self._discussed, self._resourced, self._answered)
        for number, (title, fill) in enumerate(zip(_TITLES, parts, strict=True)):
            card = Card(_(title))
            if number == here:
                card.head.addWidget(Badge(_("现在"), "accent"))
            fill(card, file)
            self._rows.addWidget(card)

    def _seen(self, name: str, text: str, kind: str = "topics") -> str:
        return self._context.guest.show(self._context.services.records.entity(kind).field(name), text) if text else ""

    # -- the four cards ------------------------------------------------------------------------

    def _collected(self, card: Card, file: TopicFile) -> None:
        who = self._seen("proposer", file.proposer)
        category = _(file.category) if file.category else ""
        _line(card, "·".join(filter(None, (file.raised_on.isoformat(), who, category))))
        if file.background:
            _line(card, self._seen("background", file.background), "body")
        if file.source and file.source_id is not None:
            lead = LongLink(_("看{source}").format(source=file.source), "link")
            lead.clicked.connect(partial(self._context.open_record, file.source_kind, file.source_id))
            card.body.addWidget(lead, 0, Qt.AlignmentFlag.AlignLeft)

    def _discussed(self, card: Card, file: TopicFile) -> None:
        for one in file.meetings:
            row = QHBoxLayout()
            day = one.starts_at.astimezone(SHANGHAI).date().isoformat()
            lead = LongLink(f"{day} {one.meeting}", "people")
            lead.clicked.connect(partial(self._context.open_record, "meetings", one.meeting_id))
            row.addWidget(lead)
            words = _(one.decision) if one.decision else _("待议")
            row.addWidget(Badge(words, "ok" if one.decision == "通过" else "plain"))
            row.addStretch(1)
            card.body.addLayout(row)
            if one.decided:
                _line(card, self._seen("decided", one.decided), "body")
        if not file.meetings:
            _line(card, file.reason or _("还没有排入会议"))
        elif file.reason:
            _line(card, file.reason)

    def _resourced(self, card: Card, file: TopicFile) -> None:
        if file.resources:
            _line(card, self._seen("resources", file.resources), "body")
        for one in file.measures:
            card.body.addLayout(self._measure(one))
        if not file.measures:
            _line(card, _("还没有措施。在「措施」里写清做什么、谁负责、什么时候完成"))

    def _measure(self, one: MeasureLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(one.what, "body", wrap=True), 1)
        row.addWidget(ElidedLabel("·".join(filter(None, (one.responsible, one.owner))), "hint"))
        if one.done_on is not None:
            row.addWidget(Badge(_("{day} 完成").format(day=one.done_on.isoformat()), "ok"))
            return row
        words = due_words(one.due_on, dates.today()) if one.due_on else _("没有写期限")
        row.addWidget(Badge(words, "danger" if one.is_late else "plain"))
        if self._may:
            done = outline(_("完成"), "check", small=True)
            done.setAccessibleName(_("完成：{what}").format(what=one.what))
            done.clicked.connect(partial(self.finish, one))
            self.buttons["done", one.id] = done
            row.addWidget(done)
        return row

    def _answered(self, card: Card, file: TopicFile) -> None:
        for one in file.feedback[:_MOST]:
            card.body.addLayout(self._told(one))
            if one.reply:
                _line(card, self._seen("reply", one.reply, "feedback"))
        more = len(file.feedback) - _MOST
        if more > 0:
            _line(card, _("另外 {count} 家在「反馈」里").format(count=more))
        if not file.feedback:
            _line(card, _("还没有记反馈对象。按「加企业」选上受影响的企业"))
        if self._may and file.stage not in OVER:
            self._feedback_verbs(card, file)

    def _feedback_verbs(self, card: Card, file: TopicFile) -> None:
        waiting = tuple(one for one in file.feedback if one.told_on is None)
        self.concern_button = outline(_("加企业"), "plus", small=True)
        self.concern_button.clicked.connect(self.concern)
        card.head.addWidget(self.concern_button)
        self.buttons["concern"] = self.concern_button
        if waiting:
            words = _("反馈这 {count} 家") if len(waiting) > 1 else _("反馈")
            self.answer_button = outline(words.format(count=len(waiting)), "chat", small=True)
            self.answer_button.clicked.connect(partial(self.answer, waiting))
            card.head.addWidget(self.answer_button)
            self.buttons["answer"] = self.answer_button

    def _told(self, one: FeedbackLine) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        whom = self._seen("to_whom", one.whom, "feedback")
        row.addWidget(Label(whom, "body", wrap=True), 1)
        if one.told_on is None:
            row.addWidget(Badge(_("没反馈"), "warn"))
        else:
            score = _("{count} 分").format(count=one.satisfaction) if one.satisfaction else ""
            row.addWidget(Label("·".join(filter(None, (one.told_on.isoformat(), score))), "hint"))
        if self._may and self.file is not None and self.file.stage not in OVER:
            verb = quiet(_("反馈") if one.told_on is None else _("记意见"), small=True)
            verb.setAccessibleName(f"{verb.text()}：{whom}")
            verb.clicked.connect(partial(self.answer, (one,)))
            self.verbs[one.id] = self.buttons["told", one.id] = verb
            row.addWidget(verb)
        return row

    # -- what is done here ---------------------------------------------------------------------

    def concern(self, _checked: bool = False) -> None:
        """Choose further firms that are to be answered."""
        if self.file is not None:
            ConcernDialog(self._context, self.file, self.window()).open()

    def finish(self, one: MeasureLine, _checked: bool = False) -> None:
        """A measure is done today; one click, Ctrl+Z takes it back."""
        councils, today = self._context.services.councils, dates.today()

        def work(_control: Control) -> None:
            councils.finish_measure(one.id, today)

        def done(_nothing: object) -> None:
            self._context.message("ok", _("已完成：{what}，Ctrl+Z 可以撤销").format(what=one.what))

        self._context.tasks.write(self, work, done, partial(report, self))

    def answer(self, waiting: tuple[FeedbackLine, ...], _checked: bool = False) -> None:
        """Write down what they were told; of one that was told before, also what it said to that."""
        if any(one.reply for one in waiting) and self._context.guest.on:
            self._context.message("warn", _("来客视图里不显示对方意见。按 F12 关掉来客视图再记"))
        elif self.file is not None:
            AnswerDialog(self._context, self.file, waiting, self.window()).open()


def _line(card: Card, text: str, role: str = "label") -> None:
    if text:
        card.body.addWidget(Label(text, role, "" if role == "body" else "text2", wrap=True))
