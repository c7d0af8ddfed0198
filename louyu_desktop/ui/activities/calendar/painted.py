"""What month, week and day show, and where the cursor is: the day in hand, the activity in hand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent, DayMark, Sheet
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an activity stands on one day."""

    rect: QRectF
    event: AgendaEvent
    day: dt.date


class PaintedDays(QWidget):
    """A painted calendar; `pieces` say what stands where."""

    spoken_role = QAccessible.Role.Table
    list_twin = "AgendaList"

    day_chosen = Signal(object)
    opened = Signal(object)
    day_opened = Signal(object)
    begun = Signal(object)
    refused = Signal(str)
    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.today = dt.date.min
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.current = dt.date.min
        self.chosen: AgendaEvent | None = None
        self.pieces: list[Piece] = []
        self._under: Piece | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("活动日历"))
        theme.changed.connect(self.lay_out)

    # -- what is shown -------------------------------------------------------------------------

    def put(self, sheet: Sheet, now: dt.datetime) -> None:
        """Show other days, or the same ones read again; what is carried stays in hand."""
        self.sheet, self.now, self.today = sheet, now, now.date()
        marks = {mark.day: mark for mark in sheet.marks}
        self.marks: dict[dt.date, DayMark] = marks
        again = {event.id: event for event in sheet.events}
        self.chosen = again.get(self.chosen.id) if self.chosen else None
        self.lay_out()
        self._say()

    def choose_day(self, day: dt.date, event: AgendaEvent | None = None) -> None:
        """Put the cursor on a day, and take one of its activities in hand."""
        if (day, event) != (self.current, self.chosen):
            self.current, self.chosen = day, event
            self._say()
            self.update()
            self.day_chosen.emit(day)

    def events_on(self, day: dt.date) -> tuple[AgendaEvent, ...]:
        """What takes place on a day."""
        return self.sheet.on(day) if self.sheet else ()

    def _say(self) -> None:
        """Tell a screen reader what the cursor is on."""
        if self.chosen is not None:
            said = words.spoken(self.chosen)
        elif self.sheet is not None:
            said = words.day_spoken(self.marks.get(self.current), self.events_on(self.current), self.current)
        else:
            return
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # -- what each view says of itself ---------------------------------------------------------

    def lay_out(self) -> None:
        """Where everything stands, in this size and this theme."""
        raise NotImplementedError

    def moment_at(self, at: QPointF) -> dt.datetime | None:
        """The day and time under a point."""
        raise NotImplementedError

    def exact_at(self, at: QPointF) -> dt.datetime | None:
        """The same, as exactly as the view knows it."""
        return self.moment_at(at)

    def step(self, across: int, down: int) -> None:
        """An arrow key: put the cursor elsewhere."""
        raise NotImplementedError

    def beginning(self) -> dt.datetime:
        """When something new would begin where the cursor is."""
        raise NotImplementedError

    # -- what is under the pointer and in hand ---------------------------------------------------

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point, the topmost."""
        return next((piece for piece in reversed(self.pieces) if piece.rect.contains(at)), None)

    def enter(self) -> None:
        """Open the activity in hand, the only one of the day, or the day."""
        events = self.events_on(self.current)
        if self.chosen is not None:
            self.opened.emit(self.chosen)
        elif len(events) == 1:
            self.opened.emit(events[0])
        elif events:
            self.day_opened.emit(self.current)
        else:
            self.refused.emit(_("这一天没有活动。按 N 新建一场"))

    def _next_event(self) -> None:
        events = self.events_on(self.current)
        ids = [event.id for event in events]
        place = ids.index(self.chosen.id) + 1 if self.chosen and self.chosen.id in ids else 0
        self.choose_day(self.current, events[place] if place < len(events) else None)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with what is under the pointer, or with what the cursor is on."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            piece = self.piece_at(QPointF(event.pos()))
            self.asked.emit(piece.event if piece else None, event.globalPos())
        else:
            self.asked.emit(self.chosen, self.mapToGlobal(self.rect().center()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer."""
        super().leaveEvent(event)
        if self._under is not None:
            self._under = None
            self.update()

    def event(self, event: QEvent) -> bool:
        """The words of an activity as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self.piece_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), tip(words.tip_of(piece.event)) if piece else "", self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the cursor is."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: Any) -> None:
        """Lay everything out for another size."""
        super().resizeEvent(event)
        self.lay_out()
