"""Cards in a column: number and kind, the wish in up to three lines, who claimed it, until when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from louyu_desktop.fields import Field
from louyu_desktop.rules import wish_flow
from louyu_desktop.services.wall_copies import WishCard
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import has_state, rect_of
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_ROOT = QModelIndex()
_CARD = Qt.ItemDataRole.UserRole
_HEIGHT, _GAP, _PAD = 118, 10, 14
_WISH = Field(name="text", label="")
_CLAIMANT = Field(name="claimant", label="")
Index = QModelIndex | QPersistentModelIndex


class Cards(QAbstractListModel):
    """The cards of one column; what nobody has reviewed yet is masked for guests."""

    def __init__(self, guest: GuestView, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: tuple[WishCard, ...] = ()
        self._guest = guest

    def put(self, cards: Sequence[WishCard]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.cards = tuple(cards)
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as were put."""
        return 0 if parent.isValid() else len(self.cards)

    def words(self, card: WishCard) -> str:
        """What the card says."""
        return self._guest.show(_WISH, card.text) if card.state == wish_flow.State.COLLECTED else card.text

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One sentence for screen readers, the card itself for the delegate."""
        card = self.cards[index.row()]
        if role == _CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return "，".join(filter(None, (card.number, self.words(card), card.claimant, card.when)))
        return tip(self.words(card)) if role == Qt.ItemDataRole.ToolTipRole else None


class CardDelegate(QStyledItemDelegate):
    """Paints a card from the tokens in use."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """The same for every card."""
        return QSize(120, theme.px(_HEIGHT + _GAP))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground, edge, words."""
        card: WishCard = index.data(_CARD)
        model = index.model()
        words = model.words(card) if isinstance(model, Cards) else card.text
        rect = rect_of(option).toRectF().adjusted(1, 1, -1, -theme.px(_GAP))
        chosen = has_state(option, QStyle.StateFlag.State_HasFocus)
        hover = has_state(option, QStyle.StateFlag.State_MouseOver)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("focus" if chosen else "line2"), 2 if chosen else 1))
        painter.setBrush(theme.colour("hover" if hover else "surface"))
        painter.drawRoundedRect(rect, theme.px(8), theme.px(8))
        if card.late:
            mark = QRectF(rect.left(), rect.top() + theme.px(10), theme.px(3), rect.height() - theme.px(20))
            painter.fillRect(mark, theme.colour("danger"))
        _write(painter, rect.adjusted(theme.px(_PAD), theme.px(8), -theme.px(_PAD), -theme.px(8)), card, words)


def _write(painter: QPainter, room: QRectF, card: WishCard, words: str) -> None:
    line = theme.px(18)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    head = QRectF(room.left(), room.top(), room.width(), line)
    painter.setFont(theme.font(12))
    painter.setPen(theme.colour("text3"))
    painter.drawText(head, left, card.number)
    painter.drawText(head, right, _(card.category))
    foot = QRectF(room.left(), room.bottom() - line, room.width(), line)
    middle = QRectF(room.left(), head.bottom() + theme.px(2), room.width(), foot.top() - head.bottom() - theme.px(4))
    painter.setFont(theme.font(14, bold=True))
    painter.setPen(theme.colour("text"))
    _wrapped(painter, middle, words)
    side = theme.px(14)
    tone = "danger" if card.late else "text2"
    paint_icon(painter, QRectF(foot.left(), foot.center().y() - side / 2, side, side), "clock", tone)
    painter.setFont(theme.font(13, bold=card.late))
    painter.setPen(theme.colour(tone))
    when = QRectF(foot.left() + side + theme.px(5), foot.top(), foot.width() - side - theme.px(5), line)
    painter.drawText(when, left, card.when)
    used = painter.fontMetrics().horizontalAdvance(card.when) + theme.px(10)
    painter.setFont(theme.font(13))
    painter.setPen(theme.colour("text2"))
    rest = max(0, int(when.width()) - used)
    claimant = painter.fontMetrics().elidedText(card.claimant, Qt.TextElideMode.ElideRight, rest)
    painter.drawText(when, right, claimant)


def _wrapped(painter: QPainter, box: QRectF, words: str) -> None:
    """As many lines as there is room for; the last one ends with … where there are more."""
    metrics = painter.fontMetrics()
    high = metrics.height()
    most = max(1, int(box.height() // high))
    y, rest = box.top(), words.replace("\n", " ")
    for number in range(most):
        count = len(rest)
        while count > 1 and metrics.horizontalAdvance(rest[:count]) > box.width():
            count -= 1
        last = number == most - 1
        shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(box.width())) if last else rest[:count]
        painter.drawText(QRectF(box.left(), y, box.width(), high), Qt.AlignmentFlag.AlignLeft, shown)
        rest, y = rest[count:].lstrip(), y + high
        if not rest:
            return


class CardList(QListView):
    """`opened(id)` by Enter or a click; `sideways(step)` when an arrow leads to the next column."""

    opened = Signal(int)
    sideways = Signal(int)

    def __init__(self, model: Cards, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards = model
        self.setModel(model)
        self.setItemDelegate(CardDelegate(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.clicked.connect(self._open)
        theme.changed.connect(self.doItemsLayout)

    def enter(self) -> bool:
        """Take the focus, with a card marked; False where there is none."""
        if not self.cards.cards:
            return False
        self.setFocus()
        if not self.currentIndex().isValid():
            self.setCurrentIndex(self.cards.index(0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, arrows to the sides go to the next column."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.currentIndex())
        elif key in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.sideways.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        if index.isValid():
            self.opened.emit(self.cards.cards[index.row()].id)
