"""The composition root: station folder → database → services → window.  Nothing else knows everyone.

At its top nothing is imported that the first painted window does not need.
"""

from __future__ import annotations

import builtins
import gc
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from louyu_desktop import paths
from louyu_desktop.ui.display import has_display
from louyu_desktop.ui.dressed import application_of, dress, start_application

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.entrance.flow import Entrance, OldStation, Opened
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.sitting import Sitting
    from louyu_desktop.ui.step_up import StepUp
    from louyu_desktop.ui.tasks import Tasks
    from louyu_desktop.ui.tidy import Collector
    from louyu_desktop.ui.turns import Step

__all__ = ["Program", "build_window", "has_display", "open_services", "run_window", "start_application"]

SWITCH_INTERVAL = 0.0005
"""Seconds a worker thread may hold the interpreter while the window waits (SPEED.md 3.5)."""

DOOR = ("theme", "icons", "messages", "problems", "entrance.login", "entrance.flow", "step_up")
FIRST = (
    "theme", "icons", "messages", "problems", "bus", "context", "find_answer", "command_box", "main_window",
    "today.tab", "rooms", "sight", "log_guard", "sitting",
)  # fmt: skip
REST = (
    "fields.editors", "lists.table", "lists.views", "entity.form", "entity.tab", "buildings", "enterprises", "people",
    "activities", "checklist", "imports.plan_table", "imports", "prints.preview", "prints", "station.profile",
    "station",
)  # fmt: skip
"""Modules of the window: what the log-in is made of, the window itself, its other tabs and wizards."""

KEYS = ("argon2.low_level", "cryptography.hazmat.backends.openssl.backend", "chinese_calendar")
"""What a log-in and 今日 would import at their first use, while somebody waits."""


def open_services(folder: Path, user: str | None = None, password: str | None = None) -> Services:
    """The services of the station in `folder`, as the person called `user` with a password.

    The demonstration has no passwords: `user` is its first person by default.  NotPermittedError for a wrong
    name or password, UnprotectedError for a station that has to be taken in, StationBusyError when another
    program holds it, DamagedError when it is not a station of ours.
    """
    from louyu_desktop.services import vaults
    from louyu_desktop.services.suite import open_services as services_of

    if vaults.standing(folder) is not vaults.Standing.VAULT:
        return services_of(vaults.open_keyless(folder, user))
    return services_of(vaults.log_in(folder, user, password or ""))


def run_window(folder: Path | None = None, user: str | None = None) -> int:
    """Open the window on the station in `folder` (asking for a new one where there is none) until it is closed.

    A program that locks itself does not come back from here: it starts a fresh log-in and ends.
    """
    program = Program(folder or paths.default_station(), user)
    program.frame.show()
    try:
        program.application.exec()
    finally:
        try:
            program.leave()
        finally:
            if program.succession.is_due:
                program.succession.start()
                os._exit(0)  # nothing of this process may stay: not the key, nor a row, nor a thread that does not end
    return program.exit_code


