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
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from louyu_desktop import mishaps, paths
from louyu_desktop.ui.display import has_display
from louyu_desktop.ui.dressed import application_of, dress, start_application
from louyu_desktop.ui.modules import DOOR, FIRST, REST

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.entrance.flow import Entrance, OldStation, Opened
    from louyu_desktop.ui.first_days import FirstDays
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.sitting import Sitting
    from louyu_desktop.ui.step_up import StepUp
    from louyu_desktop.ui.tasks import Tasks
    from louyu_desktop.ui.tidy import Collector
    from louyu_desktop.ui.turns import Step

__all__ = [
    "DOOR", "FIRST", "Program", "build_window", "has_display", "open_services", "run_window", "start_application",
]  # fmt: skip

SWITCH_INTERVAL = 0.0005
"""Seconds a worker thread may hold the interpreter while the window waits (SPEED.md 3.5)."""


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


def run_window(
    folder: Path | None = None, user: str | None = None, *, safe: bool = False, backup: Path | None = None
) -> int:
    """Open the window on the station in `folder` (asking for a new one where there is none) until it is closed.

    A program that locks itself does not come back from here: it starts a fresh log-in and ends.
    What ends it by a mistake of ours is told at the next start.
    """
    vigil = mishaps.Vigil()
    vigil.begin()
    try:
        return _run(Program(folder or paths.default_station(), user, safe=safe, past=vigil.past, backup=backup), vigil)
    except Exception as error:
        vigil.failed(error)
        raise
    finally:
        vigil.end()


def _run(program: Program, vigil: mishaps.Vigil) -> int:
    program.frame.show()
    try:
        program.application.exec()
    finally:
        try:
            program.leave()
        finally:
            if program.succession.is_due:
                vigil.end()
                program.succession.start()
                os._exit(0)  # nothing of this process may stay: not the key, nor a row, nor a thread that does not end
    return program.exit_code


