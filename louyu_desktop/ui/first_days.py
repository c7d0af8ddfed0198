"""What stands over a window that somebody sees for the first time: the demonstration's banner, an import, the tour."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from louyu_desktop.text import _

if TYPE_CHECKING:
    from louyu_desktop.ui.entrance.way import Opened
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.succession import Succession
    from louyu_desktop.ui.trying_bar import TryingBar


class FirstDays(QObject):
    """Made with the window; `begin` once everything that the window needs is there."""

    def __init__(self, window: MainWindow, opened: Opened, succession: Succession, *, keyed: bool) -> None:
        super().__init__(window)
        self._window, self._opened = window, opened
        self.banner: TryingBar | None = None
        self._introduces = keyed and not window.context.preferences.safe
        if opened.demonstration:
            self._stand(succession)

    def _stand(self, succession: Succession) -> None:
        from louyu_desktop.services import trying
        from louyu_desktop.ui.trying_bar import TryingBar

        if trying.is_built_here(succession.folder):
            self.banner = TryingBar(self._window, succession)
            self._introduces = True

    def begin(self, *, back: bool) -> None:
        """The wizard that was asked for; else the tour, for whoever has not seen it and does not come `back`."""
        context = self._window.context
        if self._opened.backup is not None:
            self._open_backup(self._opened.backup)
        elif self._opened.begin_with:
            context.launch(self._opened.begin_with, first=True)
        elif self._introduces and not back:
            introducing = context.services.introducing
            context.tasks.read(self, lambda _control: introducing.was_shown(), self._introduce)

    def _open_backup(self, file: Path) -> None:
        """Restoring, for whoever may; nobody else is asked for a recovery sheet."""
        if self._window.context.has("restore"):
            self._window.context.launch("restore", file=file)
        else:
            self._window.say("warn", _("恢复备份要由站长来做：请站长登录，再打开「{file}」").format(file=file.name))

    def _introduce(self, shown: bool) -> None:
        if not shown and self._window.isVisible():
            self._window.context.launch("tour")
