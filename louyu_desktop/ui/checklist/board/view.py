"""The board by hand and by keys: cards are carried into another column, by dragging or by M.

It shows copies and asks: whoever hears `wished` acts, and the board is given new cards.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules.board_moves import Move, move
from louyu_desktop.rules.request_flow import COLUMNS
from louyu_desktop.rules.roles import Role
from louyu_desktop.services.board_copies import Card
from louyu_desktop.ui.checklist.board.canvas import BoardCanvas
from louyu_desktop.ui.guest import GuestView

_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})
_ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class BoardView(BoardCanvas):
    """`wished` carries a card and the move that letting go of it comes to; `hinted` the same while it is carried."""

    wished = Signal(object, object)
    opened = Signal(object)
    hinted = Signal(object, object)
    asked = Signal(object, object)

    def __init__(self, entity: Entity, guest: GuestView, role: Role, parent: QWidget | None = None) -> None:
        super().__init__(entity, guest, parent)
        self._role = role
        self._grip: tuple[QPointF, QPointF, Card] | None = None

    # -- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a card in hand."""
        self.drop()
        place = self.place_at(event.position())
        if place is None:
            return
        self.choose(place)
        if event.button() == Qt.MouseButton.LeftButton:
            at = event.position()
            self._grip = (at, at - self.rect_of(*place).topLeft(), self.stacks[place[0]][place[1]])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Carry what is in hand."""
        at, grip = event.position(), self._grip
        if grip is None or not event.buttons() & Qt.MouseButton.LeftButton:
            there = self.place_at(at) is not None
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)
            return
        origin, inside, card = grip
        if self.hand is None and (at - origin).manhattanLength() < QApplication.startDragDistance():
            return
        self.at = at - inside
        self._carry(card, self.column_at(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go where it is."""
        if event.button() == Qt.MouseButton.LeftButton and self._grip is not None:
            self._grip = None
            if self.hand is not None:
                self._let_go()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open what stands there."""
        card = self.card_at(event.position())
        self.drop()
        if card is not None:
            self.opened.emit(card)

    # -- in hand -------------------------------------------------------------------------------

    def move_of(self, card: Card, column: int) -> Move:
        """What putting a card into a column comes to."""
        return move(card.state, COLUMNS[column], self._role)

    def _carry(self, card: Card, column: int) -> None:
        if self.hand is None or column != self.over:
            found = self.move_of(card, column)
            self.hand, self.over, self.forbidden = card, column, bool(found.why_not)
            self.hinted.emit(card, found)
        self.viewport().update()

    def _let_go(self) -> None:
        card, column = self.hand, self.over
        self.drop()
        if card is not None and column is not None:
            found = self.move_of(card, column)
            if found.action is not None or found.why_not:
                self.wished.emit(card, found)

    def drop(self) -> None:
        """Put what is in hand back."""
        self._grip = None
        if self.hand is not None:
            self.hand = self.over = None
            self.forbidden = False
            self.hinted.emit(None, None)
            self.viewport().update()

    def take(self) -> None:
        """Take the card at the cursor in hand, to be moved by the arrows."""
        card = self.chosen
        if card is not None:
            place = self.place
            self.at = self.rect_of(*place).topLeft() + QPointF(6, 6)
            self._carry(card, place[0])

    # -- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go; M takes a card, arrows carry it, Enter lets go and Esc puts it back; Enter opens."""
        key = Qt.Key(event.key())
        if not self.count:
            super().keyPressEvent(event)
        elif key in _ARROWS:
            self._arrow(*_ARROWS[key])
        elif key in _ENTER:
            self._enter()
        elif key == Qt.Key.Key_M and not event.modifiers():
            if self.hand is None:
                self.take()
            else:
                self.drop()
        elif key == Qt.Key.Key_Escape and self.hand is not None:
            self.drop()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and self.hand is None:
            column = self.place[0]
            last = max(0, len(self.stacks[column]) - 1)
            self.choose((column, 0 if key == Qt.Key.Key_Home else last))
        else:
            super().keyPressEvent(event)

    def _arrow(self, across: int, down: int) -> None:
        if self.hand is not None:
            column = max(0, min((self.over or 0) + across, len(COLUMNS) - 1))
            left, _wide = self.span(column)
            self.at = QPointF(left + 6, self.at.y())
            self._carry(self.hand, column)
            return
        column, row = self.place
        if down:
            self.choose((column, max(0, min(row + down, len(self.stacks[column]) - 1))))
            return
        beyond = [number for number, cards in enumerate(self.stacks) if cards and (number - column) * across > 0]
        if beyond:
            column = min(beyond, key=lambda number: abs(number - column))
            self.choose((column, min(row, len(self.stacks[column]) - 1)))

    def _enter(self) -> None:
        if self.hand is not None:
            self._let_go()
        elif self.chosen is not None:
            self.opened.emit(self.chosen)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the cursor is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is carried by a board that nobody holds."""
        super().focusOutEvent(event)
        self.drop()
        self.viewport().update()

    # -- menu ----------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a card."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        card = self.card_at(QPointF(event.pos())) if mouse else self.chosen
        if card is not None:
            at = event.globalPos()
            if not mouse:
                at = self.viewport().mapToGlobal(self.rect_of(*self.place).center().toPoint())
            self.asked.emit(card, at)
