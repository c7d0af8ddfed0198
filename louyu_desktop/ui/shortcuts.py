"""The Ctrl+/ sheet: every key of the table of actions, searchable."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.actions import ACTIONS, Action
from louyu_desktop.ui.labels import Label
from louyu_desktop.ui.search_line import SearchLine
from louyu_desktop.ui.theme import theme


class ShortcutSheet(QDialog):
    """Three columns of keys and words; typing narrows them, Esc closes."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("快捷键"))
        roomy.size(self, 900, 620)
        self._lines: list[tuple[str, QWidget]] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        head = QHBoxLayout()
        head.addWidget(Label(_("快捷键"), "title"))
        head.addStretch(1)
        box = SearchLine(_("找一个键或一件事"))
        box.setFixedWidth(theme.px(240))
        box.searched.connect(self._narrow)
        head.addWidget(box)
        layout.addLayout(head)
        layout.addWidget(Label(_("单个字母的键只在不打字的地方有用"), "hint"))
        layout.addWidget(self._sheet(), 1)
        box.setFocus()

    def _sheet(self) -> QScrollArea:
        page = QWidget()
        columns = QHBoxLayout(page)
        columns.setSpacing(28)
        groups = [(name, list(group)) for name, group in groupby(ACTIONS, key=lambda action: action.group)]
        sides: list[QVBoxLayout] = [QVBoxLayout(), QVBoxLayout()]
        for number, (name, actions) in enumerate(groups):
            side = sides[0 if number in (0, 3) else 1]
            side.addWidget(Label(_(name), "group"))
            side.addLayout(self._lines_of(actions))
            side.addSpacing(14)
        for side in sides:
            side.setSpacing(4)  # else the row's own spacing is taken over
            side.addStretch(1)
            columns.addLayout(side, 1)
        area = QScrollArea()
        area.setAccessibleName(_("快捷键"))
        area.setWidgetResizable(True)
        area.setWidget(page)
        page.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        return area

    def _lines_of(self, actions: list[Action]) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(0)
        for action in (action for action in actions if action.keys):
            line = QWidget()
            inside = QHBoxLayout(line)
            inside.setContentsMargins(0, 2, 0, 2)
            shown = [QKeySequence(key) for key in action.keys if key != "Return"]
            keys = [key.toString(QKeySequence.SequenceFormat.NativeText) for key in shown]
            words = _(action.text).rstrip("…")
            inside.addWidget(Label(words, "label", "text"))
            inside.addStretch(1)
            for key in keys:
                cap = Label(key, "hint", "text")
                cap.setProperty("key", True)
                inside.addWidget(cap)
            lines.addWidget(line)
            self._lines.append((f"{words} {' '.join(keys)}".lower(), line))
        return lines

    def _narrow(self, text: str) -> None:
        for words, line in self._lines:
            line.setVisible(text.lower() in words)
