"""Two people changed one record: what merges by itself, and what a person must choose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from louyu_desktop.errors import ConflictError, FieldConflict
from louyu_desktop.storage.history import items_of
from louyu_desktop.storage.shapes import Shape
from louyu_desktop.text import _

_UNKNOWN = object()


def merge(
    session: Session, shape: Shape, current: Mapping[str, Any], mine: Mapping[str, Any], version: int
) -> dict[str, Any]:
    """What to write of `mine`, which was typed over `version` of a row that is `current` now.

    Fields that only others changed stay as they are; ConflictError lists those that both changed.
    """
    originals = _originals(session, shape, current["id"], version)
    result: dict[str, Any] = {}
    clashes = []
    for name, value in mine.items():
        original = originals.get(name, current[name]) if originals is not None else _UNKNOWN
        if value == original or value == current[name]:
            continue
        if original is _UNKNOWN or (name in originals and original != current[name]):  # type: ignore[operator]
            shown = None if original is _UNKNOWN else original
            clashes.append(FieldConflict(name, current[name], value, shown))
        else:
            result[name] = value
    if clashes:
        entity = shape.model.__entity__
        words = _("这{counter}{entity}刚被别人改过，请选择保留哪一个")
        raise ConflictError(words.format(counter=_(entity.counter), entity=_(entity.label)), tuple(clashes))
    return result


def _originals(session: Session, shape: Shape, row_id: int, version: int) -> dict[str, Any] | None:
    """Fields changed after `version` with the value they had then; None when the log no longer knows."""
    found: dict[str, Any] = {}
    reached = False
    for _change, item in items_of(session, shape.kind, row_id):  # newest first
        if item.version <= version:
            reached = True
            break
        found.update(item.before)
        reached = reached or item.version == version + 1
    return found if reached else None
