"""Values of changes as compressed JSON that gives back dates, times, decimals and tuples."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import Any

from louyu_desktop.remembered import Remembered

_LEVEL = 3
"""Two thirds of the time of the usual level 6, for a twelfth more bytes."""

_SAME, _DAY = "=", "d"
_EXACT = frozenset({str, int, bool, type(None), dt.date})  # of these equal values are written alike
_DAYS = frozenset({dt.date, type(None)})
_REMEMBERED = 20_000

_WRITTEN = Remembered[dt.date | None, str | None](lambda day: None if day is None else day.isoformat(), _REMEMBERED)
"""Days as text: the same few come again and again."""


class Same(list[Any]):
    """A column with one value in all rows: nobody need look through it."""


@dataclass(frozen=True, slots=True)
class Item:
    """One changed row: its version after the change, and its values before and after."""

    id: int
    uid: str
    version: int
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    text: str = ""


def _mark(value: object) -> object:
    match value:
        case dt.datetime():
            return {"$t": value.astimezone(dt.UTC).isoformat()}
        case dt.date():
            return {"$d": value.isoformat()}
        case Decimal():
            return {"$n": str(value)}
        case _:
            raise TypeError(type(value).__name__)


def _unmark(found: dict[str, Any]) -> Any:
    if len(found) != 1:
        return found
    match found:
        case {"$t": text}:
            return dt.datetime.fromisoformat(text)
        case {"$d": text}:
            return dt.date.fromisoformat(text)
        case {"$n": text}:
            return Decimal(text)
        case _:
            return found


def as_json(value: object) -> str:
    """Compact JSON with marked types; equal values give equal text."""
    return json.dumps(value, default=_mark, ensure_ascii=False, separators=(",", ":"))


def pack(items: Sequence[Item]) -> bytes:
    """The items of one row of the change log, compressed: neighbours with the same columns stand column by column."""
    groups = []
    for _alike, found in groupby(items, key=lambda item: (tuple(item.before), tuple(item.after))):
        part = list(found)
        before = {name: [item.before[name] for item in part] for name in part[0].before}
        after = {name: [item.after[name] for item in part] for name in part[0].after}
        texts = [item.text for item in part]
        identity = ([item.id for item in part], [item.uid for item in part], [item.version for item in part])
        groups.append(_group(*identity, before, after, texts))
    return _squeezed(groups)


def pack_added(rows: Sequence[Mapping[str, Any]], names: Sequence[str]) -> bytes:
    """What `pack` gives for whole new rows, of which `names` are kept."""
    columns = {name: [row[name] for row in rows] for name in ("id", "uid", "version", *names)}
    identity = (columns["id"], columns["uid"], columns["version"])
    return pack_columns(*identity, {name: columns[name] for name in names})


def pack_columns(ids: list[int], uids: list[str], versions: list[int], after: Mapping[str, list[Any]]) -> bytes:
    """The same for whole new rows that stand column by column."""
    return _squeezed([_group(ids, uids, versions, {}, after, [""])])


def _group(
    ids: list[int],
    uids: list[str],
    versions: list[int],
    before: Mapping[str, list[Any]],
    after: Mapping[str, list[Any]],
    texts: list[str],
) -> list[Any]:
    columns = [{name: _column(values) for name, values in one.items()} for one in (before, after)]
    return [ids, uids, _column(versions), *columns, _column(texts)]


def _squeezed(groups: list[Any]) -> bytes:
    return zlib.compress(as_json(groups).encode(), _LEVEL)


def _column(values: list[Any]) -> object:
    """The values as JSON takes them quickest: one for all of them, days without marks, or each for itself."""
    alike = type(values) is Same
    kinds = {type(values[0])} if alike else set(map(type, values))
    ends_alike = len(kinds) == 1 and kinds <= _EXACT and values[0] == values[-1]
    if ends_alike and (alike or values.count(values[0]) == len(values)):
        return {_SAME: values[0]}
    if kinds <= _DAYS:
        return {_DAY: [_WRITTEN[value] for value in values]}
    return values


def _spread(column: Any, count: int) -> list[Any]:
    """The values of a column again."""
    if isinstance(column, dict):
        if _SAME in column:
            return [_value(column[_SAME])] * count
        return [value and dt.date.fromisoformat(value) for value in column[_DAY]]
    return [_value(value) for value in column]


def unpack(content: bytes | None) -> tuple[Item, ...]:
    """The items again; none for content that purging has emptied."""
    if content is None:
        return ()
    return tuple(item for group in json.loads(zlib.decompress(content), object_hook=_unmark) for item in _items(group))


def _items(group: list[Any]) -> Iterator[Item]:
    ids, uids, versions, before, after, texts = group
    if isinstance(ids, int):  # one row for itself, as the first schema kept them
        return iter([Item(ids, uids, versions, _values(before), _values(after), texts)])
    count = len(ids)
    past, present = _rows(before, count), _rows(after, count)
    others = (_spread(versions, count), past, present, _spread(texts, count))
    return (Item(*values) for values in zip(ids, uids, *others, strict=True))


def _rows(columns: Mapping[str, Any], count: int) -> list[dict[str, Any]]:
    if not columns:
        return [{} for _row in range(count)]
    spread = (_spread(column, count) for column in columns.values())
    return [dict(zip(columns, values, strict=True)) for values in zip(*spread, strict=True)]


def _values(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(found: Any) -> Any:
    return tuple(found) if isinstance(found, list) else found
