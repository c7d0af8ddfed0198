"""From the first paint to an open station: which page is shown, what is asked of the services, what follows.

Which page it is shows by the names of the files, as `services.vaults.standing` has it: nothing is imported for
it.  Keys are derived on a worker; what is typed is handed over and kept nowhere.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from louyu_desktop.text import _
from louyu_desktop.ui.door import Door
from louyu_desktop.ui.entrance.beginning import Beginning
from louyu_desktop.ui.entrance.way import Keep, OldStation, Opened

if TYPE_CHECKING:
    from pathlib import Path

    from louyu_desktop.ui.entrance.login import LoginPage
    from louyu_desktop.ui.entrance.recover import RecoverPage, Recovery
    from louyu_desktop.ui.frame import Frame
    from louyu_desktop.ui.tasks import Tasks

__all__ = ["Entrance", "OldStation", "Opened"]


def is_there(folder: Path) -> bool:
    """Whether there is a station in `folder` at all."""
    return (folder / "station.db").exists()


class Entrance(Beginning):
    """The first page by what lies in the folder, the log-in, and a forgotten password."""

    def __init__(self, frame: Frame, tasks: Tasks, folder: Path, keep: Keep) -> None:
        super().__init__(frame, tasks, folder, keep)
        self.back.connect(self._start_over)

    def begin(self, user: str | None = None, backup: Path | None = None) -> None:
        """The first page: the log-in, or the three ways to begin; or what brings `backup` back."""
        if is_there(self._folder):
            note = _("登录后打开备份「{file}」").format(file=backup.name) if backup else ""
            self.ask_to_log_in(user or self._person, note)
        elif backup is not None:
            self.ask_to_restore(backup)
        else:
            self.ask_how_to_begin()

    def _start_over(self) -> None:
        self.begin()

    # -- logging in ----------------------------------------------------------------------------

    def ask_to_log_in(self, name: str = "", note: str = "") -> None:
        """The log-in; `note` is what has to be said first."""
        from louyu_desktop.ui.entrance.login import LoginPage

        door: object = self._frame.centralWidget()
        page = LoginPage(name, locked=self._locked)
        page.wanted.connect(partial(self._log_in, page))
        page.forgotten.connect(self._forgotten)
        typed = door.typed() if isinstance(door, Door) else None
        self._show(page)
        if typed is not None:
            page.go_on(typed)
        if note:
            page.message.say("ok", note)

    def _log_in(self, page: LoginPage, name: str, password: str) -> None:
        folder = self._folder
        self._person = name

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.log_in(folder, name, password)

        self._write(page, open_it, partial(self._let_in, password))

    # -- a forgotten password ------------------------------------------------------------------

    def _forgotten(self) -> None:
        from louyu_desktop.ui.entrance.recover import RecoverPage

        name = self.page.name.text if self.page is not None and hasattr(self.page, "name") else ""
        page = RecoverPage(name)
        page.left.connect(self._back_to_log_in)
        page.wanted.connect(partial(self._recover, page))
        self._show(page)

    def _back_to_log_in(self) -> None:
        self.ask_to_log_in(self._person)

    def _recover(self, page: RecoverPage, wanted: Recovery) -> None:
        folder = self._folder
        self._person = wanted.person

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            if wanted.written:
                return vaults.reset_by_sheet(folder, wanted.person, wanted.password, wanted.written)
            vouching = wanted.administrator, wanted.vouched
            return vaults.reset_by_colleague(folder, wanted.person, wanted.password, *vouching)

        self._write(page, open_it, partial(self._let_in, ""), fresh=True)
