"""Purging out of a list of the bin: asked about in plain words, and with the password again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from louyu_desktop.fields import Entity
from louyu_desktop.text import _
from louyu_desktop.ui.ask import confirm

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def consequences() -> str:
    """What purging does, and what it does not."""
    return _(
        "姓名、电话、备注和附件都会清空，操作日志里的也一样，撤销也找不回来；谁在什么时候做过什么还在。更早的备份里仍有，备份到期会自动删除。"
    )


def purge(
    context: Context, entity: Entity, ids: Sequence[int], owner: QWidget, done: Callable[[int], object]
) -> None:
    """Ask, then empty these records of the bin; `done` hears how many."""
    words = {"count": f"{len(ids):,}", "counter": _(entity.counter), "label": _(entity.label)}
    question = _("彻底清除 {count} {counter}{label}？").format(**words)
    yes = _("清除 {count} {counter}").format(**words)
    if confirm(owner, question, consequences(), yes, _("不清除"), danger=True):
        purging, kind = context.services.purging, entity.kind
        told = partial(_told, done, len(ids))
        context.tasks.write(owner, lambda _control: purging.purge(kind, ids), told, title=_("彻底清除"))


def _told(done: Callable[[int], object], count: int, _rows: int) -> None:
    done(count)
