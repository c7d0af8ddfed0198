"""`python -m tests.faults.monkey FOLDER SEED EVENTS [FAILING]`: random events on the real window (SAFETY.md T12).

No uncaught exception, no stand-still of the window over two seconds, the file clean afterwards.  With FAILING, one
in so many reads and writes of the services ends as if the disk had refused it.
"""

from __future__ import annotations

import datetime as dt
import faulthandler
import json
import logging
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QInputMethodEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from louyu_desktop import app
from louyu_desktop.errors import SystemProblem
from louyu_desktop.services.records import Records
from louyu_desktop.services.suite import Services, open_services
from louyu_desktop.storage.database import Database
from louyu_desktop.ui import problems
from louyu_desktop.ui.frame import Frame
from louyu_desktop.ui.preferences import Preferences
from louyu_desktop.ui.tasks import Tasks
from tests.faults.ground import create
from tests.journeys.ticks import Gap, Ticks, Yardstick

HUNG = 2.0
_DEAD = 120
"""Seconds without an end of one event after which the process is given up, with all stacks."""
_LEFT, _RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
_NONE, _CTRL, _SHIFT = (
    Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
)  # fmt: skip
_PLAIN = [getattr(Qt.Key, f"Key_{name}") for name in (
    "Tab", "Backtab", "Return", "Escape", "Up", "Down", "Left", "Right", "Space", "Home", "End", "PageDown", "F2", "F4",
    "F5", "F11", "F12", "Delete", "Backspace", "Insert", "A", "Z", "1", "9",
)]  # fmt: skip
_WITH_CTRL = [getattr(Qt.Key, f"Key_{name}") for name in (*"ACDEFIKNPSVXYZ123456", "Return", "Home", "End", "Tab")]
_TEXTS = ("单雄信", "13800010001", "𠮷", "2026-11-22", "-1", "", "天安中心" * 30, "a'b\"%_", "０１２", "91310000MA1FL1XN7Y")


def furnish(database: Database) -> None:
    """Enough for every tab to have rows."""
    records = Records(database)
    building = records.save("buildings", None, {"name": "环贸一期"})
    unit = records.save("units", None, {"building_id": building, "floor": "23", "room": "06"})
    firms = [records.save("enterprises", None, {"name": f"远帆第{n}贸易", "headcount": n}) for n in range(30)]
    records.save("occupancies", None, {"enterprise_id": firms[0], "unit_id": unit, "lease_end": dt.date(2027, 1, 1)})
    records.save("contacts", None, {"enterprise_id": firms[0], "name": "邵清扬", "phone": "13800002207"})
    people = [records.save("people", None, {"name": f"陈华{n}", "mobile": "13900000001"}) for n in range(30)]
    start = dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)
    activity = records.save("activities", None, {"title": "冬至讲座", "starts_at": start, "capacity": 30})
    for person in people[:5]:
        records.save("registrations", None, {"activity_id": activity, "person_id": person})


