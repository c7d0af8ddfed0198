"""An attachment on its way out of the station: where to, what for; the log keeps both ends but the place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.attachments import AttachmentLine
from louyu_desktop.services.copies import Control
from louyu_desktop.text import _
from louyu_desktop.ui.ask import save_file
from louyu_desktop.ui.messages import MessageBar

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def save_as(context: Context, owner: QWidget, message: MessageBar, line: AttachmentLine) -> None:
    """Ask where and what for, copy, and say where it went."""
    attachments = context.services.attachments
    suggested = Path.home() / attachments.suggested_name(line.id)
    path = save_file(owner, _("另存附件"), suggested, f"{line.what} (*.{line.media})")
    if path is None:
        return
    target = path

    def work(_control: Control) -> Path:
        return attachments.save_as(line.id, target)

    def done(saved: Path) -> None:
        message.show("ok", _("已存为 {name}，记入了日志").format(name=saved.name))

    context.tasks.write(owner, work, done)
