"""Which modules the window is made of, in the order in which they are imported while somebody looks or types."""

from __future__ import annotations

DOOR = ("theme", "icons", "messages", "problems", "entrance.login", "entrance.flow", "step_up")
FIRST = (
    "theme", "icons", "messages", "problems", "bus", "context", "find_answer", "command_box", "main_window",
    "today.tab", "rooms", "sight", "log_guard", "sitting",
)  # fmt: skip
REST = (
    "fields.editors", "lists.table", "lists.views", "entity.form", "entity.tab", "buildings", "enterprises", "people",
    "activities", "checklist", "imports.plan_table", "imports", "prints.preview", "prints", "station.profile",
    "station",
)  # fmt: skip
"""Modules of the window: what the log-in is made of, the window itself, its other tabs and wizards."""

KEYS = ("argon2.low_level", "cryptography.hazmat.backends.openssl.backend", "chinese_calendar")
"""What a log-in and 今日 would import at their first use, while somebody waits."""
