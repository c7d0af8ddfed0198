"""The way of a record as dots on a line: its stages in order, and the one where it stands."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.theme import theme

_GAP = 26
_DOT = 5


class PathView(QWidget):
    """The states of the way as dots on a line; the present one with its disc, all with their words if there is room."""

    def __init__(self, parent: QWidget, path: Sequence[StrEnum], words: str) -> None:
        super().__init__(parent)
        self._path, self._words = tuple(path), words
        self._state = self._path[0]
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_state(self, state: StrEnum) -> None:
        """Mark this state."""
        self._state = state
        self.setAccessibleName(_(self._words).format(state=_(state.value)))
        self.setToolTip(" → ".join(_(one.value) for one in self._path))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for all words."""
        return QSize(self._length(all_words=True), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        """Room for the dots and one word."""
        return QSize(self._length(all_words=False), theme.px(30))

    def _length(self, *, all_words: bool) -> int:
        return sum(self._width(state, all_words=all_words) for state in self._path) + theme.px(8)

    def _width(self, state: StrEnum, *, all_words: bool) -> int:
        words = self._worded(state, all_words=all_words)
        width = self.fontMetrics().horizontalAdvance(_(state.value)) + theme.px(6) if words else 0
        return theme.px(2 * _DOT + _GAP if state is not self._path[-1] else 2 * _DOT) + width

    def _worded(self, state: StrEnum, *, all_words: bool) -> bool:
        return all_words or state is self._state

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dots, lines and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        all_words = self.width() >= self._length(all_words=True)
        reached = self._path.index(self._state) if self._state in self._path else -1
        left, middle = float(theme.px(2)), self.height() / 2
        for place, state in enumerate(self._path):
            self._paint_dot(painter, QPointF(left + theme.px(_DOT), middle), place, reached)
            width = self._width(state, all_words=all_words)
            begin = left + 2 * theme.px(_DOT)
            if self._worded(state, all_words=all_words):
                painter.setFont(theme.font(12, bold=place == reached))
                painter.setPen(theme.colour("text" if place == reached else "text3"))
                words = _(state.value)
                box = QRectF(begin + theme.px(5), 0, width, self.height())
                painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
                begin += painter.fontMetrics().horizontalAdvance(words) + theme.px(5)
            if place < len(self._path) - 1:
                pen = QPen(theme.colour("edge" if place < reached else "line2"), 1)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawLine(QPointF(begin + theme.px(5), middle), QPointF(left + width - theme.px(5), middle))
            left += width
        painter.end()

    def _paint_dot(self, painter: QPainter, middle: QPointF, place: int, reached: int) -> None:
        here = place == reached
        painter.setPen(QPen(theme.colour("accent" if here else "edge" if place < reached else "line2"), 1.5))
        painter.setBrush(theme.colour("accent_fill" if here else "edge" if place < reached else "surface"))
        radius = theme.px(_DOT) - 0.5 if here else theme.px(_DOT) - 1.5
        painter.drawEllipse(middle, radius, radius)
