"""Several kinds of record under one tab, side by side as sub-tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Query
from louyu_desktop.text import _
from louyu_desktop.ui.arrangement import Arrangement
from louyu_desktop.ui.entity.tab import EntityTab
from louyu_desktop.ui.parts import Button
from louyu_desktop.ui.sight import sees

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class TabGroup(QFrame):
    """Several kinds under one tab, `last` a page of its own; each is built when it is first looked at."""

    def __init__(
        self,
        context: Context,
        parts: Sequence[tuple[str, Arrangement]],
        parent: QWidget | None = None,
        *,
        last: tuple[str, Callable[[Context], QWidget]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        parts = [part for part in parts if sees(context.services, part[1].kind)]
        self._parts = [arrangement for _label, arrangement in parts]
        self._tabs: dict[int, EntityTab] = {}
        self._stack = QStackedWidget(self)
        self._group = QButtonGroup(self)
        bar = QFrame(self)
        bar.setProperty("bar", "head")
        row = QHBoxLayout(bar)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        self._last = last[1] if last else None
        labels = [label for label, _arrangement in parts] + ([last[0]] if last else [])
        for number, label in enumerate(labels):
            button = Button(_(label), "subtab")
            button.setCheckable(True)
            self._group.addButton(button, number)
            self._stack.addWidget(QWidget(self))
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(bar)
        layout.addWidget(self._stack, 1)
        self._group.idClicked.connect(self._show)
        self.show_part(0)

    def _show(self, number: int) -> None:
        if number < len(self._parts):
            self.show_part(number)
        else:
            self.show_last()

    def show_part(self, number: int) -> EntityTab:
        """Show a sub-tab, building it at the first visit."""
        if number not in self._tabs:
            self._tabs[number] = EntityTab(self._context, self._parts[number], self)
            self._put(number, self._tabs[number])
        self._stack.setCurrentWidget(self._tabs[number])
        self._group.button(number).setChecked(True)
        return self._tabs[number]

    def show_last(self) -> QWidget:
        """Show the page that stands behind the kinds, building it at the first visit."""
        number = len(self._parts)
        if self._last is not None:
            self._put(number, self._last(self._context))
            self._last = None
        self._stack.setCurrentIndex(number)
        self._group.button(number).setChecked(True)
        return self._stack.widget(number)

    def _put(self, number: int, page: QWidget) -> None:
        old = self._stack.widget(number)
        self._stack.insertWidget(number, page)
        self._stack.removeWidget(old)
        old.deleteLater()

    def part(self, kind: str) -> EntityTab:
        """The sub-tab of a kind, shown."""
        return self.show_part(next(n for n, part in enumerate(self._parts) if part.kind == kind))

    def show_record(self, kind: str, record_id: int) -> None:
        """Open a record of one of the kinds."""
        self.part(kind).show_record(kind, record_id)

    def show_query(self, query: Query) -> None:
        """Show the list of one of the kinds so filtered."""
        self.part(query.kind).show_query(query)

    def new_record(self, kind: str, title: str = "") -> None:
        """Open an empty form of one of the kinds."""
        self.part(kind).new_record(kind, title)

    def perform(self, action_id: str) -> bool:
        """As the part that is shown does."""
        shown = self._stack.currentWidget()
        return isinstance(shown, EntityTab) and shown.perform(action_id)

    def may_leave(self) -> bool:
        """Ask each part that was looked at."""
        return all(tab.may_leave() for tab in self._tabs.values())
