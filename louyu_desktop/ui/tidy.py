"""Collecting garbage on the window's thread only.

Python's collector runs on whatever thread allocates; one that runs on a pool thread may free a widget
there, and Qt dies of it.

The hundreds of thousands of things that the plan of an import is made of are not walked: they hold no
circles, and one walk over them stops the window for a second.  They go as soon as the plan goes.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK_MS = 250
_BURST = 10_000
"""So many things made between two looks are somebody's large work; the window itself makes hundreds."""

_MANY = 200_000
"""The same between two walks over everything."""


class Collector(QObject):
    """From its making on, collections happen here; `stop` gives them back to Python."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        gc.collect()
        gc.freeze()  # what is there by now stays: later collections need not walk it
        gc.disable()
        self._made = 0
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        """Collect the oldest generation whose count has passed its threshold; let large work stay as it is."""
        young = gc.get_count()[0]
        self._made += young
        counted = zip(gc.get_count(), self._thresholds, strict=True)
        due = [age for age, (count, most) in enumerate(counted) if count > most]
        whole = bool(due) and due[-1] == len(self._thresholds) - 1
        if young > _BURST or (whole and self._made > _MANY):
            gc.freeze()
            self._made = 0
        elif due:
            gc.collect(due[-1])
            self._made = 0 if whole else self._made

    def stop(self) -> None:
        """Let Python collect by itself again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
