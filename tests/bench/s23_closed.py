"""Closed requests (issue 7): the list of 200,000 by the targets of lists, and what the rest asks of so many."""

from __future__ import annotations

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from louyu_desktop.app import start_application
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.request_flow import Action
from louyu_desktop.services.board_copies import ALL
from louyu_desktop.services.copies import Query
from louyu_desktop.services.measures import By
from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.services.suite import Services
from louyu_desktop.ui.preferences import Preferences
from tests.bench.figures import Figure, interleaved, ms
from tests.bench.s05_lists import Seat, jumps, opens, sorts
from tests.bench.stations import station

FEW, MANY = 10_000, 200_000
SORTS = ("-received_at", "due_on", "state", "number", "category")
NOW = dt.datetime(2026, 11, 20, 10, tzinfo=SHANGHAI)
_SCREEN, _READ = 0.1, 0.5


def measure() -> Iterator[Figure]:
    """Opening, sorting, jumping; then the board, 今日, an action and the measures beside so many that are closed."""
    application = start_application(Preferences(Path(tempfile.mkdtemp()) / "machine.json"))
    small, large = (Seat(station("requests", rows), "requests", ("due_on",)) for rows in (FEW, MANY))
    try:
        yield from opens(small, large, "-received_at", (FEW, MANY))
        yield from sorts(small, large, "-received_at", SORTS, (FEW, MANY))
        yield from jumps(small, large, "-received_at", (FEW, MANY))
        yield from _beside(large.services)
    finally:
        small.close()
        large.close()
        application.processEvents()


def _beside(services: Services) -> Iterator[Figure]:
    """What is read on screens that show a few of them, and what counts all."""
    [newest] = services.records.page(Query("requests", sort="-received_at"), 0)[:1]
    firm = RequestDraft(title="x", enterprise_id=newest.values["enterprise_id"], category=newest.values["category"])
    month = (dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    whole = (dt.date(2020, 1, 1), dt.date(2026, 12, 31))
    jobs: dict[str, tuple[Callable[[], object], float]] = {
        "the board": (partial(services.board.read, ALL, NOW), _SCREEN),
        "what a request is": (partial(services.requests.sight, newest.id, NOW), _SCREEN),
        "what may be the same": (partial(services.requests.duplicates, firm, NOW), _SCREEN),
        "what an action is chosen from": (partial(services.requests.choices, newest.id, Action.ASSIGN), _SCREEN),
        "what may be merged into": (partial(services.requests.choices, newest.id, Action.MERGE), _SCREEN),
        "今日": (services.today.overview, _READ),
        "the measures of a month": (partial(services.measures.table, *month, By.CATEGORY, NOW), _READ),
        "the measures of all": (partial(services.measures.table, *whole, By.CATEGORY, NOW), 4.0),
    }
    taken = interleaved({name: job for name, (job, _bound) in jobs.items()}, rounds=5)
    for name, (_job, bound) in jobs.items():
        what = f"{name}, beside {MANY:,} closed requests"
        yield Figure("R3", what, taken[name], bound, unit="s", note=ms(taken[name]))
