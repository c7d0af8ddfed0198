"""到场: one activity in numbers, and who of those who should have come did."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind, Sensitivity
from louyu_desktop.rules.lifecycle import OFF, is_held
from louyu_desktop.services.attended import Expected
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.participation import ActivityNumbers
from louyu_desktop.text import N_, _
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.messages import EmptyState
from louyu_desktop.ui.parts import Segmented, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_ALL, _AWAY, _THERE = "all", "away", "there"
_PERSONAL = Sensitivity.PERSONAL


def state(one: Expected) -> str:
    """Whether they came, in words."""
    return _("到了") if one.came else (one.status if one.status == _("缺席") else _("没到"))


class CamePage(QWidget):
    """A page of an activity's file."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._id: int | None = None
        self._asked = 0
        self._off = False
        self._people: tuple[Expected, ...] = ()
        self.sentence = Label("", "body", wrap=True)
        self.basis = Label("", "hint")
        self.shown = Segmented([(_ALL, _("应到")), (_AWAY, _("没到")), (_THERE, _("到了"))])
        self.print_button = outline(_("打印缺席名单"), "print", small=True)
        columns = (
            Column(
                Field(name="name", label=N_("姓名"), kind=Kind.PERSON_NAME, sensitivity=_PERSONAL, width=12),
                lambda row: row.name,
            ),
            Column(Field(name="unit", label=N_("单位"), width=30), lambda row: row.unit),
            Column(Field(name="came", label=N_("到场"), width=8), state),
        )
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="unit")
        self.empty = EmptyState("people", "", "")
        self._build()
        self.shown.chosen.connect(self._filter)
        self.table.chosen.connect(lambda row, _name: context.open_record("people", row.person_id))
        self.print_button.clicked.connect(self._print)
        context.guest.changed.connect(self._redraw)

    def _redraw(self, _on: bool) -> None:
        self.table.viewport().update()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.shown)
        row.addWidget(self.basis)
        row.addStretch(1)
        row.addWidget(self.print_button)
        head.addLayout(row)
        layout.addLayout(head)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.empty, 1)
        self.empty.hide()

    def show_parent(self, copy: Copy) -> None:
        """Show the numbers and people of this activity."""
        self._id = copy.id
        self._off = copy.values["status"] in OFF
        self._asked += 1
        service, now = self._context.services.participation, dt.datetime.now(dt.UTC)

        def work(_control: Control) -> tuple[ActivityNumbers | None, tuple[Expected, ...]]:
            held = is_held(copy.values["status"], copy.values["starts_at"], now)
            return (service.of_activity(copy.id, now) if held else None), service.expected(copy.id)

        self._context.tasks.read(self, work, partial(self._show, self._asked))

    def _show(self, asked: int, found: tuple[ActivityNumbers | None, tuple[Expected, ...]]) -> None:
        if asked != self._asked:
            return
        numbers, self._people = found
        self.sentence.setText(_sentence(numbers) if numbers else self._why_none())
        away = sum(not one.came for one in self._people)
        basis = numbers.basis if numbers else _("报名的人")
        self.basis.setText(
            _("应到按{basis}算：{count} 人，没到 {away} 人").format(basis=basis, count=len(self._people), away=away)
            if numbers
            else ""
        )
        self.print_button.setVisible(numbers is not None and away > 0 and self._context.has("print"))
        self._filter()

    def _why_none(self) -> str:
        if self._off:
            return _("延期或取消的活动没有举办，不计数")
        return _("还没开始。开始以后，这里写着来了多少人、谁没来")

    def _filter(self, _key: object = None) -> None:
        wanted = str(self.shown.value)
        people = [one for one in self._people if wanted == _ALL or one.came == (wanted == _THERE)]
        self.model.put(people)
        self.table.setVisible(bool(people))
        self.empty.setVisible(not people)
        words = {_AWAY: _("没有缺席的人"), _THERE: _("还没有人签到"), _ALL: _("还没有应到的人")}
        self.empty.say(words[wanted], _("报了名的人，或应到党组织那天的党员，会列在这里") if wanted == _ALL else "")

    def _print(self) -> None:
        if self._id is not None:
            self._context.launch("print", paper="absentees", id=self._id)


def _sentence(numbers: ActivityNumbers) -> str:
    counts = numbers.counts
    said = [_("报名 {count} 人").format(count=numbers.registered), _("到场 {count} 人次").format(count=counts.visits)]
    if counts.walk_ins:
        said.append(_("现场来的 {count} 人").format(count=counts.walk_ins))
    if counts.at_the_door:
        said.append(_("其中按客流数的 {count}").format(count=counts.at_the_door))
    said.append(_("企业 {count} 家").format(count=counts.firms_there))
    if counts.members is not None:
        said.append(_("党员 {count} 人").format(count=counts.members))
    if numbers.waiting:
        said.append(_("候补 {count} 人").format(count=numbers.waiting))
    return "·".join(said)
