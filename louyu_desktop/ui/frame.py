"""The one window of the program: it stands before anything is imported, and shows one page after the other.

The first page is the opening; a log-in has its place after it, then comes the main window's page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QMainWindow

from louyu_desktop.text import _
from louyu_desktop.ui import geometry
from louyu_desktop.ui.door import Door
from louyu_desktop.ui.opening import Look, Opening
from louyu_desktop.ui.preferences import Preferences

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent
    from PySide6.QtWidgets import QWidget


@runtime_checkable
class Page(Protocol):
    """A page that has a say when the window closes."""

    def may_leave(self) -> bool:
        """False keeps the window open; the page has asked the person by then."""

    def leaving(self) -> None:
        """Keep what is to be remembered."""


class Frame(QMainWindow):
    """`seen` comes once, after the first paint; until then nothing heavy may be touched.

    With a `person`, who may be "", a log-in comes first: then its outline is painted, and takes what is typed.
    """

    seen = Signal()

    def __init__(self, preferences: Preferences, *, words: bool, person: str | None = None) -> None:
        super().__init__()
        self._preferences = preferences
        self.setWindowTitle(_("楼宇党群服务站"))
        remembered = {key: preferences.kept(key) for key in ("theme", "text_size", "opening")}
        self.look = Look.of(remembered, words=words)
        opening = Opening(self.look) if person is None else Door(self.look, person)
        opening.painted.connect(self._painted)
        self.setCentralWidget(opening)
        opening.setFocus()
        self._fills_screen = geometry.restore(self, preferences)

    def _painted(self) -> None:
        """The picture reaches the screen when this event is over."""
        QTimer.singleShot(0, self, self.seen.emit)

    def show(self) -> None:
        """Show the window; the first time on a small screen over the whole of it (its state is an enum of `Qt`)."""
        fills, self._fills_screen = self._fills_screen, False
        if fills:
            self.showMaximized()
        else:
            super().show()

    def show_page(self, page: QWidget) -> None:
        """Show `page` instead of the one before, which goes."""
        self.setCentralWidget(page)
        page.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask the page first, then remember the window."""
        page: object = self.centralWidget()
        if isinstance(page, Page):
            if not page.may_leave():
                event.ignore()
                return
            page.leaving()
        geometry.keep(self, self._preferences)
        self._preferences.flush()
        super().closeEvent(event)
