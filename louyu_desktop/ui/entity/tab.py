"""A tab: the list and, beside it, the record that is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QSplitter, QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy, Query
from louyu_desktop.text import _
from louyu_desktop.ui.arrangement import Arrangement, arranged
from louyu_desktop.ui.ask import Choice, choose
from louyu_desktop.ui.entity.list_pane import ListPane
from louyu_desktop.ui.entity.record import RecordPane
from louyu_desktop.ui.entity.verbs import Verbs
from louyu_desktop.ui.lists.columns import cramped

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


LATER_MS = 40
CRAMPED, LIST = 308, 444
"""The list's share of the width in thousandths where large text makes it cramped, and otherwise."""


class EntityTab(QFrame):
    """One kind of record: its list at the left, the record chosen at the right."""

    def __init__(self, context: Context, arrangement: Arrangement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "plain")
        self._context = context
        self.entity = context.services.records.entity(arrangement.kind)
        self._arrangement = arranged(arrangement, self.entity, context.services.records.kinds())
        self.list = ListPane(context, self.entity, self._arrangement, self)
        self.verbs = Verbs(context, self.list)
        self._record: RecordPane | None = None
        self._in_bin = False
        self._waiting: Callable[[], object] | None = None
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.list)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.splitter.splitterMoved.connect(self._remember)
        self.list.opened.connect(self._open)
        self.list.entered.connect(self._enter)
        self.list.begun.connect(self.begin)
        self.list.cloned.connect(self.clone)
        self.list.table.missed.connect(self._missed)
        self.list.model.counted.connect(self._counted)
        QTimer.singleShot(0, self, self.list.start)  # reading beside the building slows both
        QTimer.singleShot(LATER_MS, self, self._build_record)

    @property
    def record(self) -> RecordPane:
        """The pane at the right, built a moment after the list so that the window never stalls."""
        if self._record is None:
            self._record = RecordPane(self._context, self.entity, self._arrangement, self)
            self._record.stepped.connect(self._step)
            self._record.saved.connect(self._saved)
            self.splitter.addWidget(self._record)
            self.splitter.setStretchFactor(1, 1)
            self._share()
        return self._record

    def _build_record(self) -> None:
        self.record.head.show_place(None, 0)
        waiting, self._waiting = self._waiting, None
        (waiting or self._open_first)()

    def _when_built(self, act: Callable[[], object]) -> None:
        """Now, or as soon as the pane at the right stands: list and record are never built in one go."""
        if self._record is None:
            self._waiting = act
        else:
            act()

    # -- sharing the width ----------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As the person left it on this machine, or as the look says; less list where large text is cramped."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        share = CRAMPED if cramped(self.width()) else int(self._context.preferences.get(self._key, LIST))
        self.splitter.setSizes([self.width() * part // 1000 for part in (share, 1000 - share)])

    @property
    def _key(self) -> str:
        return f"list/{self.entity.kind}"

    def _remember(self) -> None:
        sizes = self.splitter.sizes()
        self._context.preferences.set(self._key, sizes[0] * 1000 // max(sum(sizes), 1))

    # -- what the window asks -------------------------------------------------------------------

    def show_record(self, kind: str, record_id: int) -> None:
        """Open this record, in the list or not."""
        self.list.table.show_id(record_id)
        self._when_built(partial(self._open, record_id))

    def show_query(self, query: Query) -> None:
        """Show the list so filtered."""
        self.list.show_query(query)

    def new_record(self, kind: str, title: str = "", **values: Any) -> None:
        """Open a form, empty but for the values given."""
        self._when_built(partial(self.begin, title, values=values))

    def perform(self, action_id: str) -> bool:
        """Take files out of, and into, the kind that is shown; the rest is the window's."""
        if action_id == "export":
            self.verbs.export()
            return True
        if action_id == "import" and self.entity.kind in self._context.services.importing.kinds():
            self._context.launch("import", kind=self.entity.kind)
            return True
        return False

    def may_leave(self) -> bool:
        """Ask about what is not saved; False goes back to it."""
        return self._record is None or self._settle(_("关上之前还有改动没保存"))

    @property
    def is_outdated(self) -> bool:
        """Whether the kind has other fields by now than this tab was built for."""
        return self._context.services.records.entity(self.entity.kind) != self.entity

    def put_by(self, then: Callable[[], object]) -> None:
        """Do `then` when what is typed and not saved is kept as a draft."""
        if self._record is not None and self._record.is_open and self._record.form.dirty():
            self._record.form.keep_draft(then)
        else:
            then()

    # -- list and record ------------------------------------------------------------------------

    def _open(self, id_: int | None) -> None:
        if id_ == self.record.id and id_ is not None:
            self._place()
            return
        if not self._settle(_("这一条还有改动没保存")):
            if self.record.id is not None:
                self.list.table.show_id(self.record.id)
            return
        if id_ is None:
            self.record.show_nothing()
        else:
            self.record.show_record(id_)
        self._place()

    def begin(
        self, title: str | bool = "", like: Copy | None = None, values: Mapping[str, Any] | None = None
    ) -> None:
        """An empty form for a new record, or one filled like another, or with some values."""
        if self._settle(_("这一条还有改动没保存")):
            self.list.table.clearSelection()
            self.list.table.current_id = None
            self.record.show()
            self.record.begin(title if isinstance(title, str) else "", like, values)
            self.record.head.show_place(None, 0)

    def clone(self) -> None:
        """A new record like the one that is open."""
        if self.record.copy is not None:
            self.begin(like=self.record.copy)

    def _enter(self) -> None:
        self.record.show_page(0)
        self.record.form.enter()

    def _settle(self, question: str) -> bool:
        form = self.record.form
        count = len(form.dirty()) if self.record.is_open else 0
        if not count:
            return True
        answer = choose(
            self, question, _("有 {count} 处改动。留作草稿的话，下次打开这一条还在。").format(count=count),
            (Choice("back", _("回去接着改"), "quiet"), Choice("drop", _("放弃改动")), Choice("draft", _("留作草稿")),
             Choice("save", _("保存"), "primary")),
        )  # fmt: skip
        if answer == "drop":
            form.give_up()
        elif answer == "draft":
            form.keep_draft()
        elif answer == "save":
            return form.save()
        return answer in {"drop", "draft"}

    def _saved(self, id_: int) -> None:
        if self.list.table.current_id != id_:
            self.list.table.show_id(id_)

    def _step(self, by: int) -> None:
        place = self.list.table.currentIndex().row()
        self.list.table.show_place(place + by)

    def _counted(self, _count: int, total: int) -> None:
        archived = self.list.model.query.archived
        if archived != self._in_bin:
            self._in_bin = archived
            self.list.table.current_id = None
            self._open(None)
        self._open_first()
        self._place()
        if self._record is not None:
            self._record.setVisible(total > 0 or self._record.is_open or self._record.loading)

    def _open_first(self) -> None:
        """The right side is not empty where there is something to show; the focus stays where it is."""
        record, table = self._record, self.list.table
        idle = record is not None and record.id is None and not record.is_open and not record.loading
        if idle and table.current_id is None and not self.list.model.query.archived and self.list.model.settled:
            table.show_place(max(table.currentIndex().row(), 0))

    def _missed(self) -> None:
        self._place()
        self.list.message.show("info", _("打开的这一条不在筛选出的里面"), _("清除筛选"), self._show_all)

    def _show_all(self) -> None:
        self.list.clear()
        if self.record.id is not None:
            self.list.table.show_id(self.record.id)

    def _place(self) -> None:
        record = self._record
        if record is not None and record.id is not None:
            record.head.show_place(self.list.model.place(record.id), self.list.model.rowCount())
