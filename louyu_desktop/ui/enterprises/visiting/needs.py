"""Needs that were voiced on a visit: a line for each, and always one more to type into."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.services.visit_copies import Need
from louyu_desktop.text import _
from louyu_desktop.ui.fields.editors import ChoiceEditor, LineEditor
from louyu_desktop.ui.parts import IconButton
from louyu_desktop.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from louyu_desktop.fields import Entity

_USUAL = "其他"


class NeedLine(QWidget):
    """What is asked for, of which kind, and whether it was answered on the spot; `typed` while one types."""

    typed = Signal()

    def __init__(self, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.title = LineEditor(entity.field("title"), self)
        self.title.box.setPlaceholderText(_("一句话写一件，如「充电桩不够」"))
        self.title.box.setToolTip(_("会登记成诉求"))
        self.category = ChoiceEditor(entity.field("category"), self)
        self.category.put(_USUAL)
        self.category.setFixedWidth(theme.px(112))
        self.settled = QCheckBox(_("当场答复了"), self)
        self.drop = IconButton("close", _("去掉这件诉求"), size=16)
        for widget in (self.title, self.category, self.settled, self.drop):
            row.addWidget(widget, 1 if widget is self.title else 0)
        self.title.changed.connect(self.typed)

    def need(self) -> Need | None:
        """The need, None while nothing is typed."""
        title = str(self.title.value())
        if not title:
            return None
        return Need(title, str(self.category.value()) or _USUAL, settled=self.settled.isChecked())


class NeedsEditor(QWidget):
    """`changed` while one types; a line that is filled brings another one below it."""

    changed = Signal()

    def __init__(self, entity: Entity, parent: QWidget) -> None:
        super().__init__(parent)
        self._entity = entity
        self.lines: list[NeedLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._add()

    def needs(self) -> tuple[Need, ...]:
        """What is typed."""
        return tuple(need for line in self.lines if (need := line.need()) is not None)

    def put(self, needs: Sequence[Need]) -> None:
        """Show these, with an empty line below."""
        for line in tuple(self.lines):
            self._drop(line)
        for need in needs:
            line = self.lines[-1]
            line.title.put(need.title)
            line.category.put(need.category)
            line.settled.setChecked(need.settled)

    def _add(self) -> None:
        line = NeedLine(self._entity, self)
        self.lines.append(line)
        self._column.addWidget(line)
        line.show()
        line.typed.connect(partial(self._typed, line))
        line.drop.clicked.connect(partial(self._drop, line))
        self._dress()

    def _typed(self, line: NeedLine) -> None:
        if line is self.lines[-1] and line.need() is not None:
            self._add()
        self._dress()
        self.changed.emit()

    def _drop(self, line: NeedLine) -> None:
        if len(self.lines) == 1:
            line.title.put("")
            return
        self.lines.remove(line)
        self._column.removeWidget(line)
        line.hide()
        line.deleteLater()
        self._dress()
        self.changed.emit()

    def _dress(self) -> None:
        """What has nothing to say yet is not in the way of Tab."""
        for line in self.lines:
            filled = line.need() is not None
            for widget in (line.category, line.settled, line.drop):
                widget.setEnabled(filled)

