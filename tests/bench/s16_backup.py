"""S16: a proven backup of 100,000 people, one of 284 MB in the background, and what the window feels of it.

Proven means all of it: copied, encrypted, synced, decrypted from the disk, every hash, the three checks, the counts.
"""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import select

from louyu_desktop.models import Account
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.backups import Backups
from louyu_desktop.storage import rekey
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.place import DATA_FILE
from louyu_desktop.storage.vault import Person
from tests.bench.figures import Figure, Found, in_process, ms
from tests.bench.stations import Kind, station
from tests.stations import PASSWORD

_US = "tests.bench.s16_backup"
_SMALL: tuple[Kind, int] = ("people", 100_000)
_LARGE: tuple[Kind, int] = ("enterprises", 100_000)
ROUNDS = 3


def _with_vault(kind: Kind, rows: int, folder: Path) -> Database:
    """A copy of such a station, taken in: without a vault there are no backups."""
    shutil.copytree(station(kind, rows), folder)
    with Database.open(folder) as database, database.read() as session:
        uid, name = session.execute(select(Account.uid, Account.name).order_by(Account.id).limit(1)).one()
    return Database.open(folder, rekey.take_in(folder, Person(uid, name, Role.ADMINISTRATOR), PASSWORD))


def alone() -> None:
    """Seconds of backups that nobody else slows down: JSON."""
    with tempfile.TemporaryDirectory() as room, _with_vault(*_SMALL, Path(room) / "s") as database:
        service, taken = Backups(database), []
        for _round in range(ROUNDS):
            begun = time.perf_counter()
            service.make("interval")
            taken.append(time.perf_counter() - begun)
        size = (database.folder / DATA_FILE).stat().st_size / 1e6
    print(json.dumps({"seconds": statistics.median(taken), "size": size}))


class _Pulse:
    """A tick every 5 ms in a window's event loop, and how long it stayed out."""

    def __init__(self) -> None:
        from PySide6.QtCore import Qt, QTimer

        self.gaps: list[float] = []
        self._last = 0.0
        self._timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def _beat(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def watch(self, over: Callable[[], bool]) -> float:
        """The longest gap until it is over."""
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication

        self.gaps, self._last = [], time.perf_counter()
        self._timer.start()
        while not over():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self._timer.stop()
        return max(self.gaps)


def window() -> None:
    """The large one while a window stands open: JSON of its seconds and of the longest stalls."""
    from tests.bench.keys import Typing

    with tempfile.TemporaryDirectory() as room, _with_vault(*_LARGE, Path(room) / "s") as database:
        typing = Typing(database)
        tasks, service = typing.window.context.tasks, Backups(database)
        typing.window.show()
        pulse, end = _Pulse(), time.monotonic() + 5
        idle = pulse.watch(lambda: time.monotonic() >= end)
        ended: list[Any] = []
        begun = time.perf_counter()
        tasks.bulk(typing, lambda control: service.make("interval", control), ended.append, ended.append)
        busy = pulse.watch(lambda: bool(ended))
        size = (database.folder / DATA_FILE).stat().st_size / 1e6
        told = {"seconds": time.perf_counter() - begun, "idle": idle, "busy": busy, "size": size}
        print(json.dumps({**told, "ended": type(ended[0]).__name__}), flush=True)
        typing.window.context.tasks.close()


def measure() -> Iterator[Found]:
    """S16."""
    small = in_process(_US, "alone")
    note = f"{small['size']:.0f} MB"
    yield Figure("S16", "proven backup of 100,000 people", small["seconds"], 3.0, unit="s", note=note)
    large = in_process(_US, "window", QT_QPA_PLATFORM="offscreen")
    if large["ended"] != "BackupCopy":
        raise RuntimeError(large["ended"])
    note = f"{large['size']:.0f} MB"
    yield Figure("S16", "a large one in the background", large["seconds"], 20.0, unit="s", note=note)
    note = f"idle {ms(large['idle'])}"
    yield Figure("S16", "the window's longest stall meanwhile", large["busy"] * 1000, 50, unit="ms", note=note)


if __name__ == "__main__":
    {"alone": alone, "window": window}[sys.argv[1]]()
