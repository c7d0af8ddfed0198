"""延期, 取消, 定新时间: what such a step asks for before it is taken."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates, values
from louyu_desktop.rules.lifecycle import Action
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.planned import Offered, Told
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import DateEditor
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import restyle

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_REASONS = (N_("讲师有事"), N_("天气原因"), N_("场地停用"), N_("报名太少"), N_("上级另有安排"))
_TITLES = {
    Action.POSTPONE: (N_("延期：{title}"), N_("时间以后再定。报名都留着，场地先让出来。"), N_("延期")),
    Action.CANCEL: (N_("取消：{title}"), N_("报名和筹备都留着备查，场地让出来。还可以恢复。"), N_("取消这场活动")),
    Action.RESUME: (N_("定新时间：{title}"), N_("报过名的人还在名单上。"), N_("定下来")),
}


class StepDialog(Panel):
    """`taken(Told)` once the step is written."""

    taken = Signal(object)

    def __init__(self, context: Context, copy: Copy, offered: Offered, parent: QWidget) -> None:
        title, about, verb = _TITLES[offered.action]
        super().__init__(
            context, parent, _(title).format(title=copy.title), self._about(copy, _(about)), _(verb), QSize(460, 260)
        )
        self._copy, self._offered = copy, offered
        self.leave.setText(_("不动"))
        if offered.asks_reason:
            self._ask_reason()
        if offered.asks_time:
            self._ask_time()
        if offered.action is Action.CANCEL:
            restyle(self.go, kind="danger_fill")
        self.go.clicked.connect(self.take)

    @staticmethod
    def _about(copy: Copy, words: str) -> str:
        count = copy.values.get("registered_count") or 0
        waiting = copy.values.get("waiting_count") or 0
        return _("已报名 {count} 人、候补 {waiting} 人。").format(count=count, waiting=waiting) + words

    def _ask_reason(self) -> None:
        self.reason = self.ask_reason("status_reason", _REASONS, limit=200)
        self.body.addStretch(1)
        self.reason.setFocus()

    def _ask_time(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        self.times: dict[str, DateEditor] = {}
        for name, label in (("starts_at", N_("新的开始时间")), ("ends_at", N_("结束时间，不填按原来的时长"))):
            column = QVBoxLayout()
            column.addWidget(Label(_(label), "label"))
            self.times[name] = DateEditor(Field(name=name, label=label, kind=Kind.DATETIME), self)
            column.addWidget(self.times[name])
            row.addLayout(column)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.times["starts_at"].setFocus()

    def _time(self, name: str) -> dt.datetime | None:
        editor = self.times[name]
        found = values.parse(editor.field, str(editor.value()), today=dates.today())
        return found if isinstance(found, dt.datetime) else None

    def take(self) -> None:
        """Take the step with what was given."""
        reason = str(self.reason.value()) if self._offered.asks_reason else ""
        try:
            starts_at, ends_at = (
                (self._time("starts_at"), self._time("ends_at")) if self._offered.asks_time else (None, None)
            )
        except UserError as error:
            self.note.say(error.sentence)
            return
        activities, key, action = self.context.services.activities, self._copy.id, self._offered.action
        now = dt.datetime.now(dt.UTC)

        def work(_control: Control) -> Told:
            return activities.act(key, action, now=now, reason=reason, starts_at=starts_at, ends_at=ends_at)

        self.write(work, self._done)

    def _done(self, told: Told) -> None:
        self.taken.emit(told)
        self.accept()
