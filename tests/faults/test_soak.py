"""T18: days of work in one process: memory, open files and the log beside the data stay where they were.

`LOUYU_DAYS` and `LOUYU_SIGN_INS` (of a day) say how much; `make faults` takes 8 and 375.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.ground import number, shown

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

DAYS = number("LOUYU_DAYS", 2)
SIGN_INS = number("LOUYU_SIGN_INS", 5)
_GROWN = 50 << 20
_WAL = 64 << 20


def test_days_of_work_leave_no_trace_in_memory(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """From the end of the second day on: by then everything that is loaded late has been loaded."""
    place = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.soak", str(tmp_path), str(DAYS), str(SIGN_INS)],
        check=False, capture_output=True, text=True, cwd=place, env={**os.environ, "PYTHONPATH": place},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4_000:]
    found = json.loads(done.stdout.splitlines()[-1])
    grown = found["memory"][-1] - found["memory"][1]
    with shown(capsys) as show:
        show(f"T18: {found['days']} days, {found['came']} came, {found['kept']} backups kept, "
              f"{found['locks']} locks: memory {grown / (1 << 20):+.1f} MB, files {found['files'][1]} to "
              f"{found['files'][-1]}, WAL at most {found['wal'] / (1 << 20):.1f} MB")  # fmt: skip
    assert found["wrong"] == []
    assert grown < _GROWN
    assert found["files"][-1] <= found["files"][1]
    assert found["wal"] < _WAL
