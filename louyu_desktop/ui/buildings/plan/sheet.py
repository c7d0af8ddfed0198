"""数据: a building in numbers; a click on a number opens the list that it counts, one on a month its declaration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.printing import charts
from louyu_desktop.printing.charts import Chart, Datum, Look, Series
from louyu_desktop.printing.rate_chart import MonthRates, rates
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Copy, Filter, Match, Query
from louyu_desktop.services.floor_copies import BuildingSheet, MonthLine
from louyu_desktop.text import N_, _
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.buildings.plan.months import MonthDialog
from louyu_desktop.ui.charts import ChartView
from louyu_desktop.ui.lines import Column, Lines, LinesTable, number
from louyu_desktop.ui.parts import Label, clear, link
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_MOST = 6
_KINDS = frozenset({"buildings", "units", "occupancies", "enterprises", "building-months", "colour-changes"})


class SheetPage(QScrollArea):
    """Read again whenever it is shown after a change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("楼宇数据"))
        self._context = context
        self._id: int | None = None
        self._may = may_change(context.services, "building-months")
        self.sheet: BuildingSheet | None = None
        self.views: list[ChartView] = []
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QFrame(self)
        inside.setProperty("card", "plain")
        self._body = QVBoxLayout(inside)
        self._body.setContentsMargins(20, 14, 20, 20)
        self._body.setSpacing(14)
        self.setWidget(inside)
        self._reading = Reading(context, self, self.read, _KINDS)
        context.guest.changed.connect(self._redraw)

    # -- reading -------------------------------------------------------------------------------

    def show_parent(self, copy: Copy) -> None:
        """The sheet of this building."""
        self._id = copy.id
        self.read()

    def read(self) -> None:
        """The numbers as they are now."""
        if self._id is None:
            return
        floors, building, today = self._context.services.floors, self._id, dates.today()
        self._reading.ask(lambda _c: floors.sheet(building, today), self._arrived)

    def _arrived(self, sheet: BuildingSheet) -> None:
        self.sheet = sheet
        self._redraw()

    # -- showing -------------------------------------------------------------------------------

    def _redraw(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        clear(self._body)
        self.views = []
        self._body.addLayout(self._tiles(sheet))
        across = QHBoxLayout()
        across.setSpacing(28)
        across.addLayout(self._charts(sheet), 1)
        across.addLayout(self._parts(sheet), 1)
        self._body.addLayout(across)
        self._body.addLayout(self._table(sheet))
        self._body.addLayout(self._moves(sheet))
        self._body.addStretch(1)

    def _tiles(self, sheet: BuildingSheet) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(32)
        known = sheet.leasable is not None
        tiles = (
            (words.exact(sheet.rate), _("出租率"), "danger" if sheet.rate is not None and sheet.rate < 0.9 else ""),
            (words.metres(sheet.leased), _("已租面积"), ""),
            (words.metres(sheet.vacant) if known else "—", _("空置面积"), ""),
            (words.metres(sheet.leasable) if known else "—", _("可租面积"), ""),
            (_("{count} 家").format(count=f"{sheet.firms:,}"), _("入驻企业"), ""),
            (_("{count} 人").format(count=f"{sheet.headcount:,}"), _("从业人数"), ""),
        )
        for figure, label, tone in tiles:
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(Label(figure, "title", tone))
            column.addWidget(Label(label, "hint"))
            row.addLayout(column)
        row.addStretch(1)
        return row

    def _charts(self, sheet: BuildingSheet) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        months = tuple(reversed(sheet.months))
        hint = _("点一个月，填申报数") if self._may else ""
        data = [MonthRates(_month(one), one.declared_rate, one.rate, one if self._may else None) for one in months]

        def by_month(look: Look) -> Chart:
            return rates(data, look)

        self._chart(column, _("出租率·近 12 个月"), hint, ChartView(by_month, _("出租率·近 12 个月")))
        steps = tuple(_month(one) for one in months)
        series = (
            Series(_("迁入"), tuple(_firms(_("{month} 迁入"), one.month, one.came) for one in months)),
            Series(_("迁出"), tuple(_firms(_("{month} 迁出"), one.month, one.left) for one in months)),
        )

        def in_and_out(look: Look) -> Chart:
            return charts.stacked(steps, series, look)

        note = _("共迁入 {came} 家，迁出 {left} 家").format(
            came=sum(len(one.came) for one in months), left=sum(len(one.left) for one in months)
        )
        self._chart(column, _("迁入与迁出"), note, ChartView(in_and_out, _("迁入与迁出")))
        column.addStretch(1)
        return column

    def _parts(self, sheet: BuildingSheet) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(6)
        for part in sheet.parts:
            if part.sensitive and self._context.guest.on:
                continue
            view = ChartView(partial(_bars, part.data), part.title)
            self._chart(column, part.title, part.note, view)
        column.addStretch(1)
        return column

    def _chart(self, column: QVBoxLayout, title: str, note: str, view: ChartView) -> None:
        head = QHBoxLayout()
        head.addWidget(Label(title, "group"))
        head.addStretch(1)
        head.addWidget(Label(note, "hint"))
        column.addLayout(head)
        column.addWidget(view)
        column.addSpacing(10)
        view.chosen.connect(self._chosen)
        self.views.append(view)

    def _table(self, sheet: BuildingSheet) -> QVBoxLayout:
        column = QVBoxLayout()
        column.addWidget(Label(_("月度数据：申报的和台账的"), "group"))
        table = MonthTable(self._context, self)
        table.lines.put(sheet.months)
        table.setFixedHeight(table.horizontalHeader().sizeHint().height() + theme.px(36) * len(sheet.months) + 4)
        table.chosen.connect(self._month_chosen)
        self.months = table
        column.addWidget(table)
        return column

    def _moves(self, sheet: BuildingSheet) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        for place, (title, rows) in enumerate(((_("近一年迁入"), sheet.came), (_("近一年迁出"), sheet.left))):
            column = QVBoxLayout()
            column.setSpacing(2)
            column.addWidget(Label(_("{title} {count} 家").format(title=title, count=len(rows)), "group"))
            for day, name, unit, firm in rows[:_MOST]:
                line = link(f"{day:%Y-%m-%d}　{unit}　{name}")
                line.clicked.connect(partial(self._open_firm, firm))
                column.addWidget(line)
            if len(rows) > _MOST:
                column.addWidget(Label(_("另 {count} 家").format(count=len(rows) - _MOST), "hint"))
            if not rows:
                column.addWidget(Label(_("没有"), "hint"))
            column.addStretch(1)
            grid.addLayout(column, 0, place)
            grid.setColumnStretch(place, 1)
        return grid

    # -- what it leads to ----------------------------------------------------------------------

    def _chosen(self, behind: object) -> None:
        if isinstance(behind, Query):
            self._context.open_query(behind)
        elif isinstance(behind, MonthLine):
            self.ask_month(behind)

    def _month_chosen(self, line: MonthLine, _column: str) -> None:
        self.ask_month(line)

    def ask_month(self, line: MonthLine) -> None:
        """Type in what was declared for a month."""
        if self._may and self._id is not None:
            dialog = MonthDialog(self._context, self._id, line, self)
            dialog.written.connect(self.read)
            dialog.open()

    def _open_firm(self, firm: int, _checked: bool = False) -> None:
        self._context.open_record("enterprises", firm)


class MonthTable(LinesTable):
    """Declared beside computed, a line to each month; `chosen(line, column)`."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(Lines(_columns(), context.guest, parent), parent, title="month")
        self.setAccessibleName(_("月度数据"))


def _columns() -> Sequence[Column]:
    def share(name: str, label: str) -> Column:
        return Column(
            Field(name=name, label=label, kind=Kind.DECIMAL, width=14), lambda line: _rate(getattr(line, name))
        )

    return (
        Column(Field(name="month", label=N_("月份"), width=10), lambda line: line.month),
        share("declared_rate", N_("申报出租率")), share("rate", N_("台账出租率")),
        number("declared_tenants", N_("申报户数"), 12, lambda line: line.declared_tenants),
        number("tenants", N_("台账户数"), 12, lambda line: line.tenants),
        number("declared_people", N_("申报从业人数"), 16, lambda line: line.declared_people),
        number("came", N_("迁入"), 8, lambda line: len(line.came) or None),
        number("left", N_("迁出"), 8, lambda line: len(line.left) or None),
    )  # fmt: skip


def _rate(share: float | None) -> str:
    return "" if share is None else words.exact(share)


def _month(line: MonthLine) -> str:
    return _("{month}月").format(month=dt.date.fromisoformat(f"{line.month}-01").month)


def _firms(words: str, month: str, ids: tuple[int, ...]) -> Datum:
    query = Query("enterprises", (Filter("id", Match.ONE_OF, ids),)) if ids else None
    return Datum(words.format(month=month), len(ids), query)


def _bars(data: Sequence[Datum], look: Look) -> Chart:
    return charts.bars(data, look)


def build(context: Context, parent: QWidget) -> SheetPage:
    """The page 数据 of a building's record."""
    return SheetPage(context, parent)
