"""反馈: what firms that a topic concerns were told, those that are ticked alike; of one alone also what it said."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import Answered, FeedbackLine, TopicFile
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import ChoiceEditor, DateEditor, LineEditor, NoteEditor
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_DAY = Field(name="told_on", label=N_("反馈日期"), kind=Kind.DATE, required=True)
LIMIT = 1000
_SCORES = ("5", "4", "3", "2", "1")


class AnswerDialog(Panel):
    """The day, the words — a first sentence from what was decided and done —, and of one alone its reply and score."""

    def __init__(self, context: Context, file: TopicFile, whom: tuple[FeedbackLine, ...], parent: QWidget) -> None:
        title = _("反馈：{title}").format(title=file.title)
        one = whom[0] if len(whom) == 1 else None
        entity = context.services.records.entity("feedback")
        self._named = {line.id: context.guest.show(entity.field("to_whom"), line.whom) for line in whom}
        about = self._named[one.id] if one else _("勾上的都记下同一段话；只勾一家，还能记它的意见和满意度。")
        super().__init__(context, parent, title, about, _("记下反馈"), QSize(560, 500 if one else 620))
        self.boxes: dict[int, QCheckBox] = {}
        if one is None:
            self._ask_whom(whom)
        self._ids = tuple(line.id for line in whom)
        self.day = DateEditor(_DAY, self)
        self.words = NoteEditor(Field(name="words", label=N_("反馈内容"), kind=Kind.NOTE, max_length=LIMIT), self)
        self.reply = LineEditor(Field(name="reply", label=N_("对方意见"), max_length=LIMIT), self)
        self.score = ChoiceEditor(Field(name="score", label=N_("满意度"), kind=Kind.CHOICE, choices=_SCORES), self)
        self._alone = QWidget(self)
        alone = QVBoxLayout(self._alone)
        alone.setContentsMargins(0, 0, 0, 0)
        alone.setSpacing(8)
        labels = (_("反馈日期"), _("反馈内容"), _("对方意见"), _("满意度（1–5 分）"))
        editors = (self.day, self.words, self.reply, self.score)
        for label, editor in zip(labels, editors, strict=True):
            room = alone if editor in (self.reply, self.score) else self.body
            room.addWidget(Label(label, "label"))
            editor.setAccessibleName(label)
            room.addWidget(editor)
        self.body.addWidget(self._alone)
        self.body.addStretch(0 if self.boxes else 1)
        self._fill(file, one)
        self._count()
        self.words.setFocus()
        self.go.clicked.connect(self.take)

    def _ask_whom(self, whom: tuple[FeedbackLine, ...]) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(10, 6, 8, 6)
        rows.setSpacing(2)
        self.every = QCheckBox(_("全部 {count} 家").format(count=len(whom)))
        self.every.setChecked(True)
        self.every.clicked.connect(self._tick_all)
        for line in whom:
            box = QCheckBox(unmarked(self._named[line.id]))
            box.setChecked(True)
            box.toggled.connect(self._count)
            rows.addWidget(box)
            self.boxes[line.id] = box
        rows.addStretch(1)
        self.body.addWidget(self.every)
        self.body.addWidget(scrolled(inside), 1)

    def _fill(self, file: TopicFile, one: FeedbackLine | None) -> None:
        told = one is not None and one.told_on is not None
        self.day.put(one.told_on if one is not None and told else dates.today())
        self.words.put(one.words if one is not None and told else drafted(file))
        if one is not None and told:
            self.reply.put(one.reply)
            self.score.put(str(one.satisfaction or ""))

    def _tick_all(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)

    def _count(self, _on: bool = False) -> None:
        count = len(self.chosen)
        self._alone.setVisible(count == 1)
        self.go.setEnabled(count > 0)
        if self.boxes:
            self.every.setChecked(count == len(self.boxes))
            self.rename(_("记下反馈：{count} 家").format(count=count) if count else _("记下反馈"))

    @property
    def chosen(self) -> tuple[int, ...]:
        """Whom it is about now."""
        return tuple(key for key in self._ids if key not in self.boxes or self.boxes[key].isChecked())

    def answered(self) -> Answered:
        """What was given; UserError for a day that cannot be read."""
        day = values.parse(_DAY, str(self.day.value()), today=dates.today())
        if not isinstance(day, dt.date):
            raise UserError(_("请写反馈日期"), field="told_on")
        alone = len(self.chosen) == 1
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
        councils, ids = self.context.services.councils, self.chosen
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
    words = "，".join(part.rstrip("。") for part in parts) + "。"
    return words if len(words) <= LIMIT else f"{words[: LIMIT - 1]}…"
