"""`python -m tests.faults.recorded FOLDER`: a short day at the desk, for strace; what is done is told to `told`.

In FOLDER: `station` (made before), `machine.json`, `probe` (a file that `write_durably` keeps).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from louyu_desktop.storage import keys
from louyu_desktop.ui.preferences import Preferences
from tests.faults.ground import services

ROUNDS = 8


def probe(number: int) -> bytes:
    """What the probe holds: as long as a vault, and all of one kind."""
    return f"{number:04d}".encode() * 700


def main(folder: Path) -> None:
    """Save, change, take back, keep keys and settings."""
    application = QCoreApplication(sys.argv)
    told = os.open(folder / "told", os.O_WRONLY | os.O_CREAT, 0o600)
    station = services(folder / "station")
    preferences = Preferences(folder / "machine.json", application)
    for number in range(1, ROUNDS + 1):
        person = {"name": f"王{number}", "mobile": "13900000001", "skills": "书" * 90}
        row_id = station.records.save("people", None, person)
        os.write(told, f"person {row_id}\n".encode())
        station.records.save("people", row_id, {"job_title": "组长"})
        os.write(told, f"title {row_id}\n".encode())
        preferences.set("window_geometry", f"{number:04d}" * 300)
        preferences.flush()
        keys.write_durably(folder / "probe", probe(number))
        os.write(told, f"probe {number}\n".encode())
    station.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
