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
from typing import TYPE_CHECKING, Any

from louyu_desktop import paths, text

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QApplication

    from louyu_desktop.services.copies import Control
    from louyu_desktop.services.suite import Services
    from louyu_desktop.ui.context import Context, Launch, TabFactory
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.station import NewStation
    from louyu_desktop.ui.tasks import Tasks
    from louyu_desktop.ui.tidy import Collector

    Opened = tuple[Services, str, bool]

Step = Callable[[], object]
"""One turn of the event loop's worth of work."""

_SWITCH_INTERVAL = 0.0005
"""Seconds a worker thread may hold the interpreter while the window waits (SPEED.md 3.5)."""

FIRST = (
    "theme", "icons", "messages", "problems", "bus", "context", "find_answer", "command_box", "main_window",
    "today.tab",
)  # fmt: skip
REST = (
    "fields.editors", "lists.table", "lists.views", "entity.form", "entity.tab", "buildings", "enterprises", "people",
    "activities", "checklist", "imports.plan_table", "imports", "prints.preview", "prints", "station.profile",
    "station",
)  # fmt: skip
"""Modules of the window: what it is made of, and what its other tabs and wizards are made of."""


def open_services(folder: Path, user: str | None = None) -> Services:
    """The services of the station in `folder`, as the person called `user` (the first one by default).

    StationBusyError when another program holds it, DamagedError when it is not a station of ours.
    """
    from louyu_desktop.services.suite import open_services as services_of
    from louyu_desktop.storage.database import Database

    services = services_of(Database.open(folder))
    try:
        services.stations.enter(user)
    except BaseException:
        services.close()
        raise
    return services


def run_window(folder: Path | None = None, user: str | None = None) -> int:
    """Open the window on the station in `folder` (asking for a new one where there is none) until it is closed."""
    program = Program(folder or paths.default_station(), user)
    program.frame.show()
    try:
        program.application.exec()
    finally:
        program.leave()
    return program.exit_code