class Monkey:
    """One run of the window under random hands."""

    def __init__(self, folder: Path, seed: int, events: int, services: Services | None = None) -> None:
        self.dice, self.left, self.folder = Random(seed), events, folder
        self.wrong: list[str] = []
        self.preferences = Preferences(folder / "machine.json")
        self.application = app.start_application(self.preferences)
        self.tasks = Tasks(self._reported)
        self.services = services or open_services(create(folder / "station"))
        if services is None:
            furnish(self.services._database)
        self.frame = Frame(self.preferences, words=True)
        self.ticks = Ticks(Yardstick())
        self._doing = ""
        self.reached: set[str] = set()
        """Classes of what was clicked, typed into and scrolled, and entries of menus."""

    # -- what is watched -----------------------------------------------------------------------

    def note(self, error: BaseException) -> None:
        """An error that nobody caught."""
        frames = "\n    ".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
        self.wrong.append(f"{type(error).__name__}: {error} ({self._doing})\n    {frames}")

    def _reported(self, owner: Any, error: Exception) -> None:
        """What a job ended with: our own sentences are shown as ever, anything else is a bug."""
        problems.report(owner, error)

    def watch(self) -> None:
        """Take every way an error may go."""
        sys.excepthook = lambda _family, error, _trace: self.note(error)
        threading.excepthook = lambda args: self.note(args.exc_value) if args.exc_value is not None else None
        bugs = logging.Handler()
        vars(bugs)["emit"] = lambda record: self.wrong.append(f"{record.getMessage()} ({self._doing})")
        logging.getLogger("louyu_desktop").addHandler(bugs)

    # -- the run -------------------------------------------------------------------------------

    def run(self) -> list[Gap]:
        """All events, then a quiet end; the stand-stills."""
        window = app.build_window(self.services, self.preferences, self.tasks, ("试验站", False))
        self.frame.show_page(window)
        self.frame.resize(1366, 768)
        self.frame.show()
        self.watch()
        self.ticks.start()
        QTimer.singleShot(0, self._step)
        self.application.exec()
        self.ticks.stop()
        return [gap for gap in self.ticks.gaps if gap.own > HUNG]

    def _step(self) -> None:
        faulthandler.dump_traceback_later(_DEAD, exit=True)
        self.left -= 1
        if self.left > 0:
            QTimer.singleShot(0, self._step)  # before the event: it may open a loop of its own
            self._event()
        else:
            QTimer.singleShot(0, self._end)

    def _end(self) -> None:
        """Close whatever stands over the window, wait for the jobs, leave."""
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is not None:
            over.close()
            if isinstance(over, QDialog):
                over.reject()
        if over is not None or self.tasks.busy:
            QTimer.singleShot(20, self._end)
            return
        self.application.exit()

    def _event(self) -> None:
        if not self.frame.isVisible():
            self.frame.show()
        place = self._place()
        if isinstance(place, QMenu) and self.dice.random() < 0.7:
            self._choose(place)
            return
        shown = [one for one in place.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
        target = self.dice.choice([place, *shown])
        actions = (self._click, self._click, self._click, self._key, self._key, self._text, self._turn, self._size)
        action = self.dice.choice(actions)
        self._doing = f"{action.__name__} on {type(target).__name__}"
        self.ticks.step = self._doing
        self.reached.add(type(target).__name__)
        action(target)

    def _place(self) -> QWidget:
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        windows = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
        return over or self.dice.choice([self.frame, *windows])

    def _choose(self, menu: QMenu) -> None:
        enabled = [one for one in menu.actions() if one.isEnabled() and not one.isSeparator()]
        if enabled:
            action = self.dice.choice(enabled)
            self._doing = f"menu {action.text()}"
            self.reached.add(action.text())
            QTest.mouseClick(menu, _LEFT, _NONE, menu.actionGeometry(action).center())
        else:
            menu.close()

    def _click(self, target: QWidget) -> None:
        where = QPoint(self.dice.randrange(max(1, target.width())), self.dice.randrange(max(1, target.height())))
        held = self.dice.choice((_NONE, _NONE, _NONE, _CTRL, _SHIFT))
        kind = self.dice.random()
        if kind < 0.8:
            QTest.mouseClick(target, _LEFT, held, where)
        elif kind < 0.9:
            QTest.mouseDClick(target, _LEFT, held, where)
        else:
            QTest.mouseClick(target, _RIGHT, held, where)

    def _key(self, target: QWidget) -> None:
        focus = QApplication.focusWidget() or target
        if self.dice.random() < 0.6:
            QTest.keyClick(focus, self.dice.choice(_PLAIN), self.dice.choice((_NONE, _NONE, _SHIFT)))
        else:
            QTest.keyClick(focus, self.dice.choice(_WITH_CTRL), _CTRL)

    def _text(self, target: QWidget) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(self.dice.choice(_TEXTS))
        QApplication.sendEvent(QApplication.focusWidget() or target, event)

    def _turn(self, target: QWidget) -> None:
        place, turn = QPointF(target.rect().center()), QPoint(0, self.dice.choice((-960, -120, 120, 960)))
        event = QWheelEvent(
            place, target.mapToGlobal(place), QPoint(), turn, Qt.MouseButton.NoButton, _NONE,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(target, event)

    def _size(self, _target: QWidget) -> None:
        if self.dice.random() < 0.1:
            self.frame.resize(self.dice.randint(900, 1920), self.dice.randint(600, 1080))


@contextmanager
def outside(folder: Path, dice: Random) -> Iterator[None]:
    """Nothing is asked of the machine: files are chosen in the sandbox, nothing is opened beside the window."""
    (folder / "人员.csv").write_text("姓名,手机号\n王一,13900000011\n王二,13900000012\n", "utf-8")

    def chosen(*_arguments: Any, **_options: Any) -> tuple[str, str]:
        return dice.choice(("", str(folder / "人员.csv"), str(folder / "出.xlsx"), str(folder / "出.pdf"))), ""

    for name in ("getOpenFileName", "getSaveFileName"):
        setattr(QFileDialog, name, chosen)
    QFileDialog.getOpenFileNames = lambda *_a, **_o: ([str(folder / "人员.csv")], "")  # type: ignore[method-assign]
    QFileDialog.getExistingDirectory = lambda *_a, **_o: str(folder)  # type: ignore[method-assign]
    QDesktopServices.openUrl = lambda *_a: True  # type: ignore[method-assign]
    os.chdir(folder)
    yield


def fail(one_in: int, dice: Random) -> None:
    """From now on one in so many transactions is refused, as by a full disk."""
    whole, guard = {name: getattr(Database, name) for name in ("read", "_transaction")}, threading.Lock()

    def failing(name: str) -> Any:
        def called(database: Database, *arguments: Any) -> Any:
            with guard:
                unlucky = dice.randrange(one_in) == 0
            if unlucky:
                raise SystemProblem("磁盘已满，没有写入。请腾出空间再试")
            return whole[name](database, *arguments)

        return called

    for name in whole:
        setattr(Database, name, failing(name))
    failing_now.update(whole)


failing_now: dict[str, Any] = {}
"""The methods of the database as they were."""


def main(folder: Path, seed: int, events: int, one_in: int = 0) -> dict[str, Any]:
    """One run; its figures."""
    monkey = Monkey(folder, seed, events)
    with outside(folder, monkey.dice):
        if one_in:
            QTimer.singleShot(0, lambda: fail(one_in, Random(seed)))
        hung = monkey.run()
    for name, method in failing_now.items():
        setattr(Database, name, method)
    faulthandler.cancel_dump_traceback_later()
    longest = max((gap.own for gap in monkey.ticks.gaps), default=0.0)
    ended = monkey.tasks.close()
    wrong = [*monkey.wrong, *monkey.services.check(), *([] if ended else ["a job did not end"])]
    written = len(monkey.services._database.operations(1 << 30))
    return {
        "events": events, "reached": len(monkey.reached), "written": written, "longest": round(longest, 3),
        "hung": [str(gap) for gap in hung], "wrong": wrong,
    }  # fmt: skip


if __name__ == "__main__":
    figures = main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
    print(json.dumps(figures, ensure_ascii=False), flush=True)  # noqa: T201
    os._exit(0)
