"""How many records of each kind there are; each number opens its list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.services.overview import CountTile
from louyu_desktop.text import _
from louyu_desktop.ui.buttons import Button
from louyu_desktop.ui.messages import clear


class CountRow(QWidget):
    """The numbers under the greeting; `wanted` carries the query of the list behind one."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)

    def put(self, tiles: tuple[CountTile, ...]) -> None:
        """Show these numbers instead of the ones before."""
        clear(self._row)
        for tile in tiles:
            words = _("{label} {count} {counter}").format(
                label=tile.label, count=f"{tile.number:,}", counter=tile.counter
            )
            button = Button(words, "count", small=True)
            button.setProperty("query", Query(tile.kind))
            button.clicked.connect(self._chosen)
            self._row.addWidget(button)
        self._row.addStretch(1)

    def _chosen(self) -> None:
        self.wanted.emit(self.sender().property("query"))
