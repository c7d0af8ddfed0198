"""One of the five colours on its tint: shape, letter and level, never the colour alone."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.text import _
from louyu_desktop.ui.shapes import paint_risk
from louyu_desktop.ui.theme import theme

_PX, _HIGH, _SIDE, _PAD = 13, 24, 14, 7
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def risk_words(colour: str, *, level: bool = True) -> str:
    """红 不稳定; without the level just the letter."""
    risk = theme.tokens.risk.get(colour)
    return "" if risk is None else f"{_(colour)} {_(risk.word)}" if level else _(colour)


def risk_said(colour: str) -> str:
    """红（不稳定）, for sentences."""
    risk = theme.tokens.risk.get(colour)
    return "" if risk is None else _("{colour}（{level}）").format(colour=_(colour), level=_(risk.word))


def is_risk(choices: object) -> bool:
    """Whether a field's choices are the five colours."""
    return choices == COLOURS


class RiskBadge(QWidget):
    """Shows nothing for a colour that is none."""

    def __init__(self, colour: str = "", parent: QWidget | None = None, *, level: bool = True) -> None:
        super().__init__(parent)
        self._colour, self._level = colour, level
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.put(colour)
        theme.changed.connect(self._fit)

    @property
    def colour(self) -> str:
        """The colour that is shown."""
        return self._colour

    def put(self, colour: str) -> None:
        """Show another colour."""
        self._colour = colour
        self.setAccessibleName(_("五色：{colour}").format(colour=risk_words(colour)))
        self._fit()
        self.update()

    def _words(self) -> str:
        return risk_words(self._colour, level=self._level)

    def _fit(self) -> None:
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for shape and words."""
        width = QFontMetrics(theme.font(_PX)).horizontalAdvance(self._words())
        return QSize(width + theme.px(_SIDE + 6 + 2 * _PAD), theme.px(_HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Tint, shape, words."""
        risk = theme.tokens.risk.get(self._colour)
        if risk is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.named(risk.tint))
        painter.drawRoundedRect(self.rect(), theme.px(4), theme.px(4))
        side = theme.px(_SIDE)
        paint_risk(painter, QRectF(theme.px(_PAD), (self.height() - side) / 2, side, side), self._colour)
        painter.setFont(theme.font(_PX))
        painter.setPen(theme.colour("text"))
        left = theme.px(_PAD + _SIDE + 5)
        painter.drawText(QRectF(left, 0, self.width() - left, self.height()), _LEFT, self._words())
        painter.end()
