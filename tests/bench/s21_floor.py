"""The floor plan (issue 6): a tower of 60 storeys among 4,000 firms in 20 buildings, from the click to its picture."""

from __future__ import annotations

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtCore import QEvent, QEventLoop, QObject
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.models import Area, Building, Enterprise, Occupancy, Unit
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.buildings.plan.page import FloorPage
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.bench.figures import Figure, Found
from tests.stations import keyless

BUILDINGS, FIRMS, STOREYS, PER_FLOOR = 20, 4_000, 60, 7
TODAY = dt.date(2026, 11, 22)
_ROUNDS = 9
_MOST = 0.1
_LONGEST = 20.0


def measure() -> Iterator[Found]:
    """First paint of the tower, in a page that stands and in one that is built for it; what reading takes of it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = cast("QApplication", QApplication.instance() or QApplication([]))
    theme.apply(app, "light", 1.0)
    with tempfile.TemporaryDirectory() as folder:
        database = keyless(Path(folder) / "station")
        towers = fill(database)
        services = open_services(database)
        yield from _figures(app, services, towers, Path(folder))
        database.close()


def fill(database: Database) -> tuple[int, int]:
    """Twenty buildings and 4,000 firms; gives two towers of 60 storeys."""
    with database.write("bench") as write:
        [area] = write.insert(Area, [{"name": "片区"}])
        buildings = write.insert(
            Building, [{"name": f"{n} 号楼", "area_id": area, "leasable_area": 80_000} for n in range(BUILDINGS)]
        )
        firms = write.insert(Enterprise, [_firm(n) for n in range(FIRMS)])
        place, seats = 0, []
        for building, floors, across in _shape(buildings):
            rows = [
                {"building_id": building, "floor": str(floor), "room": f"{room:02d}", "area": 80 + 37 * room % 300}
                for floor in range(1, floors + 1)
                for room in range(1, across + 1)
            ]
            for number, unit in enumerate(write.insert(Unit, rows)):
                if number % 11 and place < FIRMS:
                    end = TODAY + dt.timedelta(days=place % 700)
                    seats.append({"enterprise_id": firms[place], "unit_id": unit, "lease_end": end})
                    place += 1
        write.insert(Occupancy, seats)
    return buildings[0], buildings[1]


def _shape(buildings: list[int]) -> Iterator[tuple[int, int, int]]:
    for number, building in enumerate(buildings):
        yield (building, STOREYS, PER_FLOOR) if number < 2 else (building, 26, 8)


def _firm(number: int) -> dict[str, Any]:
    return {"name": f"企业{number:04d}（上海）有限公司", "headcount": number % 300, "party_org_status": "联合支部覆盖"}


class _Painted(QObject):
    """Whether a widget was painted since it was last asked."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Notice a paint event."""
        self.seen = self.seen or event.type() == QEvent.Type.Paint
        return False


def _figures(app: QApplication, services: Services, towers: tuple[int, int], folder: Path) -> Iterator[Figure]:
    tasks = Tasks(report)
    context = Context(services, tasks, ChangeBus(), Preferences(folder / "machine.json"))
    copies = [SimpleNamespace(id=tower) for tower in towers]
    window = QWidget()
    window.resize(1130, 560)
    window.show()
    page = _page(context, window)
    taken = [_opened(app, page, copies[turn % 2]) for turn in range(_ROUNDS + 1)][1:]
    note = f"worst {max(taken) * 1000:.0f} ms, {page.view.plan.firms if page.view.plan else 0} firms"
    what = "a tower of 60 storeys: from the click to its picture"
    yield Figure("F1", what, statistics.median(taken), _MOST, unit="s", note=note)
    page.hide()
    built = []
    for turn in range(_ROUNDS):
        begun = time.perf_counter()
        fresh = _page(context, window)
        built.append(time.perf_counter() - begun + _opened(app, fresh, copies[turn % 2]))
        fresh.hide()
        fresh.deleteLater()
    yield Figure("F1", "the same with the page built for it", statistics.median(built), _MOST, unit="s")
    read = []
    for turn in range(_ROUNDS):
        begun = time.perf_counter()
        services.floors.plan(towers[turn % 2], TODAY)
        read.append(time.perf_counter() - begun)
    yield Figure("F1", "of it reading and arranging", statistics.median(read), _MOST, unit="s")
    tasks.close()


def _page(context: Context, window: QWidget) -> FloorPage:
    page = FloorPage(context, window)
    page.resize(window.size())
    page.show()
    return page


def _opened(app: QApplication, page: FloorPage, copy: Any) -> float:
    """Seconds until the plan of another building is read, laid out and painted."""
    painted = _Painted(page.view)
    begun = time.perf_counter()
    page.show_parent(copy)
    while time.perf_counter() - begun < _LONGEST:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        there = page.view.plan is not None and page.view.plan.building_id == copy.id
        if not there:
            painted.seen = False
        elif painted.seen:
            break
    return time.perf_counter() - begun
