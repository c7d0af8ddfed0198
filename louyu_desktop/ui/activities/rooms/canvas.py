"""The grid of rooms as it stands: where everything is, the cursor, what is said of it, and its picture."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from louyu_desktop.services.room_copies import RoomGrid, Taken
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.activities.rooms import painting, words
from louyu_desktop.ui.activities.rooms.axis import QUARTER, Axis, Wish, hours_of, in_the_way
from louyu_desktop.ui.activities.rooms.painting import Piece, Plane
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_NAMES, _HEAD, _ROW = 150, 34, 44
HALF = dt.timedelta(minutes=30)
_HOUR = dt.timedelta(hours=1)


class RoomsCanvas(QWidget):
    """Rooms down, times across; `hand` is the wish that is being pointed at."""

    spoken_role = QAccessible.Role.Table
    list_twin = "RecordTable"

    cursor_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid: RoomGrid | None = None
        self.plane: Plane | None = None
        self.pieces: list[Piece] = []
        self.hand: Wish | None = None
        self.room, self.moment = 0, dt.datetime.min.replace(tzinfo=dt.UTC)
        self._now = self.moment
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(_("场地一览"))
        theme.changed.connect(self._lay_out)

    def put(self, grid: RoomGrid, now: dt.datetime) -> None:
        """Show other days, or the same ones read again; what is in hand goes back."""
        self.grid, self._now = grid, now
        self.hand = None
        self.room = max(0, min(self.room, len(grid.rooms) - 1))
        self._lay_out()
        if self.plane is not None:
            axis = self.plane.axis
            if not axis.midnight(0) <= self.moment < axis.midnight(axis.days):
                self.moment = max(axis.midnight(0) + dt.timedelta(hours=12), axis.midnight(0))
        self._say()

    # -- layout --------------------------------------------------------------------------------

    def minimumSizeHint(self) -> QSize:
        """Every room with its row."""
        rooms = len(self.grid.rooms) if self.grid else 0
        return QSize(theme.px(640), theme.px(_HEAD) + rooms * theme.px(_ROW) + theme.px(8))

    def sizeHint(self) -> QSize:
        """The same."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out for another size."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        grid = self.grid
        self.updateGeometry()
        if grid is None:
            return
        self.setMinimumHeight(self.minimumSizeHint().height())
        days = (grid.last - grid.first).days + 1
        early, late = hours_of(grid)
        longest = max((QFontMetricsF(theme.font(14)).horizontalAdvance(room.name) for room in grid.rooms), default=0)
        left = max(float(theme.px(_NAMES)), longest + theme.px(36))
        axis = Axis(grid.first, days, left, max(1.0, self.width() - left - theme.px(20)), early, late)
        spare = (self.height() - theme.px(_HEAD) - theme.px(8)) / max(1, len(grid.rooms))
        row = min(max(float(theme.px(_ROW)), spare), theme.px(56))
        self.plane = Plane(grid, axis, float(theme.px(_HEAD)), row, self._now)
        self.pieces = self._pieces(self.plane)
        self.update()

    def _pieces(self, plane: Plane) -> list[Piece]:
        found: list[Piece] = []
        for room in plane.grid.rooms:
            mine = [one for one in plane.grid.taken if one.room_id == room.id]
            rects = [plane.rect_of(one.room_id, one.starts_at, one.ends_at) for one in mine]
            for number, (one, rect) in enumerate(zip(mine, rects, strict=True)):
                day = int((rect.left() - plane.axis.left) // plane.axis.day_width)
                edge = plane.axis.left + plane.axis.day_width * (day + 1)
                after = rects[number + 1].left() if number + 1 < len(rects) else edge
                found.append(Piece(rect, one, max(rect.right(), min(after, edge))))
        return found

    # -- what is where -------------------------------------------------------------------------

    @property
    def step(self) -> dt.timedelta:
        """What times are snapped to by hand."""
        return QUARTER if self.plane is not None and self.plane.axis.days == 1 else HALF

    def piece_at(self, at: QPointF) -> Piece | None:
        """What stands under a point."""
        return next((piece for piece in reversed(self.pieces) if piece.rect.contains(at)), None)

    def room_at(self, at: QPointF) -> int | None:
        """The number of the room under a point."""
        if self.plane is None or at.x() < self.plane.axis.left:
            return None
        number = int((at.y() - self.plane.head) // self.plane.row)
        return number if 0 <= number < len(self.plane.grid.rooms) and at.y() >= self.plane.head else None

    @property
    def chosen(self) -> Taken | None:
        """What has the room at the cursor."""
        if self.grid is None or not self.grid.rooms:
            return None
        room = self.grid.rooms[self.room].id
        until = self.moment + HALF
        return next(
            (one for one in self.grid.taken if one.room_id == room and one.starts_at < until
             and one.ends_at > self.moment), None,
        )  # fmt: skip

    def here(self) -> Wish | None:
        """An hour at the cursor."""
        if self.grid is None or not self.grid.rooms:
            return None
        return Wish(self.grid.rooms[self.room].id, self.moment, self.moment + _HOUR)

    def _cursor(self) -> QRectF:
        wish = self.here()
        if wish is None or self.plane is None:
            return QRectF()
        return self.plane.rect_of(wish.room_id, wish.starts_at, wish.starts_at + HALF)

    def _say(self) -> None:
        """Tell a screen reader what the cursor is on."""
        wish = self.here()
        if self.grid is None or wish is None:
            return
        said = words.spoken(self.grid, wish.room_id, wish.starts_at, self.chosen)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    # -- the rest ------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """The words of a booking as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            piece = self.piece_at(QPointF(event.pos()))
            said = ""
            if piece is not None and self.grid is not None:
                said = tip(words.tip_of(piece.taken, words.name_of(self.grid, piece.taken.room_id)))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the cursor is."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grounds, bookings, the present, words, the cursor, what is in hand, the head over all."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("surface"))
        plane = self.plane
        if plane is not None:
            painting.ground(painter, plane)
            painting.pieces(painter, plane, self.pieces, self.hand)
            painting.present(painter, plane)
            painting.labels(painter, plane, self.pieces)
            painting.names(painter, plane)
            if self.hasFocus() and self.hand is None:
                self._paint_cursor(painter)
            if self.hand is not None:
                painting.hand(painter, plane, self.hand)
            painting.head(painter, plane, max(0, -self.y()))
        painter.end()

    def _paint_cursor(self, painter: QPainter) -> None:
        taken = self.chosen
        rect = next((one.rect for one in self.pieces if one.taken is taken), self._cursor())
        strokes.frame(painter, rect, "focus", 2)

    @property
    def clash(self) -> Taken | None:
        """Who has what is pointed at with what is in hand."""
        return in_the_way(self.grid, self.hand) if self.grid is not None and self.hand is not None else None
