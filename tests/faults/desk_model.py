"""What a desk should hold after each thing done to it, worked out without the database (SAFETY.md T4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Rows = dict[str, dict[int, Row]]

OWNERS: dict[str, dict[str, str]] = {
    "people": {}, "enterprises": {}, "activities": {}, "accounts": {},
    "contacts": {"enterprise_id": "enterprises"},
    "consents": {"person_id": "people"},
    "registrations": {"activity_id": "activities", "person_id": "people"},
    "sign-ins": {"activity_id": "activities", "person_id": "people"},
    "attachments": {"owner_id": "people"},
}  # fmt: skip
"""What is nothing without what: FIELD.md 2."""

BIN = "bin"
"""Where a row says since which step it lies in the bin; None for a live one."""


@dataclass(slots=True)
class Model:
    """Rows by kind and id; `done` and `undone` are what Ctrl+Z and Ctrl+Y have before them."""

    rows: Rows = field(default_factory=lambda: {kind: {} for kind in OWNERS})
    done: list[tuple[Rows, Rows]] = field(default_factory=list)
    undone: list[tuple[Rows, Rows]] = field(default_factory=list)
    step: int = 0

    def do(self, change: Callable[[], object]) -> None:
        """Carry out a change that can be taken back; one that changes nothing is not remembered."""
        before = deepcopy(self.rows)
        self.step += 1
        change()
        if self.rows != before:
            self.done.append((before, deepcopy(self.rows)))
            self.undone.clear()

    def replace(self, rows: Rows) -> None:
        """Have these rows, as an import leaves them."""
        self.do(lambda: setattr(self, "rows", rows))

    def lasting(self, kind: str, row_id: int, values: Row) -> None:
        """A change that undo passes by: it was so all along."""
        for rows in (self.rows, *(one for pair in (*self.done, *self.undone) for one in pair)):
            rows[kind][row_id].update(values)

    def purge(self, kind: str, row_id: int) -> set[tuple[str, int]]:
        """A row of the bin is emptied with all that is nothing without it; nothing before can be taken back now."""
        gone = {(kind, row_id)}
        for other, one in self._owned(kind, row_id):
            gone |= self.purge(other, one)
        self.rows[kind][row_id][BIN] = self.step
        self.done.clear()
        self.undone.clear()
        return gone

    def undo(self) -> None:
        """As before the latest thing done."""
        self.undone.append(self.done.pop())
        self.rows = deepcopy(self.undone[-1][0])

    def redo(self) -> None:
        """As after the latest thing undone."""
        self.done.append(self.undone.pop())
        self.rows = deepcopy(self.done[-1][1])

    # -- the bin -------------------------------------------------------------------------------

    def archive(self, kind: str, row_id: int) -> None:
        """A live row goes, and what is nothing without it."""
        if self.rows[kind][row_id][BIN] is None:
            for other, one in self._owned(kind, row_id):
                self.archive(other, one)
            self.rows[kind][row_id][BIN] = self.step

    def restore(self, kind: str, row_id: int) -> None:
        """A row comes back with what went at the same moment, where nothing else holds it."""
        row = self.rows[kind][row_id]
        moment, row[BIN] = row[BIN], None
        if moment is None:
            return
        for other, one in self._owned(kind, row_id):
            if self.rows[other][one][BIN] == moment and not self.orphaned(other, self.rows[other][one]):
                self.restore(other, one)

    def orphaned(self, kind: str, row: Row) -> bool:
        """Whether something that a row is nothing without lies in the bin."""
        return any(self.rows[owner][row[name]][BIN] is not None for name, owner in OWNERS[kind].items())

    def _owned(self, kind: str, row_id: int) -> Iterator[tuple[str, int]]:
        for other, owners in OWNERS.items():
            for name, owner in owners.items():
                if owner == kind:
                    yield from [(other, one) for one, row in self.rows[other].items() if row[name] == row_id]

    # -- what is looked up ---------------------------------------------------------------------

    def live(self, kind: str) -> list[int]:
        """Ids that are not in the bin."""
        return sorted(row_id for row_id, row in self.rows[kind].items() if row[BIN] is None)

    def taken(self, kind: str, row: Row) -> bool:
        """Whether another live row of the kind has the same owners: once per activity and person."""
        mine = {name: row[name] for name in OWNERS[kind]}
        return any(
            other is not row and other[BIN] is None and all(other[name] == one for name, one in mine.items())
            for other in self.rows[kind].values()
        )
