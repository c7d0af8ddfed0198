"""Ctrl+R in a list: the number in the current cell whole, for half a minute."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTableView

from louyu_desktop.rules.masks import is_masked
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.lists.model import ListModel

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class RevealCell(QObject):
    """The action that shows the number in the current cell of a table; `action` stands in menus and under its key."""

    def __init__(self, context: Context, table: QTableView, model: ListModel) -> None:
        super().__init__(table)
        self._context = context
        self._table = table
        self._model = model
        self.action = bind(table, "reveal", self._ask)
        self.action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

    @property
    def cell(self) -> tuple[int, str] | None:
        """Record and field of the current cell, where its words stand behind stars; None in guest view."""
        index = self._table.currentIndex()
        row = self._model.loaded(index.row()) if index.isValid() and not self._context.guest.on else None
        field = self._model.columns[index.column()] if row is not None else None
        if row is None or field is None or not is_masked(field) or row.values.get(field.name) is None:
            return None
        return row.id, field.name

    def _ask(self) -> None:
        if self.cell is not None:
            self._model.revealed.ask(*self.cell)
