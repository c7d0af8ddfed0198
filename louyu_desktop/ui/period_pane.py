"""A page of numbers: those of the days that are chosen in tiles, and broken down in a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.text import _
from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Column, Lines, LinesTable
from louyu_desktop.ui.parts import EmptyState
from louyu_desktop.ui.period_head import PeriodHead
from louyu_desktop.ui.reading import Reading
from louyu_desktop.ui.tile import Tile, tile_row

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

M = TypeVar("M", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Doing(Generic[M]):
    """What a page of numbers does: it reads the days that are chosen, opens what a number counts, prints."""

    read: Callable[[dt.date, dt.date], object]
    open_whole: Callable[[M], object]
    open_cell: Callable[[Any, str], object]
    print: Callable[[], object]


class PeriodPane(QFrame, Generic[M]):
    """`tiles` are the numbers with what they count; the first of the `columns` is `label`.

    It is read again whenever it is shown after a change.
    """

    def __init__(
        self, context: Context, parent: QWidget | None, head: PeriodHead, tiles: Mapping[M, str],
        columns: Sequence[Column], empty: EmptyState, doing: Doing[M],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context, self._doing = context, doing
        self.head, self.empty = head, empty
        self.tiles = {one: Tile(_(one.value), _(about), self) for one, about in tiles.items()}
        self.model = Lines(columns, context.guest, self)
        self.table = LinesTable(self.model, self, title="label")
        self.table.first = PADDING
        self.empty.hide()
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(20, 12, 20, 12)
        self._whole.setSpacing(10)
        self._whole.addWidget(self.head)
        self._whole.addLayout(tile_row(self.tiles.values()))
        self._reading = Reading(context, self, self.ask)
        self.head.changed.connect(self.ask)
        self.head.printed.connect(doing.print)
        for one, tile in self.tiles.items():
            tile.clicked.connect(partial(doing.open_whole, one))
        self.table.chosen.connect(doing.open_cell)

    def ask(self) -> None:
        """Read what is chosen; a day that is none is marked where it stands."""
        try:
            first, last = self.head.period()
        except UserError:
            return
        self._doing.read(first, last)

    def put(self, by: StrEnum, rows: Sequence[Any]) -> None:
        """Show the rows, by what they are broken down; without any, `empty` says so."""
        self.model.rename("label", by.value)
        self.model.put(rows)
        self.table.setVisible(bool(rows))
        self.empty.setVisible(not rows)
