"""The rule of a series as one chooses it: every so many weeks, on which days, how often, and what of holidays."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSpinBox,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.errors import UserError
from louyu_desktop.rules import recurrence
from louyu_desktop.rules.day_words import LETTERS, WEEKDAYS, weekday
from louyu_desktop.rules.recurrence import Every, OnHoliday, Rule
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.planning.times import DAY, day_of
from louyu_desktop.ui.fields.editors import DateEditor
from louyu_desktop.ui.parts import Button, Label, Segmented
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNITS = ((Every.DAY, N_("天")), (Every.WEEK, N_("周")), (Every.MONTH, N_("月")), (Every.YEAR, N_("年")))
_USUAL = 12
_TWO_DIGITS = 64


def months_offered(first: dt.date) -> list[tuple[str, Rule]]:
    """How a day may come again every month."""
    number, nth, name = first.weekday(), (first.day - 1) // 7 + 1, weekday(first)
    found = [(_("{day} 号").format(day=first.day), Rule(Every.MONTH, month_day=first.day))]
    if nth < 5:
        found.append((_("第 {count} 个{day}").format(count=nth, day=name),
                      Rule(Every.MONTH, weekdays=(number,), nth=nth)))  # fmt: skip
    found.append((_("最后一个{day}").format(day=name), Rule(Every.MONTH, weekdays=(number,), nth=-1)))
    found.append((_("最后一天"), Rule(Every.MONTH, month_day=-1)))
    return found


class RuleEditor(QWidget):
    """`changed` with every choice; `rule()` is what stands here."""

    changed = Signal()

    def __init__(self, first: dt.date, parent: QWidget) -> None:
        super().__init__(parent)
        self._first = first
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(Label(_("多久一次"), "label"))
        layout.addLayout(self._how_often())
        self.days = self._weekday_row()
        self.month = QComboBox(self)
        self.month.setAccessibleName(_("每月的哪一天"))
        self.month.setItemDelegate(QStyledItemDelegate(self.month))
        self._months = months_offered(first)
        self.month.addItems([words for words, _rule in self._months])
        self.month.setCurrentIndex(1)
        self.month.currentIndexChanged.connect(self.changed)
        layout.addWidget(self.days)
        layout.addWidget(self.month)
        layout.addSpacing(6)
        layout.addWidget(Label(_("到什么时候"), "label"))
        layout.addLayout(self._end())
        layout.addSpacing(6)
        layout.addWidget(Label(_("遇到放假"), "label"))
        self.holiday = Segmented([(how, _(how.value)) for how in OnHoliday], OnHoliday.KEEP)
        self.holiday.setToolTip(_("顺延到放假后的第一个工作日，提前到放假前的最后一个工作日；调休的周末算工作日"))
        self.holiday.chosen.connect(self.changed)
        layout.addWidget(self.holiday)
        self._show_parts()

    def _how_often(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self.interval = QSpinBox(self)
        self.interval.setRange(1, 99)
        self.interval.setMinimumWidth(theme.px(_TWO_DIGITS))
        self.interval.setAccessibleName(_("每几个"))
        self.unit = Segmented([(every, _(words)) for every, words in _UNITS], Every.WEEK)
        row.addWidget(Label(_("每")))
        row.addWidget(self.interval)
        row.addWidget(self.unit)
        row.addStretch(1)
        self.interval.valueChanged.connect(self.changed)
        self.unit.chosen.connect(self._unit_chosen)
        return row

    def _weekday_row(self) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.weekdays = QButtonGroup(self)
        self.weekdays.setExclusive(False)
        for number, (name, whole) in enumerate(zip(LETTERS, WEEKDAYS, strict=True)):
            button = Button(_(name), "segment", small=True)
            button.setProperty("end", "only")
            button.setCheckable(True)
            button.setChecked(number == self._first.weekday())
            button.setAccessibleName(_(whole))
            self.weekdays.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self.weekdays.idToggled.connect(self.changed)
        return holder

    def _end(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(4)
        self.by_count, self.by_day = QRadioButton(_("共")), QRadioButton(_("到"))
        self.by_count.setChecked(True)
        self.count = QSpinBox(self)
        self.count.setRange(1, recurrence.MOST)
        self.count.setValue(_USUAL)
        self.count.setSuffix(" " + _("场"))
        self.count.setAccessibleName(_("共多少场"))
        self.until = DateEditor(DAY, self)
        self.until.put(self._first.replace(month=12, day=31))
        for radio, editor in ((self.by_count, self.count), (self.by_day, self.until)):
            row = QHBoxLayout()
            row.setSpacing(6)
            row.addWidget(radio)
            row.addWidget(editor)
            row.addStretch(1)
            column.addLayout(row)
            radio.toggled.connect(self.changed)
        self.count.valueChanged.connect(self._counting)
        self.until.changed.connect(self._until_typed)
        return column

    def _counting(self) -> None:
        self.by_count.setChecked(True)
        self.changed.emit()

    def _until_typed(self) -> None:
        self.by_day.setChecked(True)
        self.changed.emit()

    def _unit_chosen(self) -> None:
        self._show_parts()
        self.changed.emit()

    def _show_parts(self) -> None:
        self.days.setVisible(self.unit.value is Every.WEEK)
        self.month.setVisible(self.unit.value is Every.MONTH)

    def chosen_days(self) -> tuple[int, ...]:
        """The weekdays that are pressed."""
        return tuple(number for number in range(7) if self.weekdays.button(number).isChecked())

    def rule(self) -> Rule:
        """What stands here; UserError when the last day is none."""
        every = Every(str(self.unit.value))
        count, until = (self.count.value(), None) if self.by_count.isChecked() else (None, day_of(self.until))
        base = self._months[max(self.month.currentIndex(), 0)][1] if every is Every.MONTH else Rule(every)
        weekdays = self.chosen_days() if every is Every.WEEK else base.weekdays
        rule = Rule(every, self.interval.value(), weekdays, base.nth, base.month_day, count, until)
        wrong = recurrence.faults(rule)
        if wrong:
            raise UserError(wrong)
        return rule

    def put(self, rule: Rule, on_holiday: str) -> None:
        """Show a rule that stands; one that the boxes cannot show stays what it is nearest to."""
        self.blockSignals(True)
        self.unit.choose(rule.every)
        self.interval.setValue(rule.interval)
        weekly = rule.every is Every.WEEK and bool(rule.weekdays)
        wanted: Sequence[int] = rule.weekdays if weekly else (self._first.weekday(),)
        for number in range(7):
            self.weekdays.button(number).setChecked(number in wanted)
        shape = (rule.nth, rule.month_day if rule.weekdays or rule.month_day else self._first.day)
        for place, (_words, offered) in enumerate(self._months):
            if (offered.nth, offered.month_day) == shape:
                self.month.setCurrentIndex(place)
        if rule.count is not None:
            self.count.setValue(rule.count)
            self.by_count.setChecked(True)
        elif rule.until is not None:
            self.until.put(rule.until)
            self.by_day.setChecked(True)
        self.holiday.choose(OnHoliday(on_holiday or OnHoliday.KEEP.value))
        self._show_parts()
        self.blockSignals(False)
