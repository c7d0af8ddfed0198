"""S5, S6, S7: a list of a million rows beside one of ten thousand, and beside Qt's own model written in C++.

`python -m tests.bench.s05_lists FOLDER` opens the list of a station, goes to its end, and tells its memory.
"""

from __future__ import annotations

import inspect
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QAbstractItemModel, QEventLoop, Qt, QTimer
from PySide6.QtSql import QSqlDatabase, QSqlQueryModel
from PySide6.QtWidgets import QApplication

from louyu_desktop.app import SWITCH_INTERVAL, start_application
from louyu_desktop.services.copies import PAGE, Query
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.fields.cells import FIELD_ROLE, PaintedTable
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.table import RecordTable
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.tasks import Tasks
from tests.bench.figures import Figure, in_process, interleaved, ms, percentile
from tests.bench.stations import station

SMALL, LARGE = 10_000, 1_000_000
SORTS = ("name", "-headcount", "lease_end", "location", "contact_name", "is_key", "party_org_status")
SIZE = (1200, 760)
JUMPS = 60
FRAMES = 120


class Seat:
    """A station with what a list of a kind is given; `due` are dates that must not pass."""

    def __init__(self, folder: Path, kind: str = "enterprises", due: tuple[str, ...] = ("lease_end",)) -> None:
        self.kind, self._due = kind, due
        sys.setswitchinterval(SWITCH_INTERVAL)
        self.services: Services = open_services(Database.open(folder))
        self.tasks = Tasks(report)
        self.context = Context(
            services=self.services, tasks=self.tasks, bus=ChangeBus(),
            preferences=Preferences(Path(tempfile.mkdtemp()) / "machine.json"),
        )  # fmt: skip

    def close(self) -> None:
        """Give the station back."""
        self.tasks.close()
        self.services.close()

    @contextmanager
    def table(self, sort: str) -> Iterator[tuple[RecordTable, ListModel]]:
        """A table on screen that has asked for its rows."""
        entity = self.services.records.entity(self.kind)
        model = ListModel(self.context, entity, self.tasks)
        table = RecordTable(self.context, model, self._due, None)  # type: ignore[arg-type]
        table.resize(*SIZE)
        model.ask(Query(self.kind, sort=sort))
        table.show()
        try:
            yield table, model
        finally:
            model.stop()
            until(lambda: not self.tasks.busy)
            table.close()
            table.deleteLater()
            model.deleteLater()
            QApplication.processEvents()


def until(ready: Callable[[], bool]) -> None:
    """Serve events until something is so; between them the lanes have the interpreter."""
    beat = QTimer()
    beat.start(1)  # so that it is asked again also when nobody sends anything
    while not ready():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    beat.stop()


def painted(table: RecordTable, model: ListModel) -> None:
    """Wait until every row on screen stands there, and paint them."""

    def there() -> bool:
        last = table.rowAt(table.viewport().height() - 1)
        ends = max(table.rowAt(0), 0), last if last >= 0 else model.rowCount() - 1
        return model.settled and all(model.loaded(end) is not None for end in ends)

    until(there)
    table.viewport().repaint()


def opened(seat: Seat, sort: str = "name") -> None:
    """A list from nothing to its rows on screen, with a true scroll bar."""
    rows = seat.services.records.total(seat.kind)
    forget(seat)
    with seat.table(sort) as (table, model):
        until(lambda: model.settled and model.rowCount() >= rows)
        painted(table, model)


def forget(seat: Seat) -> None:
    """What the service has learned of its lists, as after a write."""
    listing: Any = inspect.unwrap(seat.services.records.count).__self__
    listing._states.clear()


def sorted_by(seat: Seat, table: RecordTable, model: ListModel, sort: str) -> None:
    """A click on a title, until the rows stand there in the new order."""
    forget(seat)
    model.ask(Query(seat.kind, sort=sort))
    until(lambda: model.settled)
    table.scrollToTop()
    painted(table, model)


