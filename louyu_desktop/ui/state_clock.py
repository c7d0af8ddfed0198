"""States of activities and must-visits follow the clock: soon after the window stands, then each idle minute."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.copies import Control
from louyu_desktop.services.rights import Right

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_EVERY_MS = 60_000
_FIRST_MS = 10_000


class StateClock(QObject):
    """Writes what time has done, for whoever may enter anything; screens are right in between by themselves."""

    def __init__(self, context: Context, parent: QWidget, first_ms: int = _FIRST_MS) -> None:
        super().__init__(parent)
        self._context = context
        if context.services.access.may(Right.ENTER) and not context.preferences.safe:
            timer = QTimer(self, interval=_EVERY_MS)
            timer.timeout.connect(self.tick)
            timer.start()
            QTimer.singleShot(first_ms, self, self.tick)

    def tick(self) -> None:
        """Do it now, unless something is under way: the next minute will do."""
        if self._context.tasks.busy:
            return
        services, now = self._context.services, dt.datetime.now(dt.UTC)

        def work(_control: Control) -> None:
            services.registering.expire_offers(now)
            services.activities.advance(now)
            day = now.astimezone(SHANGHAI).date()
            if services.must_visits.is_due(day):
                services.must_visits.sweep(day)

        self._context.tasks.write(self, work, lambda _none: None, lambda _error: None)
