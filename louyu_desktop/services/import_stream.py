"""Rows written while others are still planned: firms of which only one row of a file can be.

Their records have ids of the bulk operation then (`given`), and count as new until the plan is made.  The others
follow when all is planned.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from louyu_desktop.models import RECORDS, Area, Building, Contact, Enterprise, Occupancy, Record, Unit
from louyu_desktop.services.import_enterprises import ROLES, Enterprises
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_plain import Settled, frames
from louyu_desktop.services.import_planning import Planning
from louyu_desktop.services.import_write import CHUNK, LARGE, Batch, row_of
from louyu_desktop.services.ledgers import UID
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk import Part
from louyu_desktop.storage.bulk_rows import BY_TABLE

_CHANGE_OTHERS = frozenset({"unit.area", "unit.remark", "unit.uid", "occupancy.uid", "contact.uid", UID})
"""Columns by which a row may change what an earlier one made, though their firms are not the same."""

_MODELS = (Area, Building, Unit, Occupancy, Contact, Enterprise)
"""What a ledger of enterprises brings; an earlier one never refers to a later one."""

Group = dict[type[Record], list[Item]]
Settling = tuple[Group, list[Settled]]
"""Rows that are settled, and the new records that they refer to."""


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
        settling = self._first
        while settling is not None:
            yield from self._numbered(*settling)
            settling = next(self._groups, None)
        self.rest = Batch(self.planning.finished().prepared[0])
        ordered: Group = defaultdict(list)
        for model in sorted(self.rest.new, key=RECORDS.index):
            for wave in self.rest.waves(model):
                self._number(model, wave)
                ordered[model] += wave
        yield from self._parts(ordered)

    def _numbered(self, group: Group, settled: Sequence[Settled]) -> Iterator[Part]:
        for model in _MODELS:
            self._number(model, group[model])
        yield from self._parts(group)
        for frame in frames(settled, self._next):
            yield frame
            self._next[BY_TABLE[frame.table]] += frame.rows

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

    def _settled(self) -> Iterator[Settling]:
        """What plain rows make whose firms stand once in the file, with what that refers to, many at a time."""
        once = self._once()
        known: set[Item] = set()
        group, settled = defaultdict[type[Record], list[Item]](list), list[Settled]()
        for one in self.planning.steps(once) if once else ():
            if one is None:
                continue
            for item in _above(one.unit, known):
                group[item.model].append(item)
            settled.append(one)
            if len(settled) == LARGE:
                yield group, settled
                group, settled = defaultdict(list), []
        if settled:
            yield group, settled

    def _once(self) -> list[bool]:
        """Of each row whether its code stands once, and no row of its name has none: no other row is about its firm.

        Of none when rows may change what others made, or there are few.
        """
        builder, rows = self.planning.builder, self.planning.source.rows
        changing = any(not _CHANGE_OTHERS.isdisjoint(reader.may_have) for reader in rows.readers)
        if not isinstance(builder, Enterprises) or changing:
            return []
        names, codes = rows.values("name"), rows.values("credit_code")
        count = Counter(codes)
        without = {builder.key_of(str(name)) for name, code in zip(names, codes, strict=True) if not code}
        once = [
            count[code] == 1 and not (without and builder.key_of(str(name)) in without)
            for name, code in zip(names, codes, strict=True)
        ]
        return once if sum(once) >= LARGE else []


def _above(item: Item, known: set[Item]) -> Iterator[Item]:
    """A new record with those that it refers to, which stand higher, before it; each comes once."""
    if item.is_new and item not in known:
        known.add(item)
        for other in item.links.values():
            yield from _above(other, known)
        yield item
