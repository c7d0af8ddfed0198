"""The menu at the name in the status bar: who is logged in, and the ways to lock or hand over.

A station without keys (the demonstration) has no log-in: there the people are offered, and from the choice on
that person does what is done here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from louyu_desktop.services.copies import Option
from louyu_desktop.text import _
from louyu_desktop.ui.plain import unmarked


class DutyMenu(QMenu):
    """Above the name in the status bar; `actions` are lock, hand over and change of password, if there are keys."""

    def __init__(self, button: QWidget, chosen: Callable[[int], None], actions: Sequence[QAction] = ()) -> None:
        super().__init__(button)
        self._button = button
        self._on_choice = chosen
        self._ways = actions
        self.accounts: Sequence[Option] = ()
        self.actor: Option | None = None

    def pop_up(self) -> None:
        """Open above the button."""
        self.clear()
        if self._ways:
            who = self.addAction(_words(self.actor) if self.actor else _("没有人登录"))
            who.setEnabled(False)
            self.addSeparator()
            self.addActions(self._ways)
        else:
            self._offer_people()
        self.popup(self._button.mapToGlobal(QPoint(0, -self.sizeHint().height() - 4)))

    def _offer_people(self) -> None:
        for account in self.accounts:
            action = self.addAction(_words(account))
            action.setData(account.id)
            action.triggered.connect(self._chosen)

    def _chosen(self) -> None:
        sender = self.sender()
        if isinstance(sender, QAction):
            self._on_choice(sender.data())


def _words(account: Option) -> str:
    words = _("{name}，{role}").format(name=account.title, role=_(account.subtitle))
    return unmarked(words if account.subtitle else account.title)
