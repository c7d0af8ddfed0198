"""A button that says what comes of it: where somebody has to choose between a few ways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from louyu_desktop.ui.labels import IconLabel, Label
from louyu_desktop.ui.theme import theme


class WayButton(QPushButton):
    """One of a few ways: an icon, what it is called, and what comes of it."""

    def __init__(self, icon: str, title: str, sentence: str) -> None:
        super().__init__()
        self.setProperty("kind", "tile")
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
        words = QVBoxLayout()
        words.setSpacing(2)
        parts = Label(title, "section"), Label(sentence, "label", "text2", wrap=True)
        for part in parts:
            words.addWidget(part)
        drawn = IconLabel(icon, "accent", 30)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 12, 18, 12)
        row.setSpacing(16)
        row.addWidget(drawn, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        inside: tuple[QWidget, ...] = (*parts, drawn)
        for one in inside:
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(theme.px(78))
