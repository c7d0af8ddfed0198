"""月度申报: what the owner or the property company says of a month, typed in beside what the records say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from louyu_desktop.errors import InvalidRecordError
from louyu_desktop.services.floor_copies import MonthLine
from louyu_desktop.text import _
from louyu_desktop.ui.buildings.plan import words
from louyu_desktop.ui.fields.editors import editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import Label

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_NAMES = ("leased_area", "tenant_count", "headcount")


class MonthDialog(Panel):
    """One month of a building; `written()` once it is saved."""

    written = Signal()

    def __init__(self, context: Context, building: int, line: MonthLine, parent: QWidget) -> None:
        about = _("按台账：已租 {area}，{tenants} 户").format(area=words.metres(line.area), tenants=line.tenants)
        super().__init__(context, parent, _("{month} 申报数").format(month=line.month), about, _("保存"), QSize(440, 300))
        self._building, self._line = building, line
        entity = context.services.records.entity("building-months")
        self.editors = {name: editor_for(entity.field(name), lookup_of(context), self) for name in _NAMES}
        kept = (line.declared_area, line.declared_tenants, line.declared_people)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        for row, (name, value) in enumerate(zip(_NAMES, kept, strict=True)):
            editor = self.editors[name]
            editor.put(value)
            editor.setAccessibleName(_(editor.field.label))
            grid.addWidget(Label(_(editor.field.label), "label"), row, 0)
            grid.addWidget(editor, row, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.go.clicked.connect(self.take)
        self.editors[_NAMES[0]].setFocus()

    def take(self) -> None:
        """Save it."""
        records, line = self.context.services.records, self._line
        values: dict[str, Any] = {name: editor.value() for name, editor in self.editors.items()}
        if line.id is None:
            values |= {"building_id": self._building, "month": line.month}
        version = line.version or None
        self.go.setEnabled(False)
        self.context.tasks.write(
            self, lambda _c: records.save("building-months", line.id, values, version=version), self._done, self._no
        )

    def _done(self, _id: int) -> None:
        self.accept()
        self.written.emit()

    def _no(self, error: Exception) -> None:
        if isinstance(error, InvalidRecordError):
            self.go.setEnabled(True)
            self.note.say(_("；").join(error.problems.values()))
        else:
            self.refuse(error)
