"""T13: the clock is a year back, ten years on, at a leap day, past midnight: order, delays and backups hold."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine

from louyu_desktop.errors import NotPermittedError
from louyu_desktop.services import vaults
from louyu_desktop.services.backups import Backups
from louyu_desktop.services.importing import Importing
from louyu_desktop.services.records import Records
from louyu_desktop.services.today import Today
from louyu_desktop.storage import delays
from louyu_desktop.storage.database import Database
from tests.faults.deeds import WHO
from tests.stations import PASSWORD

NOW = dt.datetime(2026, 11, 22, 2, tzinfo=dt.UTC)
TURNED = [
    NOW, NOW - dt.timedelta(days=365), NOW + dt.timedelta(days=3_652),
    dt.datetime(2028, 2, 29, 15, 59, 59, tzinfo=dt.UTC), dt.datetime(2026, 3, 8, 7, 30, tzinfo=dt.UTC),
    dt.datetime(1971, 1, 1, tzinfo=dt.UTC), NOW + dt.timedelta(minutes=1),
]  # fmt: skip
"""As a computer is found whose battery is empty, set by hand, and put right again; 2026-03-08 is a change of hours."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with time_machine.travel(NOW):
        vaults.create(tmp_path / "s", "试验站", WHO, PASSWORD).close()
    return tmp_path / "s"


def _labels(database: Database) -> list[str]:
    return [one.label for one in database.operations() if "张" in one.label]


def test_what_came_later_stands_later_whatever_the_clock_says(folder: Path) -> None:
    """Log, undo and chain go by their numbers; a day's page is drawn at every time."""
    for number, moment in enumerate(TURNED):
        with time_machine.travel(moment), vaults.log_in(folder, WHO, PASSWORD) as database:
            assert not database.read_only
            Records(database).save("people", None, {"name": f"张{number}"})
            Today(database).overview()
            assert _labels(database)[0] == f"新建人员：张{number}"
    with vaults.log_in(folder, WHO, PASSWORD) as database:
        assert _labels(database) == [f"新建人员：张{number}" for number in reversed(range(len(TURNED)))]
        database.verify_chain()
        assert database.undo().label == f"新建人员：张{len(TURNED) - 1}"
        assert database.check() == []


def test_backups_are_made_and_kept_whatever_the_clock_says(folder: Path) -> None:
    """The newest three by their numbers stay, and the last one proven is the last one made."""
    with time_machine.travel(NOW) as clock, vaults.log_in(folder, WHO, PASSWORD) as database:
        backups, made = Backups(database), []
        for number, moment in enumerate(TURNED):
            clock.move_to(moment)
            Records(database).save("people", None, {"name": f"张{number}"})
            made.append(backups.make().number)
        kept = [one.number for one in backups.listing() if one.proven_at]
        assert made == sorted(set(made))
        assert set(made[-3:]) <= set(kept)
        assert all(backups.prove(number).proven_at for number in made[-3:])


def test_turning_the_clock_shortens_no_delay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor does starting the program again, or the computer: its own count begins anew then."""
    monkeypatch.setattr(delays, "time", SimpleNamespace(monotonic=lambda: 1_000.0))
    with time_machine.travel(NOW) as clock:
        for _turn in range(5):
            with pytest.raises(NotPermittedError):
                vaults.log_in(folder, WHO, "wrong horse battery staple")
        waiting = vaults.wait(folder)
        assert waiting > 0
        for moment in TURNED:
            clock.move_to(moment)
            assert vaults.wait(folder) == waiting
            with pytest.raises(NotPermittedError, match="请等"):
                vaults.log_in(folder, WHO, PASSWORD)
        monkeypatch.setattr(delays, "time", SimpleNamespace(monotonic=lambda: waiting / 2))
        assert vaults.wait(folder) == waiting / 2


def test_midnight_comes_in_the_middle_of_an_import(folder: Path, tmp_path: Path) -> None:
    """One operation, of the moment at which it began."""
    path = tmp_path / "人员.csv"
    path.write_text("姓名\n" + "".join(f"来客{n}\n" for n in range(40)), "utf-8")
    midnight = dt.datetime(2026, 12, 31, 15, 59, 59, tzinfo=dt.UTC)
    with time_machine.travel(midnight) as clock, vaults.log_in(folder, WHO, PASSWORD) as database:
        importing = Importing(database)
        book = importing.read(path)
        plan = importing.plan("people", book, importing.propose("people", book))
        done = importing.write(plan, lambda *_said: clock.move_to(midnight + dt.timedelta(hours=1)))
        [operation] = [one for one in database.operations() if one.id == done.operation_id]
        assert operation.rows == 40
        assert database.check() == []
