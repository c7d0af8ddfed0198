"""S11 and S12: a ledger of 100,000 enterprises with rooms, leases and contacts goes in, and the desk goes on.

S11 is `louyu-desktop import` as a process of its own, beside calamine that only reads the same file.
S12 has the window open: the tick of its event loop and a sign-in every 100 ms, idle and while it imports.
"""

from __future__ import annotations

import ctypes
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from louyu_desktop.exchange.sheet import SheetColumn, write_sheet
from louyu_desktop.models import Activity, Person
from louyu_desktop.rules.identity import credit_check_digit, organisation_code_fits
from louyu_desktop.services.copies import Control
from tests.bench.figures import Figure, Found, in_process, ms, percentile
from tests.bench.stations import enterprise_rows, person_rows
from tests.stations import keyless

ROWS = int(os.environ.get("LOUYU_S11_ROWS", "100000"))
ROUNDS = 5
SIGNED = 4_000
_PR_SET_CHILD_SUBREAPER = 36
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_US = "tests.bench.s11_import"
_KEPT = Path("bench-results")
_HEADINGS = (
    "企业名称", "统一社会信用代码", "楼宇", "楼层", "室号", "租赁面积", "起租日期", "到期日期", "联系人", "联系电话", "员工数", "党员数"
)  # fmt: skip


def ledger(rows: int) -> Path:
    """The workbook, made once: a building for every four hundred firms, a room for each."""
    path = _KEPT / f"ledger-{rows}.xlsx"
    if not path.exists():
        _KEPT.mkdir(exist_ok=True)
        made = path.with_suffix(".part.xlsx")
        write_sheet(made, [SheetColumn(heading, 16, as_text=True) for heading in _HEADINGS], _lines(rows), name="台账")
        made.rename(path)
    return path


