"""One start of the program, or of the window it is compared with, in a process of its own.

`BEGUN` in the environment is the clock (`time.monotonic`) at which the process was started; what came of it is
one JSON line.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QMainWindow

    from louyu_desktop.app import Program

HEAVY = ("sqlalchemy", "alembic", "reportlab", "openpyxl", "pypinyin")


def since() -> float:
    """Seconds since the process was started."""
    return time.monotonic() - float(os.environ["BEGUN"])


def tell(**found: object) -> None:
    """Say what came of it."""
    print(json.dumps(found), flush=True)


def _bare() -> tuple[QApplication, QMainWindow]:
    """A QMainWindow with nothing in it, tuned as ours is."""
    import gc

    gc.disable()
    from PySide6.QtWidgets import QApplication, QMainWindow

    application = QApplication([])
    window = QMainWindow()
    window.resize(1366, 768)
    window.show()
    return application, window


def bare() -> None:
    """The bare window to its first paint."""
    application, _window = _bare()
    from PySide6.QtCore import QTimer

    def seen() -> None:
        tell(paint=since())
        application.quit()

    QTimer.singleShot(0, seen)
    application.exec()


def show_bare() -> None:
    """The bare window, until the process is ended."""
    application, _window = _bare()
    application.exec()


def ours() -> None:
    """The program to its first paint, on a machine that has had it open before."""
    import louyu_desktop.__main__  # noqa: F401 - the way a person starts it
    from louyu_desktop import app

    program = app.Program(Path(os.environ["STATION"]), machine=Path(os.environ["MACHINE"]))
    program.frame.seen.disconnect()

    def seen() -> None:
        painted = since()
        tell(paint=painted, heavy=[name for name in HEAVY if name in sys.modules])
        program.application.quit()

    program.frame.seen.connect(seen)
    program.frame.show()
    program.application.exec()


def live() -> None:
    """The program to a live 今日: the demonstration's at once, another one's by the log-in."""
    from louyu_desktop import app

    _follow(app.Program(Path(os.environ["STATION"]), machine=Path(os.environ["MACHINE"])))


def _log_in(program: Program, moments: dict[str, float]) -> None:
    """Type name and password once the log-in stands and what is imported meanwhile is there, and press Enter."""
    from louyu_desktop.ui.entrance.login import LoginPage

    page = program.frame.centralWidget()
    if not isinstance(page, LoginPage):
        return
    moments.setdefault("login", since())
    if program._waiting == 1 and program.warm.is_set():
        _time_keys(moments)
        page.name.line.setText("周敏")
        page.password.password.setText(os.environ["LOUYU_PASSWORD"])
        moments["enter"] = since()
        page.submit()


def _time_keys(moments: dict[str, float]) -> None:
    """Note how long a password is stretched."""
    from louyu_desktop.storage import slots

    stretch = slots.stretch

    def timed(password: str, salt: bytes, cost: slots.Cost) -> bytes:
        begun = time.monotonic()
        try:
            return stretch(password, salt, cost)
        finally:
            moments["keys"] = time.monotonic() - begun

    slots.stretch = timed


def _follow(program: Program) -> None:
    """Ticks every 5 ms from the first paint on, until 今日 is live and until everything has been imported."""
    from PySide6.QtCore import Qt, QTimer

    from tests.bench.figures import percentile

    ticks: list[float] = []
    moments: dict[str, float] = {}
    timer = QTimer(interval=5, timerType=Qt.TimerType.PreciseTimer)

    def tick() -> None:
        ticks.append(time.monotonic())
        if "enter" not in moments:
            _log_in(program, moments)
        if program.at_home:
            timer.stop()
            gaps = [after - before for before, after in pairwise(ticks)]
            tell(**moments, home=since(), p99=percentile(gaps, 0.99), longest=max(gaps))
            program.frame.close()

    def seen() -> None:
        moments["paint"] = since()
        timer.start()

    def alive() -> None:
        moments["live"] = since()

    timer.timeout.connect(tick)
    program.frame.seen.connect(seen)
    program.when_live(alive)
    program.frame.show()
    program.application.exec()
    program.leave()


JOBS: dict[str, Callable[[], None]] = {"bare": bare, "ours": ours, "live": live}

if __name__ == "__main__":
    os.environ.setdefault("MACHINE", str(Path(tempfile.gettempdir()) / "machine.json"))
    JOBS[sys.argv[1]]()
