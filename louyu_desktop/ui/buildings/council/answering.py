"""反馈: what firms that a topic concerns were told, all of them alike or one alone with what it said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import Answered, FeedbackLine, TopicFile
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, DateEditor, LineEditor, NoteEditor
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.panel import Panel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_DAY = Field(name="told_on", label=N_("反馈日期"), kind=Kind.DATE, required=True)
_SCORES = ("5", "4", "3", "2", "1")


class AnswerDialog(Panel):
    """The day, the words — a first sentence from what was decided and done —, and of one alone its reply and score."""

    def __init__(self, context: Context, file: TopicFile, whom: tuple[FeedbackLine, ...], parent: QWidget) -> None:
        title = _("反馈：{title}").format(title=file.title)
        entity = context.services.records.entity("feedback").field("to_whom")
        about = "、".join(context.guest.show(entity, one.whom) for one in whom[:6])
        about = _("{names}等 {count} 家").format(names=about, count=len(whom)) if len(whom) > 6 else about
        super().__init__(context, parent, title, about, _("记下反馈"), QSize(560, 470 if len(whom) == 1 else 330))
        self._ids = tuple(one.id for one in whom)
        self.body.addWidget(Label(_("反馈日期"), "label"))
        self.day = DateEditor(_DAY, self)
        self.day.put(dates.today())
        self.body.addWidget(self.day)
        self.body.addWidget(Label(_("反馈内容"), "label"))
        self.words = NoteEditor(Field(name="words", label=N_("反馈内容"), kind=Kind.NOTE, max_length=1000), self)
        self.words.setAccessibleName(_("反馈内容"))
        self.words.put(drafted(file))
        self.body.addWidget(self.words)
        if len(whom) == 1:
            self._ask_reply()
        self.body.addStretch(1)
        self.words.setFocus()
        self.go.clicked.connect(self.take)

    def _ask_reply(self) -> None:
        self.body.addWidget(Label(_("对方意见"), "label"))
        self.reply = LineEditor(Field(name="reply", label=N_("对方意见"), max_length=1000), self)
        self.body.addWidget(self.reply)
        self.body.addWidget(Label(_("满意度（1–5 分）"), "label"))
        self.score = ChoiceEditor(Field(name="score", label=N_("满意度"), kind=Kind.CHOICE, choices=_SCORES), self)
        self.body.addWidget(self.score)

    def answered(self) -> Answered:
        """What was given; UserError for a day that cannot be read."""
        day = values.parse(_DAY, str(self.day.value()), today=dates.today())
        if not isinstance(day, dt.date):
            raise UserError(_("请写反馈日期"), field="told_on")
        alone = len(self._ids) == 1
        score = str(self.score.value() or "") if alone else ""
        return Answered(
            day, str(self.words.value() or ""), str(self.reply.value() or "") if alone else "",
            int(score) if score in _SCORES else None,
        )  # fmt: skip

    def take(self) -> None:
        """Keep it."""
        try:
            answered = self.answered()
        except UserError as error:
            self.refuse(error)
            return
        councils, ids = self.context.services.councils, self._ids
        self.go.setEnabled(False)

        def work(_control: Control) -> int:
            return councils.answer(ids, answered)

        def done(count: int) -> None:
            self.context.message("ok", _("已反馈 {count} 家").format(count=count))
            self.accept()

        self.context.tasks.write(self, work, done, self.refuse)


def drafted(file: TopicFile) -> str:
    """A first sentence from what was decided and done."""
    parts = [_("您关心的「{title}」").format(title=file.title)]
    parts += [file.decided] if file.decided else [file.reason] if file.reason else []
    done = [one.what for one in file.measures if one.done_on is not None]
    parts += [_("已完成：{what}").format(what="、".join(done))] if done else []
    return "，".join(part.rstrip("。") for part in parts) + "。"
