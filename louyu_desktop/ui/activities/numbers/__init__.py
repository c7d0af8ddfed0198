"""The numbers of the activities: of a period, of one activity, of a person and an enterprise."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


def build(context: Context) -> QWidget:
    """The page 数字 of the tab 活动."""
    from louyu_desktop.ui.activities.numbers.pane import NumbersPane

    return NumbersPane(context)
