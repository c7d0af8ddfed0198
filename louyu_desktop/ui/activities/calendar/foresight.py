"""While an activity is carried: what letting go would do, and, once the hand rests, what stands in the way."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from louyu_desktop.ui.activities.calendar.view import Carried

if TYPE_CHECKING:
    from louyu_desktop.services.room_copies import Problem
    from louyu_desktop.ui.activities.calendar.view import CalendarView
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.sentence import Sentence

_REST_MS = 120


class Foresight(QObject):
    """Asks who has the room at the time that is pointed at, and says it below the sentence."""

    def __init__(self, context: Context, sentence: Sentence, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self.sentence = context, sentence
        self._view: CalendarView | None = None
        self._timer = QTimer(self, singleShot=True, interval=_REST_MS)
        self._timer.timeout.connect(self._ask)

    def say(self, view: CalendarView, text: str) -> None:
        """What letting go would do; nothing is carried where there are no words."""
        self._view = view
        self.sentence.say(text)
        if text:
            self._timer.start()
        else:
            self._timer.stop()

    @property
    def _carried(self) -> Carried | None:
        carry = self._view.carry if self._view is not None else None
        return carry if carry is not None and carry.starts_at != carry.event.starts_at else None

    def _ask(self) -> None:
        carry = self._carried
        if carry is None:
            return
        event, starts_at, rooms = carry.event, carry.starts_at, self._context.services.rooms
        values = {
            "venue_id": event.venue_id, "capacity": event.capacity, "status": event.status.value,
            "starts_at": starts_at, "ends_at": starts_at + (event.ends_at - event.starts_at),
        }  # fmt: skip
        self._context.tasks.read(
            self, lambda _c: rooms.problems("activities", values, event.id), partial(self._told, starts_at)
        )

    def _told(self, starts_at: dt.datetime, problems: tuple[Problem, ...]) -> None:
        carry = self._carried
        if self._view is not None and carry is not None and carry.starts_at == starts_at and problems:
            self._view.forbidden = problems[0].refuses
            self._view.update()
            self.sentence.say(self.sentence.text, problems[0].sentence, forbids=problems[0].refuses)
