"""What can be done with the rows of a list: one QAction each, in menus, bars and under keys."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from louyu_desktop.services.copies import Filter, Match, Query
from louyu_desktop.services.ledgers import WRITTEN
from louyu_desktop.services.purging import NEVER
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import actions, papers_menu
from louyu_desktop.ui.ask import confirm
from louyu_desktop.ui.icons import icon
from louyu_desktop.ui.lists.blocks import Blocks
from louyu_desktop.ui.lists.bulk import BulkEdit
from louyu_desktop.ui.purging import purge
from louyu_desktop.ui.sight import restrict

if TYPE_CHECKING:
    from louyu_desktop.ui.arrangement import Act
    from louyu_desktop.ui.context import Context
    from louyu_desktop.ui.entity.list_pane import ListPane

Ids = Sequence[int]


class Verbs(QObject):
    """The actions of one list pane."""

    def __init__(self, context: Context, pane: ListPane) -> None:
        super().__init__(pane)
        self._context = context
        self._records = context.services.records
        self._pane = pane
        self._actions: dict[str, QAction] = {}
        self._own: list[QAction] = []
        self.blocks = Blocks(context, pane.table)
        self.blocks.copied.connect(self._copied)
        self.blocks.wrote.connect(self._changed)
        self.blocks.refused.connect(partial(pane.message.show, "warn"))
        self._bind()
        restrict(context.services, pane.entity.kind, self._actions, pane.new_button, pane.selection_bar.buttons)
        pane.row_actions = self.of_rows

    def _bind(self) -> None:
        pane, table = self._pane, self._pane.table
        for id_, slot in (
            ("new", pane.begun.emit), ("clone", pane.cloned.emit), ("filter", pane.focus_filter),
            ("refresh", pane.model.refresh),
        ):  # fmt: skip
            self._actions[id_] = actions.bind(pane, id_, slot)
        for id_, slot in (
            ("open", pane.entered.emit), ("cell-edit", table.edit_first), ("delete", self.delete),
            ("clear-filter", pane.clear), ("select-all", table.selectAll), ("copy", self.copy),
            ("copy-headers", self.copy_with_headings), ("paste", self.blocks.paste), ("bulk-edit", self.bulk_edit),
            ("columns", pane.choose_columns),
        ):  # fmt: skip
            action = actions.bind(table, id_, slot)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self._actions[id_] = action
        self._restore = QAction(_("恢复"), table)
        self._restore.triggered.connect(self.restore)
        self._purge = QAction(_("彻底清除…"), table)
        self._purge.triggered.connect(self.purge)
        self._bin = QAction(_("看回收站"), table, checkable=True)
        self._bin.toggled.connect(pane.show_bin)
        slots = (table.selectAll, self.bulk_edit, self.export_selected, self.delete)
        for button, slot in zip(pane.selection_bar.buttons, slots, strict=True):
            button.clicked.connect(slot)
        for act, button in zip(pane.many, pane.selection_bar.own, strict=True):
            button.clicked.connect(partial(self.do_to_many, act))
            self._own.append(QAction(_(act.label), table))
            self._own[-1].triggered.connect(partial(self.do_to_many, act))
        pane.export_button.clicked.connect(self.export)
        pane.print_button.clicked.connect(self._offer_papers)

    def of_rows(self) -> list[QAction | None]:
        """The context menu: the same actions, only those that make sense now; None is a line."""
        chosen = self._pane.table.selected_count()
        in_bin = self._pane.model.query.archived
        for id_ in ("open", "copy", "copy-headers", "delete"):
            self._actions[id_].setEnabled(chosen > 0)
        reveal = self._pane.table.reveal.action
        reveal.setEnabled(self._pane.table.reveal.cell is not None)
        self._actions["bulk-edit"].setEnabled(chosen > 1)
        self._actions["clone"].setEnabled(chosen == 1)
        self._bin.blockSignals(True)
        self._bin.setChecked(in_bin)
        self._bin.blockSignals(False)
        if in_bin:
            self._restore.setEnabled(chosen > 0)
            self._purge.setEnabled(chosen > 0)
            may = self._context.services.access.may(Right.PURGE) and self._pane.entity.kind not in NEVER
            last = [None, self._purge, self._bin] if may else [None, self._bin]
            return [self._restore, None, self._actions["copy"], self._actions["copy-headers"], *last]
        first = [self._actions[id_] for id_ in ("open", "new", "clone")]
        second = [self._actions[id_] for id_ in ("copy", "copy-headers", "paste", "select-all", "bulk-edit")]
        for action in self._own:
            action.setEnabled(chosen > 0)
        own = [*self._own, None] if self._own else []
        return [*first, None, *own, reveal, None, *second, None, self._actions["delete"], self._bin]

    # -- deleting -------------------------------------------------------------------------------

    def delete(self) -> None:
        """Put the selected records into the bin; many are asked about first, one is only told."""
        if not self._pane.model.query.archived and self._pane.table.selected_count():
            self._pane.table.with_ids(self._delete)

    def _delete(self, ids: Ids) -> None:
        entity = self._pane.entity
        words = {"count": f"{len(ids):,}", "counter": _(entity.counter), "label": _(entity.label)}
        question = _("删除 {count} {counter}{label}？").format(**words)
        hint = _("它们会进回收站，90 天内可以恢复。")
        yes = _("删除 {count} {counter}").format(**words)
        if len(ids) > 1 and not confirm(self._pane, question, hint, yes, _("不删"), danger=True):
            return
        kind = entity.kind
        self._context.tasks.write(
            self._pane, lambda _control: self._records.archive(kind, ids), partial(self._deleted, ids)
        )

    def _deleted(self, ids: Ids, _nothing: object) -> None:
        entity = self._pane.entity
        words = _("已移入回收站：{count} {counter}{label}").format(
            count=f"{len(ids):,}", counter=_(entity.counter), label=_(entity.label)
        )
        self._pane.table.forget(ids)
        self._pane.message.show("ok", words, _("撤销"), partial(self._restore_ids, ids))

    def restore(self) -> None:
        """Take the selected records out of the bin."""
        self._pane.table.with_ids(self._restore_ids)

    def _restore_ids(self, ids: Ids) -> None:
        kind = self._pane.entity.kind
        self._context.tasks.write(
            self._pane, lambda _control: self._records.restore(kind, ids), partial(self._restored, len(ids))
        )

    def _restored(self, count: int, _nothing: object) -> None:
        entity = self._pane.entity
        words = _("已恢复 {count} {counter}{label}")
        self._pane.message.show(
            "ok", words.format(count=f"{count:,}", counter=_(entity.counter), label=_(entity.label))
        )

    def purge(self) -> None:
        """Empty the selected records of the bin for good."""
        self._pane.table.with_ids(self._purge_ids)

    def _purge_ids(self, ids: Ids) -> None:
        purge(self._context, self._pane.entity, ids, self._pane, partial(self._purged, ids))

    def _purged(self, ids: Ids, count: int) -> None:
        entity = self._pane.entity
        self._pane.table.forget(ids)
        words = _("已彻底清除 {count} {counter}{label}")
        self._pane.message.show(
            "ok", words.format(count=f"{count:,}", counter=_(entity.counter), label=_(entity.label))
        )

    # -- many at once ---------------------------------------------------------------------------

    def do_to_many(self, act: Act, _checked: bool = False) -> None:
        """An act of the kind, done to all the rows selected."""
        if act.many is not None and not self._pane.model.query.archived and self._pane.table.selected_count():
            self._pane.table.with_ids(partial(self._do_to_many, act))

    def _do_to_many(self, act: Act, ids: Ids) -> None:
        if act.many is not None:
            act.many(self._context, ids, self._pane)

    def bulk_edit(self) -> None:
        """Give one field of all selected records a value."""
        if self._pane.table.selected_count() > 1 and not self._pane.model.query.archived:
            self._pane.table.with_ids(self._bulk_edit)

    def _bulk_edit(self, ids: Ids) -> None:
        dialog = BulkEdit(self._context, self._pane.entity, ids, self._pane)
        dialog.changed.connect(self._changed)
        dialog.open()

    def _changed(self, count: int) -> None:
        words = _("改了 {count} {counter}，Ctrl+Z 可以整批撤销")
        self._pane.message.show("ok", words.format(count=f"{count:,}", counter=_(self._pane.entity.counter)))

    # -- out of the window ----------------------------------------------------------------------

    def copy(self) -> None:
        """One row selected: the current cell; several: the rows as they stand."""
        self.blocks.copy(headings=False)

    def copy_with_headings(self) -> None:
        """The selected rows with headings, so that Excel keeps long digits whole."""
        self.blocks.copy(headings=True)

    def _copied(self, rows: int, selected: int) -> None:
        if rows < selected:
            words = _("复制了前 {rows} 行，选了 {selected} 行。要全部请用导出")
            words = words.format(rows=f"{rows:,}", selected=f"{selected:,}")
            self._pane.message.show("warn", words, _("导出"), self.export_selected)
        else:
            self._pane.message.show("ok", _("复制了 {count} 行").format(count=f"{rows:,}"))

    def export_selected(self) -> None:
        """Hand the selected rows alone to the export wizard; all of them are what is shown."""
        if self._pane.table.selected_count() == self._pane.model.rowCount():
            self.export()
        else:
            self._pane.table.with_ids(self._export)

    def _export(self, ids: Ids) -> None:
        shown = self._pane.model.query
        self._hand(Query(shown.kind, (Filter("id", Match.ONE_OF, tuple(ids)),), shown.sort, archived=shown.archived))

    def export(self) -> None:
        """Hand what is shown to the export wizard."""
        self._hand(self._pane.model.query)

    def _hand(self, query: Query) -> None:
        if self._context.has("export") and query.kind in WRITTEN:
            self._context.launch("export", query=query, columns=self._columns())
        else:
            self._pane.message.show("warn", _("这张表不单独导出"))

    def print(self) -> None:
        """Hand what is shown to the print wizard."""
        if self._context.has("print"):
            self._context.launch("print", query=self._pane.model.query, columns=self._columns())

    def papers(self) -> QMenu | None:
        """The list and the papers that tell of such records; None where there is only the list."""
        found = papers_menu.of_list(self._context, self._pane.entity.kind)
        if not found:
            return None
        own = QAction(icon("print"), _("打印这张表…"), self._pane)
        own.triggered.connect(self.print)
        return papers_menu.menu(self._context, self._pane, found, first=own)

    def _offer_papers(self) -> None:
        menu = self.papers()
        if menu is None:
            self.print()
            return
        button = self._pane.print_button
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _columns(self) -> tuple[str, ...]:
        return tuple(field.name for field in self._pane.model.columns)
