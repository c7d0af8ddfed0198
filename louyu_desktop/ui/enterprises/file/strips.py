"""What stands between the head of a file and its acts: several strips, one below the other."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

Strip = Callable[["Context", QWidget], QWidget]


class Strips(QWidget):
    """Strips of a record; each hides itself where it has nothing to say."""

    def __init__(self, strips: tuple[Strip, ...], context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.parts: tuple[Any, ...] = tuple(build(context, self) for build in strips)
        for part in self.parts:
            layout.addWidget(part)

    def show_parent(self, copy: Copy) -> None:
        """Show what belongs to this record."""
        for part in self.parts:
            part.show_parent(copy)


def stacked(*strips: Strip) -> Strip:
    """What builds all of these, the first on top."""
    return partial(Strips, strips)
