"""The rooms: who has which when, day and week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.ui.activities.rooms.page import RoomsPage

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

__all__ = ["RoomsPage", "build"]


def build(context: Context) -> RoomsPage:
    """The sub-tab 场地."""
    return RoomsPage(context)
