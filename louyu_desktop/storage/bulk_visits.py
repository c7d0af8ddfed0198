"""What the rules of must-visits and colours say of the enterprises that a bulk operation brings, while it is written.

Of an enterprise that was not there before all that the rules may look at comes in the operation itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.firm_facts import FirmFacts
from louyu_desktop.rules.must_visit import reconcile, wanted
from louyu_desktop.storage.bulk_known import Columns, Known
from louyu_desktop.storage.visit_tasks import HELD_BACK, Ground, raised, suggested
from louyu_desktop.storage.worth_a_look import farthest

_PLAIN = (
    "id", "name", "is_key", "chief_liaison_id", "undisturbed", "headcount", "tax_band", "revenue_trend",
    "last_visit_on",
)  # fmt: skip
"""Facts that are columns of an enterprise."""

_OTHERS = ("created_at", "archived_at")


class Newcomers:
    """New enterprises whose seats are all in `known`; `tasks` and `suggestions` are rows, once they were looked at."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._columns: list[Columns] = []
        self.tasks: list[dict[str, Any]] = []
        self.suggestions: list[tuple[Any, ...]] = []

    def learn(self, columns: Columns) -> None:
        """Remember what counts of new enterprises."""
        self._columns.append({name: columns[name] for name in (*_PLAIN, *_OTHERS)})

    def look(self, ground: Ground) -> None:
        """Have the rules of a day look at them; what they ask for is held back until a person decides."""
        for facts in self._worth_a_look(ground):
            asked = wanted(facts, ground.today, ground.calendar, ground.limits)
            plan = reconcile((), asked, ground.today)
            self.tasks += [raised(facts, one, HELD_BACK, ground.today) for one in plan.raises]
            if (row := suggested(facts, ground)) is not None:
                self.suggestions.append((*row, ground.today.isoformat()))
        self._columns.clear()

    def _worth_a_look(self, ground: Ground) -> Iterator[FirmFacts]:
        until = farthest(ground.limits, ground.today)
        for columns in self._columns:
            plain = zip(*(columns[name] for name in _PLAIN), strict=True)
            for values, made, archived in zip(plain, *(columns[name] for name in _OTHERS), strict=True):
                facts = dict(zip(_PLAIN, values, strict=True))
                told = facts["last_visit_on"] is not None or facts["revenue_trend"] is not None
                if archived is None and (told or self._known.is_near(facts["id"], until)):
                    known_since = made.astimezone(SHANGHAI).date()
                    yield FirmFacts(**facts, known_since=known_since, leases=self._known.leases(facts["id"]))
