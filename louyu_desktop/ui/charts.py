"""Charts in the window: the shapes of `printing.charts` through QPainter; each number opens its list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from louyu_desktop.printing.charts import Area, Chart, Datum, Look, Stroke, Words
from louyu_desktop.text import _
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_TOKENS = {"ink": "text", "ink2": "text2", "ink3": "text3", "rule": "edge", "track": "sunken"}
"""The tokens of charts that are called otherwise in the window."""

_SIZE = 13


def _width(text: str, size: float, bold: bool) -> float:
    font = theme.font(_SIZE, bold=bold)
    return QFontMetricsF(font).horizontalAdvance(text) * size / font.pixelSize()


def paint(painter: QPainter, chart: Chart) -> None:
    """All shapes of a chart."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for shape in chart.shapes:
        if isinstance(shape, Area):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(_colour(shape.fill))
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in shape.points]))
        elif isinstance(shape, Stroke):
            painter.setPen(QPen(_colour(shape.colour), shape.width))
            painter.drawLine(QPointF(*shape.start), QPointF(*shape.end))
        else:
            _words(painter, shape)


def _words(painter: QPainter, words: Words) -> None:
    font = theme.font(_SIZE, bold=words.bold)
    font.setPixelSize(max(1, int(words.size)))  # rounded up it would be wider than its place
    painter.setFont(font)
    painter.setPen(_colour(words.colour))
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[words.align]
    wide = QFontMetricsF(font).horizontalAdvance(words.text)
    painter.drawText(QPointF(words.at[0] - share * wide, words.at[1]), words.text)


def _colour(token: str) -> QColor:
    return theme.colour(_TOKENS.get(token, token))


class ChartView(QWidget):
    """A chart as wide as its place; `chosen` carries what stands behind the number that was clicked."""

    spoken_role = QAccessible.Role.Chart
    list_twin = "LinesTable"

    chosen = Signal(object)

    def __init__(self, make: Callable[[Look], Chart], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._make = make
        self._current = -1
        self.chart = make(Look(320, theme.px(_SIZE), _width))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self._lay_out)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """As high as the chart is in this width."""
        return QSize(320, int(self.chart.height) + 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The shapes for another width."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        self.chart = self._make(Look(max(160, self.width()), theme.px(_SIZE), _width))
        self.setFixedHeight(int(self.chart.height) + 1)
        self.setAccessibleDescription("，".join(words(place.datum) for place in self.chart.places))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The shapes over a tint behind the number in hand."""
        painter = QPainter(self)
        if 0 <= self._current < len(self.chart.places):
            left, top, right, bottom = self.chart.places[self._current].box
            corners = ((left, top), (right, top), (right, bottom), (left, bottom))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("selected"))
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))
        paint(painter, self.chart)
        painter.end()

    def _point_at(self, number: int) -> None:
        if number != self._current:
            self._current = number
            self.update()

    def _number_at(self, x: float, y: float) -> int:
        found = self.chart.at(x, y)
        return next((n for n, place in enumerate(self.chart.places) if place.datum is found), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint what is under the pointer."""
        at = event.position()
        self._point_at(self._number_at(at.x(), at.y()))
        behind = self._current >= 0 and self.chart.places[self._current].datum.behind
        self.setCursor(Qt.CursorShape.PointingHandCursor if behind else Qt.CursorShape.ArrowCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        self._point_at(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the list behind a number."""
        at = event.position()
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._number_at(at.x(), at.y()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the numbers, Enter opens the list behind one."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1}
        if event.key() in steps and self.chart.places:
            at = self._current + steps[Qt.Key(event.key())]
            self._point_at(max(0, min(at, len(self.chart.places) - 1)))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._choose(self._current)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self.chart.places) and self.chart.places[number].datum.behind is not None:
            self.chosen.emit(self.chart.places[number].datum.behind)

    def event(self, event: QEvent) -> bool:
        """The words of a number as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            datum = self.chart.at(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), tip(words(datum)) if datum else "", self)
            return True
        return super().event(event)


def words(datum: Datum) -> str:
    """A number in words."""
    return _("{label}：{value}").format(label=datum.label, value=f"{datum.value:,}")
