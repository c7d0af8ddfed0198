"""The sub-tabs of a tab in one row; where they are many, families of them, and beside these the members of one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QWidget

from louyu_desktop.ui.parts import Button, Segmented

Family = tuple[str, Sequence[tuple[int, str]]]
"""What a family is called, and its members by number and name; one that stands alone is a family of its own name."""

_BETWEEN = 20


class SubtabBar(QFrame):
    """`chosen(number)` when a person picks a sub-tab; a family shows the member that was seen last."""

    chosen = Signal(int)

    def __init__(self, families: Sequence[Family], parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("bar", "head")
        self._group = QButtonGroup(self)
        self._of: dict[int, int] = {}
        self._seen: dict[int, int] = {}
        self._members: dict[int, Segmented] = {}
        self._families, self._beside = QHBoxLayout(), QHBoxLayout()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 20, 0)
        row.setSpacing(_BETWEEN)
        for part in (self._families, self._beside):
            part.setSpacing(0)
            row.addLayout(part)
        row.addStretch(1)
        self._count = 0
        for label, members in families:
            self._add(label, members)

    def add(self, number: int, label: str) -> None:
        """One more sub-tab, behind the others."""
        self._add(label, ((number, label),))

    def _add(self, label: str, members: Sequence[tuple[int, str]]) -> None:
        family, self._count = self._count, self._count + 1
        button = Button(label, "subtab")
        button.setCheckable(True)
        button.clicked.connect(self._pick)
        self._group.addButton(button, family)
        self._families.addWidget(button)
        self._seen[family] = members[0][0]
        self._of |= {number: family for number, _label in members}
        if len(members) > 1:
            switch = Segmented(tuple(members), members[0][0], self)
            switch.setAccessibleName(label)
            switch.chosen.connect(self._turn)
            switch.hide()
            self._members[family] = switch
            self._beside.addWidget(switch)

    def _pick(self, _checked: bool = False) -> None:
        self.chosen.emit(self._seen[self._group.checkedId()])

    def _turn(self, number: object) -> None:
        if isinstance(number, int):
            self.chosen.emit(number)

    def check(self, number: int) -> None:
        """Mark the one that is shown."""
        family = self._of[number]
        self._seen[family] = number
        self._group.button(family).setChecked(True)
        for one, switch in self._members.items():
            if one == family:
                switch.choose(number)
            switch.setVisible(one == family)
