"""The menu behind ···: what is done seldom, colours and text size; only what exists is listed."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.settings import BY_KEY
from louyu_desktop.text import _
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.preferences import Preferences

_LAYOUT = (
    ("desk", "request", "visit", "round"),
    ("import", "export", "print", "handbook"), ("settings", "reassign", "bin", "log", "redo"),
    ("help", "tour", "shortcuts", "about", "lock", "quit"),
)  # fmt: skip


class MoreMenu(QMenu):
    """Built once from the window's actions."""

    def __init__(self, actions: Mapping[str, QAction], preferences: Preferences, parent: QWidget) -> None:
        super().__init__(parent)
        self._preferences = preferences
        for number, part in enumerate(_LAYOUT):
            present = [actions[name] for name in part if name in actions]
            if number and present:
                self.addSeparator()
            self.addActions(present)
            if number == 2:
                self._add_choices("theme", "contrast")
                self._add_choices("text_size", "zoom-in")

    def _add_choices(self, key: str, drawing: str) -> None:
        declared = BY_KEY[key]
        menu = self.addMenu(icon(drawing), _(declared.label))
        group = QActionGroup(menu)
        for value, words in declared.choices:
            action = QAction(_(words), menu, checkable=True)
            action.setData((key, value))
            action.setChecked(self._preferences.get(key) == value)
            action.triggered.connect(self._chosen)
            group.addAction(action)
            menu.addAction(action)

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            key, value = sender.data()
            self._preferences.set(key, value)
