"""Carrying an activity to another time, by hand or by the arrow keys, in whatever view.

A view shows copies and asks: whoever hears `moved` has the activity moved, and the view is given a new sheet.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services.calendar_copies import AgendaEvent, Sheet
from louyu_desktop.ui.activities.calendar import words
from louyu_desktop.ui.activities.calendar.painted import PaintedDays, Piece

ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True)
class Carried:
    """An activity in hand, where it would begin, and how far behind its beginning it was taken."""

    event: AgendaEvent
    starts_at: dt.datetime
    behind: dt.timedelta = dt.timedelta()
    by_keys: bool = False


class CalendarView(PaintedDays):
    """Days whose activities can be taken in hand and let go elsewhere; `changeable` says whether by this person."""

    moved = Signal(object, object)
    carrying = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.carry: Carried | None = None
        self.changeable = True
        self.forbidden = False
        self._pressed: tuple[QPointF, Piece] | None = None

    def put(self, sheet: Sheet, now: dt.datetime) -> None:
        """Show other days, or the same ones read again; what is carried stays in hand as long as it is there."""
        if self.carry is not None and self.carry.event.id not in {event.id for event in sheet.events}:
            self.drop()
        super().put(sheet, now)

    def carried_to(self, across: int, down: int) -> dt.datetime:
        """An arrow key with an activity in hand: where it would begin."""
        raise NotImplementedError

    def dropped_at(self, at: QPointF, carry: Carried) -> dt.datetime | None:
        """When what is carried would begin if it were let go at a point."""
        raise NotImplementedError

    # -- mouse ---------------------------------------------------------------------------------

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
            self.forbidden = False
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What the keys carried goes back."""
        super().focusOutEvent(event)
        if self.carry is not None and self.carry.by_keys:
            self.drop()
        self.update()
