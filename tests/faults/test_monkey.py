"""T12: random events on the real window, with services that work and with services that fail now and then.

`LOUYU_EVENTS` and `LOUYU_SEEDS` say how many; `make faults` takes 10,000 of each of five seeds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.faults.ground import number, shown

EVENTS = number("LOUYU_EVENTS", 500)
SEEDS = range(1, 1 + number("LOUYU_SEEDS", 1))
_PATIENCE = 1_800
_FEW = 500


def _run(folder: Path, *arguments: int) -> dict[str, Any]:
    """One run in a process of its own, which may end as it likes."""
    place = str(Path(__file__).parents[2])
    home = {name: str(folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")}
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.monkey", str(folder), *map(str, arguments)],
        check=False, capture_output=True, text=True, timeout=_PATIENCE, cwd=place,
        env={**os.environ, **home, "PYTHONPATH": place, "QT_QPA_PLATFORM": "offscreen", "PYTHONFAULTHANDLER": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-5_000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.parametrize("one_in", [0, 100], ids=["sound", "failing"])
@pytest.mark.parametrize("seed", SEEDS)
def test_random_events_do_no_harm(tmp_path: Path, seed: int, one_in: int, capsys: pytest.CaptureFixture[str]) -> None:
    """No uncaught error, no stand-still over two seconds, the file clean, every job ended."""
    found = _run(tmp_path, seed, EVENTS if EVENTS > _FEW or not one_in else _FEW // 2, one_in)
    with shown(capsys) as show:
        told = ", ".join(f"{name} {found[name]}" for name in ("events", "reached", "written", "longest"))
        failing = f", one transaction in {one_in} refused" if one_in else ""
        show(f"T12: seed {seed}{failing}: {told} s, {len(found['wrong'])} wrong, {len(found['hung'])} hung")
    assert found["wrong"] == []
    assert found["hung"] == []
