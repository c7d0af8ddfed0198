"""A small table of frozen rows: columns with their words, and what a click on a cell opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import FIELD_ROLE, RIGHT, ROW_ROLE, Index, PaintedTable, Role
from louyu_desktop.ui.guest import GuestView
from louyu_desktop.ui.theme import theme

_ROOT = QModelIndex()
_CHARACTER = 7.6
_REST, _LEAST = 100, 84
"""What the column that takes the rest has at least, and below what the others do not go for it."""
_LEFT_SIDE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT_SIDE = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """A heading (its field says how wide, which side, and how far guests see it) and the words of a row."""

    field: Field
    words: Callable[[Any], str]


class Lines(QAbstractTableModel):
    """Rows that were read whole."""

    def __init__(self, columns: Sequence[Column], guest: GuestView, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.rows: tuple[Any, ...] = ()
        self._guest = guest

    def put(self, rows: Sequence[Any]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rename(self, name: str, label: str) -> None:
        """Another heading for a column."""
        for place, one in enumerate(self.columns):
            if one.field.name == name:
                field = Field(name=name, label=label, kind=one.field.kind, width=one.field.width)
                self.columns = (*self.columns[:place], Column(field, one.words), *self.columns[place + 1 :])
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, place, place)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as were put."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """As declared."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings."""
        field = self.columns[section].field
        if role == FIELD_ROLE:
            return field
        if role == Role.TextAlignmentRole:
            return _RIGHT_SIDE if field.kind in RIGHT else _LEFT_SIDE
        return _(field.label) if role == Role.DisplayRole and orientation is Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell, masked for guests."""
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == ROW_ROLE:
            return row
        if role == Role.TextAlignmentRole:
            return _RIGHT_SIDE if column.field.kind in RIGHT else _LEFT_SIDE
        if role in (Role.DisplayRole, Role.AccessibleTextRole):
            return self._guest.show(column.field, column.words(row))
        return None


class LinesTable(PaintedTable):
    """`chosen(row, name)` when a cell is clicked, or Enter is pressed on its row."""

    chosen = Signal(object, str)

    def __init__(
        self, model: Lines, parent: QWidget, *, title: str, due: tuple[str, ...] = (), wide: str = ""
    ) -> None:
        super().__init__(parent, title, due)
        headed = next((one.field.label for one in model.columns if one.field.name == title), "")
        self.setAccessibleName(_("列表：{what}").format(what=_(headed)) if headed else _("列表"))
        self.lines = model
        self._wide = wide or title
        self.setModel(model)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for place, column in enumerate(model.columns):
            takes = column.field.name == self._wide
            header.setSectionResizeMode(
                place, QHeaderView.ResizeMode.Stretch if takes else QHeaderView.ResizeMode.Interactive
            )
        self.clicked.connect(self._choose)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.fit)
        self.fit()

    def fit(self) -> None:
        """The widths at the text size in use; in little room all give some to the one that takes the rest."""
        names = [column.field.name for column in self.lines.columns]
        shown = [not self.isColumnHidden(n) for n in range(len(names))]
        wanted = [self._wanted(column) if there else 0 for column, there in zip(self.lines.columns, shown, strict=True)]
        rest = names.index(self._wide) if self._wide in names else -1
        over = sum(wanted) - wanted[rest] + theme.px(_REST) - self.viewport().width()
        spare = {n: max(wanted[n] - theme.px(_LEAST), 0) for n in range(len(names)) if n != rest}
        slack = sum(spare.values())
        if rest >= 0 and over > 0 and slack:
            share = min(1.0, over / slack)
            wanted = [width - round(spare.get(n, 0) * share) for n, width in enumerate(wanted)]
        for place, width in enumerate(wanted):
            self.setColumnWidth(place, width)
        self.set_row_height(36)

    def _wanted(self, column: Column) -> int:
        head = self.horizontalHeader().fontMetrics().horizontalAdvance(_(column.field.label)) + theme.px(24)
        return max(theme.px(round(column.field.width * _CHARACTER) + 20), head)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._choose(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _choose(self, index: Index) -> None:
        if index.isValid():
            self.chosen.emit(self.lines.rows[index.row()], self.lines.columns[index.column()].field.name)


def number(name: str, label: str, width: int, words: Callable[[Any], int | None]) -> Column:
    """A column of whole numbers; None stands for what is not known."""

    def shown(row: Any) -> str:
        value = words(row)
        return "" if value is None else f"{value:,}"

    return Column(Field(name=name, label=label, kind=Kind.INTEGER, width=width), shown)
