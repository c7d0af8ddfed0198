"""办理情况: the measures of a period by five sides; a number opens the requests it counts, a rate those it lacks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.measures import DEFINITIONS, By, Line, Measure, MeasuresView, query_of, words_of
from louyu_desktop.text import _
from louyu_desktop.ui.lines import Column
from louyu_desktop.ui.parts import EmptyState, Label, clear, link
from louyu_desktop.ui.period_head import PeriodHead
from louyu_desktop.ui.period_pane import Doing, PeriodPane

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_TILES = (Measure.TAKEN, Measure.CLOSED_RATE, Measure.SOLVED_RATE, Measure.KEPT_RATE, Measure.CONTENT)


class MeasuresPane(PeriodPane[Measure]):
    """Rates and numbers of requests; below, how old those are that are still open."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        head = PeriodHead(context, _("诉求办理情况"), _("点件数看是哪些，点百分比看差在哪些"), By, By.CATEGORY)
        columns = [Column(Field(name="label", label=By.CATEGORY.value, width=20), lambda row: row.label)]
        columns += [_column(one) for one in Measure]
        empty = EmptyState("chat", _("这段时间没有收到诉求"), _("换一段时间看看；诉求登记以后，这里按类别、楼宇、部门数办结和按时"))
        doing = Doing(self._read, self._open_whole, self._open_cell, self.print)
        super().__init__(context, parent, head, {one: DEFINITIONS[one] for one in _TILES}, columns, empty, doing)
        self.found: MeasuresView | None = None
        self.table.setAccessibleName(_("办理情况"))
        self.ages = QHBoxLayout()
        self.ages.setSpacing(12)
        said = (_("{name}：{words}").format(name=_(one.value), words=_(DEFINITIONS[one])) for one in Measure)
        self.meaning = Label(_("；").join(said), "hint", wrap=True)
        self._whole.addWidget(self.table, 1)
        self._whole.addWidget(self.empty, 1)
        self._whole.addLayout(self.ages)
        self._whole.addWidget(self.meaning)

    def _read(self, first: dt.date, last: dt.date) -> None:
        by, now, service = By(self.head.by.currentData()), dt.datetime.now(dt.UTC), self._context.services.measures
        self._reading.ask(lambda _control: service.table(first, last, by, now), self._show)

    # -- what is shown -------------------------------------------------------------------------

    def _show(self, found: MeasuresView) -> None:
        self.found = found
        for measure, tile in self.tiles.items():
            tile.say(words_of(measure, found.whole.of(measure)))
        self.put(found.by, found.lines)
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
