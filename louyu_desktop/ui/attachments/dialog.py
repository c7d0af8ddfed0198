"""The files of a record that has only a small form (a contact, a lease): a button in it, and files dropped on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QDialog, QVBoxLayout

from louyu_desktop.services.copies import Copy
from louyu_desktop.text import _
from louyu_desktop.ui import actions, roomy
from louyu_desktop.ui.attachments.drop import DropTarget
from louyu_desktop.ui.attachments.page import AttachmentsPage
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.parts import Label, outline

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class FilesDialog(QDialog):
    """The list of the files of one record."""

    def __init__(self, context: Context, copy: Copy, parent: QDialog) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("附件"))
        roomy.size(self, 620, 460)
        message = MessageBar(self)
        entity = context.services.records.entity(copy.kind)
        title = context.guest.show(entity.field(entity.title), copy.title)
        heading = Label(_("「{title}」的附件").format(title=title), "pane")
        heading.setContentsMargins(20, 0, 20, 0)
        self.page = AttachmentsPage(context, message, self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 0)
        layout.addWidget(heading)
        layout.addWidget(message)
        layout.addWidget(self.page, 1)
        self.drop = DropTarget(context, self, message, lambda: copy, self.page.show)
        actions.bind(self, "attach", self.drop.paste, within=True)
        self.page.show_parent(copy)


def with_files(context: Context, dialog: QDialog, foot: QBoxLayout, copy: Copy) -> None:
    """Give the small form of a record that is kept already its files, where whoever is at work sees them."""
    if not context.services.attachments.visible(copy.kind):
        return
    words = _("附件 {count}").format(count=copy.attachments) if copy.attachments else _("附件")
    button = outline(words, "attach")
    opened = partial(_open, context, copy, dialog)
    button.clicked.connect(opened)
    foot.insertWidget(1, button)
    message = MessageBar(dialog)
    layout = dialog.layout()
    if isinstance(layout, QBoxLayout):
        layout.insertWidget(1, message)
    target = DropTarget(context, dialog, message, lambda: copy, opened)
    actions.bind(dialog, "attach", target.paste, within=True)


def _open(context: Context, copy: Copy, dialog: QDialog, _checked: bool = False) -> None:
    FilesDialog(context, copy, dialog).open()
