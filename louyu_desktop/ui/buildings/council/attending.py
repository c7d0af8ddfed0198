"""记到会: who of the council was there, who excused themselves and why, and who sat in."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.topic_flow import MeetingAction
from louyu_desktop.services.copies import Control
from louyu_desktop.services.council_copies import OBSERVER, Attendance, MeetingFile, Member
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.editors import LineEditor
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.plain import unmarked

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_APART = re.compile(r"[、，,；;\n]+")


class AttendanceDialog(Panel):
    """A box for each member, ticked; beside one that is not, why; further people in a line."""

    def __init__(self, context: Context, file: MeetingFile, parent: QWidget) -> None:
        about = _("没来的去掉勾，后面写原因。应到、出席、请假按这里记，签到表和纪要都用它。")
        super().__init__(context, parent, _("记到会：{title}").format(title=file.name), about, _("记下"), QSize(600, 560))
        self._file = file
        self.boxes: dict[str, QCheckBox] = {}
        self.reasons: dict[str, LineEditor] = {}
        name = context.services.records.entity("council-members").field("name")
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(10, 6, 8, 6)
        grid.setVerticalSpacing(4)
        seats = [member for member in file.members if member.post != OBSERVER]
        common = Counter(member.name for member in seats)
        for number, member in enumerate(seats):
            shown = context.guest.show(name, member.name)
            unit = member.unit if common[member.name] > 1 else ""
            box = QCheckBox(unmarked(" ".join(filter(None, (shown, unit, member.side, member.post)))))
            box.setChecked(True)
            why = LineEditor(Field(name=f"why{number}", label=N_("请假原因"), max_length=60), self)
            why.box.setPlaceholderText(_("请假原因"))
            why.setAccessibleName(f"{shown} {_('请假原因')}")
            why.setEnabled(False)
            box.toggled.connect(why.setDisabled)
            grid.addWidget(box, number, 0)
            grid.addWidget(why, number, 1)
            said = member.name if common[member.name] == 1 else self._apart(member)
            self.boxes[said], self.reasons[said] = box, why
        grid.setRowStretch(len(seats), 1)
        self.body.addWidget(scrolled(inside), 1)
        self.further = self._line("further", N_("另外出席"))
        self.observers = self._line("observers", N_("列席"))
        if not context.guest.on:
            self.observers.put("、".join(member.name for member in file.members if member.post == OBSERVER))
        self.go.clicked.connect(self.take)

    def _apart(self, member: Member) -> str:
        """One of several of the same name."""
        words = f"{member.name}（{member.unit or member.side}）"
        return words if words not in self.boxes else f"{words}{len(self.boxes) + 1}"

    def _line(self, name: str, label: str) -> LineEditor:
        self.body.addWidget(Label(_(label), "label"))
        line = LineEditor(Field(name=name, label=label, kind=Kind.TEXT, max_length=400), self)
        line.box.setPlaceholderText(_("姓名用顿号隔开"))
        line.setAccessibleName(_(label))
        self.body.addWidget(line)
        return line

    def attendance(self) -> Attendance:
        """Who was there."""
        here = [name for name, box in self.boxes.items() if box.isChecked()]
        others = [part.strip() for part in _APART.split(str(self.further.value() or "")) if part.strip()]
        away = {name: str(self.reasons[name].value() or "") for name, box in self.boxes.items() if not box.isChecked()}
        return Attendance((*here, *others), away, str(self.observers.value() or ""))

    def take(self) -> None:
        """Keep it; the meeting was held then."""
        councils, key, there = self.context.services.councils, self._file.id, self.attendance()
        now = dt.datetime.now(dt.UTC)
        self.go.setEnabled(False)

        def work(_control: Control) -> str:
            return councils.act_with_meeting(key, MeetingAction.HOLD, there, now=now)

        def done(_state: str) -> None:
            words = _("出席 {count} 人，请假 {absent} 人").format(count=len(there.present), absent=len(there.absent))
            self.context.message("ok", f"{self._file.name}：{words}")
            self.accept()

        self.context.tasks.write(self, work, done, self.refuse)
