"""`python -m tests.faults.recorded FOLDER`: a short day at the desk, for strace; what is done is told to `told`.

In FOLDER: `station` (made before), `machine.json`, `probe` (a file that `write_durably` keeps).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from louyu_desktop.services import vaults
from louyu_desktop.services.accounts import Accounts
from louyu_desktop.services.attachments import Attachments, Offered
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.records import Records
from louyu_desktop.storage import keys
from louyu_desktop.ui.preferences import Preferences
from tests.faults.deeds import NEW, PDF, WHO, cheap
from tests.stations import PASSWORD

ROUNDS = 8
SELDOM = 4
"""Every so manieth round puts in an attachment and makes a backup."""


def password(number: int) -> str:
    """The one that is set in a round."""
    return (PASSWORD, NEW)[number % 2]


def probe(number: int) -> bytes:
    """What the probe holds: as long as a vault, and all of one kind."""
    return f"{number:04d}".encode() * 700


def main(folder: Path) -> None:
    """Save, change, keep keys and settings, put files in, back up."""
    cheap()
    application = QCoreApplication(sys.argv)
    told = os.open(folder / "told", os.O_WRONLY | os.O_CREAT, 0o600)

    def tell(kind: str, number: int) -> None:
        os.write(told, f"{kind} {number}\n".encode())

    preferences = Preferences(folder / "machine.json", application)
    with vaults.log_in(folder / "station", WHO, password(0)) as database:
        records = Records(database)
        for number in range(1, ROUNDS + 1):
            row_id = records.save("people", None, {"name": f"王{number}", "skills": "书" * 90})
            tell("person", row_id)
            records.save("people", row_id, {"job_title": "组长"})
            tell("title", row_id)
            preferences.set("window_geometry", f"{number:04d}" * 300)
            preferences.flush()
            keys.write_durably(folder / "probe", probe(number))
            tell("probe", number)
            Accounts(database).change_password(password(number - 1), password(number))
            tell("password", number)
            if number % SELDOM == 0:
                offered = Offered(f"{number}.pdf", content=PDF + f"%{number}\n".encode())
                [attached] = Attachments(database).add("people", row_id, [offered]).ids
                tell("attachment", attached)
                tell("backup", Backups(database).make().number)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
