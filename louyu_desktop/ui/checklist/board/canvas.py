"""The board as it stands: five columns of cards, where each is, the cursor, and its picture.

A card is drawn once and kept; what is scrolled or carried is put together from those pictures.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QHelpEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.rules.board_moves import HEADS
from louyu_desktop.rules.request_flow import COLUMNS, State
from louyu_desktop.services.board_copies import BoardView, Card
from louyu_desktop.text import _
from louyu_desktop.ui import strokes
from louyu_desktop.ui.checklist.board import painting, words
from louyu_desktop.ui.checklist.board.painting import Face
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_MARGIN, _GAP, _HEAD, _CARD, _CLOSED, _STEP = 20, 12, 34, 102, 94, 112
_BELOW = 22
_KEPT = 400


class BoardCanvas(QAbstractScrollArea):
    """`place` is the cursor: column and number in it."""

    spoken_role = QAccessible.Role.Table
    list_twin = "RecordTable"

    cursor_moved = Signal(object)

    def __init__(self, entity: Entity, guest: GuestView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName(_("诉求看板"))
        self._entity, self._guest = entity, guest
        self.view: BoardView | None = None
        self.stacks: tuple[tuple[Card, ...], ...] = ((),) * len(COLUMNS)
        self.place = (0, 0)
        self.hand: Card | None = None
        self.over: int | None = None
        self.forbidden = False
        self.at = QPointF()
        self._pictures: dict[int, QPixmap] = {}
        self._text = ""
        theme.changed.connect(self.draw_anew)
        guest.changed.connect(lambda _on: self.draw_anew())

    def minimumSizeHint(self) -> QSize:
        """One card of each state stands whole."""
        return QSize(super().minimumSizeHint().width(), theme.px(_HEAD + _STEP + _BELOW))

    # -- what is shown -------------------------------------------------------------------------

    def put(self, view: BoardView, text: str = "") -> None:
        """Show these cards, or those of them that say a text; the cursor stays on its card."""
        chosen = self.chosen
        self.view, self._text = view, text
        self.stacks = tuple(
            tuple(card for card in cards if not text or card.says(text)) for _state, cards in view.columns
        )
        self.hand = self.over = None
        self._stay_on(chosen.id if chosen is not None else None)
        self.draw_anew()

    def narrow(self, text: str) -> None:
        """Only the cards that say a text."""
        if self.view is not None and text != self._text:
            self.put(self.view, text)

    def _stay_on(self, key: int | None) -> None:
        for column, cards in enumerate(self.stacks):
            for row, card in enumerate(cards):
                if card.id == key:
                    self.place = (column, row)
                    return
        column, row = self.place
        if not self.stacks[column]:
            column = next((number for number, cards in enumerate(self.stacks) if cards), 0)
        self.place = (column, max(0, min(row, len(self.stacks[column]) - 1)))

    @property
    def count(self) -> int:
        """How many cards there are."""
        return sum(map(len, self.stacks))

    @property
    def chosen(self) -> Card | None:
        """The card at the cursor."""
        column, row = self.place
        return self.stacks[column][row] if row < len(self.stacks[column]) else None

    def choose(self, place: tuple[int, int]) -> None:
        """Put the cursor on a card, and show it."""
        self.place = place
        top = place[1] * self._step(place[0])
        bar, room = self.verticalScrollBar(), self._room
        bar.setValue(max(min(bar.value(), top), top + self._step(place[0]) - int(room)))
        self._say()
        self.viewport().update()

    def draw_anew(self) -> None:
        """Forget the pictures: other cards, colours, sizes or eyes."""
        self._pictures.clear()
        self._fit()
        self._say()
        self.viewport().update()

    # -- where everything is -------------------------------------------------------------------

    @property
    def _room(self) -> float:
        return max(1.0, self.viewport().height() - theme.px(_HEAD))

    def _step(self, column: int) -> int:
        return theme.px(_STEP if COLUMNS[column] is not State.CLOSED else _CLOSED + _STEP - _CARD)

    def span(self, column: int) -> tuple[float, float]:
        """Left edge and width of a column."""
        gap = theme.px(_GAP)
        wide = (self.viewport().width() - 2 * theme.px(_MARGIN) - gap * (len(COLUMNS) - 1)) / len(COLUMNS)
        return theme.px(_MARGIN) + column * (wide + gap), wide

    def rect_of(self, column: int, row: int) -> QRectF:
        """Where a card stands in the viewport."""
        left, wide = self.span(column)
        top = theme.px(_HEAD) + row * self._step(column) - self.verticalScrollBar().value()
        return QRectF(left, top, wide, theme.px(_CARD if COLUMNS[column] is not State.CLOSED else _CLOSED))

    def column_at(self, at: QPointF) -> int:
        """The column nearest to a point."""
        left, wide = self.span(0)
        return max(0, min(int((at.x() - left) // (wide + theme.px(_GAP))), len(COLUMNS) - 1))

    def place_at(self, at: QPointF) -> tuple[int, int] | None:
        """Column and number of the card under a point."""
        if at.y() < theme.px(_HEAD):
            return None
        column = self.column_at(at)
        row = int((at.y() - theme.px(_HEAD) + self.verticalScrollBar().value()) // self._step(column))
        there = 0 <= row < len(self.stacks[column]) and self.rect_of(column, row).contains(at)
        return (column, row) if there else None

    def card_at(self, at: QPointF) -> Card | None:
        """The card under a point."""
        place = self.place_at(at)
        return None if place is None else self.stacks[place[0]][place[1]]

    def _fit(self) -> None:
        tallest = max((len(cards) * self._step(number) for number, cards in enumerate(self.stacks)), default=0)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, int(tallest + theme.px(_BELOW) - self._room)))
        bar.setPageStep(int(self._room))
        bar.setSingleStep(theme.px(_STEP) // 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns of another width."""
        super().resizeEvent(event)
        self.draw_anew()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        """The heads stay."""
        self.viewport().update()

    # -- the picture ---------------------------------------------------------------------------

    def face(self, card: Card) -> Face:
        """What a card shows to who may be looking."""
        assert self.view is not None  # noqa: S101 - asked for only then
        firm = words.firm_of(card, self._entity, self._guest)
        return Face(card, words.title_of(card, self._entity, self._guest), firm, self.view.today)

    def picture(self, card: Card, size: QSizeF) -> QPixmap:
        """A card drawn once."""
        found = self._pictures.get(card.id)
        if found is None:
            if len(self._pictures) >= _KEPT:
                self._pictures.clear()
            found = painting.picture(self.face(card), size, self.devicePixelRatioF())
            self._pictures[card.id] = found
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Cards that are seen, the cursor, heads over them, what is carried over all."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("window"))
        if self.view is not None:
            if self.over is not None:
                self._paint_aim(painter, self.over)
            for column, cards in enumerate(self.stacks):
                self._paint_column(painter, column, cards)
            if self.hand is not None:
                _left, wide = self.span(0)
                painter.setOpacity(0.92)
                painter.drawPixmap(self.at, self.picture(self.hand, QSizeF(wide, theme.px(_CARD))))
        painter.end()

    def _paint_column(self, painter: QPainter, column: int, cards: tuple[Card, ...]) -> None:
        step, offset = self._step(column), self.verticalScrollBar().value()
        first = max(0, offset // step)
        last = min(len(cards), int((offset + self._room) // step) + 1)
        for row in range(first, last):
            rect = self.rect_of(column, row)
            painter.setOpacity(0.35 if self.hand is not None and cards[row].id == self.hand.id else 1)
            painter.drawPixmap(rect.topLeft(), self.picture(cards[row], rect.size()))
        painter.setOpacity(1)
        if self.hasFocus() and column == self.place[0] and first <= self.place[1] < last:
            self._paint_cursor(painter, self.rect_of(*self.place))
        left, wide = self.span(column)
        painting.head(painter, QRectF(left, 0, wide, theme.px(_HEAD)), _(HEADS[COLUMNS[column]]), len(cards))
        seen = int((offset + self._room + theme.px(_STEP - _CARD)) // step)
        if len(cards) > seen:
            low = QRectF(left, self.viewport().height() - theme.px(_BELOW), wide, theme.px(_BELOW))
            painting.below(painter, low, len(cards) - seen)

    def _paint_cursor(self, painter: QPainter, rect: QRectF) -> None:
        strokes.frame(painter, rect.adjusted(-1, -1, 1, 1), "focus", 2)

    def _paint_aim(self, painter: QPainter, column: int) -> None:
        left, wide = self.span(column)
        pad = theme.px(_GAP) / 2 - 1
        rect = QRectF(left - pad, theme.px(_HEAD), wide + 2 * pad, self._room)
        strokes.box(painter, rect, "danger_tint" if self.forbidden else "accent_tint", theme.px(8))

    # -- words ---------------------------------------------------------------------------------

    def _say(self) -> None:
        """Tell a screen reader what the cursor is on."""
        card, said = self.chosen, ""
        if card is not None and self.view is not None:
            face = self.face(card)
            said = words.spoken(card, face.title, face.firm, self.view.today)
        if said != self.accessibleDescription():
            self.setAccessibleDescription(said)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.cursor_moved.emit(card)

    def viewportEvent(self, event: QEvent) -> bool:
        """The whole of a card as its tip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            card = self.card_at(QPointF(event.pos()))
            said = ""
            if card is not None and self.view is not None:
                face = self.face(card)
                said = tip(words.spoken(card, face.title, face.firm, self.view.today))
            QToolTip.showText(event.globalPos(), said, self)
            return True
        return super().viewportEvent(event)
