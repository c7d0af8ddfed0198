"""The desk at the door: one box, a large answer, every sign-in on disk before it is shown."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from louyu_desktop.errors import LouyuError
from louyu_desktop.services.copies import Control
from louyu_desktop.services.desk_copies import DeskActivity, DeskState
from louyu_desktop.text import _
from louyu_desktop.ui.context import Context
from louyu_desktop.ui.desk.choosing import Choosing
from louyu_desktop.ui.desk.window import DeskWindow
from louyu_desktop.ui.problems import report

__all__ = ["DeskWindow", "open_desk"]


def open_desk(context: Context, activity: int | None = None) -> None:
    """Open the desk for an activity; without one for the only one of today, or ask which."""
    if activity is not None:
        _open(context, activity)
        return
    desk, owner = context.services.desk, context.window or context.tasks

    def work(_control: Control) -> tuple[DeskActivity, ...]:
        return desk.today()

    context.tasks.read(owner, work, lambda found: _choose(context, found))


def _choose(context: Context, found: tuple[DeskActivity, ...]) -> None:
    if not found:
        context.message("info", _("今天没有活动。别的日子的，到「活动」里打开那一场，再按「开始签到」"))
    elif len(found) == 1:
        _open(context, found[0].activity_id)
    else:
        dialog = Choosing(found, context.window)
        dialog.chosen.connect(lambda activity_id: _open(context, activity_id))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _open(context: Context, activity_id: int) -> None:
    there = _in_front(activity_id)
    if there is not None:
        there.raise_()
        there.activateWindow()
        return
    desk, owner = context.services.desk, context.window or context.tasks

    def work(_control: Control) -> DeskState:
        return desk.open(activity_id)

    def failed(error: Exception) -> None:
        if isinstance(error, LouyuError):
            context.message("warn", error.sentence)
        else:
            report(context.window, error)

    context.tasks.read(owner, work, lambda state: stand(context, state), failed)


def stand(context: Context, state: DeskState) -> DeskWindow:
    """A window on an activity that was read already; there may be several of one."""
    window = DeskWindow(context, state)
    window.open()
    return window


def _in_front(activity_id: int) -> DeskWindow | None:
    """The window that shows an activity already."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, DeskWindow) and window.state.activity_id == activity_id and window.isVisible():
            return window
    return None
