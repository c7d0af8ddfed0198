"""Words on the window: labels by role, badges, hairlines. Fonts follow the text size, colours the theme."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

ROLES: dict[str, tuple[int, bool, str]] = {
    "figure": (24, True, "text"),
    "title": (20, True, "text"),
    "pane": (16, True, "text"),
    "section": (15, True, "text"),
    "group": (14, True, "text"),
    "body": (14, False, "text"),
    "label": (13, False, "text2"),
    "hint": (12, False, "text3"),
}
"""Pixel size, weight and tone of each role of the look."""

_ENDLESS = 100_000
"""Higher than any text."""


def restyle(widget: QWidget, **properties: object) -> None:
    """Set dynamic properties and let the style sheet look again; does nothing when they stand so already.

    What was never set counts as false or empty.
    """
    fresh = {name: value for name, value in properties.items() if (widget.property(name) or None) != (value or None)}
    if not fresh:
        return
    for name, value in fresh.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


class Label(QLabel):
    """A line of text in a role; `wrap` breaks it and holds its height (a wrapping QLabel alone is cut)."""

    def __init__(
        self, text: str = "", role: str = "body", tone: str = "", wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._px, self._bold, default = ROLES[role]
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", tone or default)
        self.setWordWrap(wrap)
        self._fit()
        self.setText(text)
        theme.changed.connect(self._fit)

    def set_tone(self, tone: str) -> None:
        """Another colour by its token's name."""
        restyle(self, tone=tone)

    def _fit(self) -> None:
        self.setFont(theme.font(self._px, self._bold))
        self._hold()

    def setText(self, text: str) -> None:
        """Show `text`, plain."""
        super().setText(text)
        self._hold()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hold the height the words need at this width."""
        super().resizeEvent(event)
        self._hold()

    def heightForWidth(self, width: int) -> int:
        """What the words need, no more: QLabel's own answer never falls below the height that is held."""
        if not self.wordWrap():
            return super().heightForWidth(width)
        inside = self.contentsRect()
        room = QRect(0, 0, max(0, width - (self.width() - inside.width())), _ENDLESS)
        flags = int(self.alignment() & Qt.AlignmentFlag.AlignHorizontal_Mask) | int(Qt.TextFlag.TextWordWrap)
        return self.fontMetrics().boundingRect(room, flags, self.text()).height() + self.height() - inside.height()

    def _hold(self) -> None:
        if self.wordWrap() and self.width() > 0:
            self.setMinimumHeight(self.heightForWidth(self.width()))


class ElidedLabel(Label):
    """One line that ends with … when there is no room; the whole text stands in the tooltip then."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, role, tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Three characters are enough to stand."""
        three = self.fontMetrics().horizontalAdvance("国") * 3
        return QSize(min(three, self.sizeHint().width()), super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        self.setToolTip(tip(self.text()) if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(theme.colour(str(self.property("tone"))))
        painter.drawText(self.rect(), self.alignment() | Qt.TextFlag.TextSingleLine, shown)
        painter.end()


class IconLabel(QWidget):
    """An icon that is no button; `boxed` draws the rounded square of a list row behind it."""

    ornament = True

    def __init__(
        self, name: str, tone: str = "text2", size: int = 16, ground: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone, self._size, self._ground = name, tone, size, ground
        self._fit()
        theme.changed.connect(self._fit)

    def set_icon(self, name: str, tone: str = "text2") -> None:
        """Show another drawing or colour."""
        self._name, self._tone = name, tone
        self.update()

    def _fit(self) -> None:
        side = theme.px(self._size + (14 if self._ground else 0))
        self.setFixedSize(side, side)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw ground and icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(self._ground))
            painter.drawRoundedRect(self.rect(), theme.px(6), theme.px(6))
        side = theme.px(self._size)
        box = self.rect().toRectF()
        box.adjust((box.width() - side) / 2, (box.height() - side) / 2,
                   (side - box.width()) / 2, (side - box.height()) / 2)
        paint_icon(painter, box, self._name, self._tone)
        painter.end()


class Badge(QLabel):
    """A small word or number on a tint: plain, danger, warn, ok, info or accent."""

    def __init__(self, text: str = "", tone: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setProperty("badge", tone)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fit()
        theme.changed.connect(self._fit)

    def set_tone(self, tone: str) -> None:
        """Another tint."""
        restyle(self, badge=tone)

    def _fit(self) -> None:
        self.setFont(theme.font(12))


class Hairline(QFrame):
    """A line of one pixel between two parts."""

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("hairline", True)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)
