"""The board of requests (issue 7): 2,000 open ones, from asking to the picture, and the frames of a drag."""

from __future__ import annotations

import datetime as dt
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.models import Account, Building, Enterprise, RequestPause, ServiceRequest
from louyu_desktop.rules import dates
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.board_copies import ALL
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui.bus import ChangeBus
from louyu_desktop.ui.checklist.board.page import BoardPane
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.problems import report
from louyu_desktop.ui.tasks import Tasks
from louyu_desktop.ui.theme import theme
from tests.bench.figures import Figure, Found, percentile
from tests.stations import keyless

OPEN, FIRMS, PEOPLE = 2_000, 600, 12
_STATES = ("待受理", "已受理", "办理中", "办理中", "挂起", "待回访")
_ROUNDS, _FRAMES = 9, 240
_PAINT, _FRAME = 0.1, 16.7
_LONGEST = 20.0


def measure() -> Iterator[Found]:
    """A board that stands read anew, one built for it, what reading takes of it, and the frames of a drag."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = cast("QApplication", QApplication.instance() or QApplication([]))
    theme.apply(app, "light", 1.0)
    with tempfile.TemporaryDirectory() as folder:
        database = keyless(Path(folder) / "station")
        fill(database)
        services = open_services(database)
        yield from _figures(app, services, Path(folder))
        database.close()


def fill(database: Database) -> None:
    """Two thousand open requests of 600 firms in the hands of twelve people."""
    now = dt.datetime.combine(dates.today(), dt.time(9), SHANGHAI)
    with database.write("bench") as write:
        people = write.insert(Account, [{"name": f"工作人员{n}", "role": "工作人员"} for n in range(PEOPLE)])
        buildings = write.insert(Building, [{"name": f"{n} 号楼"} for n in range(5)])
        firms = write.insert(Enterprise, [{"name": f"企业{n:04d}（上海）有限公司"} for n in range(FIRMS)])
        rows = [_row(n, people, buildings, firms, now) for n in range(OPEN)]
        ids = write.insert(ServiceRequest, rows)
        write.insert(RequestPause, [
            {"request_id": key, "begun_at": now - dt.timedelta(days=2), "reason": "等企业材料"}
            for key, row in zip(ids, rows, strict=True) if row["state"] == "挂起"
        ])  # fmt: skip


def _row(number: int, people: list[int], buildings: list[int], firms: list[int], now: dt.datetime) -> dict[str, Any]:
    state = _STATES[number % len(_STATES)]
    return {
        "number": f"SQ-2026-{number + 1:04d}", "title": f"第 {number} 件：大堂闸机午高峰排队，等候太久", "state": state,
        "received_at": now - dt.timedelta(hours=number % 400), "enterprise_id": firms[number % FIRMS],
        "building_id": buildings[number % len(buildings)], "category": "物业治理", "contact_days": 1, "cut_off": 17,
        "mechanism": None if state == "待受理" else "平台协办", "promised_days": None if state == "待受理" else 5 + number % 11,
        "owner_id": people[number % PEOPLE] if number % 6 > 1 else None, "departments": ("街道营商办", "物业"),
        "finished_on": now.date() if state == "待回访" else None,
    }  # fmt: skip


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


def _figures(app: QApplication, services: Services, folder: Path) -> Iterator[Figure]:
    tasks = Tasks(report)
    context = Context(services, tasks, ChangeBus(), Preferences(folder / "machine.json"))
    window = QWidget()
    window.resize(1366, 640)
    window.show()
    pane = _pane(context, window)
    _opened(app, pane)
    taken = [_opened(app, pane) for _turn in range(_ROUNDS)]
    painted = [_painted(pane) for _turn in range(_ROUNDS)]
    note = f"worst {max(painted) * 1000:.0f} ms, {pane.view.count:,} cards"
    yield Figure("R1", "2,000 open requests: the board laid out and painted", statistics.median(painted), _PAINT,
                 unit="s", note=note)  # fmt: skip
    yield Figure("R1", "the same with reading them", statistics.median(taken), 3 * _PAINT, unit="s",
                 note=f"worst {max(taken) * 1000:.0f} ms")  # fmt: skip
    read = []
    for _turn in range(_ROUNDS):
        begun = time.perf_counter()
        services.board.read(ALL, dt.datetime.now(dt.UTC))
        read.append(time.perf_counter() - begun)
    yield Figure("R1", "of it reading and counting days", statistics.median(read), 2 * _PAINT, unit="s")
    frames = _dragged(pane)
    yield Figure("R2", "a frame of a drag, p95", percentile(frames, 0.95) * 1000, _FRAME, unit="ms",
                 note=f"median {statistics.median(frames) * 1000:.1f} ms")  # fmt: skip
    tasks.close()


def _pane(context: Context, window: QWidget) -> BoardPane:
    pane = BoardPane(context, window)
    pane.resize(window.size())
    pane.show()
    return pane


def _opened(app: QApplication, pane: BoardPane) -> float:
    """Seconds until the board is read, laid out and painted."""
    painted, before = _Painted(pane.view.viewport()), pane.found
    begun = time.perf_counter()
    pane.read()
    while time.perf_counter() - begun < _LONGEST:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if pane.found is before:
            painted.seen = False
        elif painted.seen:
            break
    return time.perf_counter() - begun


def _painted(pane: BoardPane) -> float:
    """Seconds from cards to their picture."""
    assert pane.found is not None
    begun = time.perf_counter()
    pane.put(pane.found, ALL)
    pane.view.viewport().repaint()
    return time.perf_counter() - begun


def _dragged(pane: BoardPane) -> list[float]:
    """Seconds of each frame while a card is carried over all columns and back."""
    view, port = pane.view, pane.view.viewport()
    start = view.rect_of(0, 0).center()
    _mouse(port, QEvent.Type.MouseButtonPress, start)
    frames = []
    for number in range(_FRAMES):
        share = abs((number / (_FRAMES / 2)) - 1)
        at = QPointF(start.x() + (1 - share) * (port.width() - 2 * start.x()), start.y() + number)
        begun = time.perf_counter()
        _mouse(port, QEvent.Type.MouseMove, at)
        port.repaint()
        frames.append(time.perf_counter() - begun)
    view.drop()
    return frames


def _mouse(port: QWidget, kind: QEvent.Type, at: QPointF) -> None:
    button = Qt.MouseButton.LeftButton if kind is QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
    held, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, at, port.mapToGlobal(at), button, held, keys)
    QApplication.sendEvent(port, event)
