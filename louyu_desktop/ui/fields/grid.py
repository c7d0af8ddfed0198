"""The fields of a form in their groups, one or two side by side, built a few at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity, Kind
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editors import ChoicesEditor
from louyu_desktop.ui.fields.rows import FieldRow
from louyu_desktop.ui.parts import Hairline, Label
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Groups = Sequence[tuple[str, Sequence[str]]]
SLICE = 0.012
WIDE_FROM = 25
TWO_COLUMNS_FROM = 620


class FieldGrid(QWidget):
    """`rows` by field name; `typed(name)` while one types. The window never stalls while it is built."""

    typed = Signal(str)

    def __init__(
        self, context: Context, entity: Entity, groups: Groups, short: Mapping[str, str], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = entity
        self._short = short
        self.rows: dict[str, FieldRow] = {}
        self._two = True
        self._needs = 0
        """The least width of two columns, once they did not fit."""
        self._grids: list[tuple[QGridLayout, list[FieldRow]]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.complete = False
        self._work = self._build(groups)
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._build_some)
        self._next.start()
        theme.changed.connect(self._forget)

    def _build_some(self) -> None:
        until = time.perf_counter() + SLICE
        while not self.complete:
            self.complete = next(self._work, None) is None
            if self.complete:
                self._arrange()
            if time.perf_counter() > until:
                self._next.start()
                return

    def finish(self) -> None:
        """Build what is still missing."""
        for _name in self._work:
            pass
        self.complete = True
        self._arrange()

    def _build(self, groups: Groups) -> Iterator[str]:
        for number, (title, names) in enumerate(groups):
            rows = []
            for name in names:
                short, entity = self._short.get(name, ""), self._entity
                row = FieldRow(entity.field(name), self._context, self, short, entity.kind)
                row.editor.changed.connect(partial(self.typed.emit, name))
                row.ensurePolished()  # now, in slices, instead of all at once when the form is shown
                rows.append(row)
                yield name
            self._add_group(title, rows, number)
            self.rows.update({row.field.name: row for row in rows})

    def _add_group(self, title: str, rows: list[FieldRow], number: int) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        self._grids.append((grid, rows))
        self._place(grid, rows)
        box = QVBoxLayout()
        box.setSpacing(8)
        if number:
            box.addSpacing(2)
            box.addWidget(Hairline())
            box.addSpacing(2)
        if title:
            box.addWidget(Label(_(title), "group"))
        box.addLayout(grid)
        self._column.addLayout(box)

    def _place(self, grid: QGridLayout, rows: list[FieldRow]) -> None:
        """Two columns where there is room; long fields take the whole width."""
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1 if self._two else 0)
        line = column = 0
        for row in rows:
            grid.removeWidget(row)
            wide = row.field.width >= WIDE_FROM or row.field.kind is Kind.NOTE or isinstance(row.editor, ChoicesEditor)
            span = 2 if wide and self._two else 1
            if column and (wide or not self._two):
                line, column = line + 1, 0
            grid.addWidget(row, line, column, 1, span, Qt.AlignmentFlag.AlignTop)
            column += span
            if column >= (2 if self._two else 1):
                line, column = line + 1, 0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One or two columns, as the width allows."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        room = self.width()
        if self._two:
            self._needs = max((grid.minimumSize().width() for grid, _rows in self._grids), default=0)
        two = room >= max(theme.px(TWO_COLUMNS_FROM), self._needs)
        if two != self._two:
            self._two = two
            for grid, rows in self._grids:
                self._place(grid, rows)

    def _forget(self) -> None:
        """Fields of another size: two columns are tried again."""
        self._needs = 0
