"""The rows of an import plan: Excel's row numbers, before → after in one cell, choices and mending in the row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QEvent, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from louyu_desktop.services.import_plan import Action, PlanRow
from louyu_desktop.text import _
from louyu_desktop.ui.drawn_rows import PAD, paint_badge, paint_button, paint_ground
from louyu_desktop.ui.fields.cells import Index, rect_of
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.imports.lines import TONES, WORDS, in_order, words
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

_NOWHERE = QModelIndex()
_ROW, _ACTION, _TITLE, _FACTS, _WORDS = range(5)
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
_MEND = "mend"


class PlanModel(QAbstractTableModel):
    """Only the rows that the segment shows, by index: a hundred thousand cost nothing until painted."""

    mended = Signal(object, str, str)  # row, field, text
    order_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all: Sequence[PlanRow] = ()
        self._shown: list[PlanRow] = []
        self._label = ""
        self._labels: Mapping[str, str] = {}
        self._actions: frozenset[Action] = frozenset(Action)
        self._sheets = False
        self._mask: Callable[[str], str] | None = None
        self.by_row = False

    def cover(self, mask: Callable[[str], str] | None) -> None:
        """While visitors look, titles go through `mask` and what was read is not shown."""
        self._mask = mask
        self.layoutChanged.emit()

    def show_rows(
        self,
        rows: Sequence[PlanRow],
        label: str,
        labels: Mapping[str, str],
        actions: frozenset[Action] = frozenset(Action),
    ) -> None:
        """Another plan; `label` is what one record is called, `labels` name the fields of the file."""
        self.beginResetModel()
        self._actions = actions
        self._all, self._label, self._labels = rows, label, labels
        self._sheets = len({row.sheet for row in rows}) > 1
        self._choose()
        self.endResetModel()

    def show_actions(self, actions: frozenset[Action]) -> None:
        """Only rows of these actions."""
        self.beginResetModel()
        self._actions = actions
        self._choose()
        self.endResetModel()

    def _choose(self) -> None:
        self._shown = in_order(self._all, self._actions, by_row=self.by_row)

    def row(self, place: int) -> PlanRow:
        """The row of the file that stands at a place of the table."""
        return self._shown[place]

    def place_of(self, sheet: str, number: int) -> int:
        """Where a row of the file stands; -1 when it is not shown."""
        wanted = (sheet, number)
        return next((place for place, row in enumerate(self._shown) if (row.sheet, row.row) == wanted), -1)

    # ---- Qt's model

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """Rows shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """Row, action, title, what tells it apart, words."""
        return 0 if parent.isValid() else _WORDS + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (_("行"), _("处理"), self._label, _("所在"), _("会改动什么"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words for the screen, the screen reader and the tooltip; the row itself for the delegate."""
        row = self._shown[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.EditRole:
            return row.problems[0].value if row.problems else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, index.column(), whole=False)
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            words = self._text(row, index.column(), whole=True)
            return tip(words) if role == Qt.ItemDataRole.ToolTipRole else words
        return None

    def _text(self, row: PlanRow, column: int, *, whole: bool) -> str:
        if self._mask is not None and column in {_TITLE, _WORDS}:
            return self._mask(row.title) if column == _TITLE else "—"
        if column == _WORDS:
            return words(row, self._label, self._labels, whole=whole)
        number = f"{row.sheet} {row.row}" if self._sheets else str(row.row)
        return (number, _(WORDS[row.action]), row.title, row.subtitle)[column]

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A cell with a problem can be mended in its row."""
        base = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        mendable = index.column() == _WORDS and self._mask is None and mends(self._shown[index.row()])
        return base | Qt.ItemFlag.ItemIsEditable if mendable else base

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell the wizard what the cell should say; the plan is made again with it."""
        row = self._shown[index.row()]
        if role != Qt.ItemDataRole.EditRole or not mends(row) or value == row.problems[0].value:
            return False
        self.mended.emit(row, row.problems[0].field, str(value))
        return True

    def sort(self, column: int, _order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By Excel's row, or by what becomes of it."""
        if column > _ACTION or self.by_row == (column == _ROW):
            return
        self.by_row = column == _ROW
        self.show_actions(self._actions)
        self.order_changed.emit()


def mends(row: PlanRow) -> bool:
    """Whether the first problem of a row belongs to a cell that can be typed anew."""
    return bool(row.problems) and bool(row.problems[0].field)


class PlanDelegate(QStyledItemDelegate):
    """Paints the whole row: badge, words in the colour of their meaning, buttons of a choice."""

    pressed = Signal(object, str)  # row, key of the choice

    def __init__(self, parent: QTableView) -> None:
        super().__init__(parent)
        self._table = parent

    def buttons(self, row: PlanRow) -> tuple[tuple[str, str], ...]:
        """The buttons that stand in a row: key and words."""
        if row.question is not None and row.action is Action.ASK:
            return tuple((choice.key, choice.label) for choice in row.question.choices)
        return ((_MEND, _("改这一格")),) if mends(row) else ()

    def button_rects(self, rect: QRect, row: PlanRow) -> list[QRect]:
        """Where they stand, left to right."""
        px = theme.px
        found: list[QRect] = []
        right = rect.right() - px(14)
        for _key, text in reversed(self.buttons(row)):
            width = max(px(88), self._table.fontMetrics().horizontalAdvance(text) + px(28))
            found.insert(0, QRect(right - width, rect.center().y() - px(13), width, px(26)))
            right -= width + px(6)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One cell."""
        row: PlanRow = index.data(ROW_ROLE)
        rect = rect_of(option)
        painter.save()
        paint_ground(painter, option, first=index.column() == _ROW)
        if index.column() == _ACTION:
            paint_badge(painter, rect, _(WORDS[row.action]), TONES[row.action])
        else:
            self._words(painter, rect, index, row)
        painter.restore()

    def _words(self, painter: QPainter, rect: QRect, index: Index, row: PlanRow) -> None:
        last = index.column() == _WORDS
        inner = rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        if last:
            rects = self.button_rects(rect, row)
            if rects:
                inner.setRight(rects[0].left() - theme.px(8))
            if row.warnings and row.action is not Action.REFUSED:
                side = theme.px(16)
                mark = QRect(inner.left(), rect.center().y() - side // 2, side, side)
                paint_icon(painter, mark.toRectF(), "alert", "warn")
                inner.setLeft(mark.right() + theme.px(6))
            for box, (_key, words_) in zip(rects, self.buttons(row), strict=True):
                paint_button(painter, box, words_)
        text = str(index.data() or "")
        refused = last and row.action is Action.REFUSED
        tone = "danger" if refused else "text2" if index.column() == _FACTS else "text"
        right = index.column() == _ROW
        painter.setFont(theme.font(14))
        painter.setPen(theme.colour(tone if text else "off"))
        text = painter.fontMetrics().elidedText(text or "—", Qt.TextElideMode.ElideRight, inner.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Rows are all of one height."""
        return QSize(theme.px(80), theme.px(40))

    def press(self, index: Index, key: str) -> None:
        """A button was pressed, by mouse or by digit."""
        if key == _MEND:
            cell = index.model().index(index.row(), _WORDS)
            if cell.flags() & Qt.ItemFlag.ItemIsEditable:
                self._table.edit(cell)
        else:
            self.pressed.emit(index.data(ROW_ROLE), key)

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """A click on a button of the row."""
        is_words = index.column() == _WORDS
        if is_words and isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            row: PlanRow = index.data(ROW_ROLE)
            rect = rect_of(option)
            for box, (key, _words) in zip(self.button_rects(rect, row), self.buttons(row), strict=True):
                if box.contains(event.position().toPoint()):
                    self.press(index, key)
                    return True
        return super().editorEvent(event, model, option, index)

    # ---- mending

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line with the value as it stands in the file; the reason stays in its tooltip."""
        row: PlanRow = index.data(ROW_ROLE)
        editor = QLineEdit(parent)
        editor.setProperty("small", True)
        editor.setPlaceholderText(row.problems[0].column)
        editor.setToolTip(tip(row.problems[0].reason))
        editor.setAccessibleName(row.problems[0].column)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands in the file."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand the new value on."""
        if isinstance(editor, QLineEdit):
            model.setData(model.index(index.row(), index.column()), editor.text().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """The editor fills the cell."""
        rect = rect_of(option)
        editor.setGeometry(rect.adjusted(theme.px(4), theme.px(5), -theme.px(14), -theme.px(6)))


class PlanHeader(QHeaderView):
    """Headings in small grey; the one that orders is bold with a chevron."""

    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        """34 px."""
        return QSize(super().sizeHint().width(), theme.px(34))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """One heading."""
        model = self.model()
        orders = isinstance(model, PlanModel) and section == (_ROW if model.by_row else _ACTION)
        painter.fillRect(rect, theme.colour("surface"))
        painter.setPen(QPen(theme.colour("line"), 0))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(theme.font(13, bold=orders))
        painter.setPen(theme.colour("text" if orders else "text3"))
        inner = rect.adjusted(theme.px(PAD), 0, -theme.px(PAD), 0)
        side = Qt.AlignmentFlag.AlignRight if section == _ROW else Qt.AlignmentFlag.AlignLeft
        text = str(model.headerData(section, Qt.Orientation.Horizontal) or "")
        if orders:
            size = theme.px(14)
            if section == _ROW:
                inner.setRight(inner.right() - size)
            width = painter.fontMetrics().horizontalAdvance(text) + theme.px(4)
            left = inner.right() if section == _ROW else inner.left() + width
            chevron = QRect(left, rect.center().y() - size // 2, size, size)
            paint_icon(painter, chevron.toRectF(), "down", "accent")
        painter.drawText(inner, side | Qt.AlignmentFlag.AlignVCenter, text)


class PlanTable(QTableView):
    """The table itself; digits 1 and 2 choose in the current row, Enter or F2 mend its cell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plan = PlanModel(self)
        self.delegate_ = PlanDelegate(self)
        self.setModel(self.plan)
        self.setItemDelegate(self.delegate_)
        self.setHorizontalHeader(PlanHeader(self))
        self.horizontalHeader().sectionClicked.connect(self.plan.sort)
        self.plan.order_changed.connect(self.horizontalHeader().viewport().update)
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("导入的每一行"))
        self.plan.modelReset.connect(self.fit)
        theme.changed.connect(self.fit)

    def fit(self) -> None:
        """Widths from the look; the words take what is left, and never less than half."""
        self.verticalHeader().setDefaultSectionSize(theme.px(40))
        room = max(self.viewport().width(), theme.px(400)) // 2 - theme.px(72 + 80)
        widths = (theme.px(72), theme.px(80), min(theme.px(220), room * 3 // 5), min(theme.px(180), room * 2 // 5))
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)
        self.horizontalHeader().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 and 2 press the buttons of the row, Enter mends."""
        index = self.currentIndex()
        typing = self.state() == QAbstractItemView.State.EditingState  # Enter comes through from the editor
        if index.isValid() and not typing:
            buttons = self.delegate_.buttons(self.plan.row(index.row()))
            digit = event.key() - Qt.Key.Key_1
            if 0 <= digit < len(buttons):
                self.delegate_.press(index, buttons[digit][0])
                return
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and buttons:
                self.delegate_.press(index, buttons[0][0])
                return
        super().keyPressEvent(event)
