"""The lines of the station's log as a table: a page at a time, as far as one scrolls."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Field
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.rules.topics import LABELS
from louyu_desktop.services.audit_copies import LogEntry, LogPart, LogQuery
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.cells import FIELD_ROLE, ROW_ROLE, Index, Role

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

COLUMNS = (
    Field(name="at", label=N_("时间"), width=17), Field(name="who", label=N_("谁"), width=9),
    Field(name="topic", label=N_("类别"), width=14), Field(name="text", label=N_("做了什么"), width=50),
    Field(name="rows", label=N_("涉及"), width=9), Field(name="state", label=N_("现状"), width=9),
)  # fmt: skip
"""Headings and widths in characters."""

_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class LogModel(QAbstractTableModel):
    """`counted(n)` when a query was answered."""

    counted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._query = LogQuery()
        self._entries: list[LogEntry] = []
        self._count = 0
        self._asked = 0
        self._reading = False

    def ask(self, query: LogQuery) -> None:
        """Show what another query finds."""
        self._query = query
        self.refresh()

    def refresh(self) -> None:
        """Read the newest part again."""
        self._asked += 1
        self._read(None)

    def _read(self, before: int | None) -> None:
        self._reading = True
        audit, query = self._context.services.audit, self._query
        self._context.tasks.read(
            self, lambda _control: audit.log(query, before=before), partial(self._show, self._asked, before)
        )

    def _show(self, asked: int, before: int | None, part: LogPart) -> None:
        if asked != self._asked:
            return
        self._reading = False
        if before is None:
            self.beginResetModel()
            self._entries = list(part.entries)
            self.endResetModel()
        elif part.entries:
            self.beginInsertRows(_ROOT, len(self._entries), len(self._entries) + len(part.entries) - 1)
            self._entries += part.entries
            self.endInsertRows()
        self._count = part.count
        self.counted.emit(part.count)

    def entry(self, row: int) -> LogEntry | None:
        """The line of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def place_of(self, entry_id: int | None) -> int | None:
        """The row of a line, if it was read already."""
        return next((row for row, entry in enumerate(self._entries) if entry.id == entry_id), None)

    # what a table asks

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are older lines."""
        return not parent.isValid() and not self._reading and 0 < len(self._entries) < self._count

    def fetchMore(self, _parent: Index) -> None:
        """Read the next older part."""
        self._read(self._entries[-1].id)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as were read so far."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Time, who, kind, what, how many, whether it was taken back."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The headings."""
        if role == FIELD_ROLE:
            return COLUMNS[section]
        if role == Role.TextAlignmentRole:
            return _RIGHT if COLUMNS[section].name == "rows" else _LEFT
        horizontal = orientation is Qt.Orientation.Horizontal
        return _(COLUMNS[section].label) if role == Role.DisplayRole and horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell; guests see what was done, not to whom."""
        entry, name = self._entries[index.row()], COLUMNS[index.column()].name
        if role == ROW_ROLE:
            return entry
        if role == Role.TextAlignmentRole:
            return _RIGHT if name == "rows" else _LEFT
        if role == Role.ToolTipRole and name == "text" and not self._context.guest.on:
            return entry.text
        return self._words(entry, name) if role == Role.DisplayRole else None

    def _words(self, entry: LogEntry, name: str) -> str:
        match name:
            case "at":
                return f"{entry.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            case "topic":
                return _(LABELS[entry.topic])
            case "text":
                return entry.text.partition("：")[0] if self._context.guest.on else entry.text
            case "rows":
                return _("{count} 条").format(count=f"{entry.rows:,}") if entry.rows else ""
            case "who":
                return entry.who
            case _:
                return entry.state
