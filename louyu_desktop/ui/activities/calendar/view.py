"""What month, week and day have in common: the day in hand, the activity in hand, and carrying it elsewhere.

A view shows copies and asks: whoever hears `moved` has the activity moved, and the view is given a new sheet.
"""

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
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent, DayMark, Sheet
from louyu_desktop.text import _
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True)
class Piece:
    """Where an activity stands on one day."""

    rect: QRectF
    event: AgendaEvent
    day: dt.date


@dataclass(frozen=True, slots=True)
class Carried:
    """An activity in hand, where it would begin, and how far behind its beginning it was taken."""

    event: AgendaEvent
    starts_at: dt.datetime
    behind: dt.timedelta = dt.timedelta()
    by_keys: bool = False


class CalendarView(QWidget):
    """A painted calendar; `pieces` say what stands where."""

    day_chosen = Signal(object)
    opened = Signal(object)
    day_opened = Signal(object)
    begun = Signal(object)
    moved = Signal(object, object)
    carrying = Signal(str)
    refused = Signal(str)
    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet: Sheet | None = None
        self.today = dt.date.min
        self.now = dt.datetime.min.replace(tzinfo=dt.UTC)
        self.current = dt.date.min
        self.chosen: AgendaEvent | None = None
        self.carry: Carried | None = None
        self.changeable = True
        self.pieces: list[Piece] = []
        self._pressed: tuple[QPointF, Piece] | None = None
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
        if self.carry is not None and self.carry.event.id not in again:
            self.drop()
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

    def carried_to(self, across: int, down: int) -> dt.datetime:
        """An arrow key with an activity in hand: where it would begin."""
        raise NotImplementedError

    def beginning(self) -> dt.datetime:
        """When something new would begin where the cursor is."""
        raise NotImplementedError

    def dropped_at(self, at: QPointF, carry: Carried) -> dt.datetime | None:
        """When what is carried would begin if it were let go at a point."""
        raise NotImplementedError

    # -- mouse ---------------------------------------------------------------------------------

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point, the topmost."""
        return next((piece for piece in reversed(self.pieces) if piece.rect.contains(at)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a day, or an activity in hand."""
        at = event.position()
        moment, piece = self.moment_at(at), self.piece_at(at)
        if self.carry is not None:
            self.drop()
        if moment is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = (at, piece) if piece else None
        self.choose_day(piece.day if piece else moment.date(), piece.event if piece else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is in hand; show what may be clicked."""
        at = event.position()
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            origin, piece = self._pressed
            if self.carry is None and (at - origin).manhattanLength() >= QApplication.startDragDistance():
                self._take(piece, origin)
            if self.carry is not None:
                self._carry_to(self.dropped_at(at, self.carry))
            return
        under = self.piece_at(at)
        if under != self._under:
            self._under = under
            self.setCursor(Qt.CursorShape.PointingHandCursor if under else Qt.CursorShape.ArrowCursor)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go where it is."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = None
            if self.carry is not None and not self.carry.by_keys:
                self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open an activity, or begin a new one at this time."""
        at = event.position()
        moment, piece = self.moment_at(at), self.piece_at(at)
        self._pressed = None
        if piece is not None:
            self.opened.emit(piece.event)
        elif moment is not None:
            self.begun.emit(moment)

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

    # -- carrying ------------------------------------------------------------------------------

    def _take(self, piece: Piece, origin: QPointF) -> None:
        """In hand, if it may be moved."""
        why = words.stays(piece.event)
        if why or not self.changeable:
            self._pressed = None
            if why:
                self.refused.emit(why)
            return
        moment = self.exact_at(origin)
        behind = moment - piece.event.starts_at if moment is not None else dt.timedelta()
        self.carry = Carried(piece.event, piece.event.starts_at, behind)

    def take_chosen(self) -> None:
        """Take what the cursor is on in hand, to be carried by the arrow keys."""
        event = self.chosen or next(iter(self.events_on(self.current)), None)
        if event is None or not self.changeable:
            return
        if why := words.stays(event):
            self.refused.emit(why)
            return
        self.carry = Carried(event, event.starts_at, by_keys=True)
        self.chosen = event

    def _carry_to(self, starts_at: dt.datetime | None) -> None:
        carry = self.carry
        if carry is not None and starts_at is not None and starts_at != carry.starts_at:
            self.carry = Carried(carry.event, starts_at, carry.behind, carry.by_keys)
            self.carrying.emit(words.carried(carry.event, starts_at, self.today))
            self.update()

    def _let_go(self) -> None:
        carry = self.carry
        self.drop()
        if carry is not None and carry.starts_at != carry.event.starts_at:
            self.current, self.chosen = carry.starts_at.date(), carry.event
            self.moved.emit(carry.event, carry.starts_at)

    def drop(self) -> None:
        """Put what is in hand back where it was."""
        self.carry, self._pressed = None, None
        self.carrying.emit("")
        self.update()

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor, with Shift the activity; Space goes through a day's activities; Enter opens."""
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in STEPS and (shift or self.carry is not None):
            if self.carry is None:
                self.take_chosen()
            if self.carry is not None:
                self._carry_to(self.carried_to(*STEPS[key]))
        elif self.carry is not None and (key in ENTER or key == Qt.Key.Key_Escape):
            self._let_go() if key in ENTER else self.drop()
        elif key in STEPS:
            self.step(*STEPS[key])
        elif key == Qt.Key.Key_Space:
            self._next_event()
        elif key in ENTER:
            self.enter()
        else:
            super().keyPressEvent(event)

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

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the cursor is."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keys carried goes back."""
        super().focusOutEvent(event)
        if self.carry is not None and self.carry.by_keys:
            self.drop()
        self.update()

    def resizeEvent(self, event: Any) -> None:
        """Lay everything out for another size."""
        super().resizeEvent(event)
        self.lay_out()
