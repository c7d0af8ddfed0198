"""The fields of 登记走访, in the order one tells of a visit: when and whom, what was said, what follows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.rules import dates
from louyu_desktop.rules.months import months_on
from louyu_desktop.services.visit_copies import VisitDraft
from louyu_desktop.text import N_, _
from louyu_desktop.ui.enterprises.visiting.before import until
from louyu_desktop.ui.enterprises.visiting.changes import ChangesEditor
from louyu_desktop.ui.enterprises.visiting.colour import ColourChoice
from louyu_desktop.ui.enterprises.visiting.needs import NeedsEditor
from louyu_desktop.ui.fields.rows import LABELS, FieldRow
from louyu_desktop.ui.parts import Hairline, Label, clear, outline
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.visit_copies import Before, Known
    from louyu_desktop.ui.context import Context

_USUALLY = "上门"
_LATER = ((1, N_("一个月后")), (3, N_("三个月后")), (6, N_("半年后")))
_WAITS = ("待访", "延后")
_SEPARATOR = "、"


class VisitSheet(QWidget):
    """`changed` while one types, `firm_chosen(id)` where the firm is asked for."""

    changed = Signal()
    firm_chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._visits = context.services.records.entity("visits")
        self.rows: dict[str, FieldRow] = {}
        self.tasks: dict[int, QCheckBox] = {}
        self._before: Before | None = None
        self._tasks, self._people = QVBoxLayout(), QHBoxLayout()
        self._persons = QWidget(self)
        self._later = QHBoxLayout()
        self.firm = self._row("enterprise_id", keep=False)
        self._lay_out()
        self.needs.changed.connect(self.changed)
        self.changes.changed.connect(self.changed)
        self.colour.changed.connect(self.changed)
        self.firm.editor.changed.connect(self._firm)
        self.rows["reached"].editor.changed.connect(self._met_or_not)
        context.guest.changed.connect(self._cover)

    # -- building ------------------------------------------------------------------------------

    def _row(self, name: str, label: str = "", *, keep: bool = True) -> FieldRow:
        row = FieldRow(replace(self._visits.field(name), hint=""), self._context, self, label)
        row.put(None, "")
        if keep:
            self.rows[name] = row
            row.editor.changed.connect(self.changed)
        return row

    def _lay_out(self) -> None:
        records = self._context.services.records
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 20)
        column.setSpacing(8)
        column.addWidget(self.firm)
        column.addLayout(self._pairs(("visited_on", "form"), ("visitors", "reason")))
        column.addWidget(self._row("met"))
        column.addWidget(self._persons)
        self._persons.setLayout(self._beside(self._people))
        self._persons.hide()
        column.addLayout(self._pairs(("reached", "signed")))
        column.addLayout(self._beside(self._tasks, _("办结必访")))
        self._no_tasks(_("选好企业后列在这里"))
        self._rule(column, _("谈了什么"))
        column.addWidget(self._row("situation", N_("企业情况")))
        self.needs = NeedsEditor(records.entity("requests"), self)
        column.addLayout(self._beside(self.needs, _("提出的诉求")))
        column.addLayout(self._pairs(("answered", "follow_up")))
        self._rule(column, _("之后"))
        self.changes = ChangesEditor(self._context, records.entity("contacts"), self)
        column.addLayout(self._beside(self.changes, _("发现的变化")))
        self.colour = ColourChoice(self._context, self)
        column.addLayout(self._beside(self.colour, _("建议颜色")))
        column.addWidget(self._row("next_visit_on"))
        column.addLayout(self._beside(self._later))
        column.addStretch(1)
        self._offer_days()

    def _pairs(self, *pairs: tuple[str, str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for line, names in enumerate(pairs):
            for place, name in enumerate(names):
                grid.addWidget(self._row(name), line, place, Qt.AlignmentFlag.AlignTop)
                grid.setColumnStretch(place, 1)
        return grid

    @staticmethod
    def _beside(content: QWidget | QHBoxLayout | QVBoxLayout, words: str = "") -> QHBoxLayout:
        """Something that is no field, with its label where those of fields stand."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        label = Label(words, "label")
        label.setFixedWidth(theme.px(LABELS))
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label.setContentsMargins(0, 7, 0, 0)
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        if isinstance(content, QWidget):
            row.addWidget(content, 1)
        else:
            row.addLayout(content, 1)
        return row

    @staticmethod
    def _rule(column: QVBoxLayout, title: str) -> None:
        column.addSpacing(2)
        column.addWidget(Hairline())
        column.addWidget(Label(title, "group"))

    def _offer_days(self) -> None:
        self._later.setSpacing(6)
        for months, words in _LATER:
            button = outline(_(words), small=True)
            button.clicked.connect(partial(self._in_months, months))
            self._later.addWidget(button)
        self._later.addStretch(1)

    def _in_months(self, months: int) -> None:
        self.rows["next_visit_on"].editor.put(months_on(dates.today(), months))

    # -- showing -------------------------------------------------------------------------------

    def begin(self, words: str, *, round_: bool) -> None:
        """An empty page of today; `words` are those of a note."""
        for row in self.rows.values():
            row.editor.put(None)
        self.rows["visited_on"].editor.put(dates.today())
        self.rows["form"].editor.put("跑楼" if round_ else _USUALLY)
        self.rows["reason"].editor.put("日常")
        self.rows["reached"].editor.put(value=True)
        self.rows["signed"].editor.put(value=False)
        self.rows["situation"].editor.put(words)
        self.needs.put(())
        self.colour.clear()
        self.firm.setVisible(False)

    def ask_firm(self) -> None:
        """Ask which enterprise."""
        self.firm.setVisible(True)
        self.firm.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter(self) -> None:
        """Put the cursor where one begins to tell."""
        self.rows["met"].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def put(self, before: Before, task_id: int | None) -> None:
        """What is known of the firm: who visits, whom one may have met, the must-visits this answers."""
        self._before = before
        if not self.rows["visitors"].editor.value():
            self.rows["visitors"].editor.put(before.visitor)
        self._offer_people(before.contacts)
        self._offer_tasks(before)
        first = next((one for one in before.tasks if one.id == task_id), before.tasks[0] if before.tasks else None)
        if first is not None and self.rows["reason"].editor.value() == "日常":
            self.rows["reason"].editor.put(first.reason)
        self.changes.offer(before.facts, before.contacts)
        self.colour.put(before.colour)

    def _offer_people(self, contacts: tuple[Known, ...]) -> None:
        clear(self._people)
        self._people.setSpacing(6)
        for one in contacts[:4]:
            words = _("{name}（{role}）").format(name=one.name, role=_(one.role)) if one.role else one.name
            button = outline(words, "plus", small=True)
            button.clicked.connect(partial(self._meet, words))
            self._people.addWidget(button)
        self._people.addStretch(1)
        self._persons.setVisible(bool(contacts) and not self._context.guest.on)

    def _meet(self, words: str) -> None:
        editor = self.rows["met"].editor
        known = [part for part in str(editor.value()).split(_SEPARATOR) if part]
        if words not in known:
            editor.put(_SEPARATOR.join([*known, words]))

    def _offer_tasks(self, before: Before) -> None:
        clear(self._tasks)
        self._tasks.setSpacing(2)
        self.tasks = {}
        today = dates.today()
        for one in before.tasks:
            words = _("{reason}，{until}").format(reason=_(one.reason), until=until(one.due_on, today))
            box = QCheckBox(words)
            box.setToolTip(one.why)
            box.setChecked(one.state in _WAITS)
            self.tasks[one.id] = box
            self._tasks.addWidget(box)
        if not before.tasks:
            self._no_tasks(_("没有等着的必访"))

    def _no_tasks(self, words: str) -> None:
        nothing = Label(words, "label", "text3")
        nothing.setContentsMargins(0, 7, 0, 0)
        self._tasks.addWidget(nothing)

    def _cover(self, guest: bool) -> None:
        """What a guest at the desk may not read is gone while they look; what is typed stays."""
        self._persons.setVisible(not guest and self._people.count() > 1)
        for part in (self.needs, self.changes):
            part.setVisible(not guest)

    def _firm(self) -> None:
        chosen = self.firm.editor.value()
        if isinstance(chosen, int):
            self.firm_chosen.emit(chosen)

    def _met_or_not(self) -> None:
        """Nobody met answers nothing."""
        reached = bool(self.rows["reached"].editor.value())
        for box in self.tasks.values():
            box.setEnabled(reached)
        self.rows["reached"].say("" if reached else _("没见到人：必访不办结，也不算走访过"), "warn")

    # -- taking --------------------------------------------------------------------------------

    def draft(self, enterprise_id: int, round_id: int | None) -> VisitDraft:
        """The visit as it is typed; UserError with its field for what cannot be read."""
        given: dict[str, Any] = {name: self._value(name) for name in self.rows}
        day = given["visited_on"]
        if not isinstance(day, dt.date):
            raise UserError(_("请填走访日期"), field="visited_on")
        given = {name: value for name, value in given.items() if value is not None}
        return VisitDraft(
            **given,
            enterprise_id=enterprise_id,
            needs=self.needs.needs(),
            changes=self.changes.changes(day),
            colour=self.colour.colour,
            colour_reason=self.colour.reason,
            task_ids=tuple(key for key, box in self.tasks.items() if box.isChecked()),
            round_id=round_id,
        )

    def _value(self, name: str) -> Any:
        try:
            return self.rows[name].value()
        except UserError as error:
            raise UserError(error.sentence, field=name) from error

    def say(self, name: str, sentence: str) -> None:
        """Say at its field what is wrong, and go there."""
        if name in self.rows:
            self.rows[name].say(sentence)
            self.rows[name].editor.setFocus()
        elif name == "colour_reason":
            self.colour.say(sentence)