def _lines(rows: int) -> list[list[Any]]:
    day = dt.date(2026, 11, 20)
    found = []
    for n, (firm, contact) in enumerate(zip(enterprise_rows(range(rows)), person_rows(range(rows)), strict=True)):
        end = day + dt.timedelta(n * 7 % 1500 + 10)
        found.append([
            firm["name"], _code(n), f"汾阳{n // 400:04d}号楼", str(1 + n % 400 // 16), f"{n % 16 + 1:02d}",
            "120.5", (end - dt.timedelta(1095)).isoformat(), end.isoformat(), contact["name"], f"138{n:08d}",
            str(firm["headcount"]), str(firm["party_count"]),
        ])  # fmt: skip
    return found


def _code(number: int) -> str:
    """A credit code that is right in all its parts, as registers give them."""
    digits = ""
    for _place in range(6):
        number, rest = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[rest] + digits
    inner = next(code for sign in "0123456789X" if organisation_code_fits(code := f"91310104MA{digits}{sign}"))
    return inner + credit_check_digit(inner)


def calamine() -> None:
    """Only reading: seconds on the clock, and of processor time."""
    import python_calamine

    path = ledger(ROWS)
    begun, used = time.perf_counter(), time.process_time()
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    cells = sum(len(row) for row in book.get_sheet_by_index(0).iter_rows())
    print(json.dumps([time.perf_counter() - begun, time.process_time() - used, cells]))


def ours() -> None:
    """The whole command with its children: the same two."""
    with tempfile.TemporaryDirectory() as folder:
        station = Path(folder) / "s"
        keyless(station, "环贸党群服务中心", "周敏").close()
        _adopt()
        before = _used()
        begun = time.perf_counter()
        wanted = ("import", "enterprises", str(ledger(ROWS)), "--data", str(station))
        command = [sys.executable, "-m", "louyu_desktop", *wanted]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        over = time.perf_counter()
        with suppress(ChildProcessError):
            while os.wait():
                pass
        print(json.dumps([over - begun, _used() - before]))


def _adopt() -> None:
    """Have children that outlive their parents counted here: the writer is ended before it waits for its helper."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


# ---------------------------------------------------------------------------------------------- the window


def _furnish(folder: Path) -> int:
    """A station with an activity and people who will sign in."""
    with keyless(folder, "环贸党群服务中心", "周敏") as database, database.write("bench") as write:
        moment = dt.datetime.now(dt.UTC)
        [activity] = write.insert(Activity, [{"title": "午间课堂", "starts_at": moment, "number": "HD-1"}])
        write.insert(Person, person_rows(range(SIGNED)))
    return activity


class _Desk:
    """A window with a tick every 5 ms and, when asked, a sign-in every 100 ms."""

    def __init__(self, window: Any, activity: int) -> None:
        from PySide6.QtCore import QObject, Qt, QTimer

        self.window, self.activity = window, activity
        self.gaps: list[float] = []
        self.waits: list[float] = []
        self.next = 1
        self.owner = QObject()
        self._last = 0.0
        self.tick, self.person = QTimer(self.owner), QTimer(self.owner)
        self.tick.setTimerType(Qt.TimerType.PreciseTimer)
        self.tick.setInterval(5)
        self.person.setInterval(100)
        self.tick.timeout.connect(self._ticked)
        self.person.timeout.connect(self._came)

    def _ticked(self) -> None:
        now = time.perf_counter()
        self.gaps.append(now - self._last)
        self._last = now

    def _came(self) -> None:
        person, self.next = self.next, self.next + 1
        begun = time.perf_counter()

        def sign(_control: object) -> None:
            self.window.context.services.desk.sign_in(self.activity, person, anyway=True)

        self.window.context.tasks.write(self.owner, sign, lambda _none: self.waits.append(time.perf_counter() - begun))

    def watch(self, over: Callable[[], bool]) -> tuple[float, float]:
        """The 99th percentiles of tick and sign-in until it is `over`."""
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication

        self.gaps, self.waits, self._last = [], [], time.perf_counter()
        self.tick.start()
        self.person.start()
        while not over():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        self.tick.stop()
        self.person.stop()
        return percentile(self.gaps, 0.99), percentile(self.waits, 0.99)


def window() -> None:
    """Idle, then with the import under way: JSON of the figures."""
    from louyu_desktop import app

    with tempfile.TemporaryDirectory() as folder:
        activity = _furnish(Path(folder) / "s")
        program = app.Program(Path(folder) / "s", None, Path(folder) / "machine.json")
        program.frame.show()
        application = program.application
        while program.window is None or not program.at_home:
            application.processEvents()
        services, tasks = program.window.context.services, program.window.context.tasks
        services.desk.open(activity)
        desk = _Desk(program.window, activity)
        desk.watch(_after(2.0))
        idle, idle_sign = desk.watch(_after(8.0))
        ended: list[object] = []

        def work(control: Control) -> object:
            importing = services.importing
            book = importing.read(ledger(ROWS), control)
            return importing.plan("enterprises", book, importing.propose("enterprises", book), control=control)

        def planned(plan: Any) -> None:
            tasks.bulk(desk.owner, lambda control: services.importing.write(plan, control), ended.append, ended.append)

        tasks.read(desk.owner, work, planned, ended.append)
        busy, sign = desk.watch(lambda: bool(ended))
        names = ("idle", "idle_sign", "busy", "sign", "most", "longest", "signed")
        told = (idle, idle_sign, busy, sign, max(desk.waits), max(desk.gaps), len(desk.waits))
        print(json.dumps({**dict(zip(names, told, strict=True)), "ended": type(ended[0]).__name__}))
        program.leave()


def _after(seconds: float) -> Callable[[], bool]:
    end = time.monotonic() + seconds
    return lambda: time.monotonic() >= end


def measure() -> Iterator[Found]:
    """S11, then S12."""
    ledger(ROWS)
    read, imported = [], []
    for _round in range(ROUNDS):
        read += [in_process(_US, "calamine"), in_process(_US, "calamine")]
        imported.append(in_process(_US, "ours"))
    alone, whole = statistics.median(one[0] for one in read), statistics.median(one[0] for one in imported)
    worked = statistics.median(one[1] for one in imported) / statistics.median(one[1] for one in read)
    note = f"ours {whole:.1f} s, calamine {alone:.2f} s; by processor time {worked:.1f} x"
    yield Figure("S11", f"import of {ROWS:,} enterprises / calamine reading alone", whole / alone, 10, note=note)
    found = in_process(_US, "window", QT_QPA_PLATFORM="offscreen")
    told = f"{ms(found['busy'])}, idle {ms(found['idle'])}, longest {ms(found['longest'])}"
    yield Figure("S12", "tick p99 during that import / idle", found["busy"] / found["idle"], 1.5, note=told)
    desk = f"{found['signed']} of them, longest {ms(found['most'])}, idle p99 {ms(found['idle_sign'])}"
    yield Figure("S12", "a sign-in meanwhile, p99", found["sign"] * 1000, 150, unit="ms", note=desk)


if __name__ == "__main__":
    {"calamine": calamine, "ours": ours, "window": window}[sys.argv[1]]()