def opens(small: Seat, large: Seat, sort: str, sizes: tuple[int, int]) -> Iterator[Figure]:
    """A list from nothing to its rows, in the large station beside the small one."""
    taken = interleaved({"small": partial(opened, small, sort), "large": partial(opened, large, sort)})
    yield Figure(
        "S5", f"a list of {sizes[1]:,} rows opens / one of {sizes[0]:,}", taken["large"] / taken["small"], 2.0,
        note=f"{ms(taken['large'])}, {ms(taken['small'])}",
    )  # fmt: skip


def _memory() -> Iterator[Figure]:
    found = {
        rows: in_process("tests.bench.s05_lists", str(station("enterprises", rows))) for rows in (SMALL, LARGE)
    }
    yield Figure(
        "S5", "memory of the process with that list, gone through to its end", found[LARGE] / found[SMALL], 1.6,
        note=f"{found[LARGE]:.0f} MB, {found[SMALL]:.0f} MB",
    )  # fmt: skip


def sorts(small: Seat, large: Seat, first: str, wanted: Sequence[str], sizes: tuple[int, int]) -> Iterator[Figure]:
    """Each click on a title, in the large list beside the small one."""
    with small.table(first) as (few, few_model), large.table(first) as (many, many_model):
        for table, model in ((few, few_model), (many, many_model)):
            painted(table, model)
        for sort in wanted:
            taken = interleaved({
                "small": partial(sorted_by, small, few, few_model, sort),
                "large": partial(sorted_by, large, many, many_model, sort),
            }, rounds=5)  # fmt: skip
            yield Figure(
                "S6", f"sort by {sort}: {sizes[1]:,} / {sizes[0]:,}", taken["large"] / taken["small"], 2.5,
                note=f"{ms(taken['large'])}, {ms(taken['small'])}",
            )  # fmt: skip


def _jump(seat: Seat, table: RecordTable, model: ListModel, draw: random.Random) -> float:
    row = draw.randrange(model.rowCount())
    begun = time.perf_counter()
    table.verticalScrollBar().setValue(row)
    painted(table, model)
    taken = time.perf_counter() - begun
    until(lambda: not seat.tasks.busy)
    return taken


def jumps(small: Seat, large: Seat, sort: str, sizes: tuple[int, int]) -> Iterator[Figure]:
    """The scroll bar put anywhere, until the rows are painted there."""
    with small.table(sort) as few, large.table(sort) as many:
        until(lambda: many[1].rowCount() >= sizes[1] and not large.tasks.busy)  # anchors are laid
        draw = random.Random(5)
        taken: dict[str, list[float]] = {"small": [], "large": []}
        for _turn in range(JUMPS):
            few[1]._pages.clear()  # ten thousand rows would all be kept, and not be read again
            taken["small"].append(_jump(small, *few, draw))
            taken["large"].append(_jump(large, *many, draw))
    p95 = {name: percentile(times, 0.95) for name, times in taken.items()}
    middle = {name: percentile(times, 0.5) for name, times in taken.items()}
    yield Figure(
        "S6", f"a jump to any of {sizes[1]:,} rows until it is painted, p95", p95["large"] * 1000, 35, unit="ms",
        note=f"of {sizes[0]:,}: {ms(p95['small'])}; p50 {ms(middle['large'])}, {ms(middle['small'])}",
    )  # fmt: skip


# -- beside Qt's own model -------------------------------------------------------------------------


