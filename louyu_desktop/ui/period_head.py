"""What stands above numbers of a period: which days, grouped by what, and the paper of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates
from louyu_desktop.rules.months import QUARTER, YEAR, months_on, span_of
from louyu_desktop.text import N_, _
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.parts import outline
from louyu_desktop.ui.prints.inputs import TextInput, combo
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_CHOSEN = "days"
_SPANS = (
    ("month", N_("本月")), ("last_month", N_("上月")), ("quarter", N_("本季度")), ("year", N_("今年")),
    ("last_year", N_("去年")), (_CHOSEN, N_("从哪天到哪天")),
)  # fmt: skip


def span(key: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a choice; what is still going on ends with its own end."""
    match key:
        case "month":
            return span_of(today)
        case "last_month":
            return span_of(months_on(today, -1))
        case "quarter":
            return span_of(today, QUARTER)
        case "last_year":
            return span_of(months_on(today, -YEAR), YEAR)
        case _:
            return span_of(today, YEAR)


class PeriodHead(QWidget):
    """`changed` when other days or another grouping are chosen, `printed` for the paper."""

    changed = Signal()
    printed = Signal()

    def __init__(
        self, context: Context, title: str, hint: str, groupings: Iterable[StrEnum], grouping: StrEnum
    ) -> None:
        super().__init__()
        self.days = combo([(key, _(words)) for key, words in _SPANS], "year")
        self.first, self.last = (
            TextInput(Field(name=name, label=label, kind=Kind.DATE))
            for name, label in (("first", N_("从")), ("last", N_("到")))
        )
        self.by = combo([(one, _(one.value)) for one in groupings], grouping)
        self.print_button = outline(_("打印"), "print", small=True)
        self.print_button.setVisible(context.has("print"))
        self._lay_out(title, hint)
        self.days.activated.connect(self._choose)
        self.by.activated.connect(self.changed)
        for entry in (self.first, self.last):
            entry.edited.connect(self.changed)
        self.print_button.clicked.connect(self.printed)

    def _lay_out(self, title: str, hint: str) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(title, "pane"))
        row.addWidget(Label(hint, "hint"))
        row.addStretch(1)
        for box, name, width in ((self.days, _("时间"), 128), (self.by, _("分组"), 112)):
            box.setAccessibleName(name)
            box.setMinimumWidth(theme.px(width))
        row.addWidget(self.days)
        for entry in (self.first, self.last):
            entry.setFixedWidth(theme.px(120))
            entry.hide()
            row.addWidget(entry)
        row.addWidget(Label(_("按"), "label"))
        row.addWidget(self.by)
        row.addWidget(self.print_button)

    def _choose(self) -> None:
        free = self.days.currentData() == _CHOSEN
        if free and not self.first.raw():
            for entry, day in zip((self.first, self.last), span("year", dates.today()), strict=True):
                entry.put(day)
        for entry in (self.first, self.last):
            entry.setVisible(free)
        self.changed.emit()

    def choose(self, key: str) -> None:
        """As if the person had chosen these days."""
        self.days.setCurrentIndex(self.days.findData(key))
        self._choose()

    def period(self) -> tuple[dt.date, dt.date]:
        """The days that are chosen; UserError for a date that is none."""
        today = dates.today()
        if self.days.currentData() != _CHOSEN:
            return span(self.days.currentData(), today)
        first, last = self.first.value() or span_of(today, YEAR)[0], self.last.value() or today
        return min(first, last), max(first, last)
