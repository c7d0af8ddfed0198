"""The table of the small windows of planning: words stand below their headings."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from louyu_desktop.ui.fields.cells import PADDING
from louyu_desktop.ui.lines import Lines, LinesTable
from louyu_desktop.ui.theme import theme


class PlanTable(LinesTable):
    """`chosen(row, name)` as its base; the first column has no margin of its own."""

    def __init__(self, model: Lines, parent: QWidget, *, title: str) -> None:
        super().__init__(model, parent, title=title)

    def fit(self) -> None:
        """The widths at the text size in use."""
        self.first = theme.px(PADDING)
        super().fit()
