"""Rows written while others are still planned: firms of which only one row of a file can be.

Their records have ids of the bulk operation then (`given`), and count as new until the plan is made.  The others
follow when all is planned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from louyu_desktop.models import RECORDS, Area, Building, Contact, Enterprise, Occupancy, Record, Unit
from louyu_desktop.services.import_enterprises import ROLES, Enterprises
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_planning import Planning
from louyu_desktop.services.import_write import CHUNK, LARGE, Batch, row_of
from louyu_desktop.services.ledgers import UID
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk import Part

_CHANGE_OTHERS = frozenset({"unit.area", "unit.remark", "unit.uid", "occupancy.uid", "contact.uid", UID})
"""Columns by which a row may change what an earlier one made, though their firms are not the same."""

_MODELS = (Area, Building, Unit, Occupancy, Contact, Enterprise)
"""What a ledger of enterprises brings; an earlier one never refers to a later one."""

Group = dict[type[Record], list[Item]]


class Stream:
    """The records of a plan in the order in which they can be written; `rest` is what waits for its end."""

    def __init__(self, planning: Planning) -> None:
        self.planning = planning
        self.rest = Batch(())
        self._next: dict[type[Record], int] = {}
        self._groups = self._settled()
        self._first = next(self._groups, None)

    @property
    def is_long(self) -> bool:
        """Whether it is worth it."""
        return self._first is not None

    def most(self) -> dict[type[Record], int]:
        """How many rows of each class there may be at most; a building may be one that is not named."""
        rows = len(self.planning.source.rows) + 1
        return {model: rows * (1 + len(ROLES) if model is Contact else 1) for model in _MODELS}

    def parts(self, first: Callable[[type[Record]], int]) -> Iterator[Part]:
        """Everything new, by the ids that `first` gives; what is planned meanwhile is planned here."""
        self._next = {model: first(model) for model in _MODELS}
        group = self._first
        while group is not None:
            yield from self._numbered(group)
            group = next(self._groups, None)
        self.rest = Batch(self.planning.finished().prepared[0])
        ordered: Group = defaultdict(list)
        for model in sorted(self.rest.new, key=RECORDS.index):
            for wave in self.rest.waves(model):
                self._number(model, wave)
                ordered[model] += wave
        yield from self._parts(ordered)

    def _numbered(self, group: Group) -> Iterator[Part]:
        for model in _MODELS:
            self._number(model, group[model])
        yield from self._parts(group)

    def _number(self, model: type[Record], items: Sequence[Item]) -> None:
        for item in items:
            item.given = self._next[model]
            self._next[model] += 1

    def _parts(self, group: Group) -> Iterator[Part]:
        for model in bulk_rows.order(model for model in _MODELS if group[model]):
            items = group[model]
            for start in range(0, len(items), CHUNK):
                part = items[start : start + CHUNK]
                yield model, part[0].given or 0, [row_of(item) for item in part]

    def _settled(self) -> Iterator[Group]:
        """What plain rows make whose firms stand once in the file, with what that refers to, many at a time.

        The last ones, when they are few, wait for the rest.
        """
        once = self._once()
        known: set[Item] = set()
        group: Group = defaultdict(list)
        for made, alone in zip(self.planning.steps(), once, strict=True) if once else ():
            if not made or not alone:
                continue
            for item in (made[0], *_above(made[1:], known), *made[1:]):
                group[item.model].append(item)
            if len(group[Enterprise]) == LARGE:
                yield group
                group = defaultdict(list)

    def _once(self) -> list[bool]:
        """Of each row whether its code stands once, and no row of its name has none: no other row is about its firm.

        Of none when rows may change what others made.
        """
        builder, rows = self.planning.builder, self.planning.source.rows
        readers = {id(row.reader): row.reader for row in rows}.values()
        if not isinstance(builder, Enterprises) or any(not _CHANGE_OTHERS.isdisjoint(r.may_have) for r in readers):
            return []
        names, codes = ([row.values.get(name) for row in rows] for name in ("name", "credit_code"))
        count = Counter(codes)
        without = {builder.key_of(str(name)) for name, code in zip(names, codes, strict=True) if not code}
        return [
            count[code] == 1 and not (without and builder.key_of(str(name)) in without)
            for name, code in zip(names, codes, strict=True)
        ]


def _above(items: Sequence[Item], known: set[Any]) -> Iterator[Item]:
    """New records that others refer to, those first that stand highest; each comes once."""
    for item in items:
        for other in item.links.values():
            if other.model in (Unit, Building, Area) and other not in known:
                known.add(other)
                yield from _above([other], known)
                yield other
