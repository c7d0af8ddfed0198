"""转成议题, for the files of requests and visits: light, the window that it opens comes when it is wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from louyu_desktop.services.rights import Right
from louyu_desktop.text import N_
from louyu_desktop.ui.arrangement import Act

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.services.copies import Copy
    from louyu_desktop.ui.context import Context


def _raise(kind: str, context: Context, copy: Copy, parent: QWidget) -> None:
    from louyu_desktop.ui.buildings.council.raising import raise_topic

    raise_topic(kind, context, copy, parent)


def raising(kind: str) -> Act:
    """转成议题, for records of a kind."""
    return Act(
        id="raise-topic", label=N_("转成议题…"), run=partial(_raise, kind), icon="flag", right=Right.WORK, seldom=True
    )
