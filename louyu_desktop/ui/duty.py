"""Who is on duty: from the choice on, this person does what is done here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.copies import Option
from louyu_desktop.text import _
from louyu_desktop.ui.plain import unmarked


class DutyMenu(QMenu):
    """The people of the station, above the name in the status bar."""

    def __init__(self, button: QWidget, chosen: Callable[[int], None]) -> None:
        super().__init__(button)
        self._button = button
        self._on_choice = chosen
        self.accounts: Sequence[Option] = ()

    def pop_up(self) -> None:
        """Open above the button."""
        self.clear()
        for account in self.accounts:
            words = _("{name}，{role}").format(name=account.title, role=account.subtitle)
            action = self.addAction(unmarked(words if account.subtitle else account.title))
            action.setData(account.id)
            action.triggered.connect(self._chosen)
        self.popup(self._button.mapToGlobal(QPoint(0, -self.sizeHint().height() - 4)))

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._on_choice(sender.data())
