"""Second step: which column of the file goes to which field; sheet by sheet."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from louyu_desktop.fields import Field
from louyu_desktop.services.import_plan import ColumnProposal, Proposal, SheetProposal, TargetChoice
from louyu_desktop.text import _
from louyu_desktop.ui.imports.begun import ActivityBegun
from louyu_desktop.ui.parts import Card, ElidedLabel, Label
from louyu_desktop.ui.prints.inputs import combo
from louyu_desktop.ui.theme import theme


class _TargetBox(QComboBox):
    """The fields a column may go to; 不导入 stands first, and is grey."""

    asked = Signal(int, str)

    def __init__(self, column: ColumnProposal, targets: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = column.index
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setModel(targets)
        self.setMaxVisibleItems(16)
        self.setAccessibleName(_("「{heading}」导入到").format(heading=column.heading))
        self.setCurrentIndex(max(0, self.findData(column.field)))
        self.activated.connect(self._chosen)

    def _chosen(self, _index: int) -> None:
        self.asked.emit(self._column, str(self.currentData()))


class ColumnsPage(QWidget):
    """The proposal on screen; `changed` carries the proposal as the person wants it."""

    changed = Signal(object)

    def __init__(self, starts: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal: Proposal | None = None
        self.begun = ActivityBegun(starts)
        self._sheet = ""
        self._covered = False
        self.sheets = combo([])
        self.sheets.setMinimumWidth(theme.px(260))
        self.used = QCheckBox(_("读这张表"))
        self.facts = Label("", "label", "text3")
        self.title = Label(_("对列"), "title")
        self.about = Label("", "label", "text3")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._constants: dict[str, QLineEdit] = {}
        self._lay_out()
        self.sheets.activated.connect(self._sheet_chosen)
        self.used.clicked.connect(self._use)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.begun)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(_("工作表"), "label"))
        row.addWidget(self.sheets)
        row.addWidget(self.used)
        row.addWidget(self.facts)
        row.addStretch(1)
        column.addLayout(row)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._scroll)
        column.addWidget(card, 1)

    def show_proposal(self, proposal: Proposal, name: str) -> None:
        """The file as it would be read."""
        self._proposal = proposal
        self.sheets.clear()
        for sheet in proposal.sheets:
            note = "" if sheet.used else _("（不读）")
            self.sheets.addItem(f"{sheet.name}{note}", sheet.name)
        first = next((sheet.name for sheet in proposal.sheets if sheet.used), proposal.sheets[0].name)
        names = [sheet.name for sheet in proposal.sheets]
        self._sheet = self._sheet if self._sheet in names else first
        self.sheets.setCurrentIndex(names.index(self._sheet))
        self.sheets.setEnabled(len(names) > 1)
        self.about.setText(name)
        self._show_sheet()

    def _show_sheet(self) -> None:
        proposal = self._proposal
        if proposal is None:
            return
        sheet = proposal.sheet(self._sheet)
        self.used.setChecked(sheet.used)
        self.facts.setText(_facts(sheet))
        place = self._scroll.verticalScrollBar().value()
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(16, 8, 16, 12)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(2, 1)
        for place_, words in enumerate((_("列"), _("文件里的表头"), _("里面写着"), _("导入到"))):
            grid.addWidget(Label(words, "label", "text3"), 0, place_)
        last = self._constants_into(grid, proposal, sheet)
        targets = _offered(proposal.targets, inner)
        for row, column in enumerate(sheet.columns, last + 1):
            self._column_into(grid, row, column, targets)
        grid.setRowStretch(last + len(sheet.columns) + 1, 1)
        inner.setEnabled(sheet.used or not sheet.reason)
        self._scroll.setWidget(inner)
        inner.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        self._scroll.verticalScrollBar().setValue(place)

    def _constants_into(self, grid: QGridLayout, proposal: Proposal, sheet: SheetProposal) -> int:
        """Values that hold for the whole sheet, such as the building that it is named after."""
        self._constants = {}
        labels = {target.name: target.label for target in proposal.targets}
        for row, (name, value) in enumerate(sheet.constants.items(), 1):
            line = QLineEdit(value)
            line.setAccessibleName(labels.get(name, name))
            line.editingFinished.connect(self._constants_typed)
            self._constants[name] = line
            grid.addWidget(Label("—", "body", "off"), row, 0)
            grid.addWidget(Label(_("整张表都是"), "body"), row, 1)
            grid.addWidget(line, row, 2)
            grid.addWidget(Label(labels.get(name, name), "body"), row, 3)
        return len(sheet.constants)

    def _column_into(self, grid: QGridLayout, row: int, column: ColumnProposal, targets: QAbstractItemModel) -> None:
        box = _TargetBox(column, targets)
        box.setFixedWidth(theme.px(240))
        box.asked.connect(self._target_chosen)
        tone = "text" if column.field else "text3"
        grid.addWidget(Label(column.letter, "label", "text3"), row, 0)
        grid.addWidget(ElidedLabel(column.heading, "group" if column.field else "body", tone), row, 1)
        grid.addWidget(ElidedLabel(self._samples(column), "label", "text3"), row, 2)
        grid.addWidget(box, row, 3, Qt.AlignmentFlag.AlignRight)
        grid.setColumnMinimumWidth(1, theme.px(200))

    def _samples(self, column: ColumnProposal) -> str:
        return "—" if self._covered else "、".join(dict.fromkeys(column.samples)) or "—"

    def cover(self, *, covered: bool) -> None:
        """Hide what stands in the file while visitors look."""
        self._covered = covered
        self._show_sheet()

    def _sheet_chosen(self, _index: int) -> None:
        self._sheet = str(self.sheets.currentData())
        self._show_sheet()

    def _target_chosen(self, column: int, target: str) -> None:
        if self._proposal is not None:
            self.changed.emit(self._proposal.with_field(self._sheet, column, target))

    def _use(self, on: bool) -> None:
        if self._proposal is not None:
            self.changed.emit(self._proposal.with_sheet(self._sheet, used=on))

    def _constants_typed(self) -> None:
        if self._proposal is None:
            return
        sheet = self._proposal.sheet(self._sheet)
        typed = {name: line.text().strip() for name, line in self._constants.items()}
        if typed != dict(sheet.constants):
            self.changed.emit(self._proposal.with_sheet(self._sheet, used=sheet.used, constants=typed))


def _offered(targets: Sequence[TargetChoice], parent: QWidget) -> QAbstractItemModel:
    """The fields that a column may go to: one list for the boxes of all columns."""
    model = QStandardItemModel(parent)
    for name, label in (("", _("不导入")), *((target.name, target.label) for target in targets)):
        item = QStandardItem(label)
        item.setData(name, Qt.ItemDataRole.UserRole)
        model.appendRow(item)
    return model


def _facts(sheet: SheetProposal) -> str:
    """Where the headings stand, how many rows follow, whether it is known from last time."""
    if sheet.reason:
        return sheet.reason
    heads = str(sheet.first_header)
    if sheet.last_header > sheet.first_header:
        heads += f"–{sheet.last_header}"
    words = _("表头在第 {heads} 行，下面 {rows} 行").format(heads=heads, rows=f"{sheet.rows:,}")
    return words + "，" + _("按上次的对法") if sheet.remembered else words


def summary(proposal: Proposal) -> str:
    """14 列对上，1 列不导入: for the steps at the left."""
    columns = [column for sheet in proposal.sheets if sheet.used for column in sheet.columns]
    mapped = sum(1 for column in columns if column.field)
    words = _("{count} 列对上").format(count=mapped)
    left = len(columns) - mapped
    return words + "，" + _("{count} 列不导入").format(count=left) if left else words
