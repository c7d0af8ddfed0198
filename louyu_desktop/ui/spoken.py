"""What a screen reader is told of a view that is painted by hand: what it is, and where the same stands as a list.

A view says so itself: `spoken_role` is its role, `list_twin` the class of the widget that has the same as lines or
fields.  What only adorns words that stand beside it says `ornament = True`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget, QWidget

_installed: list[bool] = []


def install() -> None:
    """Let Qt ask for the role of painted views; a second time changes nothing."""
    if not _installed:
        QAccessible.installFactory(_interface)
        _installed.append(True)


def _interface(_family: str, thing: QObject) -> QAccessibleInterface | None:
    role = getattr(thing, "spoken_role", None)
    return QAccessibleWidget(thing, role) if role is not None and isinstance(thing, QWidget) else None
