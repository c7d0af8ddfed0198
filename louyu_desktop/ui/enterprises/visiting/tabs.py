"""The lists of visits and notes: a new one begins in the window made for it, not in an empty form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from louyu_desktop.services.copies import Copy
from louyu_desktop.ui.entity.tab import EntityTab


class VisitsTab(EntityTab):
    """The list of visits; 新建 is 登记走访."""

    def begin(
        self, title: str | bool = "", like: Copy | None = None, values: Mapping[str, Any] | None = None
    ) -> None:
        """Record a visit, of the enterprise that is given, or of the one of the visit it is like."""
        known = (values or {}).get("enterprise_id") or (like.values.get("enterprise_id") if like else None)
        self._context.launch("visit", enterprise_id=known)


class RoundsTab(EntityTab):
    """The list of notes; 新建 jots one down."""

    def begin(
        self, title: str | bool = "", like: Copy | None = None, values: Mapping[str, Any] | None = None
    ) -> None:
        """Jot something down."""
        self._context.launch("round")
