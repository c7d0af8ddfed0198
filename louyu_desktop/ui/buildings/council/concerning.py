"""加企业: whom a topic concerns, chosen many at a time from the list of firms; each is to be answered then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from louyu_desktop.services.copies import Control, Query
from louyu_desktop.services.council_copies import TopicFile
from louyu_desktop.text import _
from louyu_desktop.ui.lists.columns import Columns
from louyu_desktop.ui.lists.model import ListModel
from louyu_desktop.ui.lists.table import RecordTable
from louyu_desktop.ui.panel import Panel
from louyu_desktop.ui.parts import EmptyState

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

_COLUMNS = ("name", "building_id", "location")


class ConcernDialog(Panel):
    """The firms of the council's building to begin with; a click or the space bar chooses, Ctrl+A all of them."""

    def __init__(self, context: Context, file: TopicFile, parent: QWidget) -> None:
        about = _("点一下选中，再点一下取消；Ctrl+A 选全部。归档以前，每家都要反馈。")
        title = _("受影响的企业：{title}").format(title=file.title)
        super().__init__(context, parent, title, about, _("加进来"), QSize(720, 560))
        self._id = file.id
        entity = context.services.records.entity("enterprises")
        self.model = ListModel(context, entity, self)
        self.table = RecordTable(context, self.model, (), self)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.MultiSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(_("企业"))
        names = {field.name for field in entity.fields}
        self.columns = Columns(self.table, self.model, _COLUMNS)
        self.columns.put(tuple(name for name in _COLUMNS if name in names))
        self._nothing = EmptyState("filter", _("没有符合的企业"), _("改一改上面格子里的字"))
        self.table.cover_with(self._nothing)
        self.model.counted.connect(self._counted)
        self.body.addWidget(self.table, 1)
        self.table.head.filtered.connect(self._filtered)
        self.table.head.sorted_by.connect(self._sort)
        self.table.selected.connect(self._selected)
        self.go.clicked.connect(self.take)
        self.table.head.fill({"building_id": file.building} if file.building else {})
        self._query = Query("enterprises", sort=entity.sort)
        self._filtered()
        self._selected(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _counted(self, count: int, _total: int) -> None:
        self._nothing.setVisible(not count)

    def _filtered(self) -> None:
        self._query = replace(self._query, filters=self.table.head.filters())
        self.model.ask(self._query)

    def _sort(self, name: str) -> None:
        self.table.head.show_order(name)
        self._query = replace(self._query, sort=name)
        self.model.ask(self._query)

    def _selected(self, count: int) -> None:
        self.rename(_("加进来：{count} 家").format(count=count) if count else _("加进来"))
        self.go.setEnabled(count > 0)

    def take(self) -> None:
        """Put those chosen on the list of who is to be answered."""
        self.table.with_ids(self._take)

    def _take(self, ids: Sequence[int]) -> None:
        councils, key = self.context.services.councils, self._id
        self.go.setEnabled(False)

        def work(_control: Control) -> int:
            return councils.concern(key, ids)

        def done(count: int) -> None:
            known = len(ids) - count
            words = _("加了 {count} 家").format(count=count)
            self.context.message("ok", words + _("，{count} 家本来就在").format(count=known) if known else words)
            self.accept()

        self.context.tasks.write(self, work, done, self.refuse)
