"""Two states of the checklist compared: which items came, went, were switched off, and what each now says instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Item = Mapping[str, str]
"""An item as it was published: its identity, its code and name, and every other field in words."""

_IDENTITY = frozenset({"uid", "code", "name"})


@dataclass(frozen=True, slots=True)
class Changed:
    """An item that says something else: for each field its name, the words before and after."""

    code: str
    name: str
    fields: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What a later checklist has that an earlier one had not; items by code and name."""

    added: tuple[tuple[str, str], ...] = ()
    removed: tuple[tuple[str, str], ...] = ()
    changed: tuple[Changed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether the two say the same."""
        return not (self.added or self.removed or self.changed)


def difference(before: Sequence[Item], after: Sequence[Item]) -> Difference:
    """`after` against `before`; an item is known by its identity, whatever its code and name have become."""
    old, new = ({item["uid"]: item for item in items} for items in (before, after))
    changed = (_changed(old[uid], item) for uid, item in new.items() if uid in old)
    return Difference(
        tuple(sorted(_called(item) for uid, item in new.items() if uid not in old)),
        tuple(sorted(_called(item) for uid, item in old.items() if uid not in new)),
        tuple(sorted((one for one in changed if one.fields), key=lambda one: (one.code, one.name))),
    )


def _called(item: Item) -> tuple[str, str]:
    return item.get("code", ""), item.get("name", "")


def _changed(old: Item, new: Item) -> Changed:
    names = [name for name in dict.fromkeys((*old, *new)) if name != "uid"]
    names.sort(key=lambda name: name not in _IDENTITY)
    found = ((name, old.get(name, ""), new.get(name, "")) for name in names)
    return Changed(*_called(new), tuple(one for one in found if one[1] != one[2]))
