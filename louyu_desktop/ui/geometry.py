"""Where the window stood: kept on the machine, given back when the screen is still there."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSize
from PySide6.QtWidgets import QWidget

from louyu_desktop.ui.preferences import Preferences

_KEY = "window_geometry"
_FIRST = (1366, 768)


def restore(window: QWidget, preferences: Preferences) -> bool:
    """As it was left, or as it is the first time; whether it is to be shown over the whole screen then."""
    kept = preferences.kept(_KEY)
    if isinstance(kept, str) and window.restoreGeometry(QByteArray.fromBase64(QByteArray(kept.encode("ascii")))):
        return False
    return first(window, window.screen().availableSize())


def first(window: QWidget, room: QSize) -> bool:
    """1366 × 768; True where that leaves nothing for the frame, so that the window wants the whole screen."""
    window.resize(min(_FIRST[0], room.width()), min(_FIRST[1], room.height()))
    return room.height() <= _FIRST[1]


def keep(window: QWidget, preferences: Preferences) -> None:
    """Remember place, size and whether it was maximised."""
    preferences.set(_KEY, bytes(window.saveGeometry().toBase64().data()).decode("ascii"))
