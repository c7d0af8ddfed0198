"""数字: 场次, 人次, 人数, 企业数 of a period, broken down; every number opens the records that it counts."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.printing import charts
from louyu_desktop.printing.charts import Datum
from louyu_desktop.rules import dates
from louyu_desktop.services.copies import Control, Filter, Match, Query
from louyu_desktop.services.participation import DEFINITIONS, Counted, Counts, Grouping, Scope
from louyu_desktop.text import N_, _
from louyu_desktop.ui.charts import ChartView
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.lines import Column, Lines, LinesTable, number
from louyu_desktop.ui.messages import EmptyState, clear
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
_CHART = 300
_BARS = 12


def span(key: str, today: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of a choice; what is still going on ends with its own end."""
    first = today.replace(day=1)
    match key:
        case "month":
            return first, _before(_months_on(first, 1))
        case "last_month":
            return _months_on(first, -1), _before(first)
        case "quarter":
            begin = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
            return begin, _before(_months_on(begin, 3))
        case "last_year":
            return dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)
        case _:
            return dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)


def _months_on(first: dt.date, months: int) -> dt.date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return dt.date(year, month + 1, 1)


def _before(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=1)


class Tile(QPushButton):
    """A number with its name and what it counts; pressed it opens the records."""

    def __init__(self, name: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(about)
        self._called = name
        self._figure = Label("—", "figure")
        self._name = Label(name, "label")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(0)
        for label in (self._figure, self._name):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        words = max(self._name.sizeHint().width(), self._figure.sizeHint().width())
        self.setMinimumWidth(max(theme.px(104), words + theme.px(30)))

    def put(self, value: int | None) -> None:
        """Show a number; one that the person may not know is not there."""
        self.setVisible(value is not None)
        self.say("" if value is None else f"{value:,}")

    def say(self, words: str) -> None:
        """Show a number in words."""
        self._figure.setText(words)
        self._fit()
        self.setAccessibleName(_("{name} {number}").format(name=self._called, number=words))


class NumbersPane(QFrame):
    """The page; read again whenever it is shown after a change."""

    read = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self._fresh = False
        self._asked = 0
        self.counts: Counts | None = None
        self._shown = Scope(*span("year", dates.today()))
        self.days = combo([(key, _(words)) for key, words in _SPANS], "year")
        self.first, self.last = (
            TextInput(Field(name=name, label=label, kind=Kind.DATE))
            for name, label in (("first", N_("从")), ("last", N_("到")))
        )
        self.by = combo([(one, _(one.value)) for one in Grouping], Grouping.MONTH)
        self.tiles = {one: Tile(_(one.value), _(DEFINITIONS[one]), self) for one in Counted}
        columns = [Column(Field(name="label", label=N_("月份"), width=20), lambda row: row.label)]
        columns += [number(one.name, one.value, 9, partial(_value, one)) for one in Counted]
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="label")
        self.table.first = PADDING
        self.note = Label("", "hint", wrap=True)
        self.empty = EmptyState(
            "calendar", _("这段时间还没有办过活动"), _("活动开始以后，这里按月、按类型数场次和人次")
        )
        self._side = QVBoxLayout()
        self.chart: ChartView | None = None
        self._build()
        self._connect()

    # -- layout --------------------------------------------------------------------------------

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
        across = QHBoxLayout()
        across.setSpacing(20)
        across.addWidget(self.table, 3)
        across.addWidget(self.empty, 3)
        holder = QWidget(self)
        self._side.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(self._side)
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(holder)
        scroll.viewport().setAutoFillBackground(False)
        holder.setAutoFillBackground(False)
        scroll.setMinimumWidth(theme.px(_CHART))
        across.addWidget(scroll, 2)
        self._scroll = scroll
        whole.addLayout(across, 1)
        whole.addWidget(self.note)
        self.empty.hide()

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(_("活动数字"), "pane"))
        head.addWidget(Label(_("点一个数，看它数的是哪些"), "hint"))
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
        for counted, tile in self.tiles.items():
            tile.clicked.connect(partial(self.open, counted))
        self.table.chosen.connect(self._open_cell)
        self.print_button.clicked.connect(self.print)
        self._context.bus.changed.connect(self._changed)

    # -- what is asked ---------------------------------------------------------------------------

    def _choose_days(self, _index: int = 0) -> None:
        chosen = self.days.currentData() == _CHOSEN
        if chosen and not self.first.raw():
            for entry, day in zip((self.first, self.last), span("year", dates.today()), strict=True):
                entry.put(day)
        for entry in (self.first, self.last):
            entry.setVisible(chosen)
        self.ask()

    @property
    def scope(self) -> Scope:
        """The days that are chosen; UserError for a date that is none."""
        if self.days.currentData() != _CHOSEN:
            return Scope(*span(self.days.currentData(), dates.today()))
        today = dates.today()
        first, last = self.first.value() or today.replace(month=1, day=1), self.last.value() or today
        return Scope(min(first, last), max(first, last))

    def ask(self, _anything: object = None) -> None:
        """Read the numbers of what is chosen."""
        try:
            scope = self.scope
        except UserError:
            return
        self._fresh, self._shown = True, scope
        self._asked += 1
        by, asked, now = Grouping(self.by.currentData()), self._asked, dt.datetime.now(dt.UTC)
        service = self._context.services.participation

        def work(_control: Control) -> tuple[Counts, tuple[Counts, ...]]:
            return service.counts(scope, now), service.table(scope, by, now)

        self._context.tasks.read(self, work, partial(self._show, asked, by))

    def _changed(self) -> None:
        self._fresh = False
        if self.isVisible():
            self.ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what has changed."""
        super().showEvent(event)
        if not self._fresh:
            self.ask()

    # -- what is shown ---------------------------------------------------------------------------

    def _show(self, asked: int, by: Grouping, found: tuple[Counts, tuple[Counts, ...]]) -> None:
        if asked != self._asked:
            return
        self.counts, rows = found
        for counted, tile in self.tiles.items():
            tile.put(self.counts.of(counted))
        self.model.rename("label", by.value)
        self.model.put(rows)
        self.table.setVisible(bool(rows))
        self._scroll.setVisible(bool(rows))
        self.empty.setVisible(not rows)
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
