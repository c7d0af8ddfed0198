"""办理情况: the measures of a period by five sides; a number opens the requests it counts, a rate those it lacks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates
from louyu_desktop.services.measures import DEFINITIONS, By, Line, Measure, MeasuresView, query_of, words_of
from louyu_desktop.text import N_, _
from louyu_desktop.ui.activities.numbers.pane import Tile, span
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import EmptyState, Label, clear, link, outline
from louyu_desktop.ui.prints.inputs import TextInput, combo
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_CHOSEN = "days"
_SPANS = (
    ("month", N_("本月")), ("last_month", N_("上月")), ("quarter", N_("本季度")), ("year", N_("今年")),
    ("last_year", N_("去年")), (_CHOSEN, N_("从哪天到哪天")),
)  # fmt: skip
_TILES = (Measure.TAKEN, Measure.CLOSED_RATE, Measure.SOLVED_RATE, Measure.KEPT_RATE, Measure.CONTENT)


class MeasuresPane(QFrame):
    """Read again whenever it is shown after a change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._fresh, self._asked = False, 0
        self.found: MeasuresView | None = None
        self.days = combo([(key, _(words)) for key, words in _SPANS], "year")
        self.first, self.last = (
            TextInput(Field(name=name, label=label, kind=Kind.DATE))
            for name, label in (("first", N_("从")), ("last", N_("到")))
        )
        self.by = combo([(one, _(one.value)) for one in By], By.CATEGORY)
        self.tiles = {one: Tile(_(one.value), _(DEFINITIONS[one]), self) for one in _TILES}
        columns = [Column(Field(name="label", label=By.CATEGORY.value, width=20), lambda row: row.label)]
        columns += [_column(one) for one in Measure]
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="label")
        self.table.first = PADDING
        self.table.setAccessibleName(_("办理情况"))
        self.empty = EmptyState("chat", _("这段时间没有收到诉求"), _("换一段时间看看；诉求登记以后，这里按类别、楼宇、部门数办结和按时"))
        self.ages = QHBoxLayout()
        self.meaning = Label("", "hint", wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(10)
        whole.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(10)
        for tile in self.tiles.values():
            row.addWidget(tile)
        row.addStretch(1)
        whole.addLayout(row)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.empty, 1)
        self.ages.setSpacing(12)
        whole.addLayout(self.ages)
        said = (_("{name}：{words}").format(name=_(one.value), words=_(DEFINITIONS[one])) for one in Measure)
        self.meaning.setText(_("；").join(said))
        whole.addWidget(self.meaning)
        self.empty.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(_("诉求办理情况"), "pane"))
        head.addWidget(Label(_("点件数看是哪些，点百分比看差在哪些"), "hint"))
        head.addStretch(1)
        for box, name, width in ((self.days, _("时间"), 128), (self.by, _("分组"), 112)):
            box.setAccessibleName(name)
            box.setMinimumWidth(theme.px(width))
        head.addWidget(self.days)
        for entry in (self.first, self.last):
            entry.setFixedWidth(theme.px(120))
            entry.hide()
            head.addWidget(entry)
        head.addWidget(Label(_("按"), "label"))
        head.addWidget(self.by)
        self.print_button = outline(_("打印"), "print", small=True)
        self.print_button.setVisible(self._context.has("print"))
        head.addWidget(self.print_button)
        return head

    def _connect(self) -> None:
        self.days.activated.connect(self._choose_days)
        self.by.activated.connect(self.ask)
        for entry in (self.first, self.last):
            entry.edited.connect(self.ask)
        for measure, tile in self.tiles.items():
            tile.clicked.connect(partial(self._open_whole, measure))
        self.table.chosen.connect(self._open_cell)
        self.print_button.clicked.connect(self.print)
        self._context.bus.changed.connect(self._changed)

    # -- what is asked -------------------------------------------------------------------------

    def _choose_days(self, _index: int = 0) -> None:
        chosen = self.days.currentData() == _CHOSEN
        if chosen and not self.first.raw():
            for entry, day in zip((self.first, self.last), span("year", dates.today()), strict=True):
                entry.put(day)
        for entry in (self.first, self.last):
            entry.setVisible(chosen)
        self.ask()

    def period(self) -> tuple[dt.date, dt.date]:
        """The days that are chosen; UserError for a date that is none."""
        today = dates.today()
        if self.days.currentData() != _CHOSEN:
            return span(self.days.currentData(), today)
        first, last = self.first.value() or today.replace(month=1, day=1), self.last.value() or today
        return min(first, last), max(first, last)

    def ask(self, _anything: object = None) -> None:
        """Read the measures of what is chosen."""
        try:
            first, last = self.period()
        except UserError:
            return
        self._fresh = True
        self._asked += 1
        by, now, service = By(self.by.currentData()), dt.datetime.now(dt.UTC), self._context.services.measures
        self._context.tasks.read(
            self, lambda _control: service.table(first, last, by, now), partial(self._show, self._asked)
        )

    def _changed(self, _changes: object) -> None:
        self._fresh = False
        if self.isVisible():
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed."""
        super().showEvent(event)
        if not self._fresh:
            self.ask()

    # -- what is shown -------------------------------------------------------------------------

    def _show(self, asked: int, found: MeasuresView) -> None:
        if asked != self._asked:
            return
        self.found = found
        for measure, tile in self.tiles.items():
            tile.say(words_of(measure, found.whole.of(measure)))
        self.model.rename("label", found.by.value)
        self.model.put(found.lines)
        self.table.setVisible(bool(found.lines))
        self.empty.setVisible(not found.lines)
        clear(self.ages)
        self.ages.addWidget(Label(_("还没办结的，收到以来"), "label"))
        for age in found.ages:
            words = _("{label} {count} 件").format(label=age.label, count=f"{len(age.ids):,}")
            button = link(words)
            button.setEnabled(bool(age.ids))
            button.clicked.connect(partial(self._open_ids, age.ids))
            self.ages.addWidget(button)
        self.ages.addStretch(1)

    # -- doing ---------------------------------------------------------------------------------

    def _open_ids(self, ids: tuple[int, ...], _checked: bool = False) -> None:
        self._context.open_query(query_of(ids))

    def _open_whole(self, measure: Measure, _checked: bool = False) -> None:
        if self.found is not None:
            self._context.open_query(self.found.whole.query(measure))

    def _open_cell(self, row: Line, name: str) -> None:
        self._context.open_query(row.query(Measure.TAKEN if name == "label" else Measure[name]))

    def print(self) -> None:
        """The paper 诉求办理情况 of the days that are chosen."""
        if self.found is not None:
            chosen = {"first": self.found.first, "last": self.found.last, "by": self.found.by.value}
            self._context.launch("print", paper="request-measures", options=chosen)


def _column(measure: Measure) -> Column:
    field = Field(name=measure.name, label=measure.value, kind=Kind.INTEGER, width=8)
    return Column(field, lambda row: words_of(measure, row.of(measure)))
