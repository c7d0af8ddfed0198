"""The sub-tab 附件 of a record: light until it is looked at, and what takes files over the whole record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.text import _
from louyu_desktop.ui import actions
from louyu_desktop.ui.attachments.drop import DropTarget
from louyu_desktop.ui.attachments.page import AttachmentsPage
from louyu_desktop.ui.messages import MessageBar

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class FilesTab(QWidget):
    """`taken` when files were dropped or pasted anywhere on `pane`, which then shows this page."""

    taken = Signal()

    def __init__(self, context: Context, kind: str, message: MessageBar, pane: QWidget) -> None:
        super().__init__(pane)
        self._context = context
        self._message = message
        self._copy: Copy | None = None
        self._page: AttachmentsPage | None = None
        self.allowed = context.services.attachments.visible(kind)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self.drop = DropTarget(context, pane, message, lambda: self._copy, self.taken.emit)
        actions.bind(pane, "attach", self.drop.paste, within=True)

    def show_parent(self, copy: Copy | None) -> None:
        """Show the files of this record, as soon as somebody looks; None takes no files."""
        self._copy = copy
        if self._page is not None and copy is not None:
            self._page.show_parent(copy)

    def label(self) -> str:
        """The words of the sub-tab."""
        count = self._copy.attachments if self._copy is not None else 0
        return _("附件 {count}").format(count=count) if count else _("附件")

    @property
    def page(self) -> AttachmentsPage:
        """The list of the files, built when it is first looked at."""
        if self._page is None:
            self._page = AttachmentsPage(self._context, self._message, self)
            layout = self.layout()
            if layout is not None:
                layout.addWidget(self._page)
            self.show_parent(self._copy)
        return self._page

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.page.show()
