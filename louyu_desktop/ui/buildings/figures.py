"""数字: the station in charts; a click on a number opens the list that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.charts import ChartView
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.messages import clear
from louyu_desktop.ui.parts import Button
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.services.figures import Figure
    from louyu_desktop.ui.context import Context

_COLUMNS = 3
_NARROWEST = 300
"""A column that is narrower at the text size in use would squeeze the words beside the bars."""


class FiguresPane(QScrollArea):
    """All figures in up to three columns; read again whenever it is shown after a change."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._figures: tuple[Figure, ...] = ()
        self._across = QHBoxLayout()
        self.views: list[ChartView] = []
        self.setWidgetResizable(True)
        self.setAccessibleName(_("数字一览"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget(self)
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(20, 16, 20, 20)
        head = QHBoxLayout()
        head.addWidget(Label(_("数字一览"), "pane"))
        head.addWidget(Label(_("点一个数字，看它数的是哪些"), "hint"))
        head.addStretch(1)
        self.print_button = Button(_("打印"), small=True)
        self.print_button.clicked.connect(self._print)
        head.addWidget(self.print_button)
        layout.addLayout(head)
        self._across.setSpacing(28)
        self._columns = [QVBoxLayout() for _column in range(_COLUMNS)]
        for column in self._columns:
            self._across.addLayout(column, 1)
        layout.addLayout(self._across)
        layout.addStretch(1)
        self.setWidget(inside)
        self._reading = Reading(context, self, self._read)

    def _read(self) -> None:
        figures = self._context.services.figures
        self._reading.ask(lambda _control: figures.all(), self._show)

    @property
    def columns(self) -> int:
        """How many columns there is room for."""
        return max(1, min(_COLUMNS, self.viewport().width() // theme.px(_NARROWEST)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the figures out again where fewer or more columns have room."""
        super().resizeEvent(event)
        if self._figures and self.columns != sum(self._across.stretch(n) for n in range(_COLUMNS)):
            self._show(self._figures)

    def _show(self, figures: tuple[Figure, ...]) -> None:
        self._figures = figures
        for number, column in enumerate(self._columns):
            clear(column)
            self._across.setStretch(number, int(number < self.columns))
        self.views = []
        heights = [0.0] * self.columns
        for figure in figures:
            at = heights.index(min(heights))
            view = ChartView(figure.chart, figure.title)
            view.chosen.connect(self._context.open_query)
            self.views.append(view)
            column = self._columns[at]
            if figure.drawing != "gauge":
                column.addSpacing(16)
                column.addLayout(_title(figure))
            column.addWidget(view)
            heights[at] += view.sizeHint().height() + 60
        for column in self._columns[: self.columns]:
            column.addStretch(1)

    def _print(self) -> None:
        self._context.launch("print", paper="figures")


def _title(figure: Figure) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(Label(figure.title, "group"))
    row.addStretch(1)
    row.addWidget(Label(figure.note, "hint"))
    return row
