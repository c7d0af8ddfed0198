"""The five risk colours as shapes: circle, square, triangle, diamond, octagon; colour comes third."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from louyu_desktop.ui.theme import theme


def paint_risk(painter: QPainter, rect: QRectF, letter: str) -> None:
    """Draw the shape of 绿 蓝 黄 橙 or 红 into the middle of `rect`; nothing for other letters."""
    risk = theme.tokens.risk.get(letter)
    if risk is None:
        return
    side = min(rect.width(), rect.height()) - 2
    box = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.named(risk.fill))
    pen = QPen(theme.named(risk.edge), 1.2)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    if risk.shape == "circle":
        painter.drawEllipse(box)
    elif risk.shape == "square":
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 1.5, 1.5)
    else:
        painter.drawPolygon(_polygon(risk.shape, box))
    painter.restore()


def _polygon(shape: str, box: QRectF) -> QPolygonF:
    if shape == "triangle":
        return QPolygonF([QPointF(box.center().x(), box.top()), box.bottomRight(), box.bottomLeft()])
    corners, turn = (4, 0.0) if shape == "diamond" else (8, math.pi / 8)
    radius = box.width() / 2
    return QPolygonF([
        QPointF(box.center().x() + radius * math.cos(turn + 2 * math.pi * n / corners),
                box.center().y() + radius * math.sin(turn + 2 * math.pi * n / corners))
        for n in range(corners)
    ])
