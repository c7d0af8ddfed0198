"""Writing a plan: prepared rows through the one door, parents before children, in chunks that report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from louyu_desktop.models import RECORDS, Record
from louyu_desktop.services import numbers
from louyu_desktop.services.copies import Control
from louyu_desktop.services.import_items import Item
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

CHUNK = 1000


class Writer:
    """Inserts what is new and updates what changed; every item gets its id."""

    def __init__(self, write: Write, items: Sequence[Item], control: Control) -> None:
        self.write = write
        self.control = control
        self.done = 0
        self.new: dict[type[Record], list[Item]] = defaultdict(list)
        self.changed: dict[type[Record], list[Item]] = defaultdict(list)
        for item in items:
            if item.is_new:
                self.new[item.model].append(item)
            elif item.values or item.links:
                self.changed[item.model].append(item)
        self.total = sum(map(len, self.new.values())) + sum(map(len, self.changed.values()))

    def run(self) -> None:
        """Write everything; what `control` raises rolls all of it back."""
        for model in RECORDS:
            waiting = self.new.get(model, [])
            while waiting:
                ready = [item for item in waiting if all(other.id is not None for other in item.links.values())]
                known = set(ready)
                waiting = [item for item in waiting if item not in known]
                if not ready:  # two records that are each above the other: the reference of the first is dropped
                    waiting[0].links.clear()
                    continue
                self._insert(model, ready)
            self._update(model, self.changed.get(model, []))

    def _insert(self, model: type[Record], items: Sequence[Item]) -> None:
        for start in range(0, len(items), CHUNK):
            part = items[start : start + CHUNK]
            ids = self.write.insert(model, [self._row(item) for item in part])
            for item, row_id in zip(part, ids, strict=True):
                item.id = row_id
            self._report(model, len(part))

    def _update(self, model: type[Record], items: Sequence[Item]) -> None:
        for start in range(0, len(items), CHUNK):
            part = items[start : start + CHUNK]
            known = [(item, item.current) for item in part if item.current]
            rows = [{"id": item.id, "version": now["version"], **self._row(item)} for item, now in known]
            self.write.update(model, rows)
            self._report(model, len(part))

    def _row(self, item: Item) -> dict[str, Any]:
        row = {**item.values, **{name: other.id for name, other in item.links.items()}}
        return {**row, **numbers.of_new(self.write, item.model, row)} if item.is_new else row

    def _report(self, model: type[Record], count: int) -> None:
        self.done += count
        self.control(self.done, self.total, _("正在写入{label}").format(label=_(model.__entity__.label)))


def brought(items: Sequence[Item], main: type[Record]) -> dict[str, int]:
    """How many new records of other kinds come along, by label."""
    tally = Counter(_(item.model.__entity__.label) for item in items if item.is_new and item.model is not main)
    return dict(tally)
