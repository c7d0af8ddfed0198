"""办理情况: how well requests are answered, on a page of the tab 服务清单."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from louyu_desktop.ui.context import Context


def build(context: Context) -> QWidget:
    """The sub-tab 办理情况."""
    from louyu_desktop.ui.checklist.measures.pane import MeasuresPane

    return MeasuresPane(context)
