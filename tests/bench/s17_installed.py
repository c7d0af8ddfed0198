"""S17, and S1, S2, S4 of the program as it is installed: what `make build` made, on a screen of its own.

`LOUYU_PROGRAM` names another launcher than the one in build/.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from louyu_desktop.app import open_services
from tests.bench.figures import Figure, Found, Missing, ms
from tests.bench.s01_start import PEOPLE, beside_peers, others, taken_in
from tests.bench.screen import Screen, screen
from tests.bench.stations import copy_of

_ROOT = Path(__file__).resolve().parent.parent.parent
_ROUNDS = 15
_MOST_MB = 90
_PASSWORD = "teal orbit lantern quarry"  # what a keyboard without input method types
_BARE = (sys.executable, "-c", "from tests.bench import launch; launch.show_bare()")


def measure() -> Iterator[Found]:
    """Sizes; the start beside a bare window, LibreOffice and DB Browser; from Enter to what stays on the screen."""
    for package in sorted((_ROOT / "dist").glob("louyu-desktop_*.*")):
        size = package.stat().st_size / 1e6
        yield Figure("S17", f"the package {package.name}", size, _MOST_MB, unit="MB")
    program = Path(os.environ.get("LOUYU_PROGRAM") or _ROOT / "build" / "tree" / "louyu-desktop" / "louyu-desktop")
    if not program.exists():
        yield Missing("S1", "the installed program", "nothing is built: make build")
        return
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with copy_of("people", PEOPLE, folder) as station, screen(folder) as opened:
            if opened is None or not shutil.which("openbox"):
                yield Missing("S1", "the installed program on a screen", "Xvfb or openbox is not installed")
                return
            locked = taken_in(station, folder / "locked", _PASSWORD)
            with closing(open_services(locked, None, _PASSWORD)) as services:
                services.introducing.has_seen()  # the tour is for the first day
            yield from _started(opened, folder, station, (str(program), "--data", str(locked), "--user", "周敏"))


def _started(opened: Screen, folder: Path, station: Path, ours: tuple[str, ...]) -> Iterator[Found]:
    own = {"XDG_CONFIG_HOME": str(folder / "config"), "XDG_CACHE_HOME": str(folder / "cache")}
    peers = {name: command for name, command in others(folder, station).items() if shutil.which(command[0])}
    commands: dict[str, Sequence[str]] = {"bare": _BARE, "ours": ours, **peers}
    opened.seconds_to_page(ours, _PASSWORD, **own)  # a machine that has had it open before
    painted: dict[str, list[float]] = {name: [] for name in commands}
    entered: list[tuple[float, float]] = []
    for counted in range(-1, _ROUNDS):
        for name, command in commands.items():
            seconds = opened.seconds_to_paint(command, **own)
            painted[name] += [seconds] if counted >= 0 else []
        if counted >= 0:
            entered.append(opened.seconds_to_page(ours, _PASSWORD, **own))
    taken = {name: statistics.median(seconds) for name, seconds in painted.items()}
    note = f"ours {ms(taken['ours'])}, bare window {ms(taken['bare'])}, under Xvfb"
    yield Figure("S1", "installed: first paint / bare QMainWindow", taken["ours"] / taken["bare"], 1.35, note=note)
    live, rests = (statistics.median(times) for times in zip(*entered, strict=True))
    what = "installed: Enter in the log-in until 今日 stands, 100k people / bare window"
    note = f"{ms(live)}; the last word of the status line {ms(rests)}"
    yield Figure("S2", what, live / taken["bare"], 3.5, note=note)
    yield from beside_peers(taken, "installed: first paint")
