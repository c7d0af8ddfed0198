"""How a list of sections is drawn: the current one in accent with the bar at its edge."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from louyu_desktop.ui.fields.cells import Index, has_state, rect_of
from louyu_desktop.ui.theme import theme


class NavDelegate(QStyledItemDelegate):
    """One line a section."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Ground, bar, words."""
        rect = rect_of(option)
        here = has_state(option, QStyle.StateFlag.State_Selected)
        over = has_state(option, QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.fillRect(rect, theme.colour("selected" if here else "hover" if over else "surface"))
        if here:
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent_fill"))
        painter.setFont(theme.font(14, bold=here))
        painter.setPen(theme.colour("accent" if here else "text"))
        words = rect.adjusted(theme.px(20), 0, -theme.px(8), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        painter.restore()
