"""S10: what encryption costs where people feel it: warm pages of a list, a bulk insert, sign-ins.

The same program twice in one process, one station with a key and one without: the connections of the second
are opened by the same driver with the same pragmas, but for `PRAGMA key`.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import sqlcipher3

from louyu_desktop.models import Activity, Person, SignIn
from louyu_desktop.services.copies import Query
from louyu_desktop.services.records import Records
from louyu_desktop.services.stations import Stations, furnish
from louyu_desktop.storage import engine
from louyu_desktop.storage.database import Database
from tests.bench.figures import Figure, Found, interleaved, ms
from tests.bench.stations import person_rows

ROWS, MORE, SIGNED, PAGES = 20_000, 3_000, 100, 100
_PLAIN = "plain"


def _connect(path: Path, key: bytes) -> Any:
    """As the program connects; without a key for what lies in the folder of the plain station."""
    if _PLAIN not in path.parts:
        return _KEYED(path, key)
    raw = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False, timeout=5.0)
    engine._settle(raw)
    engine._teach(raw)
    return raw


_KEYED = engine.connect


class _Desk:
    """One of the two stations, and what is done in it."""

    def __init__(self, folder: Path) -> None:
        # not as tests.stations makes them: those are copies of one that has a key
        self.database = Database.create(folder, partial(furnish, name="环贸党群服务中心", administrator="周敏"))
        Stations(self.database).enter(None)
        self._next, self._signed = 0, 0
        self._insert(ROWS)
        with self.database.write("bench") as write:
            [self._activity] = write.insert(Activity, [{"title": "体检", "starts_at": dt.datetime.now(dt.UTC)}])
        self._records = Records(self.database)

    def _insert(self, count: int) -> None:
        for _chunk in range(count // 1000):
            with self.database.write("bench") as write:
                write.insert(Person, person_rows(range(self._next, self._next + 1000)))
            self._next += 1000

    def pages(self) -> None:
        """Pages of a list sorted by name, all over it."""
        query = Query("people", sort="name")
        for number in range(PAGES):
            self._records.page(query, number)

    def bulk(self) -> None:
        """Some thousand people with history and search index."""
        self._insert(MORE)

    def check_in(self) -> None:
        """Sign-ins one by one, each committed for good."""
        for _time in range(SIGNED):
            self._signed += 1
            row = {"activity_id": self._activity, "person_id": self._signed, "signed_at": dt.datetime.now(dt.UTC)}
            with self.database.write("签到") as write:
                write.insert(SignIn, [row])


def measure() -> Iterator[Found]:
    """Encrypted and plain in turn."""
    engine.connect = _connect
    with tempfile.TemporaryDirectory() as folder:
        desks = {name: _Desk(Path(folder) / name) for name in ("encrypted", _PLAIN)}
        files = {name: (Path(folder) / name / "station.db").read_bytes()[:6] for name in desks}
        if files[_PLAIN] != b"SQLite" or files["encrypted"] == b"SQLite":
            raise RuntimeError(str(files))
        for what, bound in (("pages", 1.2), ("bulk", 1.4), ("check_in", 1.6)):
            jobs: dict[str, Callable[[], None]] = {name: getattr(desk, what) for name, desk in desks.items()}
            taken = interleaved(jobs, rounds=3)
            note = f"{ms(taken['encrypted'])}, plain {ms(taken[_PLAIN])}"
            yield Figure("S10", f"encrypted / plain: {what}", taken["encrypted"] / taken[_PLAIN], bound, note=note)
        for desk in desks.values():
            desk.database.close()
