"""S20: all rules over 4,000 enterprises in 20 buildings, and what they add to one save."""

from __future__ import annotations

import datetime as dt
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from louyu_desktop.models import Building, Contact, Enterprise, Occupancy, Unit
from louyu_desktop.rules.dates import today
from louyu_desktop.services.must_visits import MustVisits
from louyu_desktop.storage.database import Database
from louyu_desktop.storage.facts_noted import FactsNoted
from louyu_desktop.storage.visit_tasks import ground_of, look
from louyu_desktop.storage.visits_due import VisitsDue
from tests.bench.figures import Figure, Found, interleaved, ms
from tests.stations import keyless

FIRMS = 4_000
BUILDINGS = 20
_EACH = FIRMS // BUILDINGS


def furnish(database: Database) -> list[int]:
    """Firms with leases that end on any of the next 700 days, each with an executive, every tenth with a decline."""
    day = today()
    with database.write("bench") as write:
        towers = write.insert(Building, [{"name": f"汾阳{n:02d}号楼"} for n in range(BUILDINGS)])
        rooms = [{"building_id": towers[n // _EACH], "floor": str(1 + n % _EACH // 8), "room": f"{n % 8:02d}"}
                 for n in range(FIRMS)]  # fmt: skip
        units = write.insert(Unit, rooms)
        firms = write.insert(Enterprise, [{"name": f"远帆{n:04d}有限公司", "headcount": 100} for n in range(FIRMS)])
        seats = zip(firms, units, strict=True)
        write.insert(Occupancy, [
            {"enterprise_id": firm, "unit_id": unit, "lease_end": day + dt.timedelta(days=n % 700 - 20)}
            for n, (firm, unit) in enumerate(seats)
        ])
        write.insert(Contact, [{"enterprise_id": firm, "name": "周敏", "role": "总经理"} for firm in firms])
    with database.write("bench") as write:
        write.update(Enterprise, [{"id": firm, "headcount": 60} for firm in firms[::10]])
    return firms


@contextmanager
def _without() -> Iterator[None]:
    """Writes as they were before there were rules."""
    kept = FactsNoted.settle, VisitsDue.settle
    FactsNoted.settle = VisitsDue.settle = lambda *_arguments: None  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        FactsNoted.settle, VisitsDue.settle = kept  # type: ignore[method-assign]


def measure() -> Iterator[Found]:
    """The rules alone, a day's sweep that finds much, and a save with and without them."""
    with tempfile.TemporaryDirectory() as folder, keyless(Path(folder) / "s") as database:
        firms = furnish(database)
        service = MustVisits(database)

        def rules() -> None:
            with database.read() as session:
                look(session, firms, ground_of(session, today()))

        alone = interleaved({"rules": rules}, rounds=5)["rules"]
        yield Figure("S20", f"all rules over {FIRMS:,} enterprises", alone * 1000, 1000, unit="ms")
        begun = time.perf_counter()
        swept = service.sweep(today() + dt.timedelta(days=1))
        note = f"{swept.raised} raised, {swept.sharpened} sharpened"
        yield Figure("S20", "a day's sweep, written", (time.perf_counter() - begun) * 1000, 1000, unit="ms", note=note)
        turn = iter(range(10**6))

        def save() -> None:
            number = next(turn)
            with database.write("bench") as write:
                write.update(Enterprise, [{"id": firms[number % FIRMS], "headcount": 101 + number}])

        def bare() -> None:
            with _without():
                save()

        found = interleaved({"with": save, "without": bare}, rounds=41)
        added = (found["with"] - found["without"]) * 1000
        yield Figure("S20", "added to one save", added, 10, unit="ms", note=f"{ms(found['with'])} in all")
