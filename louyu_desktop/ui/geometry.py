"""Where the window stood: kept on the machine, given back when the screen is still there."""

from __future__ import annotations

from PySide6.QtCore import QByteArray
from PySide6.QtWidgets import QWidget

from louyu_desktop.ui.preferences import Preferences

_KEY = "window_geometry"
_FIRST = (1366, 768)


def restore(window: QWidget, preferences: Preferences) -> None:
    """As it was left; the first time as large as the screen lets it be, at most 1366 × 768."""
    kept = preferences.kept(_KEY)
    if isinstance(kept, str) and window.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii")))):
        return
    room = window.screen().availableSize()
    window.resize(min(_FIRST[0], room.width()), min(_FIRST[1], room.height()))


def keep(window: QWidget, preferences: Preferences) -> None:
    """Remember place, size and whether it was maximised."""
    preferences.set(_KEY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
