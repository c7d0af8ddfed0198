"""What 今日 opens of the colours: the decision that waits for somebody, and the page of what is suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from louyu_desktop.ui.enterprises.colour.deciding import decide
from louyu_desktop.ui.enterprises.colour.suggested import build
from louyu_desktop.ui.subtabs import TabGroup

if TYPE_CHECKING:
    from louyu_desktop.ui.context import Context


def open_decision(context: Context, enterprise_id: int) -> None:
    """What becomes of the proposal that waits for an enterprise, asked over the window; there is only one."""
    if context.window is not None:
        decide(context, enterprise_id, context.window)


def open_suggestions(context: Context) -> None:
    """The sub-tab of suggested colours, in its tab."""
    context.show_tab("enterprises")
    group = getattr(context.window, "tab", None)
    if isinstance(group, TabGroup):
        group.show_built(build)
