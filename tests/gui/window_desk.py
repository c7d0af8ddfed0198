"""A station of its own, with the window's services round it, for the tests of the window."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import problems
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.main_window import MainWindow
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from louyu_desktop.ui.today.tab import TodayTab
from tests.stations import create_station


class RecordingTab(QWidget):
    """A tab that remembers what it was asked to show."""

    def __init__(self, _context: Context) -> None:
        super().__init__()
        self.asked: list[tuple[object, ...]] = []

    def show_record(self, kind: str, record_id: int) -> None:
        """Remember the record."""
        self.asked.append((kind, record_id))

    def show_query(self, query: Query) -> None:
        """Remember the list."""
        self.asked.append((query,))

    def new_record(self, kind: str, title: str = "") -> None:
        """Remember the beginning."""
        self.asked.append(("new", kind, title))


class Desk:
    """Database, services, context; windows opened here are closed by the fixture."""

    def __init__(self, folder: Path) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, "light", 1.0)
        self.database: Database = create_station(folder / "station", "梧桐里党群服务站", "周敏")
        self.services: Services = open_services(self.database)
        self.tasks = Tasks(problems.report)
        self.bus = ChangeBus()
        self.services.listen(self.bus.publish)
        self.preferences = Preferences(folder / "machine.json")
        self.context = Context(self.services, self.tasks, self.bus, self.preferences)
        self.built: list[str] = []
        self.windows: list[QWidget] = []

    def _factory(self, key: str) -> Callable[[Context], QWidget]:
        def build(context: Context) -> QWidget:
            self.built.append(key)
            return TodayTab(context) if key == "today" else RecordingTab(context)

        return build

    def open_window(self) -> MainWindow:
        """The main window with 今日 and five recording tabs, in its frame."""
        keys = ("today", "buildings", "enterprises", "people", "activities", "checklist")
        window = MainWindow(self.context, {key: self._factory(key) for key in keys})
        frame = Frame(self.preferences, words=True)
        self.windows.append(frame)
        frame.resize(1366, 768)
        frame.show_page(window)
        frame.show()
        return window

    def add_activity(self, title: str, hours: float) -> int:
        """An activity that begins in so many hours."""
        start = dt.datetime.now(dt.UTC) + dt.timedelta(hours=hours)
        values = {"title": title, "starts_at": start, "ends_at": start + dt.timedelta(hours=1)}
        return self.services.records.save("activities", None, values)

    def close(self) -> None:
        """End everything in order."""
        for window in self.windows:
            window.close()
            window.deleteLater()
        assert self.tasks.close()
        self.services.close()
