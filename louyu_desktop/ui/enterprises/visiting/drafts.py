"""What was typed into 登记走访 and not recorded: kept as the draft of a new visit, one for each person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from louyu_desktop.services.visit_copies import Need

if TYPE_CHECKING:
    from louyu_desktop.services.records import Records
    from louyu_desktop.services.visit_copies import Before
    from louyu_desktop.ui.enterprises.visiting.sheet import VisitSheet

_NEEDS = "needs:lines"
_WORDS = frozenset({"met", "topics", "situation", "answered", "follow_up"})
"""What makes a draft worth keeping: words, which nobody wants to type twice."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft: when it was kept, of which firm, and what was typed."""

    at: dt.datetime
    enterprise_id: int | None
    values: Mapping[str, Any]
    needs: tuple[Need, ...]


def kept(records: Records) -> Kept | None:
    """The draft of this person; None where there is none."""
    found = records.draft("visits", None)
    if found is None:
        return None
    at, values = found
    lines = json.loads(values.get(_NEEDS) or "[]")
    needs = tuple(Need(title, category, settled=settled) for title, category, settled in lines)
    return Kept(at, values.get("enterprise_id"), values, needs)


def typed(sheet: VisitSheet, before: Before | None) -> dict[str, Any]:
    """What is to be kept; nothing while there are no words."""
    found = {name: row.editor.value() for name, row in sheet.rows.items() if row.editor.value() not in ("", None)}
    needs = sheet.needs.needs()
    if before is None or not (needs or _WORDS & found.keys()):
        return {}
    lines = json.dumps([(one.title, one.category, one.settled) for one in needs], ensure_ascii=False)
    return {**found, "enterprise_id": before.enterprise_id, "enterprise_id:label": before.name, _NEEDS: lines}


def restore(sheet: VisitSheet, draft: Kept) -> None:
    """Show what was typed."""
    for name, row in sheet.rows.items():
        if name in draft.values:
            row.editor.put(draft.values[name])
    sheet.needs.put(draft.needs)
