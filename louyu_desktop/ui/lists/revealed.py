"""Cells of a list that are shown whole for half a minute; each was asked for, and the log says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

SHOWN_MS = 30_000
"""So long a phone or number stands on screen after it was asked for (FIELD.md section 6)."""


class Revealed(QObject):
    """`changed` when a cell is shown, and when its time is over."""

    changed = Signal()

    def __init__(self, context: Context, kind: str, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._kind = kind
        self._shown: set[tuple[int, str]] = set()
        context.guest.changed.connect(self._hide_all)

    def __contains__(self, cell: tuple[int, str]) -> bool:
        return cell in self._shown

    def ask(self, row_id: int, name: str) -> None:
        """Show a field of a record whole; the service writes down that it was."""
        records, kind = self._context.services.records, self._kind
        self._context.tasks.write(
            self, lambda _control: records.reveal(kind, row_id, name), partial(self._show, (row_id, name))
        )

    def _show(self, cell: tuple[int, str], _text: str) -> None:
        self._shown.add(cell)
        self.changed.emit()
        QTimer.singleShot(SHOWN_MS, self, partial(self._hide, cell))

    def _hide(self, cell: tuple[int, str]) -> None:
        self._shown.discard(cell)
        self.changed.emit()

    def _hide_all(self, _guest: bool) -> None:
        self._shown.clear()
