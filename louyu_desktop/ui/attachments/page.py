"""The files of one record: a sub-tab of its form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from louyu_desktop.services.attachments import AttachmentLine, Offered, Usage
from louyu_desktop.services.copies import Control, Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import _
from louyu_desktop.ui import actions
from louyu_desktop.ui.ask import ask_text
from louyu_desktop.ui.attachments.rows import LineList
from louyu_desktop.ui.attachments.saving import save_as
from louyu_desktop.ui.attachments.taking import Taking
from louyu_desktop.ui.attachments.viewer import AttachmentPage
from louyu_desktop.ui.attachments.words import size_words
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.parts import EmptyState, Label, link, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

TAKEN = "*.pdf *.jpg *.jpeg *.png *.docx *.xlsx"
Answer = tuple[tuple[AttachmentLine, ...], tuple[AttachmentLine, ...], Usage]


class AttachmentsPage(QWidget):
    """Listed, put in, looked at, saved elsewhere, called otherwise, put into the bin and taken out of it."""

    def __init__(self, context: Context, message: MessageBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._attachments = context.services.attachments
        self._message = message
        self._taking = Taking(context, self, message)
        self._copy: Copy | None = None
        self._binned: tuple[AttachmentLine, ...] = ()
        self._in_bin = False
        self.list = LineList(context, self)
        self._build()
        self._connect()
        self._chosen()

    def _build(self) -> None:
        access = self._context.services.access
        self._may_add, self._may_change = access.may(Right.ATTACH), access.may(Right.WORK)
        row = QHBoxLayout()
        row.setContentsMargins(20, 0, 20, 8)
        row.setSpacing(8)
        self.add_button = outline(_("放入文件…"), "plus", small=True)
        self.open_button = outline(_("打开"), small=True)
        self.save_button = outline(_("另存为…"), small=True)
        self.rename_button = outline(_("改名"), small=True)
        self.remove_button = outline(_("移除"), small=True)
        self.restore_button = outline(_("恢复"), "undo", small=True)
        for button in (self.add_button, self.open_button, self.save_button, self.rename_button, self.remove_button,
                       self.restore_button):  # fmt: skip
            row.addWidget(button)
        row.addStretch(1)
        self.empty = EmptyState("attach", "", "")
        self.usage_label = Label("", "hint")
        self.bin_link = link("")
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 6, 20, 8)
        foot.addWidget(self.usage_label)
        foot.addStretch(1)
        foot.addWidget(self.bin_link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.empty, 1)
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.choose)
        self.open_button.clicked.connect(self.open)
        self.save_button.clicked.connect(self.save)
        self.rename_button.clicked.connect(self.rename)
        self.remove_button.clicked.connect(self.remove)
        self.restore_button.clicked.connect(self.restore)
        self.bin_link.clicked.connect(self._turn)
        self.list.doubleClicked.connect(self.open)
        self.list.selectionModel().selectionChanged.connect(self._chosen)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._menu)
        self._context.bus.changed.connect(self._hear)
        for action, slot in (("open", self.open), ("delete", self.remove), ("cell-edit", self.rename)):
            actions.bind(self.list, action, slot, within=True)

    # -- showing ----------------------------------------------------------------------------------

    def show_parent(self, copy: Copy) -> None:
        """Show what hangs on this record."""
        if self._copy is None or self._copy.id != copy.id:
            self._in_bin = False
        self._copy = copy
        self._read()

    def _hear(self, changes: Any) -> None:
        if "attachments" in changes.kinds:
            self._read()

    def _read(self) -> None:
        copy = self._copy
        if copy is None:
            return

        def work(_control: Control) -> Answer:
            here = self._attachments.of(copy.kind, copy.id)
            return here, self._attachments.of(copy.kind, copy.id, archived=True), self._attachments.usage()

        self._context.tasks.read(self, work, partial(self._show, copy))

    def _show(self, asked: Copy, answer: Answer) -> None:
        if asked is not self._copy:
            return
        here, self._binned, usage = answer
        self._in_bin = self._in_bin and bool(self._binned)
        lines = self._binned if self._in_bin else here
        self.list.put(lines)
        self.list.setVisible(bool(lines))
        self.empty.setVisible(not lines)
        self._say_empty()
        shares = {"used": size_words(usage.used), "allowed": size_words(usage.allowed)}
        self.usage_label.setText(_("全站附件已用 {used}，最多 {allowed}").format(**shares))
        self.usage_label.set_tone("warn" if usage.used > usage.allowed * 0.9 else "text3")
        back = _("回到附件") if self._in_bin else _("回收站里有 {count} 个").format(count=len(self._binned))
        self.bin_link.setText(back)
        self.bin_link.setVisible(bool(self._binned))
        self._chosen()

    def _say_empty(self) -> None:
        hint = _("把文件拖到这里，或复制后按 Ctrl+V。收 PDF、JPEG、PNG、docx、xlsx") if self._may_add else ""
        self.empty.say(_("还没有附件"), hint)

    def _turn(self) -> None:
        self._in_bin = not self._in_bin
        self._read()

    def _chosen(self) -> None:
        """What can be done with what is selected."""
        lines = self.list.chosen()
        one = len(lines) == 1
        bin_ = self._in_bin
        self.add_button.setVisible(self._may_add and not bin_)
        for button, may, enabled in (
            (self.open_button, True, one and lines[0].shown),
            (self.save_button, self._may_add, one),
            (self.rename_button, self._may_change, one),
            (self.remove_button, self._may_change, bool(lines)),
        ):
            button.setVisible(may and not bin_ and self.list.rows.rowCount() > 0)
            button.setEnabled(enabled)
        self.restore_button.setVisible(bin_ and self._may_change)
        self.restore_button.setEnabled(bool(lines))

    def _menu(self, here: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.open_button, self.save_button, self.rename_button, self.remove_button, self.restore_button):
            if not button.isHidden():
                action = menu.addAction(button.text().strip())
                action.setEnabled(button.isEnabled())
                action.triggered.connect(button.click)
        menu.popup(self.list.viewport().mapToGlobal(here))

    # -- doing ------------------------------------------------------------------------------------

    def choose(self) -> None:
        """Let the person choose files to put in."""
        filters = f"{_('能作附件的文件')} ({TAKEN});;{_('所有文件')} (*)"
        names, _filter = QFileDialog.getOpenFileNames(self, _("放入文件"), str(Path.home()), filters)
        if self._copy is not None:
            offered = [Offered(Path(name).name, Path(name)) for name in names]
            self._taking.offer(self._copy.kind, self._copy.id, offered)

    def _one(self) -> AttachmentLine | None:
        lines = self.list.chosen()
        return lines[0] if len(lines) == 1 else None

    def open(self) -> None:
        """Look at the selected one inside; what is not shown here is saved elsewhere."""
        line = self._one()
        if line is None or self._in_bin:
            return
        if line.shown:
            AttachmentPage(self._context, line).open()
        else:
            self.save()

    def save(self) -> None:
        """Copy the selected one to where the person wants it."""
        line = self._one()
        if line is not None and self._may_add and not self._in_bin:
            save_as(self._context, self, self._message, line)

    def rename(self) -> None:
        """Call the selected one otherwise."""
        line = self._one()
        if line is None or not self._may_change or self._in_bin:
            return
        name = ask_text(self, _("附件改名"), _("文件名"), line.name, _("改名"))
        if name is not None:
            self._do(lambda: self._attachments.rename(line.id, name, line.version), "", ())

    def remove(self) -> None:
        """Put the selected ones into the bin."""
        ids = [line.id for line in self.list.chosen()]
        if ids and self._may_change and not self._in_bin:
            said = _("已移入回收站：{count} 个附件").format(count=len(ids))
            self._do(lambda: self._attachments.remove(ids), said, ids)

    def restore(self) -> None:
        """Take the selected ones out of the bin."""
        ids = [line.id for line in self.list.chosen()]
        if ids and self._may_change:
            self._do(lambda: self._attachments.restore(ids), _("已恢复 {count} 个附件").format(count=len(ids)), ())

    def _do(self, act: Callable[[], object], said: str, back: Sequence[int]) -> None:
        def done(_nothing: object) -> None:
            if said:
                undo = partial(self._do, lambda: self._attachments.restore(back), "", ()) if back else None
                self._message.show("ok", said, _("撤销") if undo else "", undo)

        self._context.tasks.write(self, lambda _control: act(), done)
