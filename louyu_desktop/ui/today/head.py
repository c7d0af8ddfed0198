"""The head of 今日: the greeting, the day in a line, how many records there are, and what is begun most often."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.ui.context import Context
from louyu_desktop.ui.labels import ElidedLabel, Label
from louyu_desktop.ui.today import leading
from louyu_desktop.ui.today.counts import CountRow


class Head(QWidget):
    """Words at the left, buttons at the right, numbers below."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._title = Label("", "title")
        self._line = ElidedLabel("", "label")
        self.counts = CountRow()
        self.counts.wanted.connect(context.open_query)
        self._verbs = leading.buttons(context)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in self._verbs:
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(row)
        whole.addWidget(self.counts)

    def show_words(self, title: str, line: str) -> None:
        """The greeting and the day."""
        self._title.setText(title)
        self._line.setText(line)

    def show_verbs(self, shown: bool) -> None:
        """Buttons only where there is something to do it with."""
        for button in self._verbs:
            button.setVisible(shown)