class Program:
    """One run of the window.

    The frame is painted first, then the log-in takes its place (`ui.entrance`); a station without keys is opened
    at once.  Meanwhile a worker imports the services, and the window's own modules are imported here, one in
    each turn of the event loop; the main window comes when they are there and the station is open.
    """

    first_days: FirstDays | None = None

    def __init__(
        self, folder: Path, user: str | None = None, machine: Path | None = None, *, safe: bool = False,
        past: mishaps.Past | None = None, backup: Path | None = None,
    ) -> None:  # fmt: skip
        gc.disable()  # until the first paint every collection is for nothing; the collector of `ui.tidy` follows
        sys.setswitchinterval(SWITCH_INTERVAL)
        from louyu_desktop.ui import fonts

        # Qt for Python reads the source of every module that is imported, for a feature that nobody uses here
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        from louyu_desktop.ui.entrance.held import Held
        from louyu_desktop.ui.preferences import Preferences

        self._held = Held(folder, user, plain=safe, backup=backup)
        self.preferences = Preferences(machine, safe=safe)
        self._past = past or mishaps.Past()
        self.application = application_of(self.preferences)
        from louyu_desktop.ui.frame import Frame
        from louyu_desktop.ui.succession import Succession
        from louyu_desktop.ui.turns import Turns

        self._words = safe or fonts.load(make=False)
        self.frame = Frame(self.preferences, words=self._words, person=self._expected())
        self._turns = Turns(self.frame)
        self.succession = Succession(folder)
        self.succession.options = ("--safe",) if safe else ()
        self.warm = threading.Event()  # what opens a station has been imported
        self.window: MainWindow | None = None
        self.entrance: Entrance | None = None
        self.sitting: Sitting | None = None
        self.exit_code = 0
        self.at_home = False
        """Whether everything that the window will ever need has been imported."""

        self._tasks: Tasks | None = None
        self._outcome: Opened | OldStation | Exception | None = None
        self._waiting = 2
        self._collector: Collector | None = None
        self._step_up: StepUp | None = None
        self._told: list[Callable[[], object]] = []
        self._hooks = sys.excepthook, threading.excepthook
        self.frame.seen.connect(self._begin)

    def _expected(self) -> str | None:
        """Who may log in, "" where nobody is named; None where there is no log-in, or no font for its words."""
        there = self._words and self._held.is_there and not self._held.is_keyless
        return (self._held.user or os.environ.get("LOUYU_PERSON", "")) if there else None

    # -- opening -------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The first paint is over: begin with everything that takes time."""
        from louyu_desktop.ui.tasks import Tasks

        self._tasks = tasks = Tasks(_report)
        if self._held.is_keyless:
            tasks.read(self.frame, self._held.open_keyless, self._opened, self._refused)
            self._turns.take(self._preparations())
        elif self._words:
            tasks.read(self.frame, self._held.rehearse, lambda _none: self.warm.set())
            self._turns.take(self._door())
        else:  # the words of the log-in need their fonts
            tasks.read(self.frame, self._held.warm_up, lambda _none: self._turns.take(self._door()), self._refused)

    def _door(self) -> Iterator[Step]:
        """The log-in or the first day as soon as it can stand; the window's own modules while one types."""
        yield from _imports(DOOR)
        yield lambda: dress(self.application, self.preferences)
        yield self._receive
        yield self._tell_mishap
        yield from self._preparations()

    def _tell_mishap(self) -> None:
        """How the window ended before, once."""
        from louyu_desktop.ui.mishap import tell

        past, self._past = self._past, mishaps.Past()
        tell(past, self.succession, self.frame)

    def _receive(self) -> None:
        if (entrance := self._open_door()) is not None:
            entrance.begin(self._held.user, self._held.backup)

    def _open_door(self) -> Entrance | None:
        from louyu_desktop.ui.entrance.flow import Entrance
        from louyu_desktop.ui.step_up import StepUp

        if self._tasks is not None:
            self._step_up = StepUp(self._tasks, self._held.confirm)
            self.entrance = Entrance(self.frame, self._tasks, self._held.folder, self._held.keep)
            self.entrance.opened.connect(self._opened)
            self.entrance.refused.connect(self._refused)
            self.entrance.locked.connect(self.succession.give_place)
            self.entrance.elsewhere.connect(self.succession.go_to)
        return self.entrance

    def _preparations(self) -> Iterator[Step]:
        yield from _imports(FIRST)
        yield lambda: import_module("louyu_desktop.ui.problems").Watch(self.frame).install()
        yield lambda: _give_help(self)
        yield self._arrived

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
        from louyu_desktop.ui.refusal import Refusal

        self.exit_code = getattr(error, "exit_code", 1)
        self.frame.show_page(Refusal(error, self.entrance.ways_from(error) if self.entrance is not None else None))

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
        if self._tasks is not None:
            self._tasks.read(self.frame, self._held.warm, self._warmed)

    def _build(self, opened: Opened) -> None:
        from louyu_desktop.ui.first_days import FirstDays
        from louyu_desktop.ui.mishap import say_safe
        from louyu_desktop.ui.sitting import Sitting
        from louyu_desktop.ui.today.tab import TodayTab

        if self._tasks is None:
            return
        keyed = not self._held.is_keyless
        self.window = build_window(
            opened.services, self.preferences, self._tasks, (opened.name, opened.demonstration), keyed=keyed
        )
        say_safe(self.window, self.preferences.safe, self.succession, opened.person)
        self.first_days = FirstDays(self.window, opened, self.succession, keyed=keyed)
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
        self._tell_mishap()
        gc.freeze()
        self._collector = Collector(self.application)

    def _warmed(self, _done: object) -> None:
        self._turns.take(iter((*_imports(REST), self._settle)))

    def _settle(self) -> None:
        if self.window is not None:
            self.window.top.keep_mark()
            self.window.keeper.start()
        self.at_home = True
        if self.first_days is not None:
            self.first_days.begin(back=self.entrance is not None and self.entrance.was_locked)

    # -- leaving -------------------------------------------------------------------------------

    def leave(self) -> bool:
        """End what runs and give the station back; True when everything came to its end in time."""
        if self.sitting is not None:
            self.sitting.end()
        ended = self._tasks is None or self._tasks.close()
        self.preferences.flush()
        self._held.give_back(back_up=not self.succession.is_due)
        if self._collector is not None:
            self._collector.stop()
        gc.enable()
        sys.excepthook, threading.excepthook = self._hooks
        return ended


def _imports(names: Sequence[str]) -> Iterator[Step]:
    for name in names:
        yield partial(import_module, f"louyu_desktop.ui.{name}")


def _give_help(program: Program) -> None:
    """From here on F1 opens the handbook, in every window."""
    from louyu_desktop.ui.help_key import HelpKeys

    def opened(over: QWidget) -> None:
        from louyu_desktop.ui.help import open_help

        open_help(program.window.context if program.window is not None else None, over=over)

    if program.frame.findChild(HelpKeys) is None:
        HelpKeys(opened, program.frame)


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
