"""One line of text painted where it has room; for rows that are drawn by hand."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from louyu_desktop.ui.theme import theme


def write(
    painter: QPainter, rect: QRectF, text: str, token: str, px: int, *, bold: bool = False, centre: bool = False
) -> None:
    """One elided line of text in a colour of the table."""
    font = theme.font(px, bold)
    painter.setFont(font)
    painter.setPen(theme.colour(token))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(0.0, rect.width()))
    side = Qt.AlignmentFlag.AlignHCenter if centre else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
