"""Records that an import makes or changes, and finding those the station has already."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from louyu_desktop.models import Record
from louyu_desktop.services.references import among

_CHUNK = 10_000
"""Values asked for at once; a column without an index is read through as often."""

Journal = list[Callable[[], object]]
"""What takes back the steps of the row in hand, latest last."""


@dataclass(slots=True, eq=False)
class Item:
    """One record: what the station has (`current`, None when it is new) and what is to be written.

    `links` are references to records that are themselves new and get their id when they are written.  `given` is the
    id under which one is written while others are still planned: until the plan is made it counts as new.
    """

    model: type[Record]
    pool: Pool
    current: Mapping[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    links: dict[str, Item] = field(default_factory=dict)
    id: int | None = None
    made_in: int = -1
    given: int | None = None

    @property
    def written_as(self) -> int | None:
        """The id it has, or is written under."""
        return self.id if self.given is None else self.given

    @property
    def is_new(self) -> bool:
        """Whether the station has no such record yet."""
        return self.current is None

    def get(self, name: str) -> Any:
        """The value as it will be."""
        if name in self.values:
            return self.values[name]
        return self.current[name] if self.current is not None else None

    def merged(self) -> dict[str, Any]:
        """All values as they will be."""
        return {**(self.current or {}), **self.values}

    def set(self, name: str, value: Any) -> None:
        """Have `value` written."""
        self._remember()
        self.links.pop(name, None)
        self.values[name] = value

    def update(self, values: Mapping[str, Any]) -> None:
        """Have all of `values`, none of them a reference, written."""
        self._remember()
        self.values.update(values)

    def _remember(self) -> None:
        """Note how things stand, for taking the row back; a record that the row itself made goes as a whole."""
        if self.made_in != self.pool.row:
            values, links = dict(self.values), dict(self.links)
            self.pool.journal.append(lambda: self._back(values, links))

    def refer(self, name: str, other: Item) -> None:
        """Point the reference `name` to another record."""
        if other.id is not None:
            self.set(name, other.id)
            return
        self._remember()
        self.values.pop(name, None)
        self.links[name] = other

    def _back(self, values: dict[str, Any], links: dict[str, Item]) -> None:
        self.values, self.links = values, links

    def refers_to(self, name: str, other: Item) -> bool:
        """Whether the reference `name` points to another record already."""
        return self.links.get(name) is other or (other.id is not None and self.get(name) == other.id)


class Pool:
    """The records met while a plan is made, each once; rows are fetched many at a time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._known: dict[tuple[type[Record], int], Item] = {}
        self._named: dict[type[Record], dict[str, list[Item]]] = {}
        self._empty: dict[type[Record], bool] = {}
        self._given: dict[type[Record], set[str]] = {}
        self.made: list[Item] = []
        self.journal: Journal = []
        self.row = 0

    def keep(self) -> None:
        """The row in hand stands."""
        self.journal.clear()
        self.row += 1

    def take_back(self) -> None:
        """Undo what the row in hand did."""
        while self.journal:
            self.journal.pop()()
        self.row += 1

    def fetch(self, model: type[Record], column: str, values: Iterable[Any], *, archived: bool = False) -> list[Item]:
        """The live records whose `column` is one of `values`, in the order they were made."""
        wanted = [value for value in dict.fromkeys(values) if value not in (None, "")]
        table = model.__table__
        found = []
        if wanted and self.is_empty(model):
            return []
        for start in range(0, len(wanted), _CHUNK):
            part = wanted[start : start + _CHUNK]
            query = select(table).where(among(table.c[column], part)).order_by(table.c.id)
            if not archived:
                query = query.where(table.c.archived_at.is_(None))
            found += [self._item(model, dict(row)) for row in self.session.execute(query).mappings()]
        return found

    def is_empty(self, model: type[Record]) -> bool:
        """Whether the station has no record of a class at all; asked once."""
        if model not in self._empty:
            self._empty[model] = self.session.execute(select(model.__table__.c.id).limit(1)).first() is None
        return self._empty[model]

    def everything(self, model: type[Record]) -> list[Item]:
        """All live records of a small table."""
        table = model.__table__
        query = select(table).where(table.c.archived_at.is_(None)).order_by(table.c.id)
        return [self._item(model, dict(row)) for row in self.session.execute(query).mappings()]

    def _item(self, model: type[Record], row: Mapping[str, Any]) -> Item:
        key = (model, row["id"])
        if key not in self._known:
            self._known[key] = Item(model, self, current=row, id=row["id"])
        return self._known[key]

    def make(self, model: type[Record], values: Mapping[str, Any] | None = None) -> Item:
        """A new record."""
        item = Item(model, self, values=dict(values or {}), made_in=self.row)
        self.made.append(item)
        self.journal.append(self.made.pop)
        return item

    def identify(self, item: Item, uid: Any) -> None:
        """Give a new record the identity it had elsewhere, unless the station has it for another."""
        if uid and item.current is None and item.get("uid") is None and not self._taken(item.model, uid):
            item.set("uid", uid)
            given = self._given.setdefault(item.model, set())
            given.add(uid)
            self.journal.append(lambda: given.discard(uid))

    def expect(self, model: type[Record], uids: Iterable[Any]) -> list[Item]:
        """The records of these identities, archived ones too; asked once for a whole file, before `identify`."""
        found = self.fetch(model, "uid", uids, archived=True)
        self._given.setdefault(model, set()).update(item.get("uid") for item in found)
        return found

    def _taken(self, model: type[Record], uid: str) -> bool:
        return uid in self._given.get(model, ())

    def index(self, table: dict[Any, list[Item]], key: Any, item: Item) -> None:
        """Let later rows find `item` under `key`."""
        table.setdefault(key, []).append(item)
        self.journal.append(table[key].pop)

    def named(
        self, model: type[Record], fold: Callable[[str], str], names: Collection[str] = ("name",)
    ) -> dict[str, list[Item]]:
        """The live records of a small table by folded name; made ones are put in by `index`."""
        if model not in self._named:
            table: dict[str, list[Item]] = {}
            for item in self.everything(model):
                for name in names:
                    if item.get(name):
                        table.setdefault(fold(item.get(name)), []).append(item)
            self._named[model] = table
        return self._named[model]

    def all_items(self) -> list[Item]:
        """Every record met or made."""
        return [*self._known.values(), *self.made]

    def brought(self, model: type[Record]) -> Counter[str]:
        """How many new records of other kinds come along, by label."""
        return Counter(item.model.__entity__.label for item in self.made if item.model is not model)


def group_by(items: Iterable[Item], column: str) -> dict[Any, list[Item]]:
    """Records by the value of a column."""
    groups: dict[Any, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.get(column)].append(item)
    return groups
