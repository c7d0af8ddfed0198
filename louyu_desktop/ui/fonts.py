"""The window's font: the pinned 400 and 700 of Noto Sans SC (the variable file opens as Thin in Qt)."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from louyu_desktop.printing.pinned import FontFiles, pinned, ready

_given: list[FontFiles] = []


def load(*, make: bool = True) -> bool:
    """Give Qt both weights, once; without `make` only when they need not be made first.

    False when there are none yet, or a file could not be read: the system's font stands in.
    """
    files = pinned() if make else ready()
    if files is None:
        return False
    if files in _given:
        return True
    _given.append(files)
    return all(QFontDatabase.addApplicationFont(str(file)) >= 0 for file in (files.regular, files.bold))
