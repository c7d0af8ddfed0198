"""The writer's helper does the same begun anew and as a copy, and tells a mistake without the rows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

DOING = """
import datetime as dt, pickle, sys, threading
from louyu_desktop.models import Building, Contact, Enterprise, Occupancy, Unit
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk_index import Cutter, Preparer
from louyu_desktop.storage.twin import _Twin
from tests.storage.bulk_load import rows_of

stop = threading.Event()
if sys.argv[1] == "anew":
    threading.Thread(target=stop.wait).start()
models = (Building, Unit, Occupancy, Contact, Enterprise)
rows = rows_of(40, dict.fromkeys(models, 1))
frames = [pickle.dumps(bulk_rows.frame_of(model, 1, rows[model])) for model in models]
at = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
preparer, found = Preparer(1, bulk_rows.stamps_of(at, 7)), []
try:
    with Cutter() as cutter:
        print(isinstance(cutter._child, _Twin))
        cutter.begin(1, at, 7)
        for frame in frames:
            cutter.rows(frame)
        for frame in frames:
            ready, pieces = cutter.fetch()
            expected, by_column = preparer.do("rows", frame)
            assert ready == expected
            assert [rows for _sql, rows in pieces] == [list(zip(*columns)) for _sql, columns in by_column]
            found.append(ready.table)
        cutter.rows(pickle.dumps("周敏"))
        try:
            cutter.fetch()
        except RuntimeError as mistake:
            print("周敏" in str(mistake), "AttributeError" in str(mistake))
        try:
            cutter.fetch()
        except EOFError:
            print("over")
    print(*found)
finally:
    stop.set()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no process is copied there")
@pytest.mark.parametrize("how", ["anew", "copied"])
def test_what_it_makes_ready_is_what_is_made_here(how: str) -> None:
    """Rows and what goes into the index; a mistake ends it, and is told without the rows."""
    done = subprocess.run(
        [sys.executable, "-c", DOING, how], capture_output=True, text=True, timeout=60, check=False,
        cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONHASHSEED": "0"},  # what is a set has one order in both
    )  # fmt: skip
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        str(how == "copied"), "False True", "over", "building unit occupancy contact enterprise",
    ]  # fmt: skip
