"""The two-line rows of 今日: what, then kind and reason; due, who, one button that says the verb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QMenu, QSizePolicy, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from louyu_desktop.services.overview import TodayItem
from louyu_desktop.text import _
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.elided import write
from louyu_desktop.ui.icons import icon, paint_icon
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole
_HEIGHT = 50
_BUTTON = (80, 28)
_LATER = 28
"""The sign beside the button by which a line is put off; drawn where the pointer or the cursor is."""

_WHO = 70
_WHEN = 146


class ItemModel(QAbstractListModel):
    """The items of one group."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.items: tuple[TodayItem, ...] = ()

    def put(self, items: Sequence[TodayItem]) -> None:
        """Show other items."""
        self.beginResetModel()
        self.items = tuple(items)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One sentence for screen readers and tooltips, the item itself for the delegate."""
        item = self.items[index.row()]
        if role == ROLE:
            return item
        if role == Qt.ItemDataRole.DisplayRole:
            said = (item.title, item.detail, item.put_off, item.when, item.who, item.verb)
            return "，".join(part for part in said if part)
        words = "\n".join(filter(None, (item.title, item.detail, item.put_off)))
        return tip(words) if role == Qt.ItemDataRole.ToolTipRole else None


class ItemDelegate(QStyledItemDelegate):
    """Paints everything from the tokens in use."""

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, theme.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        item: TodayItem = index.data(ROLE)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        if current or hover:
            painter.fillRect(rect, theme.colour("selected" if current else "hover"))
        if current:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        if index.row():
            painter.setPen(QPen(theme.colour("line"), 0))
            top = int(rect.top())
            painter.drawLine(int(rect.left()) + theme.px(16), top, int(rect.right()) - theme.px(16), top)
        _paint_icon_box(painter, rect, item)
        _paint_words(painter, rect, item)
        _paint_button(painter, rect, item.verb, strong=current or hover)
        if (current or hover) and item.topic:
            inside = theme.px(5)
            paint_icon(painter, later_box(rect).adjusted(inside, inside, -inside, -inside), "clock", "text2")


def later_box(rect: QRectF) -> QRectF:
    """Where in a row stands the sign that puts it off."""
    side = theme.px(_LATER)
    right = rect.right() - theme.px(16 + _BUTTON[0] + 4)
    return QRectF(right - side, rect.center().y() - side / 2, side, side)


def _paint_icon_box(painter: QPainter, rect: QRectF, item: TodayItem) -> None:
    side = theme.px(32)
    box = QRectF(rect.left() + theme.px(16), rect.center().y() - side / 2, side, side)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("danger_tint" if item.overdue else "sunken"))
    painter.drawRoundedRect(box, theme.px(6), theme.px(6))
    inside = (side - theme.px(18)) / 2
    paint_icon(
        painter, box.adjusted(inside, inside, -inside, -inside), item.icon, "danger" if item.overdue else "text2"
    )


def _paint_words(painter: QPainter, rect: QRectF, item: TodayItem) -> None:
    right = rect.right() - theme.px(16 + _BUTTON[0] + _LATER + 8)
    who = QRectF(right - theme.px(_WHO - 4), rect.top(), theme.px(_WHO - 4), rect.height())
    when = QRectF(who.left() - theme.px(_WHEN), rect.top(), theme.px(_WHEN - 8), rect.height())
    left = rect.left() + theme.px(62)
    half = rect.height() / 2
    words = QRectF(left, rect.top() + theme.px(5), when.left() - left - theme.px(8), half - theme.px(5))
    write(painter, words, item.title, "text", 14, bold=True)
    words.translate(0, half - theme.px(6))
    write(painter, words, item.put_off or item.detail, "text2", 13)
    write(painter, when, item.when, "danger" if item.overdue else "text2", 14, bold=item.overdue)
    write(painter, who, item.who, "text2", 14)


def _paint_button(painter: QPainter, rect: QRectF, verb: str, *, strong: bool) -> None:
    width, height = theme.px(_BUTTON[0]), theme.px(_BUTTON[1])
    box = QRectF(rect.right() - theme.px(16) - width, rect.center().y() - height / 2, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("edge" if strong else "line2"), 1))
    painter.setBrush(theme.colour("surface"))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
    write(painter, box, verb, "text", 13, centre=True)


class ItemList(QListView):
    """As high as its rows; the page scrolls, not the list.

    `wanted(row)` by a click, Enter or Space; `later(row)` by the sign beside the button, F9 or the menu.
    """

    wanted = Signal(int)
    later = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ItemModel(self)
        self._pressed = QPointF()
        self.setModel(self.rows)
        self.setItemDelegate(ItemDelegate(self))
        self.setAccessibleName(title)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(self._clicked)
        self.activated.connect(self._activated)
        bind(self, "put-off", self._put_off, within=True)
        theme.changed.connect(self._fit)

    def put(self, items: Sequence[TodayItem]) -> None:
        """Show items."""
        self.rows.put(items)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT) * len(self.rows.items))
        self.scheduleDelayedItemsLayout()

    def viewportEvent(self, event: QEvent) -> bool:
        """A hand over rows says that they open; where one is pressed says what is wanted."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress:
            self._pressed = event.position()
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseMove:
            over = self.indexAt(event.position().toPoint()).isValid()
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        return super().viewportEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        """Upon the sign a line is put off, anywhere else it opens."""
        box = later_box(QRectF(self.visualRect(index)))
        item = self.rows.items[index.row()]
        (self.later if item.topic and box.contains(self._pressed) else self.wanted).emit(index.row())

    def _activated(self, index: QModelIndex) -> None:
        self.wanted.emit(index.row())

    def _put_off(self) -> None:
        row = self.currentIndex().row()
        if row >= 0 and self.rows.items[row].topic:
            self.later.emit(row)

    def _menu(self, at: QPoint) -> None:
        """What can be done with a line, in words."""
        index = self.indexAt(at)
        if not index.isValid():
            return
        self.setCurrentIndex(index)
        item = self.rows.items[index.row()]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icon(item.icon), item.verb).triggered.connect(self._open_current)
        if item.topic:
            words = _("改延后的日子…") if item.put_off else _("延后…")
            menu.addAction(icon("clock"), words).triggered.connect(self._put_off)
        menu.popup(self.viewport().mapToGlobal(at))

    def _open_current(self) -> None:
        self.wanted.emit(self.currentIndex().row())
