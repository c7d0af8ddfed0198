"""Work of the window's own thread in small steps, one in each turn of the event loop, so that it answers meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QTimer

Step = Callable[[], object]
"""One turn of the event loop's worth of work."""


class Turns(QObject):
    """Takes one row of steps at a time; a new one takes the place of what is left of the last."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._steps: Iterator[Step] = iter(())

    def take(self, steps: Iterator[Step]) -> None:
        """Take the first step now, the others in the turns to come."""
        self._steps = steps
        self._step()

    def _step(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
            QTimer.singleShot(0, self, self._step)
