"""The table behind every list: painted by `cell_painter`, edited in place."""

from __future__ import annotations

from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QLine,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
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
from louyu_desktop.ui.fields import filters
from louyu_desktop.ui.fields.cell_painter import FIELD_ROLE, FIRST, PADDING, ROW_ROLE, CellPainter, Late, Role
from louyu_desktop.ui.theme import theme

__all__ = [
    "FIELD_ROLE", "FIRST", "PADDING", "RIGHT", "ROW_ROLE", "Editable", "Index", "Late", "PaintedTable", "Role",
    "RowDelegate", "has_state", "rect_of",
]  # fmt: skip

Index = QModelIndex | QPersistentModelIndex
RIGHT = frozenset({Kind.INTEGER, Kind.DECIMAL})
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
        self._cells = CellPainter(self, title, due, late)
        self._delegate = RowDelegate(self)
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
        self._cells.forget()
        if model is not None:
            for changed in (model.modelReset, model.headerDataChanged, model.columnsInserted, model.columnsMoved):
                changed.connect(self._cells.forget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground, the cells, and the hairlines over them."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme.colour("surface"))
        if not self.bare:
            self._cells.paint(painter, event.rect(), self.hovered, self.first, skeleton=self.late)
            if self.by_keyboard and self.hasFocus():
                self._cells.ring(painter, self.currentIndex())
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


class RowDelegate(QStyledItemDelegate):
    """Opens cells for editing: `editing(True)` when one is opened, `editing(False)` when it is left."""

    editing = Signal(bool)

    def __init__(self, table: PaintedTable) -> None:
        super().__init__(table)
        self._table = table
        self._begun: object = None
        self._filled: QWidget | None = None

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

