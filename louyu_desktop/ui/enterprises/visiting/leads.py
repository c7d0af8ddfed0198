"""A step of a lead: what was said, whom it was handed to, when it is looked at again (seed S1: 招商快速反应)."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import Copy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import DateEditor, LineEditor
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_STEPS = {
    "跟进中": (N_("跟进线索：{name}"), N_("记下跟进"), N_("跟进了什么")),
    "已移交": (N_("移交线索：{name}"), N_("移交"), N_("移交时说了什么")),
    "已落地": (N_("线索落地：{name}"), N_("记下落地"), N_("落在哪里，办到哪一步")),
    "放弃": (N_("放弃线索：{name}"), N_("放弃这条线索"), N_("为什么放弃")),
}
_WEEK = dt.timedelta(days=7)


class LeadDialog(Panel):
    """One step."""

    def __init__(self, context: Context, copy: Copy, state: str, parent: QWidget) -> None:
        title, verb, asks = _STEPS[state]
        about = _("会写进「结果」，带上今天的日期；Ctrl+Z 可以撤销")
        super().__init__(context, parent, _(title).format(name=copy.title), about, _(verb), QSize(520, 300))
        self._copy, self._state = copy, state
        self.words = LineEditor(Field(name="result", label=asks, max_length=400), self)
        self.whom = LineEditor(Field(name="handed_to", label=N_("移交给"), max_length=80), self)
        self.whom.box.setPlaceholderText(_("如 街道企业服务中心"))
        self.day = DateEditor(Field(name="next_on", label=N_("下次跟进"), kind=Kind.DATE), self)
        lines = ((_("移交给"), self.whom, state == "已移交"), (_(asks), self.words, True),
                 (_("下次跟进"), self.day, state == "跟进中"))  # fmt: skip
        for label, editor, shown in lines:
            if shown:
                self.body.addWidget(Label(label, "label"))
                self.body.addWidget(editor)
            editor.setVisible(shown)
        self.body.addStretch(1)
        if state == "跟进中":
            self.day.put(dates.today() + _WEEK)
        self.go.clicked.connect(self.take)
        self.words.box.returnPressed.connect(self.take)
        (self.whom if state == "已移交" else self.words).setFocus()

    def take(self) -> None:
        """Write the step."""
        try:
            day = values.parse(self.day.field, str(self.day.value()), today=dates.today())
        except UserError as error:
            self.note.say(error.sentence)
            return
        visits, key, state = self.context.services.visits, self._copy.id, self._state
        words, whom = str(self.words.value()), str(self.whom.value())
        self.write(
            lambda _control: visits.follow_lead(key, state, words, next_on=day, handed_to=whom),
            lambda _none: self.accept(),
        )
