"""登记诉求 as a draft: what is typed and not written yet outlives the window, and is offered again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from louyu_desktop.ui.fields.rows import FieldRow

_WORDS = frozenset({"title", "detail", "answer", "requester", "requester_unit", "phone"})
"""Without any of these nothing was typed that would be missed."""

_KEPT = {"supporting": "departments:words", "answer": "result:words"}
"""Fields of the window that requests do not have so are kept beside those that they stand for."""


def typed(rows: Mapping[str, FieldRow]) -> dict[str, Any]:
    """What is to be kept; nothing while there are no words."""
    found: dict[str, Any] = {}
    for name, row in rows.items():
        value = row.editor.value()
        if value not in ("", None):
            found[_KEPT.get(name, name)] = value
            if row.label():
                found[f"{name}:label"] = row.label()
    words = {_KEPT.get(name, name) for name in _WORDS}
    return found if words & found.keys() else {}


def restore(rows: Mapping[str, FieldRow], values: Mapping[str, Any]) -> None:
    """Show what was typed."""
    for name, row in rows.items():
        kept = _KEPT.get(name, name)
        if kept in values:
            row.put_typed(values[kept], str(values.get(f"{name}:label", "")))
