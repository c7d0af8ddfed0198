"""办理情况: the measures of a period by five sides; a number opens the requests it counts, a rate those it lacks."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.measures import DEFINITIONS, By, Line, Measure, MeasuresView, query_of, words_of
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import EmptyState, Label, clear, link
from louyu_desktop.ui.period_head import PeriodHead
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.tile import Tile, tile_row

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_TILES = (Measure.TAKEN, Measure.CLOSED_RATE, Measure.SOLVED_RATE, Measure.KEPT_RATE, Measure.CONTENT)


class MeasuresPane(QFrame):
    """Read again whenever it is shown after a change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self.found: MeasuresView | None = None
        self.head = PeriodHead(context, _("诉求办理情况"), _("点件数看是哪些，点百分比看差在哪些"), By, By.CATEGORY)
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
        self._reading = Reading(context, self, self.ask)
        self._build()
        self._connect()

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 12, 20, 12)
        whole.setSpacing(10)
        whole.addWidget(self.head)
        whole.addLayout(tile_row(self.tiles.values()))
        whole.addWidget(self.table, 1)
        whole.addWidget(self.empty, 1)
        self.ages.setSpacing(12)
        whole.addLayout(self.ages)
        said = (_("{name}：{words}").format(name=_(one.value), words=_(DEFINITIONS[one])) for one in Measure)
        self.meaning.setText(_("；").join(said))
        whole.addWidget(self.meaning)
        self.empty.hide()

    def _connect(self) -> None:
        self.head.changed.connect(self.ask)
        self.head.printed.connect(self.print)
        for measure, tile in self.tiles.items():
            tile.clicked.connect(partial(self._open_whole, measure))
        self.table.chosen.connect(self._open_cell)

    # -- what is asked -------------------------------------------------------------------------

    def ask(self) -> None:
        """Read the measures of what is chosen."""
        try:
            first, last = self.head.period()
        except UserError:
            return
        by, now, service = By(self.head.by.currentData()), dt.datetime.now(dt.UTC), self._context.services.measures
        self._reading.ask(lambda _control: service.table(first, last, by, now), self._show)

    # -- what is shown -------------------------------------------------------------------------

    def _show(self, found: MeasuresView) -> None:
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
