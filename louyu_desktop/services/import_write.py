"""Writing a plan: prepared rows through the one door, parents before children, in chunks that report."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from louyu_desktop.models import RECORDS, Activity, Record
from louyu_desktop.services import numbers
from louyu_desktop.services.copies import Control
from louyu_desktop.services.import_items import Item
from louyu_desktop.services.import_plan import NewActivity, Options
from louyu_desktop.storage import bulk_rows
from louyu_desktop.storage.bulk import Part
from louyu_desktop.storage.write import Write
from louyu_desktop.text import _

CHUNK = 1000
LARGE = 1000
"""Up to so many new records are written in one transaction, more as a bulk operation."""


class Batch:
    """What a plan writes, by class: new records and changed ones, but for those that are written already."""

    def __init__(self, items: Sequence[Item]) -> None:
        self.items = items
        self.new: dict[type[Record], list[Item]] = defaultdict(list)
        self.changed: dict[type[Record], list[Item]] = defaultdict(list)
        for item in items:
            if item.given is not None:
                continue
            if item.is_new:
                self.new[item.model].append(item)
            elif item.values or item.links:
                self.changed[item.model].append(item)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of all records that the plan has met, made or pointed to."""
        return frozenset(item.model.__entity__.kind for item in self.items)

    @property
    def added(self) -> int:
        """How many records are new."""
        return sum(map(len, self.new.values()))

    @property
    def total(self) -> int:
        """How many records are written."""
        return self.added + sum(map(len, self.changed.values()))

    def begun(self, options: Options) -> int | None:
        """The number of the activity that was made with its list, once it is written."""
        made = self.new.get(Activity, ()) if isinstance(options.activity, NewActivity) else ()
        return next((item.id for item in made), None)

    def waves(self, model: type[Record]) -> Iterator[list[Item]]:
        """The new records of a class, those first that others point to; each must have its id before the next."""
        waiting = self.new.get(model, [])
        while waiting:
            ready = [item for item in waiting if all(other.written_as is not None for other in item.links.values())]
            known = set(ready)
            waiting = [item for item in waiting if item not in known]
            if ready:
                yield ready
            else:  # two records that are each above the other: the reference of the first is dropped
                waiting[0].links.clear()

    def number(self, write: Write) -> None:
        """Give running numbers to the new records whose kind has them; those that stand in the file are passed over."""
        for model in self.new.keys() & numbers.NUMBERED.keys():
            items = self.new[model]
            typed = {item.values.get("number") for item in items}
            for item in items:
                found = numbers.of_new(write, model, item.values)
                while found and found["number"] in typed:
                    found = numbers.of_new(write, model, item.values)
                item.values.update(found)

    def parts(self, first: Callable[[type[Record]], int]) -> Iterator[Part]:
        """The new records as rows for a bulk operation, which has kept ids for them."""
        ordered: dict[type[Record], list[Item]] = {}
        for model in (model for model in RECORDS if model in self.new):
            ordered[model] = []
            for wave in self.waves(model):
                for item in wave:
                    item.id = first(model) + len(ordered[model])
                    ordered[model].append(item)
        for model in bulk_rows.order(ordered):
            for start in range(0, len(ordered[model]), CHUNK):
                part = ordered[model][start : start + CHUNK]
                yield model, first(model) + start, [row_of(item) for item in part]


def row_of(item: Item) -> dict[str, Any]:
    """The columns to write for a record whose references have their ids."""
    row = dict(item.values)
    for name, other in item.links.items():
        row[name] = other.id if other.given is None else other.given
    return row


class Writer:
    """Inserts what is new and updates what changed; every item gets its id."""

    def __init__(self, write: Write, batch: Batch, control: Control) -> None:
        self.write = write
        self.batch = batch
        self.control = control
        self.done = 0

    def run(self) -> None:
        """Write everything; what `control` raises rolls all of it back."""
        self.batch.number(self.write)
        for model in RECORDS:
            for wave in self.batch.waves(model):
                self._insert(model, wave)
            self._update(model, self.batch.changed.get(model, []))

    def update(self) -> None:
        """Write only the changes of records that were there before."""
        for model in RECORDS:
            self._update(model, self.batch.changed.get(model, []))

    def _insert(self, model: type[Record], items: Sequence[Item]) -> None:
        for start in range(0, len(items), CHUNK):
            part = items[start : start + CHUNK]
            ids = self.write.insert(model, [row_of(item) for item in part])
            for item, row_id in zip(part, ids, strict=True):
                item.id = row_id
            self._report(model, len(part))

    def _update(self, model: type[Record], items: Sequence[Item]) -> None:
        for start in range(0, len(items), CHUNK):
            part = items[start : start + CHUNK]
            known = [(item, item.current) for item in part if item.current]
            rows = [{"id": item.id, "version": now["version"], **row_of(item)} for item, now in known]
            self.write.update(model, rows)
            self._report(model, len(part))

    def _report(self, model: type[Record], count: int) -> None:
        self.done += count
        self.control(self.done, self.batch.total, _("正在写入{label}").format(label=_(model.__entity__.label)))


def brought(items: Sequence[Item], main: type[Record], settled: Mapping[type[Record], int]) -> dict[str, int]:
    """How many new records of other kinds come along, by label; `settled` are counted already."""
    tally = Counter(item.model for item in items if item.is_new and item.model is not main)
    tally.update(settled)
    return {_(model.__entity__.label): count for model, count in tally.items() if count}