class Program:
    """One run of the window.

    The frame is painted first.  Then a worker imports the services and opens the station, while the window's
    own modules are imported here, one in each turn of the event loop; the main window takes the place of the
    opening when both are done.  A log-in would stand between the two: `_enter` is its Enter.
    """

    def __init__(self, folder: Path, user: str | None = None, machine: Path | None = None) -> None:
        gc.disable()  # until the first paint every collection is for nothing; the collector of `ui.tidy` follows
        sys.setswitchinterval(_SWITCH_INTERVAL)
        from louyu_desktop.ui import fonts
        from louyu_desktop.ui.preferences import Preferences

        self._folder, self._user = folder, user
        self.preferences = Preferences(machine)
        self.application = _application(self.preferences)
        from louyu_desktop.ui.frame import Frame

        self.frame = Frame(self.preferences, words=fonts.load(make=False))
        self.window: MainWindow | None = None
        self.exit_code = 0
        self.at_home = False
        """Whether everything that the window will ever need has been imported."""

        self._tasks: Tasks | None = None
        self._services: Services | None = None
        self._outcome: Opened | Exception | None = None
        self._waiting = 2
        self._steps: Iterator[Step] = iter(())
        self._collector: Collector | None = None
        self._told: list[Callable[[], object]] = []
        self._hooks = sys.excepthook, threading.excepthook
        self.frame.seen.connect(self._begin)

    # -- opening -------------------------------------------------------------------------------

    def _begin(self) -> None:
        """The first paint is over: begin with everything that takes time."""
        from louyu_desktop.ui.tasks import Tasks

        # Qt for Python reads the source of every module that is imported, for a feature that nobody uses here
        builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
        self._tasks = Tasks(_report)
        self._tasks.read(self.frame, self._open, self._opened, self._refused)
        self._take(self._preparations())

    def _open(self, _control: Control) -> Opened | None:
        """On a worker: the services of the station, or None where there is none yet."""
        from louyu_desktop.printing.pinned import pinned

        pinned()
        import_module("louyu_desktop.services.suite")
        return self._keep(open_services(self._folder, self._user)) if _has_station(self._folder) else None

    def _keep(self, services: Services) -> Opened:
        self._services = services
        return services, services.stations.name(), services.stations.is_demonstration()

    def _preparations(self) -> Iterator[Step]:
        yield from _imports(FIRST)
        yield self._watch
        yield self._arrived

    def _take(self, steps: Iterator[Step]) -> None:
        """Take the steps, one in each turn of the event loop."""
        self._steps = steps
        self._step()

    def _step(self) -> None:
        from PySide6.QtCore import QTimer

        step = next(self._steps, None)
        if step is not None:
            step()
            QTimer.singleShot(0, self.frame, self._step)

    def _watch(self) -> None:
        from louyu_desktop.ui.problems import Watch

        Watch(self.frame).install()

    def _opened(self, opened: Opened | None) -> None:
        self._outcome = opened
        self._arrived()

    def _refused(self, error: Exception) -> None:
        self._outcome = error
        self._arrived()

    def _arrived(self) -> None:
        """The window's modules are there, or the station is open; go on when both are."""
        self._waiting -= 1
        if self._waiting <= 0:
            self._enter()

    # -- entering ------------------------------------------------------------------------------

    def _enter(self) -> None:
        self._take(iter((lambda: dress(self.application, self.preferences), self._show_outcome)))

    def _show_outcome(self) -> None:
        match self._outcome:
            case None:
                self._ask_for_station()
            case Exception() as error:
                self._show_refusal(error)
            case opened:
                self._take(self._entrance(*opened))

    def _ask_for_station(self) -> None:
        from louyu_desktop.ui.station import ask_for_station

        wanted = ask_for_station(self._folder, self.frame)
        if wanted is None:
            self.frame.close()
        elif self._tasks is not None:
            self._tasks.write(self.frame, lambda _control: self._create(wanted), self._opened, self._refused)

    def _create(self, wanted: NewStation) -> Opened:
        """On a worker: the services of the new station that was asked for."""
        from louyu_desktop.services.stations import create_station
        from louyu_desktop.services.suite import open_services as services_of

        return self._keep(services_of(create_station(self._folder, wanted.name, wanted.person)))

    def _show_refusal(self, error: Exception) -> None:
        from louyu_desktop.ui.refusal import Refusal

        self.exit_code = getattr(error, "exit_code", 1)
        self.frame.show_page(Refusal(error))

    def _entrance(self, services: Services, name: str, demonstration: bool) -> Iterator[Step]:
        yield lambda: self._build(services, (name, demonstration))
        yield lambda: self._show(name)

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

    def _build(self, services: Services, station: tuple[str, bool]) -> None:
        from louyu_desktop.ui.today.tab import TodayTab

        if self._tasks is not None:
            self.window = build_window(services, self.preferences, self._tasks, station)
            first = self.window.tab
            if isinstance(first, TodayTab):
                first.live.connect(self._furnish)

    def _show(self, name: str) -> None:
        from louyu_desktop.ui.tidy import Collector

        if self.window is not None:
            self.frame.show_page(self.window)
            self.frame.setWindowTitle(name)
        gc.freeze()
        self._collector = Collector(self.application)

    def _warmed(self, _done: object) -> None:
        self._take(iter((*_imports(REST), self._settle)))

    def _settle(self) -> None:
        if self.window is not None:
            self.window.top.keep_mark()
        self.at_home = True

    # -- leaving -------------------------------------------------------------------------------

    def leave(self) -> bool:
        """End what runs and give the station back; True when everything came to its end in time."""
        ended = self._tasks is None or self._tasks.close()
        self.preferences.flush()
        if self._services is not None:
            self._services.close()
        if self._collector is not None:
            self._collector.stop()
        gc.enable()
        sys.excepthook, threading.excepthook = self._hooks
        return ended


