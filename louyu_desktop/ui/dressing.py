"""Another style sheet for a program full of widgets, without the event loop standing still.

Qt polishes every widget there is inside the one call that sets the sheet (1,900 widgets: 450 ms).  But it
passes over widgets that do not count as polished and tells nothing to those that count as having a style of
their own.  So all of them count as such during that call, and are polished afterwards, a few in each turn of
the event loop (longest turn: 80 ms, which is a window painted anew).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

_TURN = 0.015
"""Seconds of polishing in one turn of the event loop."""

_PAUSE_MS = 1
_POLISHED = Qt.WidgetAttribute.WA_WState_Polished
_OWN_STYLE = Qt.WidgetAttribute.WA_SetStyle


class Dressing(QObject):
    """Carries a change through all widgets.

    `polished` comes when those that are visible are done, and again when all are: polishing takes back the
    fonts that were set on a widget since the sheet changed.
    """

    polished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._keeper: QWidget | None = None
        self._waiting: list[QWidget] = []
        self._held: list[QWidget] = []
        self._switch: Callable[[], None] | None = None
        self._told = True
        self._timer = QTimer(self, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._turn)

    @property
    def busy(self) -> bool:
        """Whether some widgets still show the look of before."""
        return not self._told or bool(self._switch or self._waiting or self._held)

    def change(self, app: QApplication, sheet: str, change: Callable[[], None]) -> None:
        """Clear the sheet, let `change` set font and palette, set `sheet`; at once where no window is shown.

        It is cleared first because replacing a sheet polishes each widget once per ancestor.
        """
        self._keep_palettes()
        self._waiting = self._dressed(app)
        for widget in self._waiting:
            widget.setAttribute(_POLISHED, on=False)
        self._switch = partial(self._set, app, sheet, change)
        self._hold(app)
        if self._held:
            self._timer.start()
        else:
            self.settle()

    def _set(self, app: QApplication, sheet: str, change: Callable[[], None]) -> None:
        widgets = [widget for widget in self._waiting if shiboken6.isValid(widget)]
        for widget in widgets:
            widget.setAttribute(_OWN_STYLE, on=True)
        app.setStyleSheet("")
        change()
        app.setStyleSheet(sheet)
        for widget in widgets:
            widget.setAttribute(_OWN_STYLE, on=False)
        self._told = False

    def settle(self) -> None:
        """Do what is left in one go."""
        while self.busy:
            self._work()
        self._timer.stop()

    def _keep_palettes(self) -> None:
        """A sheet that is never taken off: with the last one Qt forgets which colours widgets had without any."""
        if self._keeper is None:
            self._keeper = QWidget()
            self._keeper.setStyleSheet("QWidget {}")

    def _dressed(self, app: QApplication) -> list[QWidget]:
        """Every widget that shows the look of now, or has not yet come from the one before to it."""
        waiting = set(self._waiting)
        return [
            widget for widget in app.allWidgets()
            if widget is not self._keeper and (widget.testAttribute(_POLISHED) or widget in waiting)
        ]  # fmt: skip

    def _hold(self, app: QApplication) -> None:
        """No picture that is half in the old look and half in the new one; the window in front is let go first."""
        shown = [window for window in app.topLevelWidgets() if window.isVisible() and window.updatesEnabled()]
        shown.sort(key=lambda window: not window.isActiveWindow())
        for window in shown:  # a window over another one is held itself, or both would be painted in one turn
            window.setUpdatesEnabled(False)
        self._held += shown

    def _turn(self) -> None:
        self._work()
        if not self.busy:
            self._timer.stop()

    def _work(self) -> None:
        """What fits into one turn: what is seen comes first, then one window after the other, then the rest."""
        if self._switch is not None:
            switch, self._switch = self._switch, None
            switch()
            return
        self._waiting = [widget for widget in self._waiting if shiboken6.isValid(widget)]
        seen = [widget for widget in self._waiting if widget.isVisible()]
        if seen:
            self._polish(seen)
            self._told = False
        elif not self._told:
            self._told = True
            self.polished.emit()
        elif self._held:
            window = self._held.pop(0)
            if shiboken6.isValid(window):
                window.setUpdatesEnabled(True)
        else:
            self._polish(self._waiting)
            self._told = bool(self._waiting)

    def _polish(self, widgets: list[QWidget]) -> None:
        until = time.perf_counter() + _TURN
        done: set[QWidget] = set()
        for widget in widgets:
            if shiboken6.isValid(widget):
                QApplication.sendEvent(widget, QEvent(QEvent.Type.Polish))
                QApplication.sendEvent(widget, QEvent(QEvent.Type.StyleChange))
            done.add(widget)
            if time.perf_counter() > until:
                break
        self._waiting = [widget for widget in self._waiting if widget not in done]
