"""What the cells of hand-drawn tables share: their ground, a badge, a button in the row."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from louyu_desktop.ui.fields.cells import has_state, rect_of
from louyu_desktop.ui.theme import theme

PAD = 10
"""Between the edge of a cell and what stands in it."""


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, *, first: bool) -> None:
    """The ground and the line below; the `first` cell of a selected row has the mark."""
    rect = rect_of(option)
    selected = has_state(option, QStyle.StateFlag.State_Selected)
    hovered = has_state(option, QStyle.StateFlag.State_MouseOver)
    painter.fillRect(rect, theme.colour("selected" if selected else "hover" if hovered else "surface"))
    if selected and first:
        painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent_fill"))
    painter.setPen(QPen(theme.colour("line"), 0))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())


def paint_badge(painter: QPainter, rect: QRect, text: str, tone: str) -> None:
    """A word on the tint of its tone, at the left of a cell."""
    painter.setFont(theme.font(12))
    width = painter.fontMetrics().horizontalAdvance(text) + theme.px(14)
    box = QRect(rect.left() + theme.px(PAD), rect.center().y() - theme.px(10), width, theme.px(20))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("sunken" if tone == "text2" else f"{tone}_tint"))
    painter.drawRoundedRect(box, theme.px(4), theme.px(4))
    painter.setPen(theme.colour(tone))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def paint_button(painter: QPainter, box: QRect, text: str, *, quiet: bool = False) -> None:
    """A button of the row, without its frame when `quiet`; what does not fit is left out in the middle."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if not quiet:
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
    painter.setFont(theme.font(13))
    painter.setPen(theme.colour("text2" if quiet else "text"))
    inner = box.adjusted(theme.px(8), 0, -theme.px(8), 0)
    text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, inner.width())
    painter.drawText(inner, Qt.AlignmentFlag.AlignCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
