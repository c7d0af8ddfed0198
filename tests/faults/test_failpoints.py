"""T3, T1: every durable step is refused by a full disk, refused by the system, or the last one of a process.

`LOUYU_STOPS` says how many of all (deed, step, way) are tried; `make faults` tries them all (0).
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from multiprocessing import Pipe
from pathlib import Path
from random import Random

import pytest

from louyu_desktop import failpoints
from tests.faults.deeds import DEEDS, LIMIT, attempt, prepare, wrong
from tests.faults.ground import Children, number, shown

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no forks and no kill -9")

ROOT = Path(__file__).parents[2]
STOPS = number("LOUYU_STOPS", 8)
SMALL = (0, 4_096, 100_000, 700_000)
"""Bytes over which no file grows on a disk that is full."""

WAYS = ("full", "refuse", "die")
PASSED = {"attachment.written"}
"""Marks behind a step: there is nothing left that could fail, but the process may die there."""

_DEAD = 137
_OURS = re.compile(r"[\u4e00-\u9fff]")
_FOREIGN = re.compile(r"Error|Errno|Traceback|[a-z]+\.[a-z]+:")


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that every deed gets a copy of."""
    from tests.faults.deeds import cheap

    folder = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("louyu_desktop.storage.slots.calibrated", None)
        cheap()
        prepare(folder)
    return folder


@pytest.fixture(scope="module")
def passed(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """How often each deed passes each failpoint."""
    from tests.faults.deeds import cheap

    found: dict[str, dict[str, int]] = {}
    for name, deed in DEEDS.items():
        folder = tmp_path_factory.mktemp("passed") / "f"
        shutil.copytree(prepared, folder)
        counts: dict[str, int] = {}
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("louyu_desktop.storage.slots.calibrated", None)
            cheap()
            patch.setattr(failpoints, "hit", lambda one, counts=counts: counts.update({one: counts.get(one, 0) + 1}))
            patch.setattr("tests.faults.deeds.arm", counts.clear)
            deed(folder)
        found[name] = counts
        if not STOPS:
            assert wrong(folder) == []
    return found


def test_every_step_that_has_a_name_is_reached(passed: dict[str, dict[str, int]]) -> None:
    """Whoever adds a failpoint adds the deed that passes it."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "louyu_desktop").rglob("*.py"))
    named = set(re.findall(r'failpoints\.hit\("([^"]+)"\)', source))
    assert len(named) > 20
    assert named - {one for counts in passed.values() for one in counts} == set()


def _stops(passed: dict[str, dict[str, int]]) -> Iterator[tuple[str, str]]:
    """Every step the first time in every way; one that comes often also ends the process the second and last time."""
    for deed, counts in passed.items():
        yield from ((deed, f"{LIMIT}:{most}") for most in SMALL)
        for point, count in counts.items():
            yield from ((deed, f"{point}:{way}:1") for way in WAYS if way == "die" or point not in PASSED)
            yield from ((deed, f"{point}:die:{time}") for time in {2, count} if 1 < time <= count)


def _stopped(children: Children, folder: Path, deed: str, failpoint: str) -> str:
    """How the deed ended in a child."""
    ours, theirs = Pipe(duplex=False)
    child = children.start(attempt, folder, deed, failpoint, theirs)
    theirs.close()
    try:
        ended, bug = str(ours.recv()), str(ours.recv())
    except EOFError:
        ended, bug = "dead", ""
    finally:
        child.join()
        ours.close()
    if ended == "dead":
        assert child.exitcode == _DEAD, (deed, failpoint)
    return bug or ended


def test_what_was_there_stays_whole(
    prepared: Path, passed: dict[str, dict[str, int]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Stopped anywhere: one sentence of ours or none, the station opens with all it had, and work goes on."""
    every = list(_stops(passed))
    chosen = Random(3).sample(every, STOPS) if STOPS else every
    children, bad = Children("tests.faults.deeds"), []
    for turn, (deed, failpoint) in enumerate(chosen):
        folder = tmp_path / str(turn)
        shutil.copytree(prepared, folder)
        ended = _stopped(children, folder, deed, failpoint)
        if ended not in {"done", "dead"} and (not _OURS.search(ended) or _FOREIGN.search(ended)):
            bad.append(f"{deed} {failpoint}: {ended}")
        bad += [f"{deed} {failpoint}: {what}" for what in wrong(folder)]
        shutil.rmtree(folder)
    with shown(capsys) as show:
        show(f"T3: {len(chosen)} of {len(every)} stops at {len({f.split(':')[0] for _d, f in every})} steps "
              f"of {len(DEEDS)} deeds: {len(bad)} wrong")  # fmt: skip
    assert bad == []
