"""The handbook on the screen: a window of its own, opened by F1 at the page for where one is."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QWidget

from louyu_desktop.services import help_pages
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.help.where import places
from louyu_desktop.ui.help.window import HelpWindow

__all__ = ["HelpWindow", "open_help"]


def open_help(context: Context | None = None, page: str = "", over: QWidget | None = None) -> HelpWindow:
    """Show `page`, or the page for where the person is; `over` is the window it stands beside.

    A dialog that waits for an answer lets nothing else be used but what belongs to it: there the handbook is the
    dialog's own, and goes with it.
    """
    host = QApplication.activeModalWidget() or over or (context.window if context is not None else None)
    found = help_pages.page(page) or help_pages.page_for(places(host))
    owner = host.window() if host is not None else None
    window = next((one for one in _open_windows() if one.parentWidget() is owner), None)
    if window is None:
        window = HelpWindow(owner, context if QApplication.activeModalWidget() is None else None)
    window.turn_to(found.id)
    window.bring()
    return window


def _open_windows() -> list[HelpWindow]:
    return [window for window in QApplication.topLevelWidgets() if isinstance(window, HelpWindow)]
