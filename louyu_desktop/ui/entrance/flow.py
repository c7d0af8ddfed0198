"""From the first paint to an open station: which page is shown, what is asked of the services, what follows.

Which page it is shows by the names of the files, as `services.vaults.standing` has it: nothing is imported for
it.  Keys are derived on a worker; what is typed is handed over and kept nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from louyu_desktop.errors import DamagedError, LouyuError
from louyu_desktop.text import _

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.backup_copies import Preview
    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.entrance.first_run import FirstRun, TakeIn, Wizard
    from louyu_desktop.ui.entrance.login import LoginPage
    from louyu_desktop.ui.entrance.recover import RecoverPage, Recovery
    from louyu_desktop.ui.entrance.rescue import RescuePage
    from louyu_desktop.ui.entrance.restore import RestorePage, Return
    from louyu_desktop.ui.frame import Frame
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.tasks import Tasks

PERSON, LOCKED = "LOUYU_PERSON", "LOUYU_LOCKED"
"""How a program that locks itself hands over who was there, and that it did: in the environment, never on disk."""


class Opened(NamedTuple):
    """A station that was opened: its services, its name, and what has to come before the window."""

    services: Services
    name: str
    demonstration: bool = False
    person: str = ""
    must_change: bool = False
    sheet_spent: bool = False


class OldStation(NamedTuple):
    """A station of the first days: its name and its people (uid, name)."""

    name: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Refused:
    """Not let in, and how long to wait for the next try."""

    sentence: str
    wait: float


Answer = Opened | _Refused
Keep = Callable[[Any, bool], Opened]


def is_there(folder: Path) -> bool:
    """Whether there is a station in `folder` at all."""
    return (folder / "station.db").exists()


class Entrance(QObject):
    """Shows one page after the other in the frame; `opened(Opened)` when the window may come.

    `keep(database, fresh)` makes the services, on a worker; `fresh` says that a password was just chosen.
    """

    opened = Signal(object)
    refused = Signal(object)

    def __init__(self, frame: Frame, tasks: Tasks, preferences: Preferences, folder: Path, keep: Keep) -> None:
        super().__init__(frame)
        self._frame, self._tasks, self._preferences = frame, tasks, preferences
        self._folder, self._keep = folder, keep
        self._person = os.environ.pop(PERSON, "")
        self._locked = os.environ.pop(LOCKED, "") == "1"
        self.page: QWidget | None = None

    @property
    def person(self) -> str:
        """The name that was typed last."""
        return self._person

    @property
    def was_locked(self) -> bool:
        """Whether this program took the place of one that locked itself."""
        return self._locked

    def begin(self, user: str | None = None) -> None:
        """The first page: the log-in, or the first day."""
        if is_there(self._folder):
            self.ask_to_log_in(user or self._person)
        else:
            self.ask_for_station()

    def _show(self, page: QWidget) -> None:
        self.page = page
        self._frame.show_page(page)

    def _write(
        self, page: LoginPage | RecoverPage | RescuePage, open_it: Callable[[], Any], done: Callable[[Opened], object],
        *, fresh: bool = False,
    ) -> None:  # fmt: skip
        """Have the station opened; where it is not, the page says why and how long to wait."""
        keep, folder = self._keep, self._folder

        def work(_control: object) -> Answer:
            from louyu_desktop.services import vaults

            try:
                return keep(open_it(), fresh)
            except DamagedError:
                raise
            except LouyuError as error:
                return _Refused(error.sentence, vaults.wait(folder))

        def answered(answer: Answer) -> None:
            if isinstance(answer, _Refused):
                page.refused(answer.sentence, answer.wait)
            else:
                done(answer)

        self._tasks.write(page, work, answered, self.refused.emit)

    # -- logging in ----------------------------------------------------------------------------

    def ask_to_log_in(self, name: str = "", note: str = "") -> None:
        """The log-in; `note` is what has to be said first."""
        from louyu_desktop.ui.entrance.login import LoginPage

        page = LoginPage(name, locked=self._locked)
        page.wanted.connect(partial(self._log_in, page))
        page.forgotten.connect(self._forgotten)
        self._show(page)
        if note:
            page.message.say("ok", note)

    def _log_in(self, page: LoginPage, name: str, password: str) -> None:
        folder = self._folder
        self._person = name

        def open_it() -> Any:
            from louyu_desktop.services import vaults

            return vaults.log_in(folder, name, password)

        self._write(page, open_it, partial(self._let_in, password))

    def _let_in(self, password: str, opened: Opened) -> None:
        if opened.must_change:
            self._demand_change(opened, password)
        elif opened.sheet_spent:
            self._renew_sheet(opened)
        else:
            self.opened.emit(opened)

    def _demand_change(self, opened: Opened, old: str) -> None:
        from louyu_desktop.ui.entrance.change import ForcedChange

        page = ForcedChange(opened.person, old)
        accounts = opened.services.accounts

        def change(before: str, after: str) -> None:
            self._tasks.write(
                page, lambda _control: accounts.change_password(before, after),
                lambda _nothing: self._let_in("", opened._replace(must_change=False)),
                lambda error: page.refused(getattr(error, "sentence", "") or _("没有换成，再试一次")),
            )  # fmt: skip

        page.wanted.connect(change)
        self._show(page)

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

    def _renew_sheet(self, opened: Opened) -> None:
        """The sheet was used: a new one before anything else."""
        from louyu_desktop.ui.entrance.first_run import Wizard
        from louyu_desktop.ui.entrance.later_steps import SpareStep

        page = Wizard(_("新的恢复纸"), (_("换恢复纸"),), (), "")
        page.add_steps(SpareStep(self._tasks, opened.services, only_sheet=True))
        page.finished.connect(partial(self.opened.emit, opened))
        self._show(page)

    # -- the first day -------------------------------------------------------------------------

    def ask_for_station(self) -> None:
        """A new station, step by step."""
        from louyu_desktop.ui.entrance.first_run import FirstRun

        page = FirstRun(self._folder)
        page.left.connect(self._frame.close)
        page.begun.connect(partial(self._create, page))
        page.station.restore.clicked.connect(self._ask_for_backup)
        self._show(page)

    def _ask_for_backup(self) -> None:
        self.ask_to_restore(None)

    def ask_to_restore(self, file: Path | None) -> None:
        """The station comes back out of a backup, by its recovery sheet alone; `file` may be known already."""
        from louyu_desktop.ui.entrance.restore import RestorePage

        page = RestorePage(file)
        page.left.connect(partial(self.begin, None))
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
        page.left.connect(partial(self.begin, None))
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

        spare, backup = SpareStep(self._tasks, opened.services), BackupStep(opened.services, self._preferences)
        page.add_steps(spare, backup)
        page.finished.connect(partial(self.opened.emit, opened))
