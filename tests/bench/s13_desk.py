"""S13: the desk. A key to its painted answer, Enter to a sign-in on disk and painted, flat in who is registered.

A station of 100,000 people, encrypted, `synchronous=FULL`; 5,000 of them registered for one activity and 500 for
another, measured in turn in one real window each.
"""

from __future__ import annotations

import datetime as dt
import gc
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, Self

from louyu_desktop.models import Activity, Registration
from louyu_desktop.storage.database import Database
from tests.bench.figures import Figure, Found, ms, percentile
from tests.bench.stations import copy_of

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.desk.window import DeskWindow

PEOPLE = 100_000
FEW, MANY = 500, 5_000
ROUNDS = 150
"""People signed in at each desk."""

TYPED = ("wangwei", "zw", "lijing", "sxm", "2999", "0410", "yuanfan", "zhangli", "hmzx", "qqq", "wang wei", "shanjie")
_BOUND_MS = 25
_FLAT = 1.3


def measure() -> Iterator[Found]:
    """Both desks in turn, so that what slows the machine slows both."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with (
        tempfile.TemporaryDirectory() as room,
        copy_of("people", PEOPLE, Path(room)) as folder,
        Database.open(folder) as database,
        Desks(database) as desks,
    ):
        yield from _figures(desks, _activity(database, FEW), _activity(database, MANY))


def _activity(database: Database, registered: int) -> tuple[int, list[int]]:
    """An activity that so many people, spread over all, are registered for."""
    step = PEOPLE // registered
    people = [1 + n * step for n in range(registered)]
    with database.write("bench") as write:
        values = {"title": f"午间课堂 {registered}", "starts_at": dt.datetime.now(dt.UTC), "status": "进行中"}
        [activity] = write.insert(Activity, [values])
        write.insert(Registration, [
            {"activity_id": activity, "person_id": one, "unit_name": f"远帆{n % 300}号设计"} for n, one in enumerate(people)
        ])  # fmt: skip
    return activity, people


def _figures(desks: Desks, few: tuple[int, list[int]], many: tuple[int, list[int]]) -> Iterator[Found]:
    small, large = Timed(desks, *few), Timed(desks, *many)
    for one in (small, large):
        one.type("wang")
        one.sign(4)
        one.forget()
    gc.collect()
    gc.freeze()
    for turn, word in enumerate(TYPED):
        for one in (small, large) if turn % 2 else (large, small):  # whoever is first reads what is cold
            one.type(word)
    for turn in range(ROUNDS // 10):
        for one in (small, large) if turn % 2 else (large, small):
            one.sign(10)
    key, enter, sql = (percentile(values, 0.95) for values in (large.keys, large.enters, large.writes))
    note = f"{len(large.keys)} keys, median {ms(percentile(large.keys, 0.5))}, worst {ms(max(large.keys))}"
    yield Figure("S13", "key to painted answer, p95, 5,000 registered", key * 1000, _BOUND_MS, unit="ms", note=note)
    note = f"{len(large.enters)} sign-ins, median {ms(percentile(large.enters, 0.5))}, the write alone {ms(sql)}"
    yield Figure("S13", "Enter to committed and painted, p95, 5,000", enter * 1000, _BOUND_MS, unit="ms", note=note)
    yield _ratio("key, median, 5,000 / 500 registered", large.keys, small.keys)
    yield _ratio("Enter, median, 5,000 / 500 registered", large.enters, small.enters)


def _ratio(what: str, large: Sequence[float], small: Sequence[float]) -> Figure:
    ours, base = percentile(large, 0.5), percentile(small, 0.5)
    note = f"{ms(ours)} / {ms(base)}, p95 {ms(percentile(large, 0.95))} / {ms(percentile(small, 0.95))}"
    return Figure("S13", what, ours / base, _FLAT, note=note)


class Desks:
    """What windows need: services, lanes, a bus."""

    def __init__(self, database: Database) -> None:
        from PySide6.QtWidgets import QApplication

        from louyu_desktop.app import SWITCH_INTERVAL
        from louyu_desktop.services.suite import open_services
        from louyu_desktop.ui import problems
        from louyu_desktop.ui.bus import ChangeBus
        from louyu_desktop.ui.context import Context
        from louyu_desktop.ui.preferences import Preferences
        from louyu_desktop.ui.tasks import Tasks
        from louyu_desktop.ui.theme import theme

        sys.setswitchinterval(SWITCH_INTERVAL)
        found = QApplication.instance()
        self.application = found if isinstance(found, QApplication) else QApplication([])
        theme.apply(self.application, "light", 1.0)
        self._room = tempfile.TemporaryDirectory()
        self._tasks = Tasks(problems.report)
        services, bus = open_services(database), ChangeBus()
        services.listen(bus.publish)
        preferences = Preferences(Path(self._room.name) / "machine.json")
        preferences.set("desk_sound", False)
        self.context: Context = Context(services, self._tasks, bus, preferences)
        self.windows: list[DeskWindow] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        for window in self.windows:
            window.close()
        self._tasks.close()
        self._room.cleanup()

    def stand(self, activity: int) -> DeskWindow:
        """A window on an activity."""
        from louyu_desktop.ui.desk import stand

        window = stand(self.context, self.context.services.desk.open(activity))
        window.resize(1366, 768)
        self.windows.append(window)
        self.until(lambda: window.isVisible() and not self._tasks.busy)
        return window

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return self._tasks.busy

    def until(self, done: Callable[[], bool]) -> None:
        """Sleep from event to event, as a window does."""
        from PySide6.QtCore import QEventLoop

        while not done():
            self.application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


class Timed:
    """One desk, typed into by key events; seconds of each key, each Enter, each write."""

    def __init__(self, desks: Desks, activity: int, people: Sequence[int]) -> None:
        from PySide6.QtCore import QTimer

        self._desks, self._activity = desks, activity
        self.window = desks.stand(activity)
        self._heart = QTimer(self.window, interval=50)  # so that no wait is for ever
        self._heart.start()
        self._coming = Random(1).sample(list(people), ROUNDS + 20)
        self._service = desks.context.services.desk
        self.keys: list[float] = []
        self.enters: list[float] = []
        self.writes: list[float] = []

    def forget(self) -> None:
        """What was measured so far does not count."""
        for kept in (self.keys, self.enters, self.writes):
            kept.clear()

    def type(self, word: str) -> None:
        """A word key by key, each when the one before has been answered for good."""
        from PySide6.QtTest import QTest

        self._front()
        box, finding = self.window.finder.box, self.window.finding
        press: Any = QTest.keyClick  # the stubs know no key by its sign
        for place, key in enumerate(word):
            if key == " ":
                box.insert(" ")
                continue
            begun = time.perf_counter()
            press(box, key)
            if box.text() != word[: place + 1]:  # a digit that picks would have waited
                raise RuntimeError("the key was not typed")
            while finding.waits:
                self._desks.until(lambda: not finding.waits)
            self.keys.append(time.perf_counter() - begun)
        box.clear()
        self._desks.until(lambda: not self._desks.busy)

    def sign(self, count: int) -> None:
        """People whose four digits are typed, and Enter: until the card with the name is painted."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self._front()
        window = self.window
        for _one in range(count):
            person = self._coming.pop()
            window.finder.rows.put([self._service.find_here(self._activity, f"199{person - 1:08d}").rows[0]], ["某"])
            before = window.side.standing
            begun = time.perf_counter()
            QTest.keyClick(window.finder.box, Qt.Key.Key_Return)
            self._desks.until(partial(self._is_answered, before))
            self.enters.append(time.perf_counter() - begun)
            if window.card.said.tone != "ok":
                raise RuntimeError("nobody was signed in")
            self._desks.until(lambda: not self._desks.busy)
        for _one in range(max(1, count // 10)):
            person = self._coming.pop()
            begun = time.perf_counter()
            self._service.sign_in(self._activity, person)
            self.writes.append(time.perf_counter() - begun)

    def _is_answered(self, before: object) -> bool:
        return self.window.signing.waiting == 0 and self.window.side.standing is not before

    def _front(self) -> None:
        self.window.activateWindow()
        self.window.finder.begin()
        self._desks.until(lambda: not self._desks.busy)
