"""A folder without a station, or one that does not open: the first day, a station taken in, one out of a backup."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from louyu_desktop.errors import DamagedError, LouyuError
from louyu_desktop.ui.entrance.way import OldStation, Opened, Way

if TYPE_CHECKING:
    from pathlib import Path

    from louyu_desktop.services.backup_copies import Preview
    from louyu_desktop.services.copies import Control
    from louyu_desktop.ui.entrance.first_run import FirstRun, TakeIn, Wizard
    from louyu_desktop.ui.entrance.rescue import RescuePage
    from louyu_desktop.ui.entrance.restore import RestorePage, Return


class Beginning(Way):
    """The ways to a station that is not simply logged in to."""

    # -- the first day -------------------------------------------------------------------------

    def ask_for_station(self) -> None:
        """A new station, step by step."""
        from louyu_desktop.ui.entrance.first_run import FirstRun

        page = FirstRun(self._folder)
        page.left.connect(self._frame.close)
        page.begun.connect(partial(self._create, page))
        page.station.restore.clicked.connect(self._ask_for_backup)
        self._show(page)

    def _create(self, page: FirstRun) -> None:
        folder, wanted = self._folder, page.wanted()
        self._person = wanted.person

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.create(folder, wanted.station, wanted.person, wanted.password)

        self._make(page, open_it)

    def take_in(self, old: OldStation) -> None:
        """A station of the first days gets its first password."""
        from louyu_desktop.ui.entrance.first_run import TakeIn

        page = TakeIn(old.name, old.people)
        page.left.connect(self._frame.close)
        page.begun.connect(partial(self._lock_up, page))
        self._show(page)

    def _lock_up(self, page: TakeIn) -> None:
        folder, uid, password = self._folder, page.owner.uid, page.owner.new.text
        self._person = page.owner.chosen()

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.take_in(folder, uid, password)

        self._make(page, open_it)

    def _make(self, page: Wizard, open_it: Callable[[], Any]) -> None:
        keep = self._keep

        def failed(error: Exception) -> None:
            if isinstance(error, LouyuError) and not isinstance(error, DamagedError):
                page.refused(error.sentence)
            else:
                self.refused.emit(error)

        self._tasks.write(page, lambda _control: keep(open_it(), True), partial(self._made, page), failed)

    def _made(self, page: Wizard, opened: Opened) -> None:
        """The station stands: now what needs it."""
        from louyu_desktop.ui.entrance.later_steps import BackupStep, SpareStep

        self._watch()
        spare, backup = SpareStep(self._tasks, opened.services), BackupStep(self._tasks, opened.services)
        page.add_steps(spare, backup)
        page.finished.connect(partial(self.opened.emit, opened))

    # -- out of a backup ------------------------------------------------------------------------

    def _ask_for_backup(self) -> None:
        self.ask_to_restore(None)

    def ask_to_restore(self, file: Path | None) -> None:
        """The station comes back out of a backup, by its recovery sheet alone; `file` may be known already."""
        from louyu_desktop.ui.entrance.restore import RestorePage

        page = RestorePage(file)
        page.left.connect(self.back)
        page.looked.connect(partial(self._look_into, page))
        page.wanted.connect(partial(self._restore, page))
        self._show(page)

    def ask_to_rescue(self) -> None:
        """The data does not open: its newest backup, by a password; by the sheet where none lies here."""
        folder = self._folder

        def newest(_control: Control) -> Path | None:
            from louyu_desktop.services import restores

            return restores.newest_backup(folder)

        self._tasks.read(self._frame, newest, self._offer)

    def _offer(self, file: Path | None) -> None:
        from louyu_desktop.ui.entrance.rescue import RescuePage

        if file is None:
            self.ask_to_restore(None)
            return
        page = RescuePage(file, self._person)
        page.left.connect(self.back)
        page.by_sheet.connect(partial(self.ask_to_restore, file))
        page.wanted.connect(partial(self._rescue, page, file))
        self._show(page)

    def _rescue(self, page: RescuePage, file: Path, name: str, password: str) -> None:
        folder = self._folder
        self._person = name

        def open_it() -> Any:
            from louyu_desktop.services import restores, vaults

            restores.rescue(folder, file, name, password)
            return vaults.log_in(folder, name, password)

        self._write(page, open_it, partial(self._let_in, password))

    def _look_into(self, page: RestorePage, wanted: Return) -> None:
        folder = self._folder

        def work(control: Control) -> Preview:
            from louyu_desktop.services import restores

            return restores.preview_closed(folder, wanted.file, wanted.written, control)

        self._tasks.write(page, work, page.show_found, partial(self._not_restored, page))

    def _restore(self, page: RestorePage, wanted: Return) -> None:
        folder, keep = self._folder, self._keep
        self._person = wanted.person

        def work(control: Control) -> Opened:
            from louyu_desktop.services import restores, vaults

            restores.restore_closed(folder, wanted.file, wanted.written, control)
            return keep(vaults.reset_by_sheet(folder, wanted.person, wanted.password, wanted.written), True)

        self._tasks.write(page, work, partial(self._let_in, ""), partial(self._not_restored, page))

    def _not_restored(self, page: RestorePage, error: Exception) -> None:
        if isinstance(error, LouyuError):
            page.refused(error.sentence)
        else:
            self.refused.emit(error)
