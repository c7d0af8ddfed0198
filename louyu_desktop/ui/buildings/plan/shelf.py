"""The narrow list of buildings by area at the left of the floor plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.services.floor_copies import AreaGroup
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import Index, has_state, rect_of
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.parts import EmptyState, IconButton, Label, SearchLine
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.sight import may_change
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

WIDTH = 237
_WIDE = 340
"""With the largest text a name needs more than the rest leaves it; the page scrolls then."""

_ID = Qt.ItemDataRole.UserRole + 1
_COUNT = Qt.ItemDataRole.UserRole + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class _Rows(QStyledItemDelegate):
    """An area with its counts, or a building with how many firms sit in it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The height of a line."""
        return QSize(theme.px(200), theme.px(34))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        rect = rect_of(option)
        building = index.data(_ID) is not None
        chosen = has_state(option, QStyle.StateFlag.State_Selected)
        hovered = has_state(option, QStyle.StateFlag.State_MouseOver)
        if building and (chosen or hovered):
            painter.fillRect(rect, theme.colour("selected" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), theme.px(3), rect.height()), theme.colour("accent"))
        inner = rect.adjusted(theme.px(20), 0, -theme.px(16), 0)
        painter.setFont(theme.font(12))
        painter.setPen(theme.colour("text3"))
        count = str(index.data(_COUNT) or "")
        wide = painter.fontMetrics().horizontalAdvance(count) + theme.px(8)
        painter.drawText(inner, _RIGHT, count)
        if building and not theme.huge:
            side = theme.px(16)
            icon = QRect(inner.left(), inner.center().y() - side // 2, side, side)
            paint_icon(painter, icon.toRectF(), "building", "accent" if chosen else "text3")
            inner.setLeft(inner.left() + theme.px(26))
        painter.setFont(theme.font(14 if building else 13, bold=chosen))
        painter.setPen(theme.colour("text" if building else "text2"))
        inner.setRight(inner.right() - wide)
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, _LEFT, shown)


class _List(QListView):
    """`entered` with Enter."""

    entered_row = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the plan."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered_row.emit()
        else:
            super().keyPressEvent(event)


class Shelf(QFrame):
    """`picked(id)` when another building is chosen, `entered` to go on into it, `listed` for the table, `begun`."""

    picked = Signal(int)
    entered = Signal()
    listed = Signal()
    begun = Signal()

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self.current: int | None = None
        self.model = QStandardItemModel(self)
        self.list = _List(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Rows(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("楼宇"))
        self.search = SearchLine(_("查找楼宇"))
        self._lay_out()
        self.search.searched.connect(self._search)
        self.search.entered.connect(self._first)
        self.search.left_down.connect(self._first)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.entered_row.connect(self.entered)
        self._reading = Reading(context, self, self.read, {"buildings", "areas"})
        self._fit()
        theme.changed.connect(self._fit)

    def _lay_out(self) -> None:
        self.table_button = IconButton("list", _("看完整的列表"))
        self.table_button.clicked.connect(self.listed)
        self.new_button = IconButton("plus", _("新建楼宇"), "Ctrl+N")
        self.new_button.clicked.connect(self.begun)
        if not may_change(self._context.services, "buildings"):  # shown without a parent it would open a window
            self.new_button.hide()
        head = QHBoxLayout()
        head.setContentsMargins(20, 10, 10, 4)
        head.addWidget(Label(_("楼宇"), "title"))
        head.addStretch(1)
        head.addWidget(self.table_button)
        head.addWidget(self.new_button)
        line = QHBoxLayout()
        line.setContentsMargins(16, 0, 16, 8)
        line.addWidget(self.search)
        self.none = EmptyState("building", _("没有符合的楼宇"), _("换个写法试试，或者清空查找框"))
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.none)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self.stack, 1)

    def _fit(self) -> None:
        self.setMinimumWidth(_WIDE if theme.huge else 0)
        self.list.doItemsLayout()

    # -- reading -------------------------------------------------------------------------------

    def _search(self, _text: str) -> None:
        self.read()

    def read(self) -> None:
        """The buildings that fit what is typed."""
        floors, text = self._context.services.floors, self.search.wanted
        self._reading.ask(lambda _c: floors.shelf(text), self._show)

    def _show(self, groups: tuple[AreaGroup, ...]) -> None:
        self.list.selectionModel().blockSignals(True)
        self.model.clear()
        for group in groups:
            if group.name or len(groups) > 1:
                self.model.appendRow(_heading(group))
            for one in group.buildings:
                item = QStandardItem(one.name)
                item.setData(one.id, _ID)
                item.setData(f"{one.firms:,}" if one.firms else "", _COUNT)
                item.setToolTip(one.name)
                self.model.appendRow(item)
        self.list.selectionModel().blockSignals(False)
        self.stack.setCurrentWidget(self.list if self.model.rowCount() else self.none)
        self.mark(self.current)

    def mark(self, building_id: int | None) -> None:
        """Show which building is open, without opening it."""
        self.current = building_id
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self.list.setCurrentIndex(self.model.index(-1, -1))
        self.list.clearSelection()
        for row in range(self.model.rowCount()):
            if building_id is not None and self.model.item(row).data(_ID) == building_id:
                self.list.setCurrentIndex(self.model.index(row, 0))
                self.list.scrollTo(self.model.index(row, 0))
        selection.blockSignals(False)
        self.list.viewport().update()

    def _first(self) -> None:
        rows = [row for row in range(self.model.rowCount()) if self.model.item(row).data(_ID) is not None]
        if rows:
            self.list.setFocus()
            self.list.setCurrentIndex(self.model.index(rows[0], 0))

    def _chosen(self, index: Index) -> None:
        found = index.data(_ID) if index.isValid() else None
        if found is not None and found != self.current:
            self.current = found
            self.picked.emit(found)

    def sizeHint(self) -> QSize:
        """As narrow as it may be."""
        return QSize(theme.px(WIDTH), theme.px(400))


def _heading(group: AreaGroup) -> QStandardItem:
    item = QStandardItem(group.name or _("没有片区"))
    item.setData(_("{buildings} 幢 {firms} 家").format(buildings=len(group.buildings), firms=f"{group.firms:,}"), _COUNT)
    item.setFlags(Qt.ItemFlag.ItemIsEnabled)
    return item
