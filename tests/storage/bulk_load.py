"""A load of firms with rooms, leases and contacts, for bulk operations; and the same in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from louyu_desktop.models import Building, Contact, Enterprise, Occupancy, Record, Unit
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk import Load, Part
from louyu_desktop.storage.database import Changes, Database
from louyu_desktop.storage.write import Write
from tests.bench.stations import credit_code

LABEL = "导入企业：台账.xlsx"
TOWERS = 3


def rows_of(firms: int, ids: Mapping[type[Record], int], offset: int = 0) -> dict[type[Record], list[dict[str, Any]]]:
    """So many firms, each in a room of one of three new buildings, with a contact."""
    numbers = range(firms)
    found: dict[type[Record], list[dict[str, Any]]] = {
        Building: [{"name": f"塔楼{offset}-{n}", "is_key": n == 0} for n in range(TOWERS)],
        Unit: [{"building_id": ids[Building] + n % TOWERS, "floor": str(n % 30), "room": f"{n}"} for n in numbers],
        Enterprise: [
            {"name": f"远帆{offset}第{n}信息科技有限公司", "credit_code": credit_code(offset + n),
             "headcount": n % 90, "tags": ("初创",)}
            for n in numbers
        ],
        Occupancy: [{"enterprise_id": ids[Enterprise] + n, "unit_id": ids[Unit] + n, "area": "12.5"} for n in numbers],
        Contact: [
            {"enterprise_id": ids[Enterprise] + n, "name": "单小明", "phone": f"138{offset + n:08d}"} for n in numbers
        ],
    }
    for model, rows in found.items():
        for n, row in enumerate(rows):
            row["uid"] = f"{model.__tablename__}-{offset + n:08d}"
    return found


def load(firms: int, *, offset: int = 0, finishing: Callable[[Write], None] = lambda _write: None) -> Load:
    """The load of `rows_of`."""
    models = (Building, Unit, Enterprise, Occupancy, Contact)
    counts = dict.fromkeys(models, firms) | {Building: TOWERS}

    def parts(first: Callable[[type[Record]], int]) -> Iterable[Part]:
        found = rows_of(firms, {model: first(model) for model in models}, offset)
        for model in bulk_rows.order(models):
            for start in range(0, counts[model], 1000):
                yield model, first(model) + start, found[model][start : start + 1000]

    return Load(counts, lambda _session: None, parts, finishing)


def silent(done: int, total: int, note: str) -> None:
    """Nobody watches."""


def bulk(
    database: Database, firms: int, report: Callable[[int, int, str], None] = silent, *, alone: bool = False, **how: Any
) -> Changes:
    """Write the load as a bulk operation."""
    return database.write_bulk(LABEL, load(firms, **how), report, alone=alone)


def in_one(database: Database, firms: int, offset: int = 0) -> None:
    """Write the same in one transaction."""
    with database.write(LABEL) as write:
        ids: dict[type[Record], int] = {}
        for model in (Building, Unit, Enterprise, Occupancy, Contact):
            known: dict[type[Record], int] = {Building: 0, Unit: 0, Enterprise: 0, **ids}
            ids[model] = write.insert(model, rows_of(firms, known, offset)[model])[0]
