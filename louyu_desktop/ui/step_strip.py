"""Where a record stands, under its head, with its steps as buttons: what the strips of all kinds have in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QHBoxLayout, QWidget

from louyu_desktop.services.rights import Right
from louyu_desktop.ui.holding import Holder
from louyu_desktop.ui.parts import Button, clear

if TYPE_CHECKING:
    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.bus import Changes
    from louyu_desktop.ui.context import Context


class StepStrip(QWidget):
    """Read anew whenever something that feeds it changes; steps drawn anew leave the keys their place."""

    feeding: ClassVar[frozenset[str]]
    """The kinds of records that say where this one stands."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self._holder = Holder(self)
        self.buttons: dict[str, Button] = {}
        self.steps = QHBoxLayout()
        self.steps.setSpacing(6)
        context.bus.changed.connect(self._hear)

    def show_parent(self, copy: Copy) -> None:
        """Read where this record stands."""
        self._copy = copy
        self.read(copy)

    def _hear(self, changes: Changes) -> None:
        if self._copy is not None and not self.feeding.isdisjoint(changes.kinds):
            self.read(self._copy)

    def read(self, copy: Copy) -> None:
        """Ask where it stands and what can be done."""
        raise NotImplementedError

    def is_shown(self, key: int) -> bool:
        """Whether this record is still the one in view."""
        return self._copy is not None and self._copy.id == key

    def offer(self, offered: Iterable[tuple[str, Button, str]]) -> None:
        """These steps, each with its button and with why it cannot be taken now."""
        self._holder.keep(self.buttons)
        clear(self.steps)
        self.buttons = {}
        for action, button, why_not in offered:
            button.setEnabled(not why_not)
            button.setToolTip(why_not)
            self.buttons[action] = button
            self.steps.addWidget(button)
        self._holder.give(self.buttons)
