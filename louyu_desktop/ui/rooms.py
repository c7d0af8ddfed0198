"""The tabs and the wizards of the window; what a person has not asked for yet has not been imported either."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context, Launch, TabFactory

_TABS = ("buildings", "enterprises", "people", "activities", "checklist")
_TOOLS = {
    "import": ("imports", "open_import"), "export": ("imports", "open_export"),
    "print": ("prints", "open_papers"), "handbook": ("prints", "open_handbook"),
    "restore": ("station.restore_page", "open_restore"),
    "desk": ("desk", "open_desk"),
    "visit": ("enterprises.visiting", "open_visit"), "round": ("enterprises.visiting", "open_round"),
    "request": ("checklist.requests", "open_request"), "request-note": ("checklist.requests", "open_note"),
    "must-visits": ("enterprises.tasks", "open_tasks"), "held-visits": ("enterprises.tasks", "HeldPart"),
    "colour-confirm": ("enterprises.colour", "open_decision"),
    "suggestions": ("enterprises.colour", "open_suggestions"),
    "reassign": ("handing_over", "open_handover"),
    "tour": ("tour", "open_tour"),
    "day-log": ("today.day_page", "open_day_log"), "help": ("help", "open_help"),
    **{tool: ("station", f"open_{tool}") for tool in ("settings", "bin", "log", "about")},
}  # fmt: skip


def tabs() -> dict[str, TabFactory]:
    """What builds the tab of each id, in their order."""
    from louyu_desktop.ui.today.tab import TodayTab

    return {"today": TodayTab, **{name: partial(_build, name) for name in _TABS}}


def tools() -> dict[str, Launch]:
    """What opens each wizard or page over the window."""
    return {tool: partial(_launch, *place) for tool, place in _TOOLS.items()}


def _build(package: str, context: Context) -> Any:
    return _ui(package).build(context)


def _launch(package: str, name: str, context: Context, **options: object) -> object:
    return getattr(_ui(package), name)(context, **options)


def _ui(package: str) -> Any:
    return import_module(f"louyu_desktop.ui.{package}")
