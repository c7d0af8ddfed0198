"""The composition root: station folder → database → services → window.  Nothing else knows everyone."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from louyu_desktop import paths, text
from louyu_desktop.services.stations import create_station
from louyu_desktop.services.suite import Services
from louyu_desktop.services.suite import open_services as services_of
from louyu_desktop.storage.database import Database

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from louyu_desktop.ui.context import Launch, TabFactory
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.preferences import Preferences

_SWITCH_INTERVAL = 0.0005
"""Seconds a worker thread may hold the interpreter while the window waits (SPEED.md 3.5)."""


def open_services(folder: Path, user: str | None = None) -> Services:
    """The services of the station in `folder`, as the person called `user` (the first one by default).

    StationBusyError when another program holds it, DamagedError when it is not a station of ours.
    """
    services = services_of(Database.open(folder))
    try:
        services.stations.enter(user)
    except BaseException:
        services.close()
        raise
    return services


def run_window(folder: Path | None = None, user: str | None = None) -> int:
    """Open the window on the station in `folder` (asking for a new one where there is none) until it is closed."""
    folder = folder or paths.default_station()
    from louyu_desktop.errors import LouyuError
    from louyu_desktop.ui.preferences import Preferences
    from louyu_desktop.ui.problems import Watch, report
    from louyu_desktop.ui.tidy import Collector

    preferences = Preferences()
    application = start_application(preferences)
    watch = Watch(application)
    watch.install()
    Collector(application)
    try:
        services = open_services(folder, user) if _has_station(folder) else _new_station(folder)
    except LouyuError as error:
        report(None, error)
        return error.exit_code
    if services is None:
        return 0
    window = build_window(services, preferences)
    try:
        window.show()
        return application.exec()
    finally:
        window.context.tasks.close()
        preferences.flush()
        services.close()


def start_application(preferences: Preferences) -> QApplication:
    """The Qt application in the chosen language, font, colours and size."""
    from PySide6.QtCore import QLibraryInfo, QTranslator
    from PySide6.QtWidgets import QApplication

    from louyu_desktop.ui import fonts
    from louyu_desktop.ui.theme import SCALES, theme

    sys.setswitchinterval(_SWITCH_INTERVAL)
    running = QApplication.instance()
    application = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("louyu_desktop")
    language = str(preferences.get("language"))
    text.use_language(language)
    if language.startswith("zh"):
        words = QTranslator(application)
        if words.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(words)
    fonts.load()
    theme.apply(application, str(preferences.get("theme")), SCALES[str(preferences.get("text_size"))])
    return application


def build_window(services: Services, preferences: Preferences) -> MainWindow:
    """The main window over open services, not yet shown."""
    from louyu_desktop.ui.bus import ChangeBus
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.main_window import MainWindow
    from louyu_desktop.ui.problems import report
    from louyu_desktop.ui.tasks import Tasks

    bus = ChangeBus()
    services.listen(bus.publish)
    context = Context(services, Tasks(report), bus, preferences, tools=_tools())
    return MainWindow(context, _tabs())


def _tabs() -> dict[str, TabFactory]:
    from louyu_desktop.ui import activities, buildings, checklist, enterprises, people
    from louyu_desktop.ui.today.tab import TodayTab

    return {
        "today": TodayTab,
        "buildings": buildings.build,
        "enterprises": enterprises.build,
        "people": people.build,
        "activities": activities.build,
        "checklist": checklist.build,
    }


def _tools() -> dict[str, Launch]:
    from louyu_desktop.ui import imports, prints, station

    return {
        "import": imports.open_import,
        "export": imports.open_export,
        "print": prints.open_papers,
        "handbook": prints.open_handbook,
        "settings": station.open_settings,
        "bin": station.open_bin,
        "about": station.open_about,
    }


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


def _new_station(folder: Path) -> Services | None:
    """Ask for the name of a new station and its first person; None when the person leaves it."""
    from louyu_desktop.ui.station import ask_for_station

    wanted = ask_for_station(folder)
    return None if wanted is None else services_of(create_station(folder, wanted.name, wanted.person))
