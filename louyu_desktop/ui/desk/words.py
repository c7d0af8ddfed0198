"""Words and buttons of the desk: larger than anywhere else, and exactly as large as they say."""

from __future__ import annotations

from typing import Self

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.labels import restyle
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import FAMILY, theme

_LEAST = 0.6
"""A word that has no room becomes smaller down to this, then it ends with …."""


class Words(QLabel):
    """One line at so many pixels; `fixed` ones go by the screen, not by the text size chosen.

    What has no room is drawn smaller, and at last elided.
    """

    def __init__(
        self, px: int, *, bold: bool = False, tone: str = "text", fixed: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._px, self._bold, self._fixed = px, bold, fixed
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._fit()
        theme.changed.connect(self._fit)

    def hold(self) -> Self:
        """Take the room that the words need, as the label of a field."""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        return self

    def setText(self, text: str) -> None:
        """Show `text`, plain."""
        super().setText(text)
        self.updateGeometry()

    def set_tone(self, tone: str) -> None:
        """Another colour by its token's name."""
        restyle(self, tone=tone)
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As high as a line."""
        return QSize(0, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        """As wide as the words."""
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 2, self.fontMetrics().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        font, text = self.font(), self.text()
        wide = self.fontMetrics().horizontalAdvance(text)
        if wide > self.width() > 0:
            font.setPixelSize(max(round(font.pixelSize() * _LEAST), font.pixelSize() * self.width() // wide))
            painter.setFont(font)
            text = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip("" if text == self.text() else tip(self.text()))
        painter.setPen(theme.colour(str(self.property("tone"))))
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, text)
        painter.end()

    def _fit(self) -> None:
        self.setFont(font_of(self._px, bold=self._bold, fixed=self._fixed))
        self.updateGeometry()


def font_of(px: int, *, bold: bool = False, fixed: bool = False) -> QFont:
    """The window's font at so many pixels, scaled by the text size unless it is `fixed`."""
    if not fixed:
        return theme.font(px, bold)
    font = QFont(FAMILY)
    font.setPixelSize(px)
    font.setBold(bold)
    return font


class DeskButton(Button):
    """A button high enough for a hurried hand; its key stands behind its words."""

    def __init__(self, text: str, icon: str = "", key: str = "", kind: str = "outline") -> None:
        super().__init__(f"{text}  {key}" if key else text, kind, icon)
        self.setProperty("desk", True)
        self._px = 16
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._fit()
