"""诉求 by stage: the board beside the list of the same; `tab` is what the arrangement of requests builds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.arrangement import Arrangement
    from louyu_desktop.ui.context import Context

__all__ = ["tab"]


def tab(context: Context, arrangement: Arrangement, parent: QWidget) -> Any:
    """The sub-tab 诉求: the board, and the list with the record beside it."""
    from louyu_desktop.ui.checklist.board.page import RequestsTab

    return RequestsTab(context, arrangement, parent)
