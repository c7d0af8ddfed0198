"""开始签到: from the record of an activity to its desk."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from louyu_desktop.services.copies import Copy
from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act
from louyu_desktop.ui.context import Context

_NOT_HELD = ("取消", "延期")


def _start(context: Context, copy: Copy, _parent: QWidget) -> None:
    context.launch("desk", activity=copy.id)


def _is_held(copy: Copy) -> bool:
    """Nobody signs in for what does not take place."""
    return copy.archived_at is None and copy.values.get("status") not in _NOT_HELD


SIGN_IN = Act(id="desk", label=N_("开始签到"), run=_start, icon="desk", right=Right.ENTER, when=_is_held)
