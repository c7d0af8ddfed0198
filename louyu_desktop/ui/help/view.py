"""The page of the handbook on the screen: rich text on a surface, its pictures as wide as there is room."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QPainter, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QTextBrowser

from louyu_desktop.services import help_pages
from louyu_desktop.ui.help.page_html import PICTURE, shown_size
from louyu_desktop.ui.theme import theme

_MARGIN = 24


class PageView(QTextBrowser):
    """The page's text on a surface with a margin; links are followed by the window."""

    resized = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else a picture makes its own room less
        self.document().setDocumentMargin(_MARGIN)
        self._fit()
        theme.changed.connect(self._fit)

    def room(self) -> int:
        """The width of the text."""
        return max(200, self.viewport().width() - 2 * _MARGIN - 2)

    def loadResource(self, type: int, name: QUrl | str) -> object:
        """A picture as large as it is shown, made small with care: Qt would leave pixels out."""
        url = QUrl(name)
        wide, _sign, called = url.path().partition("/")
        file = help_pages.picture(called) if url.scheme() == PICTURE else None
        if file is None or not wide.isdecimal():
            return super().loadResource(type, name)
        ratio = self.devicePixelRatioF()
        size = shown_size(file, int(wide)) * ratio
        image = QImage(str(file)).scaled(size, mode=Qt.TransformationMode.SmoothTransformation)
        painter = QPainter(image)
        painter.setPen(QPen(theme.colour("line2"), 0))
        painter.drawRect(image.rect().adjusted(0, 0, -1, -1))
        painter.end()
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Pictures follow the width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resized.emit()

    def _fit(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme.colour("surface"))
        palette.setColor(QPalette.ColorRole.Text, theme.colour("text"))
        self.setPalette(palette)
