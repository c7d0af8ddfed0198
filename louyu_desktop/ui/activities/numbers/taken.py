"""参加的活动: what a person, or people of an enterprise, came to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.participation import Taken, Took
from louyu_desktop.text import N_, _
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.lines import Column, Lines, LinesTable, number
from louyu_desktop.ui.messages import EmptyState

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def day(one: Took) -> str:
    """The day and hour of an activity."""
    return f"{one.starts_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def how(one: Took) -> str:
    """How they were there."""
    return _("缺席") if one.absent else _("现场来") if one.walk_in else _("到了")


class TakenPage(QWidget):
    """A page of the file of a person or an enterprise."""

    def __init__(self, context: Context, parent: QWidget, *, of_enterprise: bool) -> None:
        super().__init__(parent)
        self._context = context
        self._of_enterprise = of_enterprise
        self._asked = 0
        columns = [
            Column(Field(name="day", label=N_("时间"), kind=Kind.DATETIME, width=17), day),
            Column(Field(name="title", label=N_("活动"), width=30), lambda row: row.title),
            Column(Field(name="type", label=N_("活动类型"), width=10), lambda row: row.type),
        ]
        if of_enterprise:
            columns.append(number("people", N_("来的人"), 8, lambda row: row.people))
        columns.append(Column(Field(name="how", label=N_("到场"), width=8), how))
        self.sentence = Label("", "body")
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="title")
        self.empty = EmptyState("calendar", _("还没有参加过活动"), _("签到以后，来过的活动会列在这里"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        self.sentence.setContentsMargins(20, 0, 20, 0)
        for widget in (self.sentence, self.table, self.empty):
            layout.addWidget(widget, 0 if widget is self.sentence else 1)
        self.empty.hide()
        self.table.chosen.connect(lambda row, _name: context.open_record("activities", row.activity_id))

    def show_parent(self, copy: Copy) -> None:
        """Show what belongs to this record."""
        self._asked += 1
        service = self._context.services.participation
        read = service.of_enterprise if self._of_enterprise else service.of_person

        def work(_control: Control) -> Taken:
            return read(copy.id)

        self._context.tasks.read(self, work, partial(self._show, self._asked))

    def _show(self, asked: int, taken: Taken) -> None:
        if asked != self._asked:
            return
        self.model.put(taken.activities)
        there = bool(taken.activities)
        for widget in (self.sentence, self.table):
            widget.setVisible(there)
        self.empty.setVisible(not there)
        held = sum(not one.absent for one in taken.activities)
        if self._of_enterprise:
            words = _("{held} 场活动，{visits} 人次，{people} 人").format(
                held=held, visits=taken.visits, people=taken.people
            )
        else:
            words = _("参加 {held} 场").format(held=held)
        if taken.absences:
            words += _("，报了名没来 {count} 次").format(count=taken.absences)
        self.sentence.setText(words)
