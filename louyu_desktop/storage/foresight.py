"""What taking an operation back would do, looked at without doing it: the same steps as `undo.reverse`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Operation, Record
from louyu_desktop.models.base import PURGED_AT
from louyu_desktop.storage.change_log import ADD, REMOVE
from louyu_desktop.storage.coding import Item
from louyu_desktop.storage.kept_numbers import staying
from louyu_desktop.storage.shapes import Shape, chunks, shape_of, shape_of_kind
from louyu_desktop.storage.undo import changes_of, fields_back
from louyu_desktop.storage.visits_due import FOLLOWING
from louyu_desktop.storage.withdrawing import silent

LISTED = 200
"""Records that are named; nobody reads more."""


class Effect(StrEnum):
    """What becomes of one record."""

    BACK = "back"
    REMOVED = "removed"
    RETURNS = "returns"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Step:
    """One record: what stands in it now and would stand then, and which fields stay as somebody left them since.

    `lost` says that a record which would be removed, or void, was changed after it was made: that goes with it.
    """

    kind: str
    id: int
    effect: Effect
    now: Mapping[str, Any] = field(default_factory=dict)
    then: Mapping[str, Any] = field(default_factory=dict)
    kept: tuple[str, ...] = ()
    lost: bool = False


@dataclass(frozen=True, slots=True)
class Foreseen:
    """The first steps, how many records each effect has, and what stands in the way: records in use, by user's kind."""

    steps: tuple[Step, ...]
    counts: Mapping[Effect, int]
    kept: int = 0
    lost: int = 0
    used: Mapping[tuple[str, str], int] = field(default_factory=dict)


def foresee(session: Session, operation: Operation, told: Callable[[int], object] = lambda _done: None) -> Foreseen:
    """What taking `operation` back would do; UserError when it cannot be, because what it held was emptied."""
    sight = _Sight(session, operation.topic)
    for done, (change, items) in enumerate(changes_of(session, operation.id)):
        told(done)
        sight.look(shape_of_kind(change.entity), change.action, items)
    return sight.outcome()


class _Sight:
    """Goes through the lines as `undo.reverse` does, over rows as they would be by then."""

    def __init__(self, session: Session, topic: str) -> None:
        self._session, self._topic = session, topic
        self._steps: list[Step] = []
        self._counts: dict[Effect, int] = dict.fromkeys(Effect, 0)
        self._kept = self._lost = 0
        self._going: dict[type[Record], set[int]] = defaultdict(set)
        self._withdrawn: dict[type[Record], set[int]] = defaultdict(set)
        self._wanted: dict[tuple[str, int], dict[str, Any]] = {}

    def look(self, shape: Shape, action: str, items: Sequence[Item]) -> None:
        """One line of the log."""
        if action == ADD:
            self._take_out(shape, items)
        elif action == REMOVE:
            there = self._present(shape, items)
            for item in items:
                if item.id not in there and item.before:
                    self._note(Step(shape.kind, item.id, Effect.RETURNS, then=item.before))
        else:
            self._set_back(shape, items)

    def _take_out(self, shape: Shape, items: Sequence[Item]) -> None:
        there = self._present(shape, items)
        if shape.model.__withdrawn_by__:
            self._withdrawn[shape.model].update(there)
            for row_id, now in there.items():
                self._note(Step(shape.kind, row_id, Effect.WITHDRAWN, now=now))
            return
        stay = staying(shape, there, self._topic)
        for item in items:
            row = there.get(item.id)
            if row is not None:
                self._going[shape.model].add(item.id)  # one that stays lets go, and is let go of, as if it went
                later = row["version"] != item.version and row["archived_at"] != PURGED_AT
                lost = later and (shape.kind, item.id) not in self._wanted
                effect = Effect.VOIDED if item.id in stay else Effect.REMOVED
                self._note(Step(shape.kind, item.id, effect, now=row, lost=lost))

    def _set_back(self, shape: Shape, items: Sequence[Item]) -> None:
        there = self._present(shape, items)
        steps: dict[int, tuple[dict[str, Any], dict[str, None]]] = {}
        for item in reversed(items):
            row = there.get(item.id)
            if row is not None:
                wanted = self._wanted.setdefault((shape.kind, item.id), {})
                before = {**row, **wanted}
                changed, kept = steps.setdefault(item.id, ({}, {}))
                kept.update(dict.fromkeys(fields_back(before, item, wanted)))
                changed.update({name: value for name, value in wanted.items() if before[name] != value})
        for row_id, (changed, kept) in steps.items():
            if changed or kept:
                now = {name: there[row_id][name] for name in (*changed, *kept)}
                effect = Effect.BACK if changed else Effect.KEPT
                self._note(Step(shape.kind, row_id, effect, now, changed, tuple(kept)))

    def _present(self, shape: Shape, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
        found: dict[int, dict[str, Any]] = {}
        for part in chunks([item.id for item in items]):
            wanted = select(shape.table).where(shape.table.c.id.in_(part))
            found.update({row["id"]: dict(row) for row in self._session.execute(wanted).mappings()})
        return found

    def _note(self, step: Step) -> None:
        self._counts[step.effect] += 1
        self._kept += bool(step.kept)
        self._lost += step.lost
        if len(self._steps) < LISTED:
            self._steps.append(step)

    def _used(self) -> dict[tuple[str, str], int]:
        """Records that would point to one that is removed, by their kind and its kind."""
        found: dict[tuple[str, str], int] = {}
        for model, ids in self._going.items():
            for user, column in shape_of(model).users():
                table, going = shape_of(user).table, self._going.get(user, set()) | self._letting_go(user, column, ids)
                for part in chunks(sorted(ids)):
                    pointing = self._session.scalars(select(table.c.id).where(table.c[column].in_(part)))
                    count = sum(row_id not in going for row_id in pointing)
                    if count:
                        kinds = (user.__entity__.kind, model.__entity__.kind)
                        found[kinds] = found.get(kinds, 0) + count
        return found

    def _letting_go(self, user: type[Record], column: str, ids: Collection[int]) -> set[int]:
        """Rows that do not hold what they point to.

        What the write itself made goes along; of an append-only history it is what was withdrawn, or all of it.
        """
        if user in FOLLOWING:
            mine = shape_of(user).table
            return set(self._session.scalars(select(mine.c.id).where(mine.c[column].in_(ids))))
        if not user.__withdrawn_by__:
            return set()
        if column in user.__lets_go__:
            return self._withdrawn.get(user, set())
        if column == user.__entity__.within:
            return set(silent(self._session, user, ids, self._withdrawn.get(user, set())))
        return set()

    def outcome(self) -> Foreseen:
        """All that was seen."""
        return Foreseen(tuple(self._steps), self._counts, self._kept, self._lost, self._used())
