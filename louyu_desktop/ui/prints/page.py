"""A page as large as the window: preview, wizard, settings; a window of the same program."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.focus import FocusRing
from louyu_desktop.ui.head_bar import HeadBar
from louyu_desktop.ui.parts import IconButton, Label

_SMALLEST = (900, 560)
_open: set[FullPage] = set()  # without a main window nobody else holds a page


class FullPage(QWidget):
    """Stands exactly over the main window; Esc or 返回 closes it, F12 works in it, too."""

    closed = Signal()

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context.window, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self.setMinimumSize(*_SMALLEST)
        self.ring = FocusRing(self)
        bind(self, "guest", context.guest.toggle)

    def head_bar(self, title: str, *beside: QWidget, right: Iterable[QWidget] = ()) -> HeadBar:
        """The bar at the top: 返回, what the page is, what stands beside that, and buttons at the right."""
        leave = IconButton("left", _("返回"), "Esc")
        leave.clicked.connect(self.close)
        return HeadBar((leave, Label(title, "pane"), *beside), right)

    def open(self) -> None:
        """Show it where the main window stands, as large as that."""
        _open.add(self)
        under = self.context.window.window() if self.context.window is not None else None
        if under is not None:
            self.setGeometry(under.geometry())
        if under is not None and under.isMaximized():
            self.showMaximized()
        else:
            self.show()

    def may_close(self) -> bool:
        """Whether the page may go now; asks where something would be lost."""
        return True

    def leaving(self) -> None:
        """Let go of what the page holds."""

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask first, then let go."""
        if not self.may_close():
            event.ignore()
            return
        self.leaving()
        super().closeEvent(event)
        _open.discard(self)
        self.closed.emit()
