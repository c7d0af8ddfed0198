"""The fields of 登记诉求: what it is about, who comes, how it is to be handled, what was answered on the spot."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Field, Kind
from louyu_desktop.services.request_copies import RequestDraft
from louyu_desktop.text import N_
from louyu_desktop.ui.checklist.board.panel import several
from louyu_desktop.ui.fields.rows import FieldRow
from louyu_desktop.ui.parts import Hairline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

FIRM = "enterprise_id"
_WHO = {
    "企业": (FIRM,), "个人": ("person_id", "building_id"), "党组织": ("organisation_id", "building_id"),
    "物业": ("requester_unit", "building_id"), "居民区": ("requester_unit", "building_id"),
}  # fmt: skip
"""Which fields say who comes; a firm has its building."""

_PAIRS = (
    (("requester_kind",), (FIRM, "person_id", "organisation_id", "requester_unit")), (("building_id",),),
    (("requester",), ("phone",)), (("channel",), ("urgency",)), (("item_id",), ("category",)),
)  # fmt: skip
_AFTER = ((("mechanism",), ("owner_id",)), (("lead_department",), ("supporting",)))
_SUPPORTING = Field(name="supporting", label=N_("协同部门"), max_length=200, hint=N_("几个部门用顿号隔开"))
_ANSWER = Field(
    name="answer", label=N_("当场答复"), kind=Kind.NOTE, max_length=2000, hint=N_("当场办好的写在这里，登记后直接等回访")
)
_BEGINNING = {"requester_kind": "企业", "channel": "到站", "urgency": "一般"}


class TakeSheet(QWidget):
    """`typed(name)` while one types; `same` and `said` are for what may be the same and what is suggested."""

    typed = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._entity = context.services.records.entity("requests")
        self.rows: dict[str, FieldRow] = {}
        self.same = QVBoxLayout()
        self.said = QHBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addWidget(self._row(self._entity.field("title")))
        column.addWidget(self._row(self._entity.field("detail")))
        column.addLayout(self._grid(_PAIRS))
        column.addLayout(self.same)
        column.addWidget(Hairline())
        column.addLayout(self._grid(_AFTER))
        column.addLayout(self.said)
        column.addWidget(self._row(_ANSWER))
        column.addStretch(1)

    def _grid(self, lines: tuple[tuple[tuple[str, ...], ...], ...]) -> QGridLayout:
        """Rows side by side; of several for one place one is shown."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for line, places in enumerate(lines):
            for place, names in enumerate(places):
                for name in names:
                    field = _SUPPORTING if name == "supporting" else replace(self._entity.field(name), hint="")
                    grid.addWidget(self._row(field), line, place, Qt.AlignmentFlag.AlignTop)
        for place in range(2):
            grid.setColumnStretch(place, 1)
        return grid

    def _row(self, field: Field) -> FieldRow:
        row = FieldRow(field, self._context, self)
        row.put(None, "")
        self.rows[field.name] = row
        row.editor.changed.connect(partial(self._changed, field.name))
        return row

    def _changed(self, name: str) -> None:
        if name == "requester_kind":
            self.show_who()
        self.typed.emit(name)

    def put_usual(self) -> None:
        """As a walk-in of a firm begins."""
        for name, row in self.rows.items():
            row.put(_BEGINNING.get(name), "")
        self.show_who()

    def show_who(self) -> None:
        """The fields that say who comes, as far as whoever comes has them."""
        shown = _WHO.get(str(self.rows["requester_kind"].editor.value()), _WHO["个人"])
        for name in {name for names in _WHO.values() for name in names}:
            self.rows[name].setVisible(name in shown)

    def draft(self, visit_id: int | None, *, complain: bool = False) -> RequestDraft | None:
        """What is typed; None where something of it cannot be read, which is said at its field to who wants to know."""
        values: dict[str, Any] = {}
        for name, row in self.rows.items():
            if row.isHidden():
                continue
            try:
                values[name] = row.value()
            except UserError as error:
                if not complain:
                    values[name] = None
                    continue
                row.say(error.sentence)
                row.editor.setFocus()
                return None
        supporting = several(str(values.pop("supporting") or ""))
        lead = values.pop("lead_department") or ""
        kept = {name: value for name, value in values.items() if value is not None}
        return RequestDraft(**{"title": "", **kept}, lead=lead, supporting=supporting, visit_id=visit_id)
