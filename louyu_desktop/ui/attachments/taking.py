"""Putting offered files on a record: large ones are asked about, what is not taken is told."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from louyu_desktop.services.attachments import Added, Offered
from louyu_desktop.text import _
from louyu_desktop.ui.ask import confirm, tell
from louyu_desktop.ui.messages import MessageBar

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context

IN_A_LINE = 2
"""Sentences that the message bar holds; more of them stand in a dialog."""


class Taking(QObject):
    """Offers files to the service and says in the pane's message bar what came of it."""

    def __init__(self, context: Context, pane: QWidget, message: MessageBar) -> None:
        super().__init__(pane)
        self._context = context
        self._attachments = context.services.attachments
        self._pane = pane
        self._message = message

    def offer(self, kind: str, row_id: int, offered: Sequence[Offered]) -> None:
        """Copy files in and hang them on a record; in the lane of large work, so that nobody waits for it."""
        if not offered or not self._agreed(offered):
            return
        self._context.tasks.bulk(
            self, lambda control: self._attachments.add(kind, row_id, offered, control), self._told,
            title=_("放入附件"),
        )  # fmt: skip

    def _agreed(self, offered: Sequence[Offered]) -> bool:
        heavy = self._attachments.heavy(offered)
        if not heavy:
            return True
        shown = "、".join(f"「{name}」" for name in heavy[:3])
        hint = _("{shown}超过 20 MB。附件会跟着每次备份走，太大的文件会让备份变慢。").format(shown=shown)
        question = _("放入 {count} 个大文件？").format(count=len(heavy))
        return confirm(self._pane, question, hint, _("放入"), _("不放"))

    def _told(self, added: Added) -> None:
        parts = [_("放入了 {count} 个附件").format(count=len(added.ids))] if added.ids else []
        if added.known:
            parts.append(_("{count} 个已经在这里了，没有重复放").format(count=len(added.known)))
        if len(added.refused) > IN_A_LINE:
            parts.append(_("{count} 个没有收").format(count=len(added.refused)))
            tell(self._pane, _("{count} 个文件没有收").format(count=len(added.refused)), "\n".join(added.refused))
        else:
            parts += added.refused
        tone = "warn" if added.refused or not added.ids else "ok"
        undo = partial(self._undo) if added.ids else None
        self._message.show(tone, "；".join(parts), _("撤销") if undo else "", undo)

    def _undo(self) -> None:
        records = self._context.services.records
        self._context.tasks.write(self, lambda _control: records.undo(), lambda _outcome: None)