def plain_copy(seat: Seat, target: Path, model: ListModel) -> None:
    """What the list shows, as texts in a plain file that Qt's driver opens."""
    import sqlite3

    copy = sqlite3.connect(target)
    names = [field.name for field in model.columns]
    copy.execute(f"CREATE TABLE enterprise (id INTEGER PRIMARY KEY, {', '.join(f'{name} TEXT' for name in names)})")
    ids = seat.services.records.ids(model.query)
    for page in range(-(-len(ids) // PAGE)):
        rows = seat.services.records.page(model.query, page)
        lines = [[row.id, *(model.words(row, field) for field in model.columns)] for row in rows]
        marks = ", ".join("?" * (len(names) + 1))
        copy.executemany(f"INSERT INTO enterprise VALUES ({marks})", lines)
    copy.commit()
    copy.close()


def peer(path: Path, model: ListModel) -> QSqlQueryModel:
    """QSqlQueryModel over the same rows in the same columns, all of them read."""
    database = QSqlDatabase.addDatabase("QSQLITE", "plain")
    database.setDatabaseName(str(path))
    assert database.open()
    names = ", ".join(field.name for field in model.columns)
    made = QSqlQueryModel()
    made.setQuery(f"SELECT {names} FROM enterprise ORDER BY id", database)
    while made.canFetchMore():
        made.fetchMore()
    for section, field in enumerate(model.columns):
        made.setHeaderData(section, Qt.Orientation.Horizontal, field, FIELD_ROLE)
    return made


def view_of(model: QAbstractItemModel, widths: list[int]) -> PaintedTable:
    """The table with its delegate, on any model."""
    view = PaintedTable(None, "name")  # type: ignore[arg-type]
    view.setModel(model)
    view.resize(*SIZE)
    for section, width in enumerate(widths):
        view.setColumnWidth(section, width)
    view.show()
    return view


def frames(view: PaintedTable) -> list[float]:
    """Seconds of each full repaint while it is scrolled."""
    taken = []
    for step in range(FRAMES):
        view.verticalScrollBar().setValue(3 * step)
        begun = time.perf_counter()
        view.viewport().repaint()
        taken.append(time.perf_counter() - begun)
    return taken


def _repaints(small: Seat) -> Iterator[Figure]:
    with small.table("name") as (table, model), tempfile.TemporaryDirectory() as folder:
        painted(table, model)
        names = [f.name for f in model.entity.fields if f.label and f.name != "lease_end"]
        wanted = list(dict.fromkeys((*SORTS, *names)))
        shown = [model.entity.field(n.lstrip("-")) for n in wanted if n.lstrip("-") != "lease_end"][:12]
        model.show_columns(shown)
        plain_copy(small, Path(folder) / "plain.db", model)
        theirs = peer(Path(folder) / "plain.db", model)
        widths = [SIZE[0] // len(shown)] * len(shown)
        views = {"ours": view_of(model, widths), "theirs": view_of(theirs, widths)}
        for page in range(512 // PAGE):
            model.row(page * PAGE)
            until(lambda page=page: model.loaded(page * PAGE) is not None)  # type: ignore[misc]
        taken: dict[str, list[float]] = {"ours": [], "theirs": []}
        for _round in range(5):
            for name, view in views.items():
                taken[name] += frames(view)
        for view in views.values():
            view.close()
    ours, other = (percentile(taken[name], 0.5) for name in ("ours", "theirs"))
    yield Figure(
        "S7", "a full repaint while scrolling, 12 columns / QSqlQueryModel", ours / other, 1.7,
        note=f"{ms(ours)}, {ms(other)}",
    )  # fmt: skip
    yield Figure("S7", "the same, p95", percentile(taken["ours"], 0.95) * 1000, 16.7, unit="ms")


def measure() -> Iterator[Figure]:
    """Opening, memory, sorting, jumping, repainting."""
    yield from _memory()
    application = start_application(Preferences(Path(tempfile.mkdtemp()) / "machine.json"))
    small, large = Seat(station("enterprises", SMALL)), Seat(station("enterprises", LARGE))
    try:
        yield from opens(small, large, "name", (SMALL, LARGE))
        yield from sorts(small, large, "name", SORTS, (SMALL, LARGE))
        yield from jumps(small, large, "name", (SMALL, LARGE))
        yield from _repaints(small)
    finally:
        small.close()
        large.close()
        application.processEvents()


def memory(folder: Path) -> float:
    """Megabytes of this process after a list was opened, gone through, and sorted the other way."""
    start_application(Preferences(Path(tempfile.mkdtemp()) / "machine.json"))
    seat = Seat(folder)
    with seat.table("name") as (table, model):
        until(lambda: model.settled and not seat.tasks.busy)
        for step in range(80):
            table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * step // 79)
            painted(table, model)
    status = Path("/proc/self/status")
    found = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")] if status.exists() else []
    seat.close()
    return int(found[0].split()[1]) / 1024 if found else 0.0


if __name__ == "__main__":
    print(json.dumps(memory(Path(sys.argv[1]))))
