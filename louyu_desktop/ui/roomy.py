"""Pages and dialogs that scroll where the text is large and the screen small; elsewhere nobody sees it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from louyu_desktop.ui.theme import theme

_BESIDE = 48, 200
"""What title, footer and the frame of a window take of the screen at the usual text size."""


def size(window: QWidget, width: int, height: int) -> None:
    """As large as it looks well at the text size in use, and no larger than the screen."""
    room = window.screen().availableSize() - QSize(24, 48)  # with the frame of the window
    window.resize(QSize(theme.px(width), theme.px(height)).boundedTo(room))


def on_ground(page: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """A page on the window's ground, which scrolls."""
    area = area or QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes from field to field, and the page follows
    area.setWidget(page)
    area.setWidgetResizable(True)
    for inside in (area.viewport(), page):
        inside.setAutoFillBackground(False)
    return area


class Roomy(QScrollArea):
    """Holds its window open for all of its content, as a layout does, up to what the screen has room for."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        on_ground(content, self)

    def sizeHint(self) -> QSize:
        """As the content."""
        return self._bounded(self.widget().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """No less than the content needs."""
        return self._bounded(self.widget().minimumSizeHint())

    def _bounded(self, size: QSize) -> QSize:
        room = self.screen().availableSize() - QSize(_BESIDE[0], theme.px(_BESIDE[1]))
        bar = self.verticalScrollBar().sizeHint().width() if size.height() > room.height() else 0
        return QSize(min(size.width() + bar, room.width()), min(size.height(), room.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The content needs more or less than before: so does this."""
        if event.type() == QEvent.Type.LayoutRequest and watched is self.widget():
            self.updateGeometry()
        return super().eventFilter(watched, event)


class Upright(Roomy):
    """Scrolls down, and by the keys; to the side it holds its window open."""

    def __init__(self, content: QWidget) -> None:
        super().__init__(content)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def sizeHint(self) -> QSize:
        """As any page that scrolls."""
        return QScrollArea.sizeHint(self)

    def minimumSizeHint(self) -> QSize:
        """As wide as the content, and a few lines high."""
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self.widget().minimumSizeHint().width() + bar, QScrollArea.minimumSizeHint(self).height())


class Pages(QStackedWidget):
    """Needs the room of the page that is shown, not of the widest that there is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self._turned)

    def _turned(self, _number: int) -> None:
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As the page."""
        page: QWidget | None = self.currentWidget()
        return page.minimumSizeHint().expandedTo(page.minimumSize()) if page else super().minimumSizeHint()
