"""The floor plan by hand and by keys: choosing a cell, carrying a tenant to another place.

It shows copies and asks: whoever hears `dropped` writes, and the view is given a new plan.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from louyu_desktop.services.floor_copies import FIRM
from louyu_desktop.ui.buildings.plan.canvas import MARGIN, FloorsCanvas
from louyu_desktop.ui.buildings.plan.geometry import Piece
from louyu_desktop.ui.theme import theme

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class FloorsView(FloorsCanvas):
    """`chosen(cell|None)` when another cell is chosen, `opened(cell)` to open it, `dropped(cell, goal|None, floor)`
    when a tenant is let go somewhere else, `asked(cell|None, point)` for a menu, `followed(rect)` to keep in sight.
    """

    chosen = Signal(object)
    opened = Signal(object)
    dropped = Signal(object, object, int)
    asked = Signal(object, object)
    followed = Signal(object)

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell; one of a firm may be carried from here."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        piece = self.piece_at(event.position())
        self.choose(piece)
        if piece is not None and piece.cell.kind == FIRM and self.changeable:
            self._grip = (event.position(), piece)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what was taken; show what can be."""
        at = event.position()
        if self._grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            over = self.piece_at(at)
            self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._carried is None and (at - self._grip[0]).manhattanLength() < QApplication.startDragDistance():
            return
        self._carried = self._grip[1].cell
        self._at = at - QPointF(0, theme.px(MARGIN))
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.followed.emit(QRectF(at.x() - 1, at.y() - theme.px(40), 2, theme.px(80)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        carried = self._carried
        over, floor = self._under()
        self.drop()
        if carried is None or event.button() != Qt.MouseButton.LeftButton or floor is None:
            return
        if over is None or over.cell.key != carried.key:
            self.dropped.emit(carried, over.cell if over is not None else None, floor)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what stands there."""
        piece = self.piece_at(event.position())
        if piece is not None:
            self.opened.emit(piece.cell)

    def drop(self) -> None:
        """Put what is carried back."""
        self._grip = self._carried = None
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.update()

    # -- keys ----------------------------------------------------------------------------------

    def choose(self, piece: Piece | None) -> None:
        """Another cell, or none."""
        self.look(chosen=piece.cell.key if piece is not None else "")
        self.chosen.emit(piece.cell if piece is not None else None)
        if piece is not None:
            self.followed.emit(piece.rect.translated(0, theme.px(MARGIN)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from cell to cell, Home and End to the first and last floor; Enter opens, Escape lets go."""
        key = Qt.Key(event.key())
        if self.plane is None or not any(self.plane.pieces):
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._go(*_ARROWS[key])
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            self._to_end(1 if key == Qt.Key.Key_Home else -1)
        elif key in _ENTER and self.current is not None:
            self.opened.emit(self.current.cell)
        elif key == Qt.Key.Key_Escape and (self._carried is not None or self.view.chosen):
            self.drop()
            self.choose(None)
        else:
            super().keyPressEvent(event)

    def _go(self, across: int, down: int) -> None:
        assert self.plane is not None  # noqa: S101 - asked for only then
        piece = self.current
        if piece is None:
            self._to_end(1)
            return
        row = self.plane.pieces[piece.floor]
        if across:
            place = row.index(piece) + across
            self.choose(row[max(0, min(place, len(row) - 1))])
            return
        floor = piece.floor + down
        while 0 <= floor < len(self.plane.pieces) and not self.plane.pieces[floor]:
            floor += down
        found = self.plane.nearest(floor, piece.rect.center().x())
        if found is not None:
            self.choose(found)

    def _to_end(self, step: int) -> None:
        rows = [row for row in (self.plane.pieces if self.plane else ()) if row]
        self.choose(rows[::step][0][0])

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done here."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        piece = self.piece_at(QPointF(event.pos())) if mouse else self.current
        self.asked.emit(piece.cell if piece is not None else None, event.globalPos())
