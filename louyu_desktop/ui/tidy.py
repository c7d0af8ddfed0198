"""Collecting garbage on the window's thread only.

Python's collector runs on whatever thread allocates; one that runs on a pool thread may free a widget
there, and Qt dies of it.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 250


class Collector(QObject):
    """From its making on, collections happen here; `stop` gives them back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.collect()
        gc.freeze()  # what is there by now stays: later collections need not walk it
        gc.disable()
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        """Collect the oldest generation whose count has passed its threshold."""
        counted = zip(gc.get_count(), self._thresholds, strict=True)
        due = [age for age, (count, most) in enumerate(counted) if count > most]
        if due:
            gc.collect(due[-1])

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
