"""When two people changed the same field: both values side by side, and the person chooses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from louyu_desktop.errors import ConflictError
from louyu_desktop.fields import Entity, Field
from louyu_desktop.rules import values
from louyu_desktop.text import _
from louyu_desktop.ui.ask import Choice, Question
from louyu_desktop.ui.parts import Label
from louyu_desktop.ui.plain import unmarked
from louyu_desktop.ui.theme import theme

Words = Callable[[Field, Any], str]


class ConflictDialog(Question):
    """One line per field that clashes: what stands now, what is typed here, what both began with."""

    def __init__(self, parent: QWidget, entity: Entity, error: ConflictError, words: Words) -> None:
        choices = (Choice("no", _("先不保存"), "quiet"), Choice("yes", _("按选的保存"), "primary"))
        super().__init__(parent, _("别人也改了 {count} 处").format(count=len(error.fields)), error.sentence, choices)
        self._groups: list[QButtonGroup] = []
        self.error = error
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(20))
        for column, title in enumerate((_("现在的"), _("我填的"), _("原来的")), start=1):
            grid.addWidget(Label(title, "label", "text3"), 0, column)
        for line, clash in enumerate(error.fields, start=1):
            field = entity.field(clash.field)
            group = QButtonGroup(self)
            grid.addWidget(Label(_(field.label), "label"), line, 0, Qt.AlignmentFlag.AlignRight)
            for column, value in enumerate((clash.current, clash.mine, clash.original), start=1):
                button = QRadioButton(unmarked(words(field, value)) or "—", self)
                group.addButton(button, column)
                grid.addWidget(button, line, column)
            group.button(2).setChecked(True)
            self._groups.append(group)
        self.layout_.insertLayout(2, grid)

    def chosen(self) -> dict[str, Any]:
        """The value chosen for each field."""
        pick = {1: "current", 2: "mine", 3: "original"}
        return {
            clash.field: getattr(clash, pick[group.checkedId()])
            for clash, group in zip(self.error.fields, self._groups, strict=True)
        }


def settle(parent: QWidget, entity: Entity, error: ConflictError, words: Words | None = None) -> dict[str, Any] | None:
    """Ask which value to keep for each field; None when the person leaves it open."""
    dialog = ConflictDialog(parent, entity, error, words or values.display)
    dialog.exec()
    return dialog.chosen() if dialog.answer == "yes" else None
