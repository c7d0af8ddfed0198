"""`python -m tests.faults.soak FOLDER DAYS SIGN_INS`: working days at one desk in one process (SAFETY.md T18).

Each simulated day signs people in, makes five backups and locks now and then; two days begin with an import.
Memory, open files and the log beside the data are looked at after every day.
"""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import sys
from pathlib import Path
from typing import Any

import time_machine

from louyu_desktop.services import vaults
from louyu_desktop.services.suite import Services, open_services
from tests.faults.deeds import WHO, cheap
from tests.stations import PASSWORD

BACKUPS = 5
_IMPORTED = (1, 5)
_LOCKED = (0, 1, 3, 4, 6, 7)
_FIRST = dt.datetime(2026, 11, 23, 0, 30, tzinfo=dt.UTC)
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


def memory() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * _PAGE


def open_files() -> int:
    """Files, pipes and sockets that are open."""
    return len(list(Path("/proc/self/fd").iterdir()))


def _log_in(folder: Path) -> Services:
    return open_services(vaults.log_in(folder, WHO, PASSWORD))


def _bring(services: Services, folder: Path, day: int) -> None:
    """An import of people through the child, as the wizard does it."""
    path = folder / f"人员{day}.csv"
    path.write_text("姓名,手机号\n" + "".join(f"来客{day}{n},139{day:02d}{n:06d}\n" for n in range(1_200)), "utf-8")
    book = services.importing.read(path)
    services.importing.write(services.importing.plan("people", book, services.importing.propose("people", book)))


def _day(services: Services, day: int, sign_ins: int) -> tuple[int, int]:
    """People come, lists are looked at, backups are made; how many came, and the longest log beside the data."""
    start = _FIRST + dt.timedelta(days=day)
    title = {"title": f"第{day}天", "starts_at": start, "capacity": sign_ins}
    activity, longest = services.records.save("activities", None, title), 0
    for number in range(sign_ins):
        guest = {"name": f"第{day}天第{number}人", "mobile": f"138{day}{number:07d}"}
        person = services.records.save("people", None, guest)
        seen = {"activity_id": activity, "person_id": person, "signed_at": start}
        services.records.save("sign-ins", None, seen)
        if number % 25 == 0:
            services.today.overview()
            services.records.options("people", f"第{number}人")
        if number % max(1, sign_ins // BACKUPS) == 0:
            services.backups.make()
        beside = services.folder / "station.db-wal"
        longest = max(longest, beside.stat().st_size if beside.exists() else 0)
    return sign_ins, longest


def main(folder: Path, days: int, sign_ins: int) -> dict[str, Any]:
    """All days; what was measured after each."""
    cheap()
    station, locks = folder / "s", 0
    with time_machine.travel(_FIRST) as clock:
        vaults.create(station, "试验站", WHO, PASSWORD).close()
        services = _log_in(station)
        came, longest = 0, 0
        sizes, files = [], []
        for day in range(days):
            clock.move_to(_FIRST + dt.timedelta(days=day))
            if day in _IMPORTED:
                _bring(services, folder, day)
            more, beside = _day(services, day, sign_ins)
            came, longest = came + more, max(longest, beside)
            if day in _LOCKED:
                services.close()
                services, locks = _log_in(station), locks + 1
            gc.collect()
            sizes.append(memory())
            files.append(open_files())
        backups = len(services.backups.listing())
        wrong = services.check()
        services.close()
    return {"days": days, "came": came, "kept": backups, "locks": locks, "memory": sizes, "files": files,
            "wal": longest, "wrong": wrong}  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), ensure_ascii=False))  # noqa: T201
