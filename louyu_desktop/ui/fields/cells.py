"""Paints every cell of a list: hairlines, hover and selection tints, accent bar, 「—」, skeletons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLine,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules import dates
from louyu_desktop.rules.colours import COLOURS
from louyu_desktop.ui.fields import filters
from louyu_desktop.ui.shapes import paint_risk
from louyu_desktop.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
Late = Callable[[Any, str], bool]
"""Whether a date of a row, by its field's name, is over and still waited for."""

Role = Qt.ItemDataRole
ROW_ROLE = Role.UserRole + 1
FIELD_ROLE = Role.UserRole + 2
RIGHT = frozenset({Kind.INTEGER, Kind.DECIMAL})
PADDING = 10
FIRST = 20
SOON = dt.timedelta(days=30)
_REMEMBERED = 20_000
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_View = QAbstractItemView


@runtime_checkable
class Editable(Protocol):
    """A model whose cells are edited in place."""

    def put(self, row: Any, field: Field, typed: Any) -> bool:
        """Save what was typed for a field of a row."""


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Where a cell is painted (the stubs of 6.9 lack the members of options)."""
    rect: QRect = option.rect  # type: ignore[attr-defined]
    return rect


def has_state(option: QStyleOptionViewItem, flag: QStyle.StateFlag) -> bool:
    """Whether a cell is painted in this state."""
    return bool(option.state & flag)  # type: ignore[attr-defined]


class PaintedTable(QTableView):
    """A table whose every cell is painted from the tokens; `title` is the column drawn in full ink."""

    def __init__(
        self, parent: QWidget, title: str = "", due: tuple[str, ...] = (), late: Late | None = None
    ) -> None:
        super().__init__(parent)
        self.title = title
        self.first = FIRST
        self.hovered = -1
        self.by_keyboard = False
        self._delegate = RowDelegate(self, due, late)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(_View.SelectionBehavior.SelectRows)
        self.setHorizontalScrollMode(_View.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(_View.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.set_row_height(36)

    @property
    def late(self) -> bool:
        """Whether rows are waited for so long that bars stand in their place."""
        return False

    @property
    def bare(self) -> bool:
        """Whether no row on screen has anything to show yet."""
        return False

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Show the rows of a model."""
        super().setModel(model)
        self._delegate.forget()
        if model is not None:
            for changed in (model.modelReset, model.headerDataChanged, model.columnsInserted, model.columnsMoved):
                changed.connect(self._delegate.forget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the cells, and the hairlines over them: each but the cells at once, a screen has hundreds."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        painter.end()
        if not self.bare:
            self._delegate.begin()
            super().paintEvent(event)
        painter = QPainter(self.viewport())
        pen = QPen(theme.colour("line"), 1)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(self._hairlines(event.rect()))
        painter.end()

    def _hairlines(self, dirty: QRect) -> list[QLine]:
        """One under every row that is painted, as long as the columns reach."""
        first, last = self.rowAt(dirty.top()), self.rowAt(dirty.bottom())
        if first < 0:
            return []
        right = self.horizontalHeader().length() - self.horizontalHeader().offset()  # no gap at 150 %
        bottoms = (
            self.rowViewportPosition(row) + self.rowHeight(row) - 1
            for row in range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)
        )
        return [QLine(0, bottom, right, bottom) for bottom in bottoms]

    def set_row_height(self, height: int) -> None:
        """Height of every row before scaling."""
        self.verticalHeader().setDefaultSectionSize(theme.px(height))

    def edit_below(self) -> None:
        """Go on to the same column of the next row."""
        below = self.model().index(self.currentIndex().row() + 1, self.currentIndex().column())
        if below.isValid():
            self.setCurrentIndex(below)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the row under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Take the tint away when the pointer leaves."""
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The current cell is ringed only when the keyboard brought us here."""
        super().focusInEvent(event)
        self.by_keyboard = event.reason().name in {"TabFocusReason", "BacktabFocusReason", "ShortcutFocusReason"}


@dataclass(frozen=True, slots=True)
class _Column:
    """What all cells of a column have in common."""

    name: str
    ink: str
    due: bool
    side: int
    risk: bool


