"""S1 to S4: from the start of the process to a painted window, and to a live 今日; each start is a process of its own."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from louyu_desktop.services import vaults
from louyu_desktop.storage import engine
from louyu_desktop.storage.keys import derive_key, read_key
from louyu_desktop.storage.place import DATA_FILE
from tests.bench.figures import Figure, Found, Missing, in_process, ms
from tests.bench.screen import Screen, screen
from tests.bench.stations import copy_of
from tests.stations import PASSWORD

ROUNDS = 15
FEW = 5
PEOPLE = 100_000


def _started(job: str, machine: Path, station: Path, **more: str) -> dict[str, Any]:
    begun = {"LOUYU_PASSWORD": PASSWORD, "BEGUN": repr(time.monotonic())}
    begun |= {"MACHINE": str(machine), "STATION": str(station)}
    found: dict[str, Any] = in_process("tests.bench.launch", job, QT_QPA_PLATFORM="offscreen", **begun, **more)
    return found


def _painted(job: str, machine: Path, station: Path) -> float:
    return float(_started(job, machine, station)["paint"])


def _in_turn(jobs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """The median of what each job says, one after the other in each round, the first round not counted."""
    said: dict[str, list[float]] = {name: [] for name in jobs}
    for counted in range(-1, rounds):
        for name, job in jobs.items():
            value = job()
            if counted >= 0:
                said[name].append(value)
    return {name: statistics.median(values) for name, values in said.items()}


def measure() -> Iterator[Found]:
    """The four targets of the start."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with copy_of("people", PEOPLE, folder) as station:
            locked = taken_in(station, folder / "locked")
            yield from _to_paint(folder / "machine.json", locked)
            yield from _to_live(folder / "machine.json", station, locked)
            with screen(folder) as opened:
                if opened is None:
                    yield Missing("S4", "first paint on a screen", "Xvfb is not installed")
                else:
                    yield from _beside_others(opened, folder, station)


def taken_in(station: Path, folder: Path, password: str = PASSWORD) -> Path:
    """A copy of a station that has got a vault, with a password that takes as long as this computer's do."""
    shutil.copytree(station, folder)
    vaults.take_in(folder, vaults.whose(folder, ""), password).close()
    return folder


def _to_paint(machine: Path, station: Path) -> Iterator[Found]:
    _started("live", machine, station)  # a machine that has had it open before
    taken = _in_turn({job: partial(_painted, job, machine, station) for job in ("bare", "ours")}, ROUNDS)
    note = f"ours {ms(taken['ours'])}, bare window {ms(taken['bare'])}; the outline of the log-in"
    ratio = taken["ours"] / taken["bare"]
    yield Figure("S1", "process start to first paint / bare QMainWindow", ratio, 1.35, note=note)
    heavy = _started("ours", machine, station)["heavy"]
    yield Figure("S3", "heavy modules at the first paint", len(heavy), 0, unit="", note=", ".join(heavy))


def _to_live(machine: Path, station: Path, locked: Path) -> Iterator[Found]:
    runs: list[dict[str, Any]] = []
    typed: list[dict[str, Any]] = []

    def enter() -> float:
        typed.append(_started("live", machine, locked))
        return float(typed[-1]["live"] - typed[-1]["enter"])

    def cold() -> float:
        runs.append(_started("live", machine, station))
        return float(runs[-1]["live"])

    taken = _in_turn({"bare": partial(_painted, "bare", machine, station), "enter": enter, "cold": cold}, FEW)
    login, keys = (statistics.median(run[name] for run in typed) for name in ("login", "keys"))
    note = f"{ms(taken['enter'])}, of which the password {ms(keys)}; the log-in stood at {ms(login)}"
    yield Figure("S2", "Enter in the log-in to live 今日, 100k people / bare window", taken["enter"] / taken["bare"], 3.5,
                 note=note)
    yield Figure("S2", "of which the password / bare window", keys / taken["bare"], 1.5, note=ms(keys))
    p99, longest = (statistics.median(run[name] for run in runs) for name in ("p99", "longest"))
    note = f"{ms(taken['cold'])}, nothing typed; the naive start was 7.9-8.9; "
    note += f"ticks meanwhile p99 {ms(p99)}, longest {ms(longest)}"
    yield Figure("S2", "process start to live 今日 without a log-in / bare window", taken["cold"] / taken["bare"], 7.9,
                 note=note)


def _browser(folder: Path, station: Path) -> list[str]:
    """DB Browser on what stands in a keyless station, its people in view: the same data, as SPEED.md 3.1 says."""
    file = folder / "plain.db"
    if not file.exists():
        with closing(engine.connect(station / DATA_FILE, derive_key(read_key(station), "database"))) as connection:
            connection.execute("ATTACH ? AS plain KEY ''", [str(file)])
            connection.execute("SELECT sqlcipher_export('plain')").fetchall()
    return ["sqlitebrowser", "-t", "person", str(file)]


def _office(folder: Path) -> list[str]:
    """LibreOffice Calc as quick as it starts, with its profile in `folder`."""
    quick = ("--norestore", "--nologo", "--nofirststartwizard")
    return ["soffice", "--calc", *quick, f"-env:UserInstallation={(folder / 'office').as_uri()}"]


def others(folder: Path, station: Path) -> dict[str, list[str]]:
    """How the peers of S4 are started, by their titles."""
    return {"LibreOffice Calc": _office(folder), "DB Browser for SQLite": _browser(folder, station)}


def beside_peers(taken: Mapping[str, float], what: str) -> Iterator[Found]:
    """S4, of the seconds of "ours" and of each peer that is installed."""
    for peer, bound in (("LibreOffice Calc", 0.25), ("DB Browser for SQLite", 0.4)):
        if peer not in taken:
            yield Missing("S4", f"{what} / {peer}", "it is not installed: make peers")
            continue
        note = f"ours {ms(taken['ours'])}, peer {ms(taken[peer])}, bare window {ms(taken['bare'])}, under Xvfb"
        yield Figure("S4", f"{what} / {peer}", taken["ours"] / taken[peer], bound, note=note)


def _beside_others(opened: Screen, folder: Path, station: Path) -> Iterator[Found]:
    bare = "from tests.bench import launch; launch.show_bare()"
    commands = {
        "bare": [sys.executable, "-c", bare],
        "ours": [sys.executable, "-m", "louyu_desktop", "--data", str(station)],
        **others(folder, station),
    }  # fmt: skip
    there = {name: command for name, command in commands.items() if shutil.which(command[0])}
    own = {"XDG_CONFIG_HOME": str(folder / "config")}
    jobs = {name: partial(opened.seconds_to_paint, command, **own) for name, command in there.items()}
    yield from beside_peers(_in_turn(jobs, FEW), "first paint")
