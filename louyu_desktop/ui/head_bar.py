"""The bar at the top of a page that stands over the window or beside it."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget


class HeadBar(QFrame):
    """The way back and what this is at the left, what can be done with it at the right."""

    def __init__(self, left: Iterable[QWidget], right: Iterable[QWidget] = ()) -> None:
        super().__init__()
        self.setProperty("bar", "top")
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 16, 0)
        row.setSpacing(8)
        for widget in left:
            row.addWidget(widget)
        row.addStretch(1)
        for widget in right:
            row.addWidget(widget)
