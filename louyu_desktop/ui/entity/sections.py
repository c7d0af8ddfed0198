"""Records that hang on another one: a small list of them, each in a small form."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.services.copies import Copy, Filter, Match, Query
from louyu_desktop.text import _
from louyu_desktop.ui import roomy
from louyu_desktop.ui.actions import bind
from louyu_desktop.ui.arrangement import Arrangement, Group, Section
from louyu_desktop.ui.attachments.dialog import with_files
from louyu_desktop.ui.entity.form import Form
from louyu_desktop.ui.fields.words import scrolled
from louyu_desktop.ui.lists.columns import Columns
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.table import RecordTable
from louyu_desktop.ui.parts import EmptyState, Label, outline, primary, quiet
from louyu_desktop.ui.sight import may_change

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class ChildDialog(QDialog):
    """A small form for one record of a section."""

    saved = Signal(int)

    def __init__(self, context: Context, entity: Entity, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(entity.label))
        roomy.size(self, 620, 520)
        names = tuple(f.name for f in entity.fields if f.label and not f.derived and f.name != section.parent)
        self.form = Form(context, entity, Arrangement(kind=entity.kind, groups=(Group("", names),)), self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 14)
        self._title = Label(_(entity.label), "pane")
        self._title.setContentsMargins(20, 0, 20, 0)
        layout.addWidget(self._title)
        layout.addWidget(scrolled(self.form), 1)
        self.foot = foot = QHBoxLayout()
        foot.setContentsMargins(20, 0, 20, 0)
        cancel, save = quiet(_("取消")), primary(_("保存"))
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self.form.save)
        bind(self, "save", self.form.save)
        foot.addWidget(cancel)
        foot.addStretch(1)
        foot.addWidget(save)
        layout.addLayout(foot)
        self.form.saved.connect(self._done)

    def _done(self, id_: int) -> None:
        self.saved.emit(id_)
        self.accept()


class SectionPage(QWidget):
    """The records of one section, with add, change and remove."""

    def __init__(self, context: Context, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._records = context.services.records
        self._section = section
        self.entity = self._records.entity(section.kind)
        self._parent: Copy | None = None
        self.model = ListModel(context, self.entity, self)
        names = section.columns or tuple(name for name in self.entity.columns if name != section.parent)
        self.table = RecordTable(context, self.model, (), self, filters=False)
        self.columns = Columns(self.table, self.model, names)
        self.columns.put(names)
        self._adding = _(section.adding) or _("加{label}").format(label=_(section.label))
        hint = _("点「{adding}」记下第一{counter}").format(adding=self._adding, counter=_(self.entity.counter))
        self._writes = may_change(context.services, self.entity.kind)
        self._empty = EmptyState(
            self.entity.icon, _("还没有{label}").format(label=_(section.label)), hint if self._writes else ""
        )
        self._build()
        self.table.doubleClicked.connect(self.edit)
        self.table.head.sorted_by.connect(self._sort)
        self.columns.sorted_by.connect(self._sort)
        self.model.counted.connect(self._counted)
        self.table.selected.connect(self._selected)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        row = QHBoxLayout()
        layout.addLayout(row)  # at once: a button that is shown without a parent opens a window
        row.setContentsMargins(20, 0, 20, 4)
        self.add_button = outline(self._adding, "plus", small=True)
        self.edit_button, self.remove_button = outline(_("修改"), small=True), outline(_("移除"), small=True)
        for button in (self.add_button, self.edit_button, self.remove_button):
            row.addWidget(button)
            button.setVisible(self._writes)
        self.add_button.clicked.connect(self.add)
        self.edit_button.clicked.connect(self.edit)
        self.remove_button.clicked.connect(self.remove)
        row.addStretch(1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        self._selected(0)

    def show_parent(self, copy: Copy) -> None:
        """Show what hangs on this record."""
        self._parent = copy
        own = Filter(self._section.parent, Match.EQUALS, copy.id)
        self.model.ask(Query(self.entity.kind, (own,), self._section.sort or self.entity.sort))

    def _sort(self, name: str) -> None:
        query = self.model.query
        self.table.head.show_order(name)
        self.model.ask(Query(query.kind, query.filters, name))

    def _counted(self, count: int, _total: int) -> None:
        self.table.setVisible(count > 0)
        self._empty.setVisible(count == 0)
        for button in (self.edit_button, self.remove_button):
            button.setVisible(count > 0 and self._writes)

    def _selected(self, count: int) -> None:
        self.edit_button.setEnabled(count == 1)
        self.remove_button.setEnabled(count > 0)

    def _dialog(self) -> ChildDialog:
        return ChildDialog(self._context, self.entity, self._section, self)

    def add(self) -> None:
        """A small form for a new record of this section."""
        if self._parent is not None:
            kind = self.entity.kind
            self._context.tasks.read(self, lambda _control: self._records.blank(kind), self._begin)

    def _begin(self, blank: dict[str, Any]) -> None:
        if self._parent is not None:
            dialog = self._dialog()
            dialog.form.begin(blank, {}, {self._section.parent: self._parent.id})
            dialog.open()

    def edit(self) -> None:
        """The small form of the record selected."""
        kind, id_ = self.entity.kind, self.table.current_id
        if id_ is not None:
            self._context.tasks.read(self, lambda _control: self._records.get(kind, id_), self._open)

    def _open(self, copy: Copy) -> None:
        dialog = self._dialog()
        dialog.form.load(copy)
        with_files(self._context, dialog, dialog.foot, copy)
        dialog.open()

    def remove(self) -> None:
        """Put the selected records into the bin."""
        self.table.with_ids(self._remove)

    def _remove(self, ids: Sequence[int]) -> None:
        kind = self.entity.kind
        self._context.tasks.write(self, lambda _control: self._records.archive(kind, ids), partial(self._removed, ids))

    def _removed(self, ids: Sequence[int], _nothing: object) -> None:
        words = _("已移除 {count} {counter}{label}")
        self._context.message(
            "ok", words.format(count=len(ids), counter=_(self.entity.counter), label=_(self._section.label))
        )
