"""Export of what is shown: which records, which columns, as a workbook or as plain text."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.services.copies import Control, Query
from louyu_desktop.text import _
from louyu_desktop.ui import ask
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.imports.kind_box import kind_box
from louyu_desktop.ui.imports.saving import file_name, open_path
from louyu_desktop.ui.parts import Card, Label, MessageBar, Segmented, link, primary, quiet
from louyu_desktop.ui.purpose import PurposeEntry
from louyu_desktop.ui.theme import theme

_FORMATS = ((".xlsx", "Excel"), (".csv", "CSV"))
_SHOWN, _ALL = "shown", "all"


class ExportDialog(QDialog):
    """Records, columns, format; then where to. Long digits stay text, nothing becomes a formula."""

    def __init__(self, context: Context, query: Query | None = None, columns: tuple[str, ...] = ()) -> None:
        super().__init__(context.window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(theme.px(460))
        self._context, self._query, self._columns = context, query, columns
        records = context.services.records
        entities = context.services.exporting.kinds() if query is None else (records.entity(query.kind),)
        self._entities = {entity.kind: entity for entity in entities}
        self.purpose = PurposeEntry()
        self.kind = kind_box(entities, "enterprises")
        self.kind.activated.connect(self._kind_chosen)
        self.rows = Segmented([(_SHOWN, _("列表里显示的列")), (_ALL, _("能再导入的全部列"))])
        self.rows.chosen.connect(self._fill)
        self.boxes: dict[str, QCheckBox] = {}
        self.columns = QScrollArea()
        self.columns.setWidgetResizable(True)
        self.columns.setMinimumHeight(min(theme.px(220), self.screen().availableSize().height() // 6))
        self.columns.setAccessibleName(_("要导出的列"))
        self.format = Segmented(_FORMATS)
        self.count = Label("", "label", "text3")
        self.message = MessageBar()
        self.save = primary(_("导出…"), "download")
        self._lay_out()
        self._kind_chosen(0)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 18, 24, 16)
        column.setSpacing(10)
        self.title = Label("", "pane")
        column.addWidget(self.title)
        column.addWidget(self.count)
        if self._query is None:
            column.addWidget(self.kind)
        self.rows.setVisible(bool(self._columns))
        column.addWidget(self.rows)
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.columns)
        column.addWidget(card, 1)
        row = QHBoxLayout()
        every, none = link(_("全选")), link(_("全不选"))
        every.clicked.connect(partial(self._tick, True))
        none.clicked.connect(partial(self._tick, False))
        row.addWidget(every)
        row.addWidget(none)
        row.addStretch(1)
        row.addWidget(self.format)
        column.addLayout(row)
        column.addWidget(self.purpose)
        column.addWidget(self.message)
        foot = QHBoxLayout()
        close = quiet(_("关闭"))
        close.clicked.connect(self.reject)
        self.save.clicked.connect(self.export)
        foot.addWidget(close)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column.addLayout(foot)

    @property
    def entity(self) -> Entity:
        """The kind that is exported."""
        return self._entities[str(self.kind.currentData())]

    @property
    def query(self) -> Query:
        """The records that are exported."""
        return self._query or Query(self.entity.kind, sort=self.entity.sort)

    def _kind_chosen(self, _index: int) -> None:
        label = _(self.entity.label)
        self.title.setText(_("导出{label}").format(label=label))
        self.setWindowTitle(self.title.text())
        self._fill(_SHOWN)
        records, query = self._context.services.records, self.query
        self._context.tasks.read(self, lambda _control: records.count(query), self._counted)

    def _counted(self, count: int) -> None:
        words = _("{count} {counter}").format(count=f"{count:,}", counter=_(self.entity.counter))
        filtered = bool(self.query.filters or self.query.text)
        self.count.setText(_("筛选出的 {words}").format(words=words) if filtered else _("全部 {words}").format(words=words))

    def _offered(self) -> list[tuple[str, str]]:
        """Name and heading of each column: those of the list, or all that can be imported again."""
        if self._columns and self.rows.value == _SHOWN:
            return [(name, _(self.entity.field(name).label)) for name in self._columns]
        return list(self._context.services.exporting.columns(self.entity.kind))

    def _fill(self, _which: object) -> None:
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(12, 8, 12, 8)
        self.boxes = {}
        for place, (name, label) in enumerate(self._offered()):
            box = QCheckBox(label)
            box.setChecked(True)
            box.toggled.connect(self._ask_purpose)
            self.boxes[name] = box
            grid.addWidget(box, place // 2, place % 2)
        grid.setRowStretch(len(self.boxes), 1)
        self.columns.setWidget(inner)
        inner.setAutoFillBackground(False)
        self.columns.viewport().setAutoFillBackground(False)
        self._ask_purpose()

    def _ask_purpose(self, _on: bool = True) -> None:
        """A purpose is asked for as long as a chosen column tells of persons."""
        exporting = self._context.services.exporting
        self.purpose.setVisible(exporting.is_personal(self.entity.kind, self.chosen()))

    def _tick(self, on: bool, _clicked: bool = False) -> None:
        for box in self.boxes.values():
            box.setChecked(on)

    def chosen(self) -> tuple[str, ...]:
        """The columns that are ticked."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    def export(self) -> None:
        """Ask where to, then write in the read lane; the message has the folder."""
        columns, query, suffix = self.chosen(), self.query, str(self.format.value)
        if not columns:
            self.message.show("warn", _("至少选一列"))
            return
        if not self.purpose.is_given():
            return
        suggested = Path.home() / f"{file_name(_(self.entity.label))}{suffix}"
        path = ask.save_file(self, self.title.text(), suggested, f"*{suffix}")
        if path is None:
            return
        exporting, kind, purpose = self._context.services.exporting, self.entity.kind, self.purpose.text

        def work(control: Control) -> Path:
            exporting.export(kind, path, query=query, columns=columns, control=control, purpose=purpose)
            return path

        self.save.setEnabled(False)
        self._context.tasks.read(self, work, self._done, self._failed, title=self.title.text())

    def _done(self, path: Path) -> None:
        self.save.setEnabled(True)
        self.message.show("ok", _("已导出到 {name}").format(name=path.name), _("打开文件夹"), lambda: open_path(path.parent))

    def _failed(self, error: Exception) -> None:
        self.save.setEnabled(True)
        sentence = getattr(error, "sentence", "")
        if sentence:
            self.message.show("danger", sentence)
        else:
            raise error
