"""The two-line rows of attachments: what it is called, then what it is, how large, whose."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from louyu_desktop.services.attachments import AttachmentLine
from louyu_desktop.text import _
from louyu_desktop.ui.attachments.words import ICONS, about, called
from louyu_desktop.ui.elided import write
from louyu_desktop.ui.icons import paint_icon
from louyu_desktop.ui.plain import tip
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Index = QModelIndex | QPersistentModelIndex
ROLE = Qt.ItemDataRole.UserRole
_HEIGHT = 50
_LEFT, _BOX, _GAP = 20, 32, 12


class LineModel(QAbstractListModel):
    """The attachments of one record."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.lines: tuple[AttachmentLine, ...] = ()

    def put(self, lines: Sequence[AttachmentLine]) -> None:
        """Show others."""
        self.beginResetModel()
        self.lines = tuple(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """As many as there are."""
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name for screen readers and tooltips, the line itself for the delegate."""
        line = self.lines[index.row()]
        if role == ROLE:
            return line
        name = called(self._context, line)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{name}，{about(line)}"
        return tip(name) if role == Qt.ItemDataRole.ToolTipRole else None


class LineDelegate(QStyledItemDelegate):
    """Paints everything from the tokens in use."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines."""
        return QSize(200, theme.px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        line: AttachmentLine = index.data(ROLE)
        rect = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.colour("selected" if chosen else "hover"))
        if chosen:
            painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.colour("accent"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(QPen(theme.colour("line"), 0))
        painter.drawLine(int(rect.left()), int(rect.bottom()) - 1, int(rect.right()), int(rect.bottom()) - 1)
        self._box(painter, rect, ICONS[line.media])
        left = rect.left() + theme.px(_LEFT + _BOX + _GAP)
        half = rect.height() / 2
        words = QRectF(left, rect.top() + theme.px(5), rect.right() - left - theme.px(16), half - theme.px(5))
        write(painter, words, called(self._context, line), "text", 14, bold=True)
        words.translate(0, half - theme.px(6))
        write(painter, words, about(line) if line.shown else _("{about}·只能另存").format(about=about(line)), "text2", 13)

    def _box(self, painter: QPainter, rect: QRectF, icon: str) -> None:
        side = theme.px(_BOX)
        box = QRectF(rect.left() + theme.px(_LEFT), rect.center().y() - side / 2, side, side)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(box, theme.px(6), theme.px(6))
        inside = (side - theme.px(18)) / 2
        paint_icon(painter, box.adjusted(inside, inside, -inside, -inside), icon, "text2")


class LineList(QListView):
    """Rows of attachments; arrows choose, several with Shift and Ctrl."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = LineModel(context, self)
        self.setModel(self.rows)
        self.setItemDelegate(LineDelegate(context, self))
        self.setAccessibleName(_("附件"))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.changed.connect(self.scheduleDelayedItemsLayout)
        context.guest.changed.connect(self.viewport().update)

    def put(self, lines: Sequence[AttachmentLine]) -> None:
        """Show others; what was chosen stays so where it is still there, else the first is."""
        kept = {line.id for line in self.chosen()}
        self.rows.put(lines)
        for row, line in enumerate(lines):
            if line.id in kept:
                self.selectionModel().select(self.rows.index(row), self.selectionModel().SelectionFlag.Select)
        if lines and not self.chosen():
            self.setCurrentIndex(self.rows.index(0))

    def chosen(self) -> tuple[AttachmentLine, ...]:
        """Those that are selected, from the top."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        return tuple(self.rows.lines[row] for row in rows)
