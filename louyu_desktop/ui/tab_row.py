"""The sub-tabs of a record in one row: what has no room stands behind 更多, the one that is shown never does."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from louyu_desktop.text import _
from louyu_desktop.ui.parts import Button
from louyu_desktop.ui.theme import theme

_SIDES = 8
_HEIGHT = 40


class TabRow(QFrame):
    """`chosen(number)` when a person picks a sub-tab; the one that is `first` stands before the others."""

    chosen = Signal(int)

    def __init__(self, labels: Sequence[str], parent: QWidget, first: int = 0) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.buttons: list[Button] = []
        self._absent: set[int] = set()
        self._state: object = None
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDES, 0, _SIDES, 0)
        row.setSpacing(0)
        for number, label in enumerate(labels):
            button = Button(label, "subtab")
            button.setCheckable(True)
            self._group.addButton(button, number)
            self.buttons.append(button)
        self._order = sorted(range(len(labels)), key=lambda number: number != first)
        for number in self._order:
            row.addWidget(self.buttons[number])
        self.more = Button(f"{_('更多')} ▾", "subtab")
        self.more.clicked.connect(self._open_menu)
        row.addWidget(self.more)
        row.addStretch(1)
        self.buttons[first].setChecked(True)
        self._group.idClicked.connect(self.chosen)
        theme.changed.connect(self._fit)
        self._fit()

    def put(self, number: int, text: str, *, enabled: bool, there: bool = True) -> None:
        """What a sub-tab is called now; `there` is False where the record has no such thing."""
        self.buttons[number].setText(text)
        self.buttons[number].setEnabled(enabled)
        (self._absent.discard if there else self._absent.add)(number)

    def check(self, number: int) -> None:
        """Mark the one that is shown."""
        self.buttons[number].setChecked(True)
        self.share()

    def is_there(self, number: int) -> bool:
        """Whether the record has this sub-tab."""
        return number not in self._absent

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many as there is room for."""
        super().resizeEvent(event)
        self.share()

    def showEvent(self, event: QShowEvent) -> None:
        """Sizes are right only now."""
        super().showEvent(event)
        self._state = None
        self.share()

    def _fit(self) -> None:
        self.setFixedHeight(theme.px(_HEIGHT))
        self._state = None
        self.share()

    def share(self) -> None:
        """Show what fits; nothing to do where all is as it was."""
        current = self._group.checkedId()
        state = (tuple(button.text() for button in self.buttons), frozenset(self._absent), self.width(), current)
        if state == self._state:
            return
        self._state = state
        there = [number for number in self._order if number not in self._absent]
        widths = {number: self.buttons[number].sizeHint().width() for number in there}
        room = self.width() - 2 * _SIDES
        shown = there
        if sum(widths.values()) > room:
            room -= self.more.sizeHint().width()
            room -= widths.get(current, 0)
            shown = []
            for number in there:
                if number == current:
                    shown.append(number)
                elif widths[number] <= room:
                    room -= widths[number]
                    shown.append(number)
                else:
                    room = -1
        for number, button in enumerate(self.buttons):
            button.setVisible(number in shown)
        self._hidden = [number for number in there if number not in shown]
        self.more.setVisible(bool(self._hidden))

    def menu(self) -> QMenu:
        """The sub-tabs that have no room now."""
        menu = QMenu(self)
        for number in self._hidden:
            button = self.buttons[number]
            line = menu.addAction(button.text())
            line.setEnabled(button.isEnabled())
            line.triggered.connect(partial(self.chosen.emit, number))
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    def minimumSizeHint(self) -> QSize:
        """No tab keeps the pane wide."""
        return QSize(0, theme.px(_HEIGHT))
