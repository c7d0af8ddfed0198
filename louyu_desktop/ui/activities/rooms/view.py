"""The grid of rooms by hand and by keys: what is free is begun, what stands there is moved and resized.

It shows copies and asks: whoever hears `wished` writes, and the view is given a new grid.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services.room_copies import RoomGrid, Taken
from louyu_desktop.ui.activities.rooms import words
from louyu_desktop.ui.activities.rooms.axis import DAY, QUARTER, Wish
from louyu_desktop.ui.activities.rooms.canvas import HALF, RoomsCanvas
from louyu_desktop.ui.activities.rooms.painting import Piece
from louyu_desktop.ui.theme import theme

_EDGE = 6
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class RoomsView(RoomsCanvas):
    """`wished` carries a room and a time that somebody let go at; `changeable` says whether this person may."""

    wished = Signal(object)
    opened = Signal(object)
    hinted = Signal(object)
    refused = Signal(str)
    asked = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.changeable = True
        self._grip: tuple[str, QPointF, Wish] | None = None

    def put(self, grid: RoomGrid, now: dt.datetime) -> None:
        """Show other days, or the same ones read again; what is in hand goes back."""
        self._grip = None
        super().put(grid, now)

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take something in hand: a time that is free, a booking, or its edge."""
        at = event.position()
        self.drop()
        number, plane = self.room_at(at), self.plane
        if plane is None or number is None or event.button() != Qt.MouseButton.LeftButton:
            return
        self.room = number
        self.moment = plane.axis.at(at.x(), self.step)
        piece = self.piece_at(at)
        if piece is not None:
            self.moment = piece.taken.starts_at
            one = piece.taken
            self._grip = (self._part(piece, at), at, Wish(one.room_id, one.starts_at, one.ends_at, one))
        elif self.changeable:
            begin = plane.axis.at(at.x() - plane.axis.day_width * 0.001, self.step)
            self._grip = ("new", at, Wish(plane.grid.rooms[number].id, begin, begin + self.step))
        self._say()
        self.update()

    def _part(self, piece: Piece, at: QPointF) -> str:
        """Whether it is taken by its beginning, its end, or as it is."""
        edge = min(float(theme.px(_EDGE)), piece.rect.width() / 4)
        if at.x() > piece.rect.right() - edge:
            return "end"
        return "begin" if at.x() < piece.rect.left() + edge else "move"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is in hand; show what may be taken."""
        at = event.position()
        grip = self._grip
        if grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._point(at)
            return
        part, origin, wish = grip
        if self.hand is None:
            if (at - origin).manhattanLength() < QApplication.startDragDistance():
                return
            if wish.taken is not None and not self._may_move(wish.taken):
                self._grip = None
                return
        self._carry(self._carried(part, origin, wish, at))

    def _carried(self, part: str, origin: QPointF, wish: Wish, at: QPointF) -> Wish:
        plane = self.plane
        assert plane is not None  # noqa: S101 - carried only then
        moment = plane.axis.at(at.x(), self.step)
        if part == "new":
            begin, end = sorted((wish.starts_at, moment))
            return replace(wish, starts_at=begin, ends_at=max(end, begin + self.step))
        if part == "end":
            return replace(wish, ends_at=max(moment, wish.starts_at + self.step))
        if part == "begin":
            return replace(wish, starts_at=min(moment, wish.ends_at - self.step))
        number = self.room_at(QPointF(max(at.x(), plane.axis.left), at.y()))
        room = plane.grid.rooms[number].id if number is not None else wish.room_id
        begin = plane.axis.at(plane.axis.x(wish.starts_at) + at.x() - origin.x(), self.step)
        return replace(wish, room_id=room, starts_at=begin, ends_at=begin + (wish.ends_at - wish.starts_at))

    def _point(self, at: QPointF) -> None:
        piece = self.piece_at(at)
        shape = Qt.CursorShape.ArrowCursor
        if piece is not None:
            edge = self._part(piece, at) != "move" and piece.taken.movable and self.changeable
            shape = Qt.CursorShape.SizeHorCursor if edge else Qt.CursorShape.PointingHandCursor
        self.setCursor(shape)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            if self.hand is not None:
                self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what stands there, or begin an hour where nothing does."""
        piece = self.piece_at(event.position())
        self.drop()
        if piece is not None:
            self.opened.emit(piece.taken)
        elif self.changeable and self.room_at(event.position()) is not None and (wish := self.here()):
            self.wished.emit(wish)

    # -- in hand -------------------------------------------------------------------------------

    def _may_move(self, taken: Taken) -> bool:
        if self.changeable and not taken.movable:
            self.refused.emit(words.stays(taken))
        return self.changeable and taken.movable

    def _carry(self, wish: Wish) -> None:
        if wish != self.hand:
            self.hand = wish
            self.hinted.emit(wish)
            self.update()

    def _let_go(self) -> None:
        wish = self.hand
        if wish is None or wish.stays:
            self.drop()
            return
        self.hinted.emit(None)
        self.wished.emit(wish)

    def drop(self) -> None:
        """Put what is in hand back."""
        self._grip = None
        if self.hand is not None:
            self.hand = None
            self.hinted.emit(None)
            self.update()

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go, with Shift they carry, with Ctrl they make it longer or shorter; Enter opens, begins, lets go."""
        key = Qt.Key(event.key())
        if self.plane is None or not self.plane.grid.rooms:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._arrow(*_ARROWS[key], event.modifiers())
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_Escape and self.hand is not None:
            self.drop()
        else:
            super().keyPressEvent(event)

    def _arrow(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        carry = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
        stretch = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        if (carry or stretch) and self.hand is None and not self._take():
            return
        wish = self.hand
        if wish is None:
            self._go(across, down)
        elif stretch:
            self._carry(replace(wish, ends_at=max(wish.ends_at + QUARTER * across, wish.starts_at + QUARTER)))
        else:
            rooms = self.plane.grid.rooms if self.plane else ()
            number = max(0, min(self.room + down, len(rooms) - 1))
            self.room = number
            by = QUARTER * across
            moved = replace(wish, room_id=rooms[number].id, starts_at=wish.starts_at + by, ends_at=wish.ends_at + by)
            self.moment = moved.starts_at
            self._carry(moved)

    def _take(self) -> bool:
        """What is at the cursor, or an hour that is free, in hand."""
        if not self.changeable:
            return False
        taken, wish = self.chosen, self.here()
        if taken is not None:
            if not self._may_move(taken):
                return False
            wish = Wish(taken.room_id, taken.starts_at, taken.ends_at, taken)
        self.hand = wish
        return wish is not None

    def _go(self, across: int, down: int) -> None:
        assert self.plane is not None  # noqa: S101 - asked for only then
        axis = self.plane.axis
        self.room = max(0, min(self.room + down, len(self.plane.grid.rooms) - 1))
        first = axis.midnight(0) + dt.timedelta(minutes=axis.early)
        last = axis.midnight(axis.days - 1) + dt.timedelta(minutes=axis.late) - HALF
        by = HALF * across
        number = (self.moment - axis.midnight(0)) // DAY
        minute = self.moment - axis.midnight(number)
        if across > 0 and minute + by > dt.timedelta(minutes=axis.late) - HALF:
            by = DAY + dt.timedelta(minutes=axis.early) - minute
        elif across < 0 and minute + by < dt.timedelta(minutes=axis.early):
            by = dt.timedelta(minutes=axis.late) - HALF - DAY - minute
        self.moment = min(max(self.moment + by, first), last)
        self._say()
        self.update()
        self.cursor_moved.emit(self._cursor().center())

    def _enter(self) -> None:
        taken, wish = self.chosen, self.here()
        if self.hand is not None:
            self._let_go()
        elif taken is not None:
            self.opened.emit(taken)
        elif wish is not None and self.changeable:
            self.wished.emit(wish)

    # -- menu -----------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        piece = self.piece_at(QPointF(event.pos())) if event.reason() == QContextMenuEvent.Reason.Mouse else None
        self.asked.emit(piece.taken if piece else self.chosen, event.globalPos())
