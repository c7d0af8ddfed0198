"""A page in the file of a record that is drawn by hand, as rows one under another."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.holding import Holder
from louyu_desktop.ui.parts import Button, EmptyState, Hairline, IconButton, clear
from louyu_desktop.ui.reading import Reading

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

T = TypeVar("T")


class RecordPage(QWidget, Generic[T]):
    """`read(id)` when somebody looks and rows of `kinds` may have changed; `draw(found)` then, and again for guests.

    What `draw` puts into `rows` goes before it is called again; of `buttons` the one with the focus keeps it, or one
    `near` it has it then.
    """

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        read: Callable[[int], T],
        draw: Callable[[T], object],
        kinds: Collection[str],
        near: Callable[[Any, Any], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._copy: Copy | None = None
        self._may = context.services.access.may(Right.WORK)
        self._work, self._fill = read, draw
        self._found: tuple[int, T] | None = None
        self._for_guests = False
        self.buttons: dict[Hashable, Button | IconButton] = {}
        self._holder = Holder(self, near)
        inside = QWidget(self)
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(20, 12, 16, 16)
        self._rows.setSpacing(10)
        self._area = scrolled(inside)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.addWidget(self._area, 1)
        self._reading = Reading(context, self, self._read, kinds)
        context.guest.changed.connect(self._masked)

    def show_parent(self, copy: Copy) -> None:
        """Tell of this record; of another one nothing stands here when somebody comes to look."""
        if self._found is not None and self._found[0] != copy.id and not self.isVisible():
            self._found = None
            clear(self._rows)
        self._copy = copy
        self._reading.again()

    def _read(self) -> None:
        if self._copy is not None:
            work, key = self._work, self._copy.id
            self._reading.ask(lambda _control: (key, work(key)), self._show, may_go=True)

    def _show(self, found: tuple[int, T]) -> None:
        if self._copy is not None and self._copy.id == found[0]:
            self._found = found
            self._redraw()

    def _redraw(self) -> None:
        if self._found is None:
            return
        self._for_guests = self._context.guest.on
        self._holder.keep(self.buttons)
        clear(self._rows)
        self.buttons = {}
        self._fill(self._found[1])
        self._rows.addStretch(1)
        self._holder.give(self.buttons)

    def _masked(self, _on: object = None) -> None:
        if self.isVisible() and self._for_guests != self._context.guest.on:
            self._redraw()

    def showEvent(self, event: QShowEvent) -> None:
        """As guests see it, or not, by now."""
        super().showEvent(event)
        self._masked()


class LinesPage(RecordPage[tuple[T, ...]]):
    """A row for each line that was found, apart by hairlines; without any, `empty` says so."""

    def __init__(
        self,
        context: Context,
        parent: QWidget,
        read: Callable[[int], tuple[T, ...]],
        row: Callable[[T], QHBoxLayout],
        kinds: Collection[str],
        empty: EmptyState,
    ) -> None:
        super().__init__(context, parent, read, self._put, kinds)
        self._row = row
        self._empty = empty
        self._rows.setSpacing(8)
        self._whole.addWidget(empty, 1)
        empty.hide()
        self.lines: tuple[T, ...] = ()

    def _put(self, lines: tuple[T, ...]) -> None:
        self.lines = lines
        for place, line in enumerate(lines):
            if place:
                self._rows.addWidget(Hairline())
            self._rows.addLayout(self._row(line))
        self._area.setVisible(bool(lines))
        self._empty.setVisible(not lines)