class Program:
    """One run of the window.

    The frame is painted first, then the log-in takes its place (`ui.entrance`); a station without keys is opened
    at once.  Meanwhile a worker imports the services, and the window's own modules are imported here, one in
    each turn of the event loop; the main window comes when they are there and the station is open.
    """

    def __init__(self, folder: Path, user: str | None = None, machine: Path | None = None) -> None:
        gc.disable()  # until the first paint every collection is for nothing; the collector of `ui.tidy` follows
        sys.setswitchinterval(SWITCH_INTERVAL)
        from louyu_desktop.ui import fonts
        from louyu_desktop.ui.preferences import Preferences

        self._folder, self._user = folder, user
        self.preferences = Preferences(machine)
        self.application = application_of(self.preferences)
        from louyu_desktop.ui.frame import Frame
        from louyu_desktop.ui.succession import Succession
        from louyu_desktop.ui.turns import Turns

        self._words = fonts.load(make=False)
        self.frame = Frame(self.preferences, words=self._words, person=self._expected())
        self._turns = Turns(self.frame)
        self.succession = Succession(folder)
        self.warm = threading.Event()  # what opens a station has been imported
        self.window: MainWindow | None = None
        self.entrance: Entrance | None = None
        self.sitting: Sitting | None = None
        self.exit_code = 0
        self.at_home = False
        """Whether everything that the window will ever need has been imported."""

        self._tasks: Tasks | None = None
        self._services: Services | None = None
        self._outcome: Opened | OldStation | Exception | None = None
        self._waiting = 2
        self._collector: Collector | None = None
        self._step_up: StepUp | None = None
        self._told: list[Callable[[], object]] = []
        self._hooks = sys.excepthook, threading.excepthook
        self.frame.seen.connect(self._begin)

    def _expected(self) -> str | None:
        """Who may log in, "" where nobody is named; None where there is no log-in, or no font for its words."""
        there = self._words and (self._folder / "station.db").exists() and not _is_keyless(self._folder)
        return (self._user or os.environ.get("LOUYU_PERSON", "")) if there else None

    # -- opening -------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The first paint is over: begin with everything that takes time."""
        from louyu_desktop.ui.tasks import Tasks

        # Qt for Python reads the source of every module that is imported, for a feature that nobody uses here
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        self._tasks = tasks = Tasks(_report)
        if _is_keyless(self._folder):
            tasks.read(self.frame, self._open_keyless, self._opened, self._refused)
            self._turns.take(self._preparations())
        elif self._words:
            tasks.read(self.frame, self._warm_up, lambda _none: self.warm.set())
            self._turns.take(self._door())
        else:  # the words of the log-in need their fonts
            tasks.read(self.frame, self._warm_up, lambda _none: self._turns.take(self._door()), self._refused)

    def _warm_up(self, _control: Control) -> None:
        """On a worker: fonts, and what opens a station."""
        from louyu_desktop.printing.pinned import pinned

        pinned()
        for name in ("louyu_desktop.services.vaults", "louyu_desktop.services.suite", *KEYS):
            import_module(name)

    def _open_keyless(self, control: Control) -> Opened | OldStation:
        """On a worker: the demonstration; or who works at a station of the first days, which is to be taken in."""
        self._warm_up(control)
        from louyu_desktop.services import vaults
        from louyu_desktop.ui.entrance.flow import OldStation

        try:
            return self._keep(vaults.open_keyless(self._folder, self._user))
        except vaults.UnprotectedError:
            return OldStation(*vaults.people_of(self._folder))

    def _keep(self, database: Any, fresh: bool = False) -> Opened:
        """On a worker: the services of an open station; `fresh` where the password was chosen this moment."""
        from louyu_desktop.services.suite import open_services as services_of
        from louyu_desktop.ui.entrance.flow import Opened

        self._services = services = services_of(database)
        if fresh:
            services.access.count_as_confirmed()
        name, demonstration = services.stations.name(), services.stations.is_demonstration()
        actor = services.stations.actor()
        spent = services.recovery.state().was_used
        must_change = services.accounts.must_change()
        return Opened(services, name, demonstration, actor.title if actor else "", must_change, spent)

    def _door(self) -> Iterator[Step]:
        """The log-in or the first day as soon as it can stand; the window's own modules while one types."""
        yield from _imports(DOOR)
        yield lambda: dress(self.application, self.preferences)
        yield self._receive
        yield from self._preparations()

    def _receive(self) -> None:
        if (entrance := self._open_door()) is not None:
            entrance.begin(self._user)

    def _open_door(self) -> Entrance | None:
        from louyu_desktop.ui.entrance.flow import Entrance
        from louyu_desktop.ui.step_up import StepUp

        if self._tasks is not None:
            self._step_up = StepUp(self._tasks, self._confirm)
            self.entrance = Entrance(self.frame, self._tasks, self._folder, self._keep)
            self.entrance.opened.connect(self._opened)
            self.entrance.refused.connect(self._refused)
            self.entrance.locked.connect(self.succession.give_place)
        return self.entrance

    def _confirm(self, password: str) -> None:
        if self._services is not None:
            self._services.access.confirm(password)

    def _preparations(self) -> Iterator[Step]:
        yield from _imports(FIRST)
        yield self._watch
        yield self._arrived

    def _watch(self) -> None:
        from louyu_desktop.ui.problems import Watch

        Watch(self.frame).install()

    def _opened(self, opened: Opened | OldStation) -> None:
        self._outcome = opened
        self._arrived()

    def _refused(self, error: Exception) -> None:
        self._outcome = error
        self._arrived()

    def _arrived(self) -> None:
        """The window's modules are there, or the station is open; go on when both are."""
        self._waiting -= 1
        if self._waiting <= 0:
            self._turns.take(iter((lambda: dress(self.application, self.preferences), self._show_outcome)))

    def _show_outcome(self) -> None:
        from louyu_desktop.ui.entrance.flow import OldStation, Opened

        match self._outcome:
            case Exception() as error:
                self._show_refusal(error)
            case OldStation() as old:
                self._waiting = 1
                if (entrance := self._open_door()) is not None:
                    entrance.take_in(old)
            case Opened() as opened:
                self._turns.take(self._entrance(opened))

    def _show_refusal(self, error: Exception) -> None:
        from louyu_desktop.errors import DamagedError
        from louyu_desktop.ui.refusal import Refusal

        self.exit_code = getattr(error, "exit_code", 1)
        rescue = self.entrance.ask_to_rescue if self.entrance is not None and isinstance(error, DamagedError) else None
        self.frame.show_page(Refusal(error, rescue))

    def _entrance(self, opened: Opened) -> Iterator[Step]:
        yield lambda: self._build(opened)
        yield lambda: self._show(opened.name)

    def when_live(self, told: Callable[[], object]) -> None:
        """Have `told` called when 今日 shows its numbers for the first time."""
        self._told.append(told)

    def _furnish(self) -> None:
        """今日 is live: fetch what the other tabs and wizards need, their services first, on a worker."""
        for told in self._told:
            told()
        services = self._services
        if self._tasks is not None and services is not None:
            self._tasks.read(self.frame, lambda _control: services.warm(), self._warmed)

    def _build(self, opened: Opened) -> None:
        from louyu_desktop.ui.sitting import Sitting
        from louyu_desktop.ui.today.tab import TodayTab

        if self._tasks is None:
            return
        keyed = not _is_keyless(self._folder)
        self.window = build_window(
            opened.services, self.preferences, self._tasks, (opened.name, opened.demonstration), keyed=keyed
        )
        if keyed:
            self.sitting = Sitting(self.window, self.frame, opened.person, self.succession)
            if self.entrance is not None:
                self.entrance.rest()
        first = self.window.tab
        if isinstance(first, TodayTab):
            first.live.connect(self._furnish)

    def _show(self, name: str) -> None:
        from louyu_desktop.ui.tidy import Collector

        if self.window is not None:
            self.frame.show_page(self.window)
            self.frame.setWindowTitle(name)
        if self.sitting is not None:
            self.sitting.begin(back=self.entrance is not None and self.entrance.was_locked)
        gc.freeze()
        self._collector = Collector(self.application)

    def _warmed(self, _done: object) -> None:
        self._turns.take(iter((*_imports(REST), self._settle)))

    def _settle(self) -> None:
        if self.window is not None:
            self.window.top.keep_mark()
            self.window.keeper.start()
        self.at_home = True

    # -- leaving -------------------------------------------------------------------------------

    def leave(self) -> bool:
        """End what runs and give the station back; True when everything came to its end in time."""
        if self.sitting is not None:
            self.sitting.end()
        ended = self._tasks is None or self._tasks.close()
        self.preferences.flush()
        if self._services is not None:
            self._back_up(self._services)
            self._services.close()
        if self._collector is not None:
            self._collector.stop()
        gc.enable()
        sys.excepthook, threading.excepthook = self._hooks
        return ended

    def _back_up(self, services: Services) -> None:
        """The backup of the day's end, unless a log-in waits for the station; the next start tells what refuses it."""
        from louyu_desktop.errors import LouyuError

        if not _is_keyless(self._folder) and not self.succession.is_due:
            with suppress(LouyuError):
                services.backups.leaving()


def _imports(names: Sequence[str]) -> Iterator[Step]:
    for name in names:
        yield partial(import_module, f"louyu_desktop.ui.{name}")


def _report(owner: QObject, error: Exception) -> None:
    from louyu_desktop.ui.problems import report

    report(owner, error)


def build_window(
    services: Services, preferences: Preferences, tasks: Tasks, station: tuple[str, bool] | None = None, *,
    keyed: bool = False,
) -> MainWindow:  # fmt: skip
    """The main window over open services, not yet shown; `station` is its name and whether it is the demonstration."""
    from louyu_desktop.ui.bus import ChangeBus
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.log_guard import LogGuard
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.rooms import tabs, tools
    from louyu_desktop.ui.sight import has_tab

    bus = ChangeBus()
    services.listen(bus.publish)
    context = Context(services, tasks, bus, preferences, tools=tools(), keyed=keyed)
    window = MainWindow(context, {key: made for key, made in tabs().items() if has_tab(services, key)}, station)
    LogGuard(context, window)
    return window


def _is_keyless(folder: Path) -> bool:
    """By the names of the files, as `services.vaults.standing` has it: nothing may be imported for it yet."""
    return (folder / "station.db").exists() and not any(folder.glob("vault.keys*"))
