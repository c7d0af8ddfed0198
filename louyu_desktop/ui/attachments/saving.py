"""An attachment on its way out of the station: what for, then where to; the log keeps who, what and what for."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from louyu_desktop.services.attachments import AttachmentLine
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui.ask import Choice, Question, save_file
from louyu_desktop.ui.attachments.words import called
from louyu_desktop.ui.messages import MessageBar
from louyu_desktop.ui.purpose import PurposeEntry

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


class SavingDialog(Question):
    """What a copy is for; it stays open until that is said."""

    def __init__(self, parent: QWidget, name: str) -> None:
        choices = (Choice("no", _("取消"), "quiet"), Choice("yes", _("选择位置…"), "primary"))
        question = _("另存「{name}」？").format(name=name)
        super().__init__(parent, question, _("另存出去的文件不再加密，站点也管不到它。"), choices)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.entry = PurposeEntry(parent=self)
        self.layout_.insertWidget(2, self.entry)

    def accept(self) -> None:
        """Go on once the purpose is said."""
        if self.answer != "yes" or self.entry.is_given():
            super().accept()


def save_as(context: Context, owner: QWidget, message: MessageBar, line: AttachmentLine) -> None:
    """Ask what for and where to, copy, and say where it went."""
    dialog = SavingDialog(owner, called(context, line))
    dialog.accepted.connect(partial(_chosen, context, owner, message, line, dialog))
    dialog.open()


def _chosen(
    context: Context, owner: QWidget, message: MessageBar, line: AttachmentLine, dialog: SavingDialog
) -> None:
    if dialog.answer != "yes":
        return
    attachments, purpose = context.services.attachments, dialog.entry.text
    suggested = Path.home() / attachments.suggested_name(line.id)
    path = save_file(owner, _("另存附件"), suggested, f"{line.what} (*.{line.media})")
    if path is None:
        return
    target = path

    def work(_control: Control) -> Path:
        return attachments.save_as(line.id, target, purpose)

    def done(saved: Path) -> None:
        message.show("ok", _("已存为 {name}，记入了日志").format(name=saved.name))

    context.tasks.write(owner, work, done)
