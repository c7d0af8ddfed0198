"""The legend of the floor plan: each class with its mark and how many firms; pressed, it shows these alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from louyu_desktop.rules import floor_tints as tints
from louyu_desktop.rules.floor_tints import Shade
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.buildings.plan import painting, words
from louyu_desktop.ui.labels import ElidedLabel, Label
from louyu_desktop.ui.theme import theme

_HEIGHT, _MARK, _PAD = 26, 15, 8


class Key(QAbstractButton):
    """One class: mark, words, and the number bold."""

    def __init__(self, way: str, shade: Shade, count: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.shade, self._count = shade, count
        self._words = words.shade_words(way, shade)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{self._words} {count}")
        self.setToolTip(_("只看「{words}」").format(words=self._words))
        self.setText(self._words)

    def sizeHint(self) -> QSize:
        """Mark, words and number in one line."""
        wide = QFontMetricsF(theme.font(13)).horizontalAdvance(self._words)
        wide += QFontMetricsF(theme.font(13, bold=True)).horizontalAdvance(self._count)
        return QSize(int(wide) + theme.px(_MARK + 5 + 5 + 2 * _PAD), theme.px(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """On a chip while it is on, or pointed at."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            strokes.box(painter, rect, "selected", theme.px(5))
        elif self.underMouse():
            strokes.box(painter, rect, "hover", theme.px(5))
        if self.hasFocus():
            strokes.frame(painter, rect, "focus", 1.5)
        side = theme.px(_MARK)
        left = float(theme.px(_PAD))
        painting.mark(painter, QRectF(left, (rect.height() - side) / 2, side, side), self.shade)
        left += side + theme.px(5)
        left += self._draw(painter, left, self._words, bold=False) + theme.px(5)
        self._draw(painter, left, self._count, bold=True)
        painter.end()

    def _draw(self, painter: QPainter, left: float, text: str, *, bold: bool) -> float:
        font = theme.font(13, bold=bold)
        painter.setFont(font)
        painter.setPen(theme.colour("text" if bold else "text2"))
        wide = QFontMetricsF(font).horizontalAdvance(text)
        painter.drawText(QRectF(left, 0, wide + 2, self.height()), strokes.LEFT, text)
        return wide


class Legend(QWidget):
    """`filtered(keys)` when other classes are to be seen alone."""

    filtered = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys: dict[str, Key] = {}
        self._said: object = None
        self.line = ElidedLabel("", "hint", parent=self)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head = Label(_("出租率"), "hint", parent=self)
        theme.changed.connect(self.flow)

    def minimumSizeHint(self) -> QSize:
        """Narrow: the classes go on in further lines."""
        return QSize(theme.px(200), theme.px(_HEIGHT) + 4)

    def sizeHint(self) -> QSize:
        """As high as the lines it takes now."""
        return QSize(theme.px(400), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other lines for another width."""
        super().resizeEvent(event)
        self.flow()

    def flow(self) -> None:
        """The classes from the left, in as many lines as they take; what is in the building behind them."""
        high, left, top = theme.px(_HEIGHT), theme.px(12), 0
        right = self.width() - theme.px(24) - self.head.sizeHint().width()
        for key in self.keys.values():
            wide = key.sizeHint().width()
            if left + wide > right - theme.px(8) and left > theme.px(12):
                left, top = theme.px(12), top + high
            key.setGeometry(left, top, wide, high)
            key.show()
            left += wide + 2
        self.head.setGeometry(right, top, self.head.sizeHint().width(), high)
        room = right - left - theme.px(24)
        self.line.setVisible(room > theme.px(60))
        self.line.setGeometry(left + theme.px(12), top, max(0, room), high)
        self.setFixedHeight(top + high + 4)

    def put(self, way: str, counts: Mapping[str, int], *, guests: bool) -> None:
        """The classes of a way with their numbers; those that nobody falls into are left out, but for the colours."""
        kept, said = self.only, (way, dict(counts), guests)
        if said == self._said:
            return
        self._said = said
        for key in self.keys.values():
            key.hide()
            key.deleteLater()
        self.keys = {}
        for shade in tints.BY_KEY[way].shades:
            number = counts.get(shade.key, 0)
            if not number and way not in {tints.COLOUR, tints.VACANCY}:
                continue
            hidden = guests and way == tints.COLOUR
            key = Key(way, shade, "—" if hidden else f"{number:,}", self)
            key.setChecked(shade.key in kept)
            key.setEnabled(not hidden)
            key.toggled.connect(partial(self._toggled, shade.key))
            self.keys[shade.key] = key
        self.flow()

    @property
    def only(self) -> frozenset[str]:
        """The classes that are to be seen alone; none means all."""
        return frozenset(name for name, key in self.keys.items() if key.isChecked())

    def clear(self) -> None:
        """All classes again."""
        for key in self.keys.values():
            key.setChecked(False)

    def _toggled(self, _name: str, _on: bool) -> None:
        self.filtered.emit(self.only)
