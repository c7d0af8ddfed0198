"""What letting go of something would do, over the foot of what it is carried on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from louyu_desktop.ui import strokes
from louyu_desktop.ui.theme import theme


class Sentence(QWidget):
    """One bold line, and below it what stands in the way: in danger's colour where that forbids it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over, self.text, self.trouble, self._forbids = parent, "", "", False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def say(self, text: str, trouble: str = "", *, forbids: bool = False) -> None:
        """Show a sentence in the middle of the parent's foot; without one, go."""
        self.text, self.trouble, self._forbids = text, trouble, forbids
        self.setAccessibleName("。".join(part for part in (text, trouble) if part))
        if not text:
            self.hide()
            return
        upper, lower = QFontMetricsF(theme.font(14, bold=True)), QFontMetricsF(theme.font(13))
        words = max(upper.horizontalAdvance(text), lower.horizontalAdvance(trouble))
        wide = min(int(words) + theme.px(40), self._over.width() - 16)
        self.resize(wide, theme.px(60 if trouble else 38))
        self.move((self._over.width() - wide) // 2, self._over.height() - self.height() - theme.px(14))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A popup."""
        painter = QPainter(self)
        room = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        strokes.box(painter, room, "surface", theme.px(10))
        painter.setPen(QPen(theme.colour("danger" if self._forbids else "accent"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(room, theme.px(10), theme.px(10))
        half = QRectF(room.left(), room.top() + theme.px(6), room.width(), theme.px(24)) if self.trouble else room
        self._line(painter, half, self.text, 14, "text", bold=True)
        if self.trouble:
            below = half.translated(0, theme.px(24))
            self._line(painter, below, self.trouble, 13, "danger" if self._forbids else "warn")
        painter.end()

    def _line(self, painter: QPainter, rect: QRectF, text: str, px: int, tone: str, *, bold: bool = False) -> None:
        font = theme.font(px, bold=bold)
        painter.setFont(font)
        painter.setPen(theme.colour(tone))
        painter.drawText(rect, strokes.CENTRE, strokes.elided(QFontMetricsF(font), text, rect.width() - theme.px(20)))
