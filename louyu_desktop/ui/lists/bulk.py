"""One field of many records at once: choose, look at before and after, then one operation."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QHeaderView, QStyledItemDelegate, QVBoxLayout, QWidget

from louyu_desktop.errors import UserError
from louyu_desktop.fields import Entity, Field
from louyu_desktop.rules import dates, values
from louyu_desktop.services.copies import BulkLine, BulkPreview
from louyu_desktop.services.own_ways import BY_STEPS
from louyu_desktop.text import _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.fields.cells import FIELD_ROLE, PADDING, ROW_ROLE, Index, PaintedTable, Role
from louyu_desktop.ui.fields.editor import Editor
from louyu_desktop.ui.fields.editors import editor_for
from louyu_desktop.ui.fields.lookup import lookup_of
from louyu_desktop.ui.parts import FieldNote, Label, primary, quiet
from louyu_desktop.ui.problems import report

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

PREVIEW_MS = 250
_ROOT = QModelIndex()
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class BulkLines(QAbstractTableModel):
    """The preview: record, before, after."""

    def __init__(self, context: Context, title: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._guest = context.guest
        self._lines: tuple[BulkLine, ...] = ()
        self._fields = (title, title, title)

    def show(self, title: Field, field: Field, lines: tuple[BulkLine, ...]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._fields, self._lines = (title, field, field), lines
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """As many as would change."""
        return len(self._lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Record, before, after."""
        return 3

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        """The three headings."""
        if role == FIELD_ROLE:
            return self._fields[section]
        heading = (_(self._fields[0].label), _("现在"), _("改成"))[section]
        return heading if role == Role.DisplayRole and orientation is Qt.Orientation.Horizontal else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        """The words of a cell."""
        line = self._lines[index.row()]
        if role == ROW_ROLE:
            return line
        if role == Role.TextAlignmentRole:
            return _LEFT
        if role != Role.DisplayRole:
            return None
        return self._guest.show(self._fields[index.column()], (line.title, line.before, line.after)[index.column()])


class BulkEdit(QDialog):
    """`changed(count)` after the operation."""

    changed = Signal(int)

    def __init__(self, context: Context, entity: Entity, ids: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._records = context.services.records
        self._entity = entity
        self._ids = ids
        fixed = {name for key in entity.keys for name in key} | BY_STEPS.get(entity.kind, frozenset())
        self._fields = [f for f in entity.fields if f.label and not f.derived and f.name not in fixed]
        self._editor: Editor | None = None
        self._asked = 0
        self._field_box = QComboBox(self)
        self._field_box.addItems([_(field.label) for field in self._fields])
        self._field_box.setItemDelegate(QStyledItemDelegate(self._field_box))
        self._note = FieldNote()
        self._more = Label("", "hint")
        self.lines = BulkLines(context, entity.field(entity.title), self)
        self.save_button = primary(_("改"))
        self._later = QTimer(self, singleShot=True, interval=PREVIEW_MS)
        self._build()
        self._later.timeout.connect(self.preview)
        self._field_box.currentIndexChanged.connect(self._choose)
        self.save_button.clicked.connect(self.write)
        self._choose()

    def _build(self) -> None:
        counter = _(self._entity.counter)
        self.setWindowTitle(_("批量修改"))
        roomy.size(self, 640, 520)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        words = _("批量修改 {count} {counter}{label}")
        layout.addWidget(
            Label(words.format(count=f"{len(self._ids):,}", counter=counter, label=_(self._entity.label)), "pane")
        )
        self._row = QHBoxLayout()
        self._row.addWidget(self._field_box, 1)
        self._row.addWidget(Label(_("改成"), "label"))
        layout.addLayout(self._row)
        layout.addWidget(self._note)
        table = PaintedTable(self, self._entity.title)
        table.setAccessibleName(_("改动前后"))
        table.first = PADDING
        table.setModel(self.lines)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setDefaultAlignment(_LEFT)
        layout.addWidget(table, 1)
        layout.addWidget(self._more)
        foot = QHBoxLayout()
        cancel = quiet(_("取消"))
        cancel.clicked.connect(self.reject)
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        layout.addLayout(foot)

    @property
    def field(self) -> Field:
        """The field chosen."""
        return self._fields[self._field_box.currentIndex()]

    def choose(self, name: str) -> None:
        """Choose the field called `name`."""
        self._field_box.setCurrentIndex([field.name for field in self._fields].index(name))

    def put(self, value: Any, label: str = "") -> None:
        """Put the new value in."""
        if self._editor is not None:
            self._editor.put(value, label)

    def _choose(self) -> None:
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        self._editor = editor_for(self.field, lookup_of(self._context), self)
        self._editor.changed.connect(self._touched)
        self._row.addWidget(self._editor, 2)
        self.preview()

    def _value(self) -> Any:
        assert self._editor is not None  # noqa: S101 - chosen in __init__
        if problem := self._editor.problem():
            raise UserError(problem)
        raw = self._editor.value()
        return values.parse(self.field, raw, today=dates.today()) if isinstance(raw, str) else raw

    def _touched(self) -> None:
        self.save_button.setEnabled(False)
        self._later.start()

    def preview(self) -> None:
        """Show what would change; only then can it be done."""
        self._asked += 1
        self.save_button.setEnabled(False)
        try:
            value = self._value()
        except UserError as error:
            self._note.say(error.sentence)
            return
        self._note.say("")
        kind, ids, name = self._entity.kind, self._ids, self.field.name
        self._context.tasks.read(
            self, lambda _control: self._records.bulk_preview(kind, ids, name, value),
            partial(self._show, self._asked, value is None),
        )  # fmt: skip

    def _show(self, asked: int, emptied: bool, preview: BulkPreview) -> None:
        if asked != self._asked:
            return
        self.lines.show(self._entity.field(self._entity.title), self.field, preview.lines)
        counter, count = _(self._entity.counter), f"{preview.count:,}"
        words = _("清空 {count} {counter}") if emptied else _("改 {count} {counter}")
        self.save_button.setText(words.format(count=count, counter=counter))
        self.save_button.setEnabled(preview.count > 0)
        listed = _("上面是前 {listed} {counter}，其余的同样改").format(listed=len(preview.lines), counter=counter)
        self._more.setText(listed if preview.count > len(preview.lines) else "")

    def write(self) -> None:
        """Do it, as one operation that Ctrl+Z takes back."""
        try:
            value = self._value()
        except UserError as error:
            self._note.say(error.sentence)
            return
        kind, ids, name = self._entity.kind, self._ids, self.field.name
        self.save_button.setEnabled(False)
        self._context.tasks.write(
            self, lambda control: self._records.bulk_edit(kind, ids, name, value, control), self._done, self._refused,
            title=_("批量修改"),
        )  # fmt: skip

    def _done(self, count: int) -> None:
        self.changed.emit(count)
        self.accept()

    def _refused(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        if isinstance(error, UserError):
            self._note.say(error.sentence)
        else:
            report(self, error)
