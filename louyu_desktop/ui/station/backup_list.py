"""The backups of a station as a list: number, when, why, how large, whether it was proven, where it lies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from PySide6.QtWidgets import QHeaderView, QWidget

from louyu_desktop.fields import Field, Kind
from louyu_desktop.rules.dates import SHANGHAI
from louyu_desktop.services.backup_copies import BackupCopy
from louyu_desktop.text import N_, _
from louyu_desktop.ui.fields.cells import FIELD_ROLE, PADDING, ROW_ROLE, Index, PaintedTable, Role

COLUMNS = (
    Field(name="made", label=N_("做于")),
    Field(name="why", label=N_("为什么")),
    Field(name="proof", label=N_("验证")),
    Field(name="records", label=N_("记录"), kind=Kind.INTEGER),
    Field(name="size", label=N_("大小"), kind=Kind.INTEGER),
    Field(name="place", label=N_("在哪里")),
)
_WIDTHS = (170, 110, 190, 90, 100)
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def megabytes(size: int) -> str:
    """A size in words."""
    return f"{size / (1 << 20):,.1f} MB" if size >= 1 << 20 else f"{max(size // 1024, 1):,} kB"


class BackupRows(QAbstractTableModel):
    """One line a backup, the newest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._copies: Sequence[BackupCopy] = ()

    def show(self, copies: Sequence[BackupCopy]) -> None:
        """Show these."""
        self.beginResetModel()
        self._copies = copies
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._copies)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The columns of the list."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The heading; its field under FIELD_ROLE."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        field = COLUMNS[section]
        side = _RIGHT if field.kind is Kind.INTEGER else _LEFT
        return {Role.DisplayRole: _(field.label), FIELD_ROLE: field, Role.TextAlignmentRole: side}.get(Role(role))

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell, its `BackupCopy` under ROW_ROLE."""
        one = self._copies[index.row()]
        if role == ROW_ROLE:
            return one
        if role == Role.TextAlignmentRole:
            return _RIGHT if COLUMNS[index.column()].kind is Kind.INTEGER else _LEFT
        return self._words(one, COLUMNS[index.column()].name) if role in {Role.DisplayRole, Role.ToolTipRole} else None

    def _words(self, one: BackupCopy, name: str) -> str:
        match name:
            case "made":
                return one.made_at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
            case "why":
                return one.label
            case "proof":
                return one.proof
            case "records":
                return f"{sum(one.counts.values()):,}"
            case "size":
                return megabytes(one.size)
            case _:
                return _("两处都有") if one.second_at else _("这台电脑")


class BackupTable(PaintedTable):
    """The list itself; one line may be chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title="made")
        self.first = PADDING
        self.rows = BackupRows(self)
        self.setModel(self.rows)
        self.setSelectionMode(PaintedTable.SelectionMode.SingleSelection)
        self.setAccessibleName(_("备份"))
        header = self.horizontalHeader()
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for section, width in enumerate(_WIDTHS):
            self.setColumnWidth(section, width)

    def chosen(self) -> BackupCopy | None:
        """The backup of the chosen line."""
        found: BackupCopy | None = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return found