class RowDelegate(QStyledItemDelegate):
    """Draws from the tokens in use at the moment of painting; `due` names dates that must not pass.

    They are red in their last 30 days, or on rows of which `late(row, name)` says so.
    `editing(True)` when a cell is opened, `editing(False)` when it is left.
    """

    editing = Signal(bool)

    def __init__(self, table: PaintedTable, due: tuple[str, ...] = (), late: Late | None = None) -> None:
        super().__init__(table)
        self._table = table
        self._due, self._late = frozenset(due), late
        self._columns: dict[int, _Column] = {}
        self._pen: str | None = None
        self._bold: bool | None = None
        self._first = 0
        self._scale = 0.0
        self._shown: dict[tuple[str, int, bool], str] = {}
        self._begun: object = None
        self._filled: QWidget | None = None

    def begin(self) -> None:
        """A new painter comes: nothing is known of its pen and font."""
        self._pen = self._bold = None
        self._first = self._table.horizontalHeader().logicalIndex(0)
        if theme.scale != self._scale or len(self._shown) > _REMEMBERED:
            self._scale = theme.scale
            self._shown.clear()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        rect = rect_of(option)
        selected = has_state(option, QStyle.StateFlag.State_Selected)
        first = index.column() == self._first
        if selected or index.row() == self._table.hovered:
            self._tint(painter, rect, first=first, selected=selected)
        inner = rect.adjusted(self._table.first if first else theme.px(PADDING), 0, -theme.px(PADDING), 0)
        text = index.data(Role.DisplayRole)
        if text is None:
            self._bar(painter, inner, index)
        else:
            self._words(painter, inner, index, str(text))
        if self._table.by_keyboard and not first and has_state(option, QStyle.StateFlag.State_HasFocus):
            self._pen = None
            painter.setPen(QPen(theme.colour("focus"), 1, Qt.PenStyle.DotLine))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))

    @staticmethod
    def _tint(painter: QPainter, rect: QRect, *, first: bool, selected: bool) -> None:
        painter.fillRect(rect, theme.colour("selected" if selected else "hover"))
        if first and selected:
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent"))

    def _bar(self, painter: QPainter, rect: QRect, index: Index) -> None:
        if not self._table.late:
            return
        width = int(rect.width() * (0.55 + 0.4 * ((index.row() * 7 + index.column() * 3) % 5) / 5))
        bar = QRect(rect.left(), rect.center().y() - theme.px(5), width, theme.px(11))
        self._pen = None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("line"))
        painter.drawRoundedRect(bar, 4, 4)

    def _words(self, painter: QPainter, rect: QRect, index: Index, text: str) -> None:
        column = self._columns.get(index.column()) or self._learn(index)
        if column.risk and text in COLOURS:
            side = theme.px(14)
            paint_risk(painter, QRectF(rect.left(), rect.center().y() - side / 2 + 0.5, side, side), text)
            rect = rect.adjusted(side + theme.px(5), 0, 0, 0)
        overdue = column.due and self._is_late(index, column.name)
        token = "off" if not text else "danger" if overdue else column.ink
        if overdue != self._bold:
            self._bold = overdue
            painter.setFont(theme.font(14, bold=overdue))
        if token != self._pen:
            self._pen = token
            painter.setPen(theme.colour(token))
        wanted = (text, rect.width(), overdue)
        shown = self._shown.get(wanted)
        if shown is None:
            words = text.replace("\n", " ") or "—"
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
            self._shown[wanted] = shown
        painter.drawText(rect, column.side, shown)

    def _is_late(self, index: Index, name: str) -> bool:
        return _soon(index.data(Role.UserRole)) if self._late is None else self._late(index.data(ROW_ROLE), name)

    def _learn(self, index: Index) -> _Column:
        """What all cells of a column have in common: asking the model for it at each took half of the time."""
        field: Field = index.model().headerData(index.column(), Qt.Orientation.Horizontal, FIELD_ROLE)
        loud = field.name == self._table.title or field.kind in filters.NUMBERS
        side = int(index.data(Role.TextAlignmentRole) or _LEFT)
        found = self._columns[index.column()] = _Column(
            field.name, "text" if loud else "text2", field.name in self._due, side, field.choices == COLOURS
        )
        return found

    def forget(self) -> None:
        """Other columns stand there now, or other fields."""
        self._columns.clear()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As wide as the words need; the height is the table's row height."""
        width = self._table.fontMetrics().horizontalAdvance(str(index.data(Role.DisplayRole) or "—"))
        return QSize(width + theme.px(2 * PADDING + 4), self._table.verticalHeader().defaultSectionSize())

    # -- editing in the list --------------------------------------------------------------------

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A plain box, or the words to choose from; the row stays the one that it was opened on."""
        field: Field = index.model().headerData(index.column(), Qt.Orientation.Horizontal, FIELD_ROLE)
        self._begun, self._filled = index.data(ROW_ROLE), None
        self.editing.emit(True)
        if field.kind in filters.LISTED:
            combo = QComboBox(parent)
            combo.addItems(filters.words(field))
            combo.setProperty("small", True)
            return combo
        box = QLineEdit(parent)
        box.setProperty("small", True)
        return box

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands in the cell, without its unit; once, or it would be put over what is typed."""
        if self._filled is editor:
            return
        self._filled = editor
        value = index.data(Role.UserRole)
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Role.DisplayRole) or ""))
        elif isinstance(editor, QLineEdit):
            number = isinstance(value, int | float)
            editor.setText(str(value) if number else str(index.data(Role.DisplayRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the typed words to the model, which parses and saves."""
        text = editor.currentText() if isinstance(editor, QComboBox) else getattr(editor, "text", str)()
        if isinstance(model, Editable):
            model.put(self._begun, model.headerData(index.column(), Qt.Orientation.Horizontal, FIELD_ROLE), text)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """The cell is left."""
        super().destroyEditor(editor, index)
        self._filled = None
        self.editing.emit(False)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter commits and goes on to the row below."""
        key = event.key() if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress else None
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and isinstance(editor, QWidget):
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
            self._table.edit_below()
            return True
        return super().eventFilter(editor, event)


def _soon(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime) and value <= dates.today() + SOON