def _imports(names: Sequence[str]) -> Iterator[Step]:
    for name in names:
        yield partial(import_module, f"louyu_desktop.ui.{name}")


def _report(owner: QObject, error: Exception) -> None:
    from louyu_desktop.ui.problems import report

    report(owner, error)


def start_application(preferences: Preferences) -> QApplication:
    """The Qt application in the chosen language, font, colours and size."""
    application = _application(preferences)
    dress(application, preferences)
    return application


def _application(preferences: Preferences) -> QApplication:
    """The Qt application, which speaks the chosen language."""
    from PySide6.QtWidgets import QApplication

    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("louyu_desktop")
    text.use_language(str(preferences.kept("language") or "zh_CN"))
    return application


def dress(application: QApplication, preferences: Preferences) -> None:
    """The words of Qt's own dialogs, font, colours and size."""
    from PySide6.QtCore import QLibraryInfo, QTranslator

    from louyu_desktop.ui import fonts
    from louyu_desktop.ui.theme import SCALES, theme

    if str(preferences.get("language")).startswith("zh"):
        words = QTranslator(application)
        if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(words)
    fonts.load()
    theme.apply(application, str(preferences.get("theme")), SCALES[str(preferences.get("text_size"))])
    theme.settle()


def build_window(
    services: Services, preferences: Preferences, tasks: Tasks, station: tuple[str, bool] | None = None
) -> MainWindow:
    """The main window over open services, not yet shown; `station` is its name and whether it is the demonstration."""
    from louyu_desktop.ui.bus import ChangeBus
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.main_window import MainWindow

    bus = ChangeBus()
    services.listen(bus.publish)
    context = Context(services, tasks, bus, preferences, tools=_tools())
    return MainWindow(context, _tabs(), station)


def _tabs() -> dict[str, TabFactory]:
    from louyu_desktop.ui.today.tab import TodayTab

    return {
        "today": TodayTab,
        "buildings": lambda context: _ui("buildings").build(context),
        "enterprises": lambda context: _ui("enterprises").build(context),
        "people": lambda context: _ui("people").build(context),
        "activities": lambda context: _ui("activities").build(context),
        "checklist": lambda context: _ui("checklist").build(context),
    }


def _tools() -> dict[str, Launch]:
    named = {
        "import": ("imports", "open_import"), "export": ("imports", "open_export"),
        "print": ("prints", "open_papers"), "handbook": ("prints", "open_handbook"),
        "settings": ("station", "open_settings"), "bin": ("station", "open_bin"), "about": ("station", "open_about"),
    }  # fmt: skip
    return {tool: partial(_launch, *place) for tool, place in named.items()}


def _launch(package: str, name: str, context: Context, **options: object) -> object:
    """Open a wizard out of a package that may not have been imported yet."""
    return getattr(_ui(package), name)(context, **options)


def _ui(package: str) -> Any:
    """A package of the window."""
    return import_module(f"louyu_desktop.ui.{package}")


def has_display() -> bool:
    """True where a window can be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.split(":")[0] in {"offscreen", "minimal"}:
        return False
    if sys.platform in {"win32", "darwin"} or os.environ.get("WAYLAND_DISPLAY") or platform:
        return True
    return _x_answers(os.environ.get("DISPLAY", ""))


def _x_answers(display: str) -> bool:
    """True for a display of another machine, or one of this machine whose server answers (Qt would abort)."""
    if not display.startswith(":"):
        return bool(display)
    import socket

    place = f"/tmp/.X11-unix/X{display[1:].partition('.')[0]}"  # noqa: S108 - where every X server listens
    for address in (place, f"\0{place}"):
        with socket.socket(socket.AF_UNIX) as connection:
            if connection.connect_ex(address) == 0:
                return True
    return False


def _has_station(folder: Path) -> bool:
    return (folder / "station.db").exists()
