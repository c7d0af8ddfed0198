"""Values of changes as compressed JSON that gives back dates, times, decimals and tuples."""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any


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
    """The items of one row of the change log, compressed."""
    rows = [[i.id, i.uid, i.version, i.before, i.after, i.text] for i in items]
    return zlib.compress(as_json(rows).encode(), 6)


def unpack(content: bytes | None) -> tuple[Item, ...]:
    """The items again; none for content that purging has emptied."""
    if content is None:
        return ()
    rows = json.loads(zlib.decompress(content), object_hook=_unmark)
    return tuple(
        Item(i, uid, version, _values(before), _values(after), text) for i, uid, version, before, after, text in rows
    )


def _values(found: Mapping[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}
