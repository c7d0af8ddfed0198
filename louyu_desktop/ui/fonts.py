"""The window's font: the pinned 400 and 700 of Noto Sans SC (the variable file opens as Thin in Qt)."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from louyu_desktop.printing import fonts as pinned_fonts


def load() -> bool:
    """Give Qt both weights; False when a file could not be read and the system's font stands in."""
    pinned = pinned_fonts.pinned()
    files = (pinned.regular, pinned.bold)
    return all(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in files)
