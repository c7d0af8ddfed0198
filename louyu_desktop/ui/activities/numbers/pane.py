"""数字: 场次, 人次, 人数, 企业数 of a period, broken down; every number opens the records that it counts."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.fields import Field
from louyu_desktop.printing import charts
from louyu_desktop.printing.charts import Datum
from louyu_desktop.services.copies import Control, Filter, Match, Query
from louyu_desktop.services.participation import DEFINITIONS, Counted, Counts, Grouping, Scope
from louyu_desktop.text import N_, _
from louyu_desktop.ui.charts import ChartView
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.lines import Column, number
from louyu_desktop.ui.messages import EmptyState, clear
from louyu_desktop.ui.period_head import PeriodHead
from louyu_desktop.ui.period_pane import Doing, PeriodPane
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_CHART = 300
_BARS = 12


class NumbersPane(PeriodPane[Counted]):
    """The numbers of activities, with a chart beside the table; `read` when they have been."""

    read = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        head = PeriodHead(context, _("活动数字"), _("点一个数，看它数的是哪些"), Grouping, Grouping.MONTH)
        columns = [Column(Field(name="label", label=N_("月份"), width=20), lambda row: row.label)]
        columns += [number(one.name, one.value, 9, partial(_value, one)) for one in Counted]
        empty = EmptyState(
            "calendar", _("这段时间还没有办过活动"), _("活动开始以后，这里按月、按类型数场次和人次")
        )
        doing = Doing(self._read, self.open, self._open_cell, self.print)
        super().__init__(context, parent, head, DEFINITIONS, columns, empty, doing)
        self.counts: Counts | None = None
        self._shown = Scope(*head.period())
        self.note = Label("", "hint", wrap=True)
        self._side = QVBoxLayout()
        self.chart: ChartView | None = None
        self._build()

    # -- layout --------------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addWidget(self.table, 3)
        across.addWidget(self.empty, 3)
        holder = QWidget(self)
        self._side.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self._side)
        scroll = QScrollArea(self)
        scroll.setAccessibleName(_("图表"))
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        scroll.setMinimumWidth(theme.px(_CHART))
        across.addWidget(scroll, 2)
        self._scroll = scroll
        self._whole.addLayout(across, 1)
        self._whole.addWidget(self.note)

    # -- what is asked ---------------------------------------------------------------------------

    def _read(self, first: dt.date, last: dt.date) -> None:
        scope = self._shown = Scope(first, last)
        by, now = Grouping(self.head.by.currentData()), dt.datetime.now(dt.UTC)
        service = self._context.services.participation

        def work(_control: Control) -> tuple[Counts, tuple[Counts, ...]]:
            return service.counts(scope, now), service.table(scope, by, now)

        self._reading.ask(work, partial(self._show, by))

    # -- what is shown ---------------------------------------------------------------------------

    def _show(self, by: Grouping, found: tuple[Counts, tuple[Counts, ...]]) -> None:
        self.counts, rows = found
        for counted, tile in self.tiles.items():
            tile.put(self.counts.of(counted))
        self.put(by, rows)
        self._scroll.setVisible(bool(rows))
        self.table.setColumnHidden(1 + list(Counted).index(Counted.MEMBERS), self.counts.members is None)
        self.note.setText(self._footnotes(self.counts))
        self._draw(rows)
        self.read.emit()

    def _draw(self, rows: tuple[Counts, ...]) -> None:
        clear(self._side)
        self.chart = None
        data = tuple(
            Datum(one.label, one.visits, Query("activities", (Filter("id", Match.ONE_OF, one.activities),)))
            for one in rows[-_BARS:]
        )
        if any(one.value for one in data):
            self._side.addWidget(Label(_("人次"), "group"))
            self.chart = ChartView(partial(charts.bars, data), _("人次"))
            self.chart.chosen.connect(self._context.open_query)
            self._side.addWidget(self.chart)
        self._side.addStretch(1)

    def _footnotes(self, counts: Counts) -> str:
        """What the numbers leave out, in words."""
        found = []
        if counts.at_the_door:
            found.append(_("人次里有 {count} 是按客流数的，不知道是谁").format(count=f"{counts.at_the_door:,}"))
        if counts.unmatched:
            found.append(_("另有 {count} 个单位没对上企业档案，没算进企业数").format(count=f"{counts.unmatched:,}"))
        if counts.by_hand:
            found.append(_("另有 {count} 家次只登记了家数").format(count=f"{counts.by_hand:,}"))
        return _("；").join(found)

    # -- doing -----------------------------------------------------------------------------------

    def open(self, counted: Counted, row: Counts | None = None) -> None:
        """Open the list of what a number counts: of everything chosen, or of one row."""
        scope, service = self._shown, self._context.services.participation
        among = () if row is None else row.activities
        now = dt.datetime.now(dt.UTC)
        self._context.tasks.read(
            self, lambda _control: service.behind(scope, counted, now, among), self._context.open_query
        )

    def _open_cell(self, row: Counts, name: str) -> None:
        self.open(Counted.HELD if name == "label" else Counted[name], row)

    def print(self) -> None:
        """The paper 活动台账 of the days that are chosen."""
        scope = self._shown
        self._context.launch("print", paper="activity-ledger", options={"first": scope.first, "last": scope.last})


def _value(counted: Counted, row: Counts) -> int | None:
    return row.of(counted)
