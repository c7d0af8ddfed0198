"""What every page before the window needs: the frame to stand in, the worker that opens, who is let in then."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from louyu_desktop.errors import DamagedError, LouyuError
from louyu_desktop.text import _
from louyu_desktop.ui.succession import LOCKED, PERSON

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.entrance.login import LoginPage
    from louyu_desktop.ui.entrance.recover import RecoverPage
    from louyu_desktop.ui.entrance.rescue import RescuePage
    from louyu_desktop.ui.frame import Frame
    from louyu_desktop.ui.locking import Locker
    from louyu_desktop.ui.tasks import Tasks


class Opened(NamedTuple):
    """A station that was opened: its services, its name, and what has to come before the window."""

    services: Services
    name: str
    demonstration: bool = False
    person: str = ""
    must_change: bool = False
    sheet_spent: bool = False
    begin_with: str = ""
    """The wizard that stands over the window at once."""

    backup: Path | None = None
    """The file that the program was opened with: restoring it stands over the window at once."""


class OldStation(NamedTuple):
    """A station of the first days: its name and its people (uid, name)."""

    name: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Not let in, and how long to wait for the next try."""

    sentence: str
    wait: float


Answer = Opened | Refused
Keep = Callable[[Any, bool], Opened]


class Way(QObject):
    """Shows one page after the other in the frame; `opened(Opened)` when the window may come.

    `keep(database, fresh)` makes the services, on a worker; `fresh` says that a password was just chosen.
    `back` asks for the first page again; `locked(person)` when the program is to end, because a
    station was open behind a page that is not the window yet, and nobody was there; `elsewhere(folder)` when it is
    to go over to another station.
    """

    opened = Signal(object)
    refused = Signal(object)
    back = Signal()
    locked = Signal(str)
    elsewhere = Signal(object)

    def __init__(self, frame: Frame, tasks: Tasks, folder: Path, keep: Keep) -> None:
        super().__init__(frame)
        self._frame, self._tasks, self._folder, self._keep = frame, tasks, folder, keep
        self._person = os.environ.pop(PERSON, "")
        self._locked = os.environ.pop(LOCKED, "") == "1"
        self.page: QWidget | None = None
        self._locker: Locker | None = None

    @property
    def person(self) -> str:
        """The name that was typed last."""
        return self._person

    @property
    def was_locked(self) -> bool:
        """Whether this program took the place of one that locked itself."""
        return self._locked

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
                return Refused(error.sentence, vaults.wait(folder))

        def answered(answer: Answer) -> None:
            if isinstance(answer, Refused):
                page.refused(answer.sentence, answer.wait)
            else:
                done(answer)

        self._tasks.write(page, work, answered, self.refused.emit)

    # -- who is let in --------------------------------------------------------------------------

    def _watch(self) -> None:
        """From now on what locks the window locks the page before it."""
        from louyu_desktop.ui.locking import Locker

        if self._locker is None:
            self._locker = Locker(int(self._frame.winId()), parent=self)
            self._locker.wanted.connect(self._lock)
            self._locker.start()

    def _lock(self, _how: str) -> None:
        self.rest()
        self.locked.emit(self._person)

    def rest(self) -> None:
        """The window watches for itself now, or nobody is let in any more."""
        if self._locker is not None:
            self._locker.stop()
            self._locker.deleteLater()
            self._locker = None

    def _let_in(self, password: str, opened: Opened) -> None:
        self._watch()
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

    def _renew_sheet(self, opened: Opened) -> None:
        """The sheet was used: a new one before anything else."""
        from louyu_desktop.ui.entrance.first_run import Wizard
        from louyu_desktop.ui.entrance.later_steps import SpareStep

        page = Wizard(_("新的恢复纸"), (_("换恢复纸"),), (), "")
        page.add_steps(SpareStep(self._tasks, opened.services, only_sheet=True))
        page.finished.connect(partial(self.opened.emit, opened))
        self._show(page)
