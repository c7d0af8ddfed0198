"""A number as a button: pressed it opens the records that it counts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.theme import theme


class Tile(QPushButton):
    """A number with its name and what it counts; pressed it opens the records."""

    def __init__(self, name: str, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "tile")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setToolTip(about)
        self._called = name
        self._figure = Label("—", "figure")
        self._name = Label(name, "label")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 14, 8)
        layout.setSpacing(0)
        for label in (self._figure, self._name):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            layout.addWidget(label)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        words = max(self._name.sizeHint().width(), self._figure.sizeHint().width())
        self.setMinimumWidth(max(theme.px(104), words + theme.px(30)))

    def put(self, value: int | None) -> None:
        """Show a number; one that the person may not know is not there."""
        self.setVisible(value is not None)
        self.say("" if value is None else f"{value:,}")

    def say(self, words: str) -> None:
        """Show a number in words."""
        self._figure.setText(words)
        self._fit()
        self.setAccessibleName(_("{name} {number}").format(name=self._called, number=words))


def tile_row(tiles: Iterable[Tile]) -> QHBoxLayout:
    """Tiles side by side, from the left."""
    row = QHBoxLayout()
    row.setSpacing(10)
    for tile in tiles:
        row.addWidget(tile)
    row.addStretch(1)
    return row
